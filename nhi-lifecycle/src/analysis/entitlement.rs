//! What an identity may use: its own entitlements, and those of every team that is not gone and of which it is a member
//! through any number of such teams.

use super::{moment::Moment, spread::gather};
use crate::{graph::EdgeKind as E, relation::Privilege};

/// What the entitlements of an identity come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entitlement(u8);

const ANY: u8 = 1;
const NOT_OUT_OF_SERVICE: u8 = 2;
const WEIGHTY: u8 = 4;

impl Entitlement {
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
    let own: Vec<u8> = (0..moment.beings.len() as u32).map(|identity| own(moment, identity)).collect();
    let gathered = if moment.snapshot.graph.out(E::MemberOf).len() == 0 {
        own
    } else {
        gather(moment, E::MemberOf, &own, |team| !moment.being(team).gone)
    };
    gathered.into_iter().map(Entitlement).collect()
}

fn own(moment: &Moment, identity: u32) -> u8 {
    let mut flags = 0;
    for (asset, tag) in moment.out_tagged(E::EntitledTo, identity) {
        flags |= ANY;
        if !moment.out_of_service(asset) {
            flags |= NOT_OUT_OF_SERVICE;
        }
        let admin = moment.snapshot.graph.tags.tag(tag).privilege == Privilege::Admin;
        if moment.in_service(asset) && (admin || moment.is_weighty(asset)) {
            flags |= WEIGHTY;
        }
    }
    flags
}
