//! The language of the user's own gates: a small typed condition over an asset's fields, labels and evidence.
//!
//! ```text
//! condition  = all { "or" all } ;
//! all        = one { "and" one } ;
//! one        = "not" one | "(" condition ")" | evidence | known | comparison ;
//! evidence   = "evidence" "(" kind [ "," method ] [ "," "verified" ] ")" ;
//! known      = "known" "(" place ")" ;
//! comparison = place ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value | place "in" "(" value { "," value } ")" ;
//! place      = field | "label" "(" text ")" ;
//! value      = word | text | "now" ;
//! text       = '"' { any character, `\"` or `\\` } '"' ;
//! ```
//!
//! A field is of one type: a word of its vocabulary, a text, a truth value or an instant. `<` and its kin go with instants and
//! with the ordered vocabularies, criticality and data_classification. A value that is not known gives neither true nor false;
//! `and`, `or` and `not` pass that on unless the rest decides. Evidence counts by the same rules as for the model's gates.
//!
//! It has no loops, no functions and no state; depth, size and cost are limited when it is read, so asking it always ends soon.

mod eval;
mod field;
mod parse;

use std::{borrow::Cow, fmt};

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, value::MapAccessDeserializer},
};

pub use field::PredicateField;

pub(crate) use eval::{Subject, holds};

use crate::{
    error::Code,
    evidence::{EvidenceKind, SanitizationMethod},
    vocabulary::vocabulary,
};

/// How deep conditions may lie in each other.
pub const MAX_DEPTH: usize = 16;
/// How many conditions one may be made of.
pub const MAX_NODES: usize = 256;
/// What asking may cost at most: 1 for a comparison with one value, 16 for a look at the evidence.
pub const MAX_COST: usize = 1_024;
/// How many bytes its text may have.
pub const MAX_BYTES: usize = 16 << 10;

vocabulary! {
    /// How two values are compared.
    pub enum Comparator ("a comparison") {
        Equal = 1 "=",
        NotEqual = 2 "!=",
        Less = 3 "<",
        LessOrEqual = 4 "<=",
        Greater = 5 ">",
        GreaterOrEqual = 6 ">=",
    }
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A field of the asset.
    Field(PredicateField),
    /// One of its labels.
    Label(String),
}

/// A condition, made of others. Its serde form is this enum's; see [`Predicate`] for its text form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Form {
    /// Each of them holds.
    All(Vec<Form>),
    /// One of them holds.
    Any(Vec<Form>),
    /// It does not hold.
    Not(Box<Form>),
    /// There is evidence of this kind.
    Evidence {
        /// The kind.
        kind: EvidenceKind,
        /// By at least this method.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<SanitizationMethod>,
        /// Verified by somebody other than who made it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        verified: bool,
    },
    /// The value is known.
    Known(Place),
    /// The value compares so with this one.
    Compare {
        /// What is compared.
        place: Place,
        /// How.
        is: Comparator,
        /// With what: a word, a text, `true` or `false`, an instant or `now`.
        value: String,
    },
    /// The value is one of these.
    In {
        /// What is compared.
        place: Place,
        /// With what.
        values: Vec<String>,
    },
}

/// A condition that was checked: every field, word and comparison in it fits, and it keeps the limits.
///
/// ```
/// use nhi_lifecycle::lifecycle::predicate::Predicate;
///
/// let predicate: Predicate = r#"criticality < high or evidence(approval, verified)"#.parse()?;
/// assert_eq!(predicate.to_string(), r#"criticality < high or evidence(approval, verified)"#);
///
/// let form: Predicate = serde_json::from_str(
///     r#"{"any": [{"compare": {"place": {"field": "criticality"}, "is": "<", "value": "high"}},
///                 {"evidence": {"kind": "approval", "verified": true}}]}"#,
/// )?;
/// assert_eq!(form, predicate);
///
/// let error = "criticality < hihg".parse::<Predicate>().err().ok_or("accepted")?;
/// assert_eq!(error.to_string(), "column 15: not a criticality; one of: low, medium, high, critical");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate(Form);

/// What is wrong with a condition, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct InvalidPredicate {
    /// The column in its text, from 1, or the way through its serde form.
    pub place: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Predicate {
    /// Checks a condition.
    ///
    /// # Errors
    /// [`InvalidPredicate`] naming the way to the place.
    pub fn new(form: Form) -> Result<Self, InvalidPredicate> {
        let mut size = Size::default();
        size.check(&form, "condition", 1)?;
        Ok(Self(form))
    }

    /// What it is made of.
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.0
    }
}

/// What a condition has used of the limits.
#[derive(Default)]
struct Size {
    nodes: usize,
    cost: usize,
}

