//! CSV for people with spreadsheets.
//!
//! One finding a row, one field a column, as in [`json`](crate::json), with the report's instant in front. In a cell that takes
//! several values they are separated by `;`, and a `;` within a value is `\;`. `since` is an instant, `always`, or empty if it
//! was not asked for; of the witnesses only their references are given.
//!
//! A spreadsheet runs a cell that begins like a formula. Following OWASP, a `'` goes before each `=`, `+`, `-` or `@`, also in
//! its full-width form, that stands at the beginning of a cell. It also goes before those behind a `;`, as in many countries
//! that is what a spreadsheet splits a row at. Characters that do not show as themselves, a tab and a line break among them,
//! are written as escapes.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use nhi_lifecycle::{
    Instant,
    analysis::{Finding, Reach, Report, Since},
};

use crate::{
    AllRadii,
    fields::{Field, references},
    text::visible,
    way,
};

/// Writes a report: a row of names, then one for each finding.
///
/// ```
/// use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis};
///
/// let record = r#"{"record":"credential","id":"=1+1","kind":"password","status":"active"}"#;
/// let record: Record = serde_json::from_str(record)?;
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let mut inventory = Inventory::new();
/// inventory.add([record], &Context::at(now))?;
///
/// let mut text = Vec::new();
/// nhi_report::csv::write(&analysis::orphans(&inventory.snapshot(), now, &Policy::default()), &mut text)?;
/// let row = "2026-03-01T00:00:00Z,orphaned,credential:=1+1,'=1+1,open,medium,unowned,,";
/// assert!(String::from_utf8(text)?.contains(row));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report, out: impl Write) -> io::Result<()> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(Field::ALL.iter().map(|field| field.as_str()))?;
    let at = report.at().to_string();
    for finding in report.iter() {
        let witnesses = finding.witnesses();
        let cells = Field::ALL.iter().map(|field| match field {
            Field::At => at.clone(),
            Field::Kind => Finding::KIND.to_owned(),
            Field::Subject => finding.subject().to_string(),
            Field::Credential => finding.credential().to_owned(),
            Field::Status => finding.status().to_string(),
            Field::Severity => finding.severity().to_string(),
            Field::Reasons => list(finding.reasons().iter()),
            Field::Indeterminate => list(finding.indeterminate().iter()),
            Field::Since => finding.since().map(since).unwrap_or_default(),
            Field::Responsible => list(finding.responsible()),
            Field::Controls => list(finding.controls()),
            Field::Witnesses => list(references(&witnesses)),
            Field::Explanation => finding.explanation_from(&witnesses),
        });
        out.write_record(cells.map(|cell| harmless(&cell).into_owned()))?;
    }
    out.flush()
}

/// Writes what a credential reaches, one asset a row: `credential`, `asset`, `privilege`, `path`. Of a path of more than 32 references the
/// middle is left out, and how many these are stands in its place.
///
/// # Errors
/// Those of the writer.
pub fn write_reach(reach: &Reach, out: impl Write) -> io::Result<()> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(["credential", "asset", "privilege", "path"])?;
    for reached in &reach.assets {
        let cells = [
            reach.credential.id.to_string(),
            reached.asset.clone(),
            reached.privilege.to_string(),
            list(way::shown(reach, reached)),
        ];
        out.write_record(cells.iter().map(|cell| harmless(cell)).map(Cow::into_owned))?;
    }
    out.flush()
}

/// Writes how far every live credential reaches, one a row: `at`, `least`, `credential`, and `assets`, or `about` where they are
/// estimated.
///
/// # Errors
/// Those of the writer.
pub fn write_radii<R: AllRadii>(radii: &R, out: impl Write) -> io::Result<()> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(["at", "least", "credential", R::NUMBER])?;
    let (at, least) = (radii.at().to_string(), radii.least().as_str());
    for (credential, number) in radii.rows() {
        out.write_record([at.as_str(), least, &harmless(credential), &number.to_string()])?;
    }
    out.flush()
}

fn since(since: Since) -> String {
    since.instant().as_ref().map_or_else(|| "always".to_owned(), Instant::to_string)
}

/// Several values in one cell.
fn list<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    let values: Vec<String> = values.into_iter().map(|value| value.to_string().replace(';', "\\;")).collect();
    values.join(";")
}

/// A cell in which nothing can be taken for a formula or acts on whoever looks at it.
fn harmless(cell: &str) -> Cow<'_, str> {
    let cell = visible(cell);
    let is_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    if !cell.contains(is_formula) {
        return cell;
    }
    let mut safe = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for c in cell.chars() {
        if begins && is_formula(c) {
            safe.push('\'');
        }
        // Some programs drop blanks there, and a row that is split at the wrong place leaves quotes.
        begins = c == ';' || (begins && matches!(c, ' ' | '"'));
        safe.push(c);
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_harmless() {
        let check = |cell: &str, expected: &str| assert_eq!(harmless(cell), expected, "{cell:?}");
        check("hd-key", "hd-key");
        check("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
        check("+1", "'+1");
        check("-1", "'-1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("＝1＋1", "'＝1＋1");
        check("  =1", "  '=1");
        check("a\\;=1;-b; @c", "a\\;'=1;'-b; '@c");
        check("a;\"=1\"", "a;\"'=1\"");
        check("\t=1", "\\t=1");
        check("\r=1", "\\r=1");
        check("\u{1b}[31m", "\\u{1b}[31m");
        check("資産", "資産");
    }

    #[test]
    fn values_share_a_cell() {
        assert_eq!(list(["a", "b;c"]), "a;b\\;c");
        assert_eq!(list::<&str>([]), "");
    }
}
