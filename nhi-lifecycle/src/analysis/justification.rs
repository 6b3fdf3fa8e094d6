//! What justifies a credential: the chain to somebody who answers for it, and the chain to what keeps it needed.
//!
//! Chains are shortest ones; where several are, the one through the least ids.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;

use super::{judgement::Judgement, ownership::Answer, witness::as_text};
use crate::{
    facts::Slot,
    graph::{EdgeKind, EdgeKind as E},
    id::Reference,
    relation::RelationKind,
};

/// One relation of a chain, as it is recorded: `from` has the relation, `to` is where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The record that has the relation.
    #[serde(serialize_with = "as_text")]
    pub from: Reference,
    /// Which relation.
    pub relation: RelationKind,
    /// The record it leads to.
    #[serde(serialize_with = "as_text")]
    pub to: Reference,
}

/// The chain from a credential to an owner who answers.
pub(super) fn accountable(judgement: &Judgement, credential: u32) -> Vec<Link> {
    let moment = &judgement.moment;
    let answers =
        |slot: Slot| slot.namespace == crate::id::Namespace::Identity && judgement.ownership.answers(slot.index);
    let rules: [&[EdgeKind]; 3] = [
        &[E::OwnerOfCredential],
        &[E::AuthenticatesAs, E::OwnerOfIdentity, E::AttachedTo, E::OwnerOfAsset, E::ActsFor],
        &[E::UsedByAsset, E::OwnerOfAsset],
    ];
    let tries = rules.into_iter().filter(|rule| moment.out(rule[0], credential).next().is_some());
    for rule in tries {
        if let Some(mut chain) = shortest(judgement, Slot::credential(credential), rule, &[], answers) {
            staff(judgement, &mut chain);
            return chain;
        }
    }
    Vec::new()
}

/// If the chain ends at a team, goes on to the person who staffs it.
fn staff(judgement: &Judgement, chain: &mut Vec<Link>) {
    let facts = &judgement.moment.snapshot.facts;
    let Some(team) = chain.last().and_then(|last| facts.find(&last.to)) else { return };
    let person = |slot: Slot| {
        slot.namespace == crate::id::Namespace::Identity
            && judgement.moment.being(slot.index).class == Some(crate::identity::IdentityClass::Human)
            && judgement.ownership.answers(slot.index)
    };
    if !person(team) {
        chain.extend(shortest(judgement, team, &[], &[E::MemberOf], person).unwrap_or_default());
    }
}

/// The chain from a credential to what keeps it needed.
pub(super) fn needed(judgement: &Judgement, credential: u32) -> Vec<Link> {
    let moment = &judgement.moment;
    let (ownership, liveness) = (&judgement.ownership, &judgement.liveness);
    // Where need begins: assets in service that somebody answers for, and identities that are needed for their own sake.
    let source = |slot: Slot| match slot.namespace {
        crate::id::Namespace::Asset => {
            moment.in_service(slot.index) && ownership.assets[slot.index as usize] == Answer::Accountable
        }
        crate::id::Namespace::Identity => {
            liveness.is_needed(slot.index)
                && moment.out(E::AttachedTo, slot.index).next().is_none()
                && moment.out(E::ActsFor, slot.index).next().is_none()
        }
        crate::id::Namespace::Credential => false,
    };
    let along = [E::AuthenticatesAs, E::UsedByAsset, E::UsedByIdentity, E::AttachedTo, E::ActsFor];
    shortest(judgement, Slot::credential(credential), &along, &[E::RunsOn, E::DependsOn], source).unwrap_or_default()
}

/// The shortest chain along some relations forwards and others backwards, through records that are kept or needed or lead
/// to an owner, to one that is a goal.
fn shortest(
    judgement: &Judgement,
    start: Slot,
    along: &[EdgeKind],
    against: &[EdgeKind],
    goal: impl Fn(Slot) -> bool,
) -> Option<Vec<Link>> {
    let moment = &judgement.moment;
    let mut came: HashMap<Slot, Option<(Slot, EdgeKind, bool)>> = HashMap::from([(start, None)]);
    let mut queue = VecDeque::from([start]);
    while let Some(slot) = queue.pop_front() {
        if slot != start && goal(slot) {
            return Some(chain(judgement, slot, &came));
        }
        let mut steps = Vec::new();
        for (kinds, back) in [(along, false), (against, true)] {
            for kind in kinds {
                let (_, from, to) = kind.joins();
                let (here, there) = if back { (to, from) } else { (from, to) };
                if here == slot.namespace {
                    let ends: Vec<u32> = if back {
                        moment.back(*kind, slot.index).collect()
                    } else {
                        moment.out(*kind, slot.index).collect()
                    };
                    steps.extend(ends.into_iter().map(|index| (Slot { namespace: there, index }, *kind, back)));
                }
            }
        }
        steps.sort_by(|a, b| moment.snapshot.facts.id(a.0).cmp(moment.snapshot.facts.id(b.0)));
        for (next, kind, back) in steps {
            came.entry(next).or_insert_with(|| {
                queue.push_back(next);
                Some((slot, kind, back))
            });
        }
    }
    None
}

fn chain(judgement: &Judgement, end: Slot, came: &HashMap<Slot, Option<(Slot, EdgeKind, bool)>>) -> Vec<Link> {
    let facts = &judgement.moment.snapshot.facts;
    let mut links = Vec::new();
    let mut slot = end;
    while let Some(Some((before, kind, back))) = came.get(&slot) {
        let (from, to) = if *back { (slot, *before) } else { (*before, slot) };
        links.push(Link { from: facts.reference(from), relation: kind.joins().0, to: facts.reference(to) });
        slot = *before;
    }
    links.reverse();
    links
}
