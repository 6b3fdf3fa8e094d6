//! petgraph's visit traits for a snapshot, so that any of petgraph's algorithms runs on it.
//!
//! Nodes are assets, identities and credentials, recorded and absent; edges are relations of all times. For one instant, put
//! petgraph's own `EdgeFiltered` around it. Beware of petgraph's recursive algorithms (`is_cyclic_directed`, `tarjan_scc`): a
//! chain of some ten thousand records overflows the stack; `kosaraju_scc` and `toposort` manage millions.

use fixedbitset::FixedBitSet;
use petgraph::{
    Direction,
    visit::{
        Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoEdgesDirected,
        IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences, NodeCompactIndexable, NodeCount,
        NodeIndexable, VisitMap, Visitable,
    },
};

use super::{EdgeKind, Snapshot};
use crate::{
    facts::Slot,
    id::{Namespace, Reference},
    relation::{Privilege, RelationKind, Span},
    time::Instant,
};

/// A record in a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(Slot);

impl Node {
    /// Its name space.
    #[must_use]
    pub fn namespace(self) -> Namespace {
        self.0.namespace
    }
}

/// A relation in a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SnapshotEdge {
    from: Node,
    to: Node,
    weight: SnapshotRelation,
}

/// What a relation in a snapshot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SnapshotRelation {
    /// Its kind.
    pub kind: RelationKind,
    /// The time in which it holds.
    pub span: Span,
    /// What it allows, for an entitlement.
    pub privilege: Privilege,
}

impl SnapshotRelation {
    /// Whether it holds at an instant.
    #[must_use]
    pub fn holds(&self, at: Instant) -> bool {
        self.span.holds(at)
    }
}

impl EdgeRef for SnapshotEdge {
    type NodeId = Node;
    type EdgeId = Self;
    type Weight = SnapshotRelation;

    fn source(&self) -> Node {
        self.from
    }

    fn target(&self) -> Node {
        self.to
    }

    fn weight(&self) -> &SnapshotRelation {
        &self.weight
    }

    fn id(&self) -> Self {
        *self
    }
}

impl Snapshot {
    /// The node of a record, if the snapshot holds or refers to it.
    #[must_use]
    pub fn node(&self, reference: &Reference) -> Option<Node> {
        self.find(reference).map(Node)
    }

    /// The record of a node.
    #[must_use]
    pub fn reference(&self, node: Node) -> Reference {
        self.facts.reference(node.0)
    }

    fn counts(&self) -> [u32; 3] {
        [self.facts.assets.len(), self.facts.identities.len(), self.facts.credentials.len()]
    }

    /// The relations at one end of a node.
    fn edges_at(&self, node: Node, direction: Direction) -> impl Iterator<Item = SnapshotEdge> + '_ {
        let outgoing = direction == Direction::Outgoing;
        let kinds = EdgeKind::ALL.into_iter().filter(move |kind| {
            let (_, from, to) = kind.joins();
            node.0.namespace == if outgoing { from } else { to }
        });
        kinds.flat_map(move |kind| {
            let adjacency = if outgoing { self.graph.out(kind) } else { self.graph.back(kind) };
            adjacency.of(node.0.index).map(move |(other, tag)| {
                let (relation, from, to) = kind.joins();
                let there = Node(Slot { namespace: if outgoing { to } else { from }, index: other });
                let (from, to) = if outgoing { (node, there) } else { (there, node) };
                let tag = self.graph.tags.tag(tag);
                let [since, until] = tag.bounds();
                let weight = SnapshotRelation { kind: relation, span: Span { since, until }, privilege: tag.privilege };
                SnapshotEdge { from, to, weight }
            })
        })
    }
}

/// A boxed iterator; petgraph wants its type named.
pub(crate) type Boxed<'a, T> = Box<dyn Iterator<Item = T> + 'a>;

impl GraphBase for Snapshot {
    type EdgeId = SnapshotEdge;
    type NodeId = Node;
}

impl Data for Snapshot {
    type NodeWeight = ();
    type EdgeWeight = SnapshotRelation;
}

impl GraphProp for Snapshot {
    type EdgeType = petgraph::Directed;
}

impl NodeCount for Snapshot {
    fn node_count(&self) -> usize {
        self.counts().into_iter().map(|count| count as usize).sum()
    }
}

