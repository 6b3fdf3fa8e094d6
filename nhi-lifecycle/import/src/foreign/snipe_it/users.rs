//! Snipe-IT's users, as its API lists them.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `name` | the identity's id in this system, its name |
//! | `email`, `username`, `employee_num` | external ids; the mail address matches people across sources |
//! | `activated`, `deleted_at` | `false`: an account that can't sign in to Snipe-IT, kept as a label; deleted: deprovisioned |
//! | `start_date`, `end_date` | `starts_at`, `ends_at`: the day after the last |
//! | `last_login` | `last_active_at` |
//!
//! Guessed: everyone listed is an employee and active until `end_date`; being unable to sign in to Snipe-IT says nothing of
//! employment. Lost: address, phone, title, permissions; the manager is kept as a label.

use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

use super::{instant, named};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    people::{day_after, set_mail},
    reading::Skip,
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "snipe-it-users",
    system: "snipe-it",
    title: "a list of Snipe-IT's users",
    export: "curl -H \"Authorization: Bearer $TOKEN\" 'https://SERVER/api/v1/users?limit=500&offset=0' > users.json (token: your name, Manage API Keys)",
    shape: Shape::json(&["rows"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let own = reading.id("user", &item.needed("id")?)?;
    let deleted = instant(item, "deleted_at").is_some();
    let status = if deleted { IdentityStatus::Deprovisioned } else { IdentityStatus::Active };
    let mut record = Identity::new(own, IdentityKind::Employee, status);
    reading.assume("a user of Snipe-IT is an employee");
    record.name = item.text("name");
    set_mail(&mut record, item.text("email"));
    item.copy(&mut record.external_ids, &[("username", "user_name"), ("employee_num", "employee_number")]);
    record.starts_at = instant(item, "start_date");
    record.ends_at = instant(item, "end_date").and_then(day_after);
    record.last_active_at = instant(item, "last_login");
    for (field, label) in [("department", "department"), ("manager", "manager")] {
        if let Some(name) = named(item, field) {
            record.labels.insert(label.into(), name);
        }
    }
    if item.truth("activated") == Some(false) {
        record.labels.insert("activated".into(), "false".into());
    }
    reading.push_assuming(record, &["kind", "status", "ends_at"]);
    Ok(())
}
