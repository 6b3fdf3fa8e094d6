//! What became of other systems' exports, as the frozen dataclasses of `_sources.py`.
//!
//! Each is taken apart by all its fields, as those of `answers` are.

use std::collections::BTreeMap;

use nhi_import::sources::{Clash, Conflict, LoadReport, Loaded, Merge, MergeReport, NearMiss, Skipped};
use nhi_lifecycle::{inventory::Observed, record::RecordType};
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{IntoPyDict, PyTuple},
};

use crate::answers::{Answer, made, observed, references, tuple};

pub(crate) fn loaded<'py>(py: Python<'py>, loaded: &Loaded, brought: Observed) -> Answer<'py> {
    let classes = py.import("nhi_lifecycle._sources")?;
    let text = loaded.to_string();
    // The records are in the inventory.
    let Loaded { records: _, sources, merge } = loaded;
    made(
        &classes,
        "Loaded",
        [
            ("sources", tuple(py, sources, |report| load_report(&classes, report))?.into_any()),
            ("merge", merge_report(&classes, merge)?),
            ("observed", observed(py, brought)?),
            ("text", text.into_bound_py_any(py)?),
        ],
    )
}

fn load_report<'py>(classes: &Bound<'py, PyModule>, report: &LoadReport) -> Answer<'py> {
    let py = classes.py();
    let text = report.to_string();
    let LoadReport {
        source,
        format,
        entries,
        records,
        mentioned,
        unread_fields,
        unknown_values,
        assumptions,
        incomplete,
        left_out,
        skipped,
        skipped_total,
        secrets_dropped,
        too_long,
    } = report;
    made(
        classes,
        "LoadReport",
        [
            ("source", source.into_bound_py_any(py)?),
            ("format", format.into_bound_py_any(py)?),
            ("entries", entries.into_bound_py_any(py)?),
            ("records", types(py, records)?),
            ("mentioned", types(py, mentioned)?),
            ("assumptions", counts(py, assumptions)?),
            ("incomplete", counts(py, incomplete)?),
            ("left_out", counts(py, left_out)?),
            ("skipped", tuple(py, skipped, |one| self::skipped(classes, one))?.into_any()),
            ("skipped_total", skipped_total.into_bound_py_any(py)?),
            ("unread_fields", counts(py, unread_fields)?),
            ("unknown_values", counts(py, unknown_values)?),
            ("secrets_dropped", counts(py, secrets_dropped)?),
            ("too_long", counts(py, too_long)?),
            ("text", text.into_bound_py_any(py)?),
        ],
    )
}

fn types<'py>(py: Python<'py>, counts: &BTreeMap<RecordType, usize>) -> Answer<'py> {
    Ok(counts.iter().map(|(record_type, count)| (record_type.as_str(), count)).into_py_dict(py)?.into_any())
}

fn counts<'py, K: AsRef<str>>(py: Python<'py>, counts: &BTreeMap<K, usize>) -> Answer<'py> {
    Ok(counts.iter().map(|(name, count)| (name.as_ref(), count)).into_py_dict(py)?.into_any())
}

fn skipped<'py>(classes: &Bound<'py, PyModule>, skipped: &Skipped) -> Answer<'py> {
    let py = classes.py();
    let Skipped { file, line, index, why } = skipped;
    made(
        classes,
        "Skipped",
        [
            ("file", file.as_ref().into_bound_py_any(py)?),
            ("line", line.into_bound_py_any(py)?),
            ("index", index.into_bound_py_any(py)?),
            ("why", why.into_bound_py_any(py)?),
        ],
    )
}

fn merge_report<'py>(classes: &Bound<'py, PyModule>, report: &MergeReport) -> Answer<'py> {
    let py = classes.py();
    let text = report.to_string();
    let MergeReport { merges, conflicts, ambiguous, near_misses, clashes, discovered } = report;
    let ambiguous = tuple(py, ambiguous, |(rule, them)| {
        made(
            classes,
            "Ambiguous",
            [("rule", rule.as_str().into_bound_py_any(py)?), ("references", references(py, them)?.into_any())],
        )
    })?;
    made(
        classes,
        "MergeReport",
        [
            ("merges", tuple(py, merges, |one| merge(classes, one))?.into_any()),
            ("conflicts", tuple(py, conflicts, |one| conflict(classes, one))?.into_any()),
            ("ambiguous", ambiguous.into_any()),
            ("near_misses", tuple(py, near_misses, |one| near_miss(classes, one))?.into_any()),
            ("clashes", tuple(py, clashes, |one| clash(classes, one))?.into_any()),
            ("discovered", PyTuple::new(py, discovered.iter().map(ToString::to_string))?.into_any()),
            ("text", text.into_bound_py_any(py)?),
        ],
    )
}

fn merge<'py>(classes: &Bound<'py, PyModule>, merge: &Merge) -> Answer<'py> {
    let py = classes.py();
    let text = merge.to_string();
    let Merge { kept, joined, rule } = merge;
    made(
        classes,
        "Merge",
        [
            ("kept", kept.to_string().into_bound_py_any(py)?),
            ("joined", joined.to_string().into_bound_py_any(py)?),
            ("rule", rule.as_str().into_bound_py_any(py)?),
            ("text", text.into_bound_py_any(py)?),
        ],
    )
}

fn conflict<'py>(classes: &Bound<'py, PyModule>, conflict: &Conflict) -> Answer<'py> {
    let py = classes.py();
    let text = conflict.to_string();
    let Conflict { subject, field, followed, other } = conflict;
    made(
        classes,
        "Conflict",
        [
            ("subject", subject.to_string().into_bound_py_any(py)?),
            ("field", field.into_bound_py_any(py)?),
            ("followed", followed.into_bound_py_any(py)?),
            ("other", other.into_bound_py_any(py)?),
            ("text", text.into_bound_py_any(py)?),
        ],
    )
}

fn near_miss<'py>(classes: &Bound<'py, PyModule>, near: &NearMiss) -> Answer<'py> {
    let py = classes.py();
    let NearMiss { one, other, alike } = near;
    made(
        classes,
        "NearMiss",
        [
            ("one", one.to_string().into_bound_py_any(py)?),
            ("other", other.to_string().into_bound_py_any(py)?),
            ("alike", alike.into_bound_py_any(py)?),
        ],
    )
}

fn clash<'py>(classes: &Bound<'py, PyModule>, clash: &Clash) -> Answer<'py> {
    let py = classes.py();
    let Clash { reference, source, renamed } = clash;
    made(
        classes,
        "Clash",
        [
            ("reference", reference.to_string().into_bound_py_any(py)?),
            ("source", source.into_bound_py_any(py)?),
            ("renamed", renamed.as_str().into_bound_py_any(py)?),
        ],
    )
}
