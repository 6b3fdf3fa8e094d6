//! What the record of an identity says of it.

use super::moment::World;
use crate::{
    graph::Within,
    identity::{IdentityClass, IdentityKind, IdentityStatus},
};

/// What the record of an identity says of it at one instant in one world, as flags: whole columns of them are read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Being(u8);

/// By the number of a kind, the flag of its class.
const CLASSES: [u8; 1 << u8::BITS] = {
    let mut classes = [0; 1 << u8::BITS];
    let mut kind = 0;
    while kind < classes.len() {
        if let Some(known) = IdentityKind::from_number(kind as u8) {
            classes[kind] = Being::flag(known.class());
        }
        kind += 1;
    }
    classes
};

impl Being {
    const HUMAN: u8 = 1;
    const TEAM: u8 = 1 << 1;
    const NON_HUMAN: u8 = 1 << 2;
    /// It has one of these unless it is absent.
    const CLASS: u8 = Self::HUMAN | Self::TEAM | Self::NON_HUMAN;
    const GONE: u8 = 1 << 3;
    const ACTIVE: u8 = 1 << 4;

    /// Nothing is known of it.
    pub(super) const UNREAD: Self = Self(Self::GONE);

    const fn flag(class: IdentityClass) -> u8 {
        match class {
            IdentityClass::Human => Self::HUMAN,
            IdentityClass::Team => Self::TEAM,
            IdentityClass::NonHuman => Self::NON_HUMAN,
        }
    }

    /// An identity by the numbers of its kind, 0 for an absent one, and of its status, and by how the instant lies to its dates.
    ///
    /// Without branches: which way they go can't be foretold, and this is asked of every identity.
    #[inline]
    pub(super) fn new(kind: u8, status: u8, within: Within, world: World) -> Self {
        let class = CLASSES[usize::from(kind)];
        let is_absent = class == 0;
        let is_assumed = is_absent & (world == World::AbsentPresent);
        let gone = (status == IdentityStatus::Deprovisioned.number()) | within.ended;
        let active = (status == IdentityStatus::Active.number()) & !gone & within.begun;
        let flags =
            [(Self::GONE, !is_assumed & (gone | is_absent)), (Self::ACTIVE, is_assumed | (active & !is_absent))];
        Self(flags.into_iter().fold(class, |all, (flag, holds)| all | flag & u8::from(holds).wrapping_neg()))
    }

    const fn has(self, any: u8) -> bool {
        self.0 & any != 0
    }

    /// The class; none of an absent identity.
    pub(crate) fn class(self) -> Option<IdentityClass> {
        IdentityClass::ALL.iter().copied().find(|class| self.has(Self::flag(*class)))
    }

    /// A human.
    pub(crate) const fn is_human(self) -> bool {
        self.has(Self::HUMAN)
    }

    /// A team.
    pub(crate) const fn is_team(self) -> bool {
        self.has(Self::TEAM)
    }

    /// One that acts on its own.
    pub(crate) const fn is_non_human(self) -> bool {
        self.has(Self::NON_HUMAN)
    }

    /// A human or a team: whether it is there says who answers for it.
    pub(crate) const fn is_own_owner(self) -> bool {
        self.has(Self::HUMAN | Self::TEAM)
    }

    /// It is absent, and taken to be present.
    pub(crate) const fn is_assumed(self) -> bool {
        !self.has(Self::CLASS) & self.active()
    }

    /// It ended, or is no more; so is an absent one that is not taken to be present.
    pub(crate) const fn gone(self) -> bool {
        self.has(Self::GONE)
    }

    /// It is there and may act.
    pub(crate) const fn active(self) -> bool {
        self.has(Self::ACTIVE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_class_of_every_kind() {
        let within = Within { begun: true, ended: false };
        for kind in IdentityKind::ALL {
            let being = Being::new(kind.number(), IdentityStatus::Active.number(), within, World::AsRecorded);
            assert_eq!(being.class(), Some(kind.class()));
            assert_eq!((being.gone(), being.active(), being.is_assumed()), (false, true, false));
        }
        for (world, is_assumed) in [(World::AsRecorded, false), (World::AbsentPresent, true)] {
            let absent = Being::new(0, 0, within, world);
            assert_eq!((absent.class(), absent.gone(), absent.is_assumed()), (None, !is_assumed, is_assumed));
        }
    }
}
