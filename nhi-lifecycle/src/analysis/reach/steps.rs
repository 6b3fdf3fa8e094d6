//! Where one gets from a place: section 6 of the model, once for all that asks it.

use crate::{
    analysis::view::View,
    asset::AssetKind,
    facts::Slot,
    graph::{EdgeKind as E, Snapshot},
    relation::Privilege,
};

/// What somebody can have got hold of. Only what counts is a place: live credentials, active identities, assets in service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Credential(u32),
    Identity(u32),
    /// A team that is not gone, as one of its members: what it is entitled to.
    Membership(u32),
    /// An asset, entered with at least this privilege.
    Asset(u32, Privilege),
}

impl Place {
    /// The record it is about.
    pub(super) fn slot(self) -> Slot {
        match self {
            Self::Credential(index) => Slot::credential(index),
            Self::Identity(index) | Self::Membership(index) => Slot::identity(index),
            Self::Asset(index, _) => Slot::asset(index),
        }
    }

    /// With which privilege an asset is entered.
    pub(super) fn privilege(self) -> Option<Privilege> {
        if let Self::Asset(_, privilege) = self { Some(privilege) } else { None }
    }
}

/// One way on from a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// To another place.
    To(Place),
    /// To what comes with the place itself: an asset entered with less, the entitlements of a team.
    Within(Place),
}

impl Step {
    pub(super) fn place(self) -> Place {
        let (Self::To(place) | Self::Within(place)) = self;
        place
    }
}

/// The rules, over the state of records and relations at an instant.
pub(super) struct Steps<'a, V> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) view: &'a V,
}

impl<V: View> Steps<'_, V> {
    /// Every step from a place.
    pub(super) fn of(&self, place: Place, mut go: impl FnMut(Step)) {
        match place {
            Place::Credential(credential) => self.of_credential(credential, go),
            Place::Identity(identity) => {
                let principals = self.view.out(E::ActsFor, identity);
                principals.filter_map(|principal| self.active(principal)).for_each(&mut go);
                self.entitlements(identity, go);
            }
            Place::Membership(team) => self.entitlements(team, go),
            Place::Asset(asset, privilege) => self.of_asset(asset, privilege, go),
        }
    }

    fn active(&self, identity: u32) -> Option<Step> {
        self.view.being(identity).active().then_some(Step::To(Place::Identity(identity)))
    }

    fn enter(&self, asset: u32, privilege: Privilege) -> Option<Step> {
        self.view.in_service(asset).then_some(Step::To(Place::Asset(asset, privilege)))
    }

    fn of_credential(&self, credential: u32, go: impl FnMut(Step)) {
        let issuers = self.view.out(E::IssuedBy, credential).filter_map(|asset| self.enter(asset, Privilege::Read));
        let identities = self.view.out(E::AuthenticatesAs, credential);
        issuers.chain(identities.filter_map(|identity| self.active(identity))).for_each(go);
    }

    fn entitlements(&self, holder: u32, mut go: impl FnMut(Step)) {
        let own = self.view.out_tagged(E::EntitledTo, holder);
        own.filter_map(|(asset, tag)| self.enter(asset, self.view.tag(tag).privilege)).for_each(&mut go);
        let teams = self.view.out(E::MemberOf, holder).filter(|team| !self.view.being(*team).gone());
        teams.map(|team| Step::Within(Place::Membership(team))).for_each(go);
    }

    fn of_asset(&self, asset: u32, privilege: Privilege, mut go: impl FnMut(Step)) {
        // An asset that is entered is in service, so it is present and has a kind.
        let kind = self.snapshot.facts.assets.core(asset).kind();
        if privilege == kind.map_or(Privilege::Admin, AssetKind::opens) {
            let stored = self.view.back(E::StoredOn, asset).filter(|credential| self.view.is_live(*credential));
            stored.map(|credential| Step::To(Place::Credential(credential))).for_each(&mut go);
        }
        if privilege == Privilege::Admin {
            let attached = self.view.back(E::AttachedTo, asset).filter(|identity| self.view.acts_on_its_own(*identity));
            attached.map(|identity| Step::To(Place::Identity(identity))).for_each(&mut go);
            let guests = self.view.back(E::RunsOn, asset);
            guests.filter_map(|guest| self.enter(guest, Privilege::Admin)).for_each(&mut go);
        }
        if let Some(less) = Privilege::from_number(privilege.number() - 1) {
            go(Step::Within(Place::Asset(asset, less)));
        }
    }
}
