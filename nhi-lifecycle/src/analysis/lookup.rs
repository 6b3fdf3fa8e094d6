//! A snapshot at an instant, read record by record: for questions that look at few of them. `moment` reads all at once.

use super::{
    being::Being,
    moment::{Service, World, being_of, is_live, is_weighty, service_of},
    view::View,
};
use crate::{
    change::ChangeField,
    facts::Slot,
    graph::{EdgeKind, Snapshot, Tag},
    time::Instant,
};

/// A snapshot at an instant. Costs nothing to make; each state is read from the record's history when it is asked for, O(log
/// histories).
#[derive(Clone, Copy, Debug)]
pub(super) struct Lookup<'a> {
    snapshot: &'a Snapshot,
    at: Instant,
    world: World,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, at: Instant, world: World) -> Self {
        Self { snapshot, at, world }
    }

    fn value(&self, slot: Slot, field: ChangeField) -> u8 {
        self.snapshot.facts.value_at(slot, field, self.at)
    }
}

impl View for Lookup<'_> {
    fn at(&self) -> Instant {
        self.at
    }

    fn world(&self) -> World {
        self.world
    }

    fn ever_out(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        self.snapshot.graph.out(kind).of(index)
    }

    fn ever_back(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        self.snapshot.graph.back(kind).of(index)
    }

    fn tag(&self, number: u32) -> &Tag {
        self.snapshot.graph.tags.tag(number)
    }

    fn holds(&self, tag: u32) -> bool {
        self.tag(tag).holds(self.at)
    }

    fn has(&self, kind: EdgeKind) -> bool {
        self.snapshot.graph.out(kind).len() != 0
    }

    fn service(&self, asset: u32) -> Service {
        let stage = self.value(Slot::asset(asset), ChangeField::Stage);
        service_of(self.snapshot.facts.assets.core(asset), stage, self.world)
    }

    fn being(&self, identity: u32) -> Being {
        let status = self.value(Slot::identity(identity), ChangeField::Status);
        being_of(self.snapshot.facts.identities.core(identity), status, self.at, self.world)
    }

    fn is_live(&self, credential: u32) -> bool {
        let status = self.value(Slot::credential(credential), ChangeField::Status);
        is_live(self.snapshot.facts.credentials.core(credential), status, self.at, self.world)
    }

    fn is_weighty(&self, asset: u32) -> bool {
        let value = |field| self.value(Slot::asset(asset), field);
        is_weighty(value(ChangeField::Criticality), value(ChangeField::Environment))
    }

    fn is_present(&self, slot: Slot) -> bool {
        self.snapshot.facts.is_present(slot)
    }
}
