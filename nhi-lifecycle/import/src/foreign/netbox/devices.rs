//! NetBox's devices.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `name`, `serial`, `asset_tag` | the asset's id in this system, its name, serial number and tag |
//! | `status.value` | `active`: in_use; `offline`, `failed`: maintenance; `planned`: requested; `staged`, `inventory`: in_stock; `decommissioning`: pending_retirement |
//! | `role` (`device_role`), `device_type` | the kind, by words in their names; manufacturer and model |
//! | `site`, `location` | `location` |
//! | `tenant` | a team that owns it |
//!
//! Guessed: the kind, by words; that what NetBox lists is managed. Lost: racks, cables, addresses, custom fields. A dump of
//! the database (`manage.py dumpdata`) is read too; it has numbers where the API has names.

use nhi_lifecycle::asset::{Asset, AssetKind, Management};

use super::{named, object, owned_by_tenant, stage};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::Skip,
    snipe_it::hardware::kind_of_words,
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "netbox-devices",
    system: "netbox",
    title: "a list of NetBox's devices",
    export: "curl -H \"Authorization: Token $TOKEN\" 'https://SERVER/api/dcim/devices/?limit=0' > devices.json",
    shape: Shape::json(&["results"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let Some((device, key)) = object(item, "dcim.device")? else { return Ok(()) };
    let role = named(&device, "role").or_else(|| named(&device, "device_role"));
    let model = named(&device, "device_type");
    let words = [role.as_deref(), model.as_deref()];
    let kind = words.into_iter().flatten().find_map(kind_of_words).unwrap_or(AssetKind::OtherHardware);
    item.reading.assume("the kind of a device follows from words in its role and model");
    let mut record = Asset::new(item.reading.id("device", &key)?, kind, stage(&device));
    record.name = device.text("name");
    record.serial_number = device.text("serial");
    record.asset_tag = device.text("asset_tag");
    record.model = model;
    record.manufacturer = device.item("device_type").and_then(|device_type| named(&device_type, "manufacturer"));
    record.location = named(&device, "location").or_else(|| named(&device, "site"));
    record.management = Some(Management::Managed);
    item.reading.assume("what the CMDB lists is managed");
    owned_by_tenant(&device, &mut record)?;
    item.reading.push_assuming(record, &["kind", "management"]);
    Ok(())
}
