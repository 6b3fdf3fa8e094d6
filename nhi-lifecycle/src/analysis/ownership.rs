//! Who answers for it: section 3 of the model.

use super::{
    moment::{Moment, World},
    spread::{Gathering, Rule, Set, gather, least},
    view::View,
};
use crate::{facts::Slot, graph::EdgeKind as E, identity::IdentityClass};

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

impl Answer {
    /// The answer of several owners together.
    #[inline]
    fn of(owners: impl Iterator<Item = bool>) -> Self {
        Self::together(owners.map(|answers| if answers { Self::Accountable } else { Self::Departed }))
    }

    /// Several answers together.
    #[inline]
    fn together(answers: impl Iterator<Item = Self>) -> Self {
        let mut together = Self::Unowned;
        for answer in answers {
            together = together.max(answer);
        }
        together
    }

    /// The first rule that gives anyone.
    #[inline]
    fn or(self, next: impl FnOnce() -> Self) -> Self {
        if self == Self::Unowned { next() } else { self }
    }
}

/// Which identities answer, and what the owners of assets and identities come to.
#[derive(Clone, Debug)]
pub(crate) struct Ownership {
    /// A present human, or a staffed team.
    pub(super) answers: Vec<bool>,
    pub(crate) assets: Vec<Answer>,
    pub(crate) identities: Vec<Answer>,
}

impl Ownership {
    /// O(records + ownership, membership, attachment and acts_for relations).
    pub(crate) fn new(moment: &Moment) -> Self {
        let (assets, identities) = (moment.services.len() as u32, moment.beings.len() as u32);
        let answers = least(&Answering(moment), identities);
        let assets: Vec<Answer> = (0..assets).map(|asset| of_asset(moment, &answers, asset)).collect();
        // Where nobody acts for anybody, nobody is asked for.
        let principals = if moment.has(E::ActsFor) {
            gather(&Principals { view: moment, answers: &answers }, identities)
        } else {
            Vec::new()
        };
        let principal = |identity: u32| of_principals(principals[identity as usize]);
        let identities =
            (0..identities).map(|identity| of_identity(moment, &answers, &assets, principal, identity)).collect();
        Self { answers, assets, identities }
    }

    /// Whether an identity is a present human or a staffed team.
    pub(crate) fn answers(&self, identity: u32) -> bool {
        self.answers[identity as usize]
    }
}

/// What the owners of an asset come to; `answers` is by identity.
#[inline]
pub(super) fn of_asset(view: &impl View, answers: &impl Set, asset: u32) -> Answer {
    if view.world() == World::AbsentPresent && !view.is_present(Slot::asset(asset)) {
        return Answer::Accountable;
    }
    Answer::of(view.out(E::OwnerOfAsset, asset).map(|owner| answers[owner as usize]))
}

/// What the owners of an identity come to. `answers` is by identity, `assets` what the owners of each asset come to, `principals`
/// what is reached from an identity along acts_for.
#[inline]
pub(super) fn of_identity(
    view: &impl View,
    answers: &impl Set,
    assets: &[Answer],
    principals: impl Fn(u32) -> Answer,
    identity: u32,
) -> Answer {
    match view.being(identity).class {
        Some(IdentityClass::Human | IdentityClass::Team) => Answer::of(std::iter::once(answers[identity as usize])),
        None if view.world() == World::AbsentPresent => Answer::Accountable,
        // An absent identity has no kind; its relations are all that is known of it.
        Some(IdentityClass::NonHuman) | None => {
            Answer::of(view.out(E::OwnerOfIdentity, identity).map(|owner| answers[owner as usize]))
                .or(|| Answer::together(view.out(E::AttachedTo, identity).map(|asset| assets[asset as usize])))
                .or(|| Answer::together(view.out(E::ActsFor, identity).map(principals)))
        }
    }
}

/// What the owners of a credential come to; `answers` and `identities` are by identity, `assets` by asset.
#[inline]
pub(super) fn of_credential(
    view: &impl View,
    answers: &impl Set,
    identities: &[Answer],
    assets: &[Answer],
    credential: u32,
) -> Answer {
    Answer::of(view.out(E::OwnerOfCredential, credential).map(|owner| answers[owner as usize]))
        .or(|| Answer::together(view.out(E::AuthenticatesAs, credential).map(|identity| identities[identity as usize])))
        .or(|| Answer::together(view.out(E::UsedByAsset, credential).map(|asset| assets[asset as usize])))
}

/// Present humans and staffed teams. The staffed teams are the least set: teams that are members of each other and of nobody
/// else staff nobody.
pub(super) struct Answering<'a, V>(pub(super) &'a V);

impl<V: View> Answering<'_, V> {
    fn is_team(&self, identity: u32) -> bool {
        self.0.being(identity).class == Some(IdentityClass::Team)
    }

    /// As a member, an absent identity is a human: one that is gone, unless absent records count as present.
    fn is_human_like(&self, identity: u32) -> bool {
        !matches!(self.0.being(identity).class, Some(IdentityClass::Team | IdentityClass::NonHuman))
    }
}

impl<V: View> Rule for Answering<'_, V> {
    fn by_itself(&self, identity: u32) -> bool {
        let gone = self.0.being(identity).gone;
        if self.is_team(identity) {
            let mut ever = self.0.ever_back(E::MemberOf, identity);
            !gone && !ever.any(|(member, _)| self.is_human_like(member) || self.is_team(member))
        } else {
            self.is_human_like(identity) && !gone
        }
    }

    fn may_follow(&self, identity: u32) -> bool {
        self.is_team(identity) && !self.0.being(identity).gone
    }

    fn before(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.back(E::MemberOf, identity)
    }

    fn after(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.out(E::MemberOf, identity)
    }
}

/// The humans and teams that an identity is, or reaches along acts_for, as flags.
pub(super) struct Principals<'a, V, S> {
    pub(super) view: &'a V,
    /// By identity: present humans and staffed teams.
    pub(super) answers: &'a S,
}

/// There is one.
pub(super) const SOMEBODY: u8 = 1;
/// There is one who answers.
pub(super) const ANSWERING: u8 = 2;

impl<V: View, S: Set> Gathering for Principals<'_, V, S> {
    fn own(&self, identity: u32) -> u8 {
        match (self.view.being(identity).class, self.answers[identity as usize]) {
            (Some(IdentityClass::NonHuman), _) => 0,
            (_, false) => SOMEBODY,
            (_, true) => SOMEBODY | ANSWERING,
        }
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

/// What gathered principals come to.
#[inline]
pub(super) fn of_principals(flags: u8) -> Answer {
    match (flags & SOMEBODY, flags & ANSWERING) {
        (0, _) => Answer::Unowned,
        (_, 0) => Answer::Departed,
        _ => Answer::Accountable,
    }
}
