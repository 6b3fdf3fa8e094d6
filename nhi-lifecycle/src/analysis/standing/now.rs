//! The state of single records now, in one world, as columns that are read again record by record.

use super::{
    super::{
        being::Being,
        moment::{Service, World, being_of, is_live, is_weighty, service_of},
        view::View,
    },
    marks::Agenda,
};
use crate::{
    change::ChangeField,
    facts::{Core, Facts, Slot},
    graph::{EdgeKind as E, EdgeKind, MutableEdges, Tag},
    id::Namespace,
    time::Instant,
};

/// What is known, and the instant.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) facts: &'a Facts,
    pub(super) edges: &'a MutableEdges,
    pub(super) at: Instant,
    /// Whether what is read lies at hand, so that nothing is won by fetching it first.
    pub(super) is_near: bool,
}

/// What an asset's record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AssetState {
    service: Service,
    weighty: bool,
}

/// What a credential's record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CredentialState {
    present: bool,
    live: bool,
}

/// What a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Asset(AssetState),
    Identity(Being),
    Credential(CredentialState),
}

/// The state of every record in one world.
#[derive(Clone, Debug)]
pub(super) struct States {
    world: World,
    pub(super) assets: Vec<AssetState>,
    pub(super) identities: Vec<Being>,
    pub(super) credentials: Vec<CredentialState>,
}

impl States {
    pub(super) fn new(world: World) -> Self {
        Self { world, assets: Vec::new(), identities: Vec::new(), credentials: Vec::new() }
    }

    /// The same states, as those of another world.
    pub(super) fn in_world(mut self, world: World) -> Self {
        self.world = world;
        self
    }

    /// Makes room for every record; the state of new ones is read later.
    pub(super) fn grow(&mut self, facts: &Facts) {
        let unread = AssetState { service: Service::Unknown, weighty: false };
        self.assets.resize(facts.assets.len() as usize, unread);
        let unread = Being::UNREAD;
        self.identities.resize(facts.identities.len() as usize, unread);
        let unread = CredentialState { present: false, live: false };
        self.credentials.resize(facts.credentials.len() as usize, unread);
    }

    /// Reads the state of every record. O(records).
    pub(super) fn read_all(&mut self, known: Known<'_>) {
        self.grow(known.facts);
        for index in 0..self.assets.len() as u32 {
            self.assets[index as usize] = self.asset(known, index);
        }
        for index in 0..self.identities.len() as u32 {
            self.identities[index as usize] = self.identity(known, index);
        }
        for index in 0..self.credentials.len() as u32 {
            self.credentials[index as usize] = self.credential(known, index);
        }
    }

    /// Reads the state of a record again, and marks it and what reads it directly.
    ///
    /// Besides what follows from another state, all is marked that depends on whether there is a record at all.
    pub(super) fn read(&mut self, slot: Slot, known: Known<'_>, agenda: &mut Agenda) {
        let Slot { namespace, index } = slot;
        match namespace {
            Namespace::Asset => {
                agenda.asset_owners.add(index);
                agenda.kept.add(index);
            }
            Namespace::Identity => {
                agenda.answers.add(index);
                agenda.principals.add(index);
                agenda.identity_owners.add(index);
                agenda.needed.add(index);
                agenda.identity_reasons.add(index);
            }
            Namespace::Credential => {
                agenda.credentials.add(index);
                agenda.rooted.add(index);
                agenda.verdicts.add(index);
            }
        }
        self.set(index, self.state(slot, known), known, agenda);
    }

    /// The state of a record, by what is known of it.
    pub(super) fn state(&self, slot: Slot, known: Known<'_>) -> State {
        match slot.namespace {
            Namespace::Asset => State::Asset(self.asset(known, slot.index)),
            Namespace::Identity => State::Identity(self.identity(known, slot.index)),
            Namespace::Credential => State::Credential(self.credential(known, slot.index)),
        }
    }

    /// Gives a record another state, and marks what reads that.
    pub(super) fn set(&mut self, index: u32, state: State, known: Known<'_>, agenda: &mut Agenda) {
        match state {
            State::Asset(state) => self.set_asset(index, state, known, agenda),
            State::Identity(being) => self.set_identity(index, being, known, agenda),
            State::Credential(state) => self.set_credential(index, state, known, agenda),
        }
    }

