//! The record: one object of JSON Lines, one row of a table.

use std::fmt;

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, value::MapAccessDeserializer},
};

use crate::{
    access::{Access, Coverage},
    asset::Asset,
    change::Change,
    credential::Credential,
    error::{Code, Problem},
    evidence::{Evidence, Exception, Override},
    field::{FieldError, FieldValue, Fields},
    identity::Identity,
    relation::Relation,
    vocabulary::vocabulary,
};

/// The schema of records that this library writes, and the newest it reads.
pub const SCHEMA: u32 = 1;

vocabulary! {
    /// The types of records.
    pub enum RecordType ("a record type") {
        Asset = 1 "asset",
        Identity = 2 "identity",
        Credential = 3 "credential",
        Relation = 4 "relation",
        Change = 5 "change",
        Evidence = 6 "evidence",
        Override = 7 "override",
        Exception = 8 "exception",
        Coverage = 9 "coverage",
        Access = 10 "access",
    }
}

impl RecordType {
    /// The name of the table that holds these records in a folder.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Self::Asset => "assets",
            Self::Identity => "identities",
            Self::Credential => "credentials",
            Self::Relation => "relations",
            Self::Change => "changes",
            Self::Evidence => "evidence",
            Self::Override => "overrides",
            Self::Exception => "exceptions",
            Self::Coverage => "coverage",
            Self::Access => "access",
        }
    }

    /// Fields that are maps of text to text.
    pub const MAPS: &'static [&'static str] = &["labels", "external_ids"];

    /// Fields that are truth values.
    pub const TRUTHS: &'static [&'static str] = &["legal_hold", "interactive"];

    /// Whether a field of this type is an instant.
    #[must_use]
    pub fn is_instant(self, field: &str) -> bool {
        match field {
            "at" | "not_before" | "since" | "until" => true,
            "from" => self == Self::Coverage,
            field => field.ends_with("_at"),
        }
    }

    /// Fields of this type that take several texts.
    #[must_use]
    pub const fn lists(self) -> &'static [&'static str] {
        match self {
            Self::Asset => &["media_serials", "owner", "assigned_to", "runs_on", "depends_on"],
            Self::Identity => &["owner", "member_of", "attached_to", "acts_for"],
            Self::Credential => &["identity", "owner", "issued_by", "stored_on", "used_by", "derived_from"],
            Self::Evidence => &["verified_by", "media_serials"],
            Self::Coverage => &["scope"],
            _ => &[],
        }
    }
}

/// A record of any type.
///
/// ```
/// use nhi_lifecycle::Record;
///
/// let record: Record = serde_json::from_str(
///     r#"{"record":"credential","id":"hd-key","kind":"api_key","status":"active","issued_by":"helpdesk"}"#,
/// )?;
/// assert!(matches!(record, Record::Credential(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// An asset.
    Asset(Box<Asset>),
    /// An identity.
    Identity(Box<Identity>),
    /// A credential.
    Credential(Box<Credential>),
    /// A relation.
    Relation(Relation),
    /// A change.
    Change(Change),
    /// A piece of evidence.
    Evidence(Box<Evidence>),
    /// An override of a gate.
    Override(Box<Override>),
    /// An accepted risk.
    Exception(Box<Exception>),
    /// A window in which a log is complete.
    Coverage(Coverage),
    /// A line of a log.
    Access(Access),
}

impl Record {
    /// Its type.
    #[must_use]
    pub fn record_type(&self) -> RecordType {
        match self {
            Self::Asset(_) => RecordType::Asset,
            Self::Identity(_) => RecordType::Identity,
            Self::Credential(_) => RecordType::Credential,
            Self::Relation(_) => RecordType::Relation,
            Self::Change(_) => RecordType::Change,
            Self::Evidence(_) => RecordType::Evidence,
            Self::Override(_) => RecordType::Override,
            Self::Exception(_) => RecordType::Exception,
            Self::Coverage(_) => RecordType::Coverage,
            Self::Access(_) => RecordType::Access,
        }
    }

    /// The record of this type with these fields, as a row of a table gives them.
    ///
    /// # Errors
    /// A [`Problem`] that names the field.
    pub fn from_fields(record_type: RecordType, fields: Fields) -> Result<Self, Problem> {
        Self::deserialize_as(record_type, fields.into_deserializer()).map_err(FieldError::into_problem)
    }

