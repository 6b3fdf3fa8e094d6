//! Who answers for it: section 3 of the model.

use super::{
    moment::{Moment, World},
    spread::gather,
};
use crate::{graph::EdgeKind as E, identity::IdentityClass};

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
    fn of(owners: impl Iterator<Item = bool>) -> Self {
        owners.map(|answers| if answers { Self::Accountable } else { Self::Departed }).max().unwrap_or(Self::Unowned)
    }

    /// The first rule that gives anyone.
    fn or(self, next: impl FnOnce() -> Self) -> Self {
        if self == Self::Unowned { next() } else { self }
    }
}

/// Which identities answer, and what the owners of assets and identities come to.
#[derive(Clone, Debug)]
pub(crate) struct Ownership {
    /// A present human, or a staffed team.
    answers: Vec<bool>,
    pub(crate) assets: Vec<Answer>,
    pub(crate) identities: Vec<Answer>,
}

impl Ownership {
    /// O(records + ownership, membership, attachment and acts_for relations).
    pub(crate) fn new(moment: &Moment) -> Self {
        let answers = answers(moment);
        let facts = &moment.snapshot.facts;
        let owners = |kind, index| Answer::of(moment.out(kind, index).map(|owner| answers[owner as usize]));
        let absent_is_owned = |present: bool| !present && moment.world == World::AbsentPresent;
        let assets: Vec<Answer> = (0..facts.assets.len())
            .map(|asset| {
                let present = moment.kind(asset).is_some();
                if absent_is_owned(present) { Answer::Accountable } else { owners(E::OwnerOfAsset, asset) }
            })
            .collect();
        let principals = principals(moment, &answers);
        let identities = (0..facts.identities.len())
            .map(|identity| {
                let being = moment.being(identity);
                match being.class {
                    Some(IdentityClass::Human | IdentityClass::Team) => {
                        Answer::of(std::iter::once(answers[identity as usize]))
                    }
                    None if absent_is_owned(false) => Answer::Accountable,
                    // An absent identity has no kind; its relations are all that is known of it.
                    Some(IdentityClass::NonHuman) | None => owners(E::OwnerOfIdentity, identity)
                        .or(|| {
                            let attached = moment.out(E::AttachedTo, identity);
                            attached.map(|asset| assets[asset as usize]).max().unwrap_or(Answer::Unowned)
                        })
                        .or(|| {
                            let principal = moment.out(E::ActsFor, identity);
                            principal.map(|principal| principals[principal as usize]).max().unwrap_or(Answer::Unowned)
                        }),
                }
            })
            .collect();
        Self { answers, assets, identities }
    }

    /// Whether an identity is a present human or a staffed team.
    pub(crate) fn answers(&self, identity: u32) -> bool {
        self.answers[identity as usize]
    }

    /// What the owners of a credential come to.
    pub(crate) fn of_credential(&self, moment: &Moment, credential: u32) -> Answer {
        Answer::of(moment.out(E::OwnerOfCredential, credential).map(|owner| self.answers(owner)))
            .or(|| {
                let identities = moment.out(E::AuthenticatesAs, credential);
                identities.map(|identity| self.identities[identity as usize]).max().unwrap_or(Answer::Unowned)
            })
            .or(|| {
                let assets = moment.out(E::UsedByAsset, credential);
                assets.map(|asset| self.assets[asset as usize]).max().unwrap_or(Answer::Unowned)
            })
    }
}

/// Present humans and staffed teams. The staffed teams are the least set: teams that are members of each other and of nobody
/// else staff nobody.
fn answers(moment: &Moment) -> Vec<bool> {
    let graph = &moment.snapshot.graph;
    let human_like = |identity: u32| {
        // As a member, an absent identity is a human: one that is gone, unless absent records count as present.
        !matches!(moment.being(identity).class, Some(IdentityClass::Team | IdentityClass::NonHuman))
    };
    let is_team = |identity: u32| moment.being(identity).class == Some(IdentityClass::Team);
    let mut answers: Vec<bool> = (0..moment.beings.len() as u32)
        .map(|identity| {
            let being = moment.being(identity);
            if is_team(identity) {
                let mut ever = graph.back(E::MemberOf).of(identity).iter();
                !being.gone && !ever.any(|(member, _)| human_like(*member) || is_team(*member))
            } else {
                human_like(identity) && !being.gone
            }
        })
        .collect();
    let mut stack: Vec<u32> =
        (0..).zip(&answers).filter(|(_, answers)| **answers).map(|(identity, _)| identity).collect();
    while let Some(member) = stack.pop() {
        for team in moment.out(E::MemberOf, member) {
            if is_team(team) && !moment.being(team).gone && !answers[team as usize] {
                answers[team as usize] = true;
                stack.push(team);
            }
        }
    }
    answers
}

/// For every identity, what the humans and teams come to that are it or are reached from it along acts_for.
fn principals(moment: &Moment, answers: &[bool]) -> Vec<Answer> {
    const SOMEBODY: u8 = 1;
    const ANSWERING: u8 = 2;
    if moment.snapshot.graph.out(E::ActsFor).len() == 0 {
        return vec![Answer::Unowned; answers.len()];
    }
    let counts = |identity: usize| moment.beings[identity].class != Some(IdentityClass::NonHuman);
    let own: Vec<u8> = answers
        .iter()
        .enumerate()
        .map(|(identity, answers)| match (counts(identity), answers) {
            (false, _) => 0,
            (true, false) => SOMEBODY,
            (true, true) => SOMEBODY | ANSWERING,
        })
        .collect();
    let reached = gather(moment, E::ActsFor, &own, |_| true);
    let answer = |flags: u8| match (flags & SOMEBODY, flags & ANSWERING) {
        (0, _) => Answer::Unowned,
        (_, 0) => Answer::Departed,
        _ => Answer::Accountable,
    };
    reached.into_iter().map(answer).collect()
}
