//! Blockers: the gates that do not let an act through, and what each of them misses.

use std::sync::Arc;

use nhi_lifecycle::{
    Error,
    asset::Stage,
    lifecycle::{Blocker, Missing},
};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    pointer::{self, Numbers, Out},
    string::{give_optional, give_string, nhi_string},
};

/// A list of gates that do not let an act through, in the order in which they were asked. Immutable: any number of threads may
/// read it at once.
pub struct nhi_blockers {
    _private: [u8; 0],
}

impl Handle for nhi_blockers {
    type Held = Arc<[Blocker]>;
    const NAME: &'static str = "nhi_blockers";
}

pub(crate) fn give(place: Out<*mut nhi_blockers>, blockers: impl Into<Arc<[Blocker]>>) -> Result<(), Failure> {
    place.set(handle::give::<nhi_blockers>(blockers.into())?);
    Ok(())
}

fn find(blockers: &[Blocker], index: u64) -> Result<&Blocker, Failure> {
    let index = pointer::index(index, blockers.len(), "blocker")?;
    blockers.get(index).ok_or_else(|| Failure::argument("no such blocker"))
}

fn find_missing(blockers: &[Blocker], blocker: u64, index: u64) -> Result<&Missing, Failure> {
    let missing = &find(blockers, blocker)?.missing;
    let index = pointer::index(index, missing.len(), "missing thing")?;
    missing.get(index).ok_or_else(|| Failure::argument("no such missing thing"))
}

/// Frees a list of blockers. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_free(blockers: *mut nhi_blockers, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(blockers))
}

/// How many gates do not let the act through.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_len(
    blockers: *const nhi_blockers,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(blockers)?.len() as u64);
        Ok(())
    })
}

/// The name of one gate: a word of NHI_VOCABULARY_GATE, or a gate of the user's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_gate(
    blockers: *const nhi_blockers,
    index: u64,
    gate: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, gate) = unsafe { (Out::new(err), Out::new(gate)) };
    guard(err, || {
        let gate = gate.needed_handle("gate")?;
        give_string(gate, &*find(&handle::lend(blockers)?, index)?.gate)
    })
}

/// What one gate says: NHI_GATE_VERDICT_FAIL or NHI_GATE_VERDICT_INDETERMINATE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_verdict(
    blockers: *const nhi_blockers,
    index: u64,
    verdict: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, verdict) = unsafe { (Out::new(err), Out::new(verdict)) };
    guard(err, || {
        verdict.needed("verdict")?.set(find(&handle::lend(blockers)?, index)?.verdict.number().into());
        Ok(())
    })
}

/// What is missing and what to do about it, in words.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_message(
    blockers: *const nhi_blockers,
    index: u64,
    message: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, message) = unsafe { (Out::new(err), Out::new(message)) };
    guard(err, || {
        let message = message.needed_handle("message")?;
        give_string(message, &*find(&handle::lend(blockers)?, index)?.message)
    })
}

/// How many things one gate misses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_missing_len(
    blockers: *const nhi_blockers,
    index: u64,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(find(&handle::lend(blockers)?, index)?.missing.len() as u64);
        Ok(())
    })
}

/// One thing that a gate misses: its kind (NHI_MISSING_...), which record it is about, and which field, evidence, method, serial
/// number or relation; NULL where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_missing(
    blockers: *const nhi_blockers,
    index: u64,
    missing: u64,
    what: *mut i32,
    record: *mut *mut nhi_string,
    name: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, what, record, name) = unsafe { (Out::new(err), Out::new(what), Out::new(record), Out::new(name)) };
    guard(err, || {
        let (record, name) = (record.needed_handle("record")?, name.needed_handle("name")?);
        let what = what.needed("what")?;
        let blockers = handle::lend(blockers)?;
        let found = find_missing(&blockers, index, missing)?;
        what.set(found.what.number().into());
        give_optional(record, found.record.as_ref().map(ToString::to_string).as_deref())?;
        give_optional(name, found.name.as_deref())
    })
}

/// The time of one thing that a gate misses, in microseconds since 1970 (UTC): from when on, and until when, or when. Each
/// `..._known` is 1, or 0 where there is no such instant and its place stays as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_blockers_missing_time(
    blockers: *const nhi_blockers,
    index: u64,
    missing: u64,
    since: *mut i64,
    since_known: *mut i32,
    until: *mut i64,
    until_known: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, since, since_known) = unsafe { (Out::new(err), Out::new(since), Out::new(since_known)) };
    // SAFETY: as the caller promised.
    let (until, until_known) = unsafe { (Out::new(until), Out::new(until_known)) };
    guard(err, || {
        let (since, until) = (since.needed("since")?, until.needed("until")?);
        let (since_known, until_known) = (since_known.needed("since_known")?, until_known.needed("until_known")?);
        let blockers = handle::lend(blockers)?;
        let found = find_missing(&blockers, index, missing)?;
        since.set_instant(since_known, found.since);
        until.set_instant(until_known, found.until);
        Ok(())
    })
}

/// The gates that did not let an act through, of the error of an act that failed with NHI_CODE_GATE_FAILED; otherwise none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_blockers(
    error: *const nhi_error,
    blockers: *mut *mut nhi_blockers,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, blockers) = unsafe { (Out::new(err), Out::new(blockers)) };
    guard(err, || {
        let blockers = blockers.needed_handle("blockers")?;
        match &*handle::lend(error)? {
            Failure::Refused(error) => give(blockers, error.blockers()),
            Failure::Border { .. } => give(blockers, []),
        }
    })
}

/// The stages (NHI_STAGE_...) that would have been legal, of the error of an act that failed with
/// NHI_CODE_ILLEGAL_TRANSITION; otherwise none. Up to `capacity` of them go to `stages`, and how many there are to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_legal_stages(
    error: *const nhi_error,
    stages: *mut i32,
    capacity: u64,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, stages) = unsafe { (Out::new(err), Numbers::new(stages, capacity, count)) };
    guard(err, || match &*handle::lend(error)? {
        Failure::Refused(Error::IllegalTransition { legal, .. }) => {
            stages.set(legal.iter().filter_map(|word| word.parse::<Stage>().ok()).map(|stage| stage.number().into()))
        }
        _ => stages.set(std::iter::empty()),
    })
}
