//! What an identity may use: its own entitlements, and those of every team that is not gone and of which it is a member
//! through any number of such teams.

use super::{
    moment::Moment,
    spread::{Gathering, gather},
    view::View,
};
use crate::{graph::EdgeKind as E, relation::Privilege};

/// What the entitlements of an identity come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entitlement(u8);

const ANY: u8 = 1;
const NOT_OUT_OF_SERVICE: u8 = 2;
const WEIGHTY: u8 = 4;

impl Entitlement {
    /// The flags of which an entitlement is made.
    pub(crate) const FLAGS: [u8; 3] = [ANY, NOT_OUT_OF_SERVICE, WEIGHTY];

    pub(crate) fn from_flags(flags: u8) -> Self {
        Self(flags)
    }

    /// There are some, and all are on assets out of service.
    pub(crate) fn leads_nowhere(self) -> bool {
        self.0 & (ANY | NOT_OUT_OF_SERVICE) == ANY
    }

    /// Admin on an asset in service, or anything on a weighty one.
    pub(crate) fn raises(self) -> bool {
        self.0 & WEIGHTY != 0
    }
}

/// For every identity, what its entitlements come to. O(records + entitlements + memberships).
pub(crate) fn entitlements(moment: &Moment) -> Vec<Entitlement> {
    let entitled = Entitled(moment);
    let identities = moment.beings.len() as u32;
    let gathered = if moment.has(E::MemberOf) {
        gather(&entitled, identities)
    } else {
        (0..identities).map(|identity| entitled.own(identity)).collect()
    };
    gathered.into_iter().map(Entitlement).collect()
}

/// Entitlements as flags: a member gathers those of its teams, and of theirs, as long as these are not gone.
pub(crate) struct Entitled<'a, V>(pub(crate) &'a V);

impl<V: View> Gathering for Entitled<'_, V> {
    fn own(&self, identity: u32) -> u8 {
        let view = self.0;
        let mut flags = 0;
        for (asset, tag) in view.out_tagged(E::EntitledTo, identity) {
            flags |= ANY;
            if !view.out_of_service(asset) {
                flags |= NOT_OUT_OF_SERVICE;
            }
            let admin = view.tag(tag).privilege == Privilege::Admin;
            if view.in_service(asset) && (admin || view.is_weighty(asset)) {
                flags |= WEIGHTY;
            }
        }
        flags
    }

    fn passes_on(&self, team: u32) -> bool {
        !self.0.being(team).gone
    }

    fn before(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.out(E::MemberOf, identity)
    }

    fn after(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.back(E::MemberOf, identity)
    }
}
