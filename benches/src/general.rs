//! The same tables as one general graph of petgraph's, in each of its forms, as somebody would use it who reaches for petgraph.

use petgraph::{
    Directed, Direction,
    csr::Csr,
    graph::Graph,
    prelude::StableGraph,
    visit::{Bfs, EdgeRef, GraphRef, IntoNeighbors, Visitable},
};

use crate::{
    tables::{Table, Tables},
    typed::Relations,
};

/// Nodes are assets, identities, credentials, one after the other.
#[derive(Clone, Copy)]
struct Offsets([u32; 3]);

impl Offsets {
    fn new(tables: &Tables) -> Self {
        let places = tables.places();
        Self([0, places.assets, places.assets + places.identities])
    }

    fn ends(self, table: Table) -> [u32; 2] {
        table.ends().map(|namespace| self.0[namespace as usize - nhi_lifecycle::id::Namespace::Asset as usize])
    }
}

fn nodes(tables: &Tables) -> usize {
    tables.in_service.len() + tables.beings.len() + tables.live.len()
}

/// Every pair of the tables, by nodes.
fn edges(tables: &Tables) -> impl Iterator<Item = (u32, u32, Table)> {
    let offsets = Offsets::new(tables);
    Table::ALL.iter().flat_map(move |table| {
        let [from, to] = offsets.ends(*table);
        tables.of(*table).iter().map(move |pair| (from + pair.0, to + pair.1, *table))
    })
}

macro_rules! general {
    ($(#[$doc:meta])* $name:ident $graph:ident) => {
        $(#[$doc])*
        pub struct $name {
            graph: $graph<(), Table>,
            offsets: Offsets,
        }

        impl $name {
            /// Builds the graph.
            #[must_use]
            pub fn new(tables: &Tables) -> Self {
                let mut graph = $graph::with_capacity(nodes(tables), edges(tables).count());
                (0..nodes(tables)).for_each(|_| {
                    graph.add_node(());
                });
                edges(tables).for_each(|(from, to, table)| {
                    graph.add_edge(from.into(), to.into(), table);
                });
                Self { graph, offsets: Offsets::new(tables) }
            }

            /// The graph of reach alone.
            #[must_use]
            pub fn reach(tables: &Tables) -> $graph<(), ()> {
                let places = tables.places().number();
                let mut graph = $graph::with_capacity(places, tables.reach.len());
                (0..places).for_each(|_| {
                    graph.add_node(());
                });
                tables.reach.iter().for_each(|(from, to)| {
                    graph.add_edge((*from).into(), (*to).into(), ());
                });
                graph
            }
        }

        impl Relations for $name {
            fn ends(&self, table: Table, from: u32) -> impl Iterator<Item = u32> + Clone {
                let [begin, end] = self.offsets.ends(table);
                let edges = self.graph.edges((begin + from).into());
                edges.filter(move |edge| *edge.weight() == table).map(move |edge| edge.target().index() as u32 - end)
            }

            fn agents(&self, principal: u32) -> impl Iterator<Item = u32> {
                let [begin, end] = self.offsets.ends(Table::ActsFor);
                let edges = self.graph.edges_directed((end + principal).into(), Direction::Incoming);
                let edges = edges.filter(|edge| *edge.weight() == Table::ActsFor);
                edges.map(move |edge| edge.source().index() as u32 - begin)
            }
        }
    };
}

general!(
    /// As a `Graph`.
    InGraph Graph
);
general!(
    /// As a `StableGraph`.
    InStableGraph StableGraph
);

/// As a `Csr`: compact, but with neither parallel edges nor incoming ones. An edge bears every kind that joins its ends, and the reverse
/// of acts_for is a kind of its own.
pub struct InCsr {
    graph: Csr<(), u16, Directed, u32>,
    offsets: Offsets,
}

const AGENT: u16 = 1 << 15;

impl InCsr {
    /// Builds the graph.
    #[must_use]
    pub fn new(tables: &Tables) -> Self {
        let mut all: Vec<(u32, u32, u16)> =
            edges(tables).map(|(from, to, table)| (from, to, 1 << table as u16)).collect();
        let agents = edges(tables).filter(|(.., table)| *table == Table::ActsFor);
        all.extend(agents.map(|(agent, principal, _)| (principal, agent, AGENT)));
        all.sort_unstable();
        all.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            kept.2 |= if same { next.2 } else { 0 };
            same
        });
        let mut graph = Csr::from_sorted_edges(&all).unwrap_or_default();
        while graph.node_count() < nodes(tables) {
            graph.add_node(());
        }
        Self { graph, offsets: Offsets::new(tables) }
    }

    /// The graph of reach alone.
    #[must_use]
    pub fn reach(tables: &Tables) -> Csr<(), (), Directed, u32> {
        let mut graph = Csr::from_sorted_edges(&tables.reach).unwrap_or_default();
        while graph.node_count() < tables.places().number() {
            graph.add_node(());
        }
        graph
    }

    fn of(&self, node: u32, kind: u16) -> impl Iterator<Item = u32> + Clone {
        let (ends, kinds) = (self.graph.neighbors_slice(node), self.graph.edges_slice(node));
        ends.iter().zip(kinds).filter(move |(_, kinds)| **kinds & kind != 0).map(|(end, _)| *end)
    }
}

impl Relations for InCsr {
    fn ends(&self, table: Table, from: u32) -> impl Iterator<Item = u32> + Clone {
        let [begin, end] = self.offsets.ends(table);
        self.of(begin + from, 1 << table as u16).map(move |node| node - end)
    }

    fn agents(&self, principal: u32) -> impl Iterator<Item = u32> {
        let [begin, end] = self.offsets.ends(Table::ActsFor);
        self.of(end + principal, AGENT).map(move |node| node - begin)
    }
}

/// How many assets each credential reaches, by petgraph's breadth-first search, whose marks are wiped from one to the next.
pub fn radii<G>(
    graph: G,
    tables: &Tables,
    node: impl Fn(u32) -> G::NodeId,
    number: impl Fn(G::NodeId) -> u32,
) -> Vec<u32>
where
    G: GraphRef + Visitable + IntoNeighbors,
    G::NodeId: Copy + PartialEq,
{
    let assets = tables.in_service.len() as u32;
    let search = |credential: &u32| {
        let mut search = Bfs::new(graph, node(tables.places().credential(*credential)));
        std::iter::from_fn(|| search.next(graph)).filter(|place| number(*place) < assets).count() as u32
    };
    tables.starts.iter().map(search).collect()
}
