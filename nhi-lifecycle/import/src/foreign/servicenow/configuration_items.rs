//! ServiceNow's configuration items: `cmdb_ci_server`, `cmdb_ci_computer` and other classes of `cmdb_ci`.
//!
//! | field | becomes |
//! | --- | --- |
//! | `sys_id`, else serial number, tag or name | the asset's id in this system |
//! | `name`, `serial_number`, `asset_tag`, `manufacturer`, `model_id`, `location`, `vendor` | the fields of these names |
//! | `sys_class_name` | the kind |
//! | `install_status`, `hardware_status`, `operational_status`, `life_cycle_stage_status`, `life_cycle_stage` | the stage, the first that is known |
//! | `environment`, `used_for` | environment |
//! | `busines_criticality` (as ServiceNow spells it), `business_criticality` | criticality: `1` critical to `4` low |
//! | `fqdn`; `object_id`, `correlation_id` of clouds | external ids, which match hosts and instances across sources |
//! | `owned_by` | owner; `managed_by`, `supported_by`, `support_group` are labels |
//! | `assigned_to` | assigned_to |
//! | `purchase_date`, `warranty_expiration`, `last_discovered` | `purchased_at`, `warranty_ends_at`, `last_seen_at` |
//!
//! Guessed: that what the CMDB lists is managed; that absent is missing. Lost: relations of items (`cmdb_rel_ci`), and the
//! fields of classes. In a CSV people are names, which are kept as labels: names are no ids.

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Criticality, Environment, Management, Stage},
    identity::{Identity, IdentityKind, IdentityStatus},
};

