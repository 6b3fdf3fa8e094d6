//! Tables for the terminal.

use std::io::{self, BufWriter, Write};

use nhi_lifecycle::{
    analysis::{Finding, Reach, Report, Since, Summary},
    finding::{Reason, Severity},
};

use crate::{
    AllRadii,
    columns::{Columns, blank},
    text::{visible, width, wrap},
    way,
};

/// How tables are written: how wide, whether in colour, and whether with explanations.
///
/// Lines never get wider than asked, unless that is less than [`Table::LEAST_WIDTH`]. Texts wrap; wide characters count as two
/// columns; characters that do not show as themselves are escaped.
///
/// ```
/// use nhi_report::Table;
///
/// let table = Table::new().width(120).colour(true).explanations(false);
/// # let _ = table;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    width: usize,
    colour: bool,
    explanations: bool,
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

impl Table {
    /// Narrower than this, no table reads well.
    pub const LEAST_WIDTH: usize = 60;

    /// A hundred columns wide, without colour, with explanations.
    #[must_use]
    pub const fn new() -> Self {
        Self { width: 100, colour: false, explanations: true }
    }

    /// The same, so many columns wide.
    #[must_use]
    pub const fn width(mut self, columns: usize) -> Self {
        self.width = if columns < Self::LEAST_WIDTH { Self::LEAST_WIDTH } else { columns };
        self
    }

    /// The same, with or without colour.
    #[must_use]
    pub const fn colour(mut self, colour: bool) -> Self {
        self.colour = colour;
        self
    }

    /// The same, with or without a sentence under each finding.
    #[must_use]
    pub const fn explanations(mut self, explanations: bool) -> Self {
        self.explanations = explanations;
        self
    }

    /// Writes a report, one finding after the other.
    ///
    /// A reason with a `?` behind it rests on records that are referred to and missing. The report is gone through twice, first
    /// to see how wide its columns are.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, report: &Report, out: impl Write) -> io::Result<()> {
        self.write_with_notes(report, out, |_| Vec::new())
    }

    /// Writes a report with notes of the caller's under each finding, each with a label.
    ///
    /// ```
    /// # use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis};
    /// # use nhi_report::Table;
    /// # let record = r#"{"record":"credential","id":"ftp-pw","kind":"password","status":"active"}"#;
    /// # let record: Record = serde_json::from_str(record)?;
    /// # let now = "2026-03-01T00:00:00Z".parse()?;
    /// # let mut inventory = Inventory::new();
    /// # inventory.add([record], &Context::at(now))?;
    /// let report = analysis::orphans(&inventory.snapshot(), now, &Policy::default());
    /// let mut text = Vec::new();
    /// let ticket = |_: &analysis::Finding<'_>| vec![("ticket", "SEC-1207".to_owned())];
    /// Table::new().explanations(false).write_with_notes(&report, &mut text, ticket)?;
    /// assert_eq!(
    ///     String::from_utf8(text)?,
    ///     "SEVERITY  CREDENTIAL  REASONS  RESPONSIBLE\n\
    ///      medium    ftp-pw      unowned  nobody\n\
    ///      \x20         ticket  SEC-1207\n",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_with_notes(
        &self,
        report: &Report,
        out: impl Write,
        mut notes: impl FnMut(&Finding<'_>) -> Vec<(&'static str, String)>,
    ) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        if report.is_empty() {
            writeln!(out, "no live credential is orphaned")?;
            return out.flush();
        }
        let with_since = report.iter().any(|finding| finding.since().is_some());
        let titles = titles(with_since);
        let columns = self.columns(&titles, report.iter().map(|finding| cells(&finding, with_since)));
        self.write_titles(&columns, &mut out, &titles)?;
        let mut doubtful = false;
        for (index, finding) in report.iter().enumerate() {
            let colour = self.colour.then(|| colour_of(finding.severity()));
            columns.write_row(&mut out, &cells(&finding, with_since), |out, column, text| {
                painted(out, text, colour.filter(|_| column == 0))
            })?;
            if self.explanations {
                self.write_note(&mut out, columns.second(), "", &finding.explanation())?;
            }
            let notes = notes(&finding);
            let label_width = notes.iter().map(|(label, _)| width(label)).max().unwrap_or_default();
            for (label, note) in &notes {
                self.write_note(&mut out, columns.second(), &format!("{label:label_width$}  "), note)?;
            }
            if (self.explanations || !notes.is_empty()) && index + 1 < report.len() {
                writeln!(out)?;
            }
            doubtful |= !finding.indeterminate().is_empty();
        }
        if doubtful {
            writeln!(out, "\n? rests on records that are referred to and missing")?;
        }
        out.flush()
    }

    /// Writes how many findings there are, by severity and by reason.
    ///
    /// ```
    /// use nhi_lifecycle::analysis::Summary;
    ///
    /// let mut text = Vec::new();
    /// nhi_report::Table::new().write_summary(&Summary { live_credentials: 62, ..Summary::default() }, &mut text)?;
    /// assert_eq!(String::from_utf8(text)?, "0 of 62 live credentials are orphaned\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_summary(&self, summary: &Summary, out: impl Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let Summary { live_credentials, orphaned, unowned_only, indeterminate, .. } = summary;
        let severities = summary.by_severity.iter().rev().map(|(severity, count)| format!("{count} {severity}"));
        let severities = severities.collect::<Vec<_>>().join(", ");
        let colon = if severities.is_empty() { "" } else { ": " };
        let are = if *orphaned == 1 { "is" } else { "are" };
        writeln!(out, "{orphaned} of {live_credentials} live credentials {are} orphaned{colon}{severities}")?;
        if *unowned_only > 0 {
            writeln!(out, "{unowned_only} of them for no other reason than that no owner is recorded")?;
        }
        if *indeterminate > 0 {
            writeln!(out, "{indeterminate} of them resting on nothing but records that are referred to and missing")?;
        }
        if !summary.by_reason.is_empty() {
            writeln!(out)?;
            let mut counts: Vec<(Reason, usize)> = summary.by_reason.iter().map(|(r, count)| (*r, *count)).collect();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let rows = || counts.iter().map(|(reason, count)| vec![reason.to_string(), count.to_string()]);
            self.write_table(&mut out, &["REASON", "CREDENTIALS"], rows)?;
        }
        out.flush()
    }

    /// Writes what a credential reaches: each asset, with which privilege it is entered, and on which way. Of a way over more than 32 records
    /// the middle is left out.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_reach(&self, reach: &Reach, out: impl Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        if reach.assets.is_empty() {
            writeln!(out, "`{}` reaches no asset", visible(reach.credential.id.as_str()))?;
            return out.flush();
        }
        let rows = || {
            reach.assets.iter().map(|reached| {
                let path: Vec<_> = way::shown(reach, reached).iter().map(|step| visible(step).into_owned()).collect();
                vec![visible(&reached.asset).into_owned(), reached.privilege.to_string(), path.join(" > ")]
            })
        };
        self.write_table(&mut out, &["ASSET", "PRIVILEGE", "PATH"], rows)?;
        out.flush()
    }

    /// Writes how far every live credential reaches: how many assets it lets its holder enter, or about how many.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_radii<R: AllRadii>(&self, radii: &R, out: impl Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        if radii.count() == 0 {
            writeln!(out, "no credential is live")?;
            return out.flush();
        }
        let number = R::NUMBER.to_uppercase();
        let rows = || radii.rows().map(|(id, number)| vec![visible(id).into_owned(), number.to_string()]);
        self.write_table(&mut out, &["CREDENTIAL", &number], rows)?;
        out.flush()
    }

    /// Writes titles and rows; the rows are gone through twice.
    fn write_table<W: Write, I>(&self, out: &mut W, titles: &[&str], rows: impl Fn() -> I) -> io::Result<()>
    where
        I: Iterator<Item = Vec<String>>,
    {
        let columns = self.columns(titles, rows());
        self.write_titles(&columns, out, titles)?;
        for row in rows() {
            columns.write_row(out, &row, |out, _, text| painted(out, text, None))?;
        }
        Ok(())
    }

    fn write_titles(&self, columns: &Columns, out: &mut impl Write, titles: &[&str]) -> io::Result<()> {
        columns.write_row(out, titles, |out, _, text| painted(out, text, self.colour.then_some(BOLD)))
    }

    fn columns(&self, titles: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Columns {
        let mut wanted: Vec<usize> = titles.iter().map(|title| width(title)).collect();
        for row in rows {
            for (wanted, cell) in wanted.iter_mut().zip(&row) {
                *wanted = width(cell).max(*wanted);
            }
        }
        Columns::sharing(self.width, &wanted)
    }

    /// Writes a text under a finding, its lines beside each other behind a label.
    fn write_note(&self, out: &mut impl Write, indent: usize, label: &str, text: &str) -> io::Result<()> {
        let text = visible(text);
        let hang = indent + width(label);
        for (index, line) in wrap(&text, self.width.saturating_sub(hang)).enumerate() {
            blank(out, if index == 0 { indent } else { hang })?;
            writeln!(out, "{}{line}", if index == 0 { label } else { "" })?;
        }
        Ok(())
    }
}

