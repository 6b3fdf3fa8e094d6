//! The dependency graph: every relation in both directions, in arrays.
//!
//! A [`Snapshot`] is immutable and holds no instant: the time in which a relation holds goes along with it. It speaks petgraph
//! (`visit`), so any of petgraph's algorithms runs on it; the analyses of this crate read the arrays underneath, one kind of
//! relation at a time, which is several times faster than one generic graph.
#![allow(
    clippy::indexing_slicing,
    reason = "indices are dense and made by the inventory; a wrong one is a defect that must not pass silently"
)]

mod adjacency;
mod dependency;
mod dot;
mod edge;
mod histories;
mod joining;
mod mutable;
mod spreading;
mod states;
mod subset;
mod visit;

use std::sync::{Arc, OnceLock};

pub use dependency::{DependencyFilter, DependencyGraph};
pub use dot::dot;
pub use visit::{Node, SnapshotEdge, SnapshotRelation, Visited};

pub(crate) use adjacency::{Adjacency, BLOCK};
pub(crate) use edge::{EdgeKind, Tag, Tags};
pub(crate) use histories::Steps;
pub(crate) use joining::Neighbours;
pub(crate) use mutable::MutableEdges;
pub(crate) use spreading::{Membership, least};
pub(crate) use states::{States, Within};
pub(crate) use subset::Subset;

use crate::{
    change::ChangeField,
    facts::{Facts, Slot},
    heap::{Heap, room_of},
    id::{Namespace, Reference},
};

/// The relations and histories of some facts, laid out for reading.
#[derive(Clone, Debug)]
pub(crate) struct Graph {
    out: [Adjacency; EdgeKind::ALL.len()],
    back: [Adjacency; EdgeKind::ALL.len()],
    pub(crate) tags: Tags,
    pub(crate) identities: States,
    pub(crate) credentials: States,
    pub(crate) stages: Steps,
    pub(crate) identity_statuses: Steps,
    pub(crate) credential_statuses: Steps,
    pub(crate) asset_environments: Steps,
    pub(crate) asset_criticalities: Steps,
    pub(crate) has_absent: bool,
    /// The credentials in the order of their ids; worked out when a list is first put in that order.
    by_id: OnceLock<Vec<u32>>,
}

impl Graph {
    /// Lays the facts out. O(records), by counting; nothing is compared or hashed but intervals.
    pub(crate) fn new(facts: &Facts) -> Self {
        let (out, back, tags) = adjacency::lay_out(facts);
        let steps = |namespace, field| Steps::new(facts, namespace, field);
        Self {
            out,
            back,
            tags,
            identities: States::of_identities(facts),
            credentials: States::of_credentials(facts),
            stages: steps(Namespace::Asset, ChangeField::Stage),
            identity_statuses: steps(Namespace::Identity, ChangeField::Status),
            credential_statuses: steps(Namespace::Credential, ChangeField::Status),
            asset_environments: steps(Namespace::Asset, ChangeField::Environment),
            asset_criticalities: steps(Namespace::Asset, ChangeField::Criticality),
            has_absent: facts.has_absent(),
            by_id: OnceLock::new(),
        }
    }

    /// Where relations of this kind lead.
    #[inline]
    pub(crate) fn out(&self, kind: EdgeKind) -> &Adjacency {
        &self.out[kind as usize]
    }

    /// Where relations of this kind come from.
    #[inline]
    pub(crate) fn back(&self, kind: EdgeKind) -> &Adjacency {
        &self.back[kind as usize]
    }
}

impl Heap for Graph {
    fn heap(&self) -> usize {
        let Self { out, back, tags, identities, credentials, stages, has_absent: _, .. } = self;
        let Self { identity_statuses, credential_statuses, asset_environments, asset_criticalities, by_id, .. } = self;
        let relations = out.iter().chain(back).map(Heap::heap).sum::<usize>() + tags.heap();
        let histories = [stages, identity_statuses, credential_statuses, asset_environments, asset_criticalities];
        let histories = histories.into_iter().map(Heap::heap).sum::<usize>();
        relations + identities.heap() + credentials.heap() + histories + by_id.get().map_or(0, room_of)
    }
}

/// An immutable view of what an inventory knows. Cheap to clone, `Send` and `Sync`.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) facts: Arc<Facts>,
    pub(crate) graph: Arc<Graph>,
}

impl Snapshot {
    pub(crate) fn new(facts: Arc<Facts>, graph: Arc<Graph>) -> Self {
        Self { facts, graph }
    }

    /// How many records it holds, of every type.
    #[must_use]
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn find(&self, reference: &Reference) -> Option<Slot> {
        self.facts.find(reference)
    }

    /// The credentials in the order of their ids. Worked out when it is first asked for: O(n log n) for n credentials.
    pub(crate) fn credentials_by_id(&self) -> &[u32] {
        self.graph.by_id.get_or_init(|| self.facts.credentials.names.sorted())
    }

    /// The reference to a slot's record, as text.
    pub(crate) fn name(&self, slot: Slot) -> String {
        format!("{}:{}", slot.namespace, self.facts.id(slot))
    }
}
