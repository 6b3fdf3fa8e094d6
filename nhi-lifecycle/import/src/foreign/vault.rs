//! HashiCorp Vault: leases and tokens.

pub(super) mod leases;
pub(super) mod tokens;

use nhi_lifecycle::{Id, asset::AssetKind};

use super::{
    item::Item,
    reading::{Reading, Skip},
};

/// The server, mentioned.
fn mention_server(reading: &Reading<'_>) -> Result<Id, Skip> {
    reading.mention_system(AssetKind::SecretStore, "Vault", "the Vault server is in use")
}

/// The answer within what Vault wraps around it; the answer alone stands for itself.
fn answer<'a>(item: &Item<'a>) -> Item<'a> {
    for known in ["request_id", "lease_id", "lease_duration", "warnings", "wrap_info", "auth"] {
        item.has(known);
    }
    item.item("data").unwrap_or_else(|| item.same())
}
