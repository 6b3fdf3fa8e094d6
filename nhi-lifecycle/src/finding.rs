//! The words of findings: severities, statuses, and the reasons for which a credential is orphaned.

use std::fmt;

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How bad it is.
    pub enum Severity ("a severity") {
        Low = 1 "low",
        Medium = 2 "medium",
        High = 3 "high",
        Critical = 4 "critical",
    }
}

impl Severity {
    /// One higher, at most critical.
    #[must_use]
    pub const fn raised(self) -> Self {
        match self {
            Self::Low => Self::Medium,
            Self::Medium => Self::High,
            Self::High | Self::Critical => Self::Critical,
        }
    }
}

vocabulary! {
    /// How a finding stands.
    pub enum Status ("a finding's status") {
        /// It holds, on evidence.
        Open = 1 "open",
        /// It rests on records that are referred to and missing.
        Indeterminate = 2 "indeterminate",
    }
}

impl Status {
    /// How a finding with these reasons stands, of which some are indeterminate.
    pub(crate) fn of(reasons: Reasons, indeterminate: Reasons) -> Self {
        if indeterminate == reasons { Self::Indeterminate } else { Self::Open }
    }
}

vocabulary! {
    /// Why a credential is orphaned: section 5 of the model. Each is judged on its own.
    pub enum Reason ("a reason") {
        /// The identity it authenticates as is gone.
        IdentityGone = 1 "identity_gone",
        /// That identity is neither gone nor active.
        IdentitySuspended = 2 "identity_suspended",
        /// That identity is an active non-human attached to assets, all out of service.
        AssetRetired = 3 "asset_retired",
        /// That identity is an active non-human attached to assets, some in service, none kept.
        AssetAbandoned = 4 "asset_abandoned",
        /// That identity is an active non-human attached to nothing, and was attached before.
        Detached = 5 "detached",
        /// That identity is an active non-human that acts for principals, none of them needed.
        PrincipalGone = 6 "principal_gone",
        /// Every asset that uses it is out of service and every identity that does is gone.
        ConsumerGone = 7 "consumer_gone",
        /// Some consumer is in service or active, and none is kept or needed.
        ConsumerAbandoned = 8 "consumer_abandoned",
        /// The asset that issued it is out of service.
        IssuerRetired = 9 "issuer_retired",
        /// All that its non-human identity is entitled to is out of service.
        TargetRetired = 10 "target_retired",
        /// It is derived from a credential that no longer stands on its own.
        ParentGone = 11 "parent_gone",
        /// It has owners, and none is a present human or a staffed team.
        OwnerDeparted = 12 "owner_departed",
        /// It has no owners.
        Unowned = 13 "unowned",
    }
}

impl Reason {
    /// The severity that this reason alone gives.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::IdentityGone
            | Self::AssetRetired
            | Self::PrincipalGone
            | Self::ConsumerGone
            | Self::IssuerRetired
            | Self::ParentGone => Severity::High,
            Self::IdentitySuspended
            | Self::AssetAbandoned
            | Self::Detached
            | Self::ConsumerAbandoned
            | Self::TargetRetired
            | Self::OwnerDeparted
            | Self::Unowned => Severity::Medium,
        }
    }
}

/// For each severity, the reasons that give it or a higher one, as bits.
const AT_LEAST: [u16; Severity::ALL.len()] =
    [at_least(Severity::Low), at_least(Severity::Medium), at_least(Severity::High), at_least(Severity::Critical)];

/// What sets of reasons and the numbers of severities rest on.
const _: () = {
    let (mut severities, mut number) = (Severity::ALL, 1);
    while let [severity, others @ ..] = severities {
        assert!(severity.number() == number, "from the lowest on, without a gap");
        (severities, number) = (others, number + 1);
    }
    let mut reasons = Reason::ALL;
    while let [reason, others @ ..] = reasons {
        assert!(0 < reason.number() && (reason.number() as u32) < u16::BITS, "a bit each, and the lowest free");
        reasons = others;
    }
};

const fn at_least(severity: Severity) -> u16 {
    let mut bits = 0;
    let mut rest = Reason::ALL;
    while let [reason, others @ ..] = rest {
        if reason.severity().number() >= severity.number() {
            bits |= Reasons::bit(*reason);
        }
        rest = others;
    }
    bits
}

/// A set of reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reasons(u16);

impl Reasons {
    /// No reason.
    pub const NONE: Self = Self(0);

    const fn bit(reason: Reason) -> u16 {
        1 << reason.number()
    }

    /// The set as bits, of which the lowest is free: reasons are numbered from 1.
    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    /// The set of these bits; the lowest is none of a reason.
    pub(crate) const fn from_bits(bits: u16) -> Self {
        Self(bits & !1)
    }

    /// The set with this reason in it, if it holds. Without a branch.
    #[must_use]
    pub(crate) const fn with(self, reason: Reason, holds: bool) -> Self {
        Self(self.0 | Self(Self::bit(reason)).when(holds).0)
    }

    /// These reasons if something holds, and none otherwise. Without a branch.
    #[must_use]
    pub(crate) const fn when(self, holds: bool) -> Self {
        Self(self.0 & (holds as u16).wrapping_neg())
    }

    /// The reasons of both sets.
    #[must_use]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The reasons of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The reasons that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether it is in the set.
    #[must_use]
    pub const fn contains(self, reason: Reason) -> bool {
        self.0 & Self::bit(reason) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The reasons in the order of the model.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.iter().copied().filter(move |reason| self.contains(*reason))
    }

    /// The highest severity among them.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        Severity::from_number(self.severity_number(false))
    }

    /// The number of the highest severity among them, [raised](Severity::raised) where that is so; 0 without reasons.
    ///
    /// Without a branch: which it is can't be foretold.
    #[inline]
    pub(crate) fn severity_number(self, is_raised: bool) -> u8 {
        // Severities are numbered from the lowest on: it is as high as there are severities that some reason comes up to.
        let number: u8 = AT_LEAST.iter().map(|bits| u8::from(self.0 & bits != 0)).sum();
        number + u8::from(is_raised & (number != 0) & (number != Severity::Critical.number()))
    }
}

impl FromIterator<Reason> for Reasons {
    fn from_iter<I: IntoIterator<Item = Reason>>(reasons: I) -> Self {
        reasons.into_iter().fold(Self::NONE, |set, reason| set.with(reason, true))
    }
}

impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Reason::as_str).collect();
        f.pad(&words.join(", "))
    }
}

impl serde::Serialize for Reasons {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
