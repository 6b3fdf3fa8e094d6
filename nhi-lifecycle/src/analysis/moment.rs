//! The state of everything at one instant, as far as it can be read without asking who is needed: stages, statuses, who is
//! there, which relations hold.

use super::view::View;
use crate::{
    asset::{Criticality, Environment, Stage, StageGroup},
    change::ChangeField,
    credential::CredentialStatus,
    facts::{AssetFacts, Core, CredentialFacts, IdentityFacts, Slot},
    graph::{EdgeKind, Snapshot, Tag, Tags},
    identity::{IdentityClass, IdentityStatus},
    time::Instant,
};

/// Which world is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum World {
    /// As recorded: an absent asset is out of service, an absent identity gone, an absent credential not live.
    AsRecorded,
    /// As if every absent record were present, active, in service and owned. A reason that does not hold in this world rests
    /// on a hole in the data.
    AbsentPresent,
}

/// What an asset's stage says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Unknown,
    Before,
    In,
    Out,
}

/// What an identity's record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Being {
    /// `None` for an absent identity.
    pub(crate) class: Option<IdentityClass>,
    pub(crate) gone: bool,
    pub(crate) active: bool,
}

/// A snapshot at an instant.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub(crate) snapshot: Snapshot,
    pub(crate) at: Instant,
    pub(crate) world: World,
    /// For each tag of the graph, whether it holds.
    holding: Vec<bool>,
    pub(crate) services: Vec<Service>,
    pub(crate) beings: Vec<Being>,
    pub(crate) live: Vec<bool>,
}

impl Moment {
    /// Reads every record's state. O(records).
    pub(crate) fn new(snapshot: &Snapshot, at: Instant, world: World) -> Self {
        let graph = &snapshot.graph;
        Self {
            at,
            world,
            holding: graph.tags.holding(at),
            services: services(snapshot, at, world),
            beings: beings(snapshot, at, world),
            live: live(snapshot, at, world),
            snapshot: snapshot.clone(),
        }
    }
}

impl View for Moment {
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
        // Most relations hold always, and need no look.
        tag == Tags::ALWAYS || self.holding[tag as usize]
    }

    fn has(&self, kind: EdgeKind) -> bool {
        self.snapshot.graph.out(kind).len() != 0
    }

    fn service(&self, asset: u32) -> Service {
        self.services[asset as usize]
    }

    fn being(&self, identity: u32) -> Being {
        self.beings[identity as usize]
    }

    fn is_live(&self, credential: u32) -> bool {
        self.live[credential as usize]
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

fn services(snapshot: &Snapshot, at: Instant, world: World) -> Vec<Service> {
    let cores = snapshot.facts.assets.cores();
    let mut stages: Vec<u8> = cores.iter().map(|core| core.own(ChangeField::Stage)).collect();
    snapshot.graph.stages.rewind(&mut stages, at);
    cores.iter().zip(&stages).map(|(core, stage)| service_of(core, *stage, world)).collect()
}

fn beings(snapshot: &Snapshot, at: Instant, world: World) -> Vec<Being> {
    let cores = snapshot.facts.identities.cores();
    let mut statuses: Vec<u8> = cores.iter().map(|core| core.own(ChangeField::Status)).collect();
    snapshot.graph.identity_statuses.rewind(&mut statuses, at);
    cores.iter().zip(&statuses).map(|(core, status)| being_of(core, *status, at, world)).collect()
}

fn live(snapshot: &Snapshot, at: Instant, world: World) -> Vec<bool> {
    let cores = snapshot.facts.credentials.cores();
    let mut statuses: Vec<u8> = cores.iter().map(|core| core.own(ChangeField::Status)).collect();
    snapshot.graph.credential_statuses.rewind(&mut statuses, at);
    cores.iter().zip(&statuses).map(|(core, status)| is_live(core, *status, at, world)).collect()
}

/// What an asset's stage, by its number, says of it.
pub(super) fn service_of(core: &AssetFacts, stage: u8, world: World) -> Service {
    match (core.is_present(), world) {
        (true, _) => service(stage),
        (false, World::AsRecorded) => Service::Out,
        (false, World::AbsentPresent) => Service::In,
    }
}

/// What a stage, by its number, says; 0 is unknown.
pub(crate) fn service(stage: u8) -> Service {
    match Stage::from_number(stage).map(Stage::group) {
        None => Service::Unknown,
        Some(StageGroup::BeforeService) => Service::Before,
        Some(StageGroup::InService) => Service::In,
        Some(StageGroup::OutOfService) => Service::Out,
    }
}

/// What an identity's record and its status, by its number, say.
pub(super) fn being_of(core: &IdentityFacts, status: u8, at: Instant, world: World) -> Being {
    let class = core.kind().map(crate::identity::IdentityKind::class);
    if class.is_none() {
        let present = world == World::AbsentPresent;
        return Being { class, gone: !present, active: present };
    }
    let gone = status == IdentityStatus::Deprovisioned.number() || core.ends_at.is_some_and(|end| end <= at);
    let begun = core.starts_at.is_none_or(|start| start <= at);
    Being { class, gone, active: status == IdentityStatus::Active.number() && !gone && begun }
}

/// Whether a credential works, by its record and its status's number.
pub(super) fn is_live(core: &CredentialFacts, status: u8, at: Instant, world: World) -> bool {
    if !core.is_present() {
        return world == World::AbsentPresent;
    }
    status == CredentialStatus::Active.number()
        && core.issued_at.is_none_or(|issued| issued <= at)
        && core.expires_at.is_none_or(|expiry| at < expiry)
}

/// Whether an asset of this criticality in this environment, by their numbers, weighs more.
pub(super) fn is_weighty(criticality: u8, environment: u8) -> bool {
    criticality >= Criticality::High.number() && (environment == 0 || environment == Environment::Production.number())
}
