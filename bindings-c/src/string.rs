//! Text that the library hands out: owned by it, read through a view, freed by its own call.

use std::ffi::c_char;

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    pointer::{self, Out, TextOut},
};

/// A text in UTF-8. Immutable: any number of threads may read it at once.
pub struct nhi_string {
    _private: [u8; 0],
}

impl Handle for nhi_string {
    type Held = Box<str>;
    const NAME: &'static str = "nhi_string";
}

/// A list of texts in UTF-8. Immutable: any number of threads may read it at once.
pub struct nhi_strings {
    _private: [u8; 0],
}

impl Handle for nhi_strings {
    type Held = Vec<String>;
    const NAME: &'static str = "nhi_strings";
}

pub(crate) fn give_string(place: Out<*mut nhi_string>, text: impl Into<Box<str>>) -> Result<(), Failure> {
    place.set(handle::give::<nhi_string>(text.into())?);
    Ok(())
}

/// Hands out a text, or null where there is none.
pub(crate) fn give_optional(place: Out<*mut nhi_string>, text: Option<&str>) -> Result<(), Failure> {
    text.map_or(Ok(()), |text| give_string(place, text))
}

pub(crate) fn give_strings<T: ToString>(
    place: Out<*mut nhi_strings>,
    texts: impl IntoIterator<Item = T>,
) -> Result<(), Failure> {
    let texts = texts.into_iter().map(|text| text.to_string()).collect();
    place.set(handle::give::<nhi_strings>(texts)?);
    Ok(())
}

/// Frees a text. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_string_free(string: *mut nhi_string, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(string))
}

/// Where a text begins and how many bytes it has. Valid until the text is freed. No NUL ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_string_data(
    string: *const nhi_string,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        text.needed()?.set(&handle::lend(string)?);
        Ok(())
    })
}

/// Frees a list of texts. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_strings_free(strings: *mut nhi_strings, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(strings))
}

/// How many texts there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_strings_len(strings: *const nhi_strings, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(strings)?.len() as u64);
        Ok(())
    })
}

/// Where one text of the list begins and how many bytes it has. Valid until the list is freed. No NUL ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_strings_at(
    strings: *const nhi_strings,
    index: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let strings = handle::lend(strings)?;
        let index = pointer::index(index, strings.len(), "text")?;
        text.needed()?.set(strings.get(index).map_or("", String::as_str));
        Ok(())
    })
}
