//! What the rules read of the assets and identities that a record's relations lead to.

use std::ops::{BitAnd, BitOr, BitOrAssign};

use super::{being::Being, moment::Service, ownership::Answer};

/// What an asset or an identity is to a record that a relation leads to it from, as flags. Those of several are joined by `|`, and say
/// which there are among them.
///
/// Every reason of section 5 is a question to such joined flags, so the rules are the same whether the flags of one record are
/// collected or those of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bearing(u8);

impl Bearing {
    /// There is one at all.
    pub(super) const THERE: Self = Self(1);
    /// Out of service, or gone.
    pub(super) const OVER: Self = Self(1 << 1);
    /// Neither out of service nor gone.
    pub(super) const NOT_OVER: Self = Self(1 << 2);
    /// In service, or active.
    pub(super) const WORKS: Self = Self(1 << 3);
    /// Kept, or needed.
    pub(super) const WANTED: Self = Self(1 << 4);
    /// Has an owner, or is one.
    pub(super) const OWNED: Self = Self(1 << 5);
    /// Somebody answers for it, or it does.
    pub(super) const ANSWERED: Self = Self(1 << 6);
    /// In service, and what may use it weighs more.
    pub(super) const WEIGHTY: Self = Self(1 << 7);

    /// These flags if something holds, and none otherwise. Without a branch.
    #[inline]
    pub(super) const fn when(self, holds: bool) -> Self {
        Self(self.0 & (holds as u8).wrapping_neg())
    }

    /// An asset by its service alone.
    #[inline]
    pub(super) const fn of_service(service: Service) -> Self {
        match service {
            Service::Out => Self(Self::THERE.0 | Self::OVER.0),
            Service::In => Self(Self::THERE.0 | Self::NOT_OVER.0 | Self::WORKS.0),
            Service::Before | Service::Unknown => Self(Self::THERE.0 | Self::NOT_OVER.0),
        }
    }

    /// An asset with all that is known of it.
    #[inline]
    pub(super) fn of_asset(service: Service, weighty: bool, owners: Answer, kept: bool) -> Self {
        let weighs = weighty & (service == Service::In);
        Self::of_service(service) | Self::WANTED.when(kept) | Self::WEIGHTY.when(weighs) | Self::of_answer(owners)
    }

    /// An identity by its record alone.
    #[inline]
    fn of_being(being: Being) -> Self {
        Self::THERE
            | Self::OVER.when(being.gone())
            | Self::NOT_OVER.when(!being.gone())
            | Self::WORKS.when(being.active())
    }

    /// An identity as the credentials see it that it uses.
    #[inline]
    pub(super) fn of_consumer(being: Being, needed: bool) -> Self {
        Self::of_being(being) | Self::WANTED.when(needed)
    }

    /// An identity as those see it that act for it; `gathered` says which owners it is or reaches.
    #[inline]
    pub(super) fn of_principal(gathered: u8, needed: bool) -> Self {
        Self(gathered) | Self::of_kept(needed)
    }

    /// An asset or an identity of which only that is asked.
    #[inline]
    pub(super) fn of_kept(kept: bool) -> Self {
        Self::THERE | Self::WANTED.when(kept)
    }

    /// An identity as an owner.
    #[inline]
    pub(super) fn of_owner(answers: bool) -> Self {
        Self::OWNED | Self::ANSWERED.when(answers)
    }

    /// What the owners of something come to, as flags of it.
    #[inline]
    pub(super) fn of_answer(answer: Answer) -> Self {
        Self::OWNED.when(answer != Answer::Unowned) | Self::ANSWERED.when(answer == Answer::Accountable)
    }

    /// What the owners among these come to.
    #[inline]
    pub(super) fn answer(self) -> Answer {
        match (self.has(Self::OWNED), self.has(Self::ANSWERED)) {
            (false, _) => Answer::Unowned,
            (true, false) => Answer::Departed,
            (true, true) => Answer::Accountable,
        }
    }

    /// These, with the owners among the next ones if there is none among these.
    #[inline]
    pub(super) fn or_owned(self, next: Self) -> Self {
        self | (next & Self(Self::OWNED.0 | Self::ANSWERED.0)).when(!self.has(Self::OWNED))
    }

    /// Whether one has any of these flags.
    #[inline]
    pub(super) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// Whether there is none.
    #[inline]
    pub(super) const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// There are some, and all are out of service or gone.
    #[inline]
    pub(super) const fn all_over(self) -> bool {
        self.0 & (Self::THERE.0 | Self::NOT_OVER.0) == Self::THERE.0
    }

    /// Some are in service or active, and none is kept or needed.
    #[inline]
    pub(super) const fn works_unwanted(self) -> bool {
        self.0 & (Self::WORKS.0 | Self::WANTED.0) == Self::WORKS.0
    }

    /// The flags as bits.
    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    /// Flags from bits.
    pub(super) const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }
}

impl BitOr for Bearing {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Bearing {
    #[inline]
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for Bearing {
    type Output = Self;

    #[inline]
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
