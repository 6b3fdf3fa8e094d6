//! The journal: a file in which every accepted batch is one event, and the past that is read back from it.

use std::ffi::c_char;

use nhi_lifecycle::Inventory;
use nhi_store::FileSink;

use crate::{
    error::nhi_error,
    guard::guard,
    inventory::{give, nhi_inventory, read},
    pointer::{Out, Text},
};

/// The inventory that a journal file tells, going on where it ends; a file that is not there is made, and empty.
///
/// Every accepted batch becomes one event at the end of the file before the call that added it returns. The file belongs to
/// one inventory at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_open(
    path: *const c_char,
    path_len: u64,
    inventory: *mut *mut nhi_inventory,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, path, inventory) = unsafe { (Out::new(err), Text::new(path, path_len), Out::new(inventory)) };
    guard(err, || {
        let inventory = inventory.needed_handle("inventory")?;
        let sink = FileSink::open(path.needed("path")?)?;
        give(inventory, Inventory::replay(Box::new(sink))?)
    })
}

/// What was known when this event had just been accepted, whatever was learnt since; event 0 is the empty beginning. A new
/// inventory without a journal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_as_known_at(
    inventory: *const nhi_inventory,
    event: u64,
    then: *mut *mut nhi_inventory,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, then) = unsafe { (Out::new(err), Out::new(then)) };
    guard(err, || {
        let then = then.needed_handle("then")?;
        give(then, read(inventory, |inventory| Ok(inventory.as_known_at(event)?))?)
    })
}
