//! How far every live credential reaches.

use std::sync::Arc;

use nhi_lifecycle::{
    Snapshot,
    analysis::{self, Radius},
    id::CredentialRef,
    relation::Privilege,
};
use nhi_report::{Table, arrow, csv, json};
use pyo3::{IntoPyObjectExt, prelude::*};

use crate::{
    answers::{Answer, answer},
    arrow::ArrowTable,
    border::{detached, guarded},
    error::{internal, raised},
    instant::{Given, datetime},
    inventory::PyInventory,
    questions::parsed,
    sequence::{Index, out_of_range, sequence},
    watch::Watch,
    written::written,
};

/// For every credential that is live at an instant, how many assets it lets its holder enter: a sequence, the largest radius
/// first, then by credential id. What is added to the inventory later does not show.
///
/// >>> import nhi_lifecycle as nhi
/// >>> from datetime import datetime, timezone
/// >>> inventory = nhi.Inventory()
/// >>> _ = inventory.add([
/// ...     {"record": "asset", "id": "wiki", "kind": "saas", "stage": "in_use"},
/// ...     {"record": "credential", "id": "ftp-pw", "kind": "password", "status": "active"},
/// ...     {"record": "credential", "id": "wiki-pw", "kind": "password", "status": "active", "issued_by": "wiki"},
/// ... ])
/// >>> radii = inventory.blast_radii(at=datetime(2026, 3, 1, tzinfo=timezone.utc))
/// >>> [(radius.credential, radius.assets) for radius in radii]
/// [('wiki-pw', 1), ('ftp-pw', 0)]
#[pyclass(frozen, sequence, module = "nhi_lifecycle")]
pub(crate) struct Radii(Arc<analysis::Radii>);

/// For every credential that is live at an instant, *about* how many assets it lets its holder enter: a sequence, the largest
/// estimate first, then by credential id.
///
/// An estimate says which credentials reach far, and about how far; it is no evidence.
#[pyclass(frozen, sequence, module = "nhi_lifecycle")]
pub(crate) struct EstimatedRadii(Arc<analysis::EstimatedRadii>);

sequence!(Radii);
sequence!(EstimatedRadii);

fn credential(text: &str) -> PyResult<CredentialRef> {
    parsed("credential", text)
}

/// Gives radii the ways in which a report is written.
macro_rules! written_ways {
    ($class:ident, $table:ident) => {
        #[pymethods]
        impl $class {
            /// The least privilege with which the assets are entered that are counted.
            #[getter]
            fn least(&self) -> &'static str {
                self.0.least().as_str()
            }

            /// A table for the terminal, so many columns wide.
            #[pyo3(signature = (*, width = 100, colour = false))]
            fn to_table(&self, py: Python<'_>, width: usize, colour: bool) -> PyResult<String> {
                let table = Table::new().width(width).colour(colour);
                written(py, |out| table.write_radii(&*self.0, out))
            }

            /// One JSON object: `at`, `least` and `radii`.
            fn to_json(&self, py: Python<'_>) -> PyResult<String> {
                written(py, |out| json::write_radii(&*self.0, out))
            }

            /// A CSV table, one credential a row, in which no spreadsheet finds a formula.
            fn to_csv(&self, py: Python<'_>) -> PyResult<String> {
                written(py, |out| csv::write_radii(&*self.0, out))
            }

            /// A table that pyarrow, pandas, Polars and DuckDB take without a copy, one credential a row.
            fn to_arrow(&self) -> ArrowTable {
                ArrowTable::new(arrow::$table(Arc::clone(&self.0)))
            }

            /// A pandas `DataFrame`, with the columns of `to_arrow`. Needs the extra `pandas`.
            fn to_pandas<'py>(&self, py: Python<'py>) -> Answer<'py> {
                ArrowTable::to_pandas(&Bound::new(py, self.to_arrow())?)
            }

            /// A Polars `DataFrame`, with the columns of `to_arrow`. Needs the extra `polars`.
            fn to_polars<'py>(&self, py: Python<'py>) -> Answer<'py> {
                ArrowTable::to_polars(&Bound::new(py, self.to_arrow())?)
            }
        }
    };
}

