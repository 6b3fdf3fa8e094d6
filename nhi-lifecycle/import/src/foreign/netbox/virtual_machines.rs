//! NetBox's virtual machines.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `name` | the asset's id in this system, its name |
//! | `status.value` | as for devices; `paused`: maintenance |
//! | `cluster` | the cluster it runs on |
//! | `tenant` | a team that owns it |
//! | `serial` | `serial_number` |
//!
//! Guessed: that what NetBox lists is managed, and that a cluster is in use. Lost: sizes, addresses, custom fields.

use nhi_lifecycle::asset::{Asset, AssetKind, Management, Stage};

use super::{named, object, owned_by_tenant, stage};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "netbox-virtual-machines",
    system: "netbox",
    title: "a list of NetBox's virtual machines",
    export: "curl -H \"Authorization: Token $TOKEN\" 'https://SERVER/api/virtualization/virtual-machines/?limit=0' > machines.json",
    shape: Shape::json(&["results"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let Some((machine, key)) = object(item, "virtualization.virtualmachine")? else { return Ok(()) };
    let own = reading.id("virtual_machine", &key)?;
    let mut record = Asset::new(own, AssetKind::VirtualMachine, stage(&machine));
    record.name = machine.text("name");
    record.serial_number = machine.text("serial");
    record.management = Some(Management::Managed);
    reading.assume("what the CMDB lists is managed");
    let cluster = machine.item("cluster").and_then(|cluster| cluster.text("id")).or_else(|| machine.number("cluster"));
    if let Some(cluster) = cluster {
        let id = reading.id("cluster", &cluster)?;
        let mut cluster = Asset::new(id.clone(), AssetKind::Cluster, Stage::InUse);
        cluster.name = named(&machine, "cluster");
        reading.assume("a cluster that the export names is in use");
        reading.mention(cluster);
        record.runs_on = one(asset(&id));
    }
    owned_by_tenant(&machine, &mut record)?;
    reading.push_assuming(record, &["management"]);
    Ok(())
}
