//! Acts: what the engine itself is asked to do, and does if the gates let it.

use nhi_lifecycle::{
    Act, Error, Inventory as Core, Record,
    evidence::{Evidence, Override},
    inventory::{Reassignment, Rehoming, Transitioned},
    record::RecordType,
};
use pyo3::prelude::*;

use crate::{
    answers::transitioned,
    error::{internal, raised},
    fields::fields,
    instant::Given,
    inventory::PyInventory,
    questions::parsed,
};

/// What is handed in with an act, as mappings without `record`.
pub(crate) type HandedIn<'py> = Option<Vec<Bound<'py, PyAny>>>;

/// Evidence or overrides that are handed in.
fn handed_in<T>(given: HandedIn<'_>, record_type: RecordType, take: impl Fn(Record) -> Option<T>) -> PyResult<Vec<T>> {
    let read = |(position, value): (usize, Bound<'_, PyAny>)| {
        let record = fields(&value)?.and_then(|fields| Record::from_fields(record_type, fields));
        let record = record.map_err(|problem| raised(Error::from(problem.in_record(position))))?;
        take(record).ok_or_else(internal)
    };
    given.into_iter().flatten().enumerate().map(read).collect()
}

fn evidence(given: HandedIn<'_>) -> PyResult<Vec<Evidence>> {
    handed_in(given, RecordType::Evidence, |record| match record {
        Record::Evidence(evidence) => Some(*evidence),
        _ => None,
    })
}

fn overrides(given: HandedIn<'_>) -> PyResult<Vec<Override>> {
    handed_in(given, RecordType::Override, |record| match record {
        Record::Override(leave) => Some(*leave),
        _ => None,
    })
}

impl PyInventory {
    fn act<'py>(
        &self,
        py: Python<'py>,
        act: impl FnOnce(&mut Core) -> Result<Transitioned, Error> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let done = self.shared.change(py, |core| act(core).map_err(raised))?;
        transitioned(py, done)
    }
}

#[pymethods]
#[expect(clippy::too_many_arguments, reason = "keywords, on Python's side")]
impl PyInventory {
    /// Takes an asset to a stage, if every gate lets it: evidence and overrides may be handed in, as mappings without `record`.
    ///
    /// Left out, `recorded_at` is `at`, or the last event's where that is later.
    #[pyo3(signature = (
        asset, to, *, at, by, reason, evidence = None, overrides = None, source = None, recorded_at = None,
    ))]
    fn transition<'py>(
        &self,
        py: Python<'py>,
        asset: &str,
        to: &str,
        at: Given,
        by: String,
        reason: String,
        evidence: HandedIn<'py>,
        overrides: HandedIn<'py>,
        source: Option<String>,
        recorded_at: Option<Given>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (asset, to) = (parsed("asset", asset)?, parsed("to", to)?);
        let act = told(at, by, reason, evidence, overrides, source, recorded_at)?;
        self.act(py, |core| core.transition(&asset, to, &act))
    }

    /// Gives an asset in service to another holder or owner, if the gates for that let it. The rest is as for `transition`.
    #[pyo3(signature = (
        asset, *, holder = None, owner = None, at, by, reason, evidence = None, overrides = None, source = None,
        recorded_at = None,
    ))]
    fn reassign<'py>(
        &self,
        py: Python<'py>,
        asset: &str,
        holder: Option<&str>,
        owner: Option<&str>,
        at: Given,
        by: String,
        reason: String,
        evidence: HandedIn<'py>,
        overrides: HandedIn<'py>,
        source: Option<String>,
        recorded_at: Option<Given>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asset = parsed("asset", asset)?;
        let to = reassignment(holder, owner)?;
        let act = told(at, by, reason, evidence, overrides, source, recorded_at)?;
        self.act(py, |core| core.reassign(&asset, &to, &act))
    }

    /// Moves an asset in service to another environment or host, if the gates for that let it. The rest is as for `transition`.
    #[pyo3(signature = (
        asset, *, environment = None, host = None, at, by, reason, evidence = None, overrides = None, source = None,
        recorded_at = None,
    ))]
    fn rehome<'py>(
        &self,
        py: Python<'py>,
        asset: &str,
        environment: Option<&str>,
        host: Option<&str>,
        at: Given,
        by: String,
        reason: String,
        evidence: HandedIn<'py>,
        overrides: HandedIn<'py>,
        source: Option<String>,
        recorded_at: Option<Given>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asset = parsed("asset", asset)?;
        let to = rehoming(environment, host)?;
        let act = told(at, by, reason, evidence, overrides, source, recorded_at)?;
        self.act(py, |core| core.rehome(&asset, &to, &act))
    }
}

/// Who is to have an asset.
pub(crate) fn reassignment(holder: Option<&str>, owner: Option<&str>) -> PyResult<Reassignment> {
    let holder = holder.map(|holder| parsed("holder", holder)).transpose()?;
    let owner = owner.map(|owner| parsed("owner", owner)).transpose()?;
    Ok(Reassignment { holder, owner })
}

/// Where an asset is to be.
pub(crate) fn rehoming(environment: Option<&str>, host: Option<&str>) -> PyResult<Rehoming> {
    let environment = environment.map(|environment| parsed("environment", environment)).transpose()?;
    let host = host.map(|host| parsed("host", host)).transpose()?;
    Ok(Rehoming { environment, host })
}

/// An act as it was told.
pub(crate) fn told(
    at: Given,
    by: String,
    reason: String,
    evidence: HandedIn<'_>,
    overrides: HandedIn<'_>,
    source: Option<String>,
    recorded_at: Option<Given>,
) -> PyResult<Act> {
    Ok(Act {
        at: at.0,
        recorded_at: recorded_at.map(|given| given.0),
        by,
        reason,
        source,
        evidence: self::evidence(evidence)?,
        overrides: self::overrides(overrides)?,
    })
}
