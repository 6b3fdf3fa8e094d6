//! Evidence, overrides and exceptions: what people vouch for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    asset::Stage,
    id::{AssetRef, Id, IdentityRef, Reference},
    list::List,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What evidence shows.
    pub enum EvidenceKind ("a kind of evidence") {
        Sanitization = 1 "sanitization",
        DataPreserved = 2 "data_preserved",
        CustodyReceipt = 3 "custody_receipt",
        DisposalCertificate = 4 "disposal_certificate",
        Approval = 5 "approval",
        LossReport = 6 "loss_report",
        RemoteWipe = 7 "remote_wipe",
        RecordClosed = 8 "record_closed",
        RevocationObserved = 9 "revocation_observed",
        Attestation = 10 "attestation",
    }
}

impl EvidenceKind {
    /// Whether a sanitization method goes with it.
    #[must_use]
    pub const fn takes_method(self) -> bool {
        matches!(self, Self::Sanitization | Self::RemoteWipe)
    }
}

vocabulary! {
    /// How media were sanitized, in the terms of NIST SP 800-88 revision 2; each is stronger than the one before.
    pub enum SanitizationMethod ("a sanitization method") {
        Clear = 1 "clear",
        Purge = 2 "purge",
        Destroy = 3 "destroy",
    }
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its id among the evidence.
    pub id: Id,
    /// What it is about.
    pub subject: Reference,
    /// What it shows.
    pub kind: EvidenceKind,
    /// When it was made.
    pub at: Instant,
    /// Who made it.
    pub by: IdentityRef,
    /// Where the document lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// A digest of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// How it was sanitized.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<SanitizationMethod>,
    /// Who checked it.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub verified_by: List<IdentityRef>,
    /// The media it covers.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub media_serials: List<String>,
}

/// Leave to pass one gate of one act without what it asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Which asset.
    pub subject: AssetRef,
    /// Which gate.
    pub gate: String,
    /// Entering which stage; for reassigning and rehoming, the stage that the asset stays in.
    pub to: Stage,
    /// From when it stands: for the first act of its kind from then on.
    pub at: Instant,
    /// Who gave it.
    pub approved_by: IdentityRef,
    /// Why.
    pub reason: String,
    /// From when it no longer stands.
    pub expires_at: Instant,
}

/// An accepted risk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// What it is about.
    pub subject: Reference,
    /// The kind of finding that is accepted.
    pub finding: String,
    /// Why.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: IdentityRef,
    /// From when.
    pub at: Instant,
    /// Until just before.
    pub expires_at: Instant,
}
