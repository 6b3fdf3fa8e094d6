//! ServiceNow's users: `sys_user`.
//!
//! | field | becomes |
//! | --- | --- |
//! | `sys_id`, else `user_name`; `name` | the identity's id in this system, its name |
//! | `email`, `user_name`, `employee_number` | external ids; the mail address matches people across sources |
//! | `active` | `false`: deprovisioned |
//! | `locked_out` | `true`: suspended |
//! | `web_service_access_only`, `internal_integration_user` | `true`: service account |
//! | `last_login_time` | `last_active_at` |
//! | `manager`, `department` | labels |
//!
//! Guessed: a user is an employee, and one who is not active has left. Lost: groups, roles, everything personal.

use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

use super::{instant, named, shown, truth};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    people::set_mail,
    reading::Skip,
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "servicenow-users",
    system: "servicenow",
    title: "a list of ServiceNow's users",
    export: "curl -u USER 'https://INSTANCE.service-now.com/api/now/table/sys_user?sysparm_display_value=all&sysparm_limit=10000' > users.json, or the list's menu, Export, CSV",
    shape: Shape::either(&["result", "records"], &[&["user_name", "user_id"]]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let key = ["sys_id", "user_name"].iter().find_map(|field| shown(item, field));
    let key = key.ok_or_else(|| Skip("has neither an id nor a name".into()))?;
    let program = ["web_service_access_only", "internal_integration_user"];
    let program = program.iter().any(|field| truth(item, field) == Some(true));
    let kind = if program { IdentityKind::ServiceAccount } else { IdentityKind::Employee };
    if !program {
        reading.assume("a user of ServiceNow is an employee");
    }
    let status = match (truth(item, "active"), truth(item, "locked_out")) {
        (Some(false), _) => {
            reading.assume("a user that is not active has left");
            IdentityStatus::Deprovisioned
        }
        (_, Some(true)) => IdentityStatus::Suspended,
        (Some(true), _) => IdentityStatus::Active,
        (None, _) => {
            reading.assume("a user of unknown state is active");
            IdentityStatus::Active
        }
    };
    let mut record = Identity::new(reading.id("user", &key)?, kind, status);
    record.name = shown(item, "name");
    set_mail(&mut record, shown(item, "email"));
    for field in ["user_name", "employee_number"] {
        if let Some(text) = shown(item, field) {
            record.external_ids.insert(field.into(), text);
        }
    }
    record.last_active_at = instant(item, "last_login_time");
    for label in ["manager", "department"] {
        if let Some(text) = named(item, label) {
            record.labels.insert(label.into(), text);
        }
    }
    reading.push_assuming(record, &["kind"]);
    Ok(())
}
