//! Who answers for it: section 3 of the model.

use super::{
    bearing::Bearing,
    being::Being,
    moment::Moment,
    spread::{Gathering, Rule, Set},
    view::View,
};
use crate::{
    facts::Slot,
    graph::{EdgeKind as E, Membership, Neighbours, least},
};

/// Whether a record has owners, and whether one of them can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    /// There are no owners.
    Unowned,
    /// There are, and none is a present human or a staffed team.
    Departed,
    /// Some owner is.
    Accountable,
}

/// Which identities answer, and what the owners of assets come to.
#[derive(Clone, Debug)]
pub(crate) struct Ownership {
    /// A present human, or a staffed team.
    pub(super) answers: Vec<bool>,
    pub(crate) assets: Vec<Answer>,
}

impl Ownership {
    /// O(records + ownership of assets and membership relations).
    pub(crate) fn new(moment: &Moment) -> Self {
        let identities = moment.beings.len() as u32;
        let rule = Answering(moment);
        let members = (0..identities).map(|being| Membership::new(rule.by_itself(being), rule.may_follow(being)));
        let teams = moment.snapshot.graph.out(E::MemberOf);
        let answers = least(members.collect(), &[teams], |tag| moment.holds(tag));
        let owners = moment.joined(E::OwnerOfAsset, &as_owners(&answers));
        let assets = (0..).zip(owners).map(|(asset, owners)| of_asset(moment, owners, asset)).collect();
        Self { answers, assets }
    }

    /// Whether an identity is a present human or a staffed team.
    pub(crate) fn answers(&self, identity: u32) -> bool {
        self.answers[identity as usize]
    }
}

/// Every identity as an owner.
pub(super) fn as_owners(answers: &[bool]) -> Neighbours<Bearing> {
    Neighbours::new(answers.iter().map(|answers| Bearing::of_owner(*answers)))
}

/// What the owners of an asset come to.
#[inline]
pub(super) fn of_asset(view: &impl View, owners: Bearing, asset: u32) -> Answer {
    if view.is_assumed(Slot::asset(asset)) { Answer::Accountable } else { owners.answer() }
}

/// What the owners of an identity come to, as flags of owners: its own, else those of the assets it is attached to, else the
/// principals that are reached from it along acts_for; of the first rule that gives anyone. `answers` is whether it answers itself.
#[inline]
pub(super) fn of_identity(being: Being, answers: bool, [owners, attached, principals]: [Bearing; 3]) -> Bearing {
    // Of an absent identity its relations are all that is known.
    let by_itself = being.is_own_owner() | being.is_assumed();
    let by_relations = owners.or_owned(attached).or_owned(principals).when(!by_itself);
    by_relations | Bearing::of_owner(answers | being.is_assumed()).when(by_itself)
}

/// Present humans and staffed teams. The staffed teams are the least set: teams that are members of each other and of nobody
/// else staff nobody.
pub(super) struct Answering<'a, V>(pub(super) &'a V);

impl<V: View> Answering<'_, V> {
    fn is_team(&self, identity: u32) -> bool {
        self.0.being(identity).is_team()
    }

    /// As a member, an absent identity is a human: one that is gone, unless absent records count as present.
    fn is_human_like(&self, identity: u32) -> bool {
        let being = self.0.being(identity);
        !(being.is_team() | being.is_non_human())
    }
}

impl<V: View> Rule for Answering<'_, V> {
    fn by_itself(&self, identity: u32) -> bool {
        let gone = self.0.being(identity).gone();
        if self.is_team(identity) {
            let mut ever = self.0.ever_back(E::MemberOf, identity);
            !gone && !ever.any(|(member, _)| self.is_human_like(member) || self.is_team(member))
        } else {
            self.is_human_like(identity) && !gone
        }
    }

    fn may_follow(&self, identity: u32) -> bool {
        self.is_team(identity) && !self.0.being(identity).gone()
    }

    fn before(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.back(E::MemberOf, identity)
    }

    fn after(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.out(E::MemberOf, identity)
    }
}

/// The humans and teams that an identity is, or reaches along acts_for, as flags of owners.
pub(super) struct Principals<'a, V, S: ?Sized> {
    pub(super) view: &'a V,
    /// By identity: present humans and staffed teams.
    pub(super) answers: &'a S,
}

/// The flags that are gathered of principals: that there is one, and that one answers.
pub(super) const OF_PRINCIPALS: [u8; 2] = [Bearing::OWNED.bits(), Bearing::ANSWERED.bits()];

impl<V: View, S: Set + ?Sized> Gathering for Principals<'_, V, S> {
    fn own(&self, identity: u32) -> u8 {
        let is_principal = !self.view.being(identity).is_non_human();
        Bearing::of_owner(self.answers[identity as usize]).when(is_principal).bits()
    }

    fn passes_on(&self, _identity: u32) -> bool {
        true
    }

    fn before(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.out(E::ActsFor, identity)
    }

    fn after(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.back(E::ActsFor, identity)
    }
}
