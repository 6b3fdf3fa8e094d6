//! A monitor: an inventory whose orphaned credentials are kept up to date record by record, and as time passes.

use std::sync::{Arc, Mutex, PoisonError};

use nhi_lifecycle::{
    Error, Monitor as Core, Record,
    monitor::{Delta as CoreDelta, Ticket},
};
use pyo3::{
    prelude::*,
    types::{PyMapping, PyTuple},
};

use crate::{
    answers::{observed, standing},
    error::{invalid_argument, raised},
    fields::fields,
    instant::{self, datetime},
    inventory::{PyInventory, Told},
    questions::parsed,
    source::Given,
    standing::{Delta, Standings},
    watch::Watch,
};

/// An inventory whose orphaned credentials are kept up to date: each record that is applied, and time itself, says what it opened
/// and closed.
///
/// The inventory is the one that was asked for a monitor, and not a copy: it can be asked everything, its journal goes on, and until
/// the monitor is closed (or let go) it changes through the monitor alone: by `apply`, `observe`, and the acts.
///
/// >>> import nhi_lifecycle as nhi
/// >>> from datetime import datetime, timezone
/// >>> now = datetime(2026, 3, 1, tzinfo=timezone.utc)
/// >>> inventory = nhi.Inventory()
/// >>> _ = inventory.add([
/// ...     {"record": "asset", "id": "helpdesk", "kind": "saas", "stage": "in_use"},
/// ...     {"record": "identity", "id": "alice", "kind": "employee", "status": "active", "ends_at": "2026-04-01T00:00:00Z"},
/// ...     {"record": "credential", "id": "hd-key", "kind": "api_key", "status": "active",
/// ...      "owner": "alice", "issued_by": "helpdesk"},
/// ... ])
/// >>> with inventory.monitor(at=now) as monitor:
/// ...     delta = monitor.apply({"record": "change", "subject": "asset:helpdesk", "from": "in_use", "to": "retired", "at": now})
/// ...     print([(finding.credential, finding.reasons) for finding in delta.opened])
/// ...     delta = monitor.advance(datetime(2026, 4, 1, tzinfo=timezone.utc))
/// ...     print(delta.closed[0].reasons, "became", delta.opened[0].reasons)
/// [('hd-key', ('issuer_retired',))]
/// ('issuer_retired',) became ('issuer_retired', 'owner_departed')
#[pyclass(frozen, module = "nhi_lifecycle")]
pub(crate) struct Monitor {
    inventory: Py<PyInventory>,
    /// None once it is closed.
    ticket: Mutex<Option<Arc<Ticket>>>,
}

#[pymethods]
impl PyInventory {
    /// Begins to monitor the inventory at an instant. From then on it changes through its monitor alone, until that is closed.
    #[pyo3(signature = (*, at))]
    fn monitor(slf: &Bound<'_, Self>, at: instant::Given) -> PyResult<Monitor> {
        let ticket = slf.get().shared.begin(slf.py(), at.0)?;
        Ok(Monitor { inventory: slf.clone().unbind(), ticket: Mutex::new(Some(Arc::new(ticket))) })
    }
}

/// One record, or what `Inventory.add` takes.
enum Applied {
    One(Box<Record>),
    Several(Given),
}

impl FromPyObject<'_, '_> for Applied {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if !value.is_instance_of::<PyMapping>() {
            return value.extract().map(Self::Several);
        }
        let record = fields(&value)?.and_then(Record::from_tagged_fields);
        record.map(|record| Self::One(Box::new(record))).map_err(|problem| raised(Error::from(problem.in_record(0))))
    }
}

impl Monitor {
    pub(crate) fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut Core) -> PyResult<T> + Send,
    ) -> PyResult<T> {
        let ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let ticket =
            ticket.ok_or_else(|| invalid_argument("this monitor was closed; ask its inventory for another"))?;
        self.inventory.get().shared.monitor(py, &ticket, work)
    }
}

pub(crate) fn owned(delta: &CoreDelta<'_>) -> Delta {
    let list = |findings: &mut dyn Iterator<Item = nhi_lifecycle::monitor::Finding<'_>>| {
        Standings::new(findings.map(|finding| finding.to_standing()))
    };
    Delta { opened: list(&mut delta.opened()), closed: list(&mut delta.closed()) }
}

