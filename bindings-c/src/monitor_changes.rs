//! Acts and observations of a monitored inventory: what each did, and what that opened and closed.

use std::ffi::c_char;

use nhi_lifecycle::{
    Act, Error, Monitor,
    asset::Stage,
    id::AssetRef,
    inventory::{Reassignment, Rehoming, Transitioned},
    monitor::Delta,
};

use crate::{
    act::nhi_transitioned,
    error::nhi_error,
    gates::{asset, reassignment, rehoming},
    guard::{Failure, guard},
    handle,
    load::Place,
    monitor::{Lists, give, go_on, nhi_delta, nhi_monitor},
    observation::nhi_observation,
    options::{self, nhi_act, nhi_context},
    pointer::{self, Out, Text},
    watch::Watch,
};

/// # Safety
/// As for the pointers of a call.
unsafe fn perform(
    monitor: *mut nhi_monitor,
    act: *const nhi_act,
    done: Out<*mut nhi_transitioned>,
    delta: Out<*mut nhi_delta>,
    perform: impl FnOnce(&mut Monitor, &Act) -> Result<(Transitioned, Lists), Error>,
) -> Result<(), Failure> {
    done.set(std::ptr::null_mut());
    delta.set(std::ptr::null_mut());
    let (transitioned, lists) = go_on(monitor, |monitor| {
        // SAFETY: as promised.
        let act = unsafe { options::act(act, monitor.inventory().limits())? };
        Ok(perform(monitor, &act)?)
    })?;
    if done.is_wanted() {
        done.set(handle::give::<nhi_transitioned>(transitioned)?);
    }
    give(delta, lists)
}

fn owned<T>((done, delta): (T, Delta<'_>)) -> (T, Lists) {
    (done, delta.into())
}

/// Takes an asset of a monitored inventory, by its id, to a stage (NHI_STAGE_...), if every gate lets it, and says what that opened and
/// closed at the monitor's instant. `done` and `delta` may be NULL. Errors are those of nhi_inventory_transition; nothing has changed
/// then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_transition(
    monitor: *mut nhi_monitor,
    asset: *const c_char,
    asset_len: u64,
    to: i32,
    act: *const nhi_act,
    done: *mut *mut nhi_transitioned,
    delta: *mut *mut nhi_delta,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset) = unsafe { (Out::new(err), Text::new(asset, asset_len)) };
    // SAFETY: as the caller promised.
    let (done, delta) = unsafe { (Out::new(done), Out::new(delta)) };
    guard(err, || {
        let asset: AssetRef = self::asset(asset, "asset")?;
        let to = pointer::word(to, Stage::from_number, "stage")?;
        // SAFETY: as the caller promised.
        unsafe { perform(monitor, act, done, delta, |monitor, act| monitor.transition(&asset, to, act).map(owned)) }
    })
}

/// Gives an asset of a monitored inventory to another holder or owner; either may be NULL. The rest is as for nhi_inventory_reassign and
/// nhi_monitor_transition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_reassign(
    monitor: *mut nhi_monitor,
    asset: *const c_char,
    asset_len: u64,
    holder: *const c_char,
    holder_len: u64,
    owner: *const c_char,
    owner_len: u64,
    act: *const nhi_act,
    done: *mut *mut nhi_transitioned,
    delta: *mut *mut nhi_delta,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset) = unsafe { (Out::new(err), Text::new(asset, asset_len)) };
    // SAFETY: as the caller promised.
    let (holder, owner) = unsafe { (Text::new(holder, holder_len), Text::new(owner, owner_len)) };
    // SAFETY: as the caller promised.
    let (done, delta) = unsafe { (Out::new(done), Out::new(delta)) };
    guard(err, || {
        let asset: AssetRef = self::asset(asset, "asset")?;
        let to: Reassignment = reassignment(holder, owner)?;
        // SAFETY: as the caller promised.
        unsafe { perform(monitor, act, done, delta, |monitor, act| monitor.reassign(&asset, &to, act).map(owned)) }
    })
}

/// Moves an asset of a monitored inventory to another environment (NHI_ENVIRONMENT_...; 0 for the same) or host (NULL for the same). The
/// rest is as for nhi_inventory_rehome and nhi_monitor_transition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_rehome(
    monitor: *mut nhi_monitor,
    asset: *const c_char,
    asset_len: u64,
    environment: i32,
    host: *const c_char,
    host_len: u64,
    act: *const nhi_act,
    done: *mut *mut nhi_transitioned,
    delta: *mut *mut nhi_delta,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset, host) = unsafe { (Out::new(err), Text::new(asset, asset_len), Text::new(host, host_len)) };
    // SAFETY: as the caller promised.
    let (done, delta) = unsafe { (Out::new(done), Out::new(delta)) };
    guard(err, || {
        let asset: AssetRef = self::asset(asset, "asset")?;
        let to: Rehoming = rehoming(environment, host)?;
        // SAFETY: as the caller promised.
        unsafe { perform(monitor, act, done, delta, |monitor, act| monitor.rehome(&asset, &to, act).map(owned)) }
    })
}

/// Adds what the context's source shows at an instant to a monitored inventory, given as JSON Lines in UTF-8, and says what that opened
/// and closed at the monitor's instant. `observation` and `delta` may be NULL. The rest is as for nhi_inventory_observe_jsonl; where it
/// fails, nothing has changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_observe_jsonl(
    monitor: *mut nhi_monitor,
    text: *const c_char,
    text_len: u64,
    observed_at: i64,
    context: *const nhi_context,
    observation: *mut *mut nhi_observation,
    delta: *mut *mut nhi_delta,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Text::new(text, text_len)) };
    // SAFETY: as the caller promised.
    let (observation, delta) = unsafe { (Out::new(observation), Out::new(delta)) };
    guard(err, || {
        observation.set(std::ptr::null_mut());
        delta.set(std::ptr::null_mut());
        // SAFETY: as the caller promised.
        let (context, mut watch) = unsafe { (options::context(context)?, Watch::new(context)?) };
        let observed_at = pointer::instant(observed_at, "observed_at")?;
        let done = go_on(monitor, |monitor| {
            let mut source = Place::JsonLines(text).open(monitor.inventory(), &mut watch)?;
            Ok(monitor.observe_from(&mut source, observed_at, &context).map(owned)?)
        });
        let (observed, lists) = watch.result(done)?;
        if observation.is_wanted() {
            observation.set(handle::give::<nhi_observation>(observed)?);
        }
        give(delta, lists)
    })
}
