//! Records on their way in, their texts still where they stand.
//!
//! A source that has a record's fields as texts of its own (a line, a row, a column) hands them in without making a
//! [`Record`] first. A [`Draft`] takes the fields one by one and gives up at whatever is out of the ordinary: then the
//! source makes the record the long way, which says what is wrong. So what is taken here is right, and this way is no
//! more than a shorter one.

mod links;
mod nouns;

pub(crate) use links::{IncomingChange, IncomingPrior, IncomingRelation};
pub(crate) use nouns::{IncomingAsset, IncomingCredential, IncomingIdentity, Shorthand, Shorthands};

use std::str::FromStr;

use crate::{
    id::{Namespace, split_checked},
    record::{Record, RecordType},
    relation::RelationKind,
    time::Instant,
};

/// A record on its way in.
#[derive(Debug)]
pub struct Incoming<'a>(pub(crate) Kind<'a>);

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    /// A record that was made.
    Whole(Record),
    Asset(IncomingAsset<'a>),
    Identity(IncomingIdentity<'a>),
    Credential(IncomingCredential<'a>),
    Relation(IncomingRelation<'a>),
    Change(IncomingChange<'a>),
}

impl Incoming<'_> {
    /// Its type.
    #[must_use]
    pub fn record_type(&self) -> RecordType {
        match &self.0 {
            Kind::Whole(record) => record.record_type(),
            Kind::Asset(_) => RecordType::Asset,
            Kind::Identity(_) => RecordType::Identity,
            Kind::Credential(_) => RecordType::Credential,
            Kind::Relation(_) => RecordType::Relation,
            Kind::Change(_) => RecordType::Change,
        }
    }
}

impl From<Record> for Incoming<'_> {
    fn from(record: Record) -> Self {
        Self(Kind::Whole(record))
    }
}

/// The value of a field, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar<'a> {
    /// Said to be unknown.
    Null,
    /// A truth value.
    Truth(bool),
    /// A text.
    Text(&'a str),
    /// An instant, where a source has it as such.
    Instant(Instant),
}

impl<'a> Scalar<'a> {
    fn text(self) -> Option<&'a str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    fn truth(self) -> Option<bool> {
        if let Self::Truth(truth) = self { Some(truth) } else { None }
    }

    fn word<T: FromStr>(self) -> Option<T> {
        self.text()?.parse().ok()
    }

    fn instant(self) -> Option<Instant> {
        match self {
            Self::Instant(instant) => Some(instant),
            other => other.word(),
        }
    }

    /// A record's own id.
    fn id(self) -> Option<&'a str> {
        match split_checked(self.text()?)? {
            (None, id) => Some(id),
            (Some(_), _) => None,
        }
    }

    /// A reference, with its name space where that is written.
    fn reference(self) -> Option<(Option<Namespace>, &'a str)> {
        split_checked(self.text()?)
    }
}

/// A record that is put together from fields.
///
/// ```
/// use nhi_lifecycle::{incoming::{Draft, Scalar}, record::RecordType};
///
/// let mut key = Draft::new(RecordType::Credential).ok_or("a type that is always made whole")?;
/// for (name, text) in [("id", "hd-key"), ("kind", "api_key"), ("status", "active"), ("owner", "alice")] {
///     key.set(name, Scalar::Text(text)).ok_or("out of the ordinary")?;
/// }
/// key.begin("used_by", "asset:web-1").ok_or("out of the ordinary")?;
/// key.add("used_by", "identity:alice").ok_or("out of the ordinary")?;
/// assert!(key.finish().is_some());
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug)]
pub struct Draft<'a>(Kind<'a>);

impl<'a> Draft<'a> {
    /// An empty record of this type; none for types that are always made whole.
    #[must_use]
    #[inline]
    pub fn new(record_type: RecordType) -> Option<Self> {
        Some(Self(match record_type {
            RecordType::Asset => Kind::Asset(IncomingAsset::default()),
            RecordType::Identity => Kind::Identity(IncomingIdentity::default()),
            RecordType::Credential => Kind::Credential(IncomingCredential::default()),
            RecordType::Relation => Kind::Relation(IncomingRelation::default()),
            RecordType::Change => Kind::Change(IncomingChange::default()),
            _ => return None,
        }))
    }

    /// Sets a field, once; none if that is out of the ordinary.
    #[inline]
    pub fn set(&mut self, field: &str, value: Scalar<'a>) -> Option<()> {
        match &mut self.0 {
            Kind::Asset(asset) => asset.set(field, value),
            Kind::Identity(identity) => identity.set(field, value),
            Kind::Credential(credential) => credential.set(field, value),
            Kind::Relation(relation) => relation.set(field, value),
            Kind::Change(change) => change.set(field, value),
            Kind::Whole(_) => None,
        }
    }

    /// Begins a field that takes several texts with the first of a list; none if that is out of the ordinary.
    pub fn begin(&mut self, field: &str, text: &'a str) -> Option<()> {
        let (shorthands, kind) = self.shorthand(field)?;
        shorthands.begin(kind, Scalar::Text(text))
    }

    /// Adds a further text of that list.
    pub fn add(&mut self, field: &str, text: &'a str) -> Option<()> {
        let (shorthands, kind) = self.shorthand(field)?;
        shorthands.push(kind, Scalar::Text(text))
    }

    fn shorthand(&mut self, field: &str) -> Option<(&mut Shorthands<'a>, RelationKind)> {
        Some(match &mut self.0 {
            Kind::Asset(asset) => (&mut asset.shorthands, nouns::asset_shorthand(field)?),
            Kind::Identity(identity) => (&mut identity.shorthands, nouns::identity_shorthand(field)?),
            Kind::Credential(credential) => (&mut credential.shorthands, nouns::credential_shorthand(field)?),
            _ => return None,
        })
    }

    /// The record, if nothing is missing in it and everything goes together.
    #[must_use]
    #[inline]
    pub fn finish(mut self) -> Option<Incoming<'a>> {
        match &mut self.0 {
            Kind::Asset(asset) => asset.finish()?,
            Kind::Identity(identity) => identity.finish()?,
            Kind::Credential(credential) => credential.finish()?,
            Kind::Relation(relation) => relation.finish()?,
            Kind::Change(change) => change.finish()?,
            Kind::Whole(_) => {}
        }
        Some(Incoming(self.0))
    }
}

/// Fills a place once.
fn once<T>(place: &mut Option<T>, value: Option<T>) -> Option<()> {
    place.replace(value?).is_none().then_some(())
}
