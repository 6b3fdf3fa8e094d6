//! Which credentials are orphaned, and for which reasons: section 5 of the model.

use super::{
    bearing::Bearing,
    being::Being,
    entitlement::Entitlement,
    liveness::Liveness,
    moment::{Moment, World},
    ownership::Ownership,
    spread::{Rule, Set},
    sweep,
    view::View,
};
use crate::{
    facts::Slot,
    finding::{Reason, Reasons, Severity},
    graph::{EdgeKind as E, Snapshot},
    time::Instant,
};

/// Everything that is decided at one instant in one world.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub(crate) moment: Moment,
    pub(crate) ownership: Ownership,
    pub(crate) liveness: Liveness,
    /// By credential; no reasons for one that is not live.
    pub(super) weighed: Vec<Weighed>,
}

impl Judgement {
    /// Judges every credential. O(records).
    pub(crate) fn new(snapshot: &Snapshot, at: Instant, world: World) -> Self {
        Self::of(Moment::new(snapshot, at, world))
    }

    /// The same of a moment that was read.
    pub(super) fn of(moment: Moment) -> Self {
        sweep::judge(moment)
    }

    pub(crate) fn reasons(&self, credential: u32) -> Reasons {
        self.weighed(credential).reasons()
    }

    #[inline]
    pub(super) fn weighed(&self, credential: u32) -> Weighed {
        self.weighed[credential as usize]
    }

    /// The identity that a credential authenticates as.
    pub(crate) fn identity(&self, credential: u32) -> Option<u32> {
        self.moment.out(E::AuthenticatesAs, credential).next()
    }
}

/// The reasons of a credential, and whether what its identity may use makes them worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weighed(u16);

impl Weighed {
    pub(super) const fn new(reasons: Reasons, is_raised: bool) -> Self {
        Self(reasons.bits() | is_raised as u16)
    }

    pub(super) const fn reasons(self) -> Reasons {
        Reasons::from_bits(self.0)
    }

    /// Whether there is no reason.
    pub(super) const fn is_none(self) -> bool {
        self.reasons().is_empty()
    }

    /// The same with this reason, if it holds.
    pub(super) const fn with(self, reason: Reason, holds: bool) -> Self {
        Self::new(self.reasons().with(reason, holds), self.is_raised())
    }

    /// The same if something holds, and nothing otherwise. Without a branch.
    pub(super) const fn when(self, holds: bool) -> Self {
        Self(self.0 & (holds as u16).wrapping_neg())
    }

    const fn is_raised(self) -> bool {
        self.0 & 1 != 0
    }

    /// The highest of the reasons' severities, raised once by what the identity is entitled to, by its number; 0 without reasons.
    #[inline]
    pub(super) fn severity_number(self) -> u8 {
        self.reasons().severity_number(self.is_raised())
    }

    /// The same as a severity.
    pub(super) fn severity(self) -> Option<Severity> {
        Severity::from_number(self.severity_number())
    }
}

/// What a credential takes over from the identity that it authenticates as.
///
/// In one number: the reasons that lie in the identity, with whether what it may use makes any reason worse, and above these what its
/// owners come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Inherited(u32);

impl Inherited {
    #[inline]
    pub(super) const fn new(weighed: Weighed, owners: Bearing) -> Self {
        Self(weighed.0 as u32 | (owners.bits() as u32) << u16::BITS)
    }

    const fn weighed(self) -> Weighed {
        Weighed(self.0 as u16)
    }

    const fn owners(self) -> Bearing {
        Bearing::from_bits((self.0 >> u16::BITS) as u8)
    }
}

