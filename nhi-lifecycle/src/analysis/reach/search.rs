//! The reach of one credential, with a way to each asset.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{
    path::{self, Path, Tree, Visit},
    steps::{Place, Step, Steps},
};
use crate::{
    analysis::{lookup::Lookup, moment::World, view::View},
    error::Error,
    graph::Snapshot,
    id::{CredentialRef, Reference},
    relation::Privilege,
    time::Instant,
};

/// The radius of a credential: the assets that it lets its holder enter.
///
/// Serialized, the ways of all assets are one tree, as in a long chain they would be longer together than any memory: `credential`;
/// `assets`, each with its id, its privilege and the number of its `place`; and `places`, each with its `reference` and the number of the
/// place it was reached `from`, null for the credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The credential.
    pub credential: Reference,
    /// The assets, by id.
    pub assets: Vec<Reached>,
}

impl Reach {
    /// The places on the ways to the assets, each once, none before the one that it was reached from; and for each asset the number of the
    /// place where it is entered. O(places).
    #[must_use]
    pub fn ways(&self) -> (Vec<path::Place<'_>>, Vec<usize>) {
        path::joined(self.assets.iter().map(|reached| &reached.path))
    }
}

impl Serialize for Reach {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Entered<'a> {
            asset: &'a str,
            privilege: Privilege,
            place: usize,
        }
        let (places, ends) = self.ways();
        let assets: Vec<Entered<'_>> = self
            .assets
            .iter()
            .zip(ends)
            .map(|(reached, place)| Entered { asset: &reached.asset, privilege: reached.privilege, place })
            .collect();
        let mut fields = serializer.serialize_struct("Reach", 3)?;
        fields.serialize_field("credential", &self.credential.to_string())?;
        fields.serialize_field("assets", &assets)?;
        fields.serialize_field("places", &places)?;
        fields.end()
    }
}

/// An asset within the radius.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Its id.
    pub asset: String,
    /// The highest privilege with which it is entered.
    pub privilege: Privilege,
    /// A shortest way to enter it so, from the credential to the asset.
    pub path: Path,
}

/// What a credential reaches at an instant; nothing for one that is not live.
///
/// Each asset bears a shortest path to the highest privilege with which it is entered; of several, the one through the least
/// ids. O(n log n) for what is reached and its relations, however large the inventory is.
///
/// ```
/// use nhi_lifecycle::{Context, Instant, Inventory, Record, analysis};
///
/// let records = r#"
/// {"record":"asset","id":"vault","kind":"secret_store","stage":"in_use"}
/// {"record":"asset","id":"db","kind":"database","stage":"in_use"}
/// {"record":"identity","id":"bot","kind":"bot","status":"active"}
/// {"record":"credential","id":"bot-key","kind":"api_key","status":"active","identity":"bot"}
/// {"record":"relation","kind":"entitled_to","from":"identity:bot","to":"asset:vault","privilege":"write"}
/// {"record":"credential","id":"db-password","kind":"password","status":"active","stored_on":"vault","issued_by":"db"}
/// "#;
/// let records = records.lines().filter(|line| !line.is_empty()).map(serde_json::from_str);
/// let now: Instant = "2026-03-01T00:00:00Z".parse()?;
/// let mut inventory = Inventory::new();
/// inventory.add(records.collect::<Result<Vec<Record>, _>>()?, &Context::at(now))?;
///
/// let reach = analysis::blast_radius(&inventory.snapshot(), &"bot-key".parse()?, now)?;
/// let path: Vec<&str> = reach.assets[0].path.iter().collect();
/// assert_eq!(path, ["credential:bot-key", "identity:bot", "asset:vault", "credential:db-password", "asset:db"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotFound`] for a credential that the snapshot neither holds nor refers to.
pub fn blast_radius(snapshot: &Snapshot, credential: &CredentialRef, at: Instant) -> Result<Reach, Error> {
    let reference = Reference::from(credential.clone());
    let slot = snapshot.find(&reference).ok_or_else(|| Error::NotFound(reference.clone()))?;
    let view = Lookup::new(snapshot, at, World::AsRecorded);
    let mut search =
        Search { steps: Steps { snapshot, view: &view }, known: FxHashSet::default(), visited: Vec::new() };
    if view.is_live(slot.index) {
        search.run(Place::Credential(slot.index));
    }
    Ok(Reach { credential: reference, assets: search.entered() })
}

struct Search<'a, V> {
    steps: Steps<'a, V>,
    known: FxHashSet<Place>,
    /// The places on ways, in the order in which they were come to, each with the one it was reached from.
    visited: Vec<(Place, Option<u32>)>,
}

impl<V: View> Search<'_, V> {
    fn run(&mut self, credential: Place) {
        self.known.insert(credential);
        self.visited.push((credential, None));
        let mut turn = 0;
        while let Some((place, _)) = self.visited.get(turn).copied() {
            for next in self.next(place) {
                if self.known.insert(next) {
                    self.visited.push((next, Some(turn as u32)));
                }
            }
            turn += 1;
        }
    }

    /// The places that are one step away, by name space and id, an asset with its highest privilege first.
    fn next(&mut self, place: Place) -> Vec<Place> {
        let mut next = Vec::new();
        let mut within = vec![place];
        while let Some(place) = within.pop() {
            self.steps.of(place, |step| match step {
                Step::To(place) if !self.known.contains(&place) => next.push(place),
                // Known from here on: what was entered with admin is not entered once more to read.
                Step::Within(place) if self.known.insert(place) => within.push(place),
                Step::To(_) | Step::Within(_) => {}
            });
        }
        let facts = &self.steps.snapshot.facts;
        next.sort_by(|a, b| {
            let (slot, other) = (a.slot(), b.slot());
            let by_id = || facts.id(slot).cmp(facts.id(other));
            slot.namespace.cmp(&other.namespace).then_with(by_id).then(b.privilege().cmp(&a.privilege()))
        });
        next
    }

    /// The assets entered, by id, each with its highest privilege and the path to it.
    fn entered(self) -> Vec<Reached> {
        let mut highest: FxHashMap<u32, (Privilege, u32)> = FxHashMap::default();
        for (visit, (place, _)) in (0..).zip(&self.visited) {
            if let Place::Asset(asset, privilege) = *place {
                let best = highest.entry(asset).or_insert((privilege, visit));
                if privilege > best.0 {
                    *best = (privilege, visit);
                }
            }
        }
        let snapshot = self.steps.snapshot;
        let mut visits: Vec<Visit> = Vec::with_capacity(self.visited.len());
        for (place, came_from) in &self.visited {
            let before = came_from.and_then(|before| visits.get(before as usize));
            let steps = before.map_or(0, |before| before.steps + 1);
            visits.push(Visit { name: snapshot.name(place.slot()), came_from: *came_from, steps });
        }
        let tree = Arc::new(Tree(visits));
        let reached = highest.into_iter().map(|(asset, (privilege, visit))| Reached {
            asset: snapshot.facts.id(Place::Asset(asset, privilege).slot()).to_owned(),
            privilege,
            path: Path::new(Arc::clone(&tree), visit),
        });
        let mut reached: Vec<Reached> = reached.collect();
        reached.sort_unstable_by(|a, b| a.asset.cmp(&b.asset));
        reached
    }
}
