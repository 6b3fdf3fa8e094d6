//! An inventory and its report as C holds them, for what measures the border.

use std::ptr::{null, null_mut};

use nhi_lifecycle_c::{
    inventory::{self, nhi_inventory},
    load, options,
    report::{self, nhi_report},
};

use crate::Workload;

/// Fails where a call of the C interface did; the workload is valid.
pub fn check(status: i32) {
    assert_eq!(status, 0, "a call of the C interface failed");
}

/// An inventory of these lines, and its report; both are the caller's to free.
#[must_use]
pub fn in_c(lines: &str) -> (*mut nhi_inventory, *mut nhi_report) {
    let nothing = options::nhi_text { data: null(), len: 0 };
    let context = options::nhi_context {
        struct_size: size_of::<options::nhi_context>() as u64,
        recorded_at: Workload::NOW,
        lenient: 0,
        actor: nothing,
        source: nothing,
        reason: nothing,
        progress: None,
        progress_data: null_mut(),
        threads: 0,
    };
    let (mut held, mut found) = (null_mut(), null_mut());
    let (text, len) = (lines.as_ptr().cast(), lines.len() as u64);
    // SAFETY: every pointer is to a place of ours, or null.
    unsafe {
        check(inventory::nhi_inventory_new(&raw mut held, null_mut()));
        check(load::nhi_inventory_add_jsonl(held, text, len, &raw const context, null_mut(), null_mut()));
        check(report::nhi_orphans(held, Workload::NOW, null(), 0, null(), &raw mut found, null_mut()));
    }
    (held, found)
}
