//! One orphaned credential.

use std::sync::Arc;

use nhi_lifecycle::analysis::{self, Report, Since};
use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyString, PyTuple},
};

use crate::{
    answers::{control, references, tuple, witness},
    border::{detached, guarded},
    error::internal,
    instant::datetime,
};

/// One orphaned credential.
///
/// What takes work to find out (the witnesses, who is responsible, the controls, the explanation) is made when it is first
/// asked for; until then the finding keeps its report alive. It compares by value, and can be pickled.
#[pyclass(frozen, module = "nhi_lifecycle")]
pub(crate) struct Finding {
    head: Head,
    details: PyOnceLock<Details>,
    /// Where the details come from; nothing where they came along.
    origin: Option<(Arc<Report>, usize)>,
}

/// What is known at once.
struct Head {
    subject: Py<PyString>,
    credential: Py<PyString>,
    status: Py<PyString>,
    severity: Py<PyString>,
    reasons: Py<PyTuple>,
    indeterminate: Py<PyTuple>,
    since: Py<PyAny>,
}

/// What is made on demand.
struct Details {
    witnesses: Py<PyTuple>,
    responsible: Py<PyTuple>,
    controls: Py<PyTuple>,
    explanation: Py<PyString>,
}

impl Finding {
    /// The finding at this place of a report, if it has one there.
    pub(crate) fn new(py: Python<'_>, report: &Arc<Report>, index: usize) -> PyResult<Option<Self>> {
        guarded(|| {
            let Some(finding) = report.get(index) else { return Ok(None) };
            let head = Head {
                subject: PyString::new(py, &finding.subject().to_string()).unbind(),
                credential: PyString::new(py, finding.credential()).unbind(),
                status: PyString::new(py, finding.status().as_str()).unbind(),
                severity: PyString::new(py, finding.severity().as_str()).unbind(),
                reasons: words(py, finding.reasons())?,
                indeterminate: words(py, finding.indeterminate())?,
                since: since(py, finding.since())?,
            };
            Ok(Some(Self { head, details: PyOnceLock::new(), origin: Some((Arc::clone(report), index)) }))
        })
    }

    fn details(&self, py: Python<'_>) -> PyResult<&Details> {
        self.details.get_or_try_init(py, || {
            let (report, index) = self.origin.as_ref().ok_or_else(internal)?;
            let (witnesses, responsible, controls, explanation) = detached(py, || {
                let finding = report.get(*index).ok_or_else(internal)?;
                Ok((finding.witnesses(), finding.responsible(), finding.controls(), finding.explanation()))
            })?;
            Ok(Details {
                witnesses: tuple(py, &witnesses, |one| witness(py, one))?.unbind(),
                responsible: references(py, &responsible)?.unbind(),
                controls: tuple(py, controls, |one| control(py, one))?.unbind(),
                explanation: PyString::new(py, &explanation).unbind(),
            })
        })
    }

    /// Everything, in the order that [`Finding::restored`] takes.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let Head { subject, credential, status, severity, reasons, indeterminate, since } = &self.head;
        let Details { witnesses, responsible, controls, explanation } = self.details(py)?;
        let head = (subject, credential, status, severity, reasons, indeterminate, since);
        let details = (witnesses, responsible, controls, explanation);
        (head, details).into_pyobject(py)
    }
}

fn words(py: Python<'_>, reasons: nhi_lifecycle::finding::Reasons) -> PyResult<Py<PyTuple>> {
    let words: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
    Ok(PyTuple::new(py, words)?.unbind())
}

fn since(py: Python<'_>, since: Option<Since>) -> PyResult<Py<PyAny>> {
    Ok(match since {
        None => py.None(),
        Some(Since::Always) => PyString::new(py, "always").into_any().unbind(),
        Some(Since::From(instant)) => datetime(py, instant)?.unbind(),
    })
}

type HeadValues = (Py<PyString>, Py<PyString>, Py<PyString>, Py<PyString>, Py<PyTuple>, Py<PyTuple>, Py<PyAny>);
type DetailValues = (Py<PyTuple>, Py<PyTuple>, Py<PyTuple>, Py<PyString>);

#[pymethods]
impl Finding {
    /// The kind of finding.
    #[getter]
    fn kind(&self) -> &'static str {
        analysis::Finding::KIND
    }

    /// The credential as a reference, like `credential:ak-7`.
    #[getter]
    fn subject(&self, py: Python<'_>) -> Py<PyString> {
        self.head.subject.clone_ref(py)
    }

    /// The id of the credential.
    #[getter]
    fn credential(&self, py: Python<'_>) -> Py<PyString> {
        self.head.credential.clone_ref(py)
    }

    /// Open, or indeterminate where all of its reasons are.
    #[getter]
    fn status(&self, py: Python<'_>) -> Py<PyString> {
        self.head.status.clone_ref(py)
    }

    /// How bad it is.
    #[getter]
    fn severity(&self, py: Python<'_>) -> Py<PyString> {
        self.head.severity.clone_ref(py)
    }

    /// All reasons that hold, in the order of the model.
    #[getter]
    fn reasons(&self, py: Python<'_>) -> Py<PyTuple> {
        self.head.reasons.clone_ref(py)
    }

    /// Of these, those that rest on records which are referred to and missing.
    #[getter]
    fn indeterminate(&self, py: Python<'_>) -> Py<PyTuple> {
        self.head.indeterminate.clone_ref(py)
    }

    /// Since when it has held: an instant, or "always" if it held at every earlier one; None if it was not asked for.
    #[getter]
    fn since(&self, py: Python<'_>) -> Py<PyAny> {
        self.head.since.clone_ref(py)
    }

    /// The records and changes that make each reason true.
    #[getter]
    fn witnesses(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        Ok(self.details(py)?.witnesses.clone_ref(py))
    }

    /// References of the owners, gone or not, and of the team that the policy names.
    #[getter]
    fn responsible(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        Ok(self.details(py)?.responsible.clone_ref(py))
    }

    /// The controls it touches.
    #[getter]
    fn controls(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        Ok(self.details(py)?.controls.clone_ref(py))
    }

    /// One plain sentence that a person can act on.
    #[getter]
    fn explanation(&self, py: Python<'_>) -> PyResult<Py<PyString>> {
        Ok(self.details(py)?.explanation.clone_ref(py))
    }

    fn __eq__(&self, other: &Self, py: Python<'_>) -> PyResult<bool> {
        // Most findings differ in what is at hand.
        let same_subject = self.head.subject.bind(py).as_any().eq(&other.head.subject)?;
        Ok(same_subject && self.values(py)?.as_any().eq(other.values(py)?)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        let Head { subject, severity, reasons, .. } = &self.head;
        (subject, severity, reasons).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let Head { credential, severity, reasons, .. } = &self.head;
        let [credential, severity] = [credential.bind(py).repr()?, severity.bind(py).repr()?];
        Ok(format!("<Finding credential={credential} severity={severity} reasons={}>", reasons.bind(py).repr()?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        Ok((slf.get_type().getattr("_restored")?, slf.get().values(slf.py())?))
    }

    /// What pickling took apart, put together again.
    #[staticmethod]
    #[pyo3(name = "_restored")]
    fn restored(py: Python<'_>, head: HeadValues, details: DetailValues) -> Self {
        let (subject, credential, status, severity, reasons, indeterminate, since) = head;
        let (witnesses, responsible, controls, explanation) = details;
        let head = Head { subject, credential, status, severity, reasons, indeterminate, since };
        let made = PyOnceLock::new();
        made.get_or_init(py, || Details { witnesses, responsible, controls, explanation });
        Self { head, details: made, origin: None }
    }
}
