//! Changes: steps in the history of a stage, a status or another field whose past matters.

use std::{borrow::Cow, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    asset::{Criticality, DataClassification, Environment, Management, Stage},
    credential::CredentialStatus,
    error::UnknownWord,
    id::{Namespace, Reference},
    identity::IdentityStatus,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// A field whose history is kept.
    pub enum ChangeField ("a field with a history") {
        Stage = 1 "stage",
        Status = 2 "status",
        Environment = 3 "environment",
        Management = 4 "management",
        LegalHold = 5 "legal_hold",
        Criticality = 6 "criticality",
        DataClassification = 7 "data_classification",
    }
}

impl ChangeField {
    /// The field a change is about when it names none.
    #[must_use]
    pub const fn main(namespace: Namespace) -> Self {
        match namespace {
            Namespace::Asset => Self::Stage,
            Namespace::Identity | Namespace::Credential => Self::Status,
        }
    }

    /// Whether records of this name space have the field.
    #[must_use]
    pub const fn belongs_to(self, namespace: Namespace) -> bool {
        match self {
            Self::Environment => true,
            Self::Status => !matches!(namespace, Namespace::Asset),
            _ => matches!(namespace, Namespace::Asset),
        }
    }

    /// The value of a record that says none and has no history; 0 for unknown.
    pub(crate) fn default_number(self) -> u8 {
        match self {
            Self::Criticality => Criticality::Medium.number(),
            Self::Management => Management::Unknown.number(),
            _ => 0,
        }
    }

    /// The number of a word in this field's vocabulary; never 0.
    pub(crate) fn number_of(self, namespace: Namespace, word: &str) -> Result<u8, UnknownWord> {
        Ok(match self {
            Self::Stage => word.parse::<Stage>()?.number(),
            Self::Status if namespace == Namespace::Identity => word.parse::<IdentityStatus>()?.number(),
            Self::Status => word.parse::<CredentialStatus>()?.number(),
            Self::Environment => word.parse::<Environment>()?.number(),
            Self::Management => word.parse::<Management>()?.number(),
            Self::LegalHold => match word {
                "true" => 1,
                "false" => 2,
                _ => return Err(UnknownWord { what: "a truth value", words: &["true", "false"] }),
            },
            Self::Criticality => word.parse::<Criticality>()?.number(),
            Self::DataClassification => word.parse::<DataClassification>()?.number(),
        })
    }

    /// The word with this number in the field's vocabulary.
    pub(crate) fn word_of(self, namespace: Namespace, number: u8) -> Option<&'static str> {
        match self {
            Self::Stage => Stage::from_number(number).map(Stage::as_str),
            Self::Status if namespace == Namespace::Identity => {
                IdentityStatus::from_number(number).map(IdentityStatus::as_str)
            }
            Self::Status => CredentialStatus::from_number(number).map(CredentialStatus::as_str),
            Self::Environment => Environment::from_number(number).map(Environment::as_str),
            Self::Management => Management::from_number(number).map(Management::as_str),
            Self::LegalHold => ["true", "false"].get(usize::from(number).wrapping_sub(1)).copied(),
            Self::Criticality => Criticality::from_number(number).map(Criticality::as_str),
            Self::DataClassification => DataClassification::from_number(number).map(DataClassification::as_str),
        }
    }
}

/// A value of a field with a history, as a word: `retired`, `active`, `true`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(pub Cow<'static, str>);

impl Value {
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Value {
    fn from(word: &'static str) -> Self {
        Self(Cow::Borrowed(word))
    }
}

impl From<Stage> for Value {
    fn from(stage: Stage) -> Self {
        stage.as_str().into()
    }
}

impl From<IdentityStatus> for Value {
    fn from(status: IdentityStatus) -> Self {
        status.as_str().into()
    }
}

impl From<CredentialStatus> for Value {
    fn from(status: CredentialStatus) -> Self {
        status.as_str().into()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // No vocabulary but that of truth values has these words.
        match &*self.0 {
            "true" => serializer.serialize_bool(true),
            "false" => serializer.serialize_bool(false),
            word => serializer.serialize_str(word),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordOrTruth;
        impl de::Visitor<'_> for WordOrTruth {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word, or a truth value for legal_hold")
            }

            fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Value, E> {
                Ok(if truth { "true" } else { "false" }.into())
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Value, E> {
                Ok(Value(Cow::Owned(word.to_owned())))
            }
        }
        deserializer.deserialize_any(WordOrTruth)
    }
}

impl JsonSchema for Value {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["string", "boolean"] })
    }
}

/// The value a change follows: left out, said to be unknown (`null`), or a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prior {
    /// Not said: whatever it was.
    #[default]
    Omitted,
    /// Said to be unknown: whatever it was, and unknown if this is the first change.
    Unknown,
    /// This value, and no other.
    Value(Value),
}

impl Prior {
    /// Whether it was left out.
    #[must_use]
    pub fn is_omitted(&self) -> bool {
        matches!(self, Self::Omitted)
    }
}

impl Serialize for Prior {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Omitted | Self::Unknown => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Prior {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Value>::deserialize(deserializer)?.map_or(Self::Unknown, Self::Value))
    }
}

impl JsonSchema for Prior {
    fn schema_name() -> Cow<'static, str> {
        "Prior".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["string", "boolean", "null"] })
    }
}

/// A change's record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Whose history.
    pub subject: Reference,
    /// The value from then on.
    pub to: Value,
    /// When, at the latest.
    pub at: Instant,
    /// The value before; required on a first change and where several share an instant.
    #[serde(default, skip_serializing_if = "Prior::is_omitted")]
    pub from: Prior,
    /// Which field; left out, the stage or status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<ChangeField>,
    /// When, at the earliest; left out, exactly `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Instant>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Change {
    /// A change of stage or status at exactly this instant, whatever it was before.
    #[must_use]
    pub fn new(subject: Reference, to: Value, at: Instant) -> Self {
        Self { subject, to, at, from: Prior::Unknown, field: None, not_before: None, by: None, reason: None }
    }

    /// The field it is about.
    #[must_use]
    pub fn field(&self) -> ChangeField {
        self.field.unwrap_or(ChangeField::main(self.subject.namespace))
    }
}
