//! A value of JSON, parsed with an ear for names that stand twice in one object: of these the last counts, as everywhere,
//! but not silently.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Parses one value; every name that stands twice is told. How deep values lie in each other is bounded by the parser.
#[derive(Clone, Copy)]
pub(super) struct Told<'a>(pub(super) &'a dyn Fn(&str));

impl<'a> Told<'a> {
    /// Puts a field into an object.
    pub(super) fn put(self, fields: &mut Map<String, Value>, name: String, value: Value) {
        if fields.contains_key(&name) {
            (self.0)(&name);
        }
        fields.insert(name, value);
    }
}

impl<'de> DeserializeSeed<'de> for Told<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Told<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key()? {
            let value = map.next_value_seed(self)?;
            self.put(&mut fields, name, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn the_same_value_and_what_stands_twice() {
        let check = |text: &str, expected: &[&str]| {
            let twice = RefCell::new(Vec::new());
            let mut parser = serde_json::Deserializer::from_str(text);
            let value = Told(&|name| twice.borrow_mut().push(name.to_owned())).deserialize(&mut parser).unwrap();
            assert_eq!(value, serde_json::from_str::<Value>(text).unwrap(), "{text}");
            assert_eq!(twice.into_inner(), expected, "{text}");
        };
        check("null", &[]);
        check(r#"[true,-1,18446744073709551615,1.5,"a\n",[],{}]"#, &[]);
        check(r#"{"a":1,"b":{"a":2}}"#, &[]);
        check(r#"{"a":1,"b":[{"c":1,"c":2}],"a":{"d":3}}"#, &["c", "a"]);
        check(r#"{"a":1,"\u0061":2,"a":3}"#, &["a", "a"]);
    }
}
