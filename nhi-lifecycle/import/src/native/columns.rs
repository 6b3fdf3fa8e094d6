//! The columns of a table: which fields a record has, how each stands in a cell, and what a header row says.

use nhi_lifecycle::{
    Code, Problem,
    access::{Access, Coverage},
    asset::Asset,
    change::Change,
    credential::Credential,
    evidence::{Evidence, Exception, Override},
    identity::Identity,
    record::RecordType,
    relation::Relation,
};
use serde::{Deserialize, Deserializer, de, forward_to_deserialize_any};

/// A field of a record, as a column of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
}

/// How a field's value stands in a cell. An empty cell is a field left out, whatever its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    /// RFC 3339, or a timestamp.
    Instant,
    /// `true` or `false`.
    Truth,
    /// `a;b`
    List,
    /// `k=v;k=v`
    Map,
    /// A text, or `null` for what is said to be unknown.
    Prior,
}

impl Column {
    /// Every column of a table, in the order of the model.
    pub(super) fn all(record_type: RecordType) -> Vec<Self> {
        field_names(record_type).iter().map(|name| Self { name, shape: shape(record_type, name) }).collect()
    }
}

fn shape(record_type: RecordType, name: &str) -> Shape {
    if RecordType::MAPS.contains(&name) {
        Shape::Map
    } else if RecordType::TRUTHS.contains(&name) {
        Shape::Truth
    } else if record_type.lists().contains(&name) {
        Shape::List
    } else if record_type == RecordType::Change && name == "from" {
        Shape::Prior
    } else if record_type.is_instant(name) {
        Shape::Instant
    } else {
        Shape::Text
    }
}

/// The names of a record's fields: those that its type tells serde, so that they are written down once.
fn field_names(record_type: RecordType) -> &'static [&'static str] {
    fn of<T: Deserialize<'static>>() -> &'static [&'static str] {
        T::deserialize(FieldNames).err().map_or(&[], |asked| asked.0)
    }
    match record_type {
        RecordType::Asset => of::<Asset>(),
        RecordType::Identity => of::<Identity>(),
        RecordType::Credential => of::<Credential>(),
        RecordType::Relation => of::<Relation>(),
        RecordType::Change => of::<Change>(),
        RecordType::Evidence => of::<Evidence>(),
        RecordType::Override => of::<Override>(),
        RecordType::Exception => of::<Exception>(),
        RecordType::Coverage => of::<Coverage>(),
        RecordType::Access => of::<Access>(),
    }
}

/// Reads nothing, and answers with the names of the fields that it was asked for.
struct FieldNames;

/// That answer.
#[derive(Debug)]
struct Asked(&'static [&'static str]);

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("asked for fields")
    }
}

impl std::error::Error for Asked {}

impl de::Error for Asked {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for FieldNames {
    type Error = Asked;

    fn deserialize_any<V: de::Visitor<'de>>(self, _: V) -> Result<V::Value, Asked> {
        Err(Asked(&[]))
    }

    fn deserialize_struct<V: de::Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Asked> {
        Err(Asked(fields))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// What a header row says.
#[derive(Debug, Default)]
pub(super) struct HeaderRow {
    /// The column of each cell; `None` where there is no such field.
    pub(super) columns: Vec<Option<Column>>,
    /// What is wrong with it, the last first, as each is taken once from the end.
    pub(super) problems: Vec<Problem>,
}

impl HeaderRow {
    /// That of a table whose columns have these names; `remedy` says what to do about one that has none of the right ones.
    pub(super) fn read(names: &[&str], record_type: RecordType, remedy: &str) -> Self {
        let known = Column::all(record_type);
        let find = |name: &&str| known.iter().find(|column| column.name == *name).copied();
        let mut header = Self { columns: names.iter().map(find).collect(), problems: Vec::new() };
        if header.columns.iter().all(Option::is_none) {
            // Names are repeated in messages, values are not: a first row may be one of values.
            header.problems.push(no_header(names, record_type, &known, remedy));
            return header;
        }
        let mut seen = Vec::with_capacity(known.len());
        for (name, column) in names.iter().zip(&mut header.columns) {
            match column {
                None => header.problems.push(unknown(name, record_type, &known)),
                Some(column) if !seen.contains(column) => seen.push(*column),
                Some(repeated) => {
                    let message = "stands twice in the header; leave one column out";
                    header.problems.push(Problem::new(Code::DuplicateField, message).in_field(repeated.name));
                    *column = None;
                }
            }
        }
        header.problems.reverse();
        header
    }

    /// That of a table of which no row can be read.
    pub(super) fn of_problem(problem: Problem) -> Self {
        Self { columns: Vec::new(), problems: vec![problem] }
    }

    /// Whether rows can be read by it.
    pub(super) fn is_usable(&self) -> bool {
        self.columns.iter().any(Option::is_some)
    }

    /// Whether a problem is that a required field has no column: so it is missing in every row, and is told once.
    pub(super) fn is_columnless(&self, problem: &Problem) -> bool {
        let has = |field: &str| self.columns.iter().flatten().any(|column| column.name == field);
        problem.code == Code::MissingField && problem.field.as_deref().is_some_and(|field| !has(field))
    }

    /// That problem, as one of the whole table.
    pub(super) fn columnless(problem: Problem) -> Problem {
        Problem { message: "required, and the table has no such column; add it".to_owned(), ..problem }
    }
}

fn no_header(names: &[&str], record_type: RecordType, known: &[Column], remedy: &str) -> Problem {
    let begins_with = |separator: char| {
        names.iter().any(|name| {
            name.split(separator).any(|name| known.iter().any(|column| column.name == name.trim_matches('"')))
        })
    };
    let separated = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")];
    if let Some((_, what)) = separated.into_iter().find(|(separator, _)| names.len() == 1 && begins_with(*separator)) {
        return Problem::new(Code::InvalidSyntax, format!("cells are separated by {what}; save the file with commas"));
    }
    let message = format!("no column has the name of a field; {remedy} of `{}`: {}", record_type.table(), list(known));
    Problem::new(Code::UnknownField, message)
}

fn unknown(name: &str, record_type: RecordType, known: &[Column]) -> Problem {
    if name.is_empty() {
        return Problem::new(Code::UnknownField, "a column has no name; name it or delete it");
    }
    let message = format!("no such column in `{}`; it has: {}", record_type.table(), list(known));
    // A name too long for any field is a value, or a mistake in quoting.
    let shown: String = name.chars().take(64).collect();
    Problem::new(Code::UnknownField, message).in_field(shown)
}

fn list(known: &[Column]) -> String {
    known.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_columns() {
        for record_type in RecordType::ALL {
            let columns = Column::all(*record_type);
            assert!(columns.len() >= 4, "{record_type}");
            for list in record_type.lists() {
                assert!(columns.contains(&Column { name: list, shape: Shape::List }), "{record_type} {list}");
            }
        }
        let assets = Column::all(RecordType::Asset);
        assert_eq!(assets.first(), Some(&Column { name: "id", shape: Shape::Text }));
        assert!(assets.contains(&Column { name: "legal_hold", shape: Shape::Truth }));
        assert!(assets.contains(&Column { name: "labels", shape: Shape::Map }));
        assert!(Column::all(RecordType::Change).contains(&Column { name: "from", shape: Shape::Prior }));
        assert!(Column::all(RecordType::Coverage).contains(&Column { name: "from", shape: Shape::Instant }));
        assert!(Column::all(RecordType::Relation).contains(&Column { name: "from", shape: Shape::Text }));
    }
}
