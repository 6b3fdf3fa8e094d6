//! A record that is put together from its fields.

use std::str::FromStr;

use super::{
    Room,
    links::{ChangeDraft, RelationDraft},
    nouns,
    waiting::Content,
};
use crate::{
    asset::Asset,
    credential::Credential,
    facts::{AssetFacts, CredentialFacts, IdentityFacts},
    id::{Namespace, split_checked},
    identity::Identity,
    record::RecordType,
    relation::RelationKind,
    time::Instant,
};

/// The value of a field, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar<'t> {
    /// Said to be unknown.
    Null,
    /// A truth value.
    Truth(bool),
    /// A text.
    Text(&'t str),
    /// An instant, where a source has it as such.
    Instant(Instant),
}

impl<'t> Scalar<'t> {
    pub(super) fn text(self) -> Option<&'t str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn truth(self) -> Option<bool> {
        if let Self::Truth(truth) = self { Some(truth) } else { None }
    }

    pub(super) fn word<T: FromStr>(self) -> Option<T> {
        self.text()?.parse().ok()
    }

    pub(super) fn instant(self) -> Option<Instant> {
        match self {
            Self::Instant(instant) => Some(instant),
            other => other.word(),
        }
    }

    /// A reference, with its name space where that is written.
    pub(super) fn reference(self) -> Option<(Option<Namespace>, &'t str)> {
        split_checked(self.text()?)
    }
}

/// A record that is put together from its fields, each set once.
///
/// ```
/// use std::sync::Arc;
///
/// use nhi_lifecycle::{
///     Code, Context, Inventory, Problem, Record,
///     credential::{Credential, CredentialKind, CredentialStatus},
///     incoming::{Incoming, Scalar, Taken},
///     record::RecordType,
///     source::RecordSource,
/// };
///
/// /// Active keys of APIs, by their ids.
/// struct Keys<'a>(std::slice::Iter<'a, &'a str>);
///
/// impl RecordSource for Keys<'_> {
///     fn next_record(&mut self) -> Option<Result<Record, Problem>> {
///         let id = self.0.next()?.parse().map_err(|_| Problem::new(Code::InvalidId, "no id").in_field("id"));
///         Some(id.map(|id| Credential::new(id, CredentialKind::ApiKey, CredentialStatus::Active).into()))
///     }
///
///     fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
///         // Where the draft gives up, the same id is read the long way.
///         let row = self.0.clone();
///         let id = self.0.next()?;
///         let drafted = incoming.draft(RecordType::Credential, |key| {
///             let fields = [("id", *id), ("kind", "api_key"), ("status", "active")];
///             fields.into_iter().try_for_each(|(name, text)| key.set(name, Scalar::Text(text)))
///         });
///         match drafted {
///             Ok(taken) => Some(Ok(taken)),
///             Err(incoming) => Keys(row).next_record().map(|made| made.map(|made| incoming.put(made))),
///         }
///     }
///
///     fn place(&self, _: usize) -> Option<(Arc<str>, u64)> {
///         None
///     }
/// }
///
/// let mut inventory = Inventory::new();
/// let now = Context::at("2026-03-01T00:00:00Z".parse()?);
/// assert_eq!(inventory.add_from(&mut Keys(["hd-key", "ci-key"].iter()), &now)?.records.new, 2);
/// assert!(inventory.add_from(&mut Keys([""].iter()), &now).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Draft<'r, 't> {
    room: &'r mut Room,
    kind: Kind<'t>,
    /// Some field gave up.
    gave_up: bool,
}