    /// The record of this type with what a deserializer gives as its fields, without the one that names the type.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize_as<'de, D: Deserializer<'de>>(record_type: RecordType, fields: D) -> Result<Self, D::Error> {
        Ok(match record_type {
            RecordType::Asset => Self::Asset(Box::new(Asset::deserialize(fields)?)),
            RecordType::Identity => Self::Identity(Box::new(Identity::deserialize(fields)?)),
            RecordType::Credential => Self::Credential(Box::new(Credential::deserialize(fields)?)),
            RecordType::Relation => Self::Relation(Relation::deserialize(fields)?),
            RecordType::Change => Self::Change(Change::deserialize(fields)?),
            RecordType::Evidence => Self::Evidence(Box::new(Evidence::deserialize(fields)?)),
            RecordType::Override => Self::Override(Box::new(Override::deserialize(fields)?)),
            RecordType::Exception => Self::Exception(Box::new(Exception::deserialize(fields)?)),
            RecordType::Coverage => Self::Coverage(Coverage::deserialize(fields)?),
            RecordType::Access => Self::Access(Access::deserialize(fields)?),
        })
    }

    /// The record with these fields, of which one is `record`.
    ///
    /// # Errors
    /// A [`Problem`] that names the field.
    pub fn from_tagged_fields(mut fields: Fields) -> Result<Self, Problem> {
        let unknown =
            |message: &dyn fmt::Display| Problem::new(Code::UnknownRecord, message.to_string()).in_field("record");
        let record_type = match fields.take("record") {
            Some(FieldValue::Text(word)) => word.parse::<RecordType>().map_err(|word| unknown(&word))?,
            Some(_) => return Err(unknown(&"must be a text, like `asset`")),
            None => return Err(unknown(&"missing; say what record this is, like `asset`")),
        };
        Self::from_fields(record_type, fields)
    }

    /// The JSON Schema of a record.
    #[must_use]
    pub fn json_schema() -> schemars::Schema {
        let mut schema = schemars::schema_for!(Self);
        schema.insert("title".into(), "nhi-lifecycle record".into());
        schema.insert("$comment".into(), format!("schema {SCHEMA}").into());
        schema
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RecordObject;
        impl<'de> de::Visitor<'de> for RecordObject {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record: an object with a `record` field")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let Some(key) = map.next_key::<FieldName>()? else {
                    return Err(Code::UnknownRecord.refuse("`record` is missing"));
                };
                if key.0 == "record" {
                    let record_type: RecordType = map.next_value()?;
                    return Record::deserialize_as(record_type, MapAccessDeserializer::new(map));
                }
                // The type comes later: the fields before it have to be kept.
                let mut fields = Fields::default();
                fields.push(key.0.into_owned(), map.next_value()?);
                while let Some(key) = map.next_key::<FieldName>()? {
                    fields.push(key.0.into_owned(), map.next_value()?);
                }
                Record::from_tagged_fields(fields).map_err(|problem| problem.code.refuse(problem.message))
            }
        }
        deserializer.deserialize_map(RecordObject)
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct FieldName<'a>(#[serde(borrow)] std::borrow::Cow<'a, str>);

macro_rules! into_record {
    ($($noun:ident $(in $box:ident)?),+ $(,)?) => { $(
        impl From<$noun> for Record {
            fn from(noun: $noun) -> Self {
                Self::$noun($($box::new)?(noun))
            }
        }
    )+ };
}
into_record!(
    Asset in Box, Identity in Box, Credential in Box, Relation, Change,
    Evidence in Box, Override in Box, Exception in Box, Coverage, Access,
);

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(json: &str) -> Option<Code> {
        let fields: Fields = serde_json::from_str(json).ok()?;
        Record::from_tagged_fields(fields).err().map(|problem| problem.code)
    }

    #[test]
    fn field_tables_agree_with_the_schema() {
        let schema = Record::json_schema();
        let variants = schema.get("oneOf").and_then(|v| v.as_array()).map(Vec::len);
        assert_eq!(variants, Some(RecordType::ALL.len()));
    }

    #[test]
    fn the_type_may_come_last() {
        let first =
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","owner":["x","y"],"labels":{"k":"v"}}"#;
        let last =
            r#"{"id":"a","owner":["x","y"],"labels":{"k":"v"},"kind":"server","stage":"in_use","record":"asset"}"#;
        let read = |json| serde_json::from_str::<Record>(json).ok();
        assert!(read(first).is_some());
        assert_eq!(read(first), read(last));
    }

    #[test]
    fn mistakes_have_codes() {
        for (json, code) in [
            (r#"{"id":"a"}"#, Code::UnknownRecord),
            (r#"{"record":"host","id":"a"}"#, Code::UnknownRecord),
            (r#"{"record":"asset","kind":"server","stage":"in_use"}"#, Code::MissingField),
            (r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","colour":"red"}"#, Code::UnknownField),
            (r#"{"record":"asset","id":"a","id":"a","kind":"server","stage":"in_use"}"#, Code::DuplicateField),
            (r#"{"record":"asset","id":1,"kind":"server","stage":"in_use"}"#, Code::WrongType),
            (r#"{"record":"asset","id":"a","kind":"sever","stage":"in_use"}"#, Code::UnknownValue),
            (r#"{"record":"asset","id":"","kind":"server","stage":"in_use"}"#, Code::InvalidId),
            (
                r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","owner":"asset:x"}"#,
                Code::InvalidReference,
            ),
            (r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","owner":[["x"]]}"#, Code::WrongType),
            (
                r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","due_back_at":"soon"}"#,
                Code::InvalidInstant,
            ),
        ] {
            assert_eq!(code_of(json), Some(code), "{json}");
        }
    }
}
