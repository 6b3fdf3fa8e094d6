//! The inventory: everything that is known, and what it says about one field at an instant.

use std::{
    ffi::c_char,
    sync::{Arc, RwLock},
};

use nhi_lifecycle::{Code, Inventory, Reference, Snapshot, change::ChangeField, monitor::Monitorable};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    options::{nhi_footprint, nhi_limits},
    pointer::{self, Out, Text, TextOut},
};

/// Everything that is known about assets, identities, credentials and how they hang together, with its past.
///
/// Any number of threads may use one at once: calls that take it const run side by side, and the others wait until they are
/// alone. Answers (reports, explanations and the like) are independent of it and of what is added later. While it has a monitor, it
/// changes through that alone: the calls that would change it return NHI_CODE_INVALID_ARGUMENT.
pub struct nhi_inventory {
    _private: [u8; 0],
}

impl Handle for nhi_inventory {
    type Held = RwLock<Monitorable>;
    const NAME: &'static str = "nhi_inventory";
}

pub(crate) fn broken() -> Failure {
    Failure::border(Code::Internal, "an earlier call on this inventory ended in a defect of the library; free it")
}

pub(crate) fn give(place: Out<*mut nhi_inventory>, inventory: Inventory) -> Result<(), Failure> {
    place.set(handle::give::<nhi_inventory>(RwLock::new(Monitorable::new(inventory)))?);
    Ok(())
}

/// Reads the inventory of a handle.
pub(crate) fn read<R>(
    inventory: *const nhi_inventory,
    reading: impl FnOnce(&Inventory) -> Result<R, Failure>,
) -> Result<R, Failure> {
    reading(handle::lend(inventory)?.read().map_err(|_| broken())?.inventory())
}

/// Changes the inventory of a handle, which is refused while it is monitored.
pub(crate) fn change<R>(
    inventory: *mut nhi_inventory,
    changing: impl FnOnce(&mut Inventory) -> Result<R, Failure>,
) -> Result<R, Failure> {
    changing(handle::lend(inventory)?.write().map_err(|_| broken())?.inventory_mut()?)
}

/// What the inventory of a handle knows now, to ask at leisure.
pub(crate) fn snapshot(inventory: *const nhi_inventory) -> Result<Snapshot, Failure> {
    read(inventory, |inventory| Ok(inventory.snapshot()))
}

/// An empty inventory whose events are not kept. For one with a journal, see nhi_inventory_open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_new(inventory: *mut *mut nhi_inventory, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, inventory) = unsafe { (Out::new(err), Out::new(inventory)) };
    guard(err, || give(inventory.needed_handle("inventory")?, Inventory::new()))
}

/// Frees an inventory. NULL is nothing to free. Answers that it gave stay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_free(inventory: *mut nhi_inventory, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(inventory))
}

/// How many records there are, of every type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_len(
    inventory: *const nhi_inventory,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(read(inventory, |inventory| Ok(inventory.len() as u64))?);
        Ok(())
    })
}

/// The sequence number of the last event; 0 before the first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_sequence(
    inventory: *const nhi_inventory,
    sequence: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, sequence) = unsafe { (Out::new(err), Out::new(sequence)) };
    guard(err, || {
        sequence.needed("sequence")?.set(read(inventory, |inventory| Ok(inventory.sequence()))?);
        Ok(())
    })
}

/// How many bytes it takes, by part. Set struct_size of `memory` before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_memory(
    inventory: *const nhi_inventory,
    memory: *mut nhi_footprint,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        let taken = read(inventory, |inventory| Ok(nhi_footprint::of(&inventory.memory())))?;
        // SAFETY: as the caller promised.
        unsafe { pointer::fill(memory, &taken, "memory") }
    })
}

/// How much one batch may bring. Set struct_size of `limits` before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_limits(
    inventory: *const nhi_inventory,
    limits: *mut nhi_limits,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        let known = read(inventory, |inventory| Ok(nhi_limits::of(inventory.limits())))?;
        // SAFETY: as the caller promised.
        unsafe { pointer::fill(limits, &known, "limits") }
    })
}

/// Sets how much one batch may bring.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_set_limits(
    inventory: *mut nhi_inventory,
    limits: *const nhi_limits,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        // SAFETY: as the caller promised.
        let limits = unsafe { pointer::options(limits)? }.ok_or_else(|| pointer::null("limits"))?;
        change(inventory, |inventory| {
            inventory.set_limits(limits.limits());
            Ok(())
        })
    })
}

/// Whether two inventories know the same, whatever order it came in: 1 or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_equal(
    one: *const nhi_inventory,
    other: *const nhi_inventory,
    equal: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, equal) = unsafe { (Out::new(err), Out::new(equal)) };
    guard(err, || {
        let equal = equal.needed("equal")?;
        let (mut first, mut second) = (handle::lend(one)?, handle::lend(other)?);
        // Two threads that compare the same two must not wait for each other, nor one for itself.
        if Arc::as_ptr(&second) < Arc::as_ptr(&first) {
            std::mem::swap(&mut first, &mut second);
        }
        let same = Arc::ptr_eq(&first, &second)
            || first.read().map_err(|_| broken())?.inventory() == second.read().map_err(|_| broken())?.inventory();
        equal.set(same.into());
        Ok(())
    })
}

/// The value of a field (NHI_FIELD_...) of a record, such as asset:web-1, at an instant, as a word; NULL where it is unknown.
/// The word is never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_value(
    inventory: *const nhi_inventory,
    subject: *const c_char,
    subject_len: u64,
    field: i32,
    at: i64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, subject, value) = unsafe { (Out::new(err), Text::new(subject, subject_len), TextOut::new(data, len)) };
    guard(err, || {
        let value = value.needed()?;
        let subject: Reference =
            subject.needed("subject")?.parse().map_err(|error| pointer::reference("subject", &error))?;
        let field = pointer::word(field, ChangeField::from_number, "field")?;
        let at = pointer::instant(at, "at")?;
        match read(inventory, |inventory| Ok(inventory.value(&subject, field, at)?))? {
            Some(word) => value.set(word),
            None => value.set_none(),
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inventory_that_a_panic_broke_is_refused() {
        // SAFETY: null is a place that nobody wants anything in.
        let nowhere = unsafe { Out::new(std::ptr::null_mut()) };
        let handle = handle::give::<nhi_inventory>(RwLock::new(Monitorable::new(Inventory::new()))).unwrap();
        let internal = i32::from(Code::Internal.number());
        let panics = guard(nowhere, || change(handle, |_| panic!("on purpose")));
        assert_eq!(panics, internal);
        assert_eq!(guard(nowhere, || read(handle, |_| Ok(()))), internal);
        assert_eq!(guard(nowhere, || change(handle, |_| Ok(()))), internal);
        assert_eq!(guard(nowhere, || handle::take_back(handle)), 0);
    }
}
