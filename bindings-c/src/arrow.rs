//! Tables in and out as streams of Apache Arrow's C interface, without a copy.

use ::nhi_report::arrow::{FFI_ArrowArrayStream, Findings, Table, estimated_radii, radii, stream};
use nhi_import::RecordBatchStreamReader;
use nhi_lifecycle::{Code, record::RecordType};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle,
    inventory::nhi_inventory,
    load::{Place, add},
    options::{nhi_added, nhi_context},
    pointer::{self, Out},
    radii::{nhi_estimated_radii, nhi_radii},
    report::nhi_report,
};

/// A stream of Apache Arrow's C interface, as the host's own arrow/c/abi.h defines it.
pub struct ArrowArrayStream {
    _private: [u8; 0],
}

/// A table that comes in.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_arrow_table {
    /// The type of its records: NHI_RECORD_TYPE_...
    pub record_type: u64,
    /// Its rows.
    pub stream: *mut ArrowArrayStream,
}

/// Takes the streams over, so that whatever happens each is released.
///
/// # Safety
/// As for [`pointer::list`]; each stream null, or one that Arrow's C interface allows to be moved.
unsafe fn take_over(tables: *const nhi_arrow_table, len: u64) -> Result<Vec<(u64, FFI_ArrowArrayStream)>, Failure> {
    // SAFETY: as promised.
    let tables = unsafe { pointer::list(tables, len, "tables")? };
    let taken = tables.iter().filter(|table| !table.stream.is_null()).map(|table| {
        // SAFETY: not null, and as promised.
        (table.record_type, unsafe { FFI_ArrowArrayStream::from_raw(table.stream.cast()) })
    });
    let taken: Vec<_> = taken.collect();
    if taken.len() == tables.len() { Ok(taken) } else { Err(pointer::null("stream")) }
}

fn read((number, stream): (u64, FFI_ArrowArrayStream)) -> Result<(RecordType, RecordBatchStreamReader), Failure> {
    let number = i32::try_from(number).unwrap_or(i32::MAX);
    let record_type = pointer::word(number, RecordType::from_number, "record type")?;
    // What its producer says may repeat a value.
    let reader = RecordBatchStreamReader::try_new(stream).map_err(|_| {
        let message = format!("`{}`: not a stream of Arrow, or one that was released or failed", record_type.table());
        Failure::border(Code::InvalidArgument, message)
    })?;
    Ok((record_type, reader))
}

/// Adds the records of tables, given as streams of Arrow, as one batch, all or nothing: from pyarrow, DuckDB, Polars, an ADBC
/// driver or whatever else speaks Arrow's C interface. Their texts are not copied on the way.
///
/// Fields are told by the names of the columns, and a null is a field left out. Text is any of Arrow's types of text, also in a
/// dictionary; truth values are booleans; instants are timestamps with a time zone, or text; lists and maps are such, or text as in
/// CSV. Problems name a table and a row, from 1. The rest is as for nhi_inventory_add_jsonl.
///
/// The streams are taken over: each is released, whatever the call returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_add_arrow(
    inventory: *mut nhi_inventory,
    tables: *const nhi_arrow_table,
    tables_len: u64,
    context: *const nhi_context,
    added: *mut nhi_added,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        // SAFETY: as the caller promised.
        let taken = unsafe { take_over(tables, tables_len)? };
        let tables = taken.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        // SAFETY: as the caller promised.
        unsafe { add(inventory, Place::Tables(tables), context, added) }
    })
}

/// Hands a table out as a stream, which the caller releases.
pub(crate) fn export(place: Out<FFI_ArrowArrayStream>, table: &Table) -> Result<(), Failure> {
    place.needed("stream")?.set(stream(table.reader()));
    Ok(())
}

/// The findings of a report as a stream of Arrow, one a row: what pandas, Polars, DuckDB and the like take without a copy.
///
/// The columns are those of nhi_report_csv: at, since (timestamps in microseconds, UTC; a since that is null is for ever, or was
/// not asked for), kind, status, severity (dictionaries), subject, credential (texts), reasons, indeterminate, responsible,
/// controls (lists). Where `with_witnesses` or `with_explanations` are not 0, witnesses or explanation too, which take longer.
///
/// `stream` is a struct of the caller's, whose content is overwritten; its release callback frees what it holds. The stream
/// stays after the report is freed. Where a batch can't be made, its get_next fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_report_export_arrow(
    report: *const nhi_report,
    with_witnesses: i32,
    with_explanations: i32,
    stream: *mut ArrowArrayStream,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised; the struct is the one that Arrow's C interface lays down.
    let (err, stream) = unsafe { (Out::new(err), Out::new(stream.cast::<FFI_ArrowArrayStream>())) };
    guard(err, || {
        let findings = Findings::new().witnesses(with_witnesses != 0).explanations(with_explanations != 0);
        export(stream, &findings.table(handle::lend(report)?))
    })
}

/// Radii as a stream of Arrow, one credential a row: at (a timestamp in microseconds, UTC), least (a dictionary), credential (text),
/// assets (32 bits without sign). The rest is as for nhi_report_export_arrow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_export_arrow(
    radii: *const nhi_radii,
    stream: *mut ArrowArrayStream,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised; the struct is the one that Arrow's C interface lays down.
    let (err, stream) = unsafe { (Out::new(err), Out::new(stream.cast::<FFI_ArrowArrayStream>())) };
    guard(err, || export(stream, &self::radii(handle::lend(radii)?)))
}

/// Estimates as a stream of Arrow, one credential a row: at, least, credential, about (a float of 32 bits). The rest is as for
/// nhi_radii_export_arrow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_export_arrow(
    radii: *const nhi_estimated_radii,
    stream: *mut ArrowArrayStream,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised; the struct is the one that Arrow's C interface lays down.
    let (err, stream) = unsafe { (Out::new(err), Out::new(stream.cast::<FFI_ArrowArrayStream>())) };
    guard(err, || export(stream, &estimated_radii(handle::lend(radii)?)))
}
