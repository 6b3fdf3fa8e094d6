//! Rings: assets in service that depend on each other, directly or through others.

use nhi_lifecycle::analysis;

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{nhi_inventory, snapshot},
    pointer::{self, Out},
    string::{give_strings, nhi_strings},
};

/// A list of rings. Immutable: any number of threads may read it at once.
pub struct nhi_ring_list {
    _private: [u8; 0],
}

impl Handle for nhi_ring_list {
    type Held = Vec<Vec<String>>;
    const NAME: &'static str = "nhi_ring_list";
}

/// Every ring of assets in service that run on or depend on each other at an instant, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_rings(
    inventory: *const nhi_inventory,
    at: i64,
    rings: *mut *mut nhi_ring_list,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, rings) = unsafe { (Out::new(err), Out::new(rings)) };
    guard(err, || {
        let rings = rings.needed_handle("rings")?;
        let found = analysis::rings(&snapshot(inventory)?, pointer::instant(at, "at")?);
        rings.set(handle::give::<nhi_ring_list>(found)?);
        Ok(())
    })
}

/// Frees a list of rings. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ring_list_free(rings: *mut nhi_ring_list, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(rings))
}

/// How many rings there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ring_list_len(
    rings: *const nhi_ring_list,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(rings)?.len() as u64);
        Ok(())
    })
}

/// The ids of the assets in one ring.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ring_list_at(
    rings: *const nhi_ring_list,
    index: u64,
    assets: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, assets) = unsafe { (Out::new(err), Out::new(assets)) };
    guard(err, || {
        let assets = assets.needed_handle("assets")?;
        let rings = handle::lend(rings)?;
        let index = pointer::index(index, rings.len(), "ring")?;
        give_strings(assets, rings.get(index).ok_or_else(|| Failure::argument("no such ring"))?)
    })
}
