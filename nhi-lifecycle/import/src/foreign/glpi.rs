//! GLPI's inventory: one file per device, as its agent writes it.
//!
//! | field | becomes |
//! | --- | --- |
//! | `deviceid`, `content.hardware.name` | the asset's id in this system, its name |
//! | `itemtype`, `content.hardware.chassis_type`, `.vmsystem` | the kind |
//! | `content.bios.ssn`, `.assettag`, `.smanufacturer`, `.smodel` | serial number, tag, manufacturer, model |
//! | `content.network_device` | the same of network devices and printers |
//! | `content.hardware.uuid`, `content.operatingsystem.fqdn` | external ids |
//! | `content.storages[].serial` | `media_serials` |
//! | `content.accesslog.logdate` | `last_seen_at` |
//!
//! Guessed: what an agent runs on is in use and managed. Lost: software, network, disks' sizes; users of the device, of
//! whom it is not said that they hold it. A partial inventory (`partial`) shows just what it has.

use nhi_lifecycle::asset::{Asset, AssetKind, Management, Stage};

use super::{
    aws::HOST_NAME,
    format::{Format, Shape},
    item::Item,
    reading::Skip,
    snipe_it::hardware::kind_of_words,
};

pub(super) const FORMAT: Format = Format {
    name: "glpi-inventory",
    system: "glpi",
    title: "an inventory of GLPI's agent",
    export: "glpi-agent --local FOLDER, or copy the server's files/_inventories/ folder",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let key = item.needed("deviceid")?;
    let content = item.item("content").ok_or_else(|| Skip("field `content` is missing".into()))?;
    let hardware = content.item("hardware");
    let bios = content.item("bios");
    let network = content.item("network_device");
    let of = |part: &Option<Item<'_>>, name: &str| part.as_ref().and_then(|part| part.text(name));
    let chassis = of(&hardware, "chassis_type");
    let virtual_machine = of(&hardware, "vmsystem").is_some_and(|system| system != "Physical");
    let kind = match item.word("itemtype").as_deref() {
        Some("networkequipment") => AssetKind::NetworkDevice,
        Some("phone") => AssetKind::MobileDevice,
        Some("printer") => AssetKind::EmbeddedDevice,
        Some("computer") | None if virtual_machine => AssetKind::VirtualMachine,
        Some("computer") | None => match chassis.as_deref().and_then(kind_of_words) {
            Some(kind) => kind,
            None => {
                reading.assume("a computer of no known chassis is other hardware");
                AssetKind::OtherHardware
            }
        },
        Some(other) => {
            item.unknown("itemtype", other);
            AssetKind::OtherHardware
        }
    };
    let mut record = Asset::new(reading.id("device", &key)?, kind, Stage::InUse);
    record.management = Some(Management::Managed);
    reading.assume("what an agent inventories is in use and managed");
    record.name = of(&hardware, "name").or_else(|| of(&network, "name"));
    record.serial_number = of(&bios, "ssn").or_else(|| of(&network, "serial"));
    record.asset_tag = of(&bios, "assettag");
    record.manufacturer = of(&bios, "smanufacturer").or_else(|| of(&network, "manufacturer"));
    record.model = of(&bios, "smodel").or_else(|| of(&network, "model"));
    record.location = of(&network, "location");
    record.last_seen_at = content.item("accesslog").and_then(|log| log.instant("logdate"));
    record.media_serials.0 = content.items("storages").iter().filter_map(|storage| storage.text("serial")).collect();
    if let Some(uuid) = of(&hardware, "uuid") {
        record.external_ids.insert("hardware_uuid".into(), uuid.to_lowercase());
    }
    if let Some(host) = content.item("operatingsystem").and_then(|system| system.text("fqdn")) {
        record.external_ids.insert(HOST_NAME.into(), host);
    }
    if item.truth("partial") == Some(true) {
        reading.incomplete("a partial inventory shows just a part of its device");
    }
    reading.push_assuming(record, &["stage", "kind", "management"]);
    Ok(())
}
