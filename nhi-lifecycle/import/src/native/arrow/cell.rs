//! A cell of an Arrow table.
//!
//! A text says the same as in CSV, so that lists and maps may come as `a;b` and `k=v`; but for one that is empty, which is a
//! text where a text belongs, and an empty list or map where these do.

use nhi_lifecycle::{
    Code, Instant, Problem,
    field::FieldValue,
    incoming::{Draft, Scalar},
    time::InvalidInstant,
};
use serde::{
    Deserializer,
    de::{
        IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};

use super::values::Texts;
use crate::native::{
    cells::{Cell, Refused, list},
    columns::{Column, Shape},
};

/// What stands in a cell.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Truth(bool),
    /// A number since 1970, and how many make a second.
    Instant(i64, i64),
    /// From where, to where, in which texts.
    List(usize, usize, &'a Texts),
    /// The same for keys and values.
    Map(usize, usize, &'a Texts, &'a Texts),
    /// In which row, in which columns; what is null there is not in the map.
    Struct(usize, &'a [(String, Texts)]),
}

impl<'a> Value<'a> {
    /// How many bytes of text it holds; each in a list or map counts for one more.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Truth(_) | Self::Instant(..) => 8,
            Self::List(begin, end, items) => {
                (begin..end).map(|item| items.get(item).map_or(1, |text| text.len() + 1)).sum()
            }
            Self::Map(begin, end, keys, values) => (begin..end)
                .map(|entry| 2 + keys.get(entry).map_or(0, str::len) + values.get(entry).map_or(0, str::len))
                .sum(),
            Self::Struct(row, columns) => entries(row, columns).map(|(key, value)| key.len() + value.len() + 2).sum(),
        }
    }
}

fn entries(row: usize, columns: &[(String, Texts)]) -> impl Iterator<Item = (&str, &str)> {
    columns.iter().filter_map(move |(key, texts)| Some((key.as_str(), texts.get(row)?)))
}

fn instant(number: i64, each_second: i64) -> Result<Instant, InvalidInstant> {
    const MICROS: i64 = 1_000_000;
    if each_second <= MICROS {
        return Instant::from_micros(number.checked_mul(MICROS / each_second).ok_or(InvalidInstant::Range)?);
    }
    let each = each_second / MICROS;
    if number % each != 0 {
        return Err(InvalidInstant::Fraction);
    }
    Instant::from_micros(number / each)
}

impl<'a> Cell<'a> for Value<'a> {
    fn visit<V: Visitor<'a>>(self, shape: Shape, visitor: V) -> Result<V::Value, Refused> {
        match self {
            Self::Text("") if matches!(shape, Shape::List | Shape::Map) => visitor.visit_unit(),
            Self::Text("") => visitor.visit_borrowed_str(""),
            Self::Text(text) => text.visit(shape, visitor),
            Self::Truth(truth) => visitor.visit_bool(truth),
            Self::Instant(..) if shape != Shape::Instant => Err(Refused),
            Self::Instant(number, each) => visitor.visit_i64(instant(number, each).map_err(|_| Refused)?.as_micros()),
            Self::List(begin, end, items) => {
                visitor.visit_seq(SeqDeserializer::new((begin..end).map(|item| Item(items.get(item)))))
            }
            Self::Map(begin, end, keys, values) => visitor.visit_map(MapDeserializer::new(
                (begin..end).map(|entry| (Item(keys.get(entry)), Item(values.get(entry)))),
            )),
            Self::Struct(row, columns) => visitor.visit_map(MapDeserializer::new(entries(row, columns))),
        }
    }

    fn is_unknown(self) -> bool {
        matches!(self, Self::Text("null"))
    }

    fn field(self, shape: Shape) -> Result<FieldValue, Problem> {
        let item = |text: Option<&str>| text.map_or(FieldValue::Null, |text| FieldValue::Text(text.to_owned()));
        Ok(match self {
            Self::Text("") if matches!(shape, Shape::List | Shape::Map) => FieldValue::Null,
            Self::Text(text) if text.is_empty() => item(Some(text)),
            Self::Text(text) => return text.field(shape),
            Self::Truth(truth) => FieldValue::Truth(truth),
            Self::Instant(..) if shape != Shape::Instant => {
                return Err(Problem::new(Code::WrongType, "a timestamp where none belongs"));
            }
            Self::Instant(number, each) => {
                let refused = |invalid: InvalidInstant| Problem::new(Code::InvalidInstant, invalid.to_string());
                FieldValue::Text(instant(number, each).map_err(refused)?.to_string())
            }
            Self::List(begin, end, items) => {
                FieldValue::List((begin..end).map(|place| item(items.get(place))).collect())
            }
            Self::Map(begin, end, keys, values) => {
                let key = |entry| keys.get(entry).map(str::to_owned);
                let entries = (begin..end).map(|entry| Some((key(entry)?, item(values.get(entry)))));
                let no_key = || Problem::new(Code::WrongType, "a map with a null for a key");
                FieldValue::Map(entries.collect::<Option<_>>().ok_or_else(no_key)?)
            }
            Self::Struct(row, columns) => {
                FieldValue::Map(entries(row, columns).map(|(key, value)| (key.to_owned(), item(Some(value)))).collect())
            }
        })
    }

    #[inline]
    fn put(self, column: Column, draft: &mut Draft<'_, 'a>) -> Option<()> {
        match (self, column.shape) {
            (Self::Text(""), Shape::List | Shape::Map) => Some(()),
            (Self::Text(""), _) => draft.set(column.name, Scalar::Text("")),
            (Self::Text(text), _) => text.put(column, draft),
            (Self::Truth(truth), _) => draft.set(column.name, Scalar::Truth(truth)),
            (Self::Instant(number, each), Shape::Instant) => {
                draft.set(column.name, Scalar::Instant(instant(number, each).ok()?))
            }
            (Self::List(begin, end, items), Shape::List) => {
                list(column, draft, (begin..end).map(|item| items.get(item)))
            }
            _ => None,
        }
    }
}

/// A text in a list or map; there is none where it is null.
struct Item<'a>(Option<&'a str>);

impl<'de> IntoDeserializer<'de, Refused> for Item<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Item<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_borrowed_str(self.0.ok_or(Refused)?)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_every_unit() {
        let check = |number: i64, each: i64, expected: Result<&str, InvalidInstant>| {
            let read = instant(number, each).map(|instant| instant.to_string());
            assert_eq!(read.as_deref().map_err(|error| *error), expected, "{number} / {each}");
        };
        check(1, 1, Ok("1970-01-01T00:00:01Z"));
        check(-1, 1_000, Ok("1969-12-31T23:59:59.999Z"));
        check(1_770_000_000_000_001, 1_000_000, Ok("2026-02-02T02:40:00.000001Z"));
        check(1_000, 1_000_000_000, Ok("1970-01-01T00:00:00.000001Z"));
        check(-1_000, 1_000_000_000, Ok("1969-12-31T23:59:59.999999Z"));
        check(1_001, 1_000_000_000, Err(InvalidInstant::Fraction));
        check(i64::MAX, 1, Err(InvalidInstant::Range));
        check(i64::MIN, 1_000, Err(InvalidInstant::Range));
        check(253_402_300_800, 1, Err(InvalidInstant::Range));
    }
}
