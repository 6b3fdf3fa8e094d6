//! Answers written for people and for other programs: as a table, as JSON, as CSV.

// With the colons, as a handle has the name of the crate.
use ::nhi_report::{Table, csv, json};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle,
    options::{self, nhi_table_options},
    pointer::Out,
    radii::{nhi_estimated_radii, nhi_radii},
    reach::nhi_reach,
    report::nhi_report,
    string::{give_string, nhi_string},
    summary::nhi_summary,
};

/// Writes into memory, and hands the text out.
fn give_written(
    text: Out<*mut nhi_string>,
    write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let defect = || Failure::border(nhi_lifecycle::Code::Internal, "a report could not be written; please report it");
    let mut written = Vec::new();
    write(&mut written).map_err(|_| defect())?;
    give_string(text, String::from_utf8(written).map_err(|_| defect())?)
}

/// A report as a table for a terminal. `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_table(
    report: *const nhi_report,
    options: *const nhi_table_options,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        // SAFETY: as the caller promised.
        let table: Table = unsafe { options::table(options)? };
        let report = handle::lend(report)?;
        give_written(text, |out| table.write(&report, out))
    })
}

/// A report as JSON: its instant, its summary, and every finding with its witnesses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_json(
    report: *const nhi_report,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let report = handle::lend(report)?;
        give_written(text, |out| json::write(&report, out))
    })
}

/// A report as CSV, one finding a row. What a spreadsheet would take for a formula is defused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_csv(
    report: *const nhi_report,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let report = handle::lend(report)?;
        give_written(text, |out| csv::write(&report, out))
    })
}

/// A summary as a table for a terminal. `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_summary_table(
    summary: *const nhi_summary,
    options: *const nhi_table_options,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        // SAFETY: as the caller promised.
        let table: Table = unsafe { options::table(options)? };
        let summary = handle::lend(summary)?;
        give_written(text, |out| table.write_summary(&summary, out))
    })
}

/// What a credential reaches as a table for a terminal. `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_table(
    reach: *const nhi_reach,
    options: *const nhi_table_options,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        // SAFETY: as the caller promised.
        let table: Table = unsafe { options::table(options)? };
        let reach = handle::lend(reach)?;
        give_written(text, |out| table.write_reach(&reach, out))
    })
}

/// What a credential reaches as JSON: each asset with its privilege and the number of its place, and the places on the ways to them, each with
/// the number of the place before it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_json(
    reach: *const nhi_reach,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let reach = handle::lend(reach)?;
        give_written(text, |out| json::write_reach(&reach, out))
    })
}

/// What a credential reaches as CSV, one asset a row. What a spreadsheet would take for a formula is defused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_csv(
    reach: *const nhi_reach,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let reach = handle::lend(reach)?;
        give_written(text, |out| csv::write_reach(&reach, out))
    })
}

/// How far every live credential reaches as a table for a terminal. `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_table(
    radii: *const nhi_radii,
    options: *const nhi_table_options,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        // SAFETY: as the caller promised.
        let table: Table = unsafe { options::table(options)? };
        let radii = handle::lend(radii)?;
        give_written(text, |out| table.write_radii(&*radii, out))
    })
}

/// How far every live credential reaches as JSON: the instant, the least privilege, and each credential with its number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_json(
    radii: *const nhi_radii,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let radii = handle::lend(radii)?;
        give_written(text, |out| json::write_radii(&*radii, out))
    })
}

/// How far every live credential reaches as CSV, one credential a row. What a spreadsheet would take for a formula is defused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_csv(
    radii: *const nhi_radii,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let radii = handle::lend(radii)?;
        give_written(text, |out| csv::write_radii(&*radii, out))
    })
}

/// Estimated radii as a table for a terminal. `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_table(
    radii: *const nhi_estimated_radii,
    options: *const nhi_table_options,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        // SAFETY: as the caller promised.
        let table: Table = unsafe { options::table(options)? };
        let radii = handle::lend(radii)?;
        give_written(text, |out| table.write_radii(&*radii, out))
    })
}

/// Estimated radii as JSON: the instant, the least privilege, and each credential with its number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_json(
    radii: *const nhi_estimated_radii,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let radii = handle::lend(radii)?;
        give_written(text, |out| json::write_radii(&*radii, out))
    })
}

/// Estimated radii as CSV, one credential a row. What a spreadsheet would take for a formula is defused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_csv(
    radii: *const nhi_estimated_radii,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        let radii = handle::lend(radii)?;
        give_written(text, |out| csv::write_radii(&*radii, out))
    })
}
