//! The fields of assets, identities and credentials.

use super::{Room, Scalar, refused};
use crate::{
    asset::{Asset, AssetKind, Criticality, DataClassification, Environment, Management, Stage},
    credential::{Credential, CredentialKind, CredentialStatus},
    facts::{AssetFacts, CredentialFacts, IdentityFacts, truth_number},
    id::{Id, Namespace},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::RelationKind,
};

/// Fills a place once.
pub(super) fn once<T>(place: &mut Option<T>, value: Option<T>) -> Option<()> {
    place.replace(value?).is_none().then_some(())
}

/// The same for the number of a word, which is never 0.
fn number(place: &mut u8, value: Option<u8>) -> Option<()> {
    (std::mem::replace(place, value?) == 0).then_some(())
}

impl Room {
    /// Whether nothing is wrong with a text.
    pub(super) fn takes(&self, text: &str) -> bool {
        self.limits.as_ref().is_none_or(|limits| refused(text, limits).is_none())
    }

    /// The id that the record bears, once.
    fn bear(&mut self, namespace: Namespace, value: Scalar<'_>) -> Option<()> {
        let (None, id) = value.reference()? else { return None };
        (self.takes(id) && !self.waiting.is_borne()).then(|| self.waiting.bear(&self.keys, namespace, id))
    }

    /// Begins a short-hand; none if it stands twice.
    pub(super) fn begin(&mut self, kind: RelationKind, value: Scalar<'_>) -> Option<()> {
        if self.waiting.has_shorthand(kind) {
            return None;
        }
        self.refer(kind, value)
    }

    /// The other end of a relation that the record tells in a short-hand.
    pub(super) fn refer(&mut self, kind: RelationKind, value: Scalar<'_>) -> Option<()> {
        let (written, id) = value.reference()?;
        let (_, end) = kind.ends();
        let namespace = end.namespace(written)?;
        self.takes(id).then(|| self.waiting.refer(&self.keys, kind, namespace, id))
    }

    fn text(&self, place: &mut Option<String>, value: Scalar<'_>) -> Option<()> {
        let text = value.text().filter(|text| self.takes(text));
        once(place, text.map(str::to_owned))
    }
}

fn blank() -> Id {
    Id::from_checked("")
}

pub(super) fn asset_shorthand(field: &str) -> Option<RelationKind> {
    Some(match field {
        "owner" => RelationKind::OwnedBy,
        "assigned_to" => RelationKind::AssignedTo,
        "runs_on" => RelationKind::RunsOn,
        "depends_on" => RelationKind::DependsOn,
        _ => return None,
    })
}

/// Sets a field of an asset. What is only shown goes into its details; their id, kind and stage mean nothing until the end.
pub(super) fn set_asset(
    room: &mut Room,
    facts: &mut AssetFacts,
    details: &mut Option<Box<Asset>>,
    field: &str,
    value: Scalar<'_>,
) -> Option<()> {
    let mut text = |place: fn(&mut Asset) -> &mut Option<String>| room.text(place(shown_of_asset(details)), value);
    match field {
        "id" => room.bear(Namespace::Asset, value),
        "kind" => number(&mut facts.kind, value.word().map(AssetKind::number)),
        "stage" => number(&mut facts.stage, value.word().map(Stage::number)),
        "environment" => number(&mut facts.environment, value.word().map(Environment::number)),
        "criticality" => number(&mut facts.criticality, value.word().map(Criticality::number)),
        "data_classification" => number(&mut facts.data_classification, value.word().map(DataClassification::number)),
        "management" => number(&mut facts.management, value.word().map(Management::number)),
        "legal_hold" => number(&mut facts.legal_hold, value.truth().map(truth_number)),
        "name" => text(|shown| &mut shown.name),
        "serial_number" => text(|shown| &mut shown.serial_number),
        "asset_tag" => text(|shown| &mut shown.asset_tag),
        "manufacturer" => text(|shown| &mut shown.manufacturer),
        "model" => text(|shown| &mut shown.model),
        "location" => text(|shown| &mut shown.location),
        "supplier" => text(|shown| &mut shown.supplier),
        "purchased_at" => once(&mut shown_of_asset(details).purchased_at, value.instant()),
        "warranty_ends_at" => once(&mut shown_of_asset(details).warranty_ends_at, value.instant()),
        "support_ends_at" => once(&mut shown_of_asset(details).support_ends_at, value.instant()),
        "contract_ends_at" => once(&mut shown_of_asset(details).contract_ends_at, value.instant()),
        "due_back_at" => once(&mut shown_of_asset(details).due_back_at, value.instant()),
        "last_seen_at" => once(&mut shown_of_asset(details).last_seen_at, value.instant()),
        other => room.begin(asset_shorthand(other)?, value),
    }
}

