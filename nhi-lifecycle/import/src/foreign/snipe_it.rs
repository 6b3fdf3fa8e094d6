//! Snipe-IT: hardware, and the people who hold it.

pub(super) mod hardware;
pub(super) mod users;

use super::item::Item;

/// An instant that Snipe-IT writes as an object with a `datetime` or `date`.
fn instant(item: &Item<'_>, name: &str) -> Option<nhi_lifecycle::Instant> {
    match item.item(name) {
        Some(inner) => {
            inner.has("formatted");
            inner.instant("datetime").or_else(|| inner.instant("date"))
        }
        None => item.instant(name),
    }
}

/// The name of what a field refers to, written as an object with an id and a name, or as a text.
fn named(item: &Item<'_>, name: &str) -> Option<String> {
    match item.item(name) {
        Some(inner) => {
            inner.has("id");
            inner.text("name")
        }
        None => item.text(name),
    }
}
