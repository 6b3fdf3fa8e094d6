//! The report: which credentials are orphaned at an instant.

use nhi_lifecycle::analysis::{self, Report};

use crate::{
    error::nhi_error,
    guard::guard,
    handle::{self, Handle},
    inventory::{nhi_inventory, snapshot},
    options::{self, nhi_effort, nhi_policy},
    pointer::{self, Out},
};

/// The orphaned credentials of an inventory at an instant: findings, the most severe first, then by credential id. Immutable:
/// any number of threads may read it at once.
///
/// While a report is held, the next batch that is added to its inventory copies what is known first; free it soon.
pub struct nhi_report {
    _private: [u8; 0],
}

impl Handle for nhi_report {
    type Held = Report;
    const NAME: &'static str = "nhi_report";
}

/// Finds every orphaned credential at an instant, in microseconds since 1970 (UTC).
///
/// `with_since`, where it is not 0, works out since when each finding has held; that takes longer, and alone is told to the progress of
/// `effort` and stopped by it. `policy` and `effort` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_orphans(
    inventory: *const nhi_inventory,
    at: i64,
    policy: *const nhi_policy,
    with_since: i32,
    effort: *const nhi_effort,
    report: *mut *mut nhi_report,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, report) = unsafe { (Out::new(err), Out::new(report)) };
    guard(err, || {
        let report = report.needed_handle("report")?;
        // SAFETY: as the caller promised.
        let (policy, (threads, mut watch)) = unsafe { (options::policy(policy)?, options::effort(effort)?) };
        let mut found = analysis::orphans_on(threads, &snapshot(inventory)?, pointer::instant(at, "at")?, &policy);
        if with_since != 0 {
            found.fill_since(|| watch.step());
        }
        report.set(handle::give::<nhi_report>(watch.result(Ok(found))?)?);
        Ok(())
    })
}

/// Frees a report. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_free(report: *mut nhi_report, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(report))
}

/// How many findings there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_len(report: *const nhi_report, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(report)?.len() as u64);
        Ok(())
    })
}

/// The instant it is about, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_at(report: *const nhi_report, at: *mut i64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, at) = unsafe { (Out::new(err), Out::new(at)) };
    guard(err, || {
        at.needed("at")?.set(handle::lend(report)?.at().as_micros());
        Ok(())
    })
}
