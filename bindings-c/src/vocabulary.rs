//! Words and numbers: which number stands for which word of the model, and the versions of this library.
//!
//! The same numbers stand in the headers as constants; these calls are for hosts that have no use for a header, and for
//! showing a number to people.

use std::ffi::c_char;

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    pointer::{self, Out, Text, TextOut},
    vocabularies::{ABI_VERSION, VOCABULARIES, Vocabulary},
};

fn vocabulary(number: i32) -> Result<&'static Vocabulary, Failure> {
    let found = VOCABULARIES.iter().find(|vocabulary| vocabulary.number == number);
    found.ok_or_else(|| Failure::argument(format!("{number} is not the number of a vocabulary")))
}

/// The version of the calls and types that this library has: at least NHI_ABI_VERSION of the header that a program was
/// compiled with, or the program may miss some. The only call that returns something else than a status.
#[unsafe(no_mangle)]
pub extern "C" fn nhi_abi_version() -> i32 {
    ABI_VERSION
}

/// The version of this library, such as 0.1.0. Never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_version(data: *mut *const c_char, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        text.needed()?.set(env!("CARGO_PKG_VERSION"));
        Ok(())
    })
}

/// The word for a number of a vocabulary (NHI_VOCABULARY_...): `issuer_retired` for NHI_REASON_ISSUER_RETIRED. Never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_word(
    vocabulary: i32,
    number: i32,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        let vocabulary = self::vocabulary(vocabulary)?;
        let mut pairs = vocabulary.numbers.iter().zip(vocabulary.words);
        let found = pairs.find(|(known, _)| i32::from(**known) == number);
        let (_, word) = found.ok_or_else(|| Failure::argument(format!("{number} is not a {}", vocabulary.name)))?;
        text.needed()?.set(word);
        Ok(())
    })
}

/// The number for a word of a vocabulary (NHI_VOCABULARY_...): NHI_REASON_ISSUER_RETIRED for `issuer_retired`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_number(
    vocabulary: i32,
    word: *const c_char,
    word_len: u64,
    number: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, word, number) = unsafe { (Out::new(err), Text::new(word, word_len), Out::new(number)) };
    guard(err, || {
        let vocabulary = self::vocabulary(vocabulary)?;
        let word = word.needed("word")?;
        let mut pairs = vocabulary.numbers.iter().zip(vocabulary.words);
        let (found, _) = pairs.find(|(_, known)| **known == word).ok_or_else(|| {
            Failure::argument(format!("not a {}; one of: {}", vocabulary.name, vocabulary.words.join(", ")))
        })?;
        number.needed("number")?.set((*found).into());
        Ok(())
    })
}

/// How many words a vocabulary (NHI_VOCABULARY_...) has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_vocabulary_len(vocabulary: i32, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(self::vocabulary(vocabulary)?.words.len() as u64);
        Ok(())
    })
}

/// The number of one word of a vocabulary (NHI_VOCABULARY_...), in the order of the model.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_vocabulary_at(
    vocabulary: i32,
    index: u64,
    number: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, number) = unsafe { (Out::new(err), Out::new(number)) };
    guard(err, || {
        let vocabulary = self::vocabulary(vocabulary)?;
        let index = pointer::index(index, vocabulary.numbers.len(), "word")?;
        number.needed("number")?.set(vocabulary.numbers.get(index).copied().unwrap_or(0).into());
        Ok(())
    })
}
