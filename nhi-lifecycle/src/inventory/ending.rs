//! The relations that an act ends, and those that it begins.

use super::{act::Act, export, transition::Prepared};
use crate::{
    analysis::gates::{self, Dossier, Move},
    error::Error,
    id::{AssetRef, Reference},
    record::Record,
    relation::{Relation, RelationKind},
    time::Instant,
};

pub(super) fn begin(kind: RelationKind, asset: &AssetRef, to: impl Into<Reference>, at: Instant) -> Record {
    Relation { since: Some(at), ..Relation::new(kind, asset.clone().into(), to.into()) }.into()
}

/// Ends the custody that lasts: with the receipt where there is one, with the act where an override stands in for it.
pub(super) fn close_custody(
    prepared: &Prepared,
    moved: Move,
    act: &Act,
    dossier: &Dossier<'_>,
    records: &mut Vec<Record>,
) -> Result<(), Error> {
    let Prepared { snapshot, slot, past, .. } = prepared;
    let receipts = gates::receipts(snapshot, slot.index, past, moved, act.at, dossier);
    end(prepared, RelationKind::AssignedTo, act.at, records, |to| {
        let receipt = receipts.iter().find(|(holder, ..)| holder.id() == &to.id);
        // A receipt of the very instant in which the custody began leaves it no time to hold; it ends with the act.
        let ended =
            receipt.and_then(|(_, since, ended)| ended.filter(|ended| since.is_none_or(|since| since < *ended)));
        ended.unwrap_or(act.at)
    })
}

pub(super) fn end_all(
    prepared: &Prepared,
    kind: RelationKind,
    at: Instant,
    records: &mut Vec<Record>,
) -> Result<(), Error> {
    end(prepared, kind, at, records, |_| at)
}

/// Ends the relations of a kind that hold.
fn end(
    prepared: &Prepared,
    kind: RelationKind,
    at: Instant,
    records: &mut Vec<Record>,
    until: impl Fn(&Reference) -> Instant,
) -> Result<(), Error> {
    let facts = &prepared.snapshot.facts;
    let standing = facts.relations.outgoing(prepared.slot).map(|(_, row)| row);
    for row in standing.filter(|row| row.kind == kind && row.span().holds(at)) {
        let relation = export::relation(facts, &row);
        let until = until(&facts.reference(row.to()));
        if relation.since.is_some_and(|since| until <= since) {
            let message =
                format!("`{}` is {kind} only since this very instant; let it last a while first", relation.to.id);
            return Err(Error::InvalidArgument(message));
        }
        records.push(Relation { until: Some(until), ..relation }.into());
    }
    Ok(())
}
