//! Which credentials are orphaned, and for which reasons: section 5 of the model.

use super::{
    entitlement::{Entitlement, entitlements},
    liveness::Liveness,
    moment::{Moment, World},
    ownership::{self, Answer, Ownership},
    sift::sift,
    spread::{Rule, Set, least_from},
    view::View,
};
use crate::{
    facts::Slot,
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
        let settled = Settled {
            view: &moment,
            answers: &ownership.answers,
            asset_owners: &ownership.assets,
            identity_owners: &ownership.identities,
            kept: &liveness.kept,
            needed: &liveness.needed,
            entitlements: &entitlements,
        };
        // Several credentials share an identity, and lie far from it.
        let of_identities: Vec<Reasons> =
            (0..moment.beings.len() as u32).map(|identity| settled.of_identity(identity)).collect();
        let of_identity = |identity: u32| of_identities[identity as usize];
        let credentials = moment.live.len() as u32;
        let mut reasons = vec![Reasons::NONE; moment.live.len()];
        sift(
            credentials,
            |credential| moment.is_live(credential),
            |credential| {
                reasons[credential as usize] = settled.of_credential(credential, of_identity);
            },
        );
        // Whether a credential is rooted matters only if another one is derived from it.
        let graph = &snapshot.graph;
        let parents = graph.back(E::DerivedFrom).holders();
        let rooted = least_from(&Rooted { view: &moment, reasons: &reasons }, credentials, parents);
        for credential in graph.out(E::DerivedFrom).holders() {
            let reasons = &mut reasons[credential as usize];
            *reasons = reasons.with(Reason::ParentGone, parent_gone(&moment, &rooted, credential));
        }
        Self { moment, ownership, liveness, entitlements, reasons }
    }

    pub(crate) fn reasons(&self, credential: u32) -> Reasons {
        self.reasons[credential as usize]
    }

    /// The highest of the reasons' severities, raised once by what the identity is entitled to.
    pub(crate) fn severity(&self, credential: u32) -> Option<Severity> {
        let reasons = self.reasons(credential);
        if reasons.is_empty() {
            return None;
        }
        severity(reasons, self.identity(credential).map(|identity| self.entitlements[identity as usize]))
    }

    /// The identity that a credential authenticates as.
    pub(crate) fn identity(&self, credential: u32) -> Option<u32> {
        self.moment.out(E::AuthenticatesAs, credential).next()
    }
}

/// The severity of these reasons, given what the identity is entitled to.
pub(super) fn severity(reasons: Reasons, entitlement: Option<Entitlement>) -> Option<Severity> {
    let severity = reasons.severity()?;
    Some(if entitlement.is_some_and(Entitlement::raises) { severity.raised() } else { severity })
}

/// All that is settled before credentials are judged. `answers`, `needed` and the like are by asset or identity.
pub(super) struct Settled<'a, V, S> {
    pub(super) view: &'a V,
    pub(super) answers: &'a S,
    pub(super) asset_owners: &'a [Answer],
    pub(super) identity_owners: &'a [Answer],
    pub(super) kept: &'a S,
    pub(super) needed: &'a S,
    pub(super) entitlements: &'a [Entitlement],
}

