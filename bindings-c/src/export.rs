//! Everything that is known, written back as records, and what a record looks like.

use std::ffi::c_char;

use nhi_lifecycle::{Code, Record};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    inventory::{nhi_inventory, read},
    pointer::{Out, Text},
    string::{give_string, nhi_string},
};

fn defect(_: impl std::error::Error) -> Failure {
    Failure::border(Code::Internal, "a record could not be written as JSON; please report it")
}

/// Every record as JSON Lines, in an order that depends on the records alone, behind a line that names the schema. They load to
/// an equal inventory (leniently, if there are references to absent records).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_records(
    inventory: *const nhi_inventory,
    jsonl: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, jsonl) = unsafe { (Out::new(err), Out::new(jsonl)) };
    guard(err, || {
        let jsonl = jsonl.needed_handle("jsonl")?;
        let mut lines = Vec::new();
        read(inventory, |inventory| nhi_import::write_jsonl(inventory.records(), &mut lines).map_err(defect))?;
        give_string(jsonl, String::from_utf8(lines).map_err(defect)?)
    })
}

/// Writes every record into a folder, one table of JSON Lines for each type. The folder is made if it is not there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_write_folder(
    inventory: *const nhi_inventory,
    path: *const c_char,
    path_len: u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, path) = unsafe { (Out::new(err), Text::new(path, path_len)) };
    guard(err, || {
        let path = path.needed("path")?;
        read(inventory, |inventory| Ok(nhi_import::write_folder(inventory.records(), path)?))
    })
}

/// Writes every record into a folder, one CSV table for each type. The folder is made if it is not there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_write_csv_folder(
    inventory: *const nhi_inventory,
    path: *const c_char,
    path_len: u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, path) = unsafe { (Out::new(err), Text::new(path, path_len)) };
    guard(err, || {
        let path = path.needed("path")?;
        read(inventory, |inventory| Ok(nhi_import::write_csv_folder(inventory.records(), path)?))
    })
}

/// The JSON Schema of a record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_record_schema(schema: *mut *mut nhi_string, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, schema) = unsafe { (Out::new(err), Out::new(schema)) };
    guard(err, || {
        let schema = schema.needed_handle("schema")?;
        give_string(schema, serde_json::to_string_pretty(&Record::json_schema()).map_err(defect)?)
    })
}
