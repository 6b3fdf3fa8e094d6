//! EC2 instances.
//!
//! | field | becomes |
//! | --- | --- |
//! | `InstanceId` | the asset's id, and the external id `cloud_instance` by which other sources are matched |
//! | `State.Name` | `pending`, `running`, `shutting-down`, `stopping`: in_use; `stopped`: maintenance; `terminated`: retired |
//! | `Tags` `Name`, `Environment`/`Env`/`Stage` | name, environment; all tags are labels |
//! | `LaunchTime`, `StateTransitionReason` | labels: when it was launched, and why it is in this state |
//! | `PrivateDnsName`, `PublicDnsName` | external ids `host_name`, `public_host_name` |
//! | `OwnerId` | it runs on the account |
//! | `IamInstanceProfile.Arn` | the role of that profile is attached to it |
//!
//! Guessed: a stopped instance is in maintenance, as it may start again; an instance is managed. Lost: network, disks,
//! images, the key pair, when exactly it was terminated.

use nhi_lifecycle::{
    asset::{Asset, AssetKind, Environment, Management, Stage},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::RelationKind,
};

use super::{authorization_details::PROFILE, is_account, mention_account};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "aws-instances",
    system: "aws",
    title: "a list of EC2 instances",
    export: "aws ec2 describe-instances > instances.json",
    shape: Shape::json(&["Reservations"]),
    read,
};

/// The external id by which other sources name an instance.
pub(crate) const CLOUD_INSTANCE: &str = "cloud_instance";

/// The external id of a full host name.
pub(crate) const HOST_NAME: &str = "host_name";

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let account = item.text("OwnerId").filter(|owner| is_account(owner));
    let instances = item.items("Instances");
    if instances.is_empty() {
        return Err(Skip("a reservation without instances".into()));
    }
    for instance in instances {
        if let Err(Skip(why)) = read_instance(&instance, account.as_deref()) {
            item.reading.skip(why);
        }
    }
    Ok(())
}

fn read_instance(item: &Item<'_>, account: Option<&str>) -> Result<(), Skip> {
    let reading = item.reading;
    let instance = item.needed("InstanceId")?;
    let own = id(&instance)?;
    let mut record = Asset::new(own.clone(), AssetKind::VirtualMachine, stage(item));
    record.external_ids.insert(CLOUD_INSTANCE.into(), instance);
    for tag in item.items("Tags") {
        let (Some(key), Some(value)) = (tag.text("Key"), tag.text("Value")) else { continue };
        match key.to_lowercase().as_str() {
            "name" => record.name = Some(value.clone()),
            "environment" | "env" | "stage" => record.environment = environment(&value),
            _ => {}
        }
        record.labels.insert(key, value);
    }
    item.copy(&mut record.external_ids, &[("PrivateDnsName", HOST_NAME), ("PublicDnsName", "public_host_name")]);
    item.copy(
        &mut record.labels,
        &[("LaunchTime", "launched_at"), ("StateTransitionReason", "state_transition_reason")],
    );
    record.model = item.text("InstanceType");
    record.management = Some(Management::Managed);
    reading.assume("an instance in one's own account is managed");
    if let Some(account) = account {
        record.runs_on = one(asset(&mention_account(reading, account)?));
    }
    reading.push_assuming(record, &["management"]);
    if let Some(profile) = item.item("IamInstanceProfile").and_then(|profile| profile.text("Arn")) {
        let role_id = id(&profile)?;
        let mut role = Identity::new(role_id.clone(), IdentityKind::Role, IdentityStatus::Active);
        role.external_ids.insert(PROFILE.into(), profile);
        reading.assume("an instance profile's role is active");
        reading.mention(role);
        reading.relate(RelationKind::AttachedTo, identity(&role_id), asset(&own));
    }
    Ok(())
}

fn stage(item: &Item<'_>) -> Stage {
    let state = item.item("State").and_then(|state| {
        state.has("Code");
        state.word("Name")
    });
    match state.as_deref() {
        Some("running" | "pending" | "stopping" | "shutting-down") => Stage::InUse,
        Some("stopped") => {
            item.reading.assume("a stopped instance is in maintenance: it may start again");
            Stage::Maintenance
        }
        Some("terminated") => Stage::Retired,
        other => {
            item.unknown("State", other.unwrap_or("missing"));
            item.reading.assume("an instance of unknown state is in use");
            Stage::InUse
        }
    }
}

/// The environment that a word stands for, as people write it in tags and names.
pub(crate) fn environment(word: &str) -> Option<Environment> {
    match word.trim().to_lowercase().as_str() {
        "prod" | "production" | "prd" | "live" => Some(Environment::Production),
        "stage" | "staging" | "preprod" | "pre-production" | "uat" => Some(Environment::Staging),
        "dev" | "development" | "sandbox" => Some(Environment::Development),
        "test" | "testing" | "qa" => Some(Environment::Test),
        "demo" | "demonstration" | "training" | "other" => Some(Environment::Other),
        _ => None,
    }
}
