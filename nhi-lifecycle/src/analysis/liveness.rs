//! What is still needed: section 4 of the model.
//!
//! A garbage collection over the inventory. The sets are least fixpoints, so two forgotten systems that hold up each other
//! hold up nothing.

use super::{
    bearing::Bearing,
    moment::Moment,
    ownership::{Answer, Ownership},
    spread::{Rule, Set},
    view::View,
};
use crate::graph::{EdgeKind as E, Membership, Neighbours, least};

/// Which assets are kept and which identities needed.
#[derive(Clone, Debug)]
pub(crate) struct Liveness {
    pub(super) kept: Vec<bool>,
    pub(super) needed: Vec<bool>,
}

impl Liveness {
    /// O(records + runs_on, depends_on, attachment and acts_for relations).
    pub(crate) fn new(moment: &Moment, ownership: &Ownership) -> Self {
        let kept = kept(moment, ownership);
        let of_kept = Neighbours::new(kept.iter().map(|kept| Bearing::of_kept(*kept)));
        let attached = moment.joined(E::AttachedTo, &of_kept);
        let needed = needed(moment, &ownership.answers, &attached);
        Self { kept, needed }
    }

    pub(crate) fn is_kept(&self, asset: u32) -> bool {
        self.kept[asset as usize]
    }

    pub(crate) fn is_needed(&self, identity: u32) -> bool {
        self.needed[identity as usize]
    }
}

/// By asset, whether it is kept. O(assets + runs_on and depends_on relations).
pub(super) fn kept(moment: &Moment, ownership: &Ownership) -> Vec<bool> {
    let rule = Kept { view: moment, owners: &ownership.assets };
    let (assets, graph) = (moment.services.len() as u32, &moment.snapshot.graph);
    let members = (0..assets).map(|asset| Membership::new(rule.by_itself(asset), rule.may_follow(asset)));
    least(members.collect(), &[graph.out(E::RunsOn), graph.out(E::DependsOn)], |tag| moment.holds(tag))
}

/// By identity, whether it is needed. `answers` is by identity, and so is `attached`: what the assets that it is attached to come to.
/// O(identities + acts_for relations).
pub(super) fn needed(moment: &Moment, answers: &[bool], attached: &[Bearing]) -> Vec<bool> {
    let rule = Needed { view: moment, answers, attached: |identity| attached[identity as usize] };
    let member = |identity, alone| Membership::new(alone, rule.may_follow(identity));
    let (identities, graph) = (0..answers.len() as u32, &moment.snapshot.graph);
    let mut members: Vec<Membership> =
        identities.map(|identity| member(identity, rule.alone(identity, true))).collect();
    let agents = graph.out(E::ActsFor).holders();
    agents.for_each(|identity| members[identity as usize] = member(identity, rule.by_itself(identity)));
    least(members, &[graph.back(E::ActsFor)], |tag| moment.holds(tag))
}

/// In service, and accountable or held up by a kept asset.
pub(crate) struct Kept<'a, V> {
    pub(crate) view: &'a V,
    /// By asset.
    pub(crate) owners: &'a [Answer],
}

impl<V: View> Rule for Kept<'_, V> {
    fn by_itself(&self, asset: u32) -> bool {
        self.view.in_service(asset) && self.owners[asset as usize] == Answer::Accountable
    }

    fn may_follow(&self, asset: u32) -> bool {
        self.view.in_service(asset)
    }

    fn before(&self, asset: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.back(E::RunsOn, asset).chain(self.view.back(E::DependsOn, asset))
    }

    fn after(&self, asset: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.out(E::RunsOn, asset).chain(self.view.out(E::DependsOn, asset))
    }
}

/// Present humans, staffed teams, and active non-humans attached to nothing or to a kept asset that act for nobody or for a
/// needed identity.
pub(crate) struct Needed<'a, V, S: ?Sized, A> {
    pub(crate) view: &'a V,
    /// By identity: present humans and staffed teams.
    pub(crate) answers: &'a S,
    /// Of an identity, whether the assets that it is attached to are there and wanted.
    pub(crate) attached: A,
}

impl<V: View, S: Set + ?Sized, A: Fn(u32) -> Bearing> Needed<'_, V, S, A> {
    /// Whether an identity is needed whatever the others are; `for_itself` says that it acts for nobody.
    #[inline]
    fn alone(&self, identity: u32, for_itself: bool) -> bool {
        let being = self.view.being(identity);
        let answers = being.is_own_owner() & self.answers[identity as usize];
        answers | being.is_assumed() | for_itself & self.may_follow(identity)
    }
}

impl<V: View, S: Set + ?Sized, A: Fn(u32) -> Bearing> Rule for Needed<'_, V, S, A> {
    fn by_itself(&self, identity: u32) -> bool {
        self.alone(identity, self.view.out(E::ActsFor, identity).next().is_none())
    }

    fn may_follow(&self, identity: u32) -> bool {
        let attached = (self.attached)(identity);
        self.view.acts_on_its_own(identity) & (attached.is_none() | attached.has(Bearing::WANTED))
    }

    fn before(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.out(E::ActsFor, identity)
    }

    fn after(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.back(E::ActsFor, identity)
    }
}
