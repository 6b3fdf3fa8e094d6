//! GitHub: tokens, deploy keys, app installations, members, the audit log of an organisation.

pub(super) mod audit_log;
pub(super) mod deploy_keys;
pub(super) mod installations;
pub(super) mod members;
pub(super) mod personal_access_tokens;

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Stage},
    identity::{Identity, IdentityKind, IdentityStatus},
};

use super::{
    item::Item,
    reading::{Reading, Skip, id},
};

/// The organisation, mentioned. Logins of organisations and users are unique and don't tell capitals apart.
pub(super) fn mention_organisation(reading: &Reading<'_>, login: &str) -> Result<Id, Skip> {
    let own = id(&format!("github:org/{}", login.to_lowercase()))?;
    let mut asset = Asset::new(own.clone(), AssetKind::Saas, Stage::InUse);
    asset.name = Some(login.into());
    reading.assume("an organisation on GitHub that the export names is in use");
    reading.mention(asset);
    Ok(own)
}

/// A repository by its full name, mentioned.
fn mention_repository(reading: &Reading<'_>, full_name: &str) -> Result<Id, Skip> {
    let own = id(&format!("github:repo/{}", full_name.to_lowercase()))?;
    let mut asset = Asset::new(own.clone(), AssetKind::Repository, Stage::InUse);
    asset.name = Some(full_name.into());
    reading.assume("a repository that the export names is in use");
    reading.mention(asset);
    Ok(own)
}

/// A user by login, mentioned.
pub(super) fn mention_user(reading: &Reading<'_>, login: &str) -> Result<Id, Skip> {
    let own = user_id(login)?;
    let bot = login.ends_with("[bot]");
    let kind = if bot { IdentityKind::Bot } else { IdentityKind::Employee };
    let mut record = Identity::new(own.clone(), kind, IdentityStatus::Active);
    record.name = Some(login.into());
    reading.assume("a user on GitHub that the export names is an active employee, unless another source knows better");
    reading.mention(record);
    Ok(own)
}

pub(super) fn user_id(login: &str) -> Result<Id, Skip> {
    id(&format!("github:user/{}", login.to_lowercase()))
}

/// Whether the entry is around a list: the total is held against what was given.
fn is_around(item: &Item<'_>) -> bool {
    let around = item.list == super::document::AROUND;
    if around {
        item.reading.expect(item.text("total_count"));
    }
    around
}
