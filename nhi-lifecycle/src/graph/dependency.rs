//! A neighbourhood as a petgraph graph of its own.

use std::collections::{BTreeMap, VecDeque};

use petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
    visit::{EdgeRef, IntoEdgesDirected, IntoNodeIdentifiers},
};

use super::{Node, Snapshot, visit::SnapshotRelation};
use crate::{id::Reference, relation::RelationKind, time::Instant};

/// A graph of records and their relations.
pub type DependencyGraph = DiGraph<Reference, SnapshotRelation>;

/// Which part of a snapshot to hand out.
#[derive(Clone, Debug, Default)]
pub struct DependencyFilter {
    /// Only relations that hold at this instant; otherwise of all times.
    pub at: Option<Instant>,
    /// Only relations of these kinds; empty for all.
    pub kinds: Vec<RelationKind>,
    /// Only what is connected with one of these records, in either direction; empty for everything.
    pub around: Vec<Reference>,
    /// At most so many relations away from them.
    pub within: Option<usize>,
}

impl DependencyFilter {
    fn takes(&self, relation: &SnapshotRelation) -> bool {
        self.at.is_none_or(|at| relation.holds(at)) && (self.kinds.is_empty() || self.kinds.contains(&relation.kind))
    }
}

impl Snapshot {
    /// The part of the dependency graph that a filter takes, as a petgraph graph that belongs to the caller. Nodes stand in
    /// the order of their references.
    ///
    /// O(what is handed out × its logarithm).
    ///
    /// ```
    /// use nhi_lifecycle::{Context, Inventory, Record, graph::DependencyFilter};
    ///
    /// let record: Record = serde_json::from_str(
    ///     r#"{"record":"asset","id":"vm","kind":"virtual_machine","stage":"in_use","runs_on":"vm-host"}"#,
    /// )?;
    /// let mut inventory = Inventory::new();
    /// inventory.add([record], &Context::at("2026-03-01T00:00:00Z".parse()?).lenient())?;
    ///
    /// let graph = inventory.snapshot().dependency_graph(&DependencyFilter::default());
    /// assert_eq!((graph.node_count(), graph.edge_count()), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dependency_graph(&self, filter: &DependencyFilter) -> DependencyGraph {
        let nodes: Vec<Node> =
            if filter.around.is_empty() { self.node_identifiers().collect() } else { self.neighbourhood(filter) };
        let ordered: BTreeMap<Reference, Node> = nodes.into_iter().map(|node| (self.reference(node), node)).collect();
        let mut graph = DependencyGraph::new();
        let mut places: BTreeMap<Node, NodeIndex> = BTreeMap::new();
        for (reference, node) in &ordered {
            places.insert(*node, graph.add_node(reference.clone()));
        }
        for node in ordered.values() {
            let mut edges: Vec<_> = self
                .edges_directed(*node, Direction::Outgoing)
                .filter(|edge| filter.takes(edge.weight()))
                .filter_map(|edge| Some((*places.get(&edge.target())?, *edge.weight())))
                .collect();
            edges.sort_unstable_by_key(|(end, relation)| (*end, relation.kind, relation.span));
            for (end, relation) in edges {
                graph.add_edge(places[node], end, relation);
            }
        }
        graph
    }

    fn neighbourhood(&self, filter: &DependencyFilter) -> Vec<Node> {
        let mut distances: BTreeMap<Node, usize> = BTreeMap::new();
        let mut queue = VecDeque::new();
        for start in filter.around.iter().filter_map(|reference| self.node(reference)) {
            distances.insert(start, 0);
            queue.push_back(start);
        }
        while let Some(node) = queue.pop_front() {
            let distance = distances[&node] + 1;
            if filter.within.is_some_and(|within| distance > within) {
                continue;
            }
            for direction in [Direction::Outgoing, Direction::Incoming] {
                for edge in self.edges_directed(node, direction).filter(|edge| filter.takes(edge.weight())) {
                    let next = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
                    distances.entry(next).or_insert_with(|| {
                        queue.push_back(next);
                        distance
                    });
                }
            }
        }
        distances.into_keys().collect()
    }
}
