//! Instants: microseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999.

use std::ffi::c_char;

use nhi_lifecycle::{Code, Instant};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    pointer::{self, Out, Text},
    string::{give_string, nhi_string},
};

/// The instant that a text in RFC 3339 means, such as 2026-02-01T09:30:00Z, in microseconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_instant_parse(
    text: *const c_char,
    text_len: u64,
    micros: *mut i64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text, micros) = unsafe { (Out::new(err), Text::new(text, text_len), Out::new(micros)) };
    guard(err, || {
        let parsed = text.needed("text")?.parse::<Instant>();
        let instant = parsed.map_err(|error| Failure::border(Code::InvalidInstant, error.to_string()))?;
        micros.needed("micros")?.set(instant.as_micros());
        Ok(())
    })
}

/// An instant as text in RFC 3339.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_instant_text(micros: i64, text: *mut *mut nhi_string, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || {
        let text = text.needed_handle("text")?;
        give_string(text, pointer::instant(micros, "micros")?.to_string())
    })
}
