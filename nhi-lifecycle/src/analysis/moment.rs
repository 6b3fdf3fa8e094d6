//! The state of everything at one instant, as far as it can be read without asking who is needed: stages, statuses, who is
//! there, which relations hold.

use super::{bearing::Bearing, being::Being, view::View, workers::Workers};
use crate::{
    asset::{Criticality, Environment, Stage, StageGroup},
    change::ChangeField,
    credential::CredentialStatus,
    facts::{AssetFacts, Core, CredentialFacts, IdentityFacts, Slot},
    graph::{EdgeKind, Neighbours, Snapshot, Tag, Tags, Within},
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

/// A snapshot at an instant.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub(crate) snapshot: Snapshot,
    pub(crate) at: Instant,
    pub(crate) world: World,
    /// Who works out what is asked of all records.
    pub(super) workers: Workers,
    /// For each tag of the graph, whether it holds.
    holding: Vec<bool>,
    /// For each tag, whether it has ended.
    ended: Vec<bool>,
    pub(crate) services: Vec<Service>,
    /// By asset: see [`View::is_weighty`].
    pub(super) weighty: Vec<bool>,
    pub(crate) beings: Vec<Being>,
    pub(crate) live: Vec<bool>,
}

impl Moment {
    /// Reads every record's state. O(records).
    pub(crate) fn new(snapshot: &Snapshot, at: Instant, world: World) -> Self {
        Self::with(snapshot, at, world, Workers::ONE)
    }

    /// The same, with so many workers for this and what is asked of it.
    pub(super) fn with(snapshot: &Snapshot, at: Instant, world: World, workers: Workers) -> Self {
        let others = || (services(snapshot, at, world), weighty(snapshot, at), beings(snapshot, at, world));
        let ((services, weighty, beings), live) = workers.both(others, || live(snapshot, at, world));
        let tags = snapshot.graph.tags.all();
        let holding = tags.iter().map(|tag| tag.holds(at)).collect();
        let ended = tags.iter().map(|tag| tag.ended_by(at)).collect();
        Self { snapshot: snapshot.clone(), at, world, workers, holding, ended, services, weighty, beings, live }
    }
}

impl Moment {
    /// For every record, what those come to that its relations of a kind lead to now.
    pub(super) fn joined(&self, kind: EdgeKind, known: &Neighbours<Bearing>) -> Vec<Bearing> {
        let records = self.snapshot.facts.slots(kind.joins().1) as usize;
        self.workers.each_block(records, |first, joined| self.join(kind, first, known, joined))
    }

    /// The same for the records from `first` on, added to what is there.
    #[inline]
    pub(super) fn join(&self, kind: EdgeKind, first: u32, known: &Neighbours<Bearing>, joined: &mut [Bearing]) {
        let through = |tag: u32, of: Bearing| of.when(self.holding[tag as usize]);
        self.snapshot.graph.out(kind).join(first, known, through, joined);
    }

    /// For each of the records from `first` on, whether a relation of a kind from it has ended.
    #[inline]
    pub(super) fn ended(&self, kind: EdgeKind, first: u32, ended: &mut [bool]) {
        let relations = self.snapshot.graph.out(kind);
        if relations.has_tags() {
            relations.join(first, &Neighbours::new([].into_iter()), |tag, _: bool| self.ended[tag as usize], ended);
        }
    }

    /// For each of the records from `first` on, where its first relation of a kind leads now; `u32::MAX` where there is none.
    #[inline]
    pub(super) fn firsts(&self, kind: EdgeKind, first: u32, ends: &mut [u32]) {
        self.snapshot.graph.out(kind).firsts(first, |tag| self.holding[tag as usize], ends);
    }
}

impl View for Moment {
    #[inline]
    fn at(&self) -> Instant {
        self.at
    }

    #[inline]
    fn world(&self) -> World {
        self.world
    }

    #[inline]
    fn ever_out(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        self.snapshot.graph.out(kind).of(index)
    }