impl<V: View, S: Set> Settled<'_, V, S> {
    /// Every reason of a credential but `parent_gone`; `of_identity` gives those that lie in an identity.
    pub(super) fn of_credential(&self, credential: u32, of_identity: impl Fn(u32) -> Reasons) -> Reasons {
        let view = self.view;
        // In the world in which absent credentials are live, nothing is wrong with them.
        if !view.is_live(credential) || is_absent(view, credential) {
            return Reasons::NONE;
        }
        let owners = ownership::of_credential(view, self.answers, self.identity_owners, self.asset_owners, credential);
        let mut issuers = view.out(E::IssuedBy, credential);
        let reasons = view.out(E::AuthenticatesAs, credential).next().map_or(Reasons::NONE, of_identity);
        self.of_consumers(credential, reasons)
            .with(Reason::IssuerRetired, issuers.any(|asset| view.out_of_service(asset)))
            .with(Reason::OwnerDeparted, owners == Answer::Departed)
            .with(Reason::Unowned, owners == Answer::Unowned)
    }

    /// The reasons that a credential has through the identity it authenticates as.
    pub(super) fn of_identity(&self, identity: u32) -> Reasons {
        let view = self.view;
        let being = view.being(identity);
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
        let (mut is_attached, mut all_out, mut some_in, mut some_kept) = (false, true, false, false);
        for asset in view.out(E::AttachedTo, identity) {
            is_attached = true;
            all_out &= view.out_of_service(asset);
            some_in |= view.in_service(asset);
            some_kept |= self.kept[asset as usize];
        }
        let (mut acts_for, mut some_needed) = (false, false);
        for principal in view.out(E::ActsFor, identity) {
            acts_for = true;
            some_needed |= self.needed[principal as usize];
        }
        reasons
            .with(Reason::AssetRetired, is_attached && all_out)
            .with(Reason::AssetAbandoned, some_in && !some_kept)
            .with(Reason::Detached, !is_attached && self.was_attached(identity))
            .with(Reason::PrincipalGone, acts_for && !some_needed)
    }

    fn was_attached(&self, identity: u32) -> bool {
        let mut ever = self.view.ever_out(E::AttachedTo, identity);
        ever.any(|(_, tag)| self.view.tag(tag).ended_by(self.view.at()))
    }

    fn of_consumers(&self, credential: u32, reasons: Reasons) -> Reasons {
        let view = self.view;
        let (mut is_used, mut gone, mut some, mut wanted) = (false, true, false, false);
        for asset in view.out(E::UsedByAsset, credential) {
            is_used = true;
            gone &= view.out_of_service(asset);
            some |= view.in_service(asset);
            wanted |= self.kept[asset as usize];
        }
        for identity in view.out(E::UsedByIdentity, credential) {
            let being = view.being(identity);
            is_used = true;
            gone &= being.gone;
            some |= being.active;
            wanted |= self.needed[identity as usize];
        }
        reasons
            .with(Reason::ConsumerGone, is_used && gone)
            .with(Reason::ConsumerAbandoned, is_used && !gone && some && !wanted)
    }
}

/// Whether a live credential is an absent one; as recorded, none is.
fn is_absent(view: &impl View, credential: u32) -> bool {
    view.world() == World::AbsentPresent && !view.is_present(Slot::credential(credential))
}

/// Whether a credential is derived from one that is not rooted.
pub(super) fn parent_gone(view: &impl View, rooted: &impl Set, credential: u32) -> bool {
    view.is_live(credential)
        && !is_absent(view, credential)
        && view.out(E::DerivedFrom, credential).any(|parent| !rooted[parent as usize])
}

/// The credentials that stand on their own: live, with no reason but those about owners, and derived from such a one or from
/// none. Credentials derived from each other in a ring root nothing.
pub(super) struct Rooted<'a, V> {
    pub(super) view: &'a V,
    /// By credential: every reason but `parent_gone`.
    pub(super) reasons: &'a [Reasons],
}

impl<V: View> Rule for Rooted<'_, V> {
    fn by_itself(&self, credential: u32) -> bool {
        let has_parent = self.view.out(E::DerivedFrom, credential).next().is_some();
        (!has_parent || is_absent(self.view, credential)) && self.may_follow(credential)
    }

    fn may_follow(&self, credential: u32) -> bool {
        const TOLERATED: Reasons = Reasons::NONE.with(Reason::Unowned, true).with(Reason::OwnerDeparted, true);
        self.view.is_live(credential) && self.reasons[credential as usize].without(TOLERATED).is_empty()
    }

    fn before(&self, credential: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.out(E::DerivedFrom, credential)
    }

    fn after(&self, credential: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.back(E::DerivedFrom, credential)
    }
}
