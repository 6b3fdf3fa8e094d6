//! What justifies a credential: the chain to somebody who answers for it, and the chain to what keeps it needed.
//!
//! Chains are shortest ones; where several are, the one through the least ids.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;

use super::{judgement::Judgement, ownership::Answer, view::View, witness::as_text};
use crate::{
    facts::Slot,
    graph::{EdgeKind, EdgeKind as E},
    id::{Namespace, Reference},
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
    let answers = |slot: Slot| slot.namespace == Namespace::Identity && judgement.ownership.answers(slot.index);
    // The rules of section 3 in their order; the first that gives an owner who answers is the one that decided, as it gave
    // nobody before.
    let rules: [&[EdgeKind]; 6] = [
        &[E::OwnerOfCredential],
        &[E::AuthenticatesAs],
        &[E::AuthenticatesAs, E::OwnerOfIdentity],
        &[E::AuthenticatesAs, E::AttachedTo, E::OwnerOfAsset],
        &[E::AuthenticatesAs, E::ActsFor],
        &[E::UsedByAsset, E::OwnerOfAsset],
    ];
    for rule in rules {
        if let Some(mut chain) = shortest(judgement, Slot::credential(credential), rule, &[], |_| true, answers) {
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
        slot.namespace == Namespace::Identity
            && judgement.moment.being(slot.index).is_human()
            && judgement.ownership.answers(slot.index)
    };
    if !person(team) {
        let staffed = |slot: Slot| judgement.ownership.answers(slot.index);
        chain.extend(shortest(judgement, team, &[], &[E::MemberOf], staffed, person).unwrap_or_default());
    }
}

/// The chain from a credential to what keeps it needed.
pub(super) fn needed(judgement: &Judgement, credential: u32) -> Vec<Link> {
    let moment = &judgement.moment;
    let (ownership, liveness) = (&judgement.ownership, &judgement.liveness);
    // Where need begins: assets in service that somebody answers for, and identities that are needed for their own sake.
    let source = |slot: Slot| match slot.namespace {
        Namespace::Asset => {
            moment.in_service(slot.index) && ownership.assets[slot.index as usize] == Answer::Accountable
        }
        Namespace::Identity => {
            let alone = moment.being(slot.index).is_own_owner();
            liveness.is_needed(slot.index)
                && (alone
                    || moment.out(E::AttachedTo, slot.index).next().is_none()
                        && moment.out(E::ActsFor, slot.index).next().is_none())
        }
        Namespace::Credential => false,
    };
    let along = [E::AuthenticatesAs, E::UsedByAsset, E::UsedByIdentity, E::AttachedTo, E::ActsFor];
    let holds = |slot: Slot| match slot.namespace {
        Namespace::Asset => liveness.is_kept(slot.index),
        Namespace::Identity => liveness.is_needed(slot.index),
        Namespace::Credential => false,
    };
    let start = Slot::credential(credential);
    shortest(judgement, start, &along, &[E::RunsOn, E::DependsOn], holds, source).unwrap_or_default()
}

/// The shortest chain along some relations forwards and others backwards, through records that `holds` lets through, to one
/// that is a goal.
fn shortest(
    judgement: &Judgement,
    start: Slot,
    along: &[EdgeKind],
    against: &[EdgeKind],
    holds: impl Fn(Slot) -> bool,
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
                    let ends = ends.into_iter().map(|index| Slot { namespace: there, index });
                    steps.extend(ends.filter(|end| holds(*end)).map(|end| (end, *kind, back)));
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