    #[inline]
    fn ever_back(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        self.snapshot.graph.back(kind).of(index)
    }

    #[inline]
    fn tag(&self, number: u32) -> &Tag {
        self.snapshot.graph.tags.tag(number)
    }

    #[inline]
    fn holds(&self, tag: u32) -> bool {
        // Most relations hold always, and need no look.
        tag == Tags::ALWAYS || self.holding[tag as usize]
    }

    #[inline]
    fn has(&self, kind: EdgeKind) -> bool {
        self.snapshot.graph.out(kind).len() != 0
    }

    #[inline]
    fn service(&self, asset: u32) -> Service {
        self.services[asset as usize]
    }

    #[inline]
    fn being(&self, identity: u32) -> Being {
        self.beings[identity as usize]
    }

    #[inline]
    fn is_live(&self, credential: u32) -> bool {
        self.live[credential as usize]
    }

    #[inline]
    fn is_weighty(&self, asset: u32) -> bool {
        self.weighty[asset as usize]
    }

    #[inline]
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

fn weighty(snapshot: &Snapshot, at: Instant) -> Vec<bool> {
    let (graph, cores) = (&snapshot.graph, snapshot.facts.assets.cores());
    let own = |field| -> Vec<u8> { cores.iter().map(|core| core.own(field)).collect() };
    let (mut criticalities, mut environments) = (own(ChangeField::Criticality), own(ChangeField::Environment));
    graph.asset_criticalities.rewind(&mut criticalities, at);
    graph.asset_environments.rewind(&mut environments, at);
    criticalities
        .into_iter()
        .zip(environments)
        .map(|(criticality, environment)| is_weighty(criticality, environment))
        .collect()
}

fn beings(snapshot: &Snapshot, at: Instant, world: World) -> Vec<Being> {
    let (states, facts) = (&snapshot.graph.identities, &snapshot.facts.identities);
    let rows = states.kinds.iter().zip(&states.statuses).zip(states.within(at));
    let mut beings: Vec<Being> =
        rows.map(|((kind, status), within)| Being::new(*kind, *status, within, world)).collect();
    let mut look = |identity: u32, status| {
        beings[identity as usize] = being_of(facts.core(identity), status, at, world);
    };
    states.near(at).for_each(|identity| look(identity, states.statuses[identity as usize]));
    snapshot.graph.identity_statuses.rewound(at).for_each(|(identity, status)| look(identity, status));
    beings
}

fn live(snapshot: &Snapshot, at: Instant, world: World) -> Vec<bool> {
    let (states, facts) = (&snapshot.graph.credentials, &snapshot.facts.credentials);
    let rows = states.kinds.iter().zip(&states.statuses).zip(states.within(at));
    let mut live: Vec<bool> = rows.map(|((kind, status), within)| lives(*kind != 0, *status, within, world)).collect();
    let mut look = |credential: u32, status| {
        live[credential as usize] = is_live(facts.core(credential), status, at, world);
    };
    states.near(at).for_each(|credential| look(credential, states.statuses[credential as usize]));
    snapshot.graph.credential_statuses.rewound(at).for_each(|(credential, status)| look(credential, status));
    live
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
    Being::new(core.kind().map_or(0, |kind| kind.number()), status, Within::identity(core, at), world)
}

/// Whether a credential works, by its record and its status's number.
pub(super) fn is_live(core: &CredentialFacts, status: u8, at: Instant, world: World) -> bool {
    lives(core.is_present(), status, Within::credential(core, at), world)
}

/// Without branches, as [`Being::new`].
#[inline]
fn lives(is_present: bool, status: u8, within: Within, world: World) -> bool {
    let works = (status == CredentialStatus::Active.number()) & within.begun & !within.ended;
    (is_present & works) | (!is_present & (world == World::AbsentPresent))
}

/// Whether an asset of this criticality in this environment, by their numbers, weighs more.
pub(super) fn is_weighty(criticality: u8, environment: u8) -> bool {
    criticality >= Criticality::High.number() && (environment == 0 || environment == Environment::Production.number())
}