enum Kind<'t> {
    Asset(AssetFacts, Option<Box<Asset>>),
    Identity(IdentityFacts, Option<Box<Identity>>),
    Credential(CredentialFacts, Option<Box<Credential>>),
    Relation(RelationDraft<'t>),
    Change(ChangeDraft<'t>),
}

impl<'r, 't> Draft<'r, 't> {
    /// An empty record of this type; none for types that are always made.
    #[inline]
    pub(super) fn new(room: &'r mut Room, record_type: RecordType) -> Option<Self> {
        let kind = match record_type {
            RecordType::Asset => Kind::Asset(AssetFacts::default(), None),
            RecordType::Identity => Kind::Identity(IdentityFacts::default(), None),
            RecordType::Credential => Kind::Credential(CredentialFacts::default(), None),
            RecordType::Relation => Kind::Relation(RelationDraft::default()),
            RecordType::Change => Kind::Change(ChangeDraft::default()),
            _ => return None,
        };
        Some(Self { room, kind, gave_up: false })
    }

    /// Sets a field, once; none if that is out of the ordinary, and the draft comes to nothing.
    #[inline]
    pub fn set(&mut self, field: &str, value: Scalar<'t>) -> Option<()> {
        let Self { room, kind, .. } = self;
        let set = match kind {
            Kind::Asset(facts, details) => nouns::set_asset(room, facts, details, field, value),
            Kind::Identity(facts, details) => nouns::set_identity(room, facts, details, field, value),
            Kind::Credential(facts, details) => nouns::set_credential(room, facts, details, field, value),
            Kind::Relation(relation) => relation.set(field, value),
            Kind::Change(change) => change.set(field, value),
        };
        self.noted(set)
    }

    /// Begins a field that takes several texts with the first of a list; none as for [`Self::set`].
    #[inline]
    pub fn begin(&mut self, field: &str, text: &'t str) -> Option<()> {
        let begun = self.shorthand(field).and_then(|kind| self.room.begin(kind, Scalar::Text(text)));
        self.noted(begun)
    }

    /// Adds a further text of that list.
    #[inline]
    pub fn add(&mut self, field: &str, text: &'t str) -> Option<()> {
        let added = self.shorthand(field).and_then(|kind| self.room.refer(kind, Scalar::Text(text)));
        self.noted(added)
    }

    /// Keeps in mind that a field gave up, should the caller not.
    #[inline]
    fn noted(&mut self, set: Option<()>) -> Option<()> {
        if set.is_none() {
            self.gave_up = true;
        }
        set
    }

    fn shorthand(&self, field: &str) -> Option<RelationKind> {
        match &self.kind {
            Kind::Asset(..) => nouns::asset_shorthand(field),
            Kind::Identity(..) => nouns::identity_shorthand(field),
            Kind::Credential(..) => nouns::credential_shorthand(field),
            Kind::Relation(_) | Kind::Change(_) => None,
        }
    }

    /// Lets the record wait, if nothing is missing in it and everything goes together, and says how many relations it brings.
    #[inline]
    pub(super) fn finish(self) -> Option<usize> {
        let Self { room, kind, gave_up } = self;
        if gave_up {
            return None;
        }
        let content = match kind {
            Kind::Asset(facts, details) => {
                let kind = facts.kind().filter(|_| facts.stage != 0)?;
                Content::Asset(facts, changed(details, |shown| shown.kind = kind))
            }
            Kind::Identity(facts, details) => {
                let kind = facts.kind().filter(|_| facts.status != 0)?;
                Content::Identity(facts, changed(details, |shown| shown.kind = kind))
            }
            Kind::Credential(facts, details) => {
                let kind = facts.kind().filter(|_| facts.status != 0)?;
                Content::Credential(facts, changed(details, |shown| shown.kind = kind))
            }
            Kind::Relation(relation) => relation.finish(room)?,
            Kind::Change(change) => change.finish(room)?,
        };
        if matches!(content, Content::Asset(..) | Content::Identity(..) | Content::Credential(..)) {
            room.waiting.is_borne().then_some(())?;
            room.waiting.order_shorthands();
        }
        Some(room.waiting.keep(room.position, content))
    }
}

/// The details with this change, if there are any.
fn changed<T>(mut details: Option<Box<T>>, change: impl FnOnce(&mut T)) -> Option<Box<T>> {
    if let Some(details) = &mut details {
        change(details);
    }
    details
}

impl std::fmt::Debug for Draft<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}