/// The reasons that lie in an identity. `attached` is what the assets come to that it is attached to, `principals` those for whom it
/// acts; `was_attached` says whether it was attached to any that it no longer is attached to.
#[inline]
pub(super) fn of_identity(
    being: Being,
    entitlement: Entitlement,
    [attached, principals]: [Bearing; 2],
    was_attached: bool,
) -> Reasons {
    let as_being = Reasons::NONE
        .with(Reason::IdentityGone, being.gone())
        .with(Reason::IdentitySuspended, !being.gone() & !being.active());
    let as_non_human = Reasons::NONE.with(Reason::TargetRetired, entitlement.leads_nowhere());
    let as_active_one = Reasons::NONE
        .with(Reason::AssetRetired, attached.all_over())
        .with(Reason::AssetAbandoned, attached.works_unwanted())
        .with(Reason::Detached, attached.is_none() & was_attached)
        .with(Reason::PrincipalGone, principals.has(Bearing::THERE) & !principals.has(Bearing::WANTED));
    as_being.or(as_non_human.when(being.is_non_human())).or(as_active_one.when(being.is_non_human() & being.active()))
}

/// Whether an identity was attached to any asset that it no longer is attached to.
pub(super) fn was_attached(view: &impl View, identity: u32) -> bool {
    let mut ever = view.ever_out(E::AttachedTo, identity);
    ever.any(|(_, tag)| view.tag(tag).ended_by(view.at()))
}

/// What the assets and identities around a credential come to, by the relation to them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// Its owners.
    pub(super) owners: Bearing,
    /// The assets that use it.
    pub(super) assets: Bearing,
    /// The identities that use it.
    pub(super) identities: Bearing,
    /// The assets that issued it.
    pub(super) issuers: Bearing,
}

/// Every reason of a live credential but `parent_gone`.
#[inline]
pub(super) fn of_credential(inherited: Inherited, around: Around) -> Weighed {
    let owners = around.owners.or_owned(inherited.owners()).or_owned(around.assets);
    let consumers = around.assets | around.identities;
    let reasons = inherited
        .weighed()
        .reasons()
        .with(Reason::ConsumerGone, consumers.all_over())
        .with(Reason::ConsumerAbandoned, consumers.works_unwanted())
        .with(Reason::IssuerRetired, around.issuers.has(Bearing::OVER))
        .with(Reason::OwnerDeparted, owners.has(Bearing::OWNED) & !owners.has(Bearing::ANSWERED))
        .with(Reason::Unowned, !owners.has(Bearing::OWNED));
    Weighed::new(reasons, inherited.weighed().is_raised())
}

/// Whether there is something to judge: it works, and is not just taken to.
#[inline]
pub(super) fn is_judged(view: &impl View, credential: u32) -> bool {
    view.is_live(credential) && !view.is_assumed(Slot::credential(credential))
}

/// Whether a credential is derived from one that is not rooted.
pub(super) fn parent_gone(view: &impl View, rooted: &impl Set, credential: u32) -> bool {
    is_judged(view, credential) && view.out(E::DerivedFrom, credential).any(|parent| !rooted[parent as usize])
}

/// The credentials that stand on their own: live, with no reason but those about owners, and derived from such a one or from
/// none. Credentials derived from each other in a ring root nothing.
pub(super) struct Rooted<'a, V> {
    pub(super) view: &'a V,
    /// By credential: every reason but `parent_gone`.
    pub(super) weighed: &'a [Weighed],
}

impl<V: View> Rule for Rooted<'_, V> {
    fn by_itself(&self, credential: u32) -> bool {
        let has_parent = self.view.out(E::DerivedFrom, credential).next().is_some();
        (!has_parent || self.view.is_assumed(Slot::credential(credential))) && self.may_follow(credential)
    }

    fn may_follow(&self, credential: u32) -> bool {
        const TOLERATED: Reasons = Reasons::NONE.with(Reason::Unowned, true).with(Reason::OwnerDeparted, true);
        self.view.is_live(credential) && self.weighed[credential as usize].reasons().without(TOLERATED).is_empty()
    }

    fn before(&self, credential: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.out(E::DerivedFrom, credential)
    }

    fn after(&self, credential: u32) -> impl Iterator<Item = u32> + '_ {
        self.view.back(E::DerivedFrom, credential)
    }
}
