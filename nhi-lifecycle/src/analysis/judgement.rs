//! Which credentials are orphaned, and for which reasons: section 5 of the model.

use super::{
    entitlement::{Entitlement, entitlements},
    liveness::Liveness,
    moment::{Moment, World},
    ownership::{Answer, Ownership},
};
use crate::{
    facts::Core,
    finding::{Reason, Reasons, Severity},
    graph::{EdgeKind as E, Snapshot},
    identity::IdentityClass,
    time::Instant,
};

/// Everything that is decided at one instant in one world.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub(crate) moment: Moment,
    pub(crate) ownership: Ownership,
    pub(crate) liveness: Liveness,
    entitlements: Vec<Entitlement>,
    /// By credential; empty for one that is not live.
    reasons: Vec<Reasons>,
}

impl Judgement {
    /// Judges every credential. O(records).
    pub(crate) fn new(snapshot: &Snapshot, at: Instant, world: World) -> Self {
        let moment = Moment::new(snapshot, at, world);
        let ownership = Ownership::new(&moment);
        let liveness = Liveness::new(&moment, &ownership);
        let entitlements = entitlements(&moment);
        let mut judgement = Self { moment, ownership, liveness, entitlements, reasons: Vec::new() };
        let credentials = judgement.moment.live.len() as u32;
        judgement.reasons = (0..credentials).map(|credential| judgement.judge(credential)).collect();
        judgement.judge_parents();
        judgement
    }

    pub(crate) fn reasons(&self, credential: u32) -> Reasons {
        self.reasons[credential as usize]
    }

    /// The highest of the reasons' severities, raised once by what the identity is entitled to.
    pub(crate) fn severity(&self, credential: u32) -> Option<Severity> {
        let severity = self.reasons(credential).severity()?;
        let raised = self.identity(credential).is_some_and(|identity| self.entitlements[identity as usize].raises());
        Some(if raised { severity.raised() } else { severity })
    }

    /// The identity that a credential authenticates as.
    pub(crate) fn identity(&self, credential: u32) -> Option<u32> {
        self.moment.out(E::AuthenticatesAs, credential).next()
    }

    /// Every reason but `parent_gone`.
    fn judge(&self, credential: u32) -> Reasons {
        let moment = &self.moment;
        if !moment.is_live(credential) {
            return Reasons::NONE;
        }
        if self.is_absent(credential) {
            // It is live only in the world in which absent records are present, and there nothing is wrong with it.
            return Reasons::NONE;
        }
        let owners = self.ownership.of_credential(moment, credential);
        let mut issuers = moment.out(E::IssuedBy, credential);
        let reasons = self.identity(credential).map_or(Reasons::NONE, |identity| self.of_identity(identity));
        self.of_consumers(credential, reasons)
            .with(Reason::IssuerRetired, issuers.any(|asset| moment.out_of_service(asset)))
            .with(Reason::OwnerDeparted, owners == Answer::Departed)
            .with(Reason::Unowned, owners == Answer::Unowned)
    }

    fn is_absent(&self, credential: u32) -> bool {
        !self.moment.snapshot.facts.credentials.core(credential).is_present()
    }

    fn of_identity(&self, identity: u32) -> Reasons {
        let moment = &self.moment;
        let being = moment.being(identity);
        let reasons = Reasons::NONE
            .with(Reason::IdentityGone, being.gone)
            .with(Reason::IdentitySuspended, !being.gone && !being.active);
        if being.class != Some(IdentityClass::NonHuman) {
            return reasons;
        }
        let reasons = reasons.with(Reason::TargetRetired, self.entitlements[identity as usize].leads_nowhere());
        if !being.active {
            return reasons;
        }
        let attached = moment.out(E::AttachedTo, identity);
        let is_attached = attached.clone().next().is_some();
        let all_out = is_attached && attached.clone().all(|asset| moment.out_of_service(asset));
        let some_in = attached.clone().any(|asset| moment.in_service(asset));
        let none_kept = !attached.clone().any(|asset| self.liveness.is_kept(asset));
        let mut principals = moment.out(E::ActsFor, identity).peekable();
        let acts_for = principals.peek().is_some();
        reasons
            .with(Reason::AssetRetired, all_out)
            .with(Reason::AssetAbandoned, some_in && none_kept)
            .with(Reason::Detached, !is_attached && self.was_attached(identity))
            .with(Reason::PrincipalGone, acts_for && !principals.any(|principal| self.liveness.is_needed(principal)))
    }

    fn was_attached(&self, identity: u32) -> bool {
        let graph = &self.moment.snapshot.graph;
        let mut ever = graph.out(E::AttachedTo).of(identity).iter();
        ever.any(|(_, tag)| graph.tags.tag(*tag).ended_by(self.moment.at))
    }

    fn of_consumers(&self, credential: u32, reasons: Reasons) -> Reasons {
        let moment = &self.moment;
        let assets = moment.out(E::UsedByAsset, credential);
        let identities = moment.out(E::UsedByIdentity, credential);
        if assets.clone().next().is_none() && identities.clone().next().is_none() {
            return reasons;
        }
        let gone = assets.clone().all(|asset| moment.out_of_service(asset))
            && identities.clone().all(|identity| moment.being(identity).gone);
        let some = assets.clone().any(|asset| moment.in_service(asset))
            || identities.clone().any(|identity| moment.being(identity).active);
        let wanted = assets.clone().any(|asset| self.liveness.is_kept(asset))
            || identities.clone().any(|identity| self.liveness.is_needed(identity));
        reasons.with(Reason::ConsumerGone, gone).with(Reason::ConsumerAbandoned, !gone && some && !wanted)
    }

    /// `parent_gone`, once every other reason is known.
    ///
    /// Rooted is a least fixpoint: credentials derived from each other in a ring root nothing. It spreads from those without
    /// parent to their children.
    fn judge_parents(&mut self) {
        let moment = &self.moment;
        let derived = moment.snapshot.graph.out(E::DerivedFrom);
        if derived.len() == 0 {
            return;
        }
        let tolerated: Reasons = [Reason::Unowned, Reason::OwnerDeparted].into_iter().collect();
        let sound =
            |credential: u32| moment.is_live(credential) && self.reasons(credential).without(tolerated).is_empty();
        let credentials = 0..self.reasons.len() as u32;
        let has_parent = |credential: u32| moment.out(E::DerivedFrom, credential).next().is_some();
        let mut rooted: Vec<bool> = credentials
            .clone()
            .map(|credential| (!has_parent(credential) || self.is_absent(credential)) && sound(credential))
            .collect();
        let mut stack: Vec<u32> = credentials.clone().filter(|credential| rooted[*credential as usize]).collect();
        while let Some(parent) = stack.pop() {
            for child in moment.back(E::DerivedFrom, parent) {
                if !rooted[child as usize] && sound(child) {
                    rooted[child as usize] = true;
                    stack.push(child);
                }
            }
        }
        let gone: Vec<u32> = credentials
            .filter(|credential| moment.is_live(*credential) && !self.is_absent(*credential))
            .filter(|credential| moment.out(E::DerivedFrom, *credential).any(|parent| !rooted[parent as usize]))
            .collect();
        for credential in gone {
            let reasons = self.reasons(credential);
            self.reasons[credential as usize] = reasons.with(Reason::ParentGone, true);
        }
    }
}
