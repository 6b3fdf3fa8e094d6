//! The part of a snapshot that decides about one credential: what the analysis of that credential can read, at any instant.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use rustc_hash::FxHashSet;

use super::{EdgeKind, Graph, Snapshot};
use crate::{
    facts::{ChainKey, Facts, Row, Slot},
    id::Namespace,
    identity::IdentityClass,
    time::Instant,
};

/// Facts enough to judge one credential as the whole snapshot would.
pub(crate) struct Subset {
    pub(crate) snapshot: Snapshot,
    /// The credential's index in it.
    pub(crate) credential: u32,
    /// Every instant at which something in it changes.
    pub(crate) turning_points: BTreeSet<Instant>,
}

/// Why a record is read, which decides what else is read because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Role {
    /// Its own state only.
    State,
    /// Whether anybody answers for it, and whether it is kept or needed.
    Whole,
    /// Also what it is entitled to, itself or through teams.
    Entitled,
}

impl Subset {
    /// The subset around a credential. O(what it reads).
    pub(crate) fn around(whole: &Snapshot, credential: u32) -> Self {
        let mut reading = Reading::new(whole);
        reading.read(Slot::credential(credential), Role::Whole);
        let (snapshot, turning_points) = reading.finish();
        let id = whole.facts.reference(Slot::credential(credential));
        // What was read is there.
        let own = snapshot.find(&id).map_or(0, |slot| slot.index);
        Self { snapshot, credential: own, turning_points }
    }

    /// A snapshot of what decides about the gates of an asset, and the asset's index in it. O(what it reads).
    pub(crate) fn around_asset(whole: &Snapshot, asset: u32) -> (Snapshot, u32) {
        let mut reading = Reading::new(whole);
        reading.read(Slot::asset(asset), Role::Whole);
        reading.back(E::StoredOn, asset, Role::State);
        reading.back(E::IssuedBy, asset, Role::State);
        reading.back(E::UsedByAsset, asset, Role::Whole);
        reading.back(E::AttachedTo, asset, Role::Whole);
        reading.back(E::EntitledTo, asset, Role::State);
        let (snapshot, _) = reading.finish();
        let own = snapshot.find(&whole.facts.reference(Slot::asset(asset))).map_or(0, |slot| slot.index);
        (snapshot, own)
    }
}

/// Copies a record's fixed-size row and its histories.
fn copy_record(whole: &Snapshot, slot: Slot, facts: &mut Facts, turning_points: &mut BTreeSet<Instant>) {
    let from = &whole.facts;
    let copy = facts.intern(slot.namespace, from.id(slot));
    match slot.namespace {
        Namespace::Asset => facts.assets.copy_core(copy.index, &from.assets, slot.index),
        Namespace::Identity => {
            facts.identities.copy_core(copy.index, &from.identities, slot.index);
            let core = from.identities.core(slot.index);
            turning_points.extend(core.starts_at.into_iter().chain(core.ends_at));
        }
        Namespace::Credential => {
            facts.credentials.copy_core(copy.index, &from.credentials, slot.index);
            let core = from.credentials.core(slot.index);
            turning_points.extend(core.issued_at.into_iter().chain(core.expires_at));
        }
    }
    let field = crate::change::ChangeField::main(slot.namespace);
    let chain = from.changes.chain(ChainKey { slot, field });
    let rows = chain.iter().map(|number| {
        let row = from.changes.row(*number);
        turning_points.insert(row.at);
        row.clone().of(copy)
    });
    let numbers: Vec<u32> = rows.map(|row| facts.changes.push(row)).collect();
    facts.changes.set_chain(ChainKey { slot: copy, field }, &numbers);
}

struct Reading<'a> {
    whole: &'a Snapshot,
    seen: FxHashSet<(Slot, Role)>,
    queue: VecDeque<(Slot, Role)>,
    facts: Facts,
}

impl<'a> Reading<'a> {
    fn new(whole: &'a Snapshot) -> Self {
        Self { whole, seen: FxHashSet::default(), queue: VecDeque::new(), facts: Facts::default() }
    }

