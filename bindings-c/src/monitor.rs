//! The monitor: an inventory whose orphaned credentials are kept up to date record by record, and as time passes.

use std::{
    ffi::c_char,
    sync::{Arc, RwLock},
};

use nhi_lifecycle::{
    Monitor,
    monitor::{Delta, Finding, Monitorable, StandingFinding, Ticket},
};

use crate::{
    error::nhi_error,
    explanation,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{broken, nhi_inventory},
    load::Place,
    options::{self, nhi_context},
    pointer::{self, Out, Text},
    standings::nhi_standings,
    watch::Watch,
};

/// A watch over an inventory: each record that is applied, and time itself, says what it opened and closed.
///
/// It watches the inventory that it was made of, and not a copy: that can be asked everything through its own handle, its journal goes
/// on, and until the monitor is freed it changes through the monitor alone. Any number of threads may use one at once: calls that take
/// it const run side by side, and the others wait until they are alone with the inventory.
pub struct nhi_monitor {
    _private: [u8; 0],
}

/// The inventory stays while it is monitored, even where its own handle is freed.
pub(crate) struct Watched {
    inventory: Arc<RwLock<Monitorable>>,
    ticket: Ticket,
}

impl Handle for nhi_monitor {
    type Held = Watched;
    const NAME: &'static str = "nhi_monitor";
}

/// What a step opened and closed. Immutable: any number of threads may read it at once.
pub struct nhi_delta {
    _private: [u8; 0],
}

/// Both lists, which handles of their own may share.
pub(crate) struct Lists {
    opened: Arc<[StandingFinding]>,
    closed: Arc<[StandingFinding]>,
}

impl Handle for nhi_delta {
    type Held = Lists;
    const NAME: &'static str = "nhi_delta";
}

fn list<'a>(findings: impl Iterator<Item = Finding<'a>>) -> Arc<[StandingFinding]> {
    findings.map(|finding| finding.to_standing()).collect()
}

impl From<Delta<'_>> for Lists {
    fn from(delta: Delta<'_>) -> Self {
        Self { opened: list(delta.opened()), closed: list(delta.closed()) }
    }
}

fn ask<R>(monitor: *const nhi_monitor, asking: impl FnOnce(&Monitor) -> R) -> Result<R, Failure> {
    let watched = handle::lend(monitor)?;
    let held = watched.inventory.read().map_err(|_| broken())?;
    Ok(asking(held.monitor(&watched.ticket)?))
}

pub(crate) fn go_on<R>(
    monitor: *mut nhi_monitor,
    going_on: impl FnOnce(&mut Monitor) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let watched = handle::lend(monitor.cast_const())?;
    let mut held = watched.inventory.write().map_err(|_| broken())?;
    going_on(held.monitor_mut(&watched.ticket)?)
}

/// Begins to monitor an inventory at an instant, in microseconds since 1970 (UTC). It can have one monitor at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_new(
    inventory: *mut nhi_inventory,
    at: i64,
    monitor: *mut *mut nhi_monitor,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, monitor) = unsafe { (Out::new(err), Out::new(monitor)) };
    guard(err, || {
        let monitor = monitor.needed_handle("monitor")?;
        let at = pointer::instant(at, "at")?;
        let inventory = handle::lend(inventory.cast_const())?;
        let ticket = inventory.write().map_err(|_| broken())?.begin(at)?;
        monitor.set(handle::give::<nhi_monitor>(Watched { inventory, ticket })?);
        Ok(())
    })
}

/// Ends a monitor; its inventory can be changed again. NULL is nothing to free. What it said stays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_free(monitor: *mut nhi_monitor, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(monitor))
}

/// Adds a record to the inventory, or several as one batch, given as JSON Lines in UTF-8, and says what that opened and closed at the
/// monitor's instant. Records that only stand together come so: one with another stage and the change that explains it.
///
/// Errors are those of nhi_inventory_add_jsonl; nothing has changed then. `delta` may be NULL where nobody wants it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_apply(
    monitor: *mut nhi_monitor,
    text: *const c_char,
    text_len: u64,
    context: *const nhi_context,
    delta: *mut *mut nhi_delta,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text, delta) = unsafe { (Out::new(err), Text::new(text, text_len), Out::new(delta)) };
    guard(err, || {
        delta.set(std::ptr::null_mut());
        // SAFETY: as the caller promised.
        let (context, mut watch) = unsafe { (options::context(context)?, Watch::new(context)?) };
        let done = go_on(monitor, |monitor| {
            let mut source = Place::JsonLines(text).open(monitor.inventory(), &mut watch)?;
            let applied = monitor.apply_from(&mut source, &context)?;
            give(delta, applied)
        });
        watch.result(done)
    })
}

