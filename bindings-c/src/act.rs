//! Acts: a change of stage, holder, owner, environment or host that the gates have to let through, and what it did.

use std::ffi::c_char;

use nhi_lifecycle::{
    Act, Error, Inventory,
    asset::Stage,
    id::AssetRef,
    inventory::{Reassignment, Rehoming, Transitioned},
    lifecycle::GateOutcome,
};

use crate::{
    error::nhi_error,
    gates::{asset, reassignment, rehoming},
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{change, nhi_inventory},
    options::{self, nhi_act, nhi_added},
    pointer::{self, Out, Text},
    string::{give_optional, give_string, nhi_string},
};

/// What an act did. Immutable: any number of threads may read it at once.
pub struct nhi_transitioned {
    _private: [u8; 0],
}

impl Handle for nhi_transitioned {
    type Held = Transitioned;
    const NAME: &'static str = "nhi_transitioned";
}

/// # Safety
/// As for the pointers of a call.
unsafe fn perform(
    inventory: *mut nhi_inventory,
    act: *const nhi_act,
    done: Out<*mut nhi_transitioned>,
    perform: impl FnOnce(&mut Inventory, &Act) -> Result<Transitioned, Error>,
) -> Result<(), Failure> {
    done.set(std::ptr::null_mut());
    let transitioned = change(inventory, |inventory| {
        // SAFETY: as promised.
        let act = unsafe { options::act(act, inventory.limits())? };
        Ok(perform(inventory, &act)?)
    })?;
    if done.is_wanted() {
        done.set(handle::give::<nhi_transitioned>(transitioned)?);
    }
    Ok(())
}

/// Takes an asset, by its id, to a stage (NHI_STAGE_...), if every gate lets it. `done` may be NULL.
///
/// Where a gate does not, the call returns NHI_CODE_GATE_FAILED, and nhi_error_blockers tells which and what is missing; where
/// the lifecycle has no such transition, NHI_CODE_ILLEGAL_TRANSITION, and nhi_error_legal_stages tells the legal ones.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_transition(
    inventory: *mut nhi_inventory,
    asset: *const c_char,
    asset_len: u64,
    to: i32,
    act: *const nhi_act,
    done: *mut *mut nhi_transitioned,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset, done) = unsafe { (Out::new(err), Text::new(asset, asset_len), Out::new(done)) };
    guard(err, || {
        let asset: AssetRef = self::asset(asset, "asset")?;
        let to = pointer::word(to, Stage::from_number, "stage")?;
        // SAFETY: as the caller promised.
        unsafe { perform(inventory, act, done, |inventory, act| inventory.transition(&asset, to, act)) }
    })
}

/// Gives an asset in service to another holder or owner, if the gates for that let it; either may be NULL. The rest is as for
/// nhi_inventory_transition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_reassign(
    inventory: *mut nhi_inventory,
    asset: *const c_char,
    asset_len: u64,
    holder: *const c_char,
    holder_len: u64,
    owner: *const c_char,
    owner_len: u64,
    act: *const nhi_act,
    done: *mut *mut nhi_transitioned,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset, done) = unsafe { (Out::new(err), Text::new(asset, asset_len), Out::new(done)) };
    // SAFETY: as the caller promised.
    let (holder, owner) = unsafe { (Text::new(holder, holder_len), Text::new(owner, owner_len)) };
    guard(err, || {
        let asset: AssetRef = self::asset(asset, "asset")?;
        let to: Reassignment = reassignment(holder, owner)?;
        // SAFETY: as the caller promised.
        unsafe { perform(inventory, act, done, |inventory, act| inventory.reassign(&asset, &to, act)) }
    })
}

/// Moves an asset in service to another environment (NHI_ENVIRONMENT_...; 0 for the same) or host (NULL for the same), if the
/// gates for that let it. The rest is as for nhi_inventory_transition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_rehome(
    inventory: *mut nhi_inventory,
    asset: *const c_char,
    asset_len: u64,
    environment: i32,
    host: *const c_char,
    host_len: u64,
    act: *const nhi_act,
    done: *mut *mut nhi_transitioned,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset, done) = unsafe { (Out::new(err), Text::new(asset, asset_len), Out::new(done)) };
    // SAFETY: as the caller promised.
    let host = unsafe { Text::new(host, host_len) };
    guard(err, || {
        let asset: AssetRef = self::asset(asset, "asset")?;
        let to: Rehoming = rehoming(environment, host)?;
        // SAFETY: as the caller promised.
        unsafe { perform(inventory, act, done, |inventory, act| inventory.rehome(&asset, &to, act)) }
    })
}

/// Frees what an act did. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_transitioned_free(done: *mut nhi_transitioned, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(done))
}

/// The stages (NHI_STAGE_...) before the act and since; the same where it changed none. Either place may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_transitioned_stages(
    done: *const nhi_transitioned,
    from: *mut i32,
    to: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, from, to) = unsafe { (Out::new(err), Out::new(from), Out::new(to)) };
    guard(err, || {
        let done = handle::lend(done)?;
        from.set(done.from.number().into());
        to.set(done.to.number().into());
        Ok(())
    })
}

/// The sequence number of the act's event, and how many records it brought. Set struct_size of `added` before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_transitioned_added(
    done: *const nhi_transitioned,
    added: *mut nhi_added,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        let done = handle::lend(done)?;
        let known = nhi_added::new(done.event, done.records);
        // SAFETY: as the caller promised.
        unsafe { pointer::fill(added, &known, "added") }
    })
}

/// How many gates were asked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_transitioned_gates_len(
    done: *const nhi_transitioned,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(done)?.gates.len() as u64);
        Ok(())
    })
}

/// One gate that was asked, in order: its name, what the facts say (NHI_GATE_VERDICT_...), and who gave leave to pass it all
/// the same, by their id; NULL where nobody had to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_transitioned_gate(
    done: *const nhi_transitioned,
    index: u64,
    gate: *mut *mut nhi_string,
    verdict: *mut i32,
    overridden_by: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, gate, verdict) = unsafe { (Out::new(err), Out::new(gate), Out::new(verdict)) };
    // SAFETY: as the caller promised.
    let overridden_by = unsafe { Out::new(overridden_by) };
    guard(err, || {
        let (gate, overridden_by) = (gate.needed_handle("gate")?, overridden_by.needed_handle("overridden_by")?);
        let verdict = verdict.needed("verdict")?;
        let done = handle::lend(done)?;
        let index = pointer::index(index, done.gates.len(), "gate")?;
        let outcome: &GateOutcome = done.gates.get(index).ok_or_else(|| Failure::argument("no such gate"))?;
        verdict.set(outcome.verdict.number().into());
        give_string(gate, &*outcome.gate)?;
        give_optional(overridden_by, outcome.overridden_by.as_ref().map(|by| by.id().as_str()))
    })
}