    /// Follows all that was read, and lays it out.
    fn finish(mut self) -> (Snapshot, BTreeSet<Instant>) {
        while let Some((slot, role)) = self.queue.pop_front() {
            self.follow(slot, role);
        }
        let Self { whole, seen, mut facts, .. } = self;
        let mut turning_points = BTreeSet::new();
        for row in facts.relations.iter() {
            let span = row.span();
            turning_points.extend(span.since.into_iter().chain(span.until));
        }
        let slots: BTreeSet<Slot> = seen.into_iter().map(|(slot, _)| slot).collect();
        for slot in slots {
            copy_record(whole, slot, &mut facts, &mut turning_points);
        }
        let graph = Graph::new(&facts);
        (Snapshot::new(Arc::new(facts), Arc::new(graph)), turning_points)
    }

    fn read(&mut self, slot: Slot, role: Role) {
        if self.seen.insert((slot, role)) {
            self.queue.push_back((slot, role));
        }
    }

    fn follow(&mut self, slot: Slot, role: Role) {
        let index = slot.index;
        match (slot.namespace, role) {
            (_, Role::State) => {}
            (Namespace::Credential, _) => {
                self.out(E::OwnerOfCredential, index, Role::Whole);
                self.out(E::AuthenticatesAs, index, Role::Entitled);
                self.out(E::AuthenticatesAs, index, Role::Whole);
                self.out(E::IssuedBy, index, Role::State);
                self.out(E::UsedByAsset, index, Role::Whole);
                self.out(E::UsedByIdentity, index, Role::Whole);
                self.out(E::DerivedFrom, index, Role::Whole);
            }
            (Namespace::Asset, _) => {
                self.out(E::OwnerOfAsset, index, Role::Whole);
                self.back(E::RunsOn, index, Role::Whole);
                self.back(E::DependsOn, index, Role::Whole);
            }
            (Namespace::Identity, Role::Entitled) => {
                self.out(E::EntitledTo, index, Role::State);
                self.out(E::MemberOf, index, Role::Entitled);
            }
            (Namespace::Identity, _) => {
                self.out(E::ActsFor, index, Role::Whole);
                match self.whole.facts.class(index) {
                    Some(IdentityClass::Human) => {}
                    Some(IdentityClass::Team) => self.back(E::MemberOf, index, Role::Whole),
                    Some(IdentityClass::NonHuman) | None => {
                        self.out(E::OwnerOfIdentity, index, Role::Whole);
                        self.out(E::AttachedTo, index, Role::Whole);
                    }
                }
            }
        }
    }

    fn out(&mut self, kind: EdgeKind, index: u32, role: Role) {
        self.edges(kind, index, role, false);
    }

    fn back(&mut self, kind: EdgeKind, index: u32, role: Role) {
        self.edges(kind, index, role, true);
    }

    fn edges(&mut self, kind: EdgeKind, index: u32, role: Role, back: bool) {
        let graph = &self.whole.graph;
        let adjacency = if back { graph.back(kind) } else { graph.out(kind) };
        let (relation, from, to) = kind.joins();
        for (other, tag) in adjacency.of(index) {
            let (from_index, to_index) = if back { (other, index) } else { (index, other) };
            let from = Slot { namespace: from, index: from_index };
            let to = Slot { namespace: to, index: to_index };
            let tag = graph.tags.tag(tag);
            let [since, until] = tag.bounds();
            let names = &self.whole.facts;
            let own_from = self.facts.intern(from.namespace, names.id(from));
            let own_to = self.facts.intern(to.namespace, names.id(to));
            let span = crate::relation::Span { since, until };
            let mut row = Row::new(relation, own_from, own_to, span, crate::facts::Written::Explicitly);
            row.privilege = Some(tag.privilege);
            if self.facts.relations.find(&row).is_none() {
                self.facts.relations.insert(row);
            }
            self.read(if back { from } else { to }, role);
        }
    }
}

use EdgeKind as E;
