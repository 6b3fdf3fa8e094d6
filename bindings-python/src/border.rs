//! The border: no panic of the core crosses it.

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
};

use pyo3::{PyResult, Python, pyfunction};

use crate::error;

/// Runs what calls into the core. A panic becomes `nhi_lifecycle.Error` with the code `internal`: pyo3's own
/// `PanicException` is no `Exception`, so it would pass every `except Exception` of the host.
///
/// What the panic said is on standard error, by Rust's own hook; it may repeat a value, so it is not part of the exception.
pub(crate) fn guarded<T>(call: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    // Whatever a panic left half-made lies behind a lock that is poisoned by it, or is dropped here.
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(error::internal()))
}

/// On how many threads a caller wants something done.
pub(crate) fn so_many(threads: usize) -> PyResult<NonZeroUsize> {
    NonZeroUsize::new(threads).ok_or_else(|| error::invalid_argument("`threads` is 0; it is at least 1"))
}

/// As [`guarded`], without the interpreter: other threads of the host run on meanwhile.
pub(crate) fn detached<T: Send>(py: Python<'_>, call: impl FnOnce() -> PyResult<T> + Send) -> PyResult<T> {
    guarded(|| py.detach(call))
}

/// Panics, detached or not: for the test that holds the border.
#[pyfunction]
#[pyo3(name = "_panic", signature = (*, detach))]
pub(crate) fn panic(py: Python<'_>, detach: bool) -> PyResult<()> {
    #[expect(clippy::panic, reason = "this is what it is for")]
    let call = || panic!("as asked");
    if detach { detached(py, call) } else { guarded(call) }
}
