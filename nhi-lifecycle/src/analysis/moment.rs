//! The state of everything at one instant, as far as it can be read without asking who is needed: stages, statuses, who is
//! there, which relations hold.

use crate::{
    asset::{AssetKind, Criticality, Environment, Stage, StageGroup},
    change::ChangeField,
    credential::CredentialStatus,
    facts::Core,
    graph::{EdgeKind, Snapshot},
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

    /// Where the relations of a record lead that hold at this instant.
    pub(crate) fn out(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        self.holding(self.snapshot.graph.out(kind).of(index))
    }

    /// Where the relations to a record come from that hold at this instant.
    pub(crate) fn back(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        self.holding(self.snapshot.graph.back(kind).of(index))
    }

    /// The same, with the tag of each.
    pub(crate) fn out_tagged(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let edges = self.snapshot.graph.out(kind).of(index).iter().copied();
        edges.filter(|(_, tag)| self.holding[*tag as usize])
    }

    fn holding<'a>(&'a self, edges: &'a [(u32, u32)]) -> impl Iterator<Item = u32> + Clone + 'a {
        edges.iter().filter(|(_, tag)| self.holding[*tag as usize]).map(|(end, _)| *end)
    }

    pub(crate) fn in_service(&self, asset: u32) -> bool {
        self.services[asset as usize] == Service::In
    }

    pub(crate) fn out_of_service(&self, asset: u32) -> bool {
        self.services[asset as usize] == Service::Out
    }

    pub(crate) fn being(&self, identity: u32) -> Being {
        self.beings[identity as usize]
    }

    pub(crate) fn is_live(&self, credential: u32) -> bool {
        self.live[credential as usize]
    }

    /// Whether this identity is an active non-human one.
    pub(crate) fn acts_on_its_own(&self, identity: u32) -> bool {
        let being = self.being(identity);
        being.active && being.class == Some(IdentityClass::NonHuman)
    }

    /// Whether an asset is of high or critical criticality, in production or in an unknown environment.
    pub(crate) fn is_weighty(&self, asset: u32) -> bool {
        let graph = &self.snapshot.graph;
        let core = self.snapshot.facts.assets.core(asset);
        let criticality = graph.asset_criticalities.value_at(asset, self.at);
        let criticality = criticality.unwrap_or_else(|| core.own(ChangeField::Criticality));
        let environment = graph.asset_environments.value_at(asset, self.at);
        let environment = environment.unwrap_or_else(|| core.own(ChangeField::Environment));
        criticality >= Criticality::High.number()
            && (environment == 0 || environment == Environment::Production.number())
    }

    pub(crate) fn kind(&self, asset: u32) -> Option<AssetKind> {
        self.snapshot.facts.assets.core(asset).kind()
    }
}

fn services(snapshot: &Snapshot, at: Instant, world: World) -> Vec<Service> {
    let cores = snapshot.facts.assets.cores();
    let mut stages: Vec<u8> = cores.iter().map(|core| core.own(ChangeField::Stage)).collect();
    snapshot.graph.stages.rewind(&mut stages, at);
    let service = |(core, stage): (&_, &u8)| match (Core::is_present(core), world) {
        (true, _) => service(*stage),
        (false, World::AsRecorded) => Service::Out,
        (false, World::AbsentPresent) => Service::In,
    };
    cores.iter().zip(&stages).map(service).collect()
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

fn beings(snapshot: &Snapshot, at: Instant, world: World) -> Vec<Being> {
    let cores = snapshot.facts.identities.cores();
    let mut statuses: Vec<u8> = cores.iter().map(|core| core.own(ChangeField::Status)).collect();
    snapshot.graph.identity_statuses.rewind(&mut statuses, at);
    let being = |(core, status): (&crate::facts::IdentityFacts, &u8)| {
        let class = core.kind().map(crate::identity::IdentityKind::class);
        if class.is_none() {
            let present = world == World::AbsentPresent;
            return Being { class, gone: !present, active: present };
        }
        let gone = *status == IdentityStatus::Deprovisioned.number() || core.ends_at.is_some_and(|end| end <= at);
        let begun = core.starts_at.is_none_or(|start| start <= at);
        Being { class, gone, active: *status == IdentityStatus::Active.number() && !gone && begun }
    };
    cores.iter().zip(&statuses).map(being).collect()
}

fn live(snapshot: &Snapshot, at: Instant, world: World) -> Vec<bool> {
    let cores = snapshot.facts.credentials.cores();
    let mut statuses: Vec<u8> = cores.iter().map(|core| core.own(ChangeField::Status)).collect();
    snapshot.graph.credential_statuses.rewind(&mut statuses, at);
    let live = |(core, status): (&crate::facts::CredentialFacts, &u8)| {
        if !core.is_present() {
            return world == World::AbsentPresent;
        }
        *status == CredentialStatus::Active.number()
            && core.issued_at.is_none_or(|issued| issued <= at)
            && core.expires_at.is_none_or(|expiry| at < expiry)
    };
    cores.iter().zip(&statuses).map(live).collect()
}
