//! Witnesses: the records and changes that make a reason true.

use serde::Serialize;

use super::{
    judgement::Judgement,
    moment::{Moment, Service, service},
    view::View,
};
use crate::{
    change::ChangeField,
    facts::{ChainKey, ChangeRow, Slot},
    finding::Reason,
    graph::{EdgeKind as E, EdgeKind},
    id::{Namespace, Reference},
    relation::RelationKind,
    time::Instant,
};

/// A record that makes a reason true: which asset was retired, when, by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The reason it makes true; none where it explains something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The record.
    #[serde(serialize_with = "as_text")]
    pub record: Reference,
    /// By which relation it is connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationKind>,
    /// The state that it came to: a stage or status, `absent`, `ended`, `expired`, `not_started`, `abandoned`, `unstaffed`, `orphaned`.
    pub state: &'static str,
    /// When it came to be so, at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// When it came to be so, at the earliest, where that is not known exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Instant>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why they did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

pub(super) fn as_text<S: serde::Serializer>(reference: &Reference, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reference)
}

/// A record's state at an instant, and the change that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) word: &'static str,
    pub(super) at: Option<Instant>,
    not_before: Option<Instant>,
    pub(super) by: Option<String>,
    because: Option<String>,
}

impl State {
    pub(super) fn plain(word: &'static str, at: Option<Instant>) -> Self {
        Self { word, at, not_before: None, by: None, because: None }
    }

    /// What a change of stage or status led to.
    fn after(row: &ChangeRow) -> Self {
        let ChainKey { slot, field } = row.key();
        Self {
            word: field.word_of(slot.namespace, row.to).unwrap_or("unknown"),
            at: Some(row.at),
            not_before: row.earliest(),
            by: row.by().map(str::to_owned),
            because: row.reason().map(str::to_owned),
        }
    }

    pub(super) fn witness(self, record: Reference, reason: Option<Reason>, relation: Option<RelationKind>) -> Witness {
        Witness {
            reason,
            record,
            relation,
            state: self.word,
            at: self.at,
            not_before: self.not_before,
            by: self.by,
            because: self.because,
        }
    }
}

/// What became of a record: its stage or status with the change that led there, its end, or its absence.
pub(super) fn state(moment: &Moment, slot: Slot) -> State {
    let facts = &moment.snapshot.facts;
    if !facts.is_present(slot) {
        return State::plain("absent", None);
    }
    let changed = changed(moment, slot);
    let is = |word: &str| changed.word == word;
    let earlier = |end: Option<Instant>| end.filter(|end| *end <= moment.at && changed.at.is_none_or(|at| *end < at));
    match slot.namespace {
        Namespace::Asset => went_out(moment, slot).unwrap_or(changed),
        Namespace::Identity => {
            let core = facts.identities.core(slot.index);
            let ended = core.ends_at.filter(|end| *end <= moment.at);
            if let Some(end) = if is("deprovisioned") { earlier(ended) } else { ended } {
                return State::plain("ended", Some(end));
            }
            match core.starts_at.filter(|start| is("active") && moment.at < *start) {
                Some(start) => State::plain("not_started", Some(start)),
                None => changed,
            }
        }
        Namespace::Credential => {
            let core = facts.credentials.core(slot.index);
            let expired = core.expires_at.filter(|expiry| *expiry <= moment.at);
            if let Some(expiry) = if is("active") { expired } else { earlier(expired) } {
                return State::plain("expired", Some(expiry));
            }
            match core.issued_at.filter(|issue| is("active") && moment.at < *issue) {
                Some(issue) => State::plain("not_issued", Some(issue)),
                None => changed,
            }
        }
    }
}

fn changed(moment: &Moment, slot: Slot) -> State {
    let facts = &moment.snapshot.facts;
    let field = ChangeField::main(slot.namespace);
    let chain = facts.changes.chain(ChainKey { slot, field });
    let word = |number| field.word_of(slot.namespace, number).unwrap_or("unknown");
    match facts.changes.last_before(chain, moment.at) {
        Some(row) => State::after(row),
        None if chain.is_empty() => State::plain(word(facts.own(slot, field)), None),
        None => State::plain(word(facts.changes.value_in(chain, moment.at)), None),
    }
}

