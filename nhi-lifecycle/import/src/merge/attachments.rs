//! For which asset an identity works, where no source says it and a reader assumed it.

use std::collections::BTreeSet;

use nhi_lifecycle::{Namespace, Record, Reference, relation::RelationKind};

use crate::foreign::Placed;

/// The assumed attachments to assets of which an owner is recorded.
///
/// An assumption may say who answers for an account. It may not accuse one: an asset that nobody is known to own is a hole in
/// the data, and to work for it alone would be a reason to call every key of the account abandoned.
pub(super) fn founded(assumed: Vec<Placed>, records: &[Placed], rest: &[Placed]) -> Vec<Placed> {
    if assumed.is_empty() {
        return assumed;
    }
    let owned: BTreeSet<Reference> = records.iter().chain(rest).filter_map(|placed| owned(&placed.record)).collect();
    let owned = |placed: &Placed| match &placed.record {
        Record::Relation(relation) => {
            owned.contains(&Reference { namespace: Namespace::Asset, id: relation.to.id.clone() })
        }
        _ => false,
    };
    assumed.into_iter().filter(owned).collect()
}

/// The asset of which this record says an owner.
fn owned(record: &Record) -> Option<Reference> {
    let id = match record {
        Record::Asset(asset) if !asset.owner.is_empty() => &asset.id,
        Record::Relation(relation)
            if relation.kind == RelationKind::OwnedBy && relation.from.namespace == Some(Namespace::Asset) =>
        {
            &relation.from.id
        }
        _ => return None,
    };
    Some(Reference { namespace: Namespace::Asset, id: id.clone() })
}
