//! Changes that logs tell, fitted to each other and to the record that an export shows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nhi_lifecycle::{
    Instant, Record, Reference,
    asset::Stage,
    change::{Change, ChangeField, Prior, Value},
    credential::CredentialStatus,
    identity::IdentityStatus,
};

use super::{
    reference,
    report::{Conflict, MergeReport},
};
use crate::foreign::{Place, Placed};

/// Orders the changes of each subject into a chain, and moves its record to where the chain ends.
///
/// Of several changes to one subject at one instant the last told holds, as logs that count whole seconds do not tell more.
/// A change to what it was already says nothing and is left out. Where the record shows another value than the last change,
/// the log is followed, which knows the instant, and a conflict is reported.
pub(super) fn settle(
    records: &mut [Placed],
    rest: &mut Vec<Placed>,
    shown: &BTreeSet<Reference>,
    report: &mut MergeReport,
) {
    let mut chains: BTreeMap<(Reference, ChangeField), BTreeMap<Instant, (Change, Place)>> = BTreeMap::new();
    rest.retain(|placed| {
        let Record::Change(change) = &placed.record else { return true };
        let key = (change.subject.clone(), change.field());
        chains.entry(key).or_default().insert(change.at, (change.clone(), placed.place.clone()));
        false
    });
    if chains.is_empty() {
        return;
    }
    let positions: HashMap<Reference, usize> = records
        .iter()
        .enumerate()
        .filter_map(|(position, placed)| Some((reference(&placed.record)?, position)))
        .collect();
    for ((subject, field), chain) in chains {
        let mut value: Option<Value> = None;
        for (mut change, place) in chain.into_values() {
            if value.as_ref() == Some(&change.to) {
                continue;
            }
            change.from = match (value, change.from) {
                (Some(value), _) => Prior::Value(value),
                // What came before the first is known where the event says so.
                (None, Prior::Value(before)) => Prior::Value(before),
                (None, _) => Prior::Unknown,
            };
            value = Some(change.to.clone());
            rest.push(Placed { record: change.into(), place });
        }
        let record = positions.get(&subject).and_then(|position| records.get_mut(*position));
        if let (Some(Placed { record, .. }), Some(last)) = (record, value)
            && field == ChangeField::main(subject.namespace)
            && moves(record, &last)
            && shown.contains(&subject)
        {
            let (followed, other) = ("the log".to_owned(), "the export".to_owned());
            report.conflicts.push(Conflict { subject, field: field.to_string(), followed, other });
        }
    }
}

/// Gives the record this stage or status; whether it had another.
fn moves(record: &mut Record, value: &Value) -> bool {
    fn set<T: std::str::FromStr + PartialEq>(own: &mut T, value: &Value) -> bool {
        match value.as_str().parse() {
            Ok(new) if new != *own => {
                *own = new;
                true
            }
            _ => false,
        }
    }
    match record {
        Record::Asset(asset) => set::<Stage>(&mut asset.stage, value),
        Record::Identity(identity) => {
            // Who is shown with an end is gone since then, as the log says: no conflict.
            let ends = identity.ends_at.is_some() && value.as_str() == IdentityStatus::Deprovisioned.as_str();
            set::<IdentityStatus>(&mut identity.status, value) && !ends
        }
        Record::Credential(credential) => set::<CredentialStatus>(&mut credential.status, value),
        _ => false,
    }
}
