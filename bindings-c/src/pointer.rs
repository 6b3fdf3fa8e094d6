//! What comes in and goes out through pointers. Each is taken at the beginning of a call, which is where the caller's promise
//! is relied on; everything behind that is safe code.

use std::{
    ffi::c_char,
    mem::{MaybeUninit, size_of},
    ptr, slice, str,
};

use nhi_lifecycle::{Code, Instant, id::InvalidReference};

use crate::guard::Failure;

/// A place for a result, or null.
#[derive(Debug)]
pub(crate) struct Out<T>(*mut T);

impl<T> Clone for Out<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Out<T> {}

impl<T> Out<T> {
    /// # Safety
    /// Null, or valid for writing a `T` until the call ends.
    pub(crate) unsafe fn new(place: *mut T) -> Self {
        Self(place)
    }

    /// Whether the caller wants it.
    pub(crate) fn is_wanted(self) -> bool {
        !self.0.is_null()
    }

    /// A place that the caller has to give.
    pub(crate) fn needed(self, name: &'static str) -> Result<Self, Failure> {
        if self.is_wanted() { Ok(self) } else { Err(null(name)) }
    }

    /// Puts the result there, if it is wanted.
    pub(crate) fn set(self, value: T) {
        if self.is_wanted() {
            // SAFETY: what was promised to `new`.
            unsafe { self.0.write(value) }
        }
    }
}

impl Out<i64> {
    /// Puts an instant there, if there is one; and whether there is.
    pub(crate) fn set_instant(self, known: Out<i32>, instant: Option<Instant>) {
        known.set(instant.is_some().into());
        if let Some(instant) = instant {
            self.set(instant.as_micros());
        }
    }
}

impl<T> Out<*mut T> {
    /// A place for a handle that the caller has to give; it holds null until the call succeeds.
    pub(crate) fn needed_handle(self, name: &'static str) -> Result<Self, Failure> {
        self.set(ptr::null_mut());
        self.needed(name)
    }
}

/// A place for a text that lives as long as the library, or as a handle: where it begins and how long it is.
#[derive(Clone, Copy)]
pub(crate) struct TextOut {
    data: Out<*const c_char>,
    len: Out<u64>,
}

impl TextOut {
    /// # Safety
    /// As for [`Out::new`], both.
    pub(crate) unsafe fn new(data: *mut *const c_char, len: *mut u64) -> Self {
        // SAFETY: as promised.
        unsafe { Self { data: Out::new(data), len: Out::new(len) } }
    }

    pub(crate) fn needed(self) -> Result<Self, Failure> {
        self.data.needed("data")?;
        self.len.needed("len")?;
        Ok(self)
    }

    pub(crate) fn set(self, text: &str) {
        self.data.set(text.as_ptr().cast());
        self.len.set(text.len() as u64);
    }

    /// Null: there is no such text.
    pub(crate) fn set_none(self) {
        self.data.set(ptr::null());
        self.len.set(0);
    }
}

/// A place for a list of numbers: room for some, and where their count goes.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    first: Out<i32>,
    capacity: u64,
    count: Out<u64>,
}

impl Numbers {
    /// # Safety
    /// `count` as for [`Out::new`]; `first` null, or valid for writing `capacity` numbers until the call ends.
    pub(crate) unsafe fn new(first: *mut i32, capacity: u64, count: *mut u64) -> Self {
        // SAFETY: as promised.
        unsafe { Self { first: Out::new(first), capacity, count: Out::new(count) } }
    }

    /// Puts there as many as there is room for, and says how many there are.
    pub(crate) fn set(self, numbers: impl Iterator<Item = i32>) -> Result<(), Failure> {
        let count = self.count.needed("count")?;
        if self.capacity > 0 {
            self.first.needed("numbers")?;
        }
        let mut given = 0;
        for number in numbers {
            if given < self.capacity {
                // SAFETY: fewer than `capacity` were written, for all of which there is room.
                unsafe { self.first.0.add(given as usize).write(number) };
            }
            given += 1;
        }
        count.set(given);
        Ok(())
    }
}

/// Text from the caller.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    bytes: Option<&'a [u8]>,
    len: u64,
}

impl<'a> Text<'a> {
    /// # Safety
    /// Null, or valid for reading `len` bytes until the call ends.
    pub(crate) unsafe fn new(data: *const c_char, len: u64) -> Self {
        let fits = usize::try_from(len).ok().filter(|len| isize::try_from(*len).is_ok());
        let bytes = match fits {
            // SAFETY: as promised, and no longer than a slice may be.
            Some(len) if !data.is_null() => Some(unsafe { slice::from_raw_parts(data.cast(), len) }),
            _ => None,
        };
        Self { bytes, len }
    }

    /// Text that may be left out; null is none.
    pub(crate) fn optional(self, name: &'static str) -> Result<Option<&'a str>, Failure> {
        match self.bytes {
            None if self.len == 0 => Ok(None),
            None => Err(null(name)),
            Some(bytes) => str::from_utf8(bytes).map(Some).map_err(|error| {
                let place = error.valid_up_to();
                Failure::border(Code::InvalidUtf8, format!("`{name}` is not UTF-8: its byte {place} is wrong"))
            }),
        }
    }

    /// Text that has to be given; of no length, it may be null.
    pub(crate) fn needed(self, name: &'static str) -> Result<&'a str, Failure> {
        self.optional(name).map(Option::unwrap_or_default)
    }
}

/// A list from the caller; null is an empty one.
///
/// # Safety
/// Null, or valid for reading `len` of them until the call ends.
pub(crate) unsafe fn list<'a, T>(data: *const T, len: u64, name: &'static str) -> Result<&'a [T], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(null(name));
    }
    let bytes = usize::try_from(len).ok().and_then(|len| len.checked_mul(size_of::<T>()));
    if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(Failure::argument(format!("`{name}` is longer than memory")));
    }
    // SAFETY: as promised, and no longer than a slice may be.
    Ok(unsafe { slice::from_raw_parts(data, len as usize) })
}

