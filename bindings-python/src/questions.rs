//! Questions to an inventory: each is asked of what is known when its turn comes, and answered while others go on.

use nhi_lifecycle::{
    Error, Policy as Core, Reference,
    analysis::{self, rings},
    change::ChangeField,
    graph::{DependencyFilter, dot},
    id::CredentialRef,
};
use pyo3::{prelude::*, types::PyTuple};

use crate::{
    acts::{reassignment, rehoming},
    answers::{blocker, explanation, tuple, ungated_transition},
    border::{detached, so_many},
    error::{invalid_argument, raised},
    instant::Given,
    inventory::PyInventory,
    policy::Policy,
    reach::reach,
    report::Report,
    watch::Watch,
};

/// A text as what it names.
pub(crate) fn parsed<T>(name: &str, text: &str) -> PyResult<T>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text.parse().map_err(|invalid| invalid_argument(format!("{name}: {invalid}")))
}

fn rules(policy: Option<&Bound<'_, Policy>>) -> Core {
    policy.map_or_else(Default::default, |policy| policy.get().0.clone())
}

/// One reference, or several.
#[derive(FromPyObject)]
enum Around {
    One(String),
    Several(Vec<String>),
}

#[pymethods]
impl PyInventory {
    /// The value of a field at an instant, as a word; None where it is unknown. Without `field`, the stage of an asset or
    /// the status of anything else.
    #[pyo3(signature = (subject, field = None, *, at))]
    fn value(&self, py: Python<'_>, subject: &str, field: Option<&str>, at: Given) -> PyResult<Option<&'static str>> {
        let subject: Reference = parsed("subject", subject)?;
        let main = ChangeField::main(subject.namespace);
        let field = field.map(|field| parsed("field", field)).transpose()?.unwrap_or(main);
        self.shared.quickly(py, |core| core.value(&subject, field, at.0).map_err(raised))
    }

    /// The orphaned credentials at an instant. With `since=True`, each finding says since when it has held.
    ///
    /// `progress` is called with the number of steps taken towards that since it was called last. More `threads` find orphans among
    /// many thousand records sooner; the answer is the same.
    #[pyo3(signature = (*, at, since = false, policy = None, threads = 1, progress = None))]
    fn orphans(
        &self,
        py: Python<'_>,
        at: Given,
        since: bool,
        policy: Option<&Bound<'_, Policy>>,
        threads: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Report> {
        let policy = rules(policy);
        let threads = so_many(threads)?;
        let snapshot = self.shared.snapshot(py)?;
        let mut watch = Watch::new(progress);
        let report = detached(py, || {
            let mut report = analysis::orphans_on(threads, &snapshot, at.0, &policy);
            if since && report.fill_since(|| watch.long_step()) {
                watch.look();
            }
            watch.result()?;
            Ok(report)
        })?;
        Ok(Report::new(report))
    }

    /// Why a credential is orphaned, or what justifies it, or why it does not work.
    #[pyo3(signature = (credential, *, at, policy = None))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        credential: &str,
        at: Given,
        policy: Option<&Bound<'_, Policy>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let credential: CredentialRef = parsed("credential", credential)?;
        let policy = rules(policy);
        let snapshot = self.shared.snapshot(py)?;
        let explained = detached(py, || analysis::explain(&snapshot, &credential, at.0, &policy).map_err(raised))?;
        explanation(py, explained)
    }

    /// What somebody who holds a credential could reach.
    #[pyo3(signature = (credential, *, at))]
    fn blast_radius<'py>(&self, py: Python<'py>, credential: &str, at: Given) -> PyResult<Bound<'py, PyAny>> {
        let credential: CredentialRef = parsed("credential", credential)?;
        let snapshot = self.shared.snapshot(py)?;
        let radius = detached(py, || analysis::blast_radius(&snapshot, &credential, at.0).map_err(raised))?;
        reach(py, radius)
    }

    /// The rings of assets in service that run on or depend on each other, each by id.
    #[pyo3(signature = (*, at))]
    fn rings(&self, py: Python<'_>, at: Given) -> PyResult<Vec<Vec<String>>> {
        let snapshot = self.shared.snapshot(py)?;
        detached(py, || Ok(rings(&snapshot, at.0)))
    }

    /// What is connected with one record or several, so many relations away, in the DOT language of Graphviz: the relations
    /// of an instant, or without `at` those of all times.
    #[pyo3(signature = (around, *, hops = 2, at = None))]
    fn dot(&self, py: Python<'_>, around: Around, hops: usize, at: Option<Given>) -> PyResult<String> {
        let around = match around {
            Around::One(reference) => vec![reference],
            Around::Several(references) => references,
        };
        let around: Vec<Reference> = around.iter().map(|text| parsed("around", text)).collect::<PyResult<_>>()?;
        let snapshot = self.shared.snapshot(py)?;
        if let Some(unknown) = around.iter().find(|reference| snapshot.node(reference).is_none()) {
            return Err(raised(Error::NotFound(unknown.clone())));
        }
        let at = at.map(|given| given.0);
        let filter = DependencyFilter { at, kinds: Vec::new(), around, within: Some(hops) };
        detached(py, || Ok(dot(&snapshot.dependency_graph(&filter))))
    }

    /// What would keep an asset from entering a stage then; empty if nothing would. Nothing changes by asking.
    #[pyo3(signature = (asset, to, *, at))]
    fn blockers<'py>(&self, py: Python<'py>, asset: &str, to: &str, at: Given) -> PyResult<Bound<'py, PyTuple>> {
        let (asset, to) = (parsed("asset", asset)?, parsed("to", to)?);
        let blockers = self.shared.ask(py, |core| core.blockers(&asset, to, at.0).map_err(raised))?;
        tuple(py, &blockers, |one| blocker(py, one))
    }

    /// What would keep an asset from another holder or owner then.
    #[pyo3(signature = (asset, *, holder = None, owner = None, at))]
    fn reassign_blockers<'py>(
        &self,
        py: Python<'py>,
        asset: &str,
        holder: Option<&str>,
        owner: Option<&str>,
        at: Given,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let (asset, to) = (parsed("asset", asset)?, reassignment(holder, owner)?);
        let blockers = self.shared.ask(py, |core| core.reassign_blockers(&asset, &to, at.0).map_err(raised))?;
        tuple(py, &blockers, |one| blocker(py, one))
    }

    /// What would keep an asset from another environment or host then.
    #[pyo3(signature = (asset, *, environment = None, host = None, at))]
    fn rehome_blockers<'py>(
        &self,
        py: Python<'py>,
        asset: &str,
        environment: Option<&str>,
        host: Option<&str>,
        at: Given,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let (asset, to) = (parsed("asset", asset)?, rehoming(environment, host)?);
        let blockers = self.shared.ask(py, |core| core.rehome_blockers(&asset, &to, at.0).map_err(raised))?;
        tuple(py, &blockers, |one| blocker(py, one))
    }

    /// Every change of a stage up to an instant that the gates would not have let through, by asset, then by time.
    #[pyo3(signature = (*, at))]
    fn ungated_transitions<'py>(&self, py: Python<'py>, at: Given) -> PyResult<Bound<'py, PyTuple>> {
        let ask = |core: &nhi_lifecycle::Inventory| Ok((core.snapshot(), core.lifecycle().clone()));
        let (snapshot, lifecycle) = self.shared.ask(py, ask)?;
        let found = detached(py, || Ok(analysis::ungated_transitions(&snapshot, at.0, &lifecycle)))?;
        tuple(py, found, |one| ungated_transition(py, one))
    }
}
