//! Short-hands: relations that a record says of itself.

use crate::{
    asset::Asset,
    credential::Credential,
    id::{Id, Namespace, Reference},
    identity::Identity,
    list::List,
    relation::RelationKind,
};

/// A reference that a record makes in a short-hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shorthand<'a> {
    pub(super) kind: RelationKind,
    pub(super) namespace: Namespace,
    pub(super) id: &'a str,
}

impl Shorthand<'_> {
    /// The reference, with a text of its own.
    pub(super) fn reference(&self) -> Reference {
        Reference { namespace: self.namespace, id: Id::from_checked(self.id) }
    }
}

/// A record with short-hands.
pub(super) trait Shorthands {
    /// The relations it says of itself.
    fn shorthands(&self) -> impl Iterator<Item = Shorthand<'_>>;
    /// Takes them out of the record.
    fn clear_shorthands(&mut self);
    /// Writes one back; nothing for a relation that has no short-hand in this record.
    fn push_shorthand(&mut self, kind: RelationKind, to: Reference);
}

fn of<T: AsRef<str>>(kind: RelationKind, namespace: Namespace, list: &List<T>) -> impl Iterator<Item = Shorthand<'_>> {
    list.iter().map(move |reference| Shorthand { kind, namespace, id: reference.as_ref() })
}

impl Shorthands for Asset {
    fn shorthands(&self) -> impl Iterator<Item = Shorthand<'_>> {
        of(RelationKind::OwnedBy, Namespace::Identity, &self.owner)
            .chain(of(RelationKind::AssignedTo, Namespace::Identity, &self.assigned_to))
            .chain(of(RelationKind::RunsOn, Namespace::Asset, &self.runs_on))
            .chain(of(RelationKind::DependsOn, Namespace::Asset, &self.depends_on))
    }

    fn clear_shorthands(&mut self) {
        (self.owner, self.assigned_to) = (List::default(), List::default());
        (self.runs_on, self.depends_on) = (List::default(), List::default());
    }

    fn push_shorthand(&mut self, kind: RelationKind, to: Reference) {
        match kind {
            RelationKind::OwnedBy => self.owner.0.push(to.id.into()),
            RelationKind::AssignedTo => self.assigned_to.0.push(to.id.into()),
            RelationKind::RunsOn => self.runs_on.0.push(to.id.into()),
            RelationKind::DependsOn => self.depends_on.0.push(to.id.into()),
            _ => {}
        }
    }
}

impl Shorthands for Identity {
    fn shorthands(&self) -> impl Iterator<Item = Shorthand<'_>> {
        of(RelationKind::OwnedBy, Namespace::Identity, &self.owner)
            .chain(of(RelationKind::MemberOf, Namespace::Identity, &self.member_of))
            .chain(of(RelationKind::AttachedTo, Namespace::Asset, &self.attached_to))
            .chain(of(RelationKind::ActsFor, Namespace::Identity, &self.acts_for))
    }

    fn clear_shorthands(&mut self) {
        (self.owner, self.member_of) = (List::default(), List::default());
        (self.attached_to, self.acts_for) = (List::default(), List::default());
    }

    fn push_shorthand(&mut self, kind: RelationKind, to: Reference) {
        match kind {
            RelationKind::OwnedBy => self.owner.0.push(to.id.into()),
            RelationKind::MemberOf => self.member_of.0.push(to.id.into()),
            RelationKind::AttachedTo => self.attached_to.0.push(to.id.into()),
            RelationKind::ActsFor => self.acts_for.0.push(to.id.into()),
            _ => {}
        }
    }
}

impl Shorthands for Credential {
    fn shorthands(&self) -> impl Iterator<Item = Shorthand<'_>> {
        of(RelationKind::AuthenticatesAs, Namespace::Identity, &self.identity)
            .chain(of(RelationKind::OwnedBy, Namespace::Identity, &self.owner))
            .chain(of(RelationKind::IssuedBy, Namespace::Asset, &self.issued_by))
            .chain(of(RelationKind::StoredOn, Namespace::Asset, &self.stored_on))
            .chain(self.used_by.iter().map(|consumer| Shorthand {
                kind: RelationKind::UsedBy,
                namespace: consumer.namespace,
                id: consumer.id.as_str(),
            }))
            .chain(of(RelationKind::DerivedFrom, Namespace::Credential, &self.derived_from))
    }

    fn clear_shorthands(&mut self) {
        (self.identity, self.owner, self.issued_by) = (List::default(), List::default(), List::default());
        (self.stored_on, self.used_by, self.derived_from) = (List::default(), List::default(), List::default());
    }

    fn push_shorthand(&mut self, kind: RelationKind, to: Reference) {
        match kind {
            RelationKind::AuthenticatesAs => self.identity.0.push(to.id.into()),
            RelationKind::OwnedBy => self.owner.0.push(to.id.into()),
            RelationKind::IssuedBy => self.issued_by.0.push(to.id.into()),
            RelationKind::StoredOn => self.stored_on.0.push(to.id.into()),
            RelationKind::UsedBy => self.used_by.0.push(to),
            RelationKind::DerivedFrom => self.derived_from.0.push(to.id.into()),
            _ => {}
        }
    }
}

impl RelationKind {
    /// The field that is short for this relation.
    pub(super) fn field_of(self, namespace: Namespace) -> &'static str {
        match (self, namespace) {
            (Self::OwnedBy, _) => "owner",
            (Self::AuthenticatesAs, Namespace::Credential) => "identity",
            (kind, _) => kind.as_str(),
        }
    }
}
