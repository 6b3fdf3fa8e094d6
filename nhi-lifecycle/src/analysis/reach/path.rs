//! Ways through the places that a search came to.

use std::sync::Arc;

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

    /// The references on the way, the credential first. O(their number).
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        let mut way = Vec::new();
        let mut next = Some(self.end);
        while let Some(visit) = next.and_then(|place| self.tree.0.get(place as usize)) {
            way.push(visit.name.as_str());
            next = visit.came_from;
        }
        way.into_iter().rev()
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
}