/// The change that took an asset out of service, if it is out of it; where it went on to other such stages, the first. That one
/// made the reason true, and its day is the day since which it holds.
fn went_out(moment: &Moment, slot: Slot) -> Option<State> {
    let changes = &moment.snapshot.facts.changes;
    let chain = changes.chain(ChainKey { slot, field: ChangeField::Stage });
    let until_now = &chain[..chain.partition_point(|number| changes.row(*number).at <= moment.at)];
    let backwards = until_now.iter().rev().map(|number| changes.row(*number));
    backwards.take_while(|row| service(row.to) == Service::Out).last().map(State::after)
}

/// The stage of an asset at this instant.
pub(super) fn stage(moment: &Moment, asset: u32) -> &'static str {
    changed(moment, Slot::asset(asset)).word
}

/// The witnesses of every reason of a credential, in the order of the reasons, then of the records.
pub(super) fn witnesses(judgement: &Judgement, credential: u32) -> Vec<Witness> {
    let reasons = judgement.reasons(credential);
    reasons.iter().flat_map(|reason| of_reason(judgement, credential, reason)).collect()
}

/// The witnesses of one reason, in the order of their records.
pub(super) fn of_reason(judgement: &Judgement, credential: u32, reason: Reason) -> Vec<Witness> {
    let moment = &judgement.moment;
    let identity = judgement.identity(credential);
    let mut found = Vec::new();
    let mut push = |slot: Slot, relation: EdgeKind, state: State| {
        let reference = moment.snapshot.facts.reference(slot);
        found.push(state.witness(reference, Some(reason), Some(relation.joins().0)));
    };
    let abandoned = |slot: Slot| {
        let in_service = slot.namespace == Namespace::Asset && moment.in_service(slot.index);
        let active = slot.namespace == Namespace::Identity && moment.being(slot.index).active();
        if in_service || active { State::plain("abandoned", None) } else { state(moment, slot) }
    };
    match reason {
        Reason::IdentityGone | Reason::IdentitySuspended => {
            if let Some(identity) = identity {
                push(Slot::identity(identity), E::AuthenticatesAs, state(moment, Slot::identity(identity)));
            }
        }
        Reason::AssetRetired | Reason::AssetAbandoned => {
            for asset in identity.into_iter().flat_map(|identity| moment.out(E::AttachedTo, identity)) {
                push(Slot::asset(asset), E::AttachedTo, abandoned(Slot::asset(asset)));
            }
        }
        Reason::Detached => {
            let graph = &moment.snapshot.graph;
            let attached = identity.into_iter().flat_map(|identity| graph.out(E::AttachedTo).of(identity));
            for (asset, tag) in attached.filter(|(_, tag)| graph.tags.tag(*tag).ended_by(moment.at)) {
                let [_, until] = graph.tags.tag(tag).bounds();
                push(Slot::asset(asset), E::AttachedTo, State::plain("ended", until));
            }
        }
        Reason::PrincipalGone => {
            for principal in identity.into_iter().flat_map(|identity| moment.out(E::ActsFor, identity)) {
                push(Slot::identity(principal), E::ActsFor, owner_state(judgement, principal, &abandoned));
            }
        }
        Reason::ConsumerGone | Reason::ConsumerAbandoned => {
            for asset in moment.out(E::UsedByAsset, credential) {
                push(Slot::asset(asset), E::UsedByAsset, abandoned(Slot::asset(asset)));
            }
            for consumer in moment.out(E::UsedByIdentity, credential) {
                push(Slot::identity(consumer), E::UsedByIdentity, owner_state(judgement, consumer, &abandoned));
            }
        }
        Reason::IssuerRetired => {
            for asset in moment.out(E::IssuedBy, credential) {
                push(Slot::asset(asset), E::IssuedBy, state(moment, Slot::asset(asset)));
            }
        }
        Reason::TargetRetired => {
            for asset in identity.into_iter().flat_map(|identity| targets(moment, identity)) {
                push(Slot::asset(asset), E::EntitledTo, state(moment, Slot::asset(asset)));
            }
        }
        Reason::ParentGone => {
            for parent in moment.out(E::DerivedFrom, credential) {
                let slot = Slot::credential(parent);
                let orphaned = moment.is_live(parent);
                let parent_state = if orphaned { State::plain("orphaned", None) } else { state(moment, slot) };
                push(slot, E::DerivedFrom, parent_state);
            }
        }
        Reason::OwnerDeparted => {
            owners(judgement, credential, |owner, relation| {
                push(Slot::identity(owner), relation, owner_state(judgement, owner, &abandoned));
            });
        }
        Reason::Unowned => {}
    }
    // One record may be connected several times; it is one witness, by its latest end.
    found.sort_by(|a, b| a.record.cmp(&b.record).then_with(|| b.at.cmp(&a.at)));
    found.dedup_by(|a, b| a.record == b.record);
    found
}

