//! What is still needed: section 4 of the model.
//!
//! A garbage collection over the inventory. The sets are least fixpoints, so two forgotten systems that hold up each other
//! hold up nothing.

use super::{
    moment::{Moment, World},
    ownership::{Answer, Ownership},
    spread::{Rule, Set, least},
    view::View,
};
use crate::{graph::EdgeKind as E, identity::IdentityClass};

/// Which assets are kept and which identities needed.
#[derive(Clone, Debug)]
pub(crate) struct Liveness {
    pub(super) kept: Vec<bool>,
    pub(super) needed: Vec<bool>,
}

impl Liveness {
    /// O(records + runs_on, depends_on, attachment and acts_for relations).
    pub(crate) fn new(moment: &Moment, ownership: &Ownership) -> Self {
        let kept = least(&Kept { view: moment, owners: &ownership.assets }, moment.services.len() as u32);
        let rule = Needed { view: moment, answers: &ownership.answers, kept: &kept };
        let identities = moment.beings.len() as u32;
        let needed = if moment.has(E::ActsFor) {
            least(&rule, identities)
        } else {
            (0..identities).map(|identity| rule.by_itself(identity)).collect()
        };
        Self { kept, needed }
    }

    pub(crate) fn is_kept(&self, asset: u32) -> bool {
        self.kept[asset as usize]
    }

    pub(crate) fn is_needed(&self, identity: u32) -> bool {
        self.needed[identity as usize]
    }
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
pub(crate) struct Needed<'a, V, S> {
    pub(crate) view: &'a V,
    /// By identity: present humans and staffed teams.
    pub(crate) answers: &'a S,
    /// By asset.
    pub(crate) kept: &'a S,
}

impl<V: View, S: Set> Rule for Needed<'_, V, S> {
    fn by_itself(&self, identity: u32) -> bool {
        match self.view.being(identity).class {
            Some(IdentityClass::Human | IdentityClass::Team) => self.answers[identity as usize],
            None => self.view.world() == World::AbsentPresent,
            Some(IdentityClass::NonHuman) => {
                self.view.out(E::ActsFor, identity).next().is_none() && self.may_follow(identity)
            }
        }
    }

    fn may_follow(&self, identity: u32) -> bool {
        let mut attached = self.view.out(E::AttachedTo, identity).peekable();
        self.view.acts_on_its_own(identity)
            && (attached.peek().is_none() || attached.any(|asset| self.kept[asset as usize]))
    }

    fn before(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.out(E::ActsFor, identity)
    }

    fn after(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.back(E::ActsFor, identity)
    }
}
