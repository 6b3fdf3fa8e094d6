//! HashiCorp Vault: leases and tokens.

pub(super) mod leases;
pub(super) mod tokens;

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Stage},
};

use super::{
    item::Item,
    reading::{Reading, Skip, id},
};

/// The server, mentioned.
fn mention_server(reading: &Reading<'_>) -> Result<Id, Skip> {
    let own = match reading.scope() {
        Some(scope) => id(&format!("vault:{scope}"))?,
        None => id("vault")?,
    };
    let mut record = Asset::new(own.clone(), AssetKind::SecretStore, Stage::InUse);
    record.name = Some("Vault".into());
    reading.assume("the Vault server is in use");
    reading.mention(record);
    Ok(own)
}

/// The answer within what Vault wraps around it; the answer alone stands for itself.
fn answer<'a>(item: &Item<'a>) -> Item<'a> {
    for known in ["request_id", "lease_id", "lease_duration", "warnings", "wrap_info", "auth"] {
        item.has(known);
    }
    item.item("data").unwrap_or_else(|| item.same())
}
