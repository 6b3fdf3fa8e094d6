//! The findings of a report as a table.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, builder::OffsetBufferBuilder};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use nhi_lifecycle::{
    Namespace,
    analysis::{Finding, Report},
    controls::CATALOGUE,
    finding::{Reason, Severity, Status},
};

use super::{
    parts::{Texts, Words, instant_type, instants, list_type, lists, reference_lists, word_type},
    stream::Table,
};
use crate::fields::{Field as Name, references};

/// How many findings a batch holds: so few that what they rest on still lies at hand for the last column.
const BATCH: usize = 1 << 13;

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
            let findings: Vec<Finding<'_>> = report.at_once(begin..begin + BATCH).collect();
            Some(
                self.batch(&report, findings, &names, &words)
                    .and_then(|columns| RecordBatch::try_new(Arc::clone(&schema), columns)),
            )
        })
    }

    fn batch(
        self,
        report: &Report,
        findings: Vec<Finding<'_>>,
        names: &[Name],
        words: &ClosedSets,
    ) -> Result<Vec<ArrayRef>, ArrowError> {
        let details = self.witnesses || self.explanations;
        let details = details.then(|| Details::new(&findings, self.explanations)).transpose()?;
        let rows = Rows { report, findings, details };
        names.iter().map(|name| rows.column(*name, words)).collect()
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

/// The columns that are made of witnesses. They are made together: finding these is most of the work.
struct Details {
    witnesses: ArrayRef,
    /// Without rows, unless they were asked for.
    explanations: ArrayRef,
}

impl Details {
    fn new(findings: &[Finding<'_>], explanations: bool) -> Result<Self, ArrowError> {
        let mut offsets = OffsetBufferBuilder::new(findings.len());
        let (mut records, mut sentences) = (Texts::new(findings.len(), 0), Texts::new(0, 0));
        for finding in findings {
            let witnesses = finding.witnesses();
            let references = references(&witnesses);
            offsets.push_length(references.len());
            references.iter().for_each(|reference| records.write(reference));
            if explanations {
                sentences.push(&finding.explanation_from(&witnesses));
            }
        }
        let witnesses = lists(offsets, DataType::Utf8, records.finish())?;
        Ok(Self { witnesses, explanations: sentences.finish() })
    }
}

/// The findings of one batch.
struct Rows<'a> {
    report: &'a Report,
    findings: Vec<Finding<'a>>,
    details: Option<Details>,
}

impl<'a> Rows<'a> {
    fn map<T>(&self, value: impl Fn(Finding<'a>) -> T) -> impl ExactSizeIterator<Item = T> {
        self.findings.iter().map(move |finding| value(*finding))
    }

    fn column(&self, name: Name, words: &ClosedSets) -> Result<ArrayRef, ArrowError> {
        match name {
            Name::At => Ok(instants(self.map(|_| Some(self.report.at())))),
            Name::Kind => words.kinds.column(self.map(|_| Finding::KIND)),
            Name::Subject => Ok(self.subjects()),
            Name::Credential => Ok(self.credentials()),
            Name::Status => words.statuses.column(self.map(|finding| finding.status().as_str())),
            Name::Severity => words.severities.column(self.map(|finding| finding.severity().as_str())),
            Name::Reasons => {
                words.reasons.lists(self.map(|finding| finding.reasons().iter().map(|reason| reason.as_str())))
            }
            Name::Indeterminate => {
                words.reasons.lists(self.map(|finding| finding.indeterminate().iter().map(|reason| reason.as_str())))
            }
            Name::Since => Ok(instants(self.map(|finding| finding.since()?.instant()))),
            Name::Responsible => reference_lists(self.map(|finding| finding.responsible())),
            Name::Controls => {
                words.controls.recurring_lists(self.map(|finding| finding.controls()), |control| control.id)
            }
            Name::Witnesses => self.detail(|details| &details.witnesses),
            Name::Explanation => self.detail(|details| &details.explanations),
        }
    }

    fn detail(&self, which: impl Fn(&Details) -> &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let missing = || ArrowError::InvalidArgumentError("a detail that was not asked for".to_owned());
        self.details.as_ref().map(|details| Arc::clone(which(details))).ok_or_else(missing)
    }

    fn credentials(&self) -> ArrayRef {
        let mut texts = Texts::new(self.findings.len(), self.map(|finding| finding.credential().len()).sum());
        self.map(|finding| finding.credential()).for_each(|credential| texts.push(credential));
        texts.finish()
    }

    fn subjects(&self) -> ArrayRef {
        let prefix = Namespace::Credential.as_str().len() + 1;
        let bytes = self.map(|finding| prefix + finding.credential().len()).sum();
        let mut texts = Texts::new(self.findings.len(), bytes);
        self.map(|finding| finding.subject()).for_each(|subject| texts.write(subject));
        texts.finish()
    }
}