written_ways!(Radii, radii);
written_ways!(EstimatedRadii, estimated_radii);

#[pymethods]
impl Radii {
    /// The instant it is about.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> Answer<'py> {
        datetime(py, self.0.at())
    }

    /// How many assets a credential lets its holder enter; None if it is not live.
    fn of(&self, credential: &str) -> PyResult<Option<u32>> {
        let credential = self::credential(credential)?;
        guarded(|| self.0.of(&credential).map_err(raised))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: Index<'py>) -> Answer<'py> {
        let radius = |radius: Radius<'_>| {
            let credential = radius.credential().into_bound_py_any(py)?;
            let assets = radius.assets().into_bound_py_any(py)?;
            answer(py, "Radius", [("credential", credential), ("assets", assets)])
        };
        index.of(py, self.0.len(), |place| self.0.get(place).map_or_else(|| Err(out_of_range("radii")), radius))
    }

    fn __repr__(&self) -> String {
        let (at, len) = (self.0.at(), self.0.len());
        format!("<Radii at={at} credentials={len}>")
    }
}

#[pymethods]
impl EstimatedRadii {
    /// The instant it is about.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> Answer<'py> {
        datetime(py, self.0.at())
    }

    /// The standard error of each estimate, as a share of what is estimated.
    #[getter]
    fn standard_error(&self) -> f64 {
        analysis::EstimatedRadii::STANDARD_ERROR
    }

    /// About how many assets a credential lets its holder enter; None if it is not live.
    fn of(&self, credential: &str) -> PyResult<Option<f32>> {
        let credential = self::credential(credential)?;
        guarded(|| self.0.of(&credential).map_err(raised))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: Index<'py>) -> Answer<'py> {
        let radius = |(credential, about): (&str, f32)| {
            let (credential, about) = (credential.into_bound_py_any(py)?, about.into_bound_py_any(py)?);
            answer(py, "EstimatedRadius", [("credential", credential), ("about", about)])
        };
        index.of(py, self.0.len(), |place| self.0.get(place).map_or_else(|| Err(out_of_range("radii")), radius))
    }

    fn __repr__(&self) -> String {
        let (at, len) = (self.0.at(), self.0.len());
        format!("<EstimatedRadii at={at} credentials={len}>")
    }
}

#[pymethods]
impl PyInventory {
    /// How many assets every live credential lets its holder enter, with at least this privilege. Exact.
    ///
    /// `progress` is called with the number of parts of the work that were done since it was called last.
    #[pyo3(signature = (*, at, least = "read", progress = None))]
    fn blast_radii(&self, py: Python<'_>, at: Given, least: &str, progress: Option<Py<PyAny>>) -> PyResult<Radii> {
        self.watched(py, least, progress, |snapshot, least, watch| {
            analysis::Radii::at_least(snapshot, at.0, least, || watch.long_step())
        })
        .map(|radii| Radii(Arc::new(radii)))
    }

    /// What `blast_radii` counts, estimated: for inventories in which counting takes too long.
    #[pyo3(signature = (*, at, least = "read", progress = None))]
    fn estimated_blast_radii(
        &self,
        py: Python<'_>,
        at: Given,
        least: &str,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<EstimatedRadii> {
        self.watched(py, least, progress, |snapshot, least, watch| {
            analysis::EstimatedRadii::at_least(snapshot, at.0, least, || watch.long_step())
        })
        .map(|radii| EstimatedRadii(Arc::new(radii)))
    }
}

impl PyInventory {
    /// A question about what is entered with at least a privilege, without the interpreter, that Ctrl-C may stop.
    fn watched<T: Send>(
        &self,
        py: Python<'_>,
        least: &str,
        progress: Option<Py<PyAny>>,
        ask: impl FnOnce(&Snapshot, Privilege, &mut Watch) -> Option<T> + Send,
    ) -> PyResult<T> {
        let least: Privilege = parsed("least", least)?;
        let snapshot = self.shared.snapshot(py)?;
        let mut watch = Watch::new(progress);
        detached(py, || {
            let answer = ask(&snapshot, least, &mut watch);
            if answer.is_some() {
                watch.look();
            }
            watch.result()?;
            answer.ok_or_else(internal)
        })
    }
}
