//! Answers written for people and for other programs.

use std::io;

use pyo3::prelude::*;

use crate::{border::detached, error::internal};

/// What one of the writers writes, without the interpreter.
pub(crate) fn written(py: Python<'_>, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()> + Send) -> PyResult<String> {
    detached(py, || {
        let mut out = Vec::new();
        write(&mut out)?;
        String::from_utf8(out).map_err(|_| internal())
    })
}
