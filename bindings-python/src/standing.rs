//! What a monitor says: findings, each made when it is asked for, and what a step opened and closed.

use std::sync::Arc;

use nhi_lifecycle::monitor::StandingFinding;
use pyo3::prelude::*;

use crate::{
    answers::standing,
    sequence::{Index, out_of_range, sequence},
};

/// Findings of a monitor: a sequence, each made when it is asked for. What is applied later does not show.
#[pyclass(frozen, sequence, eq, hash, module = "nhi_lifecycle")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Standings(Arc<[StandingFinding]>);

impl Standings {
    pub(crate) fn new(findings: impl Iterator<Item = StandingFinding>) -> Self {
        Self(findings.collect())
    }
}

sequence!(Standings);

#[pymethods]
impl Standings {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: Index<'py>) -> PyResult<Bound<'py, PyAny>> {
        let finding = |place: usize| standing(py, self.0.get(place).ok_or_else(|| out_of_range("findings"))?);
        index.of(py, self.0.len(), finding)
    }

    fn __repr__(&self) -> String {
        format!("<Standings findings={}>", self.0.len())
    }
}

/// What a step opened and closed, each by credential in the order in which these came in. A finding whose reasons, severity or
/// status became others closes as it was and opens as it is. False where nothing opened or closed.
#[pyclass(frozen, eq, hash, module = "nhi_lifecycle")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Delta {
    pub(crate) opened: Standings,
    pub(crate) closed: Standings,
}

#[pymethods]
impl Delta {
    /// Findings that hold now and did not, or not so.
    #[getter]
    fn opened(&self) -> Standings {
        self.opened.clone()
    }

    /// Findings that held and no longer do, or no longer so.
    #[getter]
    fn closed(&self) -> Standings {
        self.closed.clone()
    }

    fn __bool__(&self) -> bool {
        !(self.opened.0.is_empty() && self.closed.0.is_empty())
    }

    fn __repr__(&self) -> String {
        format!("<Delta opened={} closed={}>", self.opened.0.len(), self.closed.0.len())
    }
}
