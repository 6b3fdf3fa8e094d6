//! Ids and references.
//!
//! An id is opaque UTF-8, 1 to 1,024 bytes, without control and bidirectional-control characters, compared byte for byte.
//! Assets, identities and credentials are three name spaces; a reference says which (`asset:web-1`), and may leave that
//! out where the place it stands in already says it.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{error::Code, vocabulary::vocabulary};

vocabulary! {
    /// The name space of an id.
    pub enum Namespace ("a name space") {
        Asset = 1 "asset",
        Identity = 2 "identity",
        Credential = 3 "credential",
    }
}

impl Namespace {
    /// Splits `asset:web-1` into the name space and the rest; a text without prefix has no name space.
    fn split(text: &str) -> (Option<Self>, &str) {
        let found = Self::ALL.iter().find_map(|namespace| {
            let rest = text.strip_prefix(namespace.as_str())?.strip_prefix(':')?;
            Some((Some(*namespace), rest))
        });
        found.unwrap_or((None, text))
    }
}

/// Why a text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// The empty text.
    #[error("an id is empty")]
    Empty,
    /// More than 1,024 bytes.
    #[error("an id is longer than 1,024 bytes")]
    TooLong,
    /// A control or bidirectional-control character.
    #[error("an id holds a control or bidirectional-control character")]
    Control,
    /// A record's own id with the prefix of a reference.
    #[error("an id begins with `asset:`, `identity:` or `credential:`; leave the prefix out of the record's own id")]
    Prefixed,
}

/// Why a text is no reference for the place it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReference {
    /// The prefix is missing where it is needed.
    #[error("a reference needs its name space here; write it like `asset:web-1`")]
    Unprefixed,
    /// Another name space than this place takes.
    #[error("a reference to the wrong name space; {0} stands here")]
    WrongNamespace(&'static str),
    /// What follows the prefix is no id.
    #[error(transparent)]
    Id(#[from] InvalidId),
}

/// An id in its name space.
///
/// ```
/// use nhi_lifecycle::Id;
///
/// assert!("web-1".parse::<Id>().is_ok());
/// assert!("asset:web-1".parse::<Id>().is_err()); // that is a reference
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// The longest id, in bytes.
    pub const MAX_BYTES: usize = 1024;

    /// The id in a text that was checked when it came in.
    pub(crate) fn from_checked(text: &str) -> Self {
        Self(text.into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check_id(text: &str) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.len() > Id::MAX_BYTES {
        return Err(InvalidId::TooLong);
    }
    if is_plain_ascii(text) {
        return match Namespace::split(text) {
            (None, _) => Ok(()),
            (Some(_), _) => Err(InvalidId::Prefixed),
        };
    }
    if text.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return Err(InvalidId::Control);
    }
    match Namespace::split(text) {
        (None, _) => Ok(()),
        (Some(_), _) => Err(InvalidId::Prefixed),
    }
}

/// The name space written before an id, if one is, and the id; none if it is no id.
pub(crate) fn split_checked(text: &str) -> Option<(Option<Namespace>, &str)> {
    let (namespace, id) = Namespace::split(text);
    check_id(id).ok()?;
    Some((namespace, id))
}

/// Looks at every byte, which is faster than to stop at the first that is not.
fn is_plain_ascii(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| plain & (0x20..0x7f).contains(&byte))
}

/// The characters with the Unicode property `Bidi_Control`: they make a text read otherwise than it is.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl FromStr for Id {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        check_id(text)?;
        Ok(Self(text.into()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A reference as it was written: with its name space, or without where the place implies it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LooseReference {
    /// The name space, if it was written.
    pub namespace: Option<Namespace>,
    /// The id.
    pub id: Id,
}

impl LooseReference {
    /// The reference, in a place that takes just this name space.
    ///
    /// # Errors
    /// [`InvalidReference::WrongNamespace`] if another was written.
    pub fn within(&self, expected: Namespace) -> Result<Reference, InvalidReference> {
        match self.namespace {
            Some(written) if written != expected => Err(InvalidReference::WrongNamespace(article(expected))),
            _ => Ok(Reference { namespace: expected, id: self.id.clone() }),
        }
    }

    /// The reference, in a place that takes several name spaces and so needs it written.
    ///
    /// # Errors
    /// [`InvalidReference::Unprefixed`] if it was left out.
    pub fn named(&self) -> Result<Reference, InvalidReference> {
        let namespace = self.namespace.ok_or(InvalidReference::Unprefixed)?;
        Ok(Reference { namespace, id: self.id.clone() })
    }
}

fn article(namespace: Namespace) -> &'static str {
    match namespace {
        Namespace::Asset => "an asset",
        Namespace::Identity => "an identity",
        Namespace::Credential => "a credential",
    }
}

impl FromStr for LooseReference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let (namespace, id) = Namespace::split(text);
        Ok(Self { namespace, id: id.parse()? })
    }
}

impl fmt::Display for LooseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace {
            Some(namespace) => write!(f, "{namespace}:{}", self.id),
            None => fmt::Display::fmt(&self.id, f),
        }
    }
}

impl From<Reference> for LooseReference {
    fn from(reference: Reference) -> Self {
        Self { namespace: Some(reference.namespace), id: reference.id }
    }
}

