//! Google Cloud: service accounts and their keys.

pub(super) mod keys;
pub(super) mod service_accounts;

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Stage},
};

use super::{
    document::AROUND,
    item::Item,
    reading::{Reading, Skip, id},
};

/// The project, mentioned.
fn mention_project(reading: &Reading<'_>, project: &str) -> Result<Id, Skip> {
    let own = id(&format!("gcp:{project}"))?;
    let mut asset = Asset::new(own.clone(), AssetKind::CloudAccount, Stage::InUse);
    asset.name = Some(project.into());
    reading.assume("a project that the export names is in use");
    reading.mention(asset);
    Ok(own)
}

/// A service account goes by its mail address, which is unique.
fn account_id(mail: &str) -> Result<Id, Skip> {
    id(&format!("gcp:service_account/{mail}"))
}

/// Whether the entry is around a list, of which a page may be missing.
fn is_around(item: &Item<'_>) -> bool {
    let around = item.list == AROUND;
    if around && item.text("nextPageToken").is_some() {
        item.reading.incomplete("a page is missing: the answer was cut; export all pages");
    }
    around
}
