//! Rows of a CSV export as objects, whatever stands between their cells.

use std::{collections::BTreeSet, io::BufRead, sync::Arc};

use nhi_lifecycle::{Code, Problem, limits::Limits};
use serde_json::{Map, Value};

use super::reading::Intake;
use crate::{
    lines::{Budget, Lines},
    rows::Rows,
};

/// What may stand between the cells of a row.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The character that stands most often in the header, outside of quotes; a comma where none does.
pub(crate) fn delimiter(opening: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in opening.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')) {
        quoted ^= *byte == b'"';
        if let (false, Some(at)) = (quoted, DELIMITERS.iter().position(|known| known == byte))
            && let Some(count) = counts.get_mut(at)
        {
            *count += 1;
        }
    }
    // The first of equals, so a comma before all.
    let most = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count);
    most.and_then(|(at, _)| DELIMITERS.get(at).copied()).unwrap_or(b',')
}

/// The name of a column as readers ask for it: lower case, with `_` between words.
fn column(title: &str) -> String {
    let words = title.trim().to_lowercase();
    words.split([' ', '-', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

/// What a table is expected to be.
pub(crate) struct Expected<'a> {
    pub(crate) delimiter: u8,
    /// Columns without which it is not this export: one of each of these.
    pub(crate) needs: &'a [&'a [&'a str]],
}

/// Gives every row as an object of texts. Of columns that stand twice the first is read. What is not UTF-8 is read as
/// Windows-1252, in which office programs save tables; both is said.
pub(crate) fn read<R: BufRead>(
    reader: R,
    file: &Arc<str>,
    limits: &Limits,
    expected: &Expected<'_>,
    intake: &Intake<'_>,
) -> Result<(), Problem> {
    let lines = Lines::new(reader, Arc::clone(file), Budget::new(limits));
    let mut rows = Rows::foreign(lines, expected.delimiter);
    let header: Vec<String> = match rows.next() {
        None => {
            return Err(Problem::new(Code::InvalidSyntax, "empty; a header with the names of the columns is needed"));
        }
        Some(row) => row?.cells().map(column).collect(),
    };
    if header.iter().any(|name| name.chars().any(char::is_control)) {
        let message = "the header holds control characters; save the file as CSV in UTF-8";
        return Err(rows.placed(Problem::new(Code::InvalidSyntax, message)));
    }
    let has = |names: &&&[&str]| header.iter().any(|column| names.contains(&column.as_str()));
    if let Some(missing) = expected.needs.iter().find(|names| !has(names)) {
        let message =
            format!("the header has no column `{}`; is it the export of this format?", missing.join("` or `"));
        return Err(rows.placed(Problem::new(Code::MissingField, message)));
    }
    let mut seen = BTreeSet::new();
    for twice in header.iter().filter(|name| !seen.insert(*name)) {
        intake.column_twice(twice);
    }
    while let Some(row) = rows.next() {
        let row = row?;
        let mut fields = Map::new();
        let value = if row.len() > header.len() {
            // Cells that no column names: which is which is not known.
            Value::Null
        } else {
            for (name, cell) in header.iter().zip(row.cells()) {
                if !fields.contains_key(name) {
                    fields.insert(name.clone(), Value::String(cell.to_owned()));
                }
            }
            Value::Object(fields)
        };
        let line = rows.line();
        intake.entry("", &value, line)?;
    }
    if rows.recoded() > 0 {
        intake.not_utf8();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_cells() {
        for (header, expected) in [
            ("a,b,c", b','),
            ("a;b;c", b';'),
            ("a\tb", b'\t'),
            ("a|b", b'|'),
            ("a", b','),
            ("", b','),
            ("\"a;b;c\",d\nx;y;z;z", b','),
            ("\u{feff}a;b", b';'),
        ] {
            assert_eq!(delimiter(header.as_bytes()), expected, "{header}");
        }
    }

    #[test]
    fn names_of_columns() {
        assert_eq!(column(" Last  day "), "last_day");
        assert_eq!(column("E-Mail"), "e_mail");
    }
}
