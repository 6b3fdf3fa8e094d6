//! Loading: records come in as one batch, from a text or from files, and are taken whole or not at all.

use std::ffi::c_char;

use nhi_import::{ArrowTables, RecordBatchStreamReader};
use nhi_lifecycle::{Inventory, inventory::Counts, record::RecordType, source::RecordSource};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    inventory::{change, nhi_inventory},
    options::{self, nhi_added, nhi_context},
    pointer::{self, Out, Text},
    watch::{Watch, Watched},
};

/// Where the records of a batch are.
pub(crate) enum Place<'a> {
    JsonLines(Text<'a>),
    Path(Text<'a>),
    Tables(Vec<(RecordType, RecordBatchStreamReader)>),
}

impl<'a> Place<'a> {
    /// Opens the records, within the limits of the inventory that is to take them.
    pub(crate) fn open<'b>(self, inventory: &Inventory, watch: &'b mut Watch) -> Result<Watched<'b>, Failure>
    where
        'a: 'b,
    {
        let source: Box<dyn RecordSource + 'b> = match self {
            Self::JsonLines(text) => Box::new(nhi_import::read_str(text.needed("text")?, inventory.limits())),
            Self::Tables(tables) => Box::new(ArrowTables::new(tables, inventory.limits())),
            Self::Path(path) => Box::new(nhi_import::open(path.needed("path")?, inventory.limits())?),
        };
        Ok(Watched::new(source, watch))
    }
}

impl nhi_added {
    pub(crate) fn new(event: u64, records: Counts) -> Self {
        Self {
            struct_size: size_of::<Self>() as u64,
            event,
            records_new: records.new as u64,
            records_replaced: records.replaced as u64,
            records_unchanged: records.unchanged as u64,
        }
    }
}

/// # Safety
/// As for the pointers of a call.
pub(crate) unsafe fn add(
    inventory: *mut nhi_inventory,
    place: Place<'_>,
    context: *const nhi_context,
    added: *mut nhi_added,
) -> Result<(), Failure> {
    // SAFETY: as promised.
    let (threads, mut watch) = unsafe { (options::threads(context)?, Watch::new(context)?) };
    // SAFETY: as promised.
    let context = unsafe { options::context(context)? };
    // A place that can't be filled is refused before anything happens.
    // SAFETY: as promised.
    unsafe { pointer::check_size(added)? };
    let done = change(inventory, |inventory| {
        let mut source = place.open(inventory, &mut watch)?;
        Ok(inventory.add_from_on(threads, &mut source, &context)?)
    });
    let done = watch.result(done)?;
    if !added.is_null() {
        // SAFETY: as promised.
        unsafe { pointer::fill(added, &nhi_added::new(done.event, done.records), "added")? };
    }
    Ok(())
}

/// Adds a batch of records, given as JSON Lines in UTF-8, all or nothing.
///
/// Where a record is wrong the call returns NHI_CODE_INVALID_INPUT, and the error names the code, the line, the position and
/// the field of each problem. `added`, which may be NULL, tells what became of the records; set its struct_size before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_add_jsonl(
    inventory: *mut nhi_inventory,
    text: *const c_char,
    text_len: u64,
    context: *const nhi_context,
    added: *mut nhi_added,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Text::new(text, text_len)) };
    // SAFETY: as the caller promised.
    guard(err, || unsafe { add(inventory, Place::JsonLines(text), context, added) })
}

/// Adds the records at a path as one batch, all or nothing: a .jsonl file, or a folder of tables (assets.csv,
/// credentials.jsonl, relations.parquet and so on). The rest is as for nhi_inventory_add_jsonl.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_add_path(
    inventory: *mut nhi_inventory,
    path: *const c_char,
    path_len: u64,
    context: *const nhi_context,
    added: *mut nhi_added,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, path) = unsafe { (Out::new(err), Text::new(path, path_len)) };
    // SAFETY: as the caller promised.
    guard(err, || unsafe { add(inventory, Place::Path(path), context, added) })
}
