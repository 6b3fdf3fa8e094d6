//! Random single records, as a CMDB would send them one after another: steps of a life, relations that end and begin again,
//! records that are sent again otherwise. Some of them must be refused.

use nhi_lifecycle::{
    Instant, Inventory, Namespace, Record, Reference,
    change::{Change, ChangeField, Prior, Value},
    identity::IdentityKind,
    relation::{Privilege, Relation, RelationKind},
};

use crate::naive::histories::{History, Rng};

/// Draws events for an inventory that is made of a history.
pub(crate) struct Events<'a> {
    pub(crate) rng: Rng,
    history: &'a History,
    /// Records of the history that are still to come.
    coming: Vec<Record>,
}

impl<'a> Events<'a> {
    pub(crate) fn new(seed: u64, history: &'a History, coming: Vec<Record>) -> Self {
        Self { rng: Rng::new(seed), history, coming }
    }

    pub(crate) fn instant(&mut self) -> Instant {
        let near = *self.rng.pick(&self.history.pool) + *self.rng.pick(&[-1, 0, 0, 0, 1]);
        Instant::from_micros(near).unwrap()
    }

    /// A record, and what kind of event it is.
    pub(crate) fn next(&mut self, inventory: &Inventory) -> (&'static str, Record) {
        let known: Vec<Record> = inventory.records().collect();
        for _ in 0..20 {
            let event = match self.rng.weighted(&[if self.coming.is_empty() { 0 } else { 40 }, 30, 12, 14, 22]) {
                0 => {
                    let place = self.rng.below(self.coming.len());
                    Some(("history", self.coming.swap_remove(place)))
                }
                1 => self.change(inventory, &known),
                2 => self.relation_again(&known),
                3 => self.new_relation(&known),
                _ => self.noun_again(&known),
            };
            if let Some(event) = event {
                return event;
            }
        }
        // Before anything is known there is nothing to go back to.
        match known.into_iter().next() {
            Some(record) => ("nothing new", record),
            None => ("history", self.coming.swap_remove(0)),
        }
    }

    /// Several records at once. Where one of them doesn't fit what is known, or another one of them, all must be refused.
    pub(crate) fn several(&mut self, inventory: &Inventory) -> Vec<Record> {
        (0..2 + self.rng.below(4)).map(|_| self.next(inventory).1).collect()
    }

    fn one(&mut self, known: &[Record], of: impl Fn(&Record) -> bool) -> Option<Record> {
        let fitting: Vec<&Record> = known.iter().filter(|record| of(record)).collect();
        (!fitting.is_empty()).then(|| (*self.rng.pick(&fitting)).clone())
    }

    fn change(&mut self, inventory: &Inventory, known: &[Record]) -> Option<(&'static str, Record)> {
        let subject = name(&self.one(known, |record| name(record).is_some())?)?;
        let field = match (subject.namespace, self.rng.below(10)) {
            (Namespace::Asset, 0) => ChangeField::Environment,
            (Namespace::Asset, 1) => ChangeField::Criticality,
            (namespace, _) => ChangeField::main(namespace),
        };
        let words: &[&'static str] = match (subject.namespace, field) {
            (_, ChangeField::Environment) => &["production", "staging"],
            (_, ChangeField::Criticality) => &["low", "high", "critical"],
            (Namespace::Asset, _) => &["in_use", "in_use", "maintenance", "retired", "missing", "ordered"],
            (Namespace::Identity, _) => &["active", "active", "suspended", "deprovisioned", "pending"],
            (Namespace::Credential, _) => &["active", "active", "revoked", "suspended"],
        };
        // Mostly after all that is known, where it fits; otherwise anywhere.
        let of_subject = |record: &Record| match record {
            Record::Change(change) if change.subject == subject && change.field() == field => Some(change.at),
            _ => None,
        };
        let last = known.iter().filter_map(of_subject).max();
        let mut at = self.instant();
        if let Some(last) = last.filter(|last| at <= *last && self.rng.percent(85)) {
            at = Instant::from_micros(last.as_micros() + 1).ok()?;
        }
        let before = inventory.value(&subject, field, at).ok()?;
        let change = Change {
            from: before.map_or(Prior::Unknown, |before| Prior::Value(Value::from(before))),
            field: (field != ChangeField::main(subject.namespace)).then_some(field),
            ..Change::new(subject, Value::from(*self.rng.pick(words)), at)
        };
        Some(("change", change.into()))
    }

