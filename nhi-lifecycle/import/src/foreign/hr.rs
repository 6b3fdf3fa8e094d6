//! A list of people from human resources, as CSV.
//!
//! | column, or one of its other names | becomes |
//! | --- | --- |
//! | `id`, `employee_id`, `employee_number`, `personnel_number`, `employee_no`, `employee_#`; else the mail address | the identity's id in this system |
//! | `name`, `full_name`, or `first_name` and `last_name` | its name |
//! | `email`, `mail`, `e_mail`, `work_email` | the mail address, which matches people across sources |
//! | `start_date`, `first_day`, `hire_date`, `entry_date` | `starts_at` |
//! | `end_date`, `last_day`, `termination_date`, `leaving_date`, `exit_date` | `ends_at`: the day after |
//! | `type`, `worker_type`, `employment_type` | `contractor`, `external`, `freelancer`, `consultant`: contractor; else employee |
//! | `status`, `employment_status` | `terminated`, `left`, `inactive`, `former`: deprovisioned, or active until the last day where there is one; `on leave`: active |
//! | `manager`, `supervisor`, `reports_to`, `line_manager`; `department` | labels |
//!
//! Guessed: a last day is the last one worked, so someone is gone from the midnight (UTC) after it, unless
//! another source knows the hour of that day. A person with neither
//! status nor last day is active. Lost: every other column.

use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

use super::{
    format::{Format, Shape},
    item::Item,
    people::{MAIL, day_after, end},
    reading::Skip,
};

pub(super) const FORMAT: Format = Format {
    name: "hr-people",
    system: "hr",
    title: "a list of people",
    export: "a table from human resources, saved as CSV with the columns id, name, email, start_date, end_date, manager",
    shape: Shape::csv(&[WHO]),
    read,
};

/// The columns by which a person is known, numbers before mail addresses.
const WHO: &[&str] = &[
    "id",
    "employee_id",
    "employee_number",
    "personnel_number",
    "employee_no",
    "employee_#",
    "email",
    "mail",
    "e_mail",
    "work_email",
    "email_address",
];
const KEYS: &[&str] = WHO.split_at(6).0;
const MAILS: &[&str] = WHO.split_at(6).1;
const STARTS: &[&str] = &["start_date", "first_day", "hire_date", "entry_date", "starts_at"];
const ENDS: &[&str] = &["end_date", "last_day", "termination_date", "leaving_date", "exit_date", "ends_at"];

const MANAGERS: &[&str] = &["manager", "supervisor", "reports_to", "line_manager"];
const TYPES: &[&str] = &["type", "worker_type", "employment_type"];
const STATES: &[&str] = &["status", "employment_status"];

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let mail = item.first(MAILS).map(|mail| mail.to_lowercase());
    let number = item.first(KEYS);
    let Some(key) = number.clone().or_else(|| mail.clone()) else {
        return Err(Skip("has neither a number nor a mail address of the person".into()));
    };
    let mut record = Identity::new(reading.id("person", &key)?, kind(item), status(item));
    record.name = item.first(&["name", "full_name", "display_name"]).or_else(|| {
        let parts: Vec<String> = ["first_name", "last_name"].iter().filter_map(|name| item.text(name)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    });
    if let Some(mail) = mail {
        record.external_ids.insert(MAIL.into(), mail);
    }
    if let Some(number) = number {
        record.external_ids.insert("employee_number".into(), number);
    }
    record.starts_at = STARTS.iter().find_map(|name| item.instant(name));
    let ends_at = ENDS.iter().find_map(|name| item.instant(name)).and_then(day_after);
    record.ends_at = ends_at;
    if record.status == IdentityStatus::Deprovisioned {
        end(&mut record, ends_at);
    }
    if record.ends_at.is_some() {
        reading.assume("a last day is worked: the person is gone from the midnight after it, in UTC");
    }
    for (columns, label) in [(MANAGERS, "manager"), (&["department"], "department")] {
        if let Some(text) = item.first(columns) {
            record.labels.insert(label.into(), text);
        }
    }
    // What no column says yields to a source that says it; a last day, to one that knows the hour.
    let assumed: &[&str] = if STATES.iter().any(|name| item.has(name)) { &["ends_at"] } else { &["ends_at", "status"] };
    reading.push_assuming(record, assumed);
    Ok(())
}

fn kind(item: &Item<'_>) -> IdentityKind {
    let name = TYPES.iter().find(|name| item.has(name)).copied().unwrap_or("type");
    match item.word(name).as_deref() {
        Some("contractor" | "external" | "freelancer" | "consultant" | "contingent worker") => IdentityKind::Contractor,
        Some("employee" | "permanent" | "regular" | "full-time" | "part-time" | "intern") => IdentityKind::Employee,
        other => {
            if let Some(other) = other {
                item.unknown(name, other);
            }
            item.reading.assume("a person of no known type is an employee");
            IdentityKind::Employee
        }
    }
}

fn status(item: &Item<'_>) -> IdentityStatus {
    let name = STATES.iter().find(|name| item.has(name)).copied().unwrap_or("status");
    match item.word(name).as_deref() {
        Some("terminated" | "left" | "inactive" | "former" | "leaver" | "deprovisioned") => {
            IdentityStatus::Deprovisioned
        }
        Some("active" | "on leave" | "leave" | "employed" | "full-time" | "part-time") => IdentityStatus::Active,
        Some("pending" | "joining" | "hired") => IdentityStatus::Pending,
        None => {
            item.reading.assume("a person without a status is active until the last day");
            IdentityStatus::Active
        }
        Some(other) => {
            item.unknown(name, other);
            item.reading.assume("a person of unknown status is active until the last day");
            IdentityStatus::Active
        }
    }
}
