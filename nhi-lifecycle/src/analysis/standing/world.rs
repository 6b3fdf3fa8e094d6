//! Everything that is decided now in one world, brought up to date step by step.
//!
//! The steps are those of a full analysis, in its order, and each asks the same rules. A step looks at marked records alone; where
//! its answer is another one, it marks what reads that answer in a later step. As no step reads a later one, one pass is
//! enough, and what is marked without need costs time only.

use super::{
    super::{
        bearing::Bearing,
        entitlement::{Entitled, Entitlement},
        judgement::{
            Around, Inherited, Rooted, Weighed, is_judged, of_credential, of_identity, parent_gone, was_attached,
        },
        liveness::{Kept, Needed},
        moment::World,
        ownership::{self, Answer, Answering, OF_PRINCIPALS, Principals},
        spread::OneFlag,
        view::View,
    },
    ahead::{TOGETHER, fetch, fetch_some, look},
    forest::Forest,
    marks::Agenda,
    now::{Known, Now, State, States},
};
use crate::{
    facts::Slot,
    finding::{Reason, Reasons},
    graph::EdgeKind as E,
    id::Namespace,
};

/// All answers of one world.
#[derive(Clone, Debug)]
pub(super) struct InWorld {
    states: States,
    answers: Forest,
    asset_owners: Vec<Answer>,
    /// Who reaches somebody along acts_for, and who somebody who answers.
    principals: [Forest; 2],
    identity_owners: Vec<Answer>,
    kept: Forest,
    needed: Forest,
    /// Who gathers each flag of an entitlement.
    entitled: [Forest; 3],
    entitlements: Vec<Entitlement>,
    identity_reasons: Vec<Reasons>,
    /// Every reason but `parent_gone`.
    weighed: Vec<Weighed>,
    /// Right for those that others are derived from; nobody asks for others.
    rooted: Forest,
}

impl InWorld {
    /// A world in which nothing is worked out yet.
    pub(super) fn new(world: World, known: Known<'_>) -> Self {
        let mut new = Self {
            states: States::new(world),
            answers: Forest::default(),
            asset_owners: Vec::new(),
            principals: Default::default(),
            identity_owners: Vec::new(),
            kept: Forest::default(),
            needed: Forest::default(),
            entitled: Default::default(),
            entitlements: Vec::new(),
            identity_reasons: Vec::new(),
            weighed: Vec::new(),
            rooted: Forest::default(),
        };
        new.states.read_all(known);
        new.grow(known);
        new
    }

    /// The same answers for another world; right while the two don't differ.
    pub(super) fn in_world(&self, world: World) -> Self {
        let same = self.clone();
        Self { states: same.states.in_world(world), ..same }
    }

    /// Makes room for every record.
    fn grow(&mut self, known: Known<'_>) {
        self.states.grow(known.facts);
        let facts = known.facts;
        let assets = facts.assets.len() as usize;
        if assets > self.asset_owners.len() {
            self.asset_owners.resize(assets, Answer::Unowned);
            self.kept.grow(assets);
        }
        let identities = facts.identities.len() as usize;
        if identities > self.identity_owners.len() {
            self.identity_owners.resize(identities, Answer::Unowned);
            self.entitlements.resize(identities, Entitlement::default());
            self.identity_reasons.resize(identities, Reasons::NONE);
            let forests = [&mut self.answers, &mut self.needed].into_iter();
            forests.chain(&mut self.principals).chain(&mut self.entitled).for_each(|forest| forest.grow(identities));
        }
        let credentials = facts.credentials.len() as usize;
        if credentials > self.weighed.len() {
            self.weighed.resize(credentials, Weighed::default());
            self.rooted.grow(credentials);
        }
    }

    /// Reads these records again, and marks what depends on them.
    pub(super) fn read(&mut self, slots: impl Iterator<Item = Slot>, known: Known<'_>, agenda: &mut Agenda) {
        self.grow(known);
        for slot in slots {
            self.states.read(slot, known, agenda);
        }
    }

    /// The state of a record, by what is known of it.
    pub(super) fn state(&self, slot: Slot, known: Known<'_>) -> State {
        self.states.state(slot, known)
    }

    /// Gives a record another state, and marks what reads that.
    pub(super) fn set(&mut self, index: u32, state: State, known: Known<'_>, agenda: &mut Agenda) {
        self.states.set(index, state, known, agenda);
    }

    /// Reads the answers on a record, and does nothing with them.
    pub(super) fn look(&self, slot: Slot) {
        let Slot { namespace, index } = slot;
        self.states.look(slot);
        match namespace {
            Namespace::Asset => look(&self.asset_owners, index),
            Namespace::Identity => {
                look(&self.identity_owners, index);
                look(&self.identity_reasons, index);
                look(&self.entitlements, index);
            }
            Namespace::Credential => look(&self.weighed, index),
        }
    }

    /// Brings everything up to date but the verdicts, which it marks.
    pub(super) fn settle(&mut self, known: Known<'_>, agenda: &mut Agenda) {
        self.settle_owners(known, agenda);
        self.settle_liveness(known, agenda);
        self.settle_identities(known, agenda);
        self.settle_credentials(known, agenda);
    }

