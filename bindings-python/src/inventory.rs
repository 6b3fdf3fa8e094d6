//! The inventory: what comes in, and what goes out again. `exports` loads what other systems write, `questions` asks it,
//! `acts` does something in it.

use std::path::PathBuf;

use nhi_lifecycle::{Context, Error, Inventory as Core};
use pyo3::prelude::*;

use crate::{
    answers::{added, footprint, observed},
    border::{detached, so_many},
    error::raised,
    instant::{self, now},
    journal::Reader,
    lifecycle::Lifecycle,
    limits::Limits,
    records::Records,
    shared::Shared,
    source::{Given, Source},
    tables::Tables,
    watch::Watch,
};

/// Everything that is known about assets, identities, credentials and how they hang together, with its past.
///
/// Records come in as batches, each accepted whole or not at all. Several threads may use one inventory; their calls take
/// turns, and no call holds the interpreter while it works.
///
/// >>> import nhi_lifecycle as nhi
/// >>> from datetime import datetime, timezone
/// >>> inventory = nhi.Inventory()
/// >>> inventory.add([
/// ...     {"record": "asset", "id": "helpdesk", "kind": "saas", "stage": "retired"},
/// ...     {"record": "identity", "id": "alice", "kind": "employee", "status": "active"},
/// ...     {"record": "credential", "id": "hd-key", "kind": "api_key", "status": "active",
/// ...      "owner": "alice", "issued_by": "helpdesk"},
/// ... ])
/// Added(event=1, new=3, replaced=0, unchanged=0)
/// >>> finding, = inventory.orphans(at=datetime(2026, 3, 1, tzinfo=timezone.utc))
/// >>> finding.explanation
/// '`hd-key` still works, but `helpdesk`, which issued it, is retired'
// pyo3, joining several blocks of methods, declares an `Inventory` of its own beside each of them.
#[pyclass(frozen, name = "Inventory", module = "nhi_lifecycle")]
pub(crate) struct PyInventory {
    pub(crate) shared: Shared,
    journal: Reader,
    lifecycle: Py<Lifecycle>,
    /// What became of the exports that it was made of, if it was.
    pub(crate) loaded: Option<Py<PyAny>>,
}

impl PyInventory {
    fn new(py: Python<'_>, mut core: Core, journal: Reader, lifecycle: Option<Py<Lifecycle>>) -> PyResult<Self> {
        let lifecycle = lifecycle.map_or_else(|| Py::new(py, Lifecycle::default()), Ok)?;
        core.set_lifecycle(lifecycle.get().core.clone());
        Ok(Self { shared: Shared::new(core), journal, lifecycle, loaded: None })
    }

    /// Takes a batch in, under a watch.
    fn take<T: Send>(
        &self,
        py: Python<'_>,
        records: Given,
        told: Told,
        progress: Option<Py<PyAny>>,
        take: impl FnOnce(&mut Core, &mut Source, &Context) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        self.shared.change(py, |core| {
            let context = told.context()?;
            let mut source = records.open(core.limits(), Watch::new(progress))?;
            let taken = take(core, &mut source, &context);
            source.result()?;
            taken.map_err(raised)
        })
    }
}

/// What a journal tells, and who reads it from then on.
fn replayed(py: Python<'_>, path: PathBuf, progress: Option<Py<PyAny>>) -> PyResult<(Core, Reader)> {
    let journal = Reader::default();
    let watch = Watch::new(progress);
    let core = detached(py, || journal.read(watch, || Core::replay(journal.open(path)?)))?;
    Ok((core, journal))
}

/// What a caller tells about a batch.
pub(crate) struct Told {
    pub(crate) recorded_at: Option<instant::Given>,
    pub(crate) by: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) strict: bool,
}

impl Told {
    /// The clock is read when it is the batch's turn, so that of two threads none comes before the other's last event.
    pub(crate) fn context(self) -> PyResult<Context> {
        let Self { recorded_at, by, source, reason, strict } = self;
        let recorded_at = recorded_at.map_or_else(now, |given| Ok(given.0))?;
        Ok(Context { recorded_at, actor: by, source, reason, lenient: !strict })
    }
}

#[pymethods]
#[expect(clippy::too_many_arguments, reason = "keywords, on Python's side")]
impl PyInventory {
    /// An empty inventory; with a journal, what that file tells, going on where it ends.
    #[new]
    #[pyo3(signature = (*, journal = None, limits = None, lifecycle = None))]
    pub(crate) fn begin(
        py: Python<'_>,
        journal: Option<PathBuf>,
        limits: Option<&Bound<'_, Limits>>,
        lifecycle: Option<Py<Lifecycle>>,
    ) -> PyResult<Self> {
        let (mut core, journal) = match journal {
            Some(path) => replayed(py, path, None)?,
            None => (Core::new(), Reader::default()),
        };
        if let Some(limits) = limits {
            core.set_limits(limits.get().0);
        }
        Self::new(py, core, journal, lifecycle)
    }

