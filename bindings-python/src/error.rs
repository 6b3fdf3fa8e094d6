//! The core's errors as Python's exceptions. The classes are in `_errors.py`.

use nhi_lifecycle::{Code, Error, Problem};
use pyo3::{prelude::*, types::PyTuple};

mod python {
    pyo3::import_exception!(nhi_lifecycle._errors, Error);
    pyo3::import_exception!(nhi_lifecycle._errors, InvalidInput);
    pyo3::import_exception!(nhi_lifecycle._errors, InvalidArgument);
    pyo3::import_exception!(nhi_lifecycle._errors, NotFound);
    pyo3::import_exception!(nhi_lifecycle._errors, JournalError);
    pyo3::import_exception!(nhi_lifecycle._errors, FileError);
}

/// The exception for an error of the core.
pub(crate) fn raised(error: Error) -> PyErr {
    let (message, code) = (error.to_string(), error.code().as_str());
    match error {
        Error::InvalidInput(problems) => Python::attach(|py| {
            let shown = problems.shown().iter().map(|problem| problem_of(py, problem));
            let shown = shown.collect::<PyResult<Vec<_>>>().and_then(|shown| PyTuple::new(py, shown));
            match shown {
                Ok(shown) => python::InvalidInput::new_err((message, code, shown.unbind(), problems.total())),
                Err(error) => error,
            }
        }),
        Error::NotFound(_) => python::NotFound::new_err((message, code)),
        Error::InvalidArgument(_) => python::InvalidArgument::new_err((message, code)),
        Error::ClockBackwards { .. }
        | Error::JournalFailed { .. }
        | Error::JournalCorrupt { .. }
        | Error::JournalNotKept => python::JournalError::new_err((message, code)),
        Error::Io { path, source } => {
            python::FileError::new_err((message, code, source.raw_os_error(), path.into_os_string()))
        }
        _ => python::Error::new_err((message, code)),
    }
}

fn problem_of<'py>(py: Python<'py>, problem: &Problem) -> PyResult<Bound<'py, PyAny>> {
    let module = py.import("nhi_lifecycle._errors")?;
    let Problem { code, file, line, record, field, message } = problem;
    module.getattr("Problem")?.call1((code.as_str(), message, file.as_deref(), *line, *record, field.as_deref()))
}

/// An argument that makes no sense.
pub(crate) fn invalid_argument(message: impl Into<String>) -> PyErr {
    raised(Error::InvalidArgument(message.into()))
}

/// A defect of this library.
pub(crate) fn internal() -> PyErr {
    let message = "a defect of this library; what it said is on standard error";
    python::Error::new_err((message, Code::Internal.as_str()))
}

/// A defect met an inventory while it was being changed.
pub(crate) fn half_changed() -> PyErr {
    let message = "a defect left this inventory half-changed, so it answers no more; load or replay it into a new one";
    python::Error::new_err((message, Code::Internal.as_str()))
}
