//! Answers of the core as the frozen dataclasses of `_answers.py`.
//!
//! Each is taken apart by all its fields, so that one the core adds is missed by the compiler.

use nhi_lifecycle::{
    Instant, Record, Reference,
    analysis::{Explanation, Finding, Link, Summary, UngatedTransition, Witness},
    blocker::{Blocker, GateOutcome, Missing},
    controls::Control,
    finding::Reasons,
    inventory::{Added, Counts, Footprint, Observed, Transitioned},
    monitor::StandingFinding,
};
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    sync::PyOnceLock,
    types::{IntoPyDict, PyTuple},
};

use crate::{instant::datetime, records::decoded};

/// An answer, or a part of one.
pub(crate) type Answer<'py> = PyResult<Bound<'py, PyAny>>;

/// A value of a class of `_answers.py`, with these fields.
pub(crate) fn answer<'py, const N: usize>(
    py: Python<'py>,
    class: &str,
    fields: [(&str, Bound<'py, PyAny>); N],
) -> Answer<'py> {
    static CLASSES: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let classes = CLASSES.get_or_try_init(py, || PyModule::import(py, "nhi_lifecycle._answers").map(Bound::unbind))?;
    made(classes.bind(py), class, fields)
}

/// A value of a class of this module, with these fields.
pub(crate) fn made<'py, const N: usize>(
    classes: &Bound<'py, PyModule>,
    class: &str,
    fields: [(&str, Bound<'py, PyAny>); N],
) -> Answer<'py> {
    classes.getattr(class)?.call((), Some(&fields.into_py_dict(classes.py())?))
}

/// A tuple of what each item becomes.
pub(crate) fn tuple<'py, T>(
    py: Python<'py>,
    items: impl IntoIterator<Item = T>,
    each: impl Fn(T) -> Answer<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, items.into_iter().map(each).collect::<PyResult<Vec<_>>>()?)
}

/// References as a tuple of texts.
pub(crate) fn references<'py>(py: Python<'py>, references: &[Reference]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, references.iter().map(ToString::to_string))
}

fn datetime_if(py: Python<'_>, instant: Option<Instant>) -> Answer<'_> {
    instant.map(|instant| datetime(py, instant)).transpose()?.into_bound_py_any(py)
}

pub(crate) fn added<'py>(py: Python<'py>, added: &Added) -> Answer<'py> {
    let Added { event, records: Counts { new, replaced, unchanged } } = added;
    answer(
        py,
        "Added",
        [
            ("event", event.into_bound_py_any(py)?),
            ("new", new.into_bound_py_any(py)?),
            ("replaced", replaced.into_bound_py_any(py)?),
            ("unchanged", unchanged.into_bound_py_any(py)?),
        ],
    )
}

pub(crate) fn observed<'py>(py: Python<'py>, observed: Observed) -> Answer<'py> {
    let Observed { added, no_longer_shown, relations_no_longer_shown } = observed;
    let relation = |relation| decoded(py, &Record::Relation(relation));
    answer(
        py,
        "Observed",
        [
            ("added", self::added(py, &added)?),
            ("no_longer_shown", references(py, &no_longer_shown)?.into_any()),
            ("relations_no_longer_shown", tuple(py, relations_no_longer_shown, relation)?.into_any()),
        ],
    )
}

pub(crate) fn footprint<'py>(py: Python<'py>, footprint: &Footprint) -> Answer<'py> {
    let Footprint { id_texts, ids, records, relations, changes, papers, sources, graph, record_count } = footprint;
    answer(
        py,
        "Footprint",
        [
            ("id_texts", id_texts.into_bound_py_any(py)?),
            ("ids", ids.into_bound_py_any(py)?),
            ("records", records.into_bound_py_any(py)?),
            ("relations", relations.into_bound_py_any(py)?),
            ("changes", changes.into_bound_py_any(py)?),
            ("papers", papers.into_bound_py_any(py)?),
            ("sources", sources.into_bound_py_any(py)?),
            ("graph", graph.into_bound_py_any(py)?),
            ("record_count", record_count.into_bound_py_any(py)?),
            ("total", footprint.total().into_bound_py_any(py)?),
            ("per_record", footprint.per_record().into_bound_py_any(py)?),
        ],
    )
}

pub(crate) fn standing<'py>(py: Python<'py>, finding: &StandingFinding) -> Answer<'py> {
    let StandingFinding { subject, status, severity, reasons, indeterminate } = finding;
    let words = |reasons: Reasons| PyTuple::new(py, reasons.iter().map(|reason| reason.as_str()).collect::<Vec<_>>());
    answer(
        py,
        "StandingFinding",
        [
            ("kind", Finding::KIND.into_bound_py_any(py)?),
            ("subject", subject.to_string().into_bound_py_any(py)?),
            ("credential", finding.credential().into_bound_py_any(py)?),
            ("status", status.as_str().into_bound_py_any(py)?),
            ("severity", severity.as_str().into_bound_py_any(py)?),
            ("reasons", words(*reasons)?.into_any()),
            ("indeterminate", words(*indeterminate)?.into_any()),
        ],
    )
}

pub(crate) fn witness<'py>(py: Python<'py>, witness: &Witness) -> Answer<'py> {
    let Witness { reason, record, relation, state, at, not_before, by, because } = witness;
    answer(
        py,
        "Witness",
        [
            ("record", record.to_string().into_bound_py_any(py)?),
            ("state", state.into_bound_py_any(py)?),
            ("reason", reason.map(|reason| reason.as_str()).into_bound_py_any(py)?),
            ("relation", relation.map(|relation| relation.as_str()).into_bound_py_any(py)?),
            ("at", datetime_if(py, *at)?),
            ("not_before", datetime_if(py, *not_before)?),
            ("by", by.into_bound_py_any(py)?),
            ("because", because.into_bound_py_any(py)?),
        ],
    )
}

