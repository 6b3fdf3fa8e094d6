//! JSON for other programs.
//!
//! A report is one object: `at`, `summary` and `findings`, one finding a line. A finding has the fields of the model, always in
//! this order:
//!
//! | field | |
//! | --- | --- |
//! | `kind` | `orphaned` |
//! | `subject` | the reference, `credential:ak-7` |
//! | `credential` | the credential's id, `ak-7` |
//! | `status` | `open`, or `indeterminate` where all of its reasons are |
//! | `severity` | `low`, `medium`, `high`, `critical` |
//! | `reasons` | all that hold, in the order of the model |
//! | `indeterminate` | those of them that rest on records which are referred to and missing |
//! | `since` | since when it has held; null: always; absent if that was not asked for |
//! | `responsible` | references of the owners, gone or not, and of the team that the policy names |
//! | `controls` | ids of the [controls](nhi_lifecycle::controls) it touches |
//! | `witnesses` | the [records and changes](nhi_lifecycle::analysis::Witness) that make each reason true |
//! | `explanation` | one plain sentence |
//!
//! Characters that do not show as themselves are written as `\u` escapes, and so is `<`: what a parser reads is the same, and
//! neither a terminal nor a web page acts on the text.

use std::io::{self, BufWriter, Write};

use nhi_lifecycle::{
    Instant,
    analysis::{Finding, Reach, Report, Witness},
    finding::{Reasons, Severity, Status},
};
use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

use crate::{AllRadii, text::is_visible};

/// Writes a report.
///
/// ```
/// use nhi_lifecycle::{Inventory, Policy, analysis};
///
/// let report = analysis::orphans(&Inventory::new().snapshot(), "2026-03-01T00:00:00Z".parse()?, &Policy::default());
/// let mut text = Vec::new();
/// nhi_report::json::write(&report, &mut text)?;
/// let parsed: serde_json::Value = serde_json::from_slice(&text)?;
/// assert_eq!(parsed["at"], "2026-03-01T00:00:00Z");
/// assert_eq!(parsed["summary"]["orphaned"], 0);
/// assert_eq!(parsed["findings"].as_array().map(Vec::len), Some(0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    out.write_all(b"{\"at\":")?;
    put(&mut out, &report.at())?;
    out.write_all(b",\"summary\":")?;
    put(&mut out, &report.summary())?;
    out.write_all(b",\"findings\":[")?;
    for (index, finding) in report.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        put(&mut out, &Row::from(finding))?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

/// Writes what a credential reaches, in the form of [`Reach`]: its reference; each asset with its privilege and the number of its `place`;
/// and the `places` on the ways, each with its reference and the number of the place before it, from 0. The ways are one tree, so that
/// they take no more room than what is reached, however long they are.
///
/// # Errors
/// Those of the writer.
pub fn write_reach(reach: &Reach, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    put(&mut out, reach)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes how far every live credential reaches: `at`, `least`, and `radii`, one a line, each with its `credential` and `assets`, or
/// `about` where they are estimated.
///
/// # Errors
/// Those of the writer.
pub fn write_radii<R: AllRadii>(radii: &R, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    out.write_all(b"{\"at\":")?;
    put(&mut out, &radii.at())?;
    out.write_all(b",\"least\":")?;
    put(&mut out, &radii.least())?;
    out.write_all(b",\"radii\":[")?;
    for (index, (credential, number)) in radii.rows().enumerate() {
        out.write_all(if index == 0 { b"\n{\"credential\":" } else { b",\n{\"credential\":" })?;
        put(&mut out, &credential)?;
        write!(out, ",\"{}\":", R::NUMBER)?;
        put(&mut out, &number)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

/// A finding as it is written.
#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    subject: String,
    credential: &'a str,
    status: Status,
    severity: Severity,
    reasons: Reasons,
    indeterminate: Reasons,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Option<Instant>>,
    responsible: Vec<String>,
    controls: Vec<&'static str>,
    witnesses: Vec<Witness>,
    explanation: String,
}

impl<'a> From<Finding<'a>> for Row<'a> {
    fn from(finding: Finding<'a>) -> Self {
        let witnesses = finding.witnesses();
        Self {
            kind: Finding::KIND,
            subject: finding.subject().to_string(),
            credential: finding.credential(),
            status: finding.status(),
            severity: finding.severity(),
            reasons: finding.reasons(),
            indeterminate: finding.indeterminate(),
            since: finding.since().map(|since| since.instant()),
            responsible: finding.responsible().iter().map(ToString::to_string).collect(),
            controls: finding.controls().iter().map(|control| control.id).collect(),
            explanation: finding.explanation_from(&witnesses),
            witnesses,
        }
    }
}

fn put(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping)).map_err(io::Error::from)
}

/// Compact JSON in which whatever does not show as itself is escaped.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        // JSON's own escapes were dealt with before: what is left are single characters that need none.
        let mut plain = fragment;
        while let Some(place) = plain.find(|c| c == '<' || !is_visible(c)) {
            let (before, rest) = plain.split_at(place);
            out.write_all(before.as_bytes())?;
            let mut rest = rest.chars();
            for unit in rest.next().into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = rest.as_str();
        }
        out.write_all(plain.as_bytes())
    }
}
