//! Google Cloud: service accounts and their keys.

pub(super) mod keys;
pub(super) mod service_accounts;

use nhi_lifecycle::{Id, asset::AssetKind};

use super::reading::{Reading, Skip, id};

/// The project, mentioned.
fn mention_project(reading: &Reading<'_>, project: &str) -> Result<Id, Skip> {
    let assumed = "a project that the export names is in use";
    reading.mention_asset(&format!("gcp:{project}"), AssetKind::CloudAccount, project, assumed)
}

/// A service account goes by its mail address, which is unique.
fn account_id(mail: &str) -> Result<Id, Skip> {
    id(&format!("gcp:service_account/{mail}"))
}
