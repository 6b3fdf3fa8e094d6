//! How far every live credential reaches: how many assets its holder could enter.

use std::ffi::c_char;

use nhi_lifecycle::{
    analysis::{EstimatedRadii, Radii},
    relation::Privilege,
};

use crate::{
    error::nhi_error,
    explanation,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{nhi_inventory, snapshot},
    options::{self, nhi_effort},
    pointer::{self, Out, Text, TextOut},
};

/// For every credential that is live at an instant, how many assets it lets its holder enter, exactly: the largest number first,
/// then by credential id. Immutable: any number of threads may read it at once.
///
/// While it is held, the next batch that is added to its inventory copies what is known first; free it soon.
pub struct nhi_radii {
    _private: [u8; 0],
}

impl Handle for nhi_radii {
    type Held = Radii;
    const NAME: &'static str = "nhi_radii";
}

/// As nhi_radii, but only about how many: for inventories in which counting takes too long. An estimate is no evidence.
pub struct nhi_estimated_radii {
    _private: [u8; 0],
}

impl Handle for nhi_estimated_radii {
    type Held = EstimatedRadii;
    const NAME: &'static str = "nhi_estimated_radii";
}

fn outside() -> Failure {
    Failure::argument("no such radius")
}

/// Counts the assets that every live credential lets its holder enter at an instant, in microseconds since 1970 (UTC), with
/// at least this privilege (NHI_PRIVILEGE_...). `effort` may be NULL; it is worked out on one thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blast_radii(
    inventory: *const nhi_inventory,
    at: i64,
    least: i32,
    effort: *const nhi_effort,
    radii: *mut *mut nhi_radii,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, radii) = unsafe { (Out::new(err), Out::new(radii)) };
    guard(err, || {
        let radii = radii.needed_handle("radii")?;
        let least = pointer::word(least, Privilege::from_number, "privilege")?;
        // SAFETY: as the caller promised.
        let (_, mut watch) = unsafe { options::effort(effort)? };
        let found = Radii::at_least(&snapshot(inventory)?, pointer::instant(at, "at")?, least, || watch.step());
        // It is there unless the watch stopped it.
        let found = watch.result(found.ok_or_else(outside));
        radii.set(handle::give::<nhi_radii>(found?)?);
        Ok(())
    })
}

/// Frees radii. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_free(radii: *mut nhi_radii, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(radii))
}

/// The instant they are about, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_at(radii: *const nhi_radii, at: *mut i64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, at) = unsafe { (Out::new(err), Out::new(at)) };
    guard(err, || {
        at.needed("at")?.set(handle::lend(radii)?.at().as_micros());
        Ok(())
    })
}

/// The least privilege (NHI_PRIVILEGE_...) with which the assets are entered that are counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_least(radii: *const nhi_radii, least: *mut i32, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, least) = unsafe { (Out::new(err), Out::new(least)) };
    guard(err, || {
        least.needed("least")?.set(handle::lend(radii)?.least().number().into());
        Ok(())
    })
}

/// How many live credentials there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_len(radii: *const nhi_radii, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(radii)?.len() as u64);
        Ok(())
    })
}

/// The id of one credential: where it begins and how many bytes it has. Valid until the radii are freed. No NUL ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_credential(
    radii: *const nhi_radii,
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let text = text.needed()?;
        let radii = handle::lend(radii)?;
        let index = pointer::index(index, radii.len(), "radius")?;
        text.set(radii.get(index).ok_or_else(outside)?.credential());
        Ok(())
    })
}

/// How many assets one credential lets its holder enter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_assets(
    radii: *const nhi_radii,
    index: u64,
    assets: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, assets) = unsafe { (Out::new(err), Out::new(assets)) };
    guard(err, || {
        let radii = handle::lend(radii)?;
        let index = pointer::index(index, radii.len(), "radius")?;
        assets.needed("assets")?.set(radii.get(index).ok_or_else(outside)?.assets().into());
        Ok(())
    })
}

/// How many assets a credential, by its id, lets its holder enter. `is_live` is 0 for one that is not live; it enters none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_radii_of(
    radii: *const nhi_radii,
    credential: *const c_char,
    credential_len: u64,
    is_live: *mut i32,
    assets: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, credential) = unsafe { (Out::new(err), Text::new(credential, credential_len)) };
    // SAFETY: as the caller promised.
    let (is_live, assets) = unsafe { (Out::new(is_live), Out::new(assets)) };
    guard(err, || {
        let (is_live, assets) = (is_live.needed("is_live")?, assets.needed("assets")?);
        let found = handle::lend(radii)?.of(&explanation::credential(credential)?)?;
        is_live.set(found.is_some().into());
        assets.set(found.unwrap_or_default().into());
        Ok(())
    })
}

/// Estimates what nhi_blast_radii counts. `effort` may be NULL; it is worked out on one thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_blast_radii(
    inventory: *const nhi_inventory,
    at: i64,
    least: i32,
    effort: *const nhi_effort,
    radii: *mut *mut nhi_estimated_radii,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, radii) = unsafe { (Out::new(err), Out::new(radii)) };
    guard(err, || {
        let radii = radii.needed_handle("radii")?;
        let least = pointer::word(least, Privilege::from_number, "privilege")?;
        // SAFETY: as the caller promised.
        let (_, mut watch) = unsafe { options::effort(effort)? };
        let found =
            EstimatedRadii::at_least(&snapshot(inventory)?, pointer::instant(at, "at")?, least, || watch.step());
        // It is there unless the watch stopped it.
        let found = watch.result(found.ok_or_else(outside));
        radii.set(handle::give::<nhi_estimated_radii>(found?)?);
        Ok(())
    })
}

/// Frees estimated radii. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_free(radii: *mut nhi_estimated_radii, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(radii))
}

/// The instant they are about, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_at(
    radii: *const nhi_estimated_radii,
    at: *mut i64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, at) = unsafe { (Out::new(err), Out::new(at)) };
    guard(err, || {
        at.needed("at")?.set(handle::lend(radii)?.at().as_micros());
        Ok(())
    })
}

/// The least privilege (NHI_PRIVILEGE_...) with which the assets are entered that are counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_least(
    radii: *const nhi_estimated_radii,
    least: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, least) = unsafe { (Out::new(err), Out::new(least)) };
    guard(err, || {
        least.needed("least")?.set(handle::lend(radii)?.least().number().into());
        Ok(())
    })
}

/// How many live credentials there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_len(
    radii: *const nhi_estimated_radii,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(radii)?.len() as u64);
        Ok(())
    })
}

/// The id of one credential: where it begins and how many bytes it has. Valid until the radii are freed. No NUL ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_credential(
    radii: *const nhi_estimated_radii,
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let text = text.needed()?;
        let radii = handle::lend(radii)?;
        let index = pointer::index(index, radii.len(), "radius")?;
        text.set(radii.get(index).ok_or_else(outside)?.0);
        Ok(())
    })
}

/// About how many assets one credential lets its holder enter, rounded; 0 only where it is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_estimated_radii_about(
    radii: *const nhi_estimated_radii,
    index: u64,
    assets: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, assets) = unsafe { (Out::new(err), Out::new(assets)) };
    guard(err, || {
        let radii = handle::lend(radii)?;
        let index = pointer::index(index, radii.len(), "radius")?;
        assets.needed("assets")?.set(radii.get(index).ok_or_else(outside)?.1.round() as u64);
        Ok(())
    })
}