    /// Who answers for what.
    fn settle_owners(&mut self, known: Known<'_>, agenda: &mut Agenda) {
        let now = &Now { known, states: &self.states };
        let marked = agenda.answers.take(self.identity_owners.len());
        fetch_some(self, known, Namespace::Identity, &marked);
        for identity in self.answers.update(&Answering(now), &marked).iter().copied() {
            agenda.asset_owners.extend(now.back(E::OwnerOfAsset, identity));
            agenda.identity_owners.extend(now.back(E::OwnerOfIdentity, identity));
            agenda.credentials.extend(now.back(E::OwnerOfCredential, identity));
            agenda.principals.add(identity);
            agenda.identity_owners.add(identity);
            agenda.needed.add(identity);
        }
        agenda.answers.give_back(marked);
        let answers = self.answers.set();

        let marked = agenda.asset_owners.take(self.asset_owners.len());
        for together in marked.chunks(TOGETHER) {
            fetch(self, known, Namespace::Asset, together);
            for asset in together {
                let owners = now.join(E::OwnerOfAsset, *asset, |owner| Bearing::of_owner(answers[owner as usize]));
                let owners = ownership::of_asset(now, owners, *asset);
                if std::mem::replace(&mut self.asset_owners[*asset as usize], owners) != owners {
                    agenda.kept.add(*asset);
                    agenda.identity_owners.extend(now.back(E::AttachedTo, *asset));
                    agenda.credentials.extend(now.back(E::UsedByAsset, *asset));
                }
            }
        }
        agenda.asset_owners.give_back(marked);

        let marked = agenda.principals.take(self.identity_owners.len());
        for (forest, flag) in self.principals.iter_mut().zip(OF_PRINCIPALS) {
            for identity in forest.update(&OneFlag(Principals { view: now, answers }, flag), &marked).iter().copied() {
                agenda.identity_owners.extend(now.back(E::ActsFor, identity));
            }
        }
        agenda.principals.give_back(marked);

        let marked = agenda.identity_owners.take(self.identity_owners.len());
        for together in marked.chunks(TOGETHER) {
            fetch(self, known, Namespace::Identity, together);
            for identity in together {
                let owners = self.identity_owners(now, *identity);
                if std::mem::replace(&mut self.identity_owners[*identity as usize], owners) != owners {
                    agenda.credentials.extend(now.back(E::AuthenticatesAs, *identity));
                }
            }
        }
        agenda.identity_owners.give_back(marked);
    }

    /// What is kept and needed.
    fn settle_liveness(&mut self, known: Known<'_>, agenda: &mut Agenda) {
        let now = &Now { known, states: &self.states };
        let marked = agenda.kept.take(self.asset_owners.len());
        fetch_some(self, known, Namespace::Asset, &marked);
        for asset in self.kept.update(&Kept { view: now, owners: &self.asset_owners }, &marked).iter().copied() {
            agenda.needed.extend(now.back(E::AttachedTo, asset));
            agenda.identity_reasons.extend(now.back(E::AttachedTo, asset));
            agenda.credentials.extend(now.back(E::UsedByAsset, asset));
        }
        agenda.kept.give_back(marked);

        let kept = self.kept.set();
        let attached = |identity| now.join(E::AttachedTo, identity, |asset| Bearing::of_kept(kept[asset as usize]));
        let rule = Needed { view: now, answers: self.answers.set(), attached };
        let marked = agenda.needed.take(self.identity_owners.len());
        fetch_some(self, known, Namespace::Identity, &marked);
        for identity in self.needed.update(&rule, &marked).iter().copied() {
            agenda.identity_reasons.extend(now.back(E::ActsFor, identity));
            agenda.credentials.extend(now.back(E::UsedByIdentity, identity));
        }
        agenda.needed.give_back(marked);
    }

    /// What identities may use, and which reasons lie in them.
    fn settle_identities(&mut self, known: Known<'_>, agenda: &mut Agenda) {
        let now = &Now { known, states: &self.states };
        let marked = agenda.entitled.take(self.identity_owners.len());
        fetch_some(self, known, Namespace::Identity, &marked);
        let mut changed: Vec<u32> = Vec::new();
        for (forest, flag) in self.entitled.iter_mut().zip(Entitlement::FLAGS) {
            changed.extend_from_slice(forest.update(&OneFlag(Entitled(now), flag), &marked));
        }
        agenda.entitled.give_back(marked);
        for identity in changed {
            let flags = self.entitled.iter().zip(Entitlement::FLAGS).filter(|(forest, _)| forest.has(identity));
            let entitlement = Entitlement::from_flags(flags.fold(0, |flags, (_, flag)| flags | flag));
            let former = std::mem::replace(&mut self.entitlements[identity as usize], entitlement);
            if former != entitlement {
                agenda.identity_reasons.add(identity);
            }
            if former.raises() != entitlement.raises() {
                agenda.credentials.extend(now.back(E::AuthenticatesAs, identity));
            }
        }

        let marked = agenda.identity_reasons.take(self.identity_owners.len());
        for together in marked.chunks(TOGETHER) {
            fetch(self, known, Namespace::Identity, together);
            for identity in together {
                let attached = now.join(E::AttachedTo, *identity, |asset| self.asset(now, asset));
                let principals = now.join(E::ActsFor, *identity, |principal| self.principal(principal));
                let entitlement = self.entitlements[*identity as usize];
                // Of those that are attached now, nobody asks.
                let was_attached = attached.is_none() && was_attached(now, *identity);
                let reasons = of_identity(now.being(*identity), entitlement, [attached, principals], was_attached);
                if std::mem::replace(&mut self.identity_reasons[*identity as usize], reasons) != reasons {
                    agenda.credentials.extend(now.back(E::AuthenticatesAs, *identity));
                }
            }
        }
        agenda.identity_reasons.give_back(marked);
    }

