//! The line with which a file of JSON Lines may begin: `{"record":"inventory","schema":1}`.

use std::{borrow::Cow, fmt};

use nhi_lifecycle::{Code, Problem, record::SCHEMA};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

/// What a line is to the header.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// Something else, like a record or no JSON at all.
    Absent,
    /// A header of a schema that is read.
    Good,
    /// A header that says something wrong. With [`Code::NewerSchema`], nothing after it can be read.
    Wrong(Problem),
}

impl Header {
    pub(super) fn of(line: &[u8]) -> Self {
        match serde_json::from_slice::<Object>(line) {
            Ok(object) if object.is_header => object.judge().map_or_else(Self::Wrong, |()| Self::Good),
            _ => Self::Absent,
        }
    }
}

/// What a header says, and what it says too much.
#[derive(Default)]
struct Object {
    is_header: bool,
    schema: Option<Value>,
    twice: Option<&'static str>,
    stray: Option<String>,
}

impl Object {
    fn judge(self) -> Result<(), Problem> {
        let problem = |code, field: &str, message: &str| Err(Problem::new(code, message).in_field(field));
        if let Some(field) = self.twice {
            return problem(Code::DuplicateField, field, "stands twice; leave one out");
        }
        match self.schema.as_ref().map(Value::as_u64) {
            None => return problem(Code::MissingField, "schema", "missing, and required; add it"),
            Some(None) => return problem(Code::WrongType, "schema", "must be a whole number"),
            Some(Some(0)) => return problem(Code::UnknownValue, "schema", "no such schema; the first is 1"),
            Some(Some(newer)) if newer > u64::from(SCHEMA) => {
                let message =
                    format!("schema {newer} is newer than {SCHEMA}, the newest this library reads; update it");
                return problem(Code::NewerSchema, "schema", &message);
            }
            Some(Some(_)) => {}
        }
        match self.stray {
            Some(field) => problem(Code::UnknownField, &field, "no such field in this record; it has: schema"),
            None => Ok(()),
        }
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut object = Object::default();
                let mut has_record = false;
                while let Some(name) = map.next_key::<Cow<'_, str>>()? {
                    match &*name {
                        "record" => {
                            object.is_header |= map.next_value::<Value>()? == "inventory";
                            if std::mem::replace(&mut has_record, true) {
                                object.twice = Some("record");
                            }
                        }
                        "schema" => {
                            if object.schema.replace(map.next_value()?).is_some() {
                                object.twice = Some("schema");
                            }
                        }
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            object.stray.get_or_insert_with(|| name.into_owned());
                        }
                    }
                }
                Ok(object)
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<bool, Code>) {
        let found = match Header::of(line.as_bytes()) {
            Header::Absent => Ok(false),
            Header::Good => Ok(true),
            Header::Wrong(problem) => Err(problem.code),
        };
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn headers() {
        check(r#"{"record":"inventory","schema":1}"#, Ok(true));
        check(" {\"schema\" : 1, \"record\":\"inventory\"}\r\n", Ok(true));
        check(r#"{"record":"inventory","schema":2}"#, Err(Code::NewerSchema));
        check(r#"{"record":"inventory","schema":2,"tenant":"a"}"#, Err(Code::NewerSchema));
        check(r#"{"record":"inventory","schema":1,"tenant":"a"}"#, Err(Code::UnknownField));
        check(r#"{"record":"inventory","schema":0}"#, Err(Code::UnknownValue));
        for schema in [r#""1""#, "-1", "1.5", "1e400", "18446744073709551616", "[1]", "null"] {
            let expected = if schema == "1e400" { Ok(false) } else { Err(Code::WrongType) };
            check(&format!(r#"{{"record":"inventory","schema":{schema}}}"#), expected);
        }
        check(r#"{"record":"inventory"}"#, Err(Code::MissingField));
        check(r#"{"record":"inventory","schema":1,"schema":1}"#, Err(Code::DuplicateField));
        check(r#"{"record":"inventory","record":"asset","schema":1}"#, Err(Code::DuplicateField));
    }

    #[test]
    fn other_lines() {
        for line in ["", "{", "{}", "[]", "1", r#"{"record":"asset","id":"inventory"}"#, r#"{"record":["inventory"]}"#]
        {
            check(line, Ok(false));
        }
        check(r#"{"record":"inventory","schema":1} x"#, Ok(false));
        check(&format!(r#"{{"record":"inventory","x":{}"#, "[".repeat(100_000)), Ok(false));
    }
}