impl Size {
    fn check(&mut self, form: &Form, place: &str, depth: usize) -> Result<(), InvalidPredicate> {
        let wrong = |message: String| InvalidPredicate { place: place.to_owned(), message };
        self.nodes += 1;
        self.cost += match form {
            Form::Evidence { .. } => 16,
            Form::In { values, .. } => values.len(),
            _ => 1,
        };
        for (over, what, limit) in [
            (depth > MAX_DEPTH, "deeper", MAX_DEPTH),
            (self.nodes > MAX_NODES, "made of more conditions", MAX_NODES),
            (self.cost > MAX_COST, "costs more", MAX_COST),
        ] {
            if over {
                return Err(wrong(format!("{what} than the limit of {limit}; make it simpler")));
            }
        }
        match form {
            Form::All(parts) | Form::Any(parts) if parts.is_empty() => {
                Err(wrong("an empty list; put a condition in it".to_owned()))
            }
            Form::All(parts) => self.check_all(parts, place, "all", depth),
            Form::Any(parts) => self.check_all(parts, place, "any", depth),
            Form::Not(part) => self.check(part, &format!("{place}.not"), depth + 1),
            Form::Evidence { kind, method, .. } if method.is_some() && !kind.takes_method() => {
                Err(wrong("a method goes with sanitization and remote_wipe only; leave it out".to_owned()))
            }
            Form::Evidence { .. } | Form::Known(_) => Ok(()),
            Form::Compare { place, is, value } => place.check(*is, value).map_err(wrong),
            Form::In { values, .. } if values.is_empty() => Err(wrong("no values; name one".to_owned())),
            Form::In { place, values } => {
                values.iter().try_for_each(|value| place.check(Comparator::Equal, value)).map_err(wrong)
            }
        }
    }

    fn check_all(&mut self, parts: &[Form], place: &str, name: &str, depth: usize) -> Result<(), InvalidPredicate> {
        let mut parts = parts.iter().enumerate();
        parts.try_for_each(|(index, part)| self.check(part, &format!("{place}.{name}[{index}]"), depth + 1))
    }
}

impl std::str::FromStr for Predicate {
    type Err = InvalidPredicate;

    fn from_str(text: &str) -> Result<Self, InvalidPredicate> {
        Self::new(parse::parse(text)?)
    }
}

impl Serialize for Predicate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Predicate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrForm;
        impl<'de> de::Visitor<'de> for TextOrForm {
            type Value = Predicate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a condition, as text or as an object")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Predicate, E> {
                text.parse().map_err(|invalid: InvalidPredicate| Code::InvalidLifecycle.refuse(invalid))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Predicate, A::Error> {
                let form = Form::deserialize(MapAccessDeserializer::new(map))?;
                Predicate::new(form).map_err(|invalid| Code::InvalidLifecycle.refuse(invalid))
            }
        }
        deserializer.deserialize_any(TextOrForm)
    }
}

impl JsonSchema for Predicate {
    fn schema_name() -> Cow<'static, str> {
        "Predicate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["string", "object"] })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => write!(f, "{field}"),
            Self::Label(label) => write!(f, "label({})", quoted(label)),
        }
    }
}

impl fmt::Display for Predicate {
    /// Its text form, which parses to an equal condition.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(&self.0, f, false)
    }
}

/// Depth is limited by [`MAX_DEPTH`]; so it is wherever this module recurses.
fn write(form: &Form, f: &mut fmt::Formatter<'_>, inside: bool) -> fmt::Result {
    let mut joined = |parts: &[Form], word: &str| {
        f.write_str(if inside { "(" } else { "" })?;
        for (index, part) in parts.iter().enumerate() {
            f.write_str(if index > 0 { word } else { "" })?;
            write(part, f, true)?;
        }
        f.write_str(if inside { ")" } else { "" })
    };
    match form {
        Form::All(parts) => joined(parts, " and "),
        Form::Any(parts) => joined(parts, " or "),
        Form::Not(part) => {
            f.write_str("not ")?;
            write(part, f, true)
        }
        Form::Evidence { kind, method, verified } => {
            write!(f, "evidence({kind}")?;
            if let Some(method) = method {
                write!(f, ", {method}")?;
            }
            f.write_str(if *verified { ", verified)" } else { ")" })
        }
        Form::Known(place) => write!(f, "known({place})"),
        Form::Compare { place, is, value } => write!(f, "{place} {is} {}", place.written(value)),
        Form::In { place, values } => {
            let values: Vec<String> = values.iter().map(|value| place.written(value)).collect();
            write!(f, "{place} in ({})", values.join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
