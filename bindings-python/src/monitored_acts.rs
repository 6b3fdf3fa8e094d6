//! Acts on a monitored inventory: what each did, and what that opened and closed.

use nhi_lifecycle::{Error, Monitor as Core, inventory::Transitioned, monitor::Delta as CoreDelta};
use pyo3::prelude::*;

use crate::{
    acts::{HandedIn, reassignment, rehoming, told},
    answers::transitioned,
    error::raised,
    instant::Given,
    monitor::{Monitor, owned},
    questions::parsed,
    standing::Delta,
};

fn told_of((done, delta): (Transitioned, CoreDelta<'_>)) -> (Transitioned, Delta) {
    (done, owned(&delta))
}

impl Monitor {
    fn act<'py>(
        &self,
        py: Python<'py>,
        act: impl FnOnce(&mut Core) -> Result<(Transitioned, Delta), Error> + Send,
    ) -> PyResult<(Bound<'py, PyAny>, Delta)> {
        let (done, delta) = self.with(py, |core| act(core).map_err(raised))?;
        Ok((transitioned(py, done)?, delta))
    }
}

#[pymethods]
#[expect(clippy::too_many_arguments, reason = "keywords, on Python's side")]
impl Monitor {
    /// Takes an asset to a stage, as `Inventory.transition` does, and says what that did, opened and closed at the monitor's instant.
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
    ) -> PyResult<(Bound<'py, PyAny>, Delta)> {
        let (asset, to) = (parsed("asset", asset)?, parsed("to", to)?);
        let act = told(at, by, reason, evidence, overrides, source, recorded_at)?;
        self.act(py, |core| core.transition(&asset, to, &act).map(told_of))
    }

    /// Gives an asset in service to another holder or owner, as `Inventory.reassign` does. The rest is as for `transition`.
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
    ) -> PyResult<(Bound<'py, PyAny>, Delta)> {
        let asset = parsed("asset", asset)?;
        let to = reassignment(holder, owner)?;
        let act = told(at, by, reason, evidence, overrides, source, recorded_at)?;
        self.act(py, |core| core.reassign(&asset, &to, &act).map(told_of))
    }

    /// Moves an asset in service to another environment or host, as `Inventory.rehome` does. The rest is as for `transition`.
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
    ) -> PyResult<(Bound<'py, PyAny>, Delta)> {
        let asset = parsed("asset", asset)?;
        let to = rehoming(environment, host)?;
        let act = told(at, by, reason, evidence, overrides, source, recorded_at)?;
        self.act(py, |core| core.rehome(&asset, &to, &act).map(told_of))
    }
}
