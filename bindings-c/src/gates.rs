//! What the gates would say: what keeps an asset from a stage, a holder, an owner, an environment or a host. Nothing changes
//! by asking.

use std::ffi::c_char;

use nhi_lifecycle::{
    asset::{Environment, Stage},
    id::{AssetRef, InvalidReference},
    inventory::{Reassignment, Rehoming},
};

use crate::{
    blockers::{self, nhi_blockers},
    error::nhi_error,
    guard::{Failure, guard},
    inventory::{nhi_inventory, read},
    pointer::{self, Out, Text},
};

/// The asset that a caller means.
pub(crate) fn asset(text: Text<'_>, name: &'static str) -> Result<AssetRef, Failure> {
    text.needed(name)?.parse().map_err(|error| pointer::reference(name, &error))
}

fn optional<T: std::str::FromStr<Err = InvalidReference>>(
    text: Text<'_>,
    name: &'static str,
) -> Result<Option<T>, Failure> {
    let parsed = text.optional(name)?.map(str::parse).transpose();
    parsed.map_err(|error| pointer::reference(name, &error))
}

pub(crate) fn reassignment(holder: Text<'_>, owner: Text<'_>) -> Result<Reassignment, Failure> {
    Ok(Reassignment { holder: optional(holder, "holder")?, owner: optional(owner, "owner")? })
}

pub(crate) fn rehoming(environment: i32, host: Text<'_>) -> Result<Rehoming, Failure> {
    let named = (environment != 0).then_some(environment);
    let environment = named.map(|number| pointer::word(number, Environment::from_number, "environment"));
    Ok(Rehoming { environment: environment.transpose()?, host: optional(host, "host")? })
}

/// What would keep an asset, by its id, from entering a stage (NHI_STAGE_...) at an instant, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_blockers(
    inventory: *const nhi_inventory,
    asset: *const c_char,
    asset_len: u64,
    to: i32,
    at: i64,
    blockers: *mut *mut nhi_blockers,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset, blockers) = unsafe { (Out::new(err), Text::new(asset, asset_len), Out::new(blockers)) };
    guard(err, || {
        let blockers = blockers.needed_handle("blockers")?;
        let asset = self::asset(asset, "asset")?;
        let to = pointer::word(to, Stage::from_number, "stage")?;
        let at = pointer::instant(at, "at")?;
        blockers::give(blockers, read(inventory, |inventory| Ok(inventory.blockers(&asset, to, at)?))?)
    })
}

/// What would keep an asset in service from another holder or owner at an instant; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_reassign_blockers(
    inventory: *const nhi_inventory,
    asset: *const c_char,
    asset_len: u64,
    holder: *const c_char,
    holder_len: u64,
    owner: *const c_char,
    owner_len: u64,
    at: i64,
    blockers: *mut *mut nhi_blockers,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset, blockers) = unsafe { (Out::new(err), Text::new(asset, asset_len), Out::new(blockers)) };
    // SAFETY: as the caller promised.
    let (holder, owner) = unsafe { (Text::new(holder, holder_len), Text::new(owner, owner_len)) };
    guard(err, || {
        let blockers = blockers.needed_handle("blockers")?;
        let (asset, to) = (self::asset(asset, "asset")?, reassignment(holder, owner)?);
        let at = pointer::instant(at, "at")?;
        blockers::give(blockers, read(inventory, |inventory| Ok(inventory.reassign_blockers(&asset, &to, at)?))?)
    })
}

/// What would keep an asset in service from another environment (NHI_ENVIRONMENT_...; 0 for the same) or host (NULL for the
/// same) at an instant.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_rehome_blockers(
    inventory: *const nhi_inventory,
    asset: *const c_char,
    asset_len: u64,
    environment: i32,
    host: *const c_char,
    host_len: u64,
    at: i64,
    blockers: *mut *mut nhi_blockers,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset, blockers) = unsafe { (Out::new(err), Text::new(asset, asset_len), Out::new(blockers)) };
    // SAFETY: as the caller promised.
    let host = unsafe { Text::new(host, host_len) };
    guard(err, || {
        let blockers = blockers.needed_handle("blockers")?;
        let (asset, to) = (self::asset(asset, "asset")?, rehoming(environment, host)?);
        let at = pointer::instant(at, "at")?;
        blockers::give(blockers, read(inventory, |inventory| Ok(inventory.rehome_blockers(&asset, &to, at)?))?)
    })
}
