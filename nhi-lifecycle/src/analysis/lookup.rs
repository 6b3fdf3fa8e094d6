//! A snapshot at an instant, read record by record: for questions that look at few of them. `moment` reads all at once.

use super::{
    moment::{Being, Service, World, being_of, is_live, is_weighty, service_of},
    view::View,
};
use crate::{
    change::ChangeField,
    facts::{Core, Slot},
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
}

impl View for Lookup<'_> {
    fn at(&self) -> Instant {
        self.at
    }

    fn world(&self) -> World {
        self.world
    }

    fn ever_out(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
        self.snapshot.graph.out(kind).of(index)
    }

    fn ever_back(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
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
        let core = self.snapshot.facts.assets.core(asset);
        let stage = self.snapshot.graph.stages.value_at(asset, self.at);
        service_of(core, stage.unwrap_or_else(|| core.own(ChangeField::Stage)), self.world)
    }

    fn being(&self, identity: u32) -> Being {
        let core = self.snapshot.facts.identities.core(identity);
        let status = self.snapshot.graph.identity_statuses.value_at(identity, self.at);
        being_of(core, status.unwrap_or_else(|| core.own(ChangeField::Status)), self.at, self.world)
    }

    fn is_live(&self, credential: u32) -> bool {
        let core = self.snapshot.facts.credentials.core(credential);
        let status = self.snapshot.graph.credential_statuses.value_at(credential, self.at);
        is_live(core, status.unwrap_or_else(|| core.own(ChangeField::Status)), self.at, self.world)
    }

    fn is_weighty(&self, asset: u32) -> bool {
        let graph = &self.snapshot.graph;
        let core = self.snapshot.facts.assets.core(asset);
        let criticality = graph.asset_criticalities.value_at(asset, self.at);
        let environment = graph.asset_environments.value_at(asset, self.at);
        is_weighty(
            criticality.unwrap_or_else(|| core.own(ChangeField::Criticality)),
            environment.unwrap_or_else(|| core.own(ChangeField::Environment)),
        )
    }

    fn is_present(&self, slot: Slot) -> bool {
        self.snapshot.facts.is_present(slot)
    }
}
