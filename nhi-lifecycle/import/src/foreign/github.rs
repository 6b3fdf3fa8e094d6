//! GitHub: tokens, deploy keys, app installations, members, the audit log of an organisation.

pub(super) mod audit_log;
pub(super) mod deploy_keys;
pub(super) mod installations;
pub(super) mod members;
pub(super) mod personal_access_tokens;

use nhi_lifecycle::{Id, asset::AssetKind, identity::IdentityKind};

use super::reading::{Reading, Skip, id};

/// The organisation, mentioned. Logins of organisations and users are unique and don't tell capitals apart.
pub(super) fn mention_organisation(reading: &Reading<'_>, login: &str) -> Result<Id, Skip> {
    let assumed = "an organisation on GitHub that the export names is in use";
    reading.mention_asset(&format!("github:org/{}", login.to_lowercase()), AssetKind::Saas, login, assumed)
}

/// A repository by its full name, mentioned.
fn mention_repository(reading: &Reading<'_>, full_name: &str) -> Result<Id, Skip> {
    let assumed = "a repository that the export names is in use";
    let text = format!("github:repo/{}", full_name.to_lowercase());
    reading.mention_asset(&text, AssetKind::Repository, full_name, assumed)
}

/// A user by login, mentioned.
pub(super) fn mention_user(reading: &Reading<'_>, login: &str) -> Result<Id, Skip> {
    let kind = if login.ends_with("[bot]") { IdentityKind::Bot } else { IdentityKind::Employee };
    let assumed = "a user on GitHub that the export names is an active employee, unless another source knows better";
    Ok(reading.mention_identity(user_id(login)?, kind, Some(login.into()), assumed))
}

pub(super) fn user_id(login: &str) -> Result<Id, Skip> {
    id(&format!("github:user/{}", login.to_lowercase()))
}
