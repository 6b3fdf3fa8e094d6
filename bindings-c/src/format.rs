//! The formats of other systems' exports that are read.

use std::ffi::c_char;

use nhi_import::sources::Format;

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    pointer::{self, Out, TextOut},
};

/// Points at one text of a format.
///
/// # Safety
/// As for the pointers of a call.
unsafe fn tell(
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
    text: impl FnOnce(&'static Format) -> &'static str,
) -> i32 {
    // SAFETY: as promised.
    let (err, told) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let index = pointer::index(index, Format::ALL.len(), "format")?;
        let format = Format::ALL.get(index).ok_or_else(|| Failure::argument("no such format"))?;
        told.needed()?.set(text(format));
        Ok(())
    })
}

/// How many formats of other systems' exports are read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_format_len(len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(Format::ALL.len() as u64);
        Ok(())
    })
}

/// The name of a format, as nhi_sources_add takes it, such as aws-credential-report. Never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_format_name(
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    unsafe { tell(index, data, len, err, |format| format.name) }
}

/// The system that writes a format; its ids begin with this word. Never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_format_system(
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    unsafe { tell(index, data, len, err, |format| format.system) }
}

/// What a format holds. Never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_format_title(
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    unsafe { tell(index, data, len, err, |format| format.title) }
}

/// How one exports a format from its system: the command, or the menu. Never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_format_export(
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    unsafe { tell(index, data, len, err, |format| format.export) }
}
