//! The reach of a credential: which assets somebody who holds it could enter, how far, and on which way.

use std::ffi::c_char;

use nhi_lifecycle::analysis::{self, Reach, Reached};

use crate::{
    error::nhi_error,
    explanation,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{nhi_inventory, snapshot},
    pointer::{self, Out, Text, TextOut},
    string::{give_strings, nhi_strings},
};

/// What a credential reaches: assets, by id. Immutable: any number of threads may read it at once.
pub struct nhi_reach {
    _private: [u8; 0],
}

impl Handle for nhi_reach {
    type Held = Reach;
    const NAME: &'static str = "nhi_reach";
}

fn find(reach: &Reach, index: u64) -> Result<&Reached, Failure> {
    let index = pointer::index(index, reach.assets.len(), "asset")?;
    reach.assets.get(index).ok_or_else(|| Failure::argument("no such asset"))
}

/// What a credential, by its id, reaches at an instant, in microseconds since 1970 (UTC); nothing for one that is not live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blast_radius(
    inventory: *const nhi_inventory,
    credential: *const c_char,
    credential_len: u64,
    at: i64,
    reach: *mut *mut nhi_reach,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, credential, reach) = unsafe { (Out::new(err), Text::new(credential, credential_len), Out::new(reach)) };
    guard(err, || {
        let reach = reach.needed_handle("reach")?;
        let credential = explanation::credential(credential)?;
        let found = analysis::blast_radius(&snapshot(inventory)?, &credential, pointer::instant(at, "at")?)?;
        reach.set(handle::give::<nhi_reach>(found)?);
        Ok(())
    })
}

/// Frees a reach. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_free(reach: *mut nhi_reach, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(reach))
}

/// How many assets there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_len(reach: *const nhi_reach, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(reach)?.assets.len() as u64);
        Ok(())
    })
}

/// The id of one asset: where it begins and how many bytes it has. Valid until the reach is freed. No NUL ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_asset(
    reach: *const nhi_reach,
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let text = text.needed()?;
        text.set(&find(&*handle::lend(reach)?, index)?.asset);
        Ok(())
    })
}

/// The highest privilege (NHI_PRIVILEGE_...) with which one asset is entered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_privilege(
    reach: *const nhi_reach,
    index: u64,
    privilege: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, privilege) = unsafe { (Out::new(err), Out::new(privilege)) };
    guard(err, || {
        privilege.needed("privilege")?.set(find(&*handle::lend(reach)?, index)?.privilege.number().into());
        Ok(())
    })
}

/// A shortest way to enter one asset so, from the credential to the asset, each a reference such as identity:bot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_reach_path(
    reach: *const nhi_reach,
    index: u64,
    path: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, path) = unsafe { (Out::new(err), Out::new(path)) };
    guard(err, || {
        let path = path.needed_handle("path")?;
        give_strings(path, find(&*handle::lend(reach)?, index)?.path.iter())
    })
}
