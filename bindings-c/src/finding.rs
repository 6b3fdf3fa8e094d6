//! Findings: what a report says about one orphaned credential. A finding is named by its report and its place in it, from 0.

use std::ffi::c_char;

use nhi_lifecycle::{
    analysis::{Finding, Report, Since},
    controls::CATALOGUE,
    finding::Reasons,
};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle,
    pointer::{self, Numbers, Out, Text, TextOut},
    report::nhi_report,
    string::{give_string, give_strings, nhi_string, nhi_strings},
    witness::nhi_witnesses,
};

fn find(report: &Report, index: u64) -> Result<Finding<'_>, Failure> {
    let index = pointer::index(index, report.len(), "finding")?;
    report.get(index).ok_or_else(|| Failure::argument("no such finding"))
}

/// The id of the credential: where it begins and how many bytes it has. Valid until the report is freed. No NUL ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_credential(
    report: *const nhi_report,
    finding: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let text = text.needed()?;
        text.set(find(&*handle::lend(report)?, finding)?.credential());
        Ok(())
    })
}

/// The credential as a reference, such as credential:ak-7.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_subject(
    report: *const nhi_report,
    finding: u64,
    subject: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, subject) = unsafe { (Out::new(err), Out::new(subject)) };
    guard(err, || {
        let subject = subject.needed_handle("subject")?;
        give_string(subject, find(&*handle::lend(report)?, finding)?.subject().to_string())
    })
}

/// How it stands: NHI_FINDING_STATUS_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_status(
    report: *const nhi_report,
    finding: u64,
    status: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, status) = unsafe { (Out::new(err), Out::new(status)) };
    guard(err, || {
        status.needed("status")?.set(find(&*handle::lend(report)?, finding)?.status().number().into());
        Ok(())
    })
}

/// How bad it is: NHI_SEVERITY_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_severity(
    report: *const nhi_report,
    finding: u64,
    severity: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, severity) = unsafe { (Out::new(err), Out::new(severity)) };
    guard(err, || {
        severity.needed("severity")?.set(find(&*handle::lend(report)?, finding)?.severity().number().into());
        Ok(())
    })
}

pub(crate) fn set_reasons(place: Numbers, reasons: Reasons) -> Result<(), Failure> {
    place.set(reasons.iter().map(|reason| i32::from(reason.number())))
}

/// All reasons that hold (NHI_REASON_...), in the order of the model: up to `capacity` of them go to `reasons`, and how many
/// there are to `count`. NHI_VOCABULARY_REASON has as many words as there can be.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_reasons(
    report: *const nhi_report,
    finding: u64,
    reasons: *mut i32,
    capacity: u64,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, reasons) = unsafe { (Out::new(err), Numbers::new(reasons, capacity, count)) };
    guard(err, || set_reasons(reasons, find(&*handle::lend(report)?, finding)?.reasons()))
}

/// Of these, those that rest on records which are referred to and missing. The rest is as for nhi_report_reasons.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_indeterminate(
    report: *const nhi_report,
    finding: u64,
    reasons: *mut i32,
    capacity: u64,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, reasons) = unsafe { (Out::new(err), Numbers::new(reasons, capacity, count)) };
    guard(err, || set_reasons(reasons, find(&*handle::lend(report)?, finding)?.indeterminate()))
}

/// Since when it has held without a gap, in microseconds since 1970 (UTC), of a report that was asked for `with_since`.
/// `always` is 1, and `since` stays as it is, where it held at every earlier instant; otherwise 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_since(
    report: *const nhi_report,
    finding: u64,
    since: *mut i64,
    always: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, since, always) = unsafe { (Out::new(err), Out::new(since), Out::new(always)) };
    guard(err, || {
        let (since, always) = (since.needed("since")?, always.needed("always")?);
        match find(&*handle::lend(report)?, finding)?.since() {
            Some(Since::From(instant)) => {
                since.set(instant.as_micros());
                always.set(0);
            }
            Some(Since::Always) => always.set(1),
            None => return Err(Failure::argument("this report was not asked since when; pass `with_since`")),
        }
        Ok(())
    })
}

/// The records and changes that make each reason true.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_witnesses(
    report: *const nhi_report,
    finding: u64,
    witnesses: *mut *mut nhi_witnesses,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, witnesses) = unsafe { (Out::new(err), Out::new(witnesses)) };
    guard(err, || {
        let witnesses = witnesses.needed_handle("witnesses")?;
        witnesses.set(handle::give::<nhi_witnesses>(find(&*handle::lend(report)?, finding)?.witnesses())?);
        Ok(())
    })
}

/// Who is responsible, such as identity:alice: the owners, gone or not, and the team that the policy names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_responsible(
    report: *const nhi_report,
    finding: u64,
    responsible: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, responsible) = unsafe { (Out::new(err), Out::new(responsible)) };
    guard(err, || {
        let responsible = responsible.needed_handle("responsible")?;
        give_strings(responsible, find(&*handle::lend(report)?, finding)?.responsible())
    })
}

/// The ids of the controls it touches, such as NHI1:2025. nhi_control tells what they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_controls(
    report: *const nhi_report,
    finding: u64,
    controls: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, controls) = unsafe { (Out::new(err), Out::new(controls)) };
    guard(err, || {
        let controls = controls.needed_handle("controls")?;
        give_strings(controls, find(&*handle::lend(report)?, finding)?.controls())
    })
}

/// One plain sentence that a person can act on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_explanation(
    report: *const nhi_report,
    finding: u64,
    sentence: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, sentence) = unsafe { (Out::new(err), Out::new(sentence)) };
    guard(err, || {
        let sentence = sentence.needed_handle("sentence")?;
        give_string(sentence, find(&*handle::lend(report)?, finding)?.explanation())
    })
}

/// The title of a control and the publication it stands in, by its id. Neither is ever freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_control(
    id: *const c_char,
    id_len: u64,
    title: *mut *const c_char,
    title_len: *mut u64,
    standard: *mut *const c_char,
    standard_len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, id) = unsafe { (Out::new(err), Text::new(id, id_len)) };
    // SAFETY: as the caller promised.
    let (title, standard) = unsafe { (TextOut::new(title, title_len), TextOut::new(standard, standard_len)) };
    guard(err, || {
        let id = id.needed("id")?;
        let found = CATALOGUE.iter().find(|control| control.id == id);
        let control = found.ok_or_else(|| Failure::argument("not the id of a control that a finding can touch"))?;
        let (title, standard) = (title.needed()?, standard.needed()?);
        title.set(control.title);
        standard.set(control.standard);
        Ok(())
    })
}
