//! Acts come last: none is put before what was recorded of the same thing, where it would change what others were told.

use crate::{
    change::ChangeField,
    error::Error,
    facts::{ChainKey, Facts, Slot},
    record::Record,
    relation::RelationKind,
    time::Instant,
};

/// An act does not come before a change of what it changes.
pub(super) fn comes_last(facts: &Facts, slot: Slot, field: ChangeField, at: Instant) -> Result<(), Error> {
    let chain = facts.changes.chain(ChainKey { slot, field });
    match chain.last().map(|last| facts.changes.row(*last).at) {
        Some(last) if at < last => Err(Error::InvalidArgument(format!(
            "`{}` last changed its {field} at {last}; an act at {at} can't come before that",
            facts.id(slot)
        ))),
        _ => Ok(()),
    }
}

/// Nor before the beginning of a relation of the kind that it begins.
pub(super) fn begins_last(facts: &Facts, slot: Slot, kind: RelationKind, at: Instant) -> Result<(), Error> {
    let rows = facts.relations.outgoing(slot).map(|(_, row)| row).filter(|row| row.kind == kind);
    match rows.filter_map(|row| row.span().since).max() {
        Some(last) if at < last => Err(Error::InvalidArgument(format!(
            "`{}` has a relation {kind} that begins at {last}; an act at {at} can't come before that",
            facts.id(slot)
        ))),
        _ => Ok(()),
    }
}

/// The histories that an act goes on with, as they are before it.
pub(super) fn histories(facts: &Facts, done: &[Record]) -> Vec<(ChainKey, Vec<u32>)> {
    let changes = done.iter().filter_map(|record| match record {
        Record::Change(change) => Some(ChainKey { slot: facts.find(&change.subject)?, field: change.field() }),
        _ => None,
    });
    changes.map(|key| (key, facts.changes.chain(key).to_vec())).collect()
}

/// Whether each history is the former one and one more change at its end. Where several changes share an instant it may not be:
/// the new one may be there already, or turn their order round.
pub(super) fn went_on(facts: &Facts, histories: &[(ChainKey, Vec<u32>)]) -> bool {
    histories.iter().all(|(key, former)| {
        let chain = facts.changes.chain(*key);
        chain.len() == former.len() + 1 && chain.starts_with(former)
    })
}
