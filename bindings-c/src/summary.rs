//! The summary of a report: how many findings there are of what.

use nhi_lifecycle::{
    analysis::Summary,
    finding::{Reason, Severity},
};

use crate::{
    error::nhi_error,
    guard::guard,
    handle::{self, Handle},
    pointer::{self, Out},
    report::nhi_report,
};

/// How many findings a report holds. Immutable: any number of threads may read it at once.
pub struct nhi_summary {
    _private: [u8; 0],
}

impl Handle for nhi_summary {
    type Held = Summary;
    const NAME: &'static str = "nhi_summary";
}

/// Counts the findings of a report.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_summary(
    report: *const nhi_report,
    summary: *mut *mut nhi_summary,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, summary) = unsafe { (Out::new(err), Out::new(summary)) };
    guard(err, || {
        let summary = summary.needed_handle("summary")?;
        summary.set(handle::give::<nhi_summary>(handle::lend(report)?.summary())?);
        Ok(())
    })
}

/// Frees a summary. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_free(summary: *mut nhi_summary, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(summary))
}

/// How many credentials work.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_live_credentials(
    summary: *const nhi_summary,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, count) = unsafe { (Out::new(err), Out::new(count)) };
    guard(err, || {
        count.needed("count")?.set(handle::lend(summary)?.live_credentials as u64);
        Ok(())
    })
}

/// How many credentials work and are orphaned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_orphaned(
    summary: *const nhi_summary,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, count) = unsafe { (Out::new(err), Out::new(count)) };
    guard(err, || {
        count.needed("count")?.set(handle::lend(summary)?.orphaned as u64);
        Ok(())
    })
}

/// Of these, how many have no other reason than that nobody owns them: on a first import most, and what is missing may be data.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_unowned_only(
    summary: *const nhi_summary,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, count) = unsafe { (Out::new(err), Out::new(count)) };
    guard(err, || {
        count.needed("count")?.set(handle::lend(summary)?.unowned_only as u64);
        Ok(())
    })
}

/// Of these, how many rest on records that are referred to and missing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_indeterminate(
    summary: *const nhi_summary,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, count) = unsafe { (Out::new(err), Out::new(count)) };
    guard(err, || {
        count.needed("count")?.set(handle::lend(summary)?.indeterminate as u64);
        Ok(())
    })
}

/// How many are of this severity (NHI_SEVERITY_...).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_by_severity(
    summary: *const nhi_summary,
    severity: i32,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, count) = unsafe { (Out::new(err), Out::new(count)) };
    guard(err, || {
        let severity = pointer::word(severity, Severity::from_number, "severity")?;
        let found = handle::lend(summary)?.by_severity.get(&severity).copied();
        count.needed("count")?.set(found.unwrap_or(0) as u64);
        Ok(())
    })
}

/// How many bear this reason (NHI_REASON_...); one may bear several.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_by_reason(
    summary: *const nhi_summary,
    reason: i32,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, count) = unsafe { (Out::new(err), Out::new(count)) };
    guard(err, || {
        let reason = pointer::word(reason, Reason::from_number, "reason")?;
        let found = handle::lend(summary)?.by_reason.get(&reason).copied();
        count.needed("count")?.set(found.unwrap_or(0) as u64);
        Ok(())
    })
}
