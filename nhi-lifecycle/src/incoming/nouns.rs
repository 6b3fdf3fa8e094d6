//! Assets, identities and credentials on their way in.

use super::{Scalar, once};
use crate::{
    asset::{Asset, AssetKind, Criticality, DataClassification, Environment, Management, Stage},
    credential::{Credential, CredentialKind, CredentialStatus},
    id::{Id, Namespace, Reference},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::RelationKind,
    time::Instant,
};

/// A reference that a record makes in a short-hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shorthand<'a> {
    pub(crate) kind: RelationKind,
    pub(crate) namespace: Namespace,
    pub(crate) id: &'a str,
}

impl Shorthand<'_> {
    /// The reference, with a text of its own.
    pub(crate) fn reference(&self) -> Reference {
        Reference { namespace: self.namespace, id: Id::from_checked(self.id) }
    }

    /// The order in which a record that was made tells its short-hands.
    fn rank(&self) -> (u8, Namespace, &str) {
        let kind = if self.kind == RelationKind::AuthenticatesAs { 0 } else { self.kind.number() };
        (kind, self.namespace, self.id)
    }
}

/// So many short-hands need no allocation.
const FEW: usize = 6;
const NONE: Shorthand<'static> = Shorthand { kind: RelationKind::OwnedBy, namespace: Namespace::Asset, id: "" };

/// The short-hands of a record.
#[derive(Debug)]
pub(crate) struct Shorthands<'a> {
    few: [Shorthand<'a>; FEW],
    len: usize,
    /// All of them, once there are more than a few.
    many: Vec<Shorthand<'a>>,
}

impl Default for Shorthands<'_> {
    fn default() -> Self {
        Self { few: [NONE; FEW], len: 0, many: Vec::new() }
    }
}

impl<'a> Shorthands<'a> {
    pub(crate) fn as_slice(&self) -> &[Shorthand<'a>] {
        if self.many.is_empty() { self.few.get(..self.len).unwrap_or_default() } else { &self.many }
    }

    /// Begins a field; none if it stands twice.
    pub(super) fn begin(&mut self, kind: RelationKind, value: Scalar<'a>) -> Option<()> {
        if self.as_slice().iter().any(|before| before.kind == kind) {
            return None;
        }
        self.push(kind, value)
    }

    pub(super) fn push(&mut self, kind: RelationKind, value: Scalar<'a>) -> Option<()> {
        let (written, id) = value.reference()?;
        let (_, end) = kind.ends();
        let namespace = match (written, end.namespaces) {
            (None, [only]) => *only,
            (Some(written), allowed) if allowed.contains(&written) => written,
            _ => return None,
        };
        let shorthand = Shorthand { kind, namespace, id };
        if let Some(place) = self.few.get_mut(self.len) {
            *place = shorthand;
            self.len += 1;
        } else {
            if self.many.is_empty() {
                self.many.extend_from_slice(&self.few);
            }
            self.many.push(shorthand);
        }
        Some(())
    }

    /// Brings them in the order of a record that was made; equal ones stay, as relations are a set anyway.
    fn sort(&mut self) {
        let all = if self.many.is_empty() { self.few.get_mut(..self.len).unwrap_or_default() } else { &mut self.many };
        if all.len() > 1 {
            all.sort_unstable_by(|a, b| a.rank().cmp(&b.rank()));
        }
    }
}

fn text(place: &mut Option<String>, value: Scalar<'_>) -> Option<()> {
    once(place, value.text().map(str::to_owned))
}

fn blank() -> Id {
    Id::from_checked("")
}

/// An asset. What is only shown goes into its details; their id, kind and stage mean nothing until the end.
#[derive(Debug, Default)]
pub(crate) struct IncomingAsset<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) kind: Option<AssetKind>,
    pub(crate) stage: Option<Stage>,
    pub(crate) environment: Option<Environment>,
    pub(crate) criticality: Option<Criticality>,
    pub(crate) data_classification: Option<DataClassification>,
    pub(crate) management: Option<Management>,
    pub(crate) legal_hold: Option<bool>,
    pub(crate) shorthands: Shorthands<'a>,
    pub(crate) details: Option<Box<Asset>>,
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

