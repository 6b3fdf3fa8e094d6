//! NetBox: devices and virtual machines, as its API lists them or as its database is dumped.

pub(super) mod devices;
pub(super) mod virtual_machines;

use nhi_lifecycle::asset::{Asset, Stage};

use super::{
    item::Item,
    reading::{Skip, identity, one},
};
use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

/// The object of an entry and its id: a dump has the fields within, beside the name of the model.
fn object<'a>(item: &Item<'a>, model: &str) -> Result<Option<(Item<'a>, String)>, Skip> {
    if !item.has("fields") {
        let key = item.needed("id")?;
        return Ok(Some((item.same(), key)));
    }
    // A dump holds every model; the others are not of this format.
    if item.text("model").as_deref() != Some(model) {
        return Ok(None);
    }
    let fields = item.item("fields").ok_or_else(|| Skip("field `fields` is no object".into()))?;
    Ok(Some((fields, item.needed("pk")?)))
}

/// The name of what a field refers to; a dump has its number instead, which names nothing.
fn named(item: &Item<'_>, field: &str) -> Option<String> {
    let inner = item.item(field)?;
    for known in ["id", "url", "display", "slug"] {
        inner.has(known);
    }
    inner.text("name").or_else(|| inner.text("model"))
}

/// The stage that a status stands for.
fn stage(item: &Item<'_>) -> Stage {
    let status = match item.item("status") {
        Some(status) => {
            status.has("label");
            status.word("value")
        }
        None => item.word("status"),
    };
    match status.as_deref() {
        Some("active") => Stage::InUse,
        Some("offline" | "failed") => {
            item.reading.assume("what is offline or failed is in maintenance: it may come back");
            Stage::Maintenance
        }
        Some("planned") => Stage::Requested,
        Some("staged" | "inventory") => Stage::InStock,
        Some("decommissioning") => Stage::PendingRetirement,
        Some("paused") => Stage::Maintenance,
        other => {
            item.unknown("status", other.unwrap_or("missing"));
            item.reading.assume("what has an unknown status is in use");
            Stage::InUse
        }
    }
}

/// The tenant owns it: a team, mentioned.
fn owned_by_tenant(item: &Item<'_>, record: &mut Asset) -> Result<(), Skip> {
    let number = item.item("tenant").and_then(|tenant| tenant.text("id")).or_else(|| item.number("tenant"));
    let Some(number) = number else { return Ok(()) };
    let own = item.reading.id("tenant", &number)?;
    let mut tenant = Identity::new(own.clone(), IdentityKind::Team, IdentityStatus::Active);
    tenant.name = named(item, "tenant");
    item.reading.assume("a tenant is a team that owns what is assigned to it");
    item.reading.mention(tenant);
    record.owner = one(identity(&own));
    Ok(())
}
