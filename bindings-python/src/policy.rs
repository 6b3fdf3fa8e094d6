//! What the organisation decides.

use nhi_lifecycle::Policy as Core;
use pyo3::{prelude::*, types::PyDict};

use crate::error::invalid_argument;

/// The organisation's own rules, which go along with a question.
///
/// >>> import nhi_lifecycle as nhi
/// >>> nhi.Policy(retirement_team="it-ops")
/// Policy(retirement_team='it-ops')
#[pyclass(frozen, eq, module = "nhi_lifecycle")]
#[derive(PartialEq, Eq)]
pub(crate) struct Policy(pub(crate) Core);

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (*, retirement_team = None))]
    fn new(retirement_team: Option<&str>) -> PyResult<Self> {
        let team = retirement_team.map(str::parse).transpose();
        let retirement_team = team.map_err(|invalid| invalid_argument(format!("retirement_team: {invalid}")))?;
        Ok(Self(Core { retirement_team }))
    }

    /// The id of the team that is responsible for retirements, named in every finding beside the owners.
    #[getter]
    fn retirement_team(&self) -> Option<&str> {
        self.0.retirement_team.as_ref().map(|team| team.id().as_str())
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.0.retirement_team.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let team = self.retirement_team().into_pyobject(py)?;
        Ok(format!("Policy(retirement_team={})", team.repr()?))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        let rules = PyDict::new(py);
        rules.set_item("retirement_team", self.retirement_team())?;
        Ok(((), rules))
    }
}