impl EdgeCount for Snapshot {
    fn edge_count(&self) -> usize {
        EdgeKind::ALL.iter().map(|kind| self.graph.out(*kind).len()).sum()
    }
}

impl NodeIndexable for Snapshot {
    fn node_bound(&self) -> usize {
        self.node_count()
    }

    fn to_index(&self, node: Node) -> usize {
        let [assets, identities, _] = self.counts();
        let before = match node.0.namespace {
            Namespace::Asset => 0,
            Namespace::Identity => assets,
            Namespace::Credential => assets + identities,
        };
        (before + node.0.index) as usize
    }

    fn from_index(&self, index: usize) -> Node {
        let [assets, identities, _] = self.counts();
        // Indices below `node_bound` fit; a larger one makes a node that no record has.
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Node(match index {
            index if index < assets => Slot::asset(index),
            index if index < assets + identities => Slot::identity(index - assets),
            index => Slot::credential(index - assets - identities),
        })
    }
}

impl NodeCompactIndexable for Snapshot {}

/// The nodes that a walk has seen.
#[derive(Clone, Debug)]
pub struct Visited {
    seen: FixedBitSet,
    counts: [u32; 3],
}

impl Visited {
    fn index(&self, node: Node) -> usize {
        let place = usize::from(node.0.namespace.number()) - 1;
        let before: u32 = self.counts[..place].iter().sum();
        (before + node.0.index) as usize
    }
}

impl VisitMap<Node> for Visited {
    fn visit(&mut self, node: Node) -> bool {
        let index = self.index(node);
        !self.seen.put(index)
    }

    fn is_visited(&self, node: &Node) -> bool {
        self.seen.contains(self.index(*node))
    }

    fn unvisit(&mut self, node: Node) -> bool {
        let index = self.index(node);
        let was = self.seen.contains(index);
        self.seen.set(index, false);
        was
    }
}

impl Visitable for Snapshot {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited { seen: FixedBitSet::with_capacity(self.node_count()), counts: self.counts() }
    }

    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

impl<'a> IntoNeighbors for &'a Snapshot {
    type Neighbors = Boxed<'a, Node>;

    fn neighbors(self, node: Node) -> Self::Neighbors {
        self.neighbors_directed(node, Direction::Outgoing)
    }
}

impl<'a> IntoNeighborsDirected for &'a Snapshot {
    type NeighborsDirected = Boxed<'a, Node>;

    fn neighbors_directed(self, node: Node, direction: Direction) -> Self::NeighborsDirected {
        let edges = self.edges_at(node, direction);
        match direction {
            Direction::Outgoing => Box::new(edges.map(|edge| edge.to)),
            Direction::Incoming => Box::new(edges.map(|edge| edge.from)),
        }
    }
}

impl<'a> IntoEdgeReferences for &'a Snapshot {
    type EdgeRef = SnapshotEdge;
    type EdgeReferences = Boxed<'a, SnapshotEdge>;

    fn edge_references(self) -> Self::EdgeReferences {
        Box::new(self.node_identifiers().flat_map(move |node| self.edges_at(node, Direction::Outgoing)))
    }
}

impl<'a> IntoEdges for &'a Snapshot {
    type Edges = Boxed<'a, SnapshotEdge>;

    fn edges(self, node: Node) -> Self::Edges {
        Box::new(self.edges_at(node, Direction::Outgoing))
    }
}

impl<'a> IntoEdgesDirected for &'a Snapshot {
    type EdgesDirected = Boxed<'a, SnapshotEdge>;

    fn edges_directed(self, node: Node, direction: Direction) -> Self::EdgesDirected {
        Box::new(self.edges_at(node, direction))
    }
}

impl<'a> IntoNodeIdentifiers for &'a Snapshot {
    type NodeIdentifiers = Boxed<'a, Node>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        Box::new((0..self.node_count()).map(move |index| self.from_index(index)))
    }
}

impl<'a> IntoNodeReferences for &'a Snapshot {
    type NodeRef = (Node, &'a ());
    type NodeReferences = Boxed<'a, (Node, &'a ())>;

    fn node_references(self) -> Self::NodeReferences {
        Box::new(self.node_identifiers().map(|node| (node, &())))
    }
}
