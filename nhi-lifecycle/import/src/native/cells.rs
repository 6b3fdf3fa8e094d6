//! The cells of one row, whatever kind of table it stands in, taken as they stand, read as a record, or turned into a problem
//! that says what to do.

use std::fmt;

use nhi_lifecycle::{
    Problem, Record,
    field::{FieldValue, Fields},
    incoming::{Draft, Incoming, Taken},
    record::RecordType,
};
use serde::{
    Deserializer,
    de::{self, DeserializeSeed, MapAccess, Visitor, value::BorrowedStrDeserializer},
    forward_to_deserialize_any,
};

use super::columns::{Column, Shape};

/// What stands in a cell that is not empty.
pub(super) trait Cell<'a>: Copy {
    /// Gives it to serde, as JSON would give the same value.
    fn visit<V: Visitor<'a>>(self, shape: Shape, visitor: V) -> Result<V::Value, Refused>;

    /// Whether it says that the value is unknown, where that can be said.
    fn is_unknown(self) -> bool;

    /// It as a field, or what is wrong with it.
    fn field(self, shape: Shape) -> Result<FieldValue, Problem>;

    /// Hands it in as it stands; none where it is out of the ordinary.
    fn put(self, column: Column, draft: &mut Draft<'_, 'a>) -> Option<()>;
}

/// That something is wrong; what, the second reading says.
#[derive(Debug)]
pub(super) struct Refused;

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

/// Puts in the cells of a row that are not empty as they stand, where they are as plain as most are and `put_all` hands them in;
/// others as [`read`] reads them.
pub(super) fn put<'a, C: Cell<'a>, I: Iterator<Item = (Column, C)> + Clone>(
    record_type: RecordType,
    cells: I,
    incoming: Incoming<'_>,
    put_all: impl FnOnce(I, &mut Draft<'_, 'a>) -> Option<()>,
) -> Result<Taken, Problem> {
    incoming
        .draft(record_type, |draft| put_all(cells.clone(), draft))
        .or_else(|incoming| read(record_type, cells).map(|record| incoming.put(record)))
}

/// Hands in the texts of a list, none of them null.
pub(super) fn list<'a>(
    column: Column,
    draft: &mut Draft<'_, 'a>,
    mut texts: impl Iterator<Item = Option<&'a str>>,
) -> Option<()> {
    let Some(first) = texts.next() else { return Some(()) };
    draft.begin(column.name, first?)?;
    texts.try_for_each(|text| draft.add(column.name, text?))
}

/// Reads the cells of a row that are not empty. Good ones are read once and where they lie; bad ones are read again, to say
/// what is wrong.
pub(super) fn read<'a, C: Cell<'a>>(
    record_type: RecordType,
    cells: impl Iterator<Item = (Column, C)> + Clone,
) -> Result<Record, Problem> {
    read_straight(record_type, cells.clone()).or_else(|Refused| read_again(record_type, cells))
}

pub(super) fn read_straight<'a, C: Cell<'a>>(
    record_type: RecordType,
    cells: impl Iterator<Item = (Column, C)>,
) -> Result<Record, Refused> {
    Record::deserialize_as(record_type, Row { cells, value: None })
}

#[cold]
pub(super) fn read_again<'a, C: Cell<'a>>(
    record_type: RecordType,
    cells: impl Iterator<Item = (Column, C)>,
) -> Result<Record, Problem> {
    let mut fields = Fields::default();
    for (column, cell) in cells {
        let unknown = column.shape == Shape::Prior && cell.is_unknown();
        let value = if unknown { Ok(FieldValue::Null) } else { cell.field(column.shape) };
        fields.push(column.name.to_owned(), value.map_err(|problem| problem.in_field(column.name))?);
    }
    Record::from_fields(record_type, fields)
}

/// A row as an object of JSON would be.
struct Row<I, C> {
    cells: I,
    /// The cell whose column's name was asked for.
    value: Option<(Shape, C)>,
}

impl<'de, C: Cell<'de>, I: Iterator<Item = (Column, C)>> Deserializer<'de> for Row<I, C> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, C: Cell<'de>, I: Iterator<Item = (Column, C)>> MapAccess<'de> for Row<I, C> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        let Some((column, cell)) = self.cells.next() else { return Ok(None) };
        self.value = Some((column.shape, cell));
        seed.deserialize(BorrowedStrDeserializer::new(column.name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        let (shape, cell) = self.value.take().ok_or(Refused)?;
        seed.deserialize(Held { shape, cell })
    }
}

/// A cell on its way into a field.
struct Held<C> {
    shape: Shape,
    cell: C,
}

impl<'de, C: Cell<'de>> Deserializer<'de> for Held<C> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.cell.visit(self.shape, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.shape == Shape::Prior && self.cell.is_unknown() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