/// Options: plain numbers and pointers, the first of which is the size of the struct as the caller knows it. Later versions
/// add fields at the end, for which 0 means what earlier versions did.
///
/// # Safety
/// `repr(C)`, without padding, its first field a `u64`; all zeros is a value of it, and so are any other bytes.
pub(crate) unsafe trait Options: Copy {
    /// The name that C knows it by.
    const NAME: &'static str;
    /// The size it had when it was first published.
    const FIRST_SIZE: usize;
}

/// Reads options. Fields that the caller does not know are zero; ones that this library does not know have to be.
///
/// # Safety
/// Null, or valid for reading as many bytes as its first field says.
pub(crate) unsafe fn options<T: Options>(given: *const T) -> Result<Option<T>, Failure> {
    if given.is_null() {
        return Ok(None);
    }
    // SAFETY: not null, and the first field is the size.
    let size = unsafe { size_of_given(given)? };
    let known = size.min(size_of::<T>());
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: both hold so many bytes, and they are apart.
    unsafe { ptr::copy_nonoverlapping(given.cast::<u8>(), value.as_mut_ptr().cast::<u8>(), known) };
    // SAFETY: the caller's struct is `size` bytes long.
    let unknown = unsafe { slice::from_raw_parts(given.cast::<u8>().add(known), size - known) };
    if unknown.iter().any(|byte| *byte != 0) {
        let message = format!("the {} sets a field that this version of the library does not know", T::NAME);
        return Err(Failure::argument(message));
    }
    // SAFETY: any bytes are a value.
    Ok(Some(unsafe { value.assume_init() }))
}

/// Whether a struct that is to be filled in says its size; null does not need to.
///
/// # Safety
/// As for [`options`].
pub(crate) unsafe fn check_size<T: Options>(place: *const T) -> Result<(), Failure> {
    if place.is_null() {
        return Ok(());
    }
    // SAFETY: not null, and the first field is the size.
    unsafe { size_of_given(place) }.map(drop)
}

/// Writes a struct that begins with its size: so much of it as the caller knows.
///
/// # Safety
/// As for [`options`], for writing.
pub(crate) unsafe fn fill<T: Options>(place: *mut T, value: &T, name: &'static str) -> Result<(), Failure> {
    if place.is_null() {
        return Err(null(name));
    }
    // SAFETY: not null, and the first field is the size.
    let known = unsafe { size_of_given(place)? }.min(size_of::<T>());
    let head = size_of::<u64>();
    let from = ptr::from_ref(value).cast::<u8>();
    // SAFETY: both hold `known` bytes, at least the size, which stays as the caller set it.
    unsafe { ptr::copy_nonoverlapping(from.add(head), place.cast::<u8>().add(head), known - head) };
    Ok(())
}

/// # Safety
/// Not null; its first field can be read.
unsafe fn size_of_given<T: Options>(given: *const T) -> Result<usize, Failure> {
    /// More than any struct will ever need; what is larger was not set at all.
    const MOST: u64 = 4096;
    // SAFETY: as promised.
    let size = unsafe { given.cast::<u64>().read() };
    match usize::try_from(size).ok().filter(|size| (T::FIRST_SIZE..=MOST as usize).contains(size)) {
        Some(size) => Ok(size),
        None => Err(Failure::argument(format!("struct_size of {} is {size}; set it to sizeof({})", T::NAME, T::NAME))),
    }
}

pub(crate) fn null(name: &'static str) -> Failure {
    Failure::border(Code::NullPointer, format!("`{name}` is null"))
}

/// Why a text is no reference for an argument.
pub(crate) fn reference(name: &'static str, error: &InvalidReference) -> Failure {
    let code = if matches!(error, InvalidReference::Id(_)) { Code::InvalidId } else { Code::InvalidReference };
    Failure::border(code, format!("`{name}`: {error}"))
}

/// The instant that a caller means.
pub(crate) fn instant(micros: i64, name: &'static str) -> Result<Instant, Failure> {
    Instant::from_micros(micros).map_err(|error| Failure::border(Code::InvalidInstant, format!("`{name}`: {error}")))
}

/// The value of a vocabulary that a caller means by its number.
pub(crate) fn word<T>(number: i32, from: impl Fn(u8) -> Option<T>, what: &str) -> Result<T, Failure> {
    let known = u8::try_from(number).ok().and_then(from);
    known.ok_or_else(|| Failure::argument(format!("{number} is not the number of a {what}")))
}

/// The place in a list that a caller means.
pub(crate) fn index(index: u64, len: usize, of: &str) -> Result<usize, Failure> {
    usize::try_from(index)
        .ok()
        .filter(|index| *index < len)
        .ok_or_else(|| Failure::argument(format!("number {index} of the {of}s was asked for; there are {len}, from 0")))
}
