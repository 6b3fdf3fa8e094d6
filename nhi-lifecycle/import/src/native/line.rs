//! One line of JSON, read as a record or turned into a problem that says what to do.

use std::str;

use nhi_lifecycle::{
    Code, Problem, Record,
    field::Fields,
    incoming::{Incoming, Taken},
    limits::Limits,
    record::RecordType,
};
use serde_json::error::Category;

use super::{flat, header::Header};
use crate::lines::{LONE_RETURN, has_lone_return};

/// A record's own lists and maps: the object, and one level in it.
const NESTING_OF_A_RECORD: usize = 2;

/// Reads a line, of this table if the file is one. A good one is read once and straight into the record; a bad one is read again,
/// to say what is wrong.
pub(super) fn record(line: &[u8], table: Option<RecordType>, limits: &Limits) -> Result<Record, Problem> {
    whole(line, text(line, limits)?, table, limits)
}

/// Puts in a line that is as plain as most are as it stands, and any other as [`record`] reads it.
pub(super) fn put(
    line: &[u8],
    table: Option<RecordType>,
    limits: &Limits,
    incoming: Incoming<'_>,
) -> Result<Taken, Problem> {
    let text = text(line, limits)?;
    flat::put(text, table, incoming)
        .or_else(|incoming| whole(line, text, table, limits).map(|record| incoming.put(record)))
}

fn text<'a>(line: &'a [u8], limits: &Limits) -> Result<&'a str, Problem> {
    // No deeper line becomes a record, and reading one does not recurse: for those that fail, the depth is counted later.
    if limits.nesting < NESTING_OF_A_RECORD {
        check_nesting(line, limits)?;
    }
    // Checked as a whole, which is faster than text by text.
    str::from_utf8(line).map_err(|error| {
        let column = error.valid_up_to() + 1;
        Problem::new(Code::InvalidSyntax, format!("not UTF-8 at column {column}; save the file as UTF-8"))
    })
}

fn whole(line: &[u8], text: &str, table: Option<RecordType>, limits: &Limits) -> Result<Record, Problem> {
    let record: Record = serde_json::from_str(text).or_else(|_| read_again(line, limits))?;
    let strange = record.record_type();
    if table.is_some_and(|table| table != strange) {
        let message = format!("not a record of this table; move it to `{}`", strange.table());
        return Err(Problem::new(Code::UnknownRecord, message).in_field("record"));
    }
    Ok(record)
}

/// serde's errors bear no code and may repeat a value; those of fields bear one and never do.
#[cold]
fn read_again(line: &[u8], limits: &Limits) -> Result<Record, Problem> {
    check_nesting(line, limits)?;
    let fields: Fields = serde_json::from_slice(line).map_err(|error| syntax(line, &error))?;
    let read = Record::from_tagged_fields(fields);
    match read {
        Err(problem) if problem.code == Code::UnknownRecord && Header::of(line) != Header::Absent => {
            Err(Problem::new(problem.code, "a header stands in the first line of a file alone; delete it here")
                .in_field("record"))
        }
        read => read,
    }
}

fn check_nesting(line: &[u8], limits: &Limits) -> Result<(), Problem> {
    if nesting(line) <= limits.nesting {
        return Ok(());
    }
    let message = format!("lists and objects lie more than the limit of {} deep in each other", limits.nesting);
    Err(Problem::new(Code::LimitExceeded, message))
}

/// How deep lists and objects lie in each other.
fn nesting(line: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let mut bytes = line.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => skip_text(&mut bytes),
            _ => {}
        }
    }
    deepest
}

fn skip_text<'a>(bytes: &mut impl Iterator<Item = &'a u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}

fn syntax(line: &[u8], error: &serde_json::Error) -> Problem {
    let column = error.column();
    let message = if has_lone_return(line) {
        LONE_RETURN.to_owned()
    } else if line.trim_ascii_start().first() != Some(&b'{') {
        "not an object; write one record a line, like `{\"record\":\"asset\",…}`, without a list around them".to_owned()
    } else {
        match error.classify() {
            Category::Eof => "the line ends before its record does; write each record in one line".to_owned(),
            Category::Syntax => format!("not JSON at column {column}: {}", what(error)),
            // Neither is about syntax, and the text of the one about data may repeat a value.
            Category::Data | Category::Io => format!("not a record at column {column}"),
        }
    };
    Problem::new(Code::InvalidSyntax, message)
}

/// serde_json's own words for broken syntax, which are fixed, without the place it adds: each line is its line 1.
fn what(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_of_texts() {
        for (line, deep) in [
            ("", 0),
            ("{}", 1),
            ("{}{}", 1),
            (r#"{"a":["b"],"c":{}}"#, 2),
            (r#"{"a":"[[[{{{"}"#, 1),
            (r#"{"a":"\"[[[\\"}"#, 1),
            (r#"{"a":"[[["#, 1),
            ("]]]}[", 1),
            ("[[[", 3),
        ] {
            assert_eq!(nesting(line.as_bytes()), deep, "{line}");
        }
    }
}
