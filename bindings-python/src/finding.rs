//! One orphaned credential.

use std::sync::Arc;

use nhi_lifecycle::{
    analysis::{self, Report, Since},
    controls::Control,
    finding::Reasons,
};
use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyString, PyTuple},
};

use crate::{
    answers::{control, tuple, witness},
    border::{detached, guarded},
    error::internal,
    instant::datetime,
};

/// One orphaned credential.
///
/// Everything is made when it is first asked for; until then the finding keeps its report alive. It compares by value, and can
/// be pickled.
#[pyclass(frozen, module = "nhi_lifecycle")]
pub(crate) struct Finding {
    made: Made,
    /// What the rest is made from; nothing where it came along.
    origin: Option<(Arc<Report>, usize)>,
}

/// What was made so far.
#[derive(Default)]
struct Made {
    subject: OnDemand<PyString>,
    credential: OnDemand<PyString>,
    status: OnDemand<PyString>,
    severity: OnDemand<PyString>,
    reasons: OnDemand<PyTuple>,
    indeterminate: OnDemand<PyTuple>,
    since: OnDemand<PyAny>,
    witnesses: OnDemand<PyTuple>,
    responsible: OnDemand<PyTuple>,
    controls: OnDemand<PyTuple>,
    explanation: OnDemand<PyString>,
}

struct OnDemand<T>(PyOnceLock<Py<T>>);

impl<T> Default for OnDemand<T> {
    fn default() -> Self {
        Self(PyOnceLock::new())
    }
}

impl<T> OnDemand<T> {
    fn made(py: Python<'_>, value: Py<T>) -> Self {
        let made = Self::default();
        made.0.get_or_init(py, || value);
        made
    }
}

impl Finding {
    /// The finding at this place of a report, if it has one there.
    pub(crate) fn new(report: &Arc<Report>, index: usize) -> Option<Self> {
        (index < report.len()).then(|| Self { made: Made::default(), origin: Some((Arc::clone(report), index)) })
    }

    /// What is at hand in the core, made into Python's, unless it was before.
    fn at_hand<'a, T>(
        &self,
        py: Python<'_>,
        demanded: &'a OnDemand<T>,
        make: impl FnOnce(analysis::Finding<'_>) -> PyResult<Py<T>>,
    ) -> PyResult<&'a Py<T>> {
        demanded.0.get_or_try_init(py, || {
            let (report, index) = self.origin.as_ref().ok_or_else(internal)?;
            guarded(|| report.get(*index).ok_or_else(internal).and_then(make))
        })
    }

    /// What is asked of the core without the interpreter, and made into Python's, unless it was before.
    fn on_demand<'a, C: Send, T>(
        &self,
        py: Python<'_>,
        demanded: &'a OnDemand<T>,
        ask: impl FnOnce(analysis::Finding<'_>) -> C + Send,
        make: impl FnOnce(C) -> PyResult<Py<T>>,
    ) -> PyResult<&'a Py<T>> {
        demanded.0.get_or_try_init(py, || {
            let (report, index) = self.origin.as_ref().ok_or_else(internal)?;
            make(detached(py, || report.get(*index).map(ask).ok_or_else(internal))?)
        })
    }

    /// Everything, in the order that [`Finding::restored`] takes.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let words = (self.subject(py)?, self.credential(py)?, self.status(py)?, self.severity(py)?);
        let rest = (self.reasons(py)?, self.indeterminate(py)?, self.since(py)?);
        let head = (words.0, words.1, words.2, words.3, rest.0, rest.1, rest.2);
        let details = (self.witnesses(py)?, self.responsible(py)?, self.controls(py)?, self.explanation(py)?);
        (head, details).into_pyobject(py)
    }
}

fn reasons(py: Python<'_>, reasons: Reasons) -> PyResult<Py<PyTuple>> {
    let words: Vec<_> = reasons.iter().map(|reason| word(py, reason.as_str())).collect();
    Ok(PyTuple::new(py, words)?.unbind())
}

