//! Okta's users.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `profile.firstName`, `profile.lastName`, `profile.displayName` | the identity's id and name |
//! | `profile.email`, `profile.login`, `profile.employeeNumber` | external ids; the mail address matches people across sources |
//! | `status` | `ACTIVE`, `RECOVERY`, `PASSWORD_EXPIRED`, `LOCKED_OUT`: active; `STAGED`, `PROVISIONED`: pending; `SUSPENDED`: suspended; `DEPROVISIONED`: deprovisioned |
//! | `statusChanged` of a deprovisioned user | `ends_at`, and active until then |
//! | `activated`, `lastLogin` | `starts_at`, `last_active_at` |
//! | `credentials.password`, `passwordChanged` | a password of that user, and its rotation |
//! | `profile.department`, `profile.manager` | labels |
//!
//! Guessed: a user is a person and an employee; `profile.userType` of `contractor` or `external` makes a contractor,
//! `service` a service account, `bot` a bot, `agent` an AI agent. The account's activation is the person's first day, unless
//! another source knows it. A password is as good as its user: active, or suspended with them. Lost: groups and
//! applications, which other exports show; factors.

use nhi_lifecycle::{
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
};

use super::{USER, mention_tenant, user_id};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    people::{end, set_mail},
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "okta-users",
    system: "okta",
    title: "a list of Okta's users",
    export: "curl -H \"Authorization: SSWS $TOKEN\" 'https://TENANT.okta.com/api/v1/users?limit=200&search=id+pr' > users.json, every page (the search lists the deprovisioned too)",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let key = item.needed("id")?;
    let own = user_id(&key)?;
    let profile = item.item("profile").ok_or_else(|| Skip("field `profile` is missing".into()))?;
    let status = status(item);
    let kind = match profile.word("userType").as_deref() {
        Some("contractor" | "external") => IdentityKind::Contractor,
        Some("service" | "service account" | "service_account") => IdentityKind::ServiceAccount,
        Some("bot") => IdentityKind::Bot,
        Some("agent" | "ai agent" | "ai_agent") => IdentityKind::AiAgent,
        other => {
            if let Some(other) = other.filter(|other| *other != "employee") {
                profile.unknown("userType", other);
            }
            reading.assume("a user of Okta is an employee");
            IdentityKind::Employee
        }
    };
    let mut record = Identity::new(own.clone(), kind, status);
    record.name = profile.text("displayName").or_else(|| {
        let parts: Vec<String> = ["firstName", "lastName"].iter().filter_map(|name| profile.text(name)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    });
    record.external_ids.insert(USER.into(), key);
    profile.copy(&mut record.external_ids, &[("login", "user_name"), ("employeeNumber", "employee_number")]);
    set_mail(&mut record, profile.text("email"));
    profile.copy(&mut record.labels, &[("department", "department"), ("manager", "manager")]);
    record.starts_at = item.instant("activated");
    record.last_active_at = item.instant("lastLogin");
    let changed = item.instant("statusChanged");
    if status == IdentityStatus::Deprovisioned {
        end(&mut record, changed);
    }
    // When the account was activated, which human resources know better of the person.
    reading.push_assuming(record, &["kind", "starts_at"]);
    let has_password = item.item("credentials").is_some_and(|credentials| credentials.item("password").is_some());
    if has_password {
        let password = match status {
            IdentityStatus::Active => CredentialStatus::Active,
            IdentityStatus::Pending => CredentialStatus::Pending,
            IdentityStatus::Suspended => CredentialStatus::Suspended,
            IdentityStatus::Deprovisioned => CredentialStatus::Revoked,
        };
        reading.assume("a password in Okta works as long as its user is active");
        let mut credential = Credential::new(id(&format!("{own}/password"))?, CredentialKind::Password, password);
        credential.identity = one(identity(&own));
        credential.issued_by = one(asset(&mention_tenant(reading)?));
        credential.rotated_at = item.instant("passwordChanged");
        reading.push(credential);
    }
    Ok(())
}

fn status(item: &Item<'_>) -> IdentityStatus {
    match item.word("status").as_deref() {
        Some("active" | "recovery" | "password_expired" | "locked_out") => IdentityStatus::Active,
        Some("staged" | "provisioned") => IdentityStatus::Pending,
        Some("suspended") => IdentityStatus::Suspended,
        Some("deprovisioned") => IdentityStatus::Deprovisioned,
        other => {
            item.unknown("status", other.unwrap_or("missing"));
            item.reading.assume("a user of unknown status is active");
            IdentityStatus::Active
        }
    }
}
