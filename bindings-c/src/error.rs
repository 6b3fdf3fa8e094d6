//! Errors: why a call failed, and for refused records which, where, and what to do about it.

use nhi_lifecycle::{Error, Problem};

use crate::{
    guard::{Failure, guard},
    handle::{self, Handle},
    pointer::{self, Out},
    string::{give_optional, give_string, nhi_string},
};

/// Why a call failed. Immutable: any number of threads may read it at once.
///
/// Every call takes a place for one as its last argument, which may be NULL. Where it is not, a call that fails puts a new
/// error there, to be freed with nhi_error_free, and a call that succeeds puts NULL there.
pub struct nhi_error {
    _private: [u8; 0],
}

impl Handle for nhi_error {
    type Held = Failure;
    const NAME: &'static str = "nhi_error";
}

/// The problems of refused records; empty for other errors.
fn problems(failure: &Failure) -> &[Problem] {
    match failure {
        Failure::Refused(error) => error.problems(),
        Failure::Border { .. } => &[],
    }
}

fn problem(failure: &Failure, index: u64) -> Result<&Problem, Failure> {
    let problems = problems(failure);
    let index = pointer::index(index, problems.len(), "problem")?;
    problems.get(index).ok_or_else(|| Failure::argument("no such problem"))
}

/// Frees an error. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_free(error: *mut nhi_error, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(error))
}

/// The number of its code: what the call that failed returned. One of NHI_CODE_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_code(error: *const nhi_error, code: *mut i32, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, code) = unsafe { (Out::new(err), Out::new(code)) };
    guard(err, || {
        code.needed("code")?.set(handle::lend(error)?.code().number().into());
        Ok(())
    })
}

/// What went wrong and what to do about it, in words. For refused records it lists every problem that is kept, one a line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_message(
    error: *const nhi_error,
    message: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, message) = unsafe { (Out::new(err), Out::new(message)) };
    guard(err, || {
        let message = message.needed_handle("message")?;
        give_string(message, handle::lend(error)?.to_string())
    })
}

/// For refused records (NHI_CODE_INVALID_INPUT): how many problems are kept, which are the first hundred at most, and how many
/// there were in all. Otherwise 0. Either place may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_problems(
    error: *const nhi_error,
    kept: *mut u64,
    total: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, kept, total) = unsafe { (Out::new(err), Out::new(kept), Out::new(total)) };
    guard(err, || {
        let failure = handle::lend(error)?;
        kept.set(problems(&failure).len() as u64);
        total.set(match &*failure {
            Failure::Refused(Error::InvalidInput(problems)) => problems.total() as u64,
            _ => 0,
        });
        Ok(())
    })
}

/// The code of one problem: which kind of mistake. One of NHI_CODE_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_problem_code(
    error: *const nhi_error,
    index: u64,
    code: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, code) = unsafe { (Out::new(err), Out::new(code)) };
    guard(err, || {
        let failure = handle::lend(error)?;
        code.needed("code")?.set(problem(&failure, index)?.code.number().into());
        Ok(())
    })
}

/// The file that one problem stands in; NULL where records came from none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_problem_file(
    error: *const nhi_error,
    index: u64,
    file: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, file) = unsafe { (Out::new(err), Out::new(file)) };
    guard(err, || {
        let file = file.needed_handle("file")?;
        let failure = handle::lend(error)?;
        give_optional(file, problem(&failure, index)?.file.as_deref())
    })
}

/// The line that one problem stands in, from 1; 0 where that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_problem_line(
    error: *const nhi_error,
    index: u64,
    line: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, line) = unsafe { (Out::new(err), Out::new(line)) };
    guard(err, || {
        let failure = handle::lend(error)?;
        line.needed("line")?.set(problem(&failure, index)?.line.unwrap_or(0));
        Ok(())
    })
}

/// The position of one problem's record in its batch, from 0; -1 where that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_problem_record(
    error: *const nhi_error,
    index: u64,
    record: *mut i64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, record) = unsafe { (Out::new(err), Out::new(record)) };
    guard(err, || {
        let failure = handle::lend(error)?;
        let position = problem(&failure, index)?.record.and_then(|position| i64::try_from(position).ok());
        record.needed("record")?.set(position.unwrap_or(-1));
        Ok(())
    })
}

/// The field that one problem is about; NULL where it is about none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_problem_field(
    error: *const nhi_error,
    index: u64,
    field: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, field) = unsafe { (Out::new(err), Out::new(field)) };
    guard(err, || {
        let field = field.needed_handle("field")?;
        let failure = handle::lend(error)?;
        give_optional(field, problem(&failure, index)?.field.as_deref())
    })
}

/// What is wrong and what to do about it, in words, without the place.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_error_problem_message(
    error: *const nhi_error,
    index: u64,
    message: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, message) = unsafe { (Out::new(err), Out::new(message)) };
    guard(err, || {
        let message = message.needed_handle("message")?;
        let failure = handle::lend(error)?;
        give_string(message, &*problem(&failure, index)?.message)
    })
}
