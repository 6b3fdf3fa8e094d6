//! Fields on their way into a record, from wherever they come: a JSON object, a CSV row, a Python dict.
//!
//! A value is a text, a truth value, or one level of list or map of texts; deeper nesting is noted and not kept, so no
//! input makes this recurse.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{
        self, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};

use crate::{
    error::{Code, Problem},
    secret::secret_kind,
};

/// The value of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Nothing.
    Null,
    /// A truth value.
    Truth(bool),
    /// A number, which no field takes.
    Number,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<FieldValue>),
    /// A map.
    Map(Vec<(String, FieldValue)>),
    /// A list or map inside a list or map, which no field takes.
    Nested,
}

/// Names and values in the order in which they came; a name may stand twice, which reading them as a record refuses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<(String, FieldValue)>);

impl Fields {
    /// Adds a field.
    pub fn push(&mut self, name: String, value: FieldValue) {
        self.0.push((name, value));
    }

    /// Takes out the first field of this name.
    pub(crate) fn take(&mut self, name: &str) -> Option<FieldValue> {
        let index = self.0.iter().position(|(field, _)| field == name)?;
        Some(self.0.remove(index).1)
    }

    pub(crate) fn into_deserializer(self) -> impl for<'de> Deserializer<'de, Error = FieldError> {
        FieldsDeserializer(self)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some((name, value)) = map.next_entry()? {
                    fields.push(name, value);
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Value { inner: false })
    }
}

/// Reads a value; inside a list or map, further ones are skipped.
struct Value {
    inner: bool,
}

impl<'de> de::DeserializeSeed<'de> for Value {
    type Value = FieldValue;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FieldValue, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = FieldValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of a field")
    }

    fn visit_unit<E>(self) -> Result<FieldValue, E> {
        Ok(FieldValue::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<FieldValue, E> {
        Ok(FieldValue::Truth(truth))
    }

    fn visit_i64<E>(self, _: i64) -> Result<FieldValue, E> {
        Ok(FieldValue::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<FieldValue, E> {
        Ok(FieldValue::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<FieldValue, E> {
        Ok(FieldValue::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<FieldValue, E> {
        Ok(FieldValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<FieldValue, E> {
        Ok(FieldValue::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<FieldValue, A::Error> {
        if self.inner {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(FieldValue::Nested);
        }
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(Value { inner: true })? {
            values.push(value);
        }
        Ok(FieldValue::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FieldValue, A::Error> {
        if self.inner {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(FieldValue::Nested);
        }
        let mut values = Vec::new();
        while let Some(key) = map.next_key()? {
            values.push((key, map.next_value_seed(Value { inner: true })?));
        }
        Ok(FieldValue::Map(values))
    }
}

/// Why a field's value was refused; the value itself is never part of it.
#[derive(Clone, Debug)]
pub struct FieldError {
    code: Code,
    field: Option<String>,
    message: String,
}

impl FieldError {
    pub(crate) fn into_problem(self) -> Problem {
        let mut problem = Problem::new(self.code, self.message);
        problem.field = self.field;
        problem
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FieldError {}

impl de::Error for FieldError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        let (code, message) = Code::of_message(&text);
        Self { code, field: None, message: message.to_owned() }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            Unexpected::Bool(_) => "a truth value",
            Unexpected::Unit | Unexpected::Option => "null",
            Unexpected::Seq => "a list",
            Unexpected::Map => "an object",
            Unexpected::Str(_) => "a text",
            Unexpected::Other(_) => "a nested value",
            _ => "a number",
        };
        Self { code: Code::WrongType, field: None, message: format!("{found} where {expected} belongs") }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self {
            code: Code::UnknownField,
            // A name that long is no name; it may be anything.
            field: secret_kind(field).is_none().then(|| field.chars().take(64).collect()),
            message: format!("no such field in this record; it has: {}", expected.join(", ")),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        let message = "missing, and required; add it".to_owned();
        Self { code: Code::MissingField, field: Some(field.to_owned()), message }
    }

    fn duplicate_field(field: &'static str) -> Self {
        let message = "stands twice; leave one out".to_owned();
        Self { code: Code::DuplicateField, field: Some(field.to_owned()), message }
    }
}

/// Presents fields to serde, and tells which one an error is about.
struct FieldsDeserializer(Fields);

impl<'de> Deserializer<'de> for FieldsDeserializer {
    type Error = FieldError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor.visit_map(FieldsAccess { rest: self.0.0.into_iter(), current: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct FieldsAccess {
    rest: std::vec::IntoIter<(String, FieldValue)>,
    current: Option<(String, FieldValue)>,
}

impl<'de> MapAccess<'de> for FieldsAccess {
    type Error = FieldError;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, FieldError> {
        self.current = self.rest.next();
        match &self.current {
            Some((name, _)) => seed.deserialize(name.as_str().into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, FieldError> {
        let (name, value) = self.current.take().unwrap_or((String::new(), FieldValue::Null));
        seed.deserialize(value).map_err(|mut error| {
            error.field.get_or_insert(name);
            error
        })
    }
}

impl<'de> Deserializer<'de> for FieldValue {
    type Error = FieldError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Truth(truth) => visitor.visit_bool(truth),
            Self::Number => Err(de::Error::invalid_type(Unexpected::Signed(0), &visitor)),
            Self::Nested => Err(de::Error::invalid_type(Unexpected::Other("nested"), &visitor)),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(values) => visitor.visit_seq(SeqDeserializer::new(values.into_iter())),
            Self::Map(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        match self {
            Self::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, FieldError> for FieldValue {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
