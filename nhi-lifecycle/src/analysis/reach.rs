//! What somebody who holds a credential could reach: section 6 of the model.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::{
    moment::{Moment, World},
    view::View,
    witness::as_text,
};
use crate::{
    error::Error,
    facts::Slot,
    graph::{EdgeKind as E, Snapshot},
    id::{CredentialRef, Namespace, Reference},
    relation::Privilege,
    time::Instant,
};

/// The radius of a credential: the assets that it lets its holder enter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// The credential.
    #[serde(serialize_with = "as_text")]
    pub credential: Reference,
    /// The assets, by id.
    pub assets: Vec<Reached>,
}

/// An asset within the radius.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Its id.
    pub asset: String,
    /// The highest privilege with which it is entered.
    pub privilege: Privilege,
    /// A shortest way to enter it so, from the credential to the asset.
    pub path: Vec<String>,
}

/// What a credential reaches at an instant; nothing for one that is not live.
///
/// Each asset bears a shortest path to the highest privilege with which it is entered; of several, the one through the least
/// ids. O(records) to read the state, then O(what is reached, and its relations).
///
/// # Errors
/// [`Error::NotFound`] for a credential that the snapshot neither holds nor refers to.
pub fn blast_radius(snapshot: &Snapshot, credential: &CredentialRef, at: Instant) -> Result<Reach, Error> {
    let reference = Reference::from(credential.clone());
    let slot = snapshot.find(&reference).ok_or_else(|| Error::NotFound(reference.clone()))?;
    let moment = Moment::new(snapshot, at, World::AsRecorded);
    let mut search =
        Search { moment: &moment, came: FxHashMap::default(), queue: VecDeque::new(), used: FxHashSet::default() };
    if moment.is_live(slot.index) {
        search.run(slot);
    }
    Ok(Reach { credential: reference, assets: search.entered() })
}

/// A place in the search: a record, and for an asset the privilege with which it was entered.
type Place = (Slot, Option<Privilege>);

struct Search<'a> {
    moment: &'a Moment,
    /// Where each place was reached from.
    came: FxHashMap<Place, Option<Place>>,
    queue: VecDeque<Place>,
    /// Identities and teams whose entitlements were looked at: what they give is known.
    used: FxHashSet<u32>,
}

impl Search<'_> {
    fn run(&mut self, credential: Slot) {
        self.came.insert((credential, None), None);
        self.queue.push_back((credential, None));
        while let Some(place) = self.queue.pop_front() {
            let mut next = self.next(place);
            let facts = &self.moment.snapshot.facts;
            next.sort_by(|a, b| {
                a.0.namespace.cmp(&b.0.namespace).then_with(|| facts.id(a.0).cmp(facts.id(b.0))).then(b.1.cmp(&a.1))
            });
            for there in next {
                if !self.known(there) {
                    self.came.insert(there, Some(place));
                    self.queue.push_back(there);
                }
            }
        }
    }

    /// Whether a place was reached before, an asset with at least this privilege.
    fn known(&self, (slot, privilege): Place) -> bool {
        match privilege {
            None => self.came.contains_key(&(slot, None)),
            Some(least) => Privilege::ALL
                .iter()
                .filter(|privilege| **privilege >= least)
                .any(|privilege| self.came.contains_key(&(slot, Some(*privilege)))),
        }
    }

    fn next(&mut self, (slot, privilege): Place) -> Vec<Place> {
        let moment = self.moment;
        let enter = |asset: u32, privilege: Privilege| {
            moment.in_service(asset).then_some((Slot::asset(asset), Some(privilege)))
        };
        match slot.namespace {
            Namespace::Credential => {
                let issuers = moment.out(E::IssuedBy, slot.index).filter_map(|asset| enter(asset, Privilege::Read));
                let identities = moment.out(E::AuthenticatesAs, slot.index);
                issuers.chain(identities.map(|identity| (Slot::identity(identity), None))).collect()
            }
            Namespace::Identity if !moment.being(slot.index).active => Vec::new(),
            Namespace::Identity => {
                let principals = moment.out(E::ActsFor, slot.index);
                let active = principals.filter(|principal| moment.being(*principal).active);
                let mut next: Vec<Place> = active.map(|principal| (Slot::identity(principal), None)).collect();
                let holders = super::witness::holders(moment, slot.index);
                for holder in holders.into_iter().filter(|holder| self.used.insert(*holder)) {
                    let entitlements = moment.out_tagged(E::EntitledTo, holder);
                    let tags = &moment.snapshot.graph.tags;
                    next.extend(entitlements.filter_map(|(asset, tag)| enter(asset, tags.tag(tag).privilege)));
                }
                next
            }
            Namespace::Asset => self.beyond(slot.index, privilege.unwrap_or(Privilege::Read), enter),
        }
    }

    fn beyond(&self, asset: u32, privilege: Privilege, enter: impl Fn(u32, Privilege) -> Option<Place>) -> Vec<Place> {
        let moment = self.moment;
        let mut next = Vec::new();
        // An asset that is entered is in service, so it is present and has a kind.
        let opens = moment.kind(asset).map_or(Privilege::Admin, crate::asset::AssetKind::opens);
        if privilege >= opens {
            let stored = moment.back(E::StoredOn, asset).filter(|credential| moment.is_live(*credential));
            next.extend(stored.map(|credential| (Slot::credential(credential), None)));
        }
        if privilege == Privilege::Admin {
            let attached = moment.back(E::AttachedTo, asset).filter(|identity| moment.acts_on_its_own(*identity));
            next.extend(attached.map(|identity| (Slot::identity(identity), None)));
            let guests = moment.back(E::RunsOn, asset).filter_map(|guest| enter(guest, Privilege::Admin));
            next.extend(guests);
        }
        next
    }

    /// The assets entered, by id, each with its highest privilege and the path to it.
    fn entered(&self) -> Vec<Reached> {
        let facts = &self.moment.snapshot.facts;
        let assets: FxHashSet<Slot> =
            self.came.keys().filter(|(_, entered)| entered.is_some()).map(|(slot, _)| *slot).collect();
        let mut reached: Vec<Reached> = assets
            .into_iter()
            .filter_map(|slot| {
                let highest =
                    Privilege::ALL.iter().rev().find(|privilege| self.came.contains_key(&(slot, Some(**privilege))))?;
                let path = self.path((slot, Some(*highest)));
                Some(Reached { asset: facts.id(slot).to_owned(), privilege: *highest, path })
            })
            .collect();
        reached.sort_unstable_by(|a, b| a.asset.cmp(&b.asset));
        reached
    }

    fn path(&self, end: Place) -> Vec<String> {
        let mut places = vec![end];
        while let Some(Some(before)) = places.last().and_then(|place| self.came.get(place)) {
            places.push(*before);
        }
        places.into_iter().rev().map(|(slot, _)| self.moment.snapshot.name(slot)).collect()
    }
}
