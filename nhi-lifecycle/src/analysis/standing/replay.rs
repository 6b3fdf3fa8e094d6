//! Going through the whole history once, as recorded.
//!
//! What hangs together by relations, an *island*, decides about itself alone. So the history is gone through island by island: what a
//! step reads lies at hand for the next one, which is about the same few records. Where everything is one island, it is gone
//! through instant by instant.

use fixedbitset::FixedBitSet;

use super::{
    Standing, StandingState, Turned,
    ahead::{TOGETHER, fetch_slots},
    now::{Known, State},
    turning::{TurningPoints, of_record},
};
use crate::{
    facts::{Facts, Slot},
    graph::{EdgeKind, Graph, MutableEdges},
    id::Namespace,
    time::Instant,
};

/// What changes at a turning point.
#[derive(Clone, Copy)]
enum Due {
    /// A record has another state.
    Record(u32, State),
    /// A relation begins or ends: its kind and ends.
    Relation(EdgeKind, u32, u32),
}

impl Due {
    /// The record that changes, or that the relation leads from.
    fn slot(self) -> Slot {
        match self {
            Self::Record(index, State::Asset(_)) => Slot::asset(index),
            Self::Record(index, State::Identity(_)) => Slot::identity(index),
            Self::Record(index, State::Credential(_)) => Slot::credential(index),
            Self::Relation(kind, from, _) => Slot { namespace: kind.joins().1, index: from },
        }
    }
}

/// How many records an island has at most of which all that is read lies in the caches.
const NEAR: usize = 50_000;

/// All verdicts from before anything happened to an instant.
pub(crate) struct Replay<'a> {
    facts: &'a Facts,
    until: Instant,
    state: StandingState,
    islands: Islands,
    /// The turning points of the island at hand, in the order of time, and how many of them were gone through.
    coming: Vec<(Instant, Due)>,
    gone: usize,
}

impl<'a> Replay<'a> {
    /// Begins before anything happened. O(records).
    pub(crate) fn new(facts: &'a Facts, graph: &Graph, until: Instant) -> Self {
        let state = StandingState::begin(facts, graph, TurningPoints::default(), Instant::MIN, false);
        let islands = Islands::new(facts);
        Self { facts, until, state, islands, coming: Vec::new(), gone: 0 }
    }

    /// By credential, why it is orphaned; none for one that is not.
    pub(crate) fn verdicts(&self) -> &[Option<Standing>] {
        self.state.verdicts()
    }

    /// The verdicts that become others at the next turning point, and when that is; none if there is none left. The turning points are in
    /// the order of time for each credential, and not for all of them.
    pub(crate) fn step(&mut self) -> Option<(Instant, Vec<Turned>)> {
        while self.gone == self.coming.len() {
            self.next_island()?;
        }
        let Self { facts, state, coming, gone, .. } = self;
        let at = coming[*gone].0;
        state.at = at;
        let known = Known { facts, edges: &state.edges, at, is_near: state.is_near };
        while let Some((_, due)) = coming.get(*gone).filter(|(when, _)| *when == at) {
            if gone.is_multiple_of(TOGETHER) {
                let next = coming[*gone..].iter().take(TOGETHER);
                fetch_slots(&state.as_recorded, known, next.map(|(_, due)| due.slot()));
            }
            match *due {
                Due::Record(index, to) => state.as_recorded.set(index, to, known, &mut state.agenda),
                Due::Relation(kind, from, to) => state.agenda.relation(kind, from, to),
            }
            *gone += 1;
        }
        Some((at, state.settle(facts)))
    }

    /// Finds the turning points of the next island; none if that was the last one.
    fn next_island(&mut self) -> Option<()> {
        self.coming.clear();
        self.gone = 0;
        let mut instants = Vec::new();
        let island = self.islands.next(&self.state.edges)?;
        self.state.is_near = island.len() <= NEAR;
        for slot in island {
            self.state.find_turns(*slot, self.facts, self.until, &mut instants, &mut self.coming);
        }
        // Those of one instant stay in the order of the records, as these lie.
        self.coming.sort_by_key(|(when, _)| *when);
        Some(())
    }
}

impl StandingState {
    /// Adds the turning points of a record, and of the relations that lead from it, up to an instant. `instants` is room to work in.
    fn find_turns(
        &self,
        slot: Slot,
        facts: &Facts,
        until: Instant,
        instants: &mut Vec<Instant>,
        found: &mut Vec<(Instant, Due)>,
    ) {
        instants.clear();
        of_record(slot, Instant::MIN, facts, |when| instants.push(when));
        instants.sort_unstable();
        instants.dedup();
        let state = |at| self.as_recorded.state(slot, Known { facts, edges: &self.edges, at, is_near: true });
        let mut former = state(Instant::MIN);
        for when in instants.iter().take_while(|when| **when <= until) {
            let next = state(*when);
            if next != former {
                found.push((*when, Due::Record(slot.index, next)));
                former = next;
            }
        }
        for (kind, to, tag) in self.edges.leading(slot) {
            if !MutableEdges::is_always(tag) {
                let bounds = self.edges.tag(tag).bounds().into_iter().flatten();
                let turns = bounds.filter(|when| *when <= until);
                found.extend(turns.map(|when| (when, Due::Relation(kind, slot.index, to))));
            }
        }
    }
}

/// What hangs together, one island after the other.
struct Islands {
    /// By name space and record, whether it was found.
    found: [FixedBitSet; 3],
    /// The first record that may not have been found.
    first: Slot,
    island: Vec<Slot>,
}

impl Islands {
    fn new(facts: &Facts) -> Self {
        let found = |namespace| FixedBitSet::with_capacity(facts.slots(namespace) as usize);
        let found = [Namespace::Asset, Namespace::Identity, Namespace::Credential].map(found);
        Self { found, first: Slot::asset(0), island: Vec::new() }
    }

    /// The records of the next one. O(records and their relations).
    fn next(&mut self, edges: &MutableEdges) -> Option<&[Slot]> {
        let first = self.next_first()?;
        self.island.clear();
        self.island.push(first);
        let mut next = 0;
        while let Some(slot) = self.island.get(next).copied() {
            for neighbour in edges.neighbours(slot) {
                if !self.found[place(neighbour.namespace)].put(neighbour.index as usize) {
                    self.island.push(neighbour);
                }
            }
            next += 1;
        }
        self.island.sort_unstable();
        Some(&self.island)
    }

    /// A record that was not found, which it is now.
    fn next_first(&mut self) -> Option<Slot> {
        loop {
            let found = &mut self.found[place(self.first.namespace)];
            while (self.first.index as usize) < found.len() {
                let first = self.first;
                self.first.index += 1;
                if !found.put(first.index as usize) {
                    return Some(first);
                }
            }
            let namespace = match self.first.namespace {
                Namespace::Asset => Namespace::Identity,
                Namespace::Identity => Namespace::Credential,
                Namespace::Credential => return None,
            };
            self.first = Slot { namespace, index: 0 };
        }
    }
}

fn place(namespace: Namespace) -> usize {
    usize::from(namespace.number()) - 1
}
