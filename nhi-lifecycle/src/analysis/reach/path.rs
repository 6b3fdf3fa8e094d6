//! Ways through the places that a search came to.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

/// A way, from the credential to the asset, in references such as `identity:bot`.
///
/// The ways of one answer share what they have in common, so that a long chain costs no more than its length; the references of one
/// are put together when they are asked for.
#[derive(Clone)]
pub struct Path {
    tree: Arc<Tree>,
    end: u32,
}

impl Path {
    pub(super) fn new(tree: Arc<Tree>, end: u32) -> Self {
        Self { tree, end }
    }

    /// How many steps it takes: one less than there are references. O(1).
    #[must_use]
    pub fn steps(&self) -> usize {
        self.tree.0.get(self.end as usize).map_or(0, |visit| visit.steps as usize)
    }

    /// The references on the way, the credential first. O(their number).
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        let way: Vec<&str> = self.back().collect();
        way.into_iter().rev()
    }

    /// The references from the asset back to the credential, each found when it is asked for.
    pub fn back(&self) -> impl Iterator<Item = &str> {
        self.visits().map(|(_, visit)| visit.name.as_str())
    }

    fn visits(&self) -> impl Iterator<Item = (u32, &Visit)> {
        let visit = |place: u32| Some((place, self.tree.0.get(place as usize)?));
        std::iter::successors(visit(self.end), move |(_, last)| visit(last.came_from?))
    }
}

impl std::fmt::Debug for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Path {}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The places that a search came to, each with the one that it was reached from.
pub(super) struct Tree(pub(super) Vec<Visit>);

pub(super) struct Visit {
    pub(super) name: String,
    pub(super) came_from: Option<u32>,
    /// How many steps it is away from the first.
    pub(super) steps: u32,
}

/// A place on a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place<'a> {
    /// The reference, such as `identity:bot`.
    pub reference: &'a str,
    /// The number of the place before it; none for the credential.
    pub from: Option<usize>,
}

/// Several ways as one: every place on them once, numbered from 0, none before the one that it was reached from; and the number of the
/// place where each way ends. Together they take no more room than what was searched, however long the ways are.
pub(super) fn joined<'a>(ways: impl Iterator<Item = &'a Path>) -> (Vec<Place<'a>>, Vec<usize>) {
    let mut places: Vec<Place<'a>> = Vec::new();
    let mut numbers: FxHashMap<(*const Tree, u32), usize> = FxHashMap::default();
    let ends = ways.map(|way| {
        let tree = Arc::as_ptr(&way.tree);
        let mut from = None;
        let mut unknown = Vec::new();
        for (place, visit) in way.visits() {
            from = numbers.get(&(tree, place)).copied();
            if from.is_some() {
                break;
            }
            unknown.push((place, visit));
        }
        for (place, visit) in unknown.into_iter().rev() {
            numbers.insert((tree, place), places.len());
            places.push(Place { reference: &visit.name, from });
            from = Some(places.len() - 1);
        }
        from.unwrap_or_default()
    });
    let ends = ends.collect();
    (places, ends)
}
