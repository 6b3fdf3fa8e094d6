//! Snipe-IT's hardware, as its API lists it.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `name`, `asset_tag`, `serial` | the asset's id in this system, its name, tag and serial number |
//! | `status_label.status_meta` | `deployed`: in_use; `deployable`: in_stock; `pending`: maintenance; `undeployable`: quarantine; `archived`: retired |
//! | `status_label.name` | the label `status_label`; a name with `lost`, `stolen` or `missing` in it: missing |
//! | `category.name`, then `model.name` | the kind |
//! | `manufacturer`, `model`, `supplier`, `location` | the fields of the same names |
//! | `assigned_to` | assigned_to a person; for another asset it depends_on that |
//! | `purchase_date`, `warranty_expires`, `expected_checkin`, `eol` | `purchased_at`, `warranty_ends_at`, `due_back_at`, `support_ends_at` |
//! | `last_audit_date` | `last_seen_at` |
//! | `deleted_at` | retired |
//!
//! Guessed: the kind, by words in category and model; that what the CMDB lists is managed; that archived is retired, not
//! disposed. Lost: prices, custom fields, notes, when the stage was entered (observe twice, or keep the activity report).

use nhi_lifecycle::{
    asset::{Asset, AssetKind, Management, Stage},
    identity::{Identity, IdentityKind, IdentityStatus},
};

use super::{instant, named};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    people::set_mail,
    reading::{Skip, asset, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "snipe-it-hardware",
    system: "snipe-it",
    title: "a list of Snipe-IT's hardware",
    export: "curl -H \"Authorization: Bearer $TOKEN\" 'https://SERVER/api/v1/hardware?limit=500&offset=0' > hardware.json (token: your name, Manage API Keys)",
    shape: Shape::json(&["rows"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let own = reading.id("asset", &item.needed("id")?)?;
    let model = named(item, "model");
    let category = named(item, "category");
    let mut record = Asset::new(own.clone(), kind(item, category.as_deref(), model.as_deref()), stage(item));
    record.name = item.text("name");
    record.asset_tag = item.text("asset_tag");
    record.serial_number = item.text("serial");
    record.model = model;
    record.manufacturer = named(item, "manufacturer");
    record.supplier = named(item, "supplier");
    record.location = named(item, "location");
    record.purchased_at = instant(item, "purchase_date");
    record.warranty_ends_at = instant(item, "warranty_expires");
    record.due_back_at = instant(item, "expected_checkin");
    record.support_ends_at = instant(item, "eol").or_else(|| instant(item, "asset_eol_date"));
    record.last_seen_at = instant(item, "last_audit_date");
    record.management = Some(Management::Managed);
    reading.assume("what the CMDB lists is managed");
    if let Some(label) = item.item("status_label").and_then(|label| label.text("name")) {
        record.labels.insert("status_label".into(), label);
    }
    if let Some(holder) = item.item("assigned_to") {
        let key = holder.needed("id")?;
        match holder.word("type").as_deref() {
            Some("user") | None => {
                let person = reading.id("user", &key)?;
                mention_holder(&holder, &person);
                record.assigned_to = one(identity(&person));
            }
            Some("asset") => record.depends_on = one(asset(&reading.id("asset", &key)?)),
            Some("location") => record.location = holder.text("name").or(record.location),
            Some(other) => holder.unknown("type", other),
        }
    }
    reading.push_assuming(record, &["management", "kind"]);
    Ok(())
}

fn mention_holder(holder: &Item<'_>, person: &nhi_lifecycle::Id) {
    let mut record = Identity::new(person.clone(), IdentityKind::Employee, IdentityStatus::Active);
    record.name = holder.text("name");
    set_mail(&mut record, holder.text("email"));
    if let Some(number) = holder.first(&["employee_number", "employee_num"]) {
        record.external_ids.insert("employee_number".into(), number);
    }
    holder.reading.assume("a holder of hardware is an active employee, unless another source knows better");
    holder.reading.mention(record);
}

fn stage(item: &Item<'_>) -> Stage {
    if item.has("deleted_at") && instant(item, "deleted_at").is_some() {
        item.reading.assume("hardware that was deleted is retired");
        return Stage::Retired;
    }
    let Some(label) = item.item("status_label") else {
        item.reading.assume("hardware without a status is in stock");
        return Stage::InStock;
    };
    for known in ["id", "status_type"] {
        label.has(known);
    }
    let lost = |name: String| ["lost", "stolen", "missing"].iter().any(|word| name.contains(word));
    if label.word("name").is_some_and(lost) {
        item.reading.assume("a status label that speaks of lost, stolen or missing means missing");
        return Stage::Missing;
    }
    match label.word("status_meta").as_deref() {
        Some("deployed") => Stage::InUse,
        Some("deployable") => Stage::InStock,
        Some("pending") => Stage::Maintenance,
        Some("undeployable") => Stage::Quarantine,
        Some("archived") => {
            item.reading.assume("archived hardware is retired, not disposed");
            Stage::Retired
        }
        other => {
            label.unknown("status_meta", other.unwrap_or("missing"));
            item.reading.assume("hardware of unknown status is in use");
            Stage::InUse
        }
    }
}

fn kind(item: &Item<'_>, category: Option<&str>, model: Option<&str>) -> AssetKind {
    item.reading.assume("the kind of hardware follows from words in its category and model");
    [category, model].into_iter().flatten().find_map(kind_of_words).unwrap_or(AssetKind::OtherHardware)
}

/// The kind of hardware that words of a category or model speak of.
pub(in crate::foreign) fn kind_of_words(words: &str) -> Option<AssetKind> {
    const WORDS: &[(&[&str], AssetKind)] = &[
        (&["laptop", "notebook", "macbook", "thinkpad", "portable"], AssetKind::Laptop),
        (&["desktop", "workstation", "imac", "tower", "all in one", "mini pc"], AssetKind::Desktop),
        (&["server", "rack mount", "blade"], AssetKind::Server),
        (&["phone", "mobile", "tablet", "ipad"], AssetKind::MobileDevice),
        (&["switch", "router", "firewall", "network", "access point", "wireless"], AssetKind::NetworkDevice),
        (&["storage", "nas", "disk", "tape"], AssetKind::StorageDevice),
        (&["camera", "sensor", "embedded", "iot", "printer", "controller"], AssetKind::EmbeddedDevice),
    ];
    let words = words.to_lowercase();
    WORDS.iter().find(|(known, _)| known.iter().any(|word| words.contains(word))).map(|(_, kind)| *kind)
}
