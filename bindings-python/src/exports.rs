//! Exports of other systems: which are read, and how an inventory takes them.

use std::path::PathBuf;

use nhi_import::sources::{self, Format, Loaded, MergePolicy, Precedence};
use nhi_lifecycle::{Limits as CoreLimits, Reference};
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyMapping, PyTuple},
};

use crate::{
    answers::{made, tuple},
    error::{invalid_argument, raised},
    instant,
    inventory::{PyInventory, Told},
    lifecycle::Lifecycle,
    limits::Limits,
    load_report::loaded,
    source::Source,
    watch::Watch,
};

/// The formats of other systems' exports that are read, by system.
///
/// >>> import nhi_lifecycle as nhi
/// >>> report = nhi.formats()[0]
/// >>> report.name, report.title
/// ('aws-credential-report', 'an IAM credential report')
/// >>> [format.name for format in nhi.formats() if format.system == "snipe-it"]
/// ['snipe-it-hardware', 'snipe-it-users']
#[pyfunction]
pub(crate) fn formats(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
    let classes = py.import("nhi_lifecycle._sources")?;
    tuple(py, Format::ALL, |format| {
        made(
            &classes,
            "Format",
            [
                ("name", format.name.into_bound_py_any(py)?),
                ("system", format.system.into_bound_py_any(py)?),
                ("title", format.title.into_bound_py_any(py)?),
                ("export", format.export.into_bound_py_any(py)?),
            ],
        )
    })
}

/// An export as a caller gives it: the name of its format and its path, or a `Source`.
#[derive(FromPyObject)]
enum Given {
    Pair(String, PathBuf),
    Full { format: String, path: PathBuf, name: Option<String>, scope: Option<String> },
}

impl From<Given> for sources::Source {
    fn from(given: Given) -> Self {
        match given {
            Given::Pair(format, path) => Self::new(format, path),
            Given::Full { format, path, name, scope } => Self { format, path, name, scope },
        }
    }
}

/// The fields of a `MergePolicy`; what is None is as the library has it.
#[derive(FromPyObject)]
struct GivenPolicy<'py> {
    rules: Option<Vec<String>>,
    precedence: Bound<'py, PyMapping>,
    keep_apart: Vec<(String, String)>,
    alike: Option<f64>,
}

impl GivenPolicy<'_> {
    fn policy(self) -> PyResult<MergePolicy> {
        let usual = MergePolicy::default();
        let reference = |text: &str| -> PyResult<Reference> {
            text.parse().map_err(|invalid| invalid_argument(format!("keep_apart: {invalid}")))
        };
        let rule = |word: &String| word.parse().map_err(|unknown| invalid_argument(format!("rules: {unknown}")));
        let rules = self.rules.map(|rules| rules.iter().map(rule).collect::<PyResult<_>>()).transpose()?;
        let pairs = self.keep_apart.iter().map(|(one, other)| Ok((reference(one)?, reference(other)?)));
        let mut precedence = Vec::new();
        for entry in self.precedence.items()? {
            let (field, sources) = entry.extract()?;
            precedence.push(Precedence { field, sources });
        }
        Ok(MergePolicy {
            rules: rules.unwrap_or(usual.rules),
            precedence,
            keep_apart: pairs.collect::<PyResult<_>>()?,
            alike: self.alike.unwrap_or(usual.alike),
        })
    }
}

/// Reads the sources under a watch; its steps are bytes.
fn read(
    given: &[sources::Source],
    limits: &CoreLimits,
    policy: &MergePolicy,
    progress: Option<Py<PyAny>>,
) -> PyResult<Loaded> {
    let mut watch = Watch::new(progress);
    let read = sources::load_watched(given, limits, policy, &mut |bytes| watch.steps(bytes));
    watch.look();
    watch.result()?;
    read.map_err(|problem| raised(problem.into()))
}

