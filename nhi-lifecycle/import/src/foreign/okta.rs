//! Okta: users, API tokens, the system log.

pub(super) mod api_tokens;
pub(super) mod system_log;
pub(super) mod users;

use nhi_lifecycle::{Id, asset::AssetKind};

use super::reading::{Reading, Skip, id};

/// The external id under which users are found in logs and tokens.
const USER: &str = "okta_user";

/// The tenant itself, mentioned: it issues the tokens and is reached by whoever signs in.
fn mention_tenant(reading: &Reading<'_>) -> Result<Id, Skip> {
    reading.mention_system(AssetKind::Saas, "Okta", "the Okta tenant is in use")
}

/// A user's id, which Okta makes unique by itself.
fn user_id(key: &str) -> Result<Id, Skip> {
    id(&format!("okta:user/{key}"))
}
