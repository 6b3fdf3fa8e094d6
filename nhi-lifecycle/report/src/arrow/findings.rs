//! The findings of a report as a table.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use nhi_lifecycle::{
    analysis::{Finding, Report},
    controls::CATALOGUE,
    finding::{Reason, Severity, Status},
};

use super::{
    parts::{Words, instant_type, instants, list_type, text_lists, word_type},
    stream::Table,
};
use crate::fields::{Field as Name, witness_references};

/// How many findings a batch holds.
const BATCH: usize = 1 << 16;

/// Which columns a table of findings has.
///
/// ```
/// use std::sync::Arc;
///
/// use nhi_lifecycle::{Inventory, Policy, analysis};
/// use nhi_report::arrow::{Findings, RecordBatchReader};
///
/// let report = analysis::orphans(&Inventory::new().snapshot(), "2026-03-01T00:00:00Z".parse()?, &Policy::default());
/// let table = Findings::new().explanations(true).table(Arc::new(report));
/// assert!(table.reader().schema().field_with_name("explanation").is_ok());
/// assert!(table.reader().schema().field_with_name("witnesses").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct Findings {
    witnesses: bool,
    explanations: bool,
}

impl Findings {
    /// The columns that cost little.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether to add the references of the records that make each reason true.
    pub fn witnesses(self, witnesses: bool) -> Self {
        Self { witnesses, ..self }
    }

    /// Whether to add a plain sentence.
    pub fn explanations(self, explanations: bool) -> Self {
        Self { explanations, ..self }
    }

    /// The table of a report. Its batches are made when a reader comes to them: O(findings) in all, little of it at a time.
    #[must_use]
    pub fn table(self, report: Arc<Report>) -> Table {
        let names: Vec<Name> = Name::ALL.iter().copied().filter(|name| self.has(*name)).collect();
        let fields: Vec<Field> = names.iter().map(|name| column(*name)).collect();
        let schema = Arc::new(Schema::new(fields));
        let words = ClosedSets::new();
        Table::new(Arc::clone(&schema), move |batch| {
            let begin = batch.checked_mul(BATCH).filter(|begin| *begin < report.len())?;
            let end = report.len().min(begin + BATCH);
            let rows = Rows { report: &report, findings: (begin..end).filter_map(|place| report.get(place)).collect() };
            let columns: Result<Vec<ArrayRef>, _> = names.iter().map(|name| rows.column(*name, &words)).collect();
            Some(columns.and_then(|columns| RecordBatch::try_new(Arc::clone(&schema), columns)))
        })
    }

    fn has(self, name: Name) -> bool {
        match name {
            Name::Witnesses => self.witnesses,
            Name::Explanation => self.explanations,
            _ => true,
        }
    }
}

fn column(name: Name) -> Field {
    let (data_type, nullable) = match name {
        Name::At => (instant_type(), false),
        Name::Since => (instant_type(), true),
        Name::Subject | Name::Credential | Name::Explanation => (DataType::Utf8, false),
        Name::Kind | Name::Status | Name::Severity => (word_type(), false),
        Name::Reasons | Name::Indeterminate | Name::Controls => (list_type(word_type()), false),
        Name::Responsible | Name::Witnesses => (list_type(DataType::Utf8), false),
    };
    Field::new(name.as_str(), data_type, nullable)
}

/// The words that stand in dictionaries.
struct ClosedSets {
    kinds: Words,
    statuses: Words,
    severities: Words,
    reasons: Words,
    controls: Words,
}

impl ClosedSets {
    fn new() -> Self {
        Self {
            kinds: Words::new([Finding::KIND]),
            statuses: Words::new(Status::WORDS.iter().copied()),
            severities: Words::new(Severity::WORDS.iter().copied()),
            reasons: Words::new(Reason::WORDS.iter().copied()),
            controls: Words::new(CATALOGUE.iter().map(|control| control.id)),
        }
    }
}

/// The findings of one batch.
struct Rows<'a> {
    report: &'a Report,
    findings: Vec<Finding<'a>>,
}

impl<'a> Rows<'a> {
    fn map<T>(&self, value: impl Fn(Finding<'a>) -> T) -> impl ExactSizeIterator<Item = T> {
        self.findings.iter().map(move |finding| value(*finding))
    }

    fn column(&self, name: Name, words: &ClosedSets) -> Result<ArrayRef, ArrowError> {
        let texts = |texts: StringArray| -> Result<ArrayRef, ArrowError> { Ok(Arc::new(texts)) };
        match name {
            Name::At => Ok(instants(self.map(|_| Some(self.report.at())))),
            Name::Kind => words.kinds.column(self.map(|_| Finding::KIND)),
            Name::Subject => texts(StringArray::from_iter_values(self.map(|finding| finding.subject().to_string()))),
            Name::Credential => texts(StringArray::from_iter_values(self.map(|finding| finding.credential()))),
            Name::Status => words.statuses.column(self.map(|finding| finding.status().as_str())),
            Name::Severity => words.severities.column(self.map(|finding| finding.severity().as_str())),
            Name::Reasons => {
                words.reasons.lists(self.map(|finding| finding.reasons().iter().map(|reason| reason.as_str())))
            }
            Name::Indeterminate => {
                words.reasons.lists(self.map(|finding| finding.indeterminate().iter().map(|reason| reason.as_str())))
            }
            Name::Since => Ok(instants(self.map(|finding| finding.since()?.instant()))),
            Name::Responsible => text_lists(self.map(|finding| finding.responsible())),
            Name::Controls => {
                words.controls.lists(self.map(|finding| finding.controls().into_iter().map(|control| control.id)))
            }
            Name::Witnesses => text_lists(self.map(witness_references)),
            Name::Explanation => texts(StringArray::from_iter_values(self.map(|finding| finding.explanation()))),
        }
    }
}
