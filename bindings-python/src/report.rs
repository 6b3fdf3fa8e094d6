//! The orphaned credentials at an instant.

use std::sync::Arc;

use nhi_lifecycle::analysis;
use nhi_report::{Table, arrow::Findings, csv, json, visible};
use pyo3::{prelude::*, sync::PyOnceLock};

use crate::{
    answers::summary,
    arrow::ArrowTable,
    border::{detached, guarded},
    finding::Finding,
    instant::datetime,
    sequence::{Index, out_of_range, sequence},
    written::written,
};

/// How many findings a notebook shows.
const SHOWN: usize = 20;

/// The orphaned credentials of an inventory at an instant: a sequence of findings, the most severe first, then by credential
/// id. What is added to the inventory later does not show.
///
/// >>> import nhi_lifecycle as nhi
/// >>> from datetime import datetime, timezone
/// >>> inventory = nhi.Inventory()
/// >>> _ = inventory.add([{"record": "credential", "id": "ftp-pw", "kind": "password", "status": "active"}])
/// >>> report = inventory.orphans(at=datetime(2026, 3, 1, tzinfo=timezone.utc))
/// >>> [(finding.credential, finding.reasons) for finding in report]
/// [('ftp-pw', ('unowned',))]
/// >>> print(report.to_table(explanations=False), end="")
/// SEVERITY  CREDENTIAL  REASONS  RESPONSIBLE
/// medium    ftp-pw      unowned  nobody
#[pyclass(frozen, sequence, module = "nhi_lifecycle")]
pub(crate) struct Report(Arc<analysis::Report>, PyOnceLock<Py<PyAny>>);

impl Report {
    pub(crate) fn new(report: analysis::Report) -> Self {
        Self(Arc::new(report), PyOnceLock::new())
    }

    fn finding<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let finding = Finding::new(&self.0, index).ok_or_else(|| out_of_range("report"))?;
        Ok(Bound::new(py, finding)?.into_any())
    }
}

sequence!(Report);

#[pymethods]
impl Report {
    /// The instant it is about.
    #[getter]
    fn at(&self, py: Python<'_>) -> PyResult<&Py<PyAny>> {
        // Made once: that takes ten times as long as to hand it out.
        self.1.get_or_try_init(py, || datetime(py, self.0.at()).map(Bound::unbind))
    }

    /// How many findings there are, by severity and by reason.
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        summary(py, &detached(py, || Ok(self.0.summary()))?)
    }

    /// A table for the terminal, so many columns wide.
    #[pyo3(signature = (*, width = 100, colour = false, explanations = true))]
    fn to_table(&self, py: Python<'_>, width: usize, colour: bool, explanations: bool) -> PyResult<String> {
        let table = Table::new().width(width).colour(colour).explanations(explanations);
        written(py, |out| table.write(&self.0, out))
    }

    /// One JSON object: `at`, `summary` and `findings`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| json::write(&self.0, out))
    }

    /// A CSV table, one finding a row, in which no spreadsheet finds a formula.
    fn to_csv(&self, py: Python<'_>) -> PyResult<String> {
        written(py, |out| csv::write(&self.0, out))
    }

    /// A table that pyarrow, pandas, Polars and DuckDB take without a copy, one finding a row.
    ///
    /// `witnesses` and `explanations` add columns that take longer to make than all the others.
    #[pyo3(signature = (*, witnesses = false, explanations = false))]
    fn to_arrow(&self, witnesses: bool, explanations: bool) -> ArrowTable {
        let findings = Findings::new().witnesses(witnesses).explanations(explanations);
        ArrowTable::new(findings.table(Arc::clone(&self.0)))
    }

    /// A pandas `DataFrame`, with the columns of `to_arrow`. Needs the extra `pandas`.
    #[pyo3(signature = (*, witnesses = false, explanations = false))]
    fn to_pandas<'py>(&self, py: Python<'py>, witnesses: bool, explanations: bool) -> PyResult<Bound<'py, PyAny>> {
        ArrowTable::to_pandas(&Bound::new(py, self.to_arrow(witnesses, explanations))?)
    }

    /// A Polars `DataFrame`, with the columns of `to_arrow`. Needs the extra `polars`.
    #[pyo3(signature = (*, witnesses = false, explanations = false))]
    fn to_polars<'py>(&self, py: Python<'py>, witnesses: bool, explanations: bool) -> PyResult<Bound<'py, PyAny>> {
        ArrowTable::to_polars(&Bound::new(py, self.to_arrow(witnesses, explanations))?)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: Index<'py>) -> PyResult<Bound<'py, PyAny>> {
        index.of(py, self.0.len(), |place| self.finding(py, place))
    }

    fn __repr__(&self) -> String {
        let (at, len) = (self.0.at(), self.0.len());
        format!("<Report at={at} findings={len}>")
    }

    /// The first findings as a table, for a notebook.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| {
            let escape = py.import("html")?.getattr("escape")?;
            let escaped = |text: &str| -> PyResult<String> { escape.call1((visible(text),))?.extract() };
            let mut rows = String::new();
            for finding in self.0.iter().take(SHOWN) {
                let cells = [finding.severity().as_str(), finding.credential(), &finding.explanation()];
                let cells = cells.map(escaped).into_iter().collect::<PyResult<Vec<_>>>()?;
                rows += &format!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
            }
            let rest = self.0.len().saturating_sub(SHOWN);
            let caption = if rest > 0 { format!("<caption>and {rest} more</caption>") } else { String::new() };
            let head = "<tr><th>severity</th><th>credential</th><th>explanation</th></tr>";
            Ok(format!("<table>{caption}<thead>{head}</thead><tbody>{rows}</tbody></table>"))
        })
    }
}
