//! The boundary: what stands around the body of every exported call.

use std::{
    borrow::Cow,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
};

use nhi_lifecycle::{Code, Error};

use crate::{error::nhi_error, handle, pointer::Out};

/// What every call returns where nothing failed.
pub(crate) const OK: i32 = 0;

/// Why a call did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core refused it.
    Refused(Error),
    /// It did not get as far as the core.
    Border { code: Code, message: Cow<'static, str> },
}

impl Failure {
    pub(crate) fn border(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Border { code, message: message.into() }
    }

    pub(crate) fn argument(message: impl Into<Cow<'static, str>>) -> Self {
        Self::border(Code::InvalidArgument, message)
    }

    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Refused(error) => error.code(),
            Self::Border { code, .. } => *code,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Border { message, .. } => f.write_str(message),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// Runs the body of a call. Gives its status, and the error where there is a place for it.
///
/// A body that panics leaves nothing half-done that could be seen later: what calls share lies behind locks, and a lock that
/// a panic broke is refused from then on.
pub(crate) fn guard(err: Out<*mut nhi_error>, body: impl FnOnce() -> Result<(), Failure>) -> i32 {
    let failure = match catch(body) {
        Ok(()) => {
            err.set(std::ptr::null_mut());
            return OK;
        }
        Err(failure) => failure,
    };
    let status = i32::from(failure.code().number());
    if err.is_wanted() {
        err.set(std::ptr::null_mut());
        // If even this fails, the caller still has the status.
        let _ = catch(|| {
            err.set(handle::give::<nhi_error>(failure)?);
            Ok(())
        });
    }
    status
}

fn catch(body: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        // Dropping what was thrown could throw again. Its text is not repeated: it may hold a value from the input.
        std::mem::forget(payload);
        Err(Failure::border(Code::Internal, "a defect of this library, caught at its border; please report it"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_of(body: impl FnOnce() -> Result<(), Failure>) -> i32 {
        // SAFETY: null is a place that nobody wants anything in.
        guard(unsafe { Out::new(std::ptr::null_mut()) }, body)
    }

    #[test]
    fn a_panic_is_a_status() {
        assert_eq!(status_of(|| Ok(())), 0);
        assert_eq!(status_of(|| panic!("on purpose")), i32::from(Code::Internal.number()));
        assert_eq!(status_of(|| std::panic::panic_any(Bomb)), i32::from(Code::Internal.number()));
    }

    #[test]
    fn a_failure_has_the_number_of_its_code() {
        assert_eq!(status_of(|| Err(Error::JournalNotKept.into())), i32::from(Code::JournalNotKept.number()));
        assert_eq!(status_of(|| Err(Failure::argument("no"))), i32::from(Code::InvalidArgument.number()));
    }

    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("thrown again");
        }
    }
}