    fn relation_again(&mut self, known: &[Record]) -> Option<(&'static str, Record)> {
        let Record::Relation(mut relation) = self.one(known, |record| matches!(record, Record::Relation(_)))? else {
            return None;
        };
        relation.until = self.rng.percent(70).then(|| self.instant());
        if relation.kind == RelationKind::EntitledTo {
            relation.privilege = Some(*self.rng.pick(Privilege::ALL));
        }
        Some((if relation.until.is_some() { "relation ends" } else { "relation goes on" }, relation.into()))
    }

    /// A relation like one that is known, or of any kind, between any two records.
    fn new_relation(&mut self, known: &[Record]) -> Option<(&'static str, Record)> {
        let kind = *self.rng.pick(RelationKind::ALL);
        let (from_end, to_end) = ends(kind);
        let mut end = |namespaces: &[Namespace]| {
            let fits = |record: &Record| name(record).is_some_and(|name| namespaces.contains(&name.namespace));
            let mut reference = name(&self.one(known, fits)?)?;
            if self.history.lenient && self.rng.percent(8) {
                reference.id = (*self.rng.pick(&["ghost", "spectre"])).parse().ok()?;
            }
            Some(reference)
        };
        let (from, to) = (end(from_end)?, end(to_end)?);
        let since = self.rng.percent(40).then(|| self.instant());
        let until = self.rng.percent(20).then(|| self.instant());
        Some(("new relation", Relation { since, until, ..Relation::new(kind, from, to) }.into()))
    }

    /// A record with other ends of its life, without some of its short-hands, or of another kind.
    fn noun_again(&mut self, known: &[Record]) -> Option<(&'static str, Record)> {
        let mut record = self.one(known, |record| name(record).is_some())?;
        let lose = self.rng.percent(25);
        match &mut record {
            Record::Asset(asset) => {
                if lose {
                    asset.owner.0.pop();
                    asset.depends_on.0.pop();
                } else {
                    let human = self.one(known, |record| matches!(record, Record::Identity(_)))?;
                    asset.owner.0.push(name(&human)?.id.into());
                }
            }
            Record::Identity(identity) => match self.rng.below(4) {
                0 => identity.ends_at = self.rng.percent(60).then(|| self.instant()),
                1 => identity.starts_at = self.rng.percent(60).then(|| self.instant()),
                2 if self.rng.percent(20) => identity.kind = *self.rng.pick(IdentityKind::ALL),
                _ if lose => {
                    identity.member_of.0.pop();
                    identity.attached_to.0.pop();
                    identity.acts_for.0.pop();
                }
                _ => {
                    let other = name(&self.one(known, |record| matches!(record, Record::Identity(_)))?)?;
                    identity.acts_for.0.push(other.id.into());
                }
            },
            Record::Credential(credential) => match self.rng.below(4) {
                0 => credential.expires_at = self.rng.percent(60).then(|| self.instant()),
                1 => credential.issued_at = self.rng.percent(60).then(|| self.instant()),
                _ if lose => {
                    credential.identity.0.pop();
                    credential.used_by.0.pop();
                    credential.derived_from.0.pop();
                }
                _ => {
                    let parent = name(&self.one(known, |record| matches!(record, Record::Credential(_)))?)?;
                    credential.derived_from.0 = vec![parent.id.into()];
                }
            },
            _ => return None,
        }
        Some(("record again", record))
    }
}

/// The reference to an asset, identity or credential.
fn name(record: &Record) -> Option<Reference> {
    let (namespace, id) = match record {
        Record::Asset(asset) => (Namespace::Asset, &asset.id),
        Record::Identity(identity) => (Namespace::Identity, &identity.id),
        Record::Credential(credential) => (Namespace::Credential, &credential.id),
        _ => return None,
    };
    Some(Reference { namespace, id: id.clone() })
}

/// What may stand at the ends of a relation, by name space; the classes of identities are for the inventory to refuse.
fn ends(kind: RelationKind) -> (&'static [Namespace], &'static [Namespace]) {
    use Namespace::{Asset, Credential, Identity};
    match kind {
        RelationKind::OwnedBy => (&[Asset, Identity, Credential], &[Identity]),
        RelationKind::AssignedTo => (&[Asset], &[Identity]),
        RelationKind::MemberOf | RelationKind::ActsFor => (&[Identity], &[Identity]),
        RelationKind::RunsOn | RelationKind::DependsOn => (&[Asset], &[Asset]),
        RelationKind::AttachedTo | RelationKind::EntitledTo => (&[Identity], &[Asset]),
        RelationKind::AuthenticatesAs => (&[Credential], &[Identity]),
        RelationKind::IssuedBy | RelationKind::StoredOn => (&[Credential], &[Asset]),
        RelationKind::UsedBy => (&[Credential], &[Asset, Identity]),
        RelationKind::DerivedFrom => (&[Credential], &[Credential]),
    }
}