/// Goes on to a later instant, in microseconds since 1970 (UTC), and says what time opened and closed until then: what holds at the
/// end, not what came and went on the way. `delta` may be NULL where nobody wants it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_advance(
    monitor: *mut nhi_monitor,
    later: i64,
    delta: *mut *mut nhi_delta,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, delta) = unsafe { (Out::new(err), Out::new(delta)) };
    guard(err, || {
        delta.set(std::ptr::null_mut());
        let later = pointer::instant(later, "later")?;
        go_on(monitor, |monitor| give(delta, monitor.advance(later)?))
    })
}

/// Hands out what a step opened and closed, if it is wanted.
pub(crate) fn give(place: Out<*mut nhi_delta>, delta: impl Into<Lists>) -> Result<(), Failure> {
    if place.is_wanted() {
        place.set(handle::give::<nhi_delta>(delta.into())?);
    }
    Ok(())
}

/// The instant that its findings are about, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_at(monitor: *const nhi_monitor, at: *mut i64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, at) = unsafe { (Out::new(err), Out::new(at)) };
    guard(err, || {
        at.needed("at")?.set(ask(monitor, Monitor::at)?.as_micros());
        Ok(())
    })
}

/// How many findings stand.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_len(monitor: *const nhi_monitor, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(ask(monitor, Monitor::len)? as u64);
        Ok(())
    })
}

/// The findings that stand, the most severe first, then by credential id.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_findings(
    monitor: *const nhi_monitor,
    findings: *mut *mut nhi_standings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, findings) = unsafe { (Out::new(err), Out::new(findings)) };
    guard(err, || {
        let findings = findings.needed_handle("findings")?;
        let found = ask(monitor, |monitor| list(monitor.findings().into_iter()))?;
        findings.set(handle::give::<nhi_standings>(found)?);
        Ok(())
    })
}

/// The finding on a credential, by its id, as a list of one; an empty list where it is no orphan, or not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_monitor_finding(
    monitor: *const nhi_monitor,
    credential: *const c_char,
    credential_len: u64,
    findings: *mut *mut nhi_standings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, credential) = unsafe { (Out::new(err), Text::new(credential, credential_len)) };
    // SAFETY: as the caller promised.
    let findings = unsafe { Out::new(findings) };
    guard(err, || {
        let findings = findings.needed_handle("findings")?;
        let credential = explanation::credential(credential)?;
        let found = ask(monitor, |monitor| list(monitor.finding(&credential).into_iter()))?;
        findings.set(handle::give::<nhi_standings>(found)?);
        Ok(())
    })
}

/// Frees a delta. NULL is nothing to free. Lists that it gave stay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_delta_free(delta: *mut nhi_delta, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(delta))
}

/// How many findings opened and closed. A finding whose reasons, severity or status became others closes as it was and opens as it
/// is. Either place may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_delta_len(
    delta: *const nhi_delta,
    opened: *mut u64,
    closed: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, opened, closed) = unsafe { (Out::new(err), Out::new(opened), Out::new(closed)) };
    guard(err, || {
        let lists = handle::lend(delta)?;
        opened.set(lists.opened.len() as u64);
        closed.set(lists.closed.len() as u64);
        Ok(())
    })
}

/// Findings that hold now and did not, or not so, by credential in the order in which these came in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_delta_opened(
    delta: *const nhi_delta,
    opened: *mut *mut nhi_standings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, opened) = unsafe { (Out::new(err), Out::new(opened)) };
    guard(err, || {
        let opened = opened.needed_handle("opened")?;
        opened.set(handle::give::<nhi_standings>(Arc::clone(&handle::lend(delta)?.opened))?);
        Ok(())
    })
}

/// Findings that held and no longer do, or no longer so, by credential in the order in which these came in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_delta_closed(
    delta: *const nhi_delta,
    closed: *mut *mut nhi_standings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, closed) = unsafe { (Out::new(err), Out::new(closed)) };
    guard(err, || {
        let closed = closed.needed_handle("closed")?;
        closed.set(handle::give::<nhi_standings>(Arc::clone(&handle::lend(delta)?.closed))?);
        Ok(())
    })
}