fn shown_of_asset(details: &mut Option<Box<Asset>>) -> &mut Asset {
    details.get_or_insert_with(|| Box::new(Asset::new(blank(), AssetKind::Laptop, Stage::InUse)))
}

pub(super) fn identity_shorthand(field: &str) -> Option<RelationKind> {
    Some(match field {
        "owner" => RelationKind::OwnedBy,
        "member_of" => RelationKind::MemberOf,
        "attached_to" => RelationKind::AttachedTo,
        "acts_for" => RelationKind::ActsFor,
        _ => return None,
    })
}

/// Sets a field of an identity.
pub(super) fn set_identity(
    room: &mut Room,
    facts: &mut IdentityFacts,
    details: &mut Option<Box<Identity>>,
    field: &str,
    value: Scalar<'_>,
) -> Option<()> {
    let blank = || Box::new(Identity::new(blank(), IdentityKind::Employee, IdentityStatus::Active));
    match field {
        "id" => room.bear(Namespace::Identity, value),
        "kind" => number(&mut facts.kind, value.word().map(IdentityKind::number)),
        "status" => number(&mut facts.status, value.word().map(IdentityStatus::number)),
        "environment" => number(&mut facts.environment, value.word().map(Environment::number)),
        "starts_at" => once(&mut facts.starts_at, value.instant()),
        "ends_at" => once(&mut facts.ends_at, value.instant()),
        "name" => room.text(&mut details.get_or_insert_with(blank).name, value),
        "last_active_at" => once(&mut details.get_or_insert_with(blank).last_active_at, value.instant()),
        other => room.begin(identity_shorthand(other)?, value),
    }
}

pub(super) fn credential_shorthand(field: &str) -> Option<RelationKind> {
    Some(match field {
        "identity" => RelationKind::AuthenticatesAs,
        "owner" => RelationKind::OwnedBy,
        "issued_by" => RelationKind::IssuedBy,
        "stored_on" => RelationKind::StoredOn,
        "used_by" => RelationKind::UsedBy,
        "derived_from" => RelationKind::DerivedFrom,
        _ => return None,
    })
}

/// Sets a field of a credential.
pub(super) fn set_credential(
    room: &mut Room,
    facts: &mut CredentialFacts,
    details: &mut Option<Box<Credential>>,
    field: &str,
    value: Scalar<'_>,
) -> Option<()> {
    let blank = || Box::new(Credential::new(blank(), CredentialKind::Other, CredentialStatus::Active));
    match field {
        "id" => room.bear(Namespace::Credential, value),
        "kind" => number(&mut facts.kind, value.word().map(CredentialKind::number)),
        "status" => number(&mut facts.status, value.word().map(CredentialStatus::number)),
        "environment" => number(&mut facts.environment, value.word().map(Environment::number)),
        "issued_at" => once(&mut facts.issued_at, value.instant()),
        "expires_at" => once(&mut facts.expires_at, value.instant()),
        "last_used_at" => once(&mut facts.last_used_at, value.instant()),
        "rotated_at" => once(&mut facts.rotated_at, value.instant()),
        "name" => room.text(&mut details.get_or_insert_with(blank).name, value),
        "fingerprint" => room.text(&mut details.get_or_insert_with(blank).fingerprint, value),
        other => room.begin(credential_shorthand(other)?, value),
    }
}
