//! What the sources of people have in common.

use nhi_lifecycle::{
    Instant,
    identity::{Identity, IdentityStatus},
};

/// The external id by which people are matched across sources: a mail address in lower case.
pub(crate) const MAIL: &str = "mail";

/// The instant from which someone with this last day is gone: a day later.
pub(super) fn day_after(last: Instant) -> Option<Instant> {
    const DAY: i64 = 24 * 60 * 60 * 1_000_000;
    Instant::from_micros(last.as_micros().checked_add(DAY)?).ok()
}

/// Someone who is gone, since an instant where it is known: until then they were active, and what is asked of an earlier time
/// is answered so.
pub(super) fn end(record: &mut Identity, ends_at: Option<Instant>) {
    if ends_at.is_some() {
        record.ends_at = ends_at;
        record.status = IdentityStatus::Active;
    }
}

/// Notes the mail address of a person.
pub(super) fn set_mail(record: &mut Identity, mail: Option<String>) {
    record.external_ids.extend(mail.map(|mail| (MAIL.to_owned(), mail.to_lowercase())));
}
