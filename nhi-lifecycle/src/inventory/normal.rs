//! The one form of a record: sets in order and without repetition, so that records that mean the same are the same.

use crate::{
    access::{Coverage, Scope},
    record::Record,
};

/// Brings sets in order, so that records that mean the same are the same.
pub(super) fn normalise(record: &mut Record) {
    match record {
        Record::Asset(asset) => {
            asset.media_serials.normalise();
            for list in [&mut asset.owner, &mut asset.assigned_to] {
                list.normalise();
            }
            for list in [&mut asset.runs_on, &mut asset.depends_on] {
                list.normalise();
            }
        }
        Record::Identity(identity) => {
            for list in [&mut identity.owner, &mut identity.member_of, &mut identity.acts_for] {
                list.normalise();
            }
            identity.attached_to.normalise();
        }
        Record::Credential(credential) => {
            for list in [&mut credential.identity, &mut credential.owner] {
                list.normalise();
            }
            for list in [&mut credential.issued_by, &mut credential.stored_on] {
                list.normalise();
            }
            credential.used_by.normalise();
            credential.derived_from.normalise();
        }
        Record::Evidence(evidence) => {
            evidence.verified_by.normalise();
            evidence.media_serials.normalise();
        }
        Record::Coverage(Coverage { scope: Scope::Assets(assets), .. }) => {
            assets.normalise();
        }
        _ => {}
    }
}
