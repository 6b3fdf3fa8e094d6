//! The standing state: what a full analysis says at an instant, kept up to date as single facts change and time passes.
//!
//! It keeps this invariant: after every step its verdicts are those of [`orphans`](super::orphans()) at its instant. It holds no facts;
//! they are handed in with each step, which says what of them was touched. Which records come in is for `inventory`, and what is
//! told of a step for `monitor`.
//!
//! One step goes: the touched records are read again (`now`); what depends on them is marked (`marks`); then each question of
//! the analysis, from owners to reasons, is asked again for what is marked alone (`world`), and marks what reads its answer
//! where that is another one. Least sets lose and gain by a support forest (`forest`). Where absent records exist, this is
//! done in both worlds. Before records are worked out, what that reads is fetched all at once (`ahead`). What begins or ends by itself
//! waits in a queue (`turning`); going through the whole history needs none (`replay`).

mod ahead;
mod forest;
mod marks;
mod now;
mod replay;
mod turning;
mod world;

pub(super) use replay::Replay;

use marks::Agenda;
use now::Known;
use turning::{Turn, TurningPoints};
use world::InWorld;

use super::moment::World;
use crate::{
    facts::{Facts, Slot, Touched},
    finding::{Reasons, Severity},
    graph::{EdgeKind, Graph, MutableEdges},
    time::Instant,
};

/// Why a credential is orphaned, and how bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) reasons: Reasons,
    /// Of these, those that rest on absent records.
    pub(crate) indeterminate: Reasons,
    pub(crate) severity: Severity,
}

/// A verdict that became another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turned {
    pub(crate) credential: u32,
    pub(crate) before: Option<Standing>,
    pub(crate) after: Option<Standing>,
}

/// The verdicts on all credentials at an instant, and what it takes to keep them up to date.
#[derive(Clone, Debug)]
pub(crate) struct StandingState {
    at: Instant,
    /// Whether what the next step reads lies at hand.
    is_near: bool,
    edges: MutableEdges,
    coming: TurningPoints,
    as_recorded: InWorld,
    /// The world in which absent records are present, once there are any, and what is to be worked out in it. Until then the two worlds
    /// don't differ.
    completed: Option<(InWorld, Agenda)>,
    verdicts: Vec<Option<Standing>>,
    agenda: Agenda,
}

impl StandingState {
    /// The state at an instant. O(n log n) for n records.
    pub(crate) fn new(facts: &Facts, graph: &Graph, at: Instant) -> Self {
        Self::begin(facts, graph, TurningPoints::after(at, facts), at, facts.has_absent())
    }

    fn begin(facts: &Facts, graph: &Graph, coming: TurningPoints, at: Instant, in_both_worlds: bool) -> Self {
        let edges = MutableEdges::new(facts, graph);
        let known = Known { facts, edges: &edges, at, is_near: false };
        let as_recorded = InWorld::new(World::AsRecorded, known);
        let completed = in_both_worlds.then(|| (InWorld::new(World::AbsentPresent, known), Agenda::all()));
        let (agenda, verdicts) = (Agenda::all(), Vec::new());
        let mut state = Self { at, is_near: false, edges, coming, as_recorded, completed, verdicts, agenda };
        state.settle(facts);
        state
    }

    pub(crate) fn at(&self) -> Instant {
        self.at
    }

    /// By credential, why it is orphaned; none for one that is not.
    pub(crate) fn verdicts(&self) -> &[Option<Standing>] {
        &self.verdicts
    }

    /// Takes in what a batch did to the facts. O(what depends on it).
    pub(crate) fn apply(&mut self, facts: &Facts, touched: &Touched) -> Vec<Turned> {
        if self.completed.is_none() && facts.has_absent() {
            self.completed = Some((self.as_recorded.in_world(World::AbsentPresent), Agenda::default()));
        }
        for row in &touched.removed {
            self.edges.remove(row);
        }
        for row in &touched.inserted {
            self.edges.insert(row);
            self.coming.note_row(row, self.at);
        }
        for slot in &touched.slots {
            self.coming.note_record(*slot, self.at, facts);
        }
        let rows = touched.removed.iter().chain(&touched.inserted);
        let relations = rows.map(|row| (EdgeKind::of(row), row.from, row.to));
        self.step(facts, &touched.slots, relations)
    }

    /// Goes on to a later instant. O(what depends on what begins, ends or changes until then).
    pub(crate) fn advance(&mut self, facts: &Facts, later: Instant) -> Vec<Turned> {
        self.at = self.at.max(later);
        let (mut slots, mut relations) = (Vec::new(), Vec::new());
        while let Some(turn) = self.coming.pop(self.at) {
            match turn {
                Turn::Record(slot) => slots.push(slot),
                Turn::Relation(kind, from, to) => relations.push((kind, from, to)),
            }
        }
        self.step(facts, &slots, relations.into_iter())
    }

    /// Works out again what reads these records and relations.
    fn step(
        &mut self,
        facts: &Facts,
        slots: &[Slot],
        relations: impl Iterator<Item = (EdgeKind, u32, u32)>,
    ) -> Vec<Turned> {
        let known = Known { facts, edges: &self.edges, at: self.at, is_near: self.is_near };
        for together in slots.chunks(ahead::TOGETHER) {
            ahead::fetch_slots(&self.as_recorded, known, together.iter().copied());
        }
        for (kind, from, to) in relations {
            self.agenda.relation(kind, from, to);
            if let Some((_, agenda)) = &mut self.completed {
                agenda.relation(kind, from, to);
            }
        }
        self.as_recorded.read(slots.iter().copied(), known, &mut self.agenda);
        if let Some((completed, agenda)) = &mut self.completed {
            completed.read(slots.iter().copied(), known, agenda);
        }
        self.settle(facts)
    }

    /// Brings both worlds up to date, and the verdicts that differ.
    fn settle(&mut self, facts: &Facts) -> Vec<Turned> {
        let known = Known { facts, edges: &self.edges, at: self.at, is_near: self.is_near };
        self.as_recorded.settle(known, &mut self.agenda);
        let credentials = facts.credentials.len() as usize;
        let mut marked = self.agenda.verdicts.take(credentials);
        if let Some((completed, agenda)) = &mut self.completed {
            completed.settle(known, agenda);
            marked.append(&mut agenda.verdicts.take(credentials));
        }
        marked.sort_unstable();
        marked.dedup();
        self.verdicts.resize(credentials, None);
        let mut turned = Vec::new();
        for credential in &marked {
            ahead::look(&self.verdicts, *credential);
        }
        for credential in &marked {
            let weighed = self.as_recorded.weighed(known, *credential);
            let after = weighed.severity().map(|severity| {
                let reasons = weighed.reasons();
                let completed = self.completed.as_ref();
                let certain =
                    completed.map_or(reasons, |(completed, _)| completed.weighed(known, *credential).reasons());
                Standing { reasons, indeterminate: reasons.without(certain), severity }
            });
            let before = std::mem::replace(&mut self.verdicts[*credential as usize], after);
            if before != after {
                turned.push(Turned { credential: *credential, before, after });
            }
        }
        self.agenda.verdicts.give_back(marked);
        turned
    }
}
