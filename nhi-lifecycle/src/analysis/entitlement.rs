//! What an identity may use: its own entitlements, and those of every team that is not gone and of which it is a member
//! through any number of such teams.

use super::{
    bearing::Bearing,
    moment::Moment,
    ownership::Answer,
    spread::{Gathering, gather},
    view::View,
};
use crate::{
    graph::{EdgeKind as E, Neighbours, Tag},
    relation::Privilege,
};

/// What the entitlements of an identity come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entitlement(Bearing);

impl Entitlement {
    /// The flags of which an entitlement is made, as they are gathered.
    pub(crate) const FLAGS: [u8; 3] = [Bearing::THERE.bits(), Bearing::NOT_OVER.bits(), Bearing::WEIGHTY.bits()];

    pub(crate) fn from_flags(flags: u8) -> Self {
        Self(Bearing::from_bits(flags))
    }

    /// What all assets come to, each seen through what the entitlement to it allows.
    fn to(assets: Bearing) -> Self {
        let weighty = Bearing::WEIGHTY.when(assets.has(Bearing::WEIGHTY | Bearing::WORKS));
        Self(assets & (Bearing::THERE | Bearing::NOT_OVER) | weighty)
    }

    /// What of an asset counts for an entitlement: that it works, for an administrator alone.
    fn mask(tag: &Tag) -> Bearing {
        let always = Bearing::THERE | Bearing::NOT_OVER | Bearing::WEIGHTY;
        always | Bearing::WORKS.when(tag.privilege == Privilege::Admin)
    }

    /// There are some, and all are on assets out of service.
    pub(crate) fn leads_nowhere(self) -> bool {
        self.0.all_over()
    }

    /// Admin on an asset in service, or anything on a weighty one.
    pub(crate) fn raises(self) -> bool {
        self.0.has(Bearing::WEIGHTY)
    }
}

/// For every identity, what its entitlements come to; `assets` is what each asset is. O(records + entitlements + memberships).
pub(super) fn entitlements(moment: &Moment, assets: &Neighbours<Bearing>) -> Vec<Entitlement> {
    let graph = &moment.snapshot.graph;
    let masks: Vec<Bearing> =
        graph.tags.all().iter().map(|tag| Entitlement::mask(tag).when(tag.holds(moment.at))).collect();
    let mut own = vec![Bearing::default(); moment.beings.len()];
    graph.out(E::EntitledTo).join(0, assets, |tag, asset| asset & masks[tag as usize], &mut own);
    let own = own.into_iter().map(|assets| Entitlement::to(assets).0.bits()).collect();
    let gathered = gather(&Entitled(moment), own, graph.back(E::MemberOf).holders());
    gathered.into_iter().map(Entitlement::from_flags).collect()
}

/// Entitlements as flags: a member gathers those of its teams, and of theirs, as long as these are not gone.
pub(crate) struct Entitled<'a, V>(pub(crate) &'a V);

impl<V: View> Gathering for Entitled<'_, V> {
    fn own(&self, identity: u32) -> u8 {
        let view = self.0;
        let assets = view.out_tagged(E::EntitledTo, identity).fold(Bearing::default(), |all, (asset, tag)| {
            // Who owns it and whether it is kept is masked out.
            let asset = Bearing::of_asset(view.service(asset), view.is_weighty(asset), Answer::Unowned, false);
            all | asset & Entitlement::mask(view.tag(tag))
        });
        Entitlement::to(assets).0.bits()
    }

    fn passes_on(&self, team: u32) -> bool {
        !self.0.being(team).gone()
    }

    fn before(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.out(E::MemberOf, identity)
    }

    fn after(&self, identity: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.back(E::MemberOf, identity)
    }
}
