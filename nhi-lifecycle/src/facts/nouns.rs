//! The rows of assets, identities and credentials.

use super::{Core, Noun};
use crate::{
    asset::{Asset, AssetKind, Criticality, DataClassification, Environment, Management, Stage},
    change::ChangeField,
    credential::{Credential, CredentialKind, CredentialStatus},
    id::Id,
    identity::{Identity, IdentityKind, IdentityStatus},
    list::List,
    time::Instant,
};

/// The facts of an asset that analyses read. Numbers of vocabularies; 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AssetFacts {
    pub(crate) kind: u8,
    pub(crate) stage: u8,
    pub(crate) environment: u8,
    pub(crate) criticality: u8,
    pub(crate) data_classification: u8,
    pub(crate) management: u8,
    pub(crate) legal_hold: u8,
}

impl AssetFacts {
    pub(crate) fn kind(&self) -> Option<AssetKind> {
        AssetKind::from_number(self.kind)
    }
}

impl Core for AssetFacts {
    fn is_present(&self) -> bool {
        self.kind != 0
    }

    fn own(&self, field: ChangeField) -> u8 {
        match field {
            ChangeField::Stage => self.stage,
            ChangeField::Status => 0,
            ChangeField::Environment => self.environment,
            ChangeField::Management => self.management,
            ChangeField::LegalHold => self.legal_hold,
            ChangeField::Criticality => self.criticality,
            ChangeField::DataClassification => self.data_classification,
        }
    }

    fn set_own(&mut self, field: ChangeField, value: u8) {
        match field {
            ChangeField::Stage => self.stage = value,
            ChangeField::Status => {}
            ChangeField::Environment => self.environment = value,
            ChangeField::Management => self.management = value,
            ChangeField::LegalHold => self.legal_hold = value,
            ChangeField::Criticality => self.criticality = value,
            ChangeField::DataClassification => self.data_classification = value,
        }
    }
}

/// The number of a truth value.
pub(crate) fn truth_number(truth: bool) -> u8 {
    if truth { 1 } else { 2 }
}

fn blank_id() -> Id {
    Id::from_checked("")
}

impl Noun for Asset {
    type Core = AssetFacts;

    fn id(&self) -> &Id {
        &self.id
    }

    fn to_core(&self) -> AssetFacts {
        AssetFacts {
            kind: self.kind.number(),
            stage: self.stage.number(),
            environment: self.environment.map_or(0, Environment::number),
            criticality: self.criticality.map_or(0, Criticality::number),
            data_classification: self.data_classification.map_or(0, DataClassification::number),
            management: self.management.map_or(0, Management::number),
            legal_hold: self.legal_hold.map_or(0, truth_number),
        }
    }

    fn into_details(mut self) -> Option<Box<Self>> {
        self.id = blank_id();
        self.stage = Stage::InUse;
        (self.environment, self.criticality, self.data_classification) = (None, None, None);
        (self.management, self.legal_hold) = (None, None);
        (self.owner, self.assigned_to) = (List::default(), List::default());
        (self.runs_on, self.depends_on) = (List::default(), List::default());
        let plain = Self::new(blank_id(), self.kind, Stage::InUse);
        (self != plain).then(|| Box::new(self))
    }

    fn from_parts(id: Id, core: AssetFacts, details: Option<&Self>) -> Option<Self> {
        let kind = core.kind()?;
        let mut record = details.cloned().unwrap_or_else(|| Self::new(blank_id(), kind, Stage::InUse));
        record.id = id;
        record.stage = Stage::from_number(core.stage)?;
        record.environment = Environment::from_number(core.environment);
        record.criticality = Criticality::from_number(core.criticality);
        record.data_classification = DataClassification::from_number(core.data_classification);
        record.management = Management::from_number(core.management);
        record.legal_hold = (core.legal_hold != 0).then_some(core.legal_hold == 1);
        Some(record)
    }
}

/// The facts of an identity that analyses read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct IdentityFacts {
    pub(crate) starts_at: Option<Instant>,
    pub(crate) ends_at: Option<Instant>,
    pub(crate) kind: u8,
    pub(crate) status: u8,
    pub(crate) environment: u8,
}

impl IdentityFacts {
    pub(crate) fn kind(&self) -> Option<IdentityKind> {
        IdentityKind::from_number(self.kind)
    }
}

impl Core for IdentityFacts {
    fn is_present(&self) -> bool {
        self.kind != 0
    }

    fn own(&self, field: ChangeField) -> u8 {
        own_status(self.status, self.environment, field)
    }