#[pymethods]
#[expect(clippy::too_many_arguments, reason = "keywords, on Python's side")]
impl Monitor {
    /// Adds a record to the inventory, or several as one batch, and says what that opened and closed at the monitor's instant.
    ///
    /// A mapping is one record; anything else is taken as by `Inventory.add`: records that only stand together come so, like one with
    /// another stage and the change that explains it. What is refused changes nothing.
    #[pyo3(signature = (record, *, by = None, source = None, reason = None, recorded_at = None, strict = true))]
    fn apply(
        &self,
        py: Python<'_>,
        record: Applied,
        by: Option<String>,
        source: Option<String>,
        reason: Option<String>,
        recorded_at: Option<instant::Given>,
        strict: bool,
    ) -> PyResult<Delta> {
        let told = Told { recorded_at, by, source, reason, strict };
        self.with(py, |core| {
            let context = told.context()?;
            let records = match record {
                Applied::One(record) => {
                    return core.apply(*record, &context).map(|delta| owned(&delta)).map_err(raised);
                }
                Applied::Several(records) => records,
            };
            let mut source = records.open(core.inventory().limits(), Watch::new(None))?;
            let applied = core.apply_from(&mut source, &context).map(|delta| owned(&delta));
            source.result()?;
            applied.map_err(raised)
        })
    }

    /// Adds what a source shows at an instant, as `Inventory.observe` does, and says what that brought, opened and closed.
    #[pyo3(signature = (
        records, *, observed_at, source, by = None, reason = None, recorded_at = None, strict = true,
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
    ) -> PyResult<(Bound<'py, PyAny>, Delta)> {
        let told = Told { recorded_at, by, source: Some(source), reason, strict };
        let (taken, delta) = self.with(py, |core| {
            let context = told.context()?;
            let mut source = records.open(core.inventory().limits(), Watch::new(None))?;
            let taken = core.observe_from(&mut source, observed_at.0, &context);
            let taken = taken.map(|(taken, delta)| (taken, owned(&delta)));
            source.result()?;
            taken.map_err(raised)
        })?;
        Ok((observed(py, taken)?, delta))
    }

    /// Goes on to a later instant, and says what time opened and closed until then: what holds at the end, not what came and
    /// went on the way.
    fn advance(&self, py: Python<'_>, later: instant::Given) -> PyResult<Delta> {
        self.with(py, |core| core.advance(later.0).map(|delta| owned(&delta)).map_err(raised))
    }

    /// The instant that its findings are about.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        datetime(py, self.with(py, |core| Ok(core.at()))?)
    }

    /// The inventory as it stands after what was applied: the one that was asked for this monitor.
    ///
    /// A question orders all relations first, where one was applied since the last question; a report that is still held when the
    /// next record is applied makes that copy what is known.
    #[getter]
    fn inventory(&self) -> &Py<PyInventory> {
        &self.inventory
    }

    /// The findings that stand, the most severe first, then by credential id.
    fn findings(&self, py: Python<'_>) -> PyResult<Standings> {
        self.with(py, |core| Ok(Standings::new(core.findings().iter().map(|finding| finding.to_standing()))))
    }

    /// The finding on a credential, by its id; None where it is no orphan, or not known.
    fn finding<'py>(&self, py: Python<'py>, credential: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let credential = parsed("credential", credential)?;
        let finding = self.with(py, |core| Ok(core.finding(&credential).map(|finding| finding.to_standing())))?;
        finding.map(|finding| standing(py, &finding)).transpose()
    }

    /// Ends the monitor; its inventory can be changed again. To close it twice does nothing.
    fn close(&self) {
        self.ticket.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_error))]
    fn __exit__(&self, _error: &Bound<'_, PyTuple>) {
        self.close();
    }

    /// How many findings stand.
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.with(py, |core| Ok(core.len()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let open = self.ticket.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if !open {
            return Ok("<Monitor closed>".to_owned());
        }
        let (at, len) = self.with(py, |core| Ok((core.at(), core.len())))?;
        Ok(format!("<Monitor at={at} findings={len}>"))
    }
}