/// A word of a closed set. Python keeps one object for each.
fn word<'py>(py: Python<'py>, word: &'static str) -> Bound<'py, PyString> {
    PyString::intern(py, word)
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
    fn subject(&self, py: Python<'_>) -> PyResult<&Py<PyString>> {
        self.at_hand(py, &self.made.subject, |finding| Ok(PyString::new(py, &finding.subject().to_string()).unbind()))
    }

    /// The id of the credential.
    #[getter]
    fn credential(&self, py: Python<'_>) -> PyResult<&Py<PyString>> {
        self.at_hand(py, &self.made.credential, |finding| Ok(PyString::new(py, finding.credential()).unbind()))
    }

    /// Open, or indeterminate where all of its reasons are.
    #[getter]
    fn status(&self, py: Python<'_>) -> PyResult<&Py<PyString>> {
        self.at_hand(py, &self.made.status, |finding| Ok(word(py, finding.status().as_str()).unbind()))
    }

    /// How bad it is.
    #[getter]
    fn severity(&self, py: Python<'_>) -> PyResult<&Py<PyString>> {
        self.at_hand(py, &self.made.severity, |finding| Ok(word(py, finding.severity().as_str()).unbind()))
    }

    /// All reasons that hold, in the order of the model.
    #[getter]
    fn reasons(&self, py: Python<'_>) -> PyResult<&Py<PyTuple>> {
        self.at_hand(py, &self.made.reasons, |finding| reasons(py, finding.reasons()))
    }

    /// Of these, those that rest on records which are referred to and missing.
    #[getter]
    fn indeterminate(&self, py: Python<'_>) -> PyResult<&Py<PyTuple>> {
        self.at_hand(py, &self.made.indeterminate, |finding| reasons(py, finding.indeterminate()))
    }

    /// Since when it has held: an instant, or "always" if it held at every earlier one; None if it was not asked for.
    #[getter]
    fn since(&self, py: Python<'_>) -> PyResult<&Py<PyAny>> {
        self.at_hand(py, &self.made.since, |finding| since(py, finding.since()))
    }

    /// The records and changes that make each reason true.
    #[getter]
    fn witnesses(&self, py: Python<'_>) -> PyResult<&Py<PyTuple>> {
        let make = |all: Vec<_>| Ok(tuple(py, &all, |one| witness(py, one))?.unbind());
        self.on_demand(py, &self.made.witnesses, |finding| finding.witnesses(), make)
    }

    /// References of the owners, gone or not, and of the team that the policy names.
    #[getter]
    fn responsible(&self, py: Python<'_>) -> PyResult<&Py<PyTuple>> {
        let make = |all: Vec<String>| Ok(PyTuple::new(py, all)?.unbind());
        let ask = |finding: analysis::Finding<'_>| finding.responsible().iter().map(ToString::to_string).collect();
        self.on_demand(py, &self.made.responsible, ask, make)
    }

    /// The controls it touches.
    #[getter]
    fn controls(&self, py: Python<'_>) -> PyResult<&Py<PyTuple>> {
        let make = |all: &[Control]| Ok(tuple(py, all, |one| control(py, *one))?.unbind());
        self.on_demand(py, &self.made.controls, |finding| finding.controls(), make)
    }

    /// One plain sentence that a person can act on.
    #[getter]
    fn explanation(&self, py: Python<'_>) -> PyResult<&Py<PyString>> {
        let make = |sentence: String| Ok(PyString::new(py, &sentence).unbind());
        self.on_demand(py, &self.made.explanation, |finding| finding.explanation(), make)
    }

    fn __eq__(&self, other: &Self, py: Python<'_>) -> PyResult<bool> {
        // Most findings differ in what is at hand.
        let same_subject = self.subject(py)?.bind(py).as_any().eq(other.subject(py)?)?;
        Ok(same_subject && self.values(py)?.as_any().eq(other.values(py)?)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (self.subject(py)?, self.severity(py)?, self.reasons(py)?).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (credential, severity) = (self.credential(py)?.bind(py).repr()?, self.severity(py)?.bind(py).repr()?);
        let reasons = self.reasons(py)?.bind(py).repr()?;
        Ok(format!("<Finding credential={credential} severity={severity} reasons={reasons}>"))
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
        let made = Made {
            subject: OnDemand::made(py, subject),
            credential: OnDemand::made(py, credential),
            status: OnDemand::made(py, status),
            severity: OnDemand::made(py, severity),
            reasons: OnDemand::made(py, reasons),
            indeterminate: OnDemand::made(py, indeterminate),
            since: OnDemand::made(py, since),
            witnesses: OnDemand::made(py, witnesses),
            responsible: OnDemand::made(py, responsible),
            controls: OnDemand::made(py, controls),
            explanation: OnDemand::made(py, explanation),
        };
        Self { made, origin: None }
    }
}