    fn set_own(&mut self, field: ChangeField, value: u8) {
        set_own_status(&mut self.status, &mut self.environment, field, value);
    }
}

fn own_status(status: u8, environment: u8, field: ChangeField) -> u8 {
    match field {
        ChangeField::Status => status,
        ChangeField::Environment => environment,
        _ => 0,
    }
}

fn set_own_status(status: &mut u8, environment: &mut u8, field: ChangeField, value: u8) {
    match field {
        ChangeField::Status => *status = value,
        ChangeField::Environment => *environment = value,
        _ => {}
    }
}

impl Noun for Identity {
    type Core = IdentityFacts;

    fn id(&self) -> &Id {
        &self.id
    }

    fn to_core(&self) -> IdentityFacts {
        IdentityFacts {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            kind: self.kind.number(),
            status: self.status.number(),
            environment: self.environment.map_or(0, Environment::number),
        }
    }

    fn into_details(mut self) -> Option<Box<Self>> {
        self.id = blank_id();
        self.status = IdentityStatus::Active;
        (self.environment, self.starts_at, self.ends_at) = (None, None, None);
        (self.owner, self.member_of) = (List::default(), List::default());
        (self.attached_to, self.acts_for) = (List::default(), List::default());
        let plain = Self::new(blank_id(), self.kind, IdentityStatus::Active);
        (self != plain).then(|| Box::new(self))
    }

    fn from_parts(id: Id, core: IdentityFacts, details: Option<&Self>) -> Option<Self> {
        let kind = core.kind()?;
        let mut record = details.cloned().unwrap_or_else(|| Self::new(blank_id(), kind, IdentityStatus::Active));
        record.id = id;
        record.status = IdentityStatus::from_number(core.status)?;
        record.environment = Environment::from_number(core.environment);
        record.starts_at = core.starts_at;
        record.ends_at = core.ends_at;
        Some(record)
    }
}

/// The facts of a credential that analyses read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CredentialFacts {
    pub(crate) issued_at: Option<Instant>,
    pub(crate) expires_at: Option<Instant>,
    pub(crate) last_used_at: Option<Instant>,
    pub(crate) rotated_at: Option<Instant>,
    pub(crate) kind: u8,
    pub(crate) status: u8,
    pub(crate) environment: u8,
}

impl CredentialFacts {
    pub(crate) fn kind(&self) -> Option<CredentialKind> {
        CredentialKind::from_number(self.kind)
    }
}

impl Core for CredentialFacts {
    fn is_present(&self) -> bool {
        self.kind != 0
    }

    fn own(&self, field: ChangeField) -> u8 {
        own_status(self.status, self.environment, field)
    }

    fn set_own(&mut self, field: ChangeField, value: u8) {
        set_own_status(&mut self.status, &mut self.environment, field, value);
    }
}

impl Noun for Credential {
    type Core = CredentialFacts;

    fn id(&self) -> &Id {
        &self.id
    }

    fn to_core(&self) -> CredentialFacts {
        CredentialFacts {
            issued_at: self.issued_at,
            expires_at: self.expires_at,
            last_used_at: self.last_used_at,
            rotated_at: self.rotated_at,
            kind: self.kind.number(),
            status: self.status.number(),
            environment: self.environment.map_or(0, Environment::number),
        }
    }

    fn into_details(mut self) -> Option<Box<Self>> {
        self.id = blank_id();
        self.status = CredentialStatus::Active;
        (self.environment, self.issued_at, self.expires_at) = (None, None, None);
        (self.last_used_at, self.rotated_at) = (None, None);
        (self.identity, self.owner, self.issued_by) = (List::default(), List::default(), List::default());
        (self.stored_on, self.used_by, self.derived_from) = (List::default(), List::default(), List::default());
        let plain = Self::new(blank_id(), self.kind, CredentialStatus::Active);
        (self != plain).then(|| Box::new(self))
    }

    fn from_parts(id: Id, core: CredentialFacts, details: Option<&Self>) -> Option<Self> {
        let kind = core.kind()?;
        let mut record = details.cloned().unwrap_or_else(|| Self::new(blank_id(), kind, CredentialStatus::Active));
        record.id = id;
        record.status = CredentialStatus::from_number(core.status)?;
        record.environment = Environment::from_number(core.environment);
        record.issued_at = core.issued_at;
        record.expires_at = core.expires_at;
        record.last_used_at = core.last_used_at;
        record.rotated_at = core.rotated_at;
        Some(record)
    }
}
