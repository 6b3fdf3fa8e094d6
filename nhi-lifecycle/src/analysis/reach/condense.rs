//! A graph without its rings: what leads to each other becomes one component.

use petgraph::unionfind::UnionFind;

use super::arrows::Arrows;

/// The strongly connected components of a graph.
///
/// They are numbered so that every arrow leads to a smaller number, and so that those of one *island* (what hangs together at
/// all, whichever way its arrows point) follow each other.
pub(super) struct Components {
    /// For each node, its component.
    pub(super) of: Vec<u32>,
    /// For each component, those that it leads to, once each.
    pub(super) successors: Arrows,
    /// For each component, those that lead to it, once each.
    pub(super) predecessors: Arrows,
    /// Where each island ends; it begins where the one before ends.
    pub(super) islands: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Components {
    /// O(nodes + arrows). `go_on` is asked now and then; none if it said no.
    pub(super) fn new(arrows: &Arrows, go_on: &mut impl FnMut() -> bool) -> Option<Self> {
        let (order, ends) = by_island(arrows);
        if !go_on() {
            return None;
        }
        let mut search = Search::new(arrows.len());
        let mut islands = Vec::with_capacity(ends.len());
        let mut begin = 0;
        for end in ends {
            order[begin as usize..end as usize].iter().for_each(|root| search.from(*root, arrows));
            islands.push(search.found);
            begin = end;
        }
        if !go_on() {
            return None;
        }
        let (of, found) = (search.component, search.found);
        let successors = between(arrows, &of, found);
        let predecessors = successors.reversed();
        go_on().then_some(Self { of, successors, predecessors, islands })
    }
}

/// The nodes, island by island, and where each island ends.
fn by_island(arrows: &Arrows) -> (Vec<u32>, Vec<u32>) {
    let mut islands = UnionFind::<u32>::new(arrows.len() as usize);
    for node in 0..arrows.len() {
        for head in arrows.of(node) {
            islands.union(node, *head);
        }
    }
    sorted(&islands.into_labeling(), arrows.len())
}

/// Nodes sorted by label, by counting, and where those of each label that occurs end.
fn sorted(labels: &[u32], bound: u32) -> (Vec<u32>, Vec<u32>) {
    let mut places = vec![0_u32; bound as usize + 1];
    for label in labels {
        places[*label as usize + 1] += 1;
    }
    let mut sum = 0;
    for place in &mut places {
        sum += *place;
        *place = sum;
    }
    let mut order = vec![0; labels.len()];
    for (node, label) in (0..).zip(labels) {
        let place = &mut places[*label as usize];
        order[*place as usize] = node;
        *place += 1;
    }
    places.pop();
    places.dedup();
    places.retain(|end| *end > 0);
    (order, places)
}

/// Tarjan's search (1972), with a stack of its own: petgraph's recurses, and its iterative one makes a list for each of some
/// million components, in no order that keeps islands together.
struct Search {
    component: Vec<u32>,
    found: u32,
    /// When each node was come to; 0 for not yet.
    visit: Vec<u32>,
    visits: u32,
    /// The earliest visit that each node is known to lead back to.
    back_to: Vec<u32>,
    open: Vec<u32>,
    /// The way to the node at hand: each node, and how many of its arrows were followed.
    way: Vec<(u32, usize)>,
}

impl Search {
    fn new(nodes: u32) -> Self {
        let nodes = nodes as usize;
        Self {
            component: vec![NONE; nodes],
            found: 0,
            visit: vec![0; nodes],
            visits: 0,
            back_to: vec![0; nodes],
            open: Vec::new(),
            way: Vec::new(),
        }
    }

    fn from(&mut self, root: u32, arrows: &Arrows) {
        if self.visit[root as usize] == 0 {
            self.enter(root);
        }
        while let Some((node, followed)) = self.way.last_mut() {
            let node = *node;
            let Some(head) = arrows.of(node).get(*followed).copied() else {
                self.leave(node);
                continue;
            };
            *followed += 1;
            if self.visit[head as usize] == 0 {
                self.enter(head);
            } else if self.component[head as usize] == NONE {
                self.leads_back(node, self.visit[head as usize]);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        self.visits += 1;
        self.visit[node as usize] = self.visits;
        self.back_to[node as usize] = self.visits;
        self.open.push(node);
        self.way.push((node, 0));
    }

    fn leads_back(&mut self, node: u32, visit: u32) {
        let back_to = &mut self.back_to[node as usize];
        *back_to = visit.min(*back_to);
    }

    fn leave(&mut self, node: u32) {
        self.way.pop();
        let back_to = self.back_to[node as usize];
        if let Some((before, _)) = self.way.last().copied() {
            self.leads_back(before, back_to);
        }
        if back_to == self.visit[node as usize] {
            while let Some(member) = self.open.pop() {
                self.component[member as usize] = self.found;
                if member == node {
                    break;
                }
            }
            self.found += 1;
        }
    }
}

/// The arrows between different components, once each.
fn between(arrows: &Arrows, of: &[u32], found: u32) -> Arrows {
    let (order, _) = sorted(of, found);
    let mut between = Arrows::with_capacity(found as usize);
    let mut last = vec![NONE; found as usize];
    let mut nodes = order.into_iter().peekable();
    for component in 0..found {
        while let Some(node) = nodes.next_if(|node| of[*node as usize] == component) {
            for head in arrows.of(node) {
                let head = of[*head as usize];
                if head != component && last[head as usize] != component {
                    last[head as usize] = component;
                    between.push(head);
                }
            }
        }
        between.close();
    }
    between
}
