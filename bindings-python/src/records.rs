//! Records on their way out: dicts in the form of the model.

use std::sync::Mutex;

use nhi_lifecycle::{Record, Snapshot};
use pyo3::{prelude::*, sync::PyOnceLock};
use self_cell::self_cell;

use crate::{
    border::{detached, guarded},
    error::half_changed,
};

type Iter<'a> = Box<dyn Iterator<Item = Record> + Send + 'a>;

self_cell!(
    /// The records of a snapshot, each made when it is asked for.
    struct Lazy {
        owner: Snapshot,
        #[not_covariant]
        dependent: Iter,
    }
);

/// An iterator over the records of an inventory, each a dict made when it is asked for.
#[pyclass(frozen, module = "nhi_lifecycle._native")]
pub(crate) struct Records(Mutex<Lazy>);

impl Records {
    /// What is added later does not show.
    pub(crate) fn new(py: Python<'_>, snapshot: Snapshot) -> PyResult<Self> {
        detached(py, || Ok(Self(Mutex::new(Lazy::new(snapshot, |snapshot| Box::new(snapshot.records()))))))
    }
}

#[pymethods]
impl Records {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let next = guarded(|| {
            let mut records = self.0.lock().map_err(|_| half_changed())?;
            Ok(records.with_dependent_mut(|_, records| records.next()))
        })?;
        next.map(|record| decoded(py, &record)).transpose()
    }
}

/// What serde writes, as Python reads it: the dict keeps the order of the fields.
pub(crate) fn decoded<'py>(py: Python<'py>, value: &impl serde::Serialize) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let text = guarded(|| serde_json::to_string(value).map_err(|_| crate::error::internal()))?;
    LOADS.import(py, "json", "loads")?.call1((text,))
}

/// The JSON Schema of a record.
///
/// >>> import nhi_lifecycle as nhi
/// >>> nhi.json_schema()["title"]
/// 'nhi-lifecycle record'
#[pyfunction]
pub(crate) fn json_schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    decoded(py, &Record::json_schema())
}