    /// Why credentials are orphaned, and which stand on their own.
    fn settle_credentials(&mut self, known: Known<'_>, agenda: &mut Agenda) {
        let now = &Now { known, states: &self.states };
        let marked = agenda.credentials.take(self.weighed.len());
        for together in marked.chunks(TOGETHER) {
            fetch(self, known, Namespace::Credential, together);
            for credential in together {
                let weighed = self.credential(now, *credential);
                if std::mem::replace(&mut self.weighed[*credential as usize], weighed) != weighed {
                    agenda.verdicts.add(*credential);
                    if !known.edges.back(E::DerivedFrom, *credential).is_empty() {
                        agenda.rooted.add(*credential);
                    }
                }
            }
        }
        agenda.credentials.give_back(marked);

        let marked = agenda.rooted.take(self.weighed.len());
        for parent in self.rooted.update(&Rooted { view: now, weighed: &self.weighed }, &marked).iter().copied() {
            agenda.verdicts.extend(now.back(E::DerivedFrom, parent));
        }
        agenda.rooted.give_back(marked);
    }

    /// What the owners of an identity come to, once those of assets are settled.
    fn identity_owners(&self, now: &Now<'_>, identity: u32) -> Answer {
        let answers = self.answers.set();
        let owners = now.join(E::OwnerOfIdentity, identity, |owner| Bearing::of_owner(answers[owner as usize]));
        let attached = now.join(E::AttachedTo, identity, |asset| Bearing::of_answer(self.asset_owners[asset as usize]));
        let principals = now.join(E::ActsFor, identity, |principal| self.principal(principal));
        let owners = [owners, attached, principals];
        ownership::of_identity(now.being(identity), answers[identity as usize], owners).answer()
    }

    /// Every reason of a credential but `parent_gone`, once identities are settled.
    fn credential(&self, now: &Now<'_>, credential: u32) -> Weighed {
        if !is_judged(now, credential) {
            return Weighed::default();
        }
        // One kind after the other would go through its relations once for each.
        let (mut inherited, mut around) = (None, Around::default());
        for (kind, end, tag) in now.known.edges.leading(Slot::credential(credential)) {
            if !now.holds(tag) {
                continue;
            }
            match kind {
                E::AuthenticatesAs => {
                    inherited.get_or_insert_with(|| self.inherited(end));
                }
                E::OwnerOfCredential => around.owners |= Bearing::of_owner(self.answers.has(end)),
                E::UsedByAsset => around.assets |= self.asset(now, end),
                E::UsedByIdentity => around.identities |= self.identity(now, end),
                E::IssuedBy => around.issuers |= Bearing::of_service(now.service(end)),
                _ => {}
            }
        }
        of_credential(inherited.unwrap_or_default(), around)
    }

    /// What a credential takes over from an identity.
    fn inherited(&self, identity: u32) -> Inherited {
        let identity = identity as usize;
        let weighed = Weighed::new(self.identity_reasons[identity], self.entitlements[identity].raises());
        Inherited::new(weighed, Bearing::of_answer(self.identity_owners[identity]))
    }

    /// An asset as those see it that rest on it.
    fn asset(&self, now: &Now<'_>, asset: u32) -> Bearing {
        let owners = self.asset_owners[asset as usize];
        Bearing::of_asset(now.service(asset), now.is_weighty(asset), owners, self.kept.has(asset))
    }

    /// An identity as the credentials see it that it uses.
    fn identity(&self, now: &Now<'_>, identity: u32) -> Bearing {
        Bearing::of_consumer(now.being(identity), self.needed.has(identity))
    }

    /// An identity as those see it that act for it.
    fn principal(&self, identity: u32) -> Bearing {
        let flags = self.principals.iter().zip(OF_PRINCIPALS).filter(|(forest, _)| forest.has(identity));
        Bearing::of_principal(flags.fold(0, |flags, (_, flag)| flags | flag), self.needed.has(identity))
    }

    /// All reasons of a credential, once everything is settled.
    pub(super) fn weighed(&self, known: Known<'_>, credential: u32) -> Weighed {
        let now = &Now { known, states: &self.states };
        let parent_gone = parent_gone(now, self.rooted.set(), credential);
        self.weighed[credential as usize].with(Reason::ParentGone, parent_gone)
    }
}
