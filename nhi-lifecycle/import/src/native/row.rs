//! One row of a table, read as a record or turned into a problem that says what to do.

use std::{borrow::Cow, fmt};

use nhi_lifecycle::{
    Code, Problem, Record,
    field::{FieldValue, Fields},
    record::RecordType,
};
use serde::{
    Deserialize, Deserializer,
    de::{
        self, DeserializeSeed, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};

use super::{
    cell::{read_list, read_map},
    columns::{Column, Shape},
};
use crate::rows::Row;

/// Reads a row. A good one is read once, straight from its cells; a bad one is read again, to say what is wrong.
pub(super) fn read(row: Row<'_>, record_type: RecordType, columns: &[Option<Column>]) -> Result<Record, Problem> {
    if row.len() != columns.len() {
        let more = if row.len() > columns.len() { "; quote a cell that holds a comma" } else { "" };
        let message = format!("{} cells where the header has {}{more}", row.len(), columns.len());
        return Err(Problem::new(Code::InvalidSyntax, message));
    }
    read_straight(row, record_type, columns).or_else(|Refused| read_again(row, record_type, columns))
}

fn read_straight(row: Row<'_>, record_type: RecordType, columns: &[Option<Column>]) -> Result<Record, Refused> {
    Record::deserialize(Tagged { record_type: Some(record_type), cells: present(row, columns), value: None })
}

/// The cells that hold something, each with its column.
fn present<'a>(row: Row<'a>, columns: &[Option<Column>]) -> impl Iterator<Item = (Column, &'a str)> {
    columns
        .iter()
        .zip(row.cells())
        .filter(|(_, cell)| !cell.is_empty())
        .filter_map(|(column, cell)| Some(((*column)?, cell)))
}

#[cold]
fn read_again(row: Row<'_>, record_type: RecordType, columns: &[Option<Column>]) -> Result<Record, Problem> {
    let mut fields = Fields::default();
    for (column, cell) in present(row, columns) {
        let value = field_value(cell, column.shape).map_err(|problem| problem.in_field(column.name))?;
        fields.push(column.name.to_owned(), value);
    }
    Record::from_fields(record_type, fields)
}

fn field_value(cell: &str, shape: Shape) -> Result<FieldValue, Problem> {
    let text = |text: Cow<'_, str>| FieldValue::Text(text.into_owned());
    Ok(match shape {
        Shape::Prior if cell == "null" => FieldValue::Null,
        Shape::Text | Shape::Prior => text(cell.into()),
        Shape::Truth => match cell.parse() {
            Ok(truth) => FieldValue::Truth(truth),
            Err(_) => return Err(Problem::new(Code::UnknownValue, "not a truth value; one of: true, false")),
        },
        Shape::List => FieldValue::List(read_list(cell).map(text).collect()),
        Shape::Map => {
            let entries = read_map(cell).map(|entry| entry.map(|(key, value)| (key.into_owned(), text(value))));
            FieldValue::Map(entries.collect::<Option<_>>().ok_or_else(|| {
                let message = "an entry without `=`; write a map like `key=value;key=value`";
                Problem::new(Code::InvalidSyntax, message)
            })?)
        }
    })
}

/// A row as a record of JSON would be: first its type, then its fields.
struct Tagged<'a, I> {
    record_type: Option<RecordType>,
    cells: I,
    /// The cell whose column's name was asked for.
    value: Option<Cell<'a>>,
}

/// That something is wrong; what, the second reading says.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de, I: Iterator<Item = (Column, &'de str)>> Deserializer<'de> for Tagged<'de, I> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, I: Iterator<Item = (Column, &'de str)>> MapAccess<'de> for Tagged<'de, I> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        let (name, value) = if let Some(record_type) = self.record_type.take() {
            ("record", Cell { text: record_type.as_str(), shape: Shape::Text })
        } else if let Some((column, text)) = self.cells.next() {
            (column.name, Cell { text, shape: column.shape })
        } else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        seed.deserialize(self.value.take().ok_or(Refused)?)
    }
}

/// A cell that is not empty.
struct Cell<'a> {
    text: &'a str,
    shape: Shape,
}

impl<'de> Deserializer<'de> for Cell<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.shape {
            Shape::Text | Shape::Prior => visitor.visit_borrowed_str(self.text),
            Shape::Truth => visitor.visit_bool(self.text.parse().map_err(|_| Refused)?),
            Shape::List => visitor.visit_seq(SeqDeserializer::new(read_list(self.text))),
            Shape::Map => {
                let mut whole = true;
                let entries = read_map(self.text).map_while(|entry| {
                    whole &= entry.is_some();
                    entry
                });
                let map = visitor.visit_map(MapDeserializer::new(entries))?;
                if whole { Ok(map) } else { Err(Refused) }
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self {
            Cell { text: "null", shape: Shape::Prior } => visitor.visit_none(),
            cell => visitor.visit_some(cell),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
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
        let check = |record_type: RecordType, cells: &[(&str, &str)]| {
            let line: Vec<&str> = cells.iter().map(|(_, cell)| *cell).collect();
            let line = line.join(",");
            let known = Column::all(record_type);
            let columns: Vec<Option<Column>> =
                cells.iter().map(|(name, _)| known.iter().find(|column| column.name == *name).copied()).collect();
            assert!(columns.iter().all(Option::is_some), "{cells:?}");
            let mut rows = Rows::new(Lines::new(line.as_bytes(), "f".into(), Budget::new(&Limits::default())));
            let row = rows.next().and_then(Result::ok).expect("a row");
            let straight = read_straight(row, record_type, &columns).expect("a good row");
            assert_eq!(Ok(straight), read_again(row, record_type, &columns), "{cells:?}");
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
