//! Assets: servers, laptops, SaaS contracts, pipelines, everything that credentials are made for.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{AssetRef, Id, IdentityRef},
    list::{List, text_map},
    relation::Privilege,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// The four classes of assets; the class follows from the kind.
    pub enum AssetClass ("an asset class") {
        Hardware = 1 "hardware",
        Cloud = 2 "cloud",
        Software = 3 "software",
        Saas = 4 "saas",
    }
}

vocabulary! {
    /// What an asset is.
    pub enum AssetKind ("an asset kind") {
        Laptop = 1 "laptop",
        Desktop = 2 "desktop",
        Server = 3 "server",
        MobileDevice = 4 "mobile_device",
        NetworkDevice = 5 "network_device",
        EmbeddedDevice = 6 "embedded_device",
        StorageDevice = 7 "storage_device",
        OtherHardware = 8 "other_hardware",
        VirtualMachine = 20 "virtual_machine",
        Container = 21 "container",
        Cluster = 22 "cluster",
        Function = 23 "function",
        CloudAccount = 24 "cloud_account",
        Database = 25 "database",
        ObjectStore = 26 "object_store",
        OtherCloud = 27 "other_cloud",
        Application = 40 "application",
        Service = 41 "service",
        Pipeline = 42 "pipeline",
        Repository = 43 "repository",
        SecretStore = 44 "secret_store",
        ManagementServer = 45 "management_server",
        OtherSoftware = 46 "other_software",
        Saas = 60 "saas",
        CollaborationTool = 61 "collaboration_tool",
        OtherSaas = 62 "other_saas",
    }
}

impl AssetKind {
    /// The class, which follows from the kind.
    #[must_use]
    pub const fn class(self) -> AssetClass {
        match self.number() {
            ..20 => AssetClass::Hardware,
            20..40 => AssetClass::Cloud,
            40..60 => AssetClass::Software,
            60.. => AssetClass::Saas,
        }
    }

    /// The least privilege with which one reads the credentials stored there.
    #[must_use]
    pub const fn opens(self) -> Privilege {
        match self {
            Self::Repository | Self::CollaborationTool | Self::ObjectStore => Privilege::Read,
            Self::Pipeline | Self::SecretStore => Privilege::Write,
            _ => Privilege::Admin,
        }
    }

    /// Whether it has storage of its own, which retirement must wipe.
    #[must_use]
    pub const fn has_storage(self) -> bool {
        !matches!(self, Self::Container | Self::Function)
    }
}

vocabulary! {
    /// Where an asset stands in its life.
    pub enum Stage ("a stage") {
        Discovered = 1 "discovered",
        Requested = 2 "requested",
        Ordered = 3 "ordered",
        InStock = 4 "in_stock",
        InUse = 10 "in_use",
        Maintenance = 11 "maintenance",
        PendingReturn = 12 "pending_return",
        PendingRetirement = 13 "pending_retirement",
        Quarantine = 20 "quarantine",
        Sanitized = 21 "sanitized",
        Retired = 22 "retired",
        Disposed = 23 "disposed",
        Missing = 24 "missing",
    }
}

vocabulary! {
    /// The three groups of stages, which are all that the analysis of credentials looks at.
    pub enum StageGroup ("a stage group") {
        BeforeService = 1 "before_service",
        InService = 2 "in_service",
        OutOfService = 3 "out_of_service",
    }
}

impl Stage {
    /// The group this stage belongs to.
    #[must_use]
    pub const fn group(self) -> StageGroup {
        match self.number() {
            ..10 => StageGroup::BeforeService,
            10..20 => StageGroup::InService,
            20.. => StageGroup::OutOfService,
        }
    }
}

vocabulary! {
    /// What a thing is operated for.
    pub enum Environment ("an environment") {
        Production = 1 "production",
        Staging = 2 "staging",
        Development = 3 "development",
        Test = 4 "test",
        Other = 5 "other",
    }
}

vocabulary! {
    /// How much depends on an asset.
    pub enum Criticality ("a criticality") {
        Low = 1 "low",
        Medium = 2 "medium",
        High = 3 "high",
        Critical = 4 "critical",
    }
}

vocabulary! {
    /// How sensitive the data on an asset is.
    pub enum DataClassification ("a data classification") {
        Public = 1 "public",
        Internal = 2 "internal",
        Confidential = 3 "confidential",
        Restricted = 4 "restricted",
    }
}

vocabulary! {
    /// Whether the organisation manages the asset.
    pub enum Management ("a management") {
        Managed = 1 "managed",
        Unmanaged = 2 "unmanaged",
        Unknown = 3 "unknown",
    }
}

/// An asset's record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Its id among the assets.
    pub id: Id,
    /// What it is.
    pub kind: AssetKind,
    /// Where it stands in its life, after all changes known.
    pub stage: Stage,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is operated for; unknown is judged as production.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// How much depends on it; left out, medium.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criticality: Option<Criticality>,
    /// How sensitive its data is; unknown is judged as confidential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_classification: Option<DataClassification>,
    /// Whether the organisation manages it; left out, unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub management: Option<Management>,
    /// Whether it must be kept for a legal reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_hold: Option<bool>,
    /// The manufacturer's serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// The serial numbers of the media in it.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub media_serials: List<String>,
    /// The organisation's own tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset_tag: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// Which model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Who sold or provides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// When it was bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchased_at: Option<Instant>,
    /// When its warranty ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warranty_ends_at: Option<Instant>,
    /// When its supplier stops supporting it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_ends_at: Option<Instant>,
    /// When its contract ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_ends_at: Option<Instant>,
    /// When its holder must bring it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_back_at: Option<Instant>,
    /// When something last saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Instant>,
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
    pub assigned_to: List<IdentityRef>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub runs_on: List<AssetRef>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub depends_on: List<AssetRef>,
}

impl Asset {
    /// An asset with just what is required.
    #[must_use]
    pub fn new(id: Id, kind: AssetKind, stage: Stage) -> Self {
        Self {
            id,
            kind,
            stage,
            name: None,
            environment: None,
            criticality: None,
            data_classification: None,
            management: None,
            legal_hold: None,
            serial_number: None,
            media_serials: List::default(),
            asset_tag: None,
            manufacturer: None,
            model: None,
            location: None,
            supplier: None,
            purchased_at: None,
            warranty_ends_at: None,
            support_ends_at: None,
            contract_ends_at: None,
            due_back_at: None,
            last_seen_at: None,
            labels: BTreeMap::new(),
            external_ids: BTreeMap::new(),
            owner: List::default(),
            assigned_to: List::default(),
            runs_on: List::default(),
            depends_on: List::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_groups_follow_the_tables() {
        let count = |class| AssetKind::ALL.iter().filter(|kind| kind.class() == class).count();
        assert_eq!(
            [AssetClass::Hardware, AssetClass::Cloud, AssetClass::Software, AssetClass::Saas].map(count),
            [8, 8, 7, 3]
        );
        let group = |group| Stage::ALL.iter().filter(|stage| stage.group() == group).count();
        assert_eq!([StageGroup::BeforeService, StageGroup::InService, StageGroup::OutOfService].map(group), [4, 4, 5]);
    }
}
