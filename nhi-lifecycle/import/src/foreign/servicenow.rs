//! ServiceNow: configuration items and users, as the Table API writes them or as a list is exported to CSV.
//!
//! The API writes references as `{link, value}`, or `{display_value, ...}`, or an empty text, and truth values and numbers as
//! texts; a CSV has what people see.

pub(super) mod configuration_items;
pub(super) mod users;

use super::item::Item;

/// What people see of a field.
fn shown(item: &Item<'_>, field: &str) -> Option<String> {
    match item.item(field) {
        Some(inner) => {
            inner.has("link");
            inner.first(&["display_value", "value"])
        }
        None => item.text(field),
    }
}

/// The `sys_id` that a field refers to.
fn referred(item: &Item<'_>, field: &str) -> Option<String> {
    let text = match item.item(field) {
        Some(inner) => inner.text("value").or_else(|| Some(inner.text("link")?.rsplit('/').next()?.to_owned())),
        None => item.text(field),
    };
    text.filter(|text| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
