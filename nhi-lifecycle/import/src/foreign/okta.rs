//! Okta: users, API tokens, the system log.

pub(super) mod api_tokens;
pub(super) mod system_log;
pub(super) mod users;

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Stage},
};

use super::reading::{Reading, Skip, id};

/// The external id under which users are found in logs and tokens.
const USER: &str = "okta_user";

/// The tenant itself, mentioned: it issues the tokens and is reached by whoever signs in.
fn mention_tenant(reading: &Reading<'_>) -> Result<Id, Skip> {
    let tenant = match reading.scope() {
        Some(scope) => id(&format!("okta:{scope}"))?,
        None => id("okta")?,
    };
    let mut asset = Asset::new(tenant.clone(), AssetKind::Saas, Stage::InUse);
    asset.name = Some("Okta".into());
    reading.assume("the Okta tenant is in use");
    reading.mention(asset);
    Ok(tenant)
}

/// A user's id, which Okta makes unique by itself.
fn user_id(key: &str) -> Result<Id, Skip> {
    id(&format!("okta:user/{key}"))
}
