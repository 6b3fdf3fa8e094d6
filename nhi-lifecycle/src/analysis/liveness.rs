//! What is still needed: section 4 of the model.
//!
//! A garbage collection over the inventory. The sets are least fixpoints, so two forgotten systems that hold up each other
//! hold up nothing.

use super::{
    moment::{Moment, World},
    ownership::{Answer, Ownership},
};
use crate::{graph::EdgeKind as E, identity::IdentityClass};

/// Which assets are kept and which identities needed.
#[derive(Clone, Debug)]
pub(crate) struct Liveness {
    kept: Vec<bool>,
    needed: Vec<bool>,
}

impl Liveness {
    /// O(records + runs_on, depends_on, attachment and acts_for relations).
    pub(crate) fn new(moment: &Moment, ownership: &Ownership) -> Self {
        let kept = kept(moment, ownership);
        let needed = needed(moment, ownership, &kept);
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
fn kept(moment: &Moment, ownership: &Ownership) -> Vec<bool> {
    let accountable =
        (0..).zip(&ownership.assets).map(|(asset, answer)| moment.in_service(asset) && *answer == Answer::Accountable);
    let mut kept: Vec<bool> = accountable.collect();
    let mut stack: Vec<u32> = (0..).zip(&kept).filter(|(_, kept)| **kept).map(|(asset, _)| asset).collect();
    while let Some(asset) = stack.pop() {
        for below in moment.out(E::RunsOn, asset).chain(moment.out(E::DependsOn, asset)) {
            if !kept[below as usize] && moment.in_service(below) {
                kept[below as usize] = true;
                stack.push(below);
            }
        }
    }
    kept
}

fn needed(moment: &Moment, ownership: &Ownership, kept: &[bool]) -> Vec<bool> {
    // Non-humans that are needed as soon as some principal of theirs is.
    let eligible = |identity: u32| {
        let mut attached = moment.out(E::AttachedTo, identity).peekable();
        moment.acts_on_its_own(identity) && (attached.peek().is_none() || attached.any(|asset| kept[asset as usize]))
    };
    let mut needed: Vec<bool> = (0..moment.beings.len() as u32)
        .map(|identity| match moment.being(identity).class {
            Some(IdentityClass::Human | IdentityClass::Team) => ownership.answers(identity),
            None => moment.world == World::AbsentPresent,
            Some(IdentityClass::NonHuman) => moment.out(E::ActsFor, identity).next().is_none() && eligible(identity),
        })
        .collect();
    if moment.snapshot.graph.out(E::ActsFor).len() == 0 {
        return needed;
    }
    let mut stack: Vec<u32> = (0..).zip(&needed).filter(|(_, needed)| **needed).map(|(identity, _)| identity).collect();
    while let Some(principal) = stack.pop() {
        for agent in moment.back(E::ActsFor, principal) {
            if !needed[agent as usize] && eligible(agent) {
                needed[agent as usize] = true;
                stack.push(agent);
            }
        }
    }
    needed
}