use super::{instant, named, referred, shown, truth};
use crate::foreign::{
    aws::{CLOUD_INSTANCE, HOST_NAME, instances::environment},
    format::{Format, Shape},
    item::Item,
    reading::{Skip, identity, one},
    snipe_it::hardware::kind_of_words,
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "servicenow-configuration-items",
    system: "servicenow",
    title: "a list of ServiceNow's configuration items",
    export: "curl -u USER 'https://INSTANCE.service-now.com/api/now/table/cmdb_ci_server?sysparm_display_value=all&sysparm_limit=10000' > servers.json, or the list's menu, Export, CSV",
    shape: Shape::either(&["result", "records"], &[&["name"]]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let key = ["sys_id", "serial_number", "asset_tag", "name"].iter().find_map(|field| shown(item, field));
    let key = key.ok_or_else(|| Skip("has neither an id nor a name".into()))?;
    let mut record = Asset::new(reading.id("ci", &key)?, kind(item), stage(item));
    record.name = shown(item, "name");
    record.serial_number = shown(item, "serial_number");
    record.asset_tag = shown(item, "asset_tag");
    record.manufacturer = named(item, "manufacturer");
    record.model = named(item, "model_id");
    record.location = named(item, "location");
    record.supplier = named(item, "vendor");
    record.purchased_at = instant(item, "purchase_date");
    record.warranty_ends_at = instant(item, "warranty_expiration");
    record.last_seen_at = instant(item, "last_discovered");
    record.environment = of_environment(item);
    record.criticality = criticality(item);
    record.management = Some(Management::Managed);
    reading.assume("what the CMDB lists is managed");
    if let Some(host) = shown(item, "fqdn") {
        record.external_ids.insert(HOST_NAME.into(), host);
    }
    for field in ["object_id", "correlation_id"] {
        if let Some(instance) = shown(item, field).filter(|text| text.starts_with("i-")) {
            record.external_ids.insert(CLOUD_INSTANCE.into(), instance);
        }
    }
    if let Some(owner) = person(item, "owned_by")? {
        record.owner = one(identity(&owner));
    }
    if let Some(holder) = person(item, "assigned_to")? {
        record.assigned_to = one(identity(&holder));
    }
    for label in ["managed_by", "supported_by", "support_group", "owned_by", "assigned_to"] {
        if let Some(text) = shown(item, label).filter(|_| referred(item, label).is_none()) {
            record.labels.insert(label.into(), text);
        }
    }
    reading.push_assuming(record, &["management"]);
    Ok(())
}

fn of_environment(item: &Item<'_>) -> Option<Environment> {
    let field = ["environment", "used_for"].into_iter().find(|field| shown(item, field).is_some())?;
    let word = shown(item, field)?;
    let known = environment(&word);
    if known.is_none() {
        item.unknown(field, &word.to_lowercase());
    }
    known
}

/// The person that a field refers to, mentioned.
fn person(item: &Item<'_>, field: &str) -> Result<Option<Id>, Skip> {
    let Some(key) = referred(item, field) else { return Ok(None) };
    let own = item.reading.id("user", &key)?;
    item.reading.assume("who owns or holds an item is an active employee, unless another source knows better");
    item.reading.mention(Identity::new(own.clone(), IdentityKind::Employee, IdentityStatus::Active));
    Ok(Some(own))
}

/// `1 - most critical` to `4 - not critical`; the API writes the word or just the number before it.
fn criticality(item: &Item<'_>) -> Option<Criticality> {
    let field =
        ["busines_criticality", "business_criticality"].into_iter().find(|field| shown(item, field).is_some())?;
    let word = shown(item, field)?;
    match word.split(' ').next() {
        Some("1") => Some(Criticality::Critical),
        Some("2") => Some(Criticality::High),
        Some("3") => Some(Criticality::Medium),
        Some("4") => Some(Criticality::Low),
        _ => {
            item.unknown(field, &word.to_lowercase());
            None
        }
    }
}

fn kind(item: &Item<'_>) -> AssetKind {
    let class = shown(item, "sys_class_name").map(|class| class.to_lowercase()).unwrap_or_default();
    let is_virtual = truth(item, "virtual") == Some(true);
    match class.trim_start_matches("cmdb_ci_") {
        _ if is_virtual => AssetKind::VirtualMachine,
        "vm_instance" | "vmware_instance" | "ec2_instance" | "virtual machine instance" => AssetKind::VirtualMachine,
        class if class.contains("server") => AssetKind::Server,
        "computer" | "pc_hardware" => AssetKind::Desktop,
        class if class.contains("appl") || class.contains("business_app") => AssetKind::Application,
        class if class.contains("object_storage") || class.contains("object storage") => AssetKind::ObjectStore,
        class if class.starts_with("db") || class.contains("database") => AssetKind::Database,
        class if class.contains("service") => AssetKind::Service,
        class if class.contains("cluster") => AssetKind::Cluster,
        "netgear" | "ip_router" | "ip_switch" => AssetKind::NetworkDevice,
        class => kind_of_words(class).unwrap_or_else(|| {
            item.unknown("sys_class_name", if class.is_empty() { "missing" } else { class });
            AssetKind::OtherHardware
        }),
    }
}

fn stage(item: &Item<'_>) -> Stage {
    const FIELDS: &[&str] =
        &["install_status", "hardware_status", "operational_status", "life_cycle_stage_status", "life_cycle_stage"];
    for field in FIELDS.iter().copied() {
        let Some(word) = shown(item, field) else { continue };
        let word = word.to_lowercase().replace('_', " ");
        let found = match (field, word.as_str()) {
            ("operational_status", "1" | "operational") => Stage::InUse,
            ("operational_status", "2" | "non-operational" | "3" | "repair in progress") => Stage::Maintenance,
            ("operational_status", "6") => Stage::Retired,
            ("operational_status", "4" | "dr standby" | "5" | "ready") => Stage::InUse,
            (_, "1" | "installed" | "in use" | "operational") => Stage::InUse,
            (_, "2" | "on order" | "purchase") => Stage::Ordered,
            (_, "3" | "in maintenance" | "5" | "pending repair" | "defective") => Stage::Maintenance,
            (_, "4" | "pending install" | "6" | "in stock" | "available" | "inventory" | "deploy") => Stage::InStock,
            (_, "ideation" | "design") => Stage::Requested,
            (_, "in disposition" | "pending disposal" | "pending retirement" | "end of operation") => {
                Stage::PendingRetirement
            }
            (_, "7" | "retired" | "end of life") => Stage::Retired,
            (_, "8" | "stolen" | "100" | "absent" | "missing" | "lost") => Stage::Missing,
            (_, "disposed") => Stage::Disposed,
            // A reference that was exported without what people see of it.
            ("life_cycle_stage_status" | "life_cycle_stage", _) if referred(item, field).is_some() => continue,
            _ => {
                item.unknown(field, &word);
                continue;
            }
        };
        return found;
    }
    item.reading.assume("an item without a known status is in use");
    Stage::InUse
}
