//! Findings of a monitor: a list, in which a finding is named by its place, from 0.

use std::{ffi::c_char, sync::Arc};

use nhi_lifecycle::monitor::StandingFinding;

use crate::{
    error::nhi_error,
    finding::set_reasons,
    guard::{Failure, guard},
    handle::{self, Handle},
    pointer::{self, Numbers, Out, TextOut},
    string::{give_string, nhi_string},
};

/// Orphaned credentials as a monitor knew them. Immutable: any number of threads may read it at once. nhi_explain tells more of
/// each, of the monitored inventory.
pub struct nhi_standings {
    _private: [u8; 0],
}

impl Handle for nhi_standings {
    type Held = Arc<[StandingFinding]>;
    const NAME: &'static str = "nhi_standings";
}

fn find(findings: &[StandingFinding], index: u64) -> Result<&StandingFinding, Failure> {
    let index = pointer::index(index, findings.len(), "finding")?;
    findings.get(index).ok_or_else(|| Failure::argument("no such finding"))
}

/// Frees a list of findings. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_free(standings: *mut nhi_standings, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(standings))
}

/// How many findings there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_len(
    standings: *const nhi_standings,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(standings)?.len() as u64);
        Ok(())
    })
}

/// The id of the credential: where it begins and how many bytes it has. Valid until the list is freed. No NUL ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_credential(
    standings: *const nhi_standings,
    finding: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let text = text.needed()?;
        text.set(find(&handle::lend(standings)?, finding)?.credential());
        Ok(())
    })
}

/// The credential as a reference, such as credential:ak-7.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_subject(
    standings: *const nhi_standings,
    finding: u64,
    subject: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, subject) = unsafe { (Out::new(err), Out::new(subject)) };
    guard(err, || {
        let subject = subject.needed_handle("subject")?;
        give_string(subject, find(&handle::lend(standings)?, finding)?.subject.to_string())
    })
}

/// How it stands: NHI_FINDING_STATUS_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_status(
    standings: *const nhi_standings,
    finding: u64,
    status: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, status) = unsafe { (Out::new(err), Out::new(status)) };
    guard(err, || {
        status.needed("status")?.set(find(&handle::lend(standings)?, finding)?.status.number().into());
        Ok(())
    })
}

/// How bad it is: NHI_SEVERITY_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_severity(
    standings: *const nhi_standings,
    finding: u64,
    severity: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, severity) = unsafe { (Out::new(err), Out::new(severity)) };
    guard(err, || {
        severity.needed("severity")?.set(find(&handle::lend(standings)?, finding)?.severity.number().into());
        Ok(())
    })
}

/// All reasons that hold. The rest is as for nhi_report_reasons.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_reasons(
    standings: *const nhi_standings,
    finding: u64,
    reasons: *mut i32,
    capacity: u64,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, reasons) = unsafe { (Out::new(err), Numbers::new(reasons, capacity, count)) };
    guard(err, || set_reasons(reasons, find(&handle::lend(standings)?, finding)?.reasons))
}

/// Of these, those that rest on records which are referred to and missing. The rest is as for nhi_report_reasons.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_standings_indeterminate(
    standings: *const nhi_standings,
    finding: u64,
    reasons: *mut i32,
    capacity: u64,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, reasons) = unsafe { (Out::new(err), Numbers::new(reasons, capacity, count)) };
    guard(err, || set_reasons(reasons, find(&handle::lend(standings)?, finding)?.indeterminate))
}