/// A reference to a record: its name space and its id, written `asset:web-1`.
///
/// ```
/// use nhi_lifecycle::{Namespace, Reference};
///
/// let reference: Reference = "asset:web-1".parse()?;
/// assert_eq!(reference.namespace, Namespace::Asset);
/// assert_eq!(reference.to_string(), "asset:web-1");
/// # Ok::<(), nhi_lifecycle::id::InvalidReference>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Which of the three name spaces.
    pub namespace: Namespace,
    /// The id in it.
    pub id: Id,
}

impl FromStr for Reference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        text.parse::<LooseReference>()?.named()
    }
}

impl Reference {
    /// The same, borrowed.
    #[must_use]
    pub fn as_view(&self) -> ReferenceView<'_> {
        ReferenceView { namespace: self.namespace, id: self.id.as_str() }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_view().fmt(f)
    }
}

/// A reference whose id lies where it is known, such as in a snapshot: answers give these by the million, and allocate none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceView<'a> {
    namespace: Namespace,
    id: &'a str,
}

impl<'a> ReferenceView<'a> {
    /// The reference to an id that was checked when it came in.
    pub(crate) fn from_checked(namespace: Namespace, id: &'a str) -> Self {
        Self { namespace, id }
    }

    /// Which of the three name spaces.
    #[must_use]
    pub fn namespace(self) -> Namespace {
        self.namespace
    }

    /// The id in it, as text.
    #[must_use]
    pub fn id(self) -> &'a str {
        self.id
    }

    /// The same, with an id of its own.
    #[must_use]
    pub fn to_reference(self) -> Reference {
        Reference { namespace: self.namespace, id: Id::from_checked(self.id) }
    }
}

impl fmt::Display for ReferenceView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.namespace.as_str())?;
        f.write_str(":")?;
        f.write_str(self.id)
    }
}

/// A reference to a record of a known name space, written with or without its prefix.
macro_rules! typed_reference {
    ($(#[$meta:meta])* $name:ident, $namespace:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Id);

        impl $name {
            /// The id it refers to.
            #[must_use]
            pub fn id(&self) -> &Id {
                &self.0
            }

            /// As a reference that says its name space.
            #[must_use]
            pub fn as_view(&self) -> ReferenceView<'_> {
                ReferenceView { namespace: Namespace::$namespace, id: self.0.as_str() }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<Id> for $name {
            fn from(id: Id) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Reference {
            fn from(reference: $name) -> Self {
                Self { namespace: Namespace::$namespace, id: reference.0 }
            }
        }

        impl FromStr for $name {
            type Err = InvalidReference;

            fn from_str(text: &str) -> Result<Self, InvalidReference> {
                let loose: LooseReference = text.parse()?;
                Ok(Self(loose.within(Namespace::$namespace)?.id))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        text_form!($name, InvalidReference, Code::InvalidReference, concat!("a reference to ", stringify!($namespace)));
    };
}

/// serde and schema of a type that is one text.
macro_rules! text_form {
    ($name:ident, $invalid:ty, $code:expr, $what:expr) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("text")
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(|invalid: $invalid| $code.refuse(invalid))
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "minLength": 1, "description": $what })
            }
        }
    };
}

text_form!(Id, InvalidId, Code::InvalidId, "opaque UTF-8, 1 to 1,024 bytes, no control or bidi-control characters");
text_form!(
    LooseReference,
    InvalidReference,
    Code::InvalidReference,
    "a reference; its prefix may be left out where the type is implied"
);
text_form!(Reference, InvalidReference, Code::InvalidReference, "a reference with its prefix, like `asset:web-1`");
typed_reference!(/// A reference to an asset; the prefix may be left out.
    AssetRef, Asset);
typed_reference!(/// A reference to an identity; the prefix may be left out.
    IdentityRef, Identity);
typed_reference!(/// A reference to a credential; the prefix may be left out.
    CredentialRef, Credential);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        let long = "x".repeat(1024);
        for good in ["web-1", "1", "=cmd", "ß", "\u{5d0}", "a b", "a\u{200b}b", "asset", &long] {
            assert!(good.parse::<Id>().is_ok(), "{good:?}");
        }
        let longer = "x".repeat(1025);
        let wide = "é".repeat(513);
        for (bad, why) in [
            ("", InvalidId::Empty),
            (&*longer, InvalidId::TooLong),
            (&*wide, InvalidId::TooLong),
            ("a\nb", InvalidId::Control),
            ("a\u{85}b", InvalidId::Control),
            ("a\u{202e}b", InvalidId::Control),
            ("a\u{7f}", InvalidId::Control),
            ("asset:web-1", InvalidId::Prefixed),
            ("credential:é", InvalidId::Prefixed),
        ] {
            assert_eq!(bad.parse::<Id>(), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn references() {
        assert_eq!("identity:a:b".parse::<Reference>().map(|r| r.to_string()), Ok("identity:a:b".into()));
        assert_eq!("alice".parse::<Reference>(), Err(InvalidReference::Unprefixed));
        assert_eq!("asset:asset:a".parse::<Reference>(), Err(InvalidId::Prefixed.into()));
        assert_eq!("asset:a".parse::<AssetRef>().map(|r| r.to_string()), Ok("a".into()));
        assert!(matches!("asset:a".parse::<IdentityRef>(), Err(InvalidReference::WrongNamespace(_))));
    }
}