impl<'a> IncomingAsset<'a> {
    pub(super) fn set(&mut self, field: &str, value: Scalar<'a>) -> Option<()> {
        match field {
            "id" => once(&mut self.id, value.id()),
            "kind" => once(&mut self.kind, value.word()),
            "stage" => once(&mut self.stage, value.word()),
            "environment" => once(&mut self.environment, value.word()),
            "criticality" => once(&mut self.criticality, value.word()),
            "data_classification" => once(&mut self.data_classification, value.word()),
            "management" => once(&mut self.management, value.word()),
            "legal_hold" => once(&mut self.legal_hold, value.truth()),
            "name" => text(&mut self.details().name, value),
            "serial_number" => text(&mut self.details().serial_number, value),
            "asset_tag" => text(&mut self.details().asset_tag, value),
            "manufacturer" => text(&mut self.details().manufacturer, value),
            "model" => text(&mut self.details().model, value),
            "location" => text(&mut self.details().location, value),
            "supplier" => text(&mut self.details().supplier, value),
            "purchased_at" => once(&mut self.details().purchased_at, value.instant()),
            "warranty_ends_at" => once(&mut self.details().warranty_ends_at, value.instant()),
            "support_ends_at" => once(&mut self.details().support_ends_at, value.instant()),
            "contract_ends_at" => once(&mut self.details().contract_ends_at, value.instant()),
            "due_back_at" => once(&mut self.details().due_back_at, value.instant()),
            "last_seen_at" => once(&mut self.details().last_seen_at, value.instant()),
            other => self.shorthands.begin(asset_shorthand(other)?, value),
        }
    }

    fn details(&mut self) -> &mut Asset {
        self.details.get_or_insert_with(|| Box::new(Asset::new(blank(), AssetKind::Laptop, Stage::InUse)))
    }

    pub(super) fn finish(&mut self) -> Option<()> {
        self.shorthands.sort();
        let (_, kind, _) = (self.id?, self.kind?, self.stage?);
        if let Some(details) = &mut self.details {
            details.kind = kind;
        }
        Some(())
    }
}

/// An identity.
#[derive(Debug, Default)]
pub(crate) struct IncomingIdentity<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) kind: Option<IdentityKind>,
    pub(crate) status: Option<IdentityStatus>,
    pub(crate) environment: Option<Environment>,
    pub(crate) starts_at: Option<Instant>,
    pub(crate) ends_at: Option<Instant>,
    pub(crate) shorthands: Shorthands<'a>,
    pub(crate) details: Option<Box<Identity>>,
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

impl<'a> IncomingIdentity<'a> {
    pub(super) fn set(&mut self, field: &str, value: Scalar<'a>) -> Option<()> {
        match field {
            "id" => once(&mut self.id, value.id()),
            "kind" => once(&mut self.kind, value.word()),
            "status" => once(&mut self.status, value.word()),
            "environment" => once(&mut self.environment, value.word()),
            "starts_at" => once(&mut self.starts_at, value.instant()),
            "ends_at" => once(&mut self.ends_at, value.instant()),
            "name" => text(&mut self.details().name, value),
            "last_active_at" => once(&mut self.details().last_active_at, value.instant()),
            other => self.shorthands.begin(identity_shorthand(other)?, value),
        }
    }

    fn details(&mut self) -> &mut Identity {
        let blank = || Box::new(Identity::new(blank(), IdentityKind::Employee, IdentityStatus::Active));
        self.details.get_or_insert_with(blank)
    }

    pub(super) fn finish(&mut self) -> Option<()> {
        self.shorthands.sort();
        let (_, kind, _) = (self.id?, self.kind?, self.status?);
        if let Some(details) = &mut self.details {
            details.kind = kind;
        }
        Some(())
    }
}

/// A credential.
#[derive(Debug, Default)]
pub(crate) struct IncomingCredential<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) kind: Option<CredentialKind>,
    pub(crate) status: Option<CredentialStatus>,
    pub(crate) environment: Option<Environment>,
    pub(crate) issued_at: Option<Instant>,
    pub(crate) expires_at: Option<Instant>,
    pub(crate) last_used_at: Option<Instant>,
    pub(crate) rotated_at: Option<Instant>,
    pub(crate) shorthands: Shorthands<'a>,
    pub(crate) details: Option<Box<Credential>>,
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

impl<'a> IncomingCredential<'a> {
    pub(super) fn set(&mut self, field: &str, value: Scalar<'a>) -> Option<()> {
        match field {
            "id" => once(&mut self.id, value.id()),
            "kind" => once(&mut self.kind, value.word()),
            "status" => once(&mut self.status, value.word()),
            "environment" => once(&mut self.environment, value.word()),
            "issued_at" => once(&mut self.issued_at, value.instant()),
            "expires_at" => once(&mut self.expires_at, value.instant()),
            "last_used_at" => once(&mut self.last_used_at, value.instant()),
            "rotated_at" => once(&mut self.rotated_at, value.instant()),
            "name" => text(&mut self.details().name, value),
            "fingerprint" => text(&mut self.details().fingerprint, value),
            other => self.shorthands.begin(credential_shorthand(other)?, value),
        }
    }

    fn details(&mut self) -> &mut Credential {
        let blank = || Box::new(Credential::new(blank(), CredentialKind::Other, CredentialStatus::Active));
        self.details.get_or_insert_with(blank)
    }

    pub(super) fn finish(&mut self) -> Option<()> {
        self.shorthands.sort();
        let (_, kind, _) = (self.id?, self.kind?, self.status?);
        if let Some(details) = &mut self.details {
            details.kind = kind;
        }
        Some(())
    }
}
