//! Changes of stage that sources reported and that the rules would not have let through.

use nhi_lifecycle::analysis::{self, UngatedTransition};

use crate::{
    blockers::{self, nhi_blockers},
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{nhi_inventory, read},
    pointer::{self, Numbers, Out},
    string::{give_optional, give_string, nhi_string},
};

/// A list of changes that the rules would not have let through, by asset, then by time. Immutable: any number of threads may
/// read it at once.
pub struct nhi_ungated {
    _private: [u8; 0],
}

impl Handle for nhi_ungated {
    type Held = Vec<UngatedTransition>;
    const NAME: &'static str = "nhi_ungated";
}

fn find(ungated: &[UngatedTransition], index: u64) -> Result<&UngatedTransition, Failure> {
    let index = pointer::index(index, ungated.len(), "change")?;
    ungated.get(index).ok_or_else(|| Failure::argument("no such change"))
}

/// Every change of a stage up to an instant, in microseconds since 1970 (UTC), that the rules would not have let through.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_transitions(
    inventory: *const nhi_inventory,
    at: i64,
    ungated: *mut *mut nhi_ungated,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, ungated) = unsafe { (Out::new(err), Out::new(ungated)) };
    guard(err, || {
        let ungated = ungated.needed_handle("ungated")?;
        let at = pointer::instant(at, "at")?;
        let (snapshot, lifecycle) =
            read(inventory, |inventory| Ok((inventory.snapshot(), inventory.lifecycle().clone())))?;
        let found = analysis::ungated_transitions(&snapshot, at, &lifecycle);
        ungated.set(handle::give::<nhi_ungated>(found)?);
        Ok(())
    })
}

/// Frees a list of changes. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_free(ungated: *mut nhi_ungated, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(ungated))
}

/// How many changes there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_len(ungated: *const nhi_ungated, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(ungated)?.len() as u64);
        Ok(())
    })
}

/// The asset of one change, such as asset:web-1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_asset(
    ungated: *const nhi_ungated,
    index: u64,
    asset: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset) = unsafe { (Out::new(err), Out::new(asset)) };
    guard(err, || {
        let asset = asset.needed_handle("asset")?;
        give_string(asset, find(&handle::lend(ungated)?, index)?.asset.to_string())
    })
}

/// The stages (NHI_STAGE_...) that one change left and entered. Either place may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_stages(
    ungated: *const nhi_ungated,
    index: u64,
    from: *mut i32,
    to: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, from, to) = unsafe { (Out::new(err), Out::new(from), Out::new(to)) };
    guard(err, || {
        let ungated = handle::lend(ungated)?;
        let change = find(&ungated, index)?;
        from.set(change.from.number().into());
        to.set(change.to.number().into());
        Ok(())
    })
}

/// When one change was made, at the latest, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_at(
    ungated: *const nhi_ungated,
    index: u64,
    at: *mut i64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, at) = unsafe { (Out::new(err), Out::new(at)) };
    guard(err, || {
        at.needed("at")?.set(find(&handle::lend(ungated)?, index)?.at.as_micros());
        Ok(())
    })
}

/// Who made one change; NULL where it does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_by(
    ungated: *const nhi_ungated,
    index: u64,
    by: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, by) = unsafe { (Out::new(err), Out::new(by)) };
    guard(err, || {
        let by = by.needed_handle("by")?;
        give_optional(by, find(&handle::lend(ungated)?, index)?.by.as_deref())
    })
}

/// How bad one change is: NHI_SEVERITY_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_severity(
    ungated: *const nhi_ungated,
    index: u64,
    severity: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, severity) = unsafe { (Out::new(err), Out::new(severity)) };
    guard(err, || {
        severity.needed("severity")?.set(find(&handle::lend(ungated)?, index)?.severity.number().into());
        Ok(())
    })
}

/// Whether the lifecycle has such a transition: 1 or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_in_table(
    ungated: *const nhi_ungated,
    index: u64,
    in_table: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, in_table) = unsafe { (Out::new(err), Out::new(in_table)) };
    guard(err, || {
        in_table.needed("in_table")?.set(find(&handle::lend(ungated)?, index)?.in_table.into());
        Ok(())
    })
}

/// The stages (NHI_STAGE_...) that were legal instead; none where that of the change was. Up to `capacity` of them go to
/// `stages`, and how many there are to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_legal_stages(
    ungated: *const nhi_ungated,
    index: u64,
    stages: *mut i32,
    capacity: u64,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, stages) = unsafe { (Out::new(err), Numbers::new(stages, capacity, count)) };
    guard(err, || {
        let ungated = handle::lend(ungated)?;
        stages.set(find(&ungated, index)?.legal.iter().map(|stage| stage.number().into()))
    })
}

/// The gates that one change would have failed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_ungated_blockers(
    ungated: *const nhi_ungated,
    index: u64,
    blockers: *mut *mut nhi_blockers,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, blockers) = unsafe { (Out::new(err), Out::new(blockers)) };
    guard(err, || {
        let blockers = blockers.needed_handle("blockers")?;
        blockers::give(blockers, find(&handle::lend(ungated)?, index)?.blockers.clone())
    })
}
