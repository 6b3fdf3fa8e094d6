//! Witnesses: the records and changes that make a reason true, or that say why a credential does not work.

use std::ffi::c_char;

use nhi_lifecycle::analysis::Witness;

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    pointer::{self, Out, TextOut},
    string::{give_optional, give_string, nhi_string},
};

/// A list of witnesses. Immutable: any number of threads may read it at once.
pub struct nhi_witnesses {
    _private: [u8; 0],
}

impl Handle for nhi_witnesses {
    type Held = Vec<Witness>;
    const NAME: &'static str = "nhi_witnesses";
}

fn find(witnesses: &[Witness], index: u64) -> Result<&Witness, Failure> {
    let index = pointer::index(index, witnesses.len(), "witness")?;
    witnesses.get(index).ok_or_else(|| Failure::argument("no such witness"))
}

/// Frees a list of witnesses. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_free(witnesses: *mut nhi_witnesses, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(witnesses))
}

/// How many witnesses there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_len(
    witnesses: *const nhi_witnesses,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(witnesses)?.len() as u64);
        Ok(())
    })
}

/// The reason (NHI_REASON_...) that a witness makes true; 0 where it explains something else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_reason(
    witnesses: *const nhi_witnesses,
    index: u64,
    reason: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, reason) = unsafe { (Out::new(err), Out::new(reason)) };
    guard(err, || {
        let witnesses = handle::lend(witnesses)?;
        let found = find(&witnesses, index)?.reason;
        reason.needed("reason")?.set(found.map_or(0, |reason| reason.number().into()));
        Ok(())
    })
}

/// The record, such as asset:web-1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_record(
    witnesses: *const nhi_witnesses,
    index: u64,
    record: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, record) = unsafe { (Out::new(err), Out::new(record)) };
    guard(err, || {
        let record = record.needed_handle("record")?;
        give_string(record, find(&handle::lend(witnesses)?, index)?.record.to_string())
    })
}

/// The relation (NHI_RELATION_...) by which the record is connected; 0 for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_relation(
    witnesses: *const nhi_witnesses,
    index: u64,
    relation: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, relation) = unsafe { (Out::new(err), Out::new(relation)) };
    guard(err, || {
        let witnesses = handle::lend(witnesses)?;
        let found = find(&witnesses, index)?.relation;
        relation.needed("relation")?.set(found.map_or(0, |relation| relation.number().into()));
        Ok(())
    })
}

/// The state of the record, as a word: a stage or status, or what became of it, such as absent, ended or expired. Never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_state(
    witnesses: *const nhi_witnesses,
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, state) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let witnesses = handle::lend(witnesses)?;
        state.needed()?.set(find(&witnesses, index)?.state);
        Ok(())
    })
}

/// When the record came to be so, at the latest, in microseconds since 1970 (UTC). `known` is 1, or 0 where nobody said, and
/// `micros` stays as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_at(
    witnesses: *const nhi_witnesses,
    index: u64,
    micros: *mut i64,
    known: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, micros, known) = unsafe { (Out::new(err), Out::new(micros), Out::new(known)) };
    guard(err, || {
        let (micros, known) = (micros.needed("micros")?, known.needed("known")?);
        micros.set_instant(known, find(&handle::lend(witnesses)?, index)?.at);
        Ok(())
    })
}

/// When the record came to be so, at the earliest, where that is not known exactly. The rest is as for nhi_witnesses_at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_not_before(
    witnesses: *const nhi_witnesses,
    index: u64,
    micros: *mut i64,
    known: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, micros, known) = unsafe { (Out::new(err), Out::new(micros), Out::new(known)) };
    guard(err, || {
        let (micros, known) = (micros.needed("micros")?, known.needed("known")?);
        micros.set_instant(known, find(&handle::lend(witnesses)?, index)?.not_before);
        Ok(())
    })
}

/// Who did it; NULL where nobody said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_by(
    witnesses: *const nhi_witnesses,
    index: u64,
    by: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, by) = unsafe { (Out::new(err), Out::new(by)) };
    guard(err, || {
        let by = by.needed_handle("by")?;
        give_optional(by, find(&handle::lend(witnesses)?, index)?.by.as_deref())
    })
}

/// Why they did it; NULL where nobody said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_witnesses_because(
    witnesses: *const nhi_witnesses,
    index: u64,
    because: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, because) = unsafe { (Out::new(err), Out::new(because)) };
    guard(err, || {
        let because = because.needed_handle("because")?;
        give_optional(because, find(&handle::lend(witnesses)?, index)?.because.as_deref())
    })
}