    /// The inventory in a `.jsonl` file, or in a folder of tables.
    ///
    /// With `strict=False`, references to records that are not there make absent ones instead of an error. `progress` is
    /// called with the number of records read since it was called last. With two `threads`, one applies what the other reads; the
    /// inventory is the same.
    #[staticmethod]
    #[pyo3(signature = (
        path, *, strict = true, limits = None, by = None, source = None, reason = None, recorded_at = None,
        threads = 1, progress = None, lifecycle = None,
    ))]
    fn load(
        py: Python<'_>,
        path: PathBuf,
        strict: bool,
        limits: Option<&Bound<'_, Limits>>,
        by: Option<String>,
        source: Option<String>,
        reason: Option<String>,
        recorded_at: Option<instant::Given>,
        threads: usize,
        progress: Option<Py<PyAny>>,
        lifecycle: Option<Py<Lifecycle>>,
    ) -> PyResult<Self> {
        let threads = so_many(threads)?;
        let inventory = Self::begin(py, None, limits, lifecycle)?;
        let told = Told { recorded_at, by, source, reason, strict };
        inventory.take(py, Given::Path(path), told, progress, |core, records, context| {
            core.add_from_on(threads, records, context)
        })?;
        Ok(inventory)
    }

    /// The inventory that the events of a journal tell; what is added to it goes there too.
    ///
    /// `progress` is called with the number of events read since it was called last.
    #[staticmethod]
    #[pyo3(signature = (path, *, progress = None, lifecycle = None))]
    fn replay(
        py: Python<'_>,
        path: PathBuf,
        progress: Option<Py<PyAny>>,
        lifecycle: Option<Py<Lifecycle>>,
    ) -> PyResult<Self> {
        let (core, journal) = replayed(py, path, progress)?;
        Self::new(py, core, journal, lifecycle)
    }

    /// Adds records as one batch, all or nothing: mappings in the form of the model, the path of a file or folder, or tables by
    /// their names, like `{"credentials": frame}`, from pandas, Polars, pyarrow, DuckDB or whatever else has
    /// `__arrow_c_stream__`.
    ///
    /// Texts, truth values, lists, maps and aware datetimes are taken. `progress` is called with the number of records
    /// read since it was called last. An exception that the records or `progress` raise leaves the inventory as it was. `threads`
    /// are as for `load`.
    #[pyo3(signature = (
        records, *, by = None, source = None, reason = None, recorded_at = None, strict = true, threads = 1,
        progress = None,
    ))]
    fn add<'py>(
        &self,
        py: Python<'py>,
        records: Given,
        by: Option<String>,
        source: Option<String>,
        reason: Option<String>,
        recorded_at: Option<instant::Given>,
        strict: bool,
        threads: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let threads = so_many(threads)?;
        let told = Told { recorded_at, by, source, reason, strict };
        let taken = self
            .take(py, records, told, progress, |core, records, context| core.add_from_on(threads, records, context))?;
        added(py, &taken)
    }

    /// Adds what a source shows at an instant: what differs from what it showed last becomes changes between the two.
    ///
    /// `records` and `progress` are as for `add`.
    #[pyo3(signature = (
        records, *, observed_at, source, by = None, reason = None, recorded_at = None, strict = true, progress = None,
    ))]
    fn observe<'py>(
        &self,
        py: Python<'py>,
        records: Given,
        observed_at: instant::Given,
        source: String,
        by: Option<String>,
        reason: Option<String>,
        recorded_at: Option<instant::Given>,
        strict: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let told = Told { recorded_at, by, source: Some(source), reason, strict };
        let taken = self.take(py, records, told, progress, |core, records, context| {
            core.observe_from(records, observed_at.0, context)
        })?;
        observed(py, taken)
    }

    /// Every record, as dicts that load to an equal inventory, each made when it is asked for.
    ///
    /// What is added meanwhile does not show. An inventory that was loaded leniently loads leniently again.
    fn records(&self, py: Python<'_>) -> PyResult<Records> {
        Records::new(py, self.shared.snapshot(py)?)
    }

    /// Writes every record to a file whose name ends in `.jsonl`, or else into a folder as tables of that form.
    #[pyo3(signature = (path, *, tables = "jsonl"))]
    fn write(&self, py: Python<'_>, path: PathBuf, tables: &str) -> PyResult<()> {
        let tables = Tables::named(tables)?;
        let snapshot = self.shared.snapshot(py)?;
        detached(py, || tables.write(&snapshot, &path).map_err(raised))
    }

    /// The number of the last event; 0 before the first.
    #[getter]
    fn sequence(&self, py: Python<'_>) -> PyResult<u64> {
        self.shared.quickly(py, |core| Ok(core.sequence()))
    }

    /// What was known when this event had just been accepted, whatever was learnt since. Needs a journal.
    #[pyo3(signature = (event, *, progress = None))]
    fn as_known_at(&self, py: Python<'_>, event: u64, progress: Option<Py<PyAny>>) -> PyResult<Self> {
        let watch = Watch::new(progress);
        let then = self.shared.ask(py, |core| self.journal.read(watch, || core.as_known_at(event)))?;
        Self::new(py, then, Reader::default(), Some(self.lifecycle.clone_ref(py)))
    }

    /// How many bytes it takes, by part.
    fn memory<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        footprint(py, &self.shared.ask(py, |core| Ok(core.memory()))?)
    }

    /// The lifecycle that acts follow: the model's, unless another was given. What happened before stays as it is.
    #[getter]
    fn lifecycle(&self) -> &Py<Lifecycle> {
        &self.lifecycle
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.shared.quickly(py, |core| Ok(core.len()))
    }

    /// Whether two inventories know the same, whatever order it came in.
    fn __eq__(&self, other: &Self, py: Python<'_>) -> PyResult<bool> {
        let (one, other) = (self.shared.snapshot(py)?, other.shared.snapshot(py)?);
        detached(py, || Ok(one.records().eq(other.records())))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (len, sequence) = self.shared.quickly(py, |core| Ok((core.len(), core.sequence())))?;
        Ok(format!("<Inventory records={len} sequence={sequence}>"))
    }
}