    fn set_asset(&mut self, asset: u32, state: AssetState, known: Known<'_>, agenda: &mut Agenda) {
        let former = std::mem::replace(&mut self.assets[asset as usize], state);
        let now = Now { known, states: self };
        if state != former {
            agenda.entitled.extend(now.back(E::EntitledTo, asset));
        }
        if state.service != former.service {
            agenda.kept.add(asset);
            agenda.identity_reasons.extend(now.back(E::AttachedTo, asset));
            agenda.credentials.extend(now.back(E::UsedByAsset, asset));
            agenda.credentials.extend(now.back(E::IssuedBy, asset));
        }
    }

    fn set_identity(&mut self, identity: u32, being: Being, known: Known<'_>, agenda: &mut Agenda) {
        let former = std::mem::replace(&mut self.identities[identity as usize], being);
        let now = Now { known, states: self };
        if being.gone() != former.gone() {
            agenda.answers.add(identity);
            // As a team it passes its entitlements on, or no longer does.
            agenda.entitled.extend(now.back(E::MemberOf, identity));
        }
        if being.class() != former.class() {
            // Whether a membership of a team is recorded depends on the member's class, and not on when it holds.
            agenda.answers.extend(now.ever_out(E::MemberOf, identity).map(|(team, _)| team));
        }
        if being != former {
            agenda.needed.add(identity);
            agenda.identity_reasons.add(identity);
            agenda.credentials.extend(now.back(E::UsedByIdentity, identity));
        }
    }

    fn set_credential(&mut self, credential: u32, state: CredentialState, known: Known<'_>, agenda: &mut Agenda) {
        let former = std::mem::replace(&mut self.credentials[credential as usize], state);
        if state != former {
            agenda.credentials.add(credential);
            if !known.edges.back(E::DerivedFrom, credential).is_empty() {
                agenda.rooted.add(credential);
            }
            if !known.edges.out(E::DerivedFrom, credential).is_empty() {
                agenda.verdicts.add(credential);
            }
        }
    }

    fn asset(&self, known: Known<'_>, asset: u32) -> AssetState {
        let value = |field| known.facts.value_at(Slot::asset(asset), field, known.at);
        AssetState {
            service: service_of(known.facts.assets.core(asset), value(ChangeField::Stage), self.world),
            weighty: is_weighty(value(ChangeField::Criticality), value(ChangeField::Environment)),
        }
    }

    fn identity(&self, known: Known<'_>, identity: u32) -> Being {
        let status = known.facts.value_at(Slot::identity(identity), ChangeField::Status, known.at);
        being_of(known.facts.identities.core(identity), status, known.at, self.world)
    }

    fn credential(&self, known: Known<'_>, credential: u32) -> CredentialState {
        let status = known.facts.value_at(Slot::credential(credential), ChangeField::Status, known.at);
        let core = known.facts.credentials.core(credential);
        CredentialState { present: core.is_present(), live: is_live(core, status, known.at, self.world) }
    }
}

/// The states of one world and what is known: what the rules read.
pub(super) struct Now<'a> {
    pub(super) known: Known<'a>,
    pub(super) states: &'a States,
}

impl View for Now<'_> {
    fn at(&self) -> Instant {
        self.known.at
    }

    fn world(&self) -> World {
        self.states.world
    }

    fn ever_out(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        self.known.edges.out(kind, index).iter().copied()
    }

    fn ever_back(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        self.known.edges.back(kind, index).iter().copied()
    }

    fn tag(&self, number: u32) -> &Tag {
        self.known.edges.tag(number)
    }

    fn holds(&self, tag: u32) -> bool {
        MutableEdges::is_always(tag) || self.tag(tag).holds(self.known.at)
    }

    fn has(&self, kind: EdgeKind) -> bool {
        self.known.edges.has(kind)
    }

    fn service(&self, asset: u32) -> Service {
        self.states.assets[asset as usize].service
    }

    fn being(&self, identity: u32) -> Being {
        self.states.identities[identity as usize]
    }

    fn is_live(&self, credential: u32) -> bool {
        self.states.credentials[credential as usize].live
    }

    fn is_weighty(&self, asset: u32) -> bool {
        self.states.assets[asset as usize].weighty
    }

    fn is_present(&self, slot: Slot) -> bool {
        match slot.namespace {
            Namespace::Credential => self.states.credentials[slot.index as usize].present,
            _ => self.known.facts.is_present(slot),
        }
    }
}
