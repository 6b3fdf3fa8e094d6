//! Devices that signed in to Entra, which sees them and owns none: one that no CMDB knows is discovered, and unmanaged.
//!
//! | field | becomes |
//! | --- | --- |
//! | `deviceId`, else `id`; `displayName` | the asset's id and name |
//! | `operatingSystem`, `profileType` | the kind |
//! | `isManaged`, `isCompliant` | managed or unmanaged, a label |
//! | `approximateLastSignInDateTime` | `last_seen_at` |
//! | `manufacturer`, `model`, `serialNumber` | the fields of the same names |
//! | `accountEnabled` | the label `enabled` |
//!
//! Guessed: the kind, by the profile (`SecureVM`: virtual machine; `Printer`, `IoT`: embedded device), else by the operating
//! system (Windows and macOS: laptop); that a device listed is in use. Lost: who
//! registered it.

use nhi_lifecycle::asset::{Asset, AssetKind, Management, Stage};

use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, id},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "entra-devices",
    system: "entra",
    title: "a list of Entra's devices",
    export: "az rest --url 'https://graph.microsoft.com/v1.0/devices?$top=999' > devices.json",
    shape: Shape::json(&["value"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let key = item.text("deviceId").map_or_else(|| item.needed("id"), Ok)?;
    let profile = item.word("profileType");
    let kind = match item.word("operatingSystem").as_deref() {
        _ if profile.as_deref() == Some("securevm") => AssetKind::VirtualMachine,
        _ if matches!(profile.as_deref(), Some("printer" | "iot")) => AssetKind::EmbeddedDevice,
        Some(os) if os.contains("server") => AssetKind::Server,
        Some(os) if os.starts_with("windows") || os.starts_with("mac") => AssetKind::Laptop,
        Some("ios" | "ipados" | "android" | "androidforwork" | "iphone" | "ipad") => AssetKind::MobileDevice,
        Some("linux") => AssetKind::Desktop,
        other => {
            item.unknown("operatingSystem", other.unwrap_or("missing"));
            AssetKind::OtherHardware
        }
    };
    item.reading.assume("the kind of a device follows from its operating system");
    let mut record = Asset::new(id(&format!("entra:device/{key}"))?, kind, Stage::InUse);
    item.reading.assume("a device in the directory is in use");
    record.name = item.text("displayName");
    record.serial_number = item.text("serialNumber");
    record.manufacturer = item.text("manufacturer");
    record.model = item.text("model");
    record.last_seen_at = item.instant("approximateLastSignInDateTime");
    record.management =
        item.truth("isManaged").map(|managed| if managed { Management::Managed } else { Management::Unmanaged });
    for (field, label) in [("isCompliant", "compliant"), ("accountEnabled", "enabled")] {
        if let Some(truth) = item.truth(field) {
            record.labels.insert(label.into(), truth.to_string());
        }
    }
    item.reading.push_assuming(record, &["kind", "stage"]);
    Ok(())
}