/// The state of an identity that should answer or need something; for a team, whether anybody is left in it.
fn owner_state(judgement: &Judgement, identity: u32, otherwise: &dyn Fn(Slot) -> State) -> State {
    let being = judgement.moment.being(identity);
    if being.is_team() && !being.gone() {
        return State::plain("unstaffed", None);
    }
    if being.is_human() {
        state(&judgement.moment, Slot::identity(identity))
    } else {
        otherwise(Slot::identity(identity))
    }
}

/// The assets that an identity is entitled to, itself or through teams that are not gone.
pub(super) fn targets(moment: &Moment, identity: u32) -> Vec<u32> {
    holders(moment, identity).into_iter().flat_map(|holder| moment.out(E::EntitledTo, holder)).collect()
}

/// The identity and every team that is not gone of which it is a member through any number of such teams.
pub(super) fn holders(moment: &Moment, identity: u32) -> Vec<u32> {
    let mut holders = vec![identity];
    let mut seen = rustc_hash::FxHashSet::from_iter([identity]);
    let mut next = 0;
    while let Some(holder) = holders.get(next).copied() {
        for team in moment.out(E::MemberOf, holder) {
            if !moment.being(team).gone() && seen.insert(team) {
                holders.push(team);
            }
        }
        next += 1;
    }
    holders
}

/// Gives the owners of a credential by the first rule that gives anyone, each with the relation that made it one. Some come several
/// times.
pub(super) fn owners(judgement: &Judgement, credential: u32, mut give: impl FnMut(u32, EdgeKind)) {
    let moment = &judgement.moment;
    let given = all_of(moment.out(E::OwnerOfCredential, credential), E::OwnerOfCredential, &mut give)
        || judgement.identity(credential).is_some_and(|identity| identity_owners(moment, identity, &mut give));
    if !given {
        let assets = moment.out(E::UsedByAsset, credential);
        all_of(assets.flat_map(|asset| moment.out(E::OwnerOfAsset, asset)), E::OwnerOfAsset, &mut give);
    }
}

/// Gives each of these; whether there were any.
fn all_of(owners: impl Iterator<Item = u32>, kind: EdgeKind, give: &mut impl FnMut(u32, EdgeKind)) -> bool {
    let mut any = false;
    for owner in owners {
        any = true;
        give(owner, kind);
    }
    any
}

fn identity_owners(moment: &Moment, identity: u32, give: &mut impl FnMut(u32, EdgeKind)) -> bool {
    if moment.being(identity).is_own_owner() {
        give(identity, E::AuthenticatesAs);
        return true;
    }
    let attached = moment.out(E::AttachedTo, identity);
    all_of(moment.out(E::OwnerOfIdentity, identity), E::OwnerOfIdentity, give)
        || all_of(attached.flat_map(|asset| moment.out(E::OwnerOfAsset, asset)), E::OwnerOfAsset, give)
        || all_of(principals(moment, identity).into_iter(), E::ActsFor, give)
}

/// The humans, teams and absent identities that are reached along acts_for.
fn principals(moment: &Moment, identity: u32) -> Vec<u32> {
    let mut reached = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![identity];
    while let Some(agent) = stack.pop() {
        for principal in moment.out(E::ActsFor, agent) {
            if seen.insert(principal) {
                stack.push(principal);
                if !moment.being(principal).is_non_human() {
                    reached.push(principal);
                }
            }
        }
    }
    reached
}
