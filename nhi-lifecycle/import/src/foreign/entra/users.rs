//! Entra's users.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `displayName` | the identity's id and name |
//! | `mail`, else `userPrincipalName` | the mail address, which matches people across sources |
//! | `accountEnabled` | `false`: suspended |
//! | `userType` | `Guest`: contractor |
//! | `employeeId`, `department`, `jobTitle` | external id, labels |
//! | `createdDateTime`, `employeeHireDate` | `starts_at` |
//! | `employeeLeaveDateTime` | `ends_at` |
//! | `deletedDateTime` | deprovisioned |
//! | `signInActivity.lastSignInDateTime`, `lastPasswordChangeDateTime` | `last_active_at`, a label |
//!
//! Guessed: a member is an employee, a guest a contractor; where `accountEnabled` was not exported, active. Lost: groups,
//! roles, licences, factors. The manager's id is a label.

use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    people::MAIL,
    reading::{Skip, id},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "entra-users",
    system: "entra",
    title: "a list of Entra's users",
    export: "az rest --url 'https://graph.microsoft.com/v1.0/users?$top=999&$select=id,displayName,mail,userPrincipalName,accountEnabled,userType,employeeId,employeeHireDate,employeeLeaveDateTime,createdDateTime' > users.json",
    shape: Shape::json(&["value"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let own = id(&format!("entra:user/{}", item.needed("id")?))?;
    let user_type = item.word("userType");
    let guest = user_type.as_deref() == Some("guest");
    if let Some(other) = user_type.filter(|user_type| !matches!(user_type.as_str(), "guest" | "member")) {
        item.unknown("userType", &other);
    }
    let kind = if guest { IdentityKind::Contractor } else { IdentityKind::Employee };
    reading.assume("a member of the tenant is an employee, a guest a contractor");
    let deleted = item.instant("deletedDateTime").is_some();
    let status = match item.truth("accountEnabled") {
        _ if deleted => IdentityStatus::Deprovisioned,
        Some(false) => IdentityStatus::Suspended,
        Some(true) => IdentityStatus::Active,
        None => {
            reading.assume("a user of unknown state is active; export `accountEnabled`");
            IdentityStatus::Active
        }
    };
    let mut record = Identity::new(own, kind, status);
    record.name = item.text("displayName");
    let principal = item.text("userPrincipalName");
    if let Some(mail) = item.text("mail").or_else(|| principal.clone()) {
        record.external_ids.insert(MAIL.into(), mail.to_lowercase());
    }
    for (text, key) in [(principal, "user_name"), (item.text("employeeId"), "employee_number")] {
        if let Some(text) = text {
            record.external_ids.insert(key.into(), text);
        }
    }
    record.starts_at = item.instant("employeeHireDate").or_else(|| item.instant("createdDateTime"));
    record.ends_at = item.instant("employeeLeaveDateTime");
    record.last_active_at = item.item("signInActivity").and_then(|activity| activity.instant("lastSignInDateTime"));
    item.copy(&mut record.labels, &[("department", "department"), ("jobTitle", "job_title")]);
    if let Some(manager) = item.item("manager").and_then(|manager| manager.text("id")) {
        record.labels.insert("manager".into(), manager);
    }
    reading.push_assuming(record, &["kind"]);
    Ok(())
}