fn titles(with_since: bool) -> Vec<&'static str> {
    let mut titles = vec!["SEVERITY", "CREDENTIAL"];
    titles.extend(with_since.then_some("SINCE"));
    titles.extend(["REASONS", "RESPONSIBLE"]);
    titles
}

fn cells(finding: &Finding<'_>, with_since: bool) -> Vec<String> {
    let doubtful = finding.indeterminate();
    let reason = |reason: Reason| format!("{reason}{}", if doubtful.contains(reason) { "?" } else { "" });
    let reasons: Vec<String> = finding.reasons().iter().map(reason).collect();
    // Whoever answers is an identity, so the prefix would say nothing.
    let responsible = finding.responsible();
    let responsible: Vec<_> = responsible.iter().map(|reference| visible(reference.id())).collect();
    let mut cells = vec![finding.severity().to_string(), visible(finding.credential()).into_owned()];
    cells.extend(with_since.then(|| finding.since().map(day).unwrap_or_default()));
    cells.push(reasons.join(", "));
    cells.push(if responsible.is_empty() { "nobody".to_owned() } else { responsible.join(", ") });
    cells
}

/// The day in UTC; a table tells no more, [`json`](crate::json) and [`csv`](crate::csv) do.
fn day(since: Since) -> String {
    since.instant().map_or_else(|| "always".to_owned(), |instant| instant.day())
}

/// A colour or another way to stand out, as terminals take it (ECMA-48, "select graphic rendition").
type Rendition = &'static str;

const BOLD: Rendition = "1";

fn colour_of(severity: Severity) -> Rendition {
    match severity {
        Severity::Critical => "1;31",
        Severity::High => "31",
        Severity::Medium => "33",
        Severity::Low => "2",
    }
}

fn painted(out: &mut impl Write, text: &str, rendition: Option<Rendition>) -> io::Result<()> {
    match rendition.filter(|_| !text.is_empty()) {
        Some(rendition) => write!(out, "\u{1b}[{rendition}m{text}\u{1b}[0m"),
        None => out.write_all(text.as_bytes()),
    }
}
