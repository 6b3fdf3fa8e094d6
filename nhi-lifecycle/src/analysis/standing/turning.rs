//! Turning points to come: when something in the records begins, ends or changes by itself.
//!
//! A turning point says what to look at again, not what will be found. One whose record was replaced since is looked at in vain,
//! and goes when its time comes.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::{
    change::ChangeField,
    facts::{ChainKey, Facts, Row, Slot},
    graph::EdgeKind,
    id::Namespace,
    time::Instant,
};

/// What may turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// The state of a record.
    Record(Slot),
    /// A relation: its kind and ends.
    Relation(EdgeKind, u32, u32),
}

type Coming = (Instant, Turn);

/// The turning points after an instant.
#[derive(Clone, Debug, Default)]
pub(super) struct TurningPoints {
    /// Those that were known at first, the last one first: going through them all is walking along a list.
    first_known: Vec<Coming>,
    /// Those that records brought since.
    since: BTreeSet<Coming>,
}

impl TurningPoints {
    /// Every turning point of these facts after an instant. O(n log n) for n of them.
    pub(super) fn after(at: Instant, facts: &Facts) -> Self {
        let mut found: Vec<Coming> = Vec::new();
        for row in facts.relations.iter() {
            of_row(&row, at, |when, turn| found.push((when, turn)));
        }
        for namespace in Namespace::ALL {
            for (index, chain) in fields(*namespace).iter().flat_map(|field| facts.changes.chains(*namespace, *field)) {
                let changes = chain.iter().map(|number| facts.changes.row(*number).at);
                let turn = Turn::Record(Slot { namespace: *namespace, index });
                found.extend(changes.filter(|when| *when > at).map(|when| (when, turn)));
            }
        }
        for (index, core) in (0..).zip(facts.identities.cores()) {
            let when = core.starts_at.into_iter().chain(core.ends_at).filter(|when| *when > at);
            found.extend(when.map(|when| (when, Turn::Record(Slot::identity(index)))));
        }
        for (index, core) in (0..).zip(facts.credentials.cores()) {
            let when = core.issued_at.into_iter().chain(core.expires_at).filter(|when| *when > at);
            found.extend(when.map(|when| (when, Turn::Record(Slot::credential(index)))));
        }
        // Which comes first at one instant is all the same.
        found.sort_unstable_by_key(|(when, _)| Reverse(*when));
        Self { first_known: found, since: BTreeSet::new() }
    }

    /// Notes those of a record that came, was replaced or got another history.
    pub(super) fn note_record(&mut self, slot: Slot, at: Instant, facts: &Facts) {
        of_record(slot, at, facts, |when| {
            self.since.insert((when, Turn::Record(slot)));
        });
    }

    /// Notes those of a new relation.
    pub(super) fn note_row(&mut self, row: &Row, at: Instant) {
        of_row(row, at, |when, turn| {
            self.since.insert((when, turn));
        });
    }

    /// When the next one is.
    fn next(&self) -> Option<Instant> {
        let next = self.first_known.last().into_iter().chain(self.since.first());
        next.map(|(when, _)| *when).min()
    }

    /// Takes out the first one, if it lies at or before an instant.
    pub(super) fn pop(&mut self, until: Instant) -> Option<Turn> {
        self.next().filter(|next| *next <= until)?;
        let next = match (self.first_known.last(), self.since.first()) {
            (Some((one, _)), Some((other, _))) if other < one => self.since.pop_first(),
            (None, _) => self.since.pop_first(),
            _ => self.first_known.pop(),
        };
        next.map(|(_, turn)| turn)
    }
}

/// The instants after another one at which the state of a record may change.
pub(super) fn of_record(slot: Slot, at: Instant, facts: &Facts, mut note: impl FnMut(Instant)) {
    let [begins, ends] = match slot.namespace {
        Namespace::Asset => [None; 2],
        Namespace::Identity => {
            let core = facts.identities.core(slot.index);
            [core.starts_at, core.ends_at]
        }
        Namespace::Credential => {
            let core = facts.credentials.core(slot.index);
            [core.issued_at, core.expires_at]
        }
    };
    begins.into_iter().chain(ends).filter(|when| *when > at).for_each(&mut note);
    for field in fields(slot.namespace) {
        let chain = facts.changes.chain(ChainKey { slot, field: *field }).iter().rev();
        chain.map(|number| facts.changes.row(*number).at).take_while(|when| *when > at).for_each(&mut note);
    }
}

fn of_row(row: &Row, at: Instant, mut note: impl FnMut(Instant, Turn)) {
    let span = row.span();
    for when in span.since.into_iter().chain(span.until).filter(|when| *when > at) {
        note(when, Turn::Relation(EdgeKind::of(row), row.from, row.to));
    }
}

/// The fields with a history that decide about orphans.
fn fields(namespace: Namespace) -> &'static [ChangeField] {
    match namespace {
        Namespace::Asset => &[ChangeField::Stage, ChangeField::Environment, ChangeField::Criticality],
        Namespace::Identity | Namespace::Credential => &[ChangeField::Status],
    }
}