#[pymethods]
#[expect(clippy::too_many_arguments, reason = "keywords, on Python's side")]
impl PyInventory {
    /// The inventory that exports of other systems show at an instant, joined by a policy.
    ///
    /// Each source is the name of a format (see `formats`) and the path of a file or folder, or a `Source`. What was read,
    /// assumed, skipped and merged is in `loaded`; nothing that is unknown in an export stops it. `progress` is called with
    /// the number of bytes read since it was called last.
    ///
    /// >>> import nhi_lifecycle as nhi, pathlib, tempfile
    /// >>> from datetime import datetime, timezone
    /// >>> folder = pathlib.Path(tempfile.mkdtemp())
    /// >>> _ = (folder / "people.csv").write_text("id,name,last day\n7,Ada,2026-01-31\n")
    /// >>> _ = (folder / "keys.json").write_text('{"AccessKeyMetadata": [{"UserName": "deploy", "Status": "Active",'
    /// ...     '"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "CreateDate": "2024-05-01T10:00:00Z"}]}')
    /// >>> _ = (folder / "links.csv").write_text("kind,from,to\nowned_by,credential:AKIAIOSFODNN7EXAMPLE,identity:hr:person/7\n")
    /// >>> now = datetime(2026, 3, 1, tzinfo=timezone.utc)
    /// >>> inventory = nhi.Inventory.from_sources([
    /// ...     ("aws-access-keys", folder / "keys.json"),
    /// ...     ("hr-people", folder / "people.csv"),
    /// ...     ("links", folder / "links.csv"),
    /// ... ], at=now)
    /// >>> [(finding.credential, finding.reasons) for finding in inventory.orphans(at=now)]
    /// [('AKIAIOSFODNN7EXAMPLE', ('owner_departed',))]
    /// >>> [(source.format, source.records) for source in inventory.loaded.sources]
    /// [('aws-access-keys', {'credential': 1}), ('hr-people', {'identity': 1}), ('links', {'relation': 1})]
    #[staticmethod]
    #[pyo3(signature = (
        sources, *, at, policy = None, limits = None, source = "exports", by = None, reason = None,
        recorded_at = None, strict = true, progress = None, lifecycle = None,
    ))]
    fn from_sources<'py>(
        py: Python<'py>,
        sources: Vec<Given>,
        at: instant::Given,
        policy: Option<GivenPolicy<'py>>,
        limits: Option<&Bound<'py, Limits>>,
        source: &str,
        by: Option<String>,
        reason: Option<String>,
        recorded_at: Option<instant::Given>,
        strict: bool,
        progress: Option<Py<PyAny>>,
        lifecycle: Option<Py<Lifecycle>>,
    ) -> PyResult<Self> {
        let mut inventory = Self::begin(py, None, limits, lifecycle)?;
        let loaded =
            inventory.observe_sources(py, sources, at, policy, source, by, reason, recorded_at, strict, progress)?;
        inventory.loaded = Some(loaded.unbind());
        Ok(inventory)
    }

    /// Adds what exports of other systems show at an instant: what differs from the last time becomes changes between the two.
    ///
    /// Sources and `progress` are as for `from_sources`. Give the same sources every time, tomorrow's exports of them, under
    /// one `source`: what is compared is what they show together.
    #[pyo3(signature = (
        sources, *, observed_at, policy = None, source = "exports", by = None, reason = None,
        recorded_at = None, strict = true, progress = None,
    ))]
    fn observe_sources<'py>(
        &self,
        py: Python<'py>,
        sources: Vec<Given>,
        observed_at: instant::Given,
        policy: Option<GivenPolicy<'py>>,
        source: &str,
        by: Option<String>,
        reason: Option<String>,
        recorded_at: Option<instant::Given>,
        strict: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let policy = policy.map(GivenPolicy::policy).transpose()?.unwrap_or_default();
        let given: Vec<sources::Source> = sources.into_iter().map(Into::into).collect();
        let told = Told { recorded_at, by, source: Some(source.to_owned()), reason, strict };
        let (report, observed) = self.shared.change(py, |core| {
            let mut report = read(&given, core.limits(), &policy, progress)?;
            let mut records = Source::loaded(std::mem::take(&mut report.records), Watch::new(None));
            let observed = core.observe_from(&mut records, observed_at.0, &told.context()?);
            records.result()?;
            Ok((report, observed.map_err(raised)?))
        })?;
        loaded(py, &report, observed)
    }

    /// What became of the exports that this inventory was made of; None where it was made otherwise.
    #[getter]
    fn loaded(&self) -> Option<&Py<PyAny>> {
        self.loaded.as_ref()
    }
}