pub(crate) fn control<'py>(py: Python<'py>, control: Control) -> Answer<'py> {
    let Control { id, title, standard } = control;
    answer(
        py,
        "Control",
        [
            ("id", id.into_bound_py_any(py)?),
            ("title", title.into_bound_py_any(py)?),
            ("standard", standard.into_bound_py_any(py)?),
        ],
    )
}

pub(crate) fn summary<'py>(py: Python<'py>, summary: &Summary) -> Answer<'py> {
    let Summary { live_credentials, orphaned, unowned_only, indeterminate, by_severity, by_reason } = summary;
    let by_severity = by_severity.iter().map(|(severity, count)| (severity.as_str(), count)).into_py_dict(py)?;
    let by_reason = by_reason.iter().map(|(reason, count)| (reason.as_str(), count)).into_py_dict(py)?;
    answer(
        py,
        "Summary",
        [
            ("live_credentials", live_credentials.into_bound_py_any(py)?),
            ("orphaned", orphaned.into_bound_py_any(py)?),
            ("unowned_only", unowned_only.into_bound_py_any(py)?),
            ("indeterminate", indeterminate.into_bound_py_any(py)?),
            ("by_severity", by_severity.into_any()),
            ("by_reason", by_reason.into_any()),
        ],
    )
}

pub(crate) fn explanation<'py>(py: Python<'py>, explanation: Explanation) -> Answer<'py> {
    let Explanation { credential, verdict, reasons, sentence, witnesses, accountable, needed, responsible } =
        explanation;
    answer(
        py,
        "Explanation",
        [
            ("credential", credential.to_string().into_bound_py_any(py)?),
            ("verdict", verdict.as_str().into_bound_py_any(py)?),
            ("reasons", PyTuple::new(py, reasons.iter().map(|reason| reason.as_str()).collect::<Vec<_>>())?.into_any()),
            ("sentence", sentence.into_bound_py_any(py)?),
            ("witnesses", tuple(py, &witnesses, |witness| self::witness(py, witness))?.into_any()),
            ("accountable", tuple(py, &accountable, |link| self::link(py, link))?.into_any()),
            ("needed", tuple(py, &needed, |link| self::link(py, link))?.into_any()),
            ("responsible", references(py, &responsible)?.into_any()),
        ],
    )
}

fn link<'py>(py: Python<'py>, link: &Link) -> Answer<'py> {
    let Link { from, relation, to } = link;
    answer(
        py,
        "Link",
        [
            // `from` is a keyword.
            ("from_", from.to_string().into_bound_py_any(py)?),
            ("relation", relation.as_str().into_bound_py_any(py)?),
            ("to", to.to_string().into_bound_py_any(py)?),
        ],
    )
}

pub(crate) fn blocker<'py>(py: Python<'py>, blocker: &Blocker) -> Answer<'py> {
    let Blocker { gate, verdict, message, missing } = blocker;
    answer(
        py,
        "Blocker",
        [
            ("gate", gate.into_bound_py_any(py)?),
            ("verdict", verdict.as_str().into_bound_py_any(py)?),
            ("message", message.into_bound_py_any(py)?),
            ("missing", tuple(py, missing, |one| self::missing(py, one))?.into_any()),
        ],
    )
}

fn missing<'py>(py: Python<'py>, missing: &Missing) -> Answer<'py> {
    let Missing { what, record, name, since, until } = missing;
    answer(
        py,
        "Missing",
        [
            ("what", what.as_str().into_bound_py_any(py)?),
            ("record", record.as_ref().map(ToString::to_string).into_bound_py_any(py)?),
            ("name", name.into_bound_py_any(py)?),
            ("since", datetime_if(py, *since)?),
            ("until", datetime_if(py, *until)?),
        ],
    )
}

pub(crate) fn transitioned(py: Python<'_>, done: Transitioned) -> Answer<'_> {
    let Transitioned { event, from, to, gates, records } = done;
    let outcome = |GateOutcome { gate, verdict, overridden_by }: &GateOutcome| {
        let overridden_by = overridden_by.as_ref().map(ToString::to_string);
        answer(
            py,
            "GateOutcome",
            [
                ("gate", gate.into_bound_py_any(py)?),
                ("verdict", verdict.as_str().into_bound_py_any(py)?),
                ("overridden_by", overridden_by.into_bound_py_any(py)?),
            ],
        )
    };
    answer(
        py,
        "Transitioned",
        [
            ("from_", from.as_str().into_bound_py_any(py)?),
            ("to", to.as_str().into_bound_py_any(py)?),
            ("gates", tuple(py, &gates, outcome)?.into_any()),
            ("added", added(py, &Added { event, records })?),
        ],
    )
}

pub(crate) fn ungated_transition(py: Python<'_>, change: UngatedTransition) -> Answer<'_> {
    let UngatedTransition { asset, from, to, at, by, severity, legal, in_table, blockers } = change;
    answer(
        py,
        "UngatedTransition",
        [
            ("asset", asset.to_string().into_bound_py_any(py)?),
            ("from_", from.as_str().into_bound_py_any(py)?),
            ("to", to.as_str().into_bound_py_any(py)?),
            ("at", datetime(py, at)?),
            ("by", by.into_bound_py_any(py)?),
            ("severity", severity.as_str().into_bound_py_any(py)?),
            ("legal", PyTuple::new(py, legal.iter().map(|stage| stage.as_str()))?.into_any()),
            ("in_table", in_table.into_bound_py_any(py)?),
            ("blockers", tuple(py, &blockers, |one| blocker(py, one))?.into_any()),
        ],
    )
}
