//! Identities: people, teams, and the non-human identities that act on their own.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    asset::Environment,
    id::{AssetRef, Id, IdentityRef},
    list::{List, text_map},
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// The three classes of identities; the class follows from the kind.
    pub enum IdentityClass ("an identity class") {
        Human = 1 "human",
        Team = 2 "team",
        NonHuman = 3 "non_human",
    }
}

vocabulary! {
    /// What an identity is.
    pub enum IdentityKind ("an identity kind") {
        Employee = 1 "employee",
        Contractor = 2 "contractor",
        Team = 10 "team",
        ServiceAccount = 20 "service_account",
        Workload = 21 "workload",
        DeviceAccount = 22 "device_account",
        Application = 23 "application",
        Bot = 24 "bot",
        AiAgent = 25 "ai_agent",
        Role = 26 "role",
        ThirdParty = 27 "third_party",
    }
}

impl IdentityKind {
    /// The class, which follows from the kind.
    #[must_use]
    pub const fn class(self) -> IdentityClass {
        match self {
            Self::Employee | Self::Contractor => IdentityClass::Human,
            Self::Team => IdentityClass::Team,
            _ => IdentityClass::NonHuman,
        }
    }
}

vocabulary! {
    /// Where an identity stands in its life.
    pub enum IdentityStatus ("an identity status") {
        Pending = 1 "pending",
        Active = 2 "active",
        Suspended = 3 "suspended",
        Deprovisioned = 4 "deprovisioned",
    }
}

/// An identity's record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Its id among the identities.
    pub id: Id,
    /// What it is.
    pub kind: IdentityKind,
    /// Where it stands in its life, after all changes known.
    pub status: IdentityStatus,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is operated for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// Its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Instant>,
    /// The instant from which it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Instant>,
    /// When it last did something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<Instant>,
    /// The user's own labels.
    #[serde(default, deserialize_with = "text_map", skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Its ids in other systems.
    #[serde(default, deserialize_with = "text_map", skip_serializing_if = "BTreeMap::is_empty")]
    pub external_ids: BTreeMap<String, String>,
    /// Short-hand for `owned_by`.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub owner: List<IdentityRef>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub member_of: List<IdentityRef>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub attached_to: List<AssetRef>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub acts_for: List<IdentityRef>,
}

impl Identity {
    /// An identity with just what is required.
    #[must_use]
    pub fn new(id: Id, kind: IdentityKind, status: IdentityStatus) -> Self {
        Self {
            id,
            kind,
            status,
            name: None,
            environment: None,
            starts_at: None,
            ends_at: None,
            last_active_at: None,
            labels: BTreeMap::new(),
            external_ids: BTreeMap::new(),
            owner: List::default(),
            member_of: List::default(),
            attached_to: List::default(),
            acts_for: List::default(),
        }
    }
}
