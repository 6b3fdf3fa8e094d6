//! Turning points to come: when something in the records begins, ends or changes by itself.
//!
//! A turning point says what to look at again, not what will be found. One whose record was replaced since is looked at in vain,
//! and goes when its time comes.

use std::collections::BTreeSet;

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

/// The turning points after an instant.
#[derive(Clone, Debug, Default)]
pub(super) struct TurningPoints(BTreeSet<(Instant, Turn)>);

impl TurningPoints {
    /// Every turning point of these facts after an instant. O(n log n) for n of them.
    pub(super) fn after(at: Instant, facts: &Facts) -> Self {
        let mut found: Vec<(Instant, Turn)> = Vec::new();
        for row in facts.relations.iter() {
            of_row(row, at, |when, turn| found.push((when, turn)));
        }
        for (key, chain) in facts.changes.chains() {
            if fields(key.slot.namespace).contains(&key.field) {
                let changes = chain.iter().map(|number| facts.changes.row(*number).at);
                found.extend(changes.filter(|when| *when > at).map(|when| (when, Turn::Record(key.slot))));
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
        Self(found.into_iter().collect())
    }

    /// Notes those of a record that came, was replaced or got another history.
    pub(super) fn note_record(&mut self, slot: Slot, at: Instant, facts: &Facts) {
        let mut note = |when: Instant| {
            if when > at {
                self.0.insert((when, Turn::Record(slot)));
            }
        };
        match slot.namespace {
            Namespace::Asset => {}
            Namespace::Identity => {
                let core = facts.identities.core(slot.index);
                core.starts_at.into_iter().chain(core.ends_at).for_each(&mut note);
            }
            Namespace::Credential => {
                let core = facts.credentials.core(slot.index);
                core.issued_at.into_iter().chain(core.expires_at).for_each(&mut note);
            }
        }
        for field in fields(slot.namespace) {
            let chain = facts.changes.chain(ChainKey { slot, field: *field }).iter().rev();
            chain.map(|number| facts.changes.row(*number).at).take_while(|when| *when > at).for_each(&mut note);
        }
    }

    /// Notes those of a new relation.
    pub(super) fn note_row(&mut self, row: &Row, at: Instant) {
        of_row(row, at, |when, turn| {
            self.0.insert((when, turn));
        });
    }

    /// The next one.
    pub(super) fn next(&self) -> Option<Instant> {
        self.0.first().map(|(when, _)| *when)
    }

    /// Takes out the first one, if it lies at or before an instant.
    pub(super) fn pop(&mut self, until: Instant) -> Option<Turn> {
        self.next().filter(|next| *next <= until)?;
        self.0.pop_first().map(|(_, turn)| turn)
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
