//! ServiceNow: configuration items and users, as the Table API writes them or as a list is exported to CSV.
//!
//! The API writes references as `{link, value}`, or an empty text, and truth values and numbers as texts; asked to with
//! `sysparm_display_value`, it writes what people see, or every field as `{display_value, value}`; a CSV has what people see, and in its header the names of fields or, by way of Excel, their labels.

pub(super) mod configuration_items;
pub(super) mod users;

use nhi_lifecycle::Instant;

use super::item::Item;

/// Fields whose label is another word, and that word as a header has it.
const LABELS: &[(&str, &str)] = &[
    ("sys_class_name", "class"),
    ("install_status", "status"),
    ("fqdn", "fully_qualified_domain_name"),
    ("last_discovered", "most_recent_discovery"),
    ("virtual", "is_virtual"),
    ("user_name", "user_id"),
];

/// The name under which a field stands there.
fn written<'a>(item: &Item<'_>, field: &'a str) -> &'a str {
    let label = LABELS.iter().find(|(name, _)| *name == field && !item.has(name));
    label.map_or(field, |(_, label)| *label)
}

/// What people see of a field.
fn shown(item: &Item<'_>, field: &str) -> Option<String> {
    let field = written(item, field);
    match item.item(field) {
        Some(inner) => {
            inner.has("link");
            inner.first(&["display_value", "value"])
        }
        None => item.text(field),
    }
}

/// The name of what a field refers to; none where just its `sys_id` was exported.
fn named(item: &Item<'_>, field: &str) -> Option<String> {
    shown(item, field).filter(|text| !is_sys_id(text))
}

fn is_sys_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The `sys_id` that a field refers to.
fn referred(item: &Item<'_>, field: &str) -> Option<String> {
    let text = match item.item(field) {
        Some(inner) => inner.text("value").or_else(|| Some(inner.text("link")?.rsplit('/').next()?.to_owned())),
        None => item.text(field),
    };
    text.filter(|text| is_sys_id(text))
}

/// What is stored in a field.
fn stored<T>(item: &Item<'_>, field: &str, read: impl Fn(&Item<'_>, &str) -> Option<T>) -> Option<T> {
    let field = written(item, field);
    match item.item(field) {
        Some(inner) => {
            inner.has("display_value");
            read(&inner, "value")
        }
        None => read(item, field),
    }
}

/// An instant, which is stored in UTC and shown in the time zone of whoever looks.
fn instant(item: &Item<'_>, field: &str) -> Option<Instant> {
    stored(item, field, |item, field| item.instant(field))
}

fn truth(item: &Item<'_>, field: &str) -> Option<bool> {
    stored(item, field, |item, field| item.truth(field))
}
