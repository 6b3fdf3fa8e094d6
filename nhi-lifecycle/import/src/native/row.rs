//! One row of a CSV table: how its cells become those of a record.

use std::borrow::Cow;

use nhi_lifecycle::{
    Code, Problem, Record,
    field::FieldValue,
    incoming::{Draft, Incoming, Scalar, Taken},
    record::RecordType,
};
use serde::de::{
    Visitor,
    value::{MapDeserializer, SeqDeserializer},
};

use super::{
    cell::{read_list, read_map},
    cells::{self, Cell, Refused, list},
    columns::{Column, Shape},
};
use crate::rows::Row;

/// Reads a row.
pub(super) fn record(row: Row<'_>, record_type: RecordType, columns: &[Option<Column>]) -> Result<Record, Problem> {
    check_length(row, columns)?;
    cells::read(record_type, present(row, columns))
}

/// Puts in a row as it stands where it can be, and any other as [`record`] reads it.
pub(super) fn put(
    row: Row<'_>,
    record_type: RecordType,
    columns: &[Option<Column>],
    incoming: Incoming<'_>,
) -> Result<Taken, Problem> {
    check_length(row, columns)?;
    cells::put(record_type, present(row, columns), incoming, |mut cells, draft| {
        cells.try_for_each(|(column, cell)| cell.put(column, draft))
    })
}

fn check_length(row: Row<'_>, columns: &[Option<Column>]) -> Result<(), Problem> {
    if row.len() != columns.len() {
        let more = if row.len() > columns.len() { "; quote a cell that holds a comma" } else { "" };
        let message = format!("{} cells where the header has {}{more}", row.len(), columns.len());
        return Err(Problem::new(Code::InvalidSyntax, message));
    }
    Ok(())
}

/// The cells that hold something, each with its column.
fn present<'a>(row: Row<'a>, columns: &[Option<Column>]) -> impl Iterator<Item = (Column, &'a str)> + Clone {
    columns
        .iter()
        .zip(row.cells())
        .filter(|(_, cell)| !cell.is_empty())
        .filter_map(|(column, cell)| Some(((*column)?, cell)))
}

/// A text that is not empty and holds what its column's shape says.
impl<'a> Cell<'a> for &'a str {
    fn visit<V: Visitor<'a>>(self, shape: Shape, visitor: V) -> Result<V::Value, Refused> {
        match shape {
            Shape::Text | Shape::Instant | Shape::Prior => visitor.visit_borrowed_str(self),
            Shape::Truth => visitor.visit_bool(self.parse().map_err(|_| Refused)?),
            Shape::List => visitor.visit_seq(SeqDeserializer::new(read_list(self))),
            Shape::Map => {
                let mut whole = true;
                let entries = read_map(self).map_while(|entry| {
                    whole &= entry.is_some();
                    entry
                });
                let map = visitor.visit_map(MapDeserializer::new(entries))?;
                if whole { Ok(map) } else { Err(Refused) }
            }
        }
    }

    fn is_unknown(self) -> bool {
        self == "null"
    }

    fn field(self, shape: Shape) -> Result<FieldValue, Problem> {
        let text = |text: Cow<'_, str>| FieldValue::Text(text.into_owned());
        Ok(match shape {
            Shape::Text | Shape::Instant | Shape::Prior => text(self.into()),
            Shape::Truth => match self.parse() {
                Ok(truth) => FieldValue::Truth(truth),
                Err(_) => return Err(Problem::new(Code::UnknownValue, "not a truth value; one of: true, false")),
            },
            Shape::List => FieldValue::List(read_list(self).map(text).collect()),
            Shape::Map => {
                let entries = read_map(self).map(|entry| entry.map(|(key, value)| (key.into_owned(), text(value))));
                FieldValue::Map(entries.collect::<Option<_>>().ok_or_else(|| {
                    let message = "an entry without `=`; write a map like `key=value;key=value`";
                    Problem::new(Code::InvalidSyntax, message)
                })?)
            }
        })
    }

    #[inline]
    fn put(self, column: Column, draft: &mut Draft<'_, 'a>) -> Option<()> {
        match column.shape {
            Shape::Prior if self.is_unknown() => draft.set(column.name, Scalar::Null),
            Shape::Text | Shape::Instant | Shape::Prior => draft.set(column.name, Scalar::Text(self)),
            Shape::Truth => draft.set(column.name, Scalar::Truth(self.parse().ok()?)),
            Shape::List if !self.contains('\\') => list(column, draft, self.split(';').map(Some)),
            Shape::List | Shape::Map => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use nhi_lifecycle::limits::Limits;

    use super::*;
    use crate::{
        lines::{Budget, Lines},
        rows::Rows,
    };

    /// The second reading would hide that the first one fails, but for the time it takes.
    #[test]
    fn good_rows_are_read_once() {
        let check = |record_type: RecordType, row: &[(&str, &str)]| {
            let line: Vec<&str> = row.iter().map(|(_, cell)| *cell).collect();
            let line = line.join(",");
            let known = Column::all(record_type);
            let columns: Vec<Option<Column>> =
                row.iter().map(|(name, _)| known.iter().find(|column| column.name == *name).copied()).collect();
            assert!(columns.iter().all(Option::is_some), "{row:?}");
            let mut rows = Rows::new(Lines::new(line.as_bytes(), "f".into(), Budget::new(&Limits::default())));
            let read = rows.next().and_then(Result::ok).expect("a row");
            let straight = cells::read_straight(record_type, present(read, &columns)).expect("a good row");
            assert_eq!(Ok(straight), cells::read_again(record_type, present(read, &columns)), "{row:?}");
        };
        let at = ("at", "2026-02-01T09:30:00Z");
        let expires = ("expires_at", "2026-02-01T09:30:00+01:00");
        check(
            RecordType::Asset,
            &[
                ("id", "a"),
                ("name", ""),
                ("kind", "server"),
                ("stage", "in_use"),
                ("legal_hold", "false"),
                ("owner", "alice"),
                ("media_serials", r"1\;2\;3\\;;\"),
                ("labels", "k=v;l=;=w=x"),
            ],
        );
        check(RecordType::Identity, &[("status", "active"), ("id", "a"), ("kind", "team")]);
        check(
            RecordType::Credential,
            &[("used_by", "asset:a;identity:b"), ("id", "a"), ("kind", "other"), ("status", "revoked")],
        );
        check(RecordType::Relation, &[("kind", "owned_by"), ("from", "asset:a"), ("to", "b"), ("since", at.1)]);
        for from in ["", "null", "true", "retired"] {
            check(
                RecordType::Change,
                &[("subject", "asset:a"), ("to", "false"), at, ("from", from), ("field", "legal_hold")],
            );
        }
        check(
            RecordType::Evidence,
            &[("id", "e"), ("subject", "asset:a"), ("kind", "approval"), at, ("by", "b"), ("verified_by", "c;d")],
        );
        check(
            RecordType::Override,
            &[("subject", "a"), ("gate", "g"), ("to", "retired"), at, ("approved_by", "b"), ("reason", "r"), expires],
        );
        check(
            RecordType::Exception,
            &[("subject", "asset:a"), ("finding", "f"), ("reason", "r"), ("approved_by", "b"), at, expires],
        );
        check(RecordType::Coverage, &[("source", "s"), ("scope", "a;b"), ("from", at.1), ("until", at.1)]);
        check(RecordType::Access, &[at, ("outcome", "success"), ("interactive", "true"), ("asset", "a")]);
    }
}
