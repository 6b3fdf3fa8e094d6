//! Rings: assets in service that depend on each other, directly or through others.

use std::collections::HashMap;

use petgraph::{
    algo::kosaraju_scc,
    graph::{DiGraph, NodeIndex},
};

use super::{
    moment::{Moment, World},
    view::View,
};
use crate::{
    facts::Slot,
    graph::{EdgeKind as E, Snapshot},
    time::Instant,
};

/// Every ring of assets in service that run on or depend on each other at an instant, each by id, and the rings by their
/// first.
///
/// The strongly connected components of more than one asset, by petgraph's iterative `kosaraju_scc`. O(assets + relations
/// between them), plus sorting what is found.
#[must_use]
pub fn rings(snapshot: &Snapshot, at: Instant) -> Vec<Vec<String>> {
    let moment = Moment::new(snapshot, at, World::AsRecorded);
    let assets = 0..snapshot.facts.assets.len();
    let found = components(&moment, assets.filter(|asset| moment.in_service(*asset)));
    let name = |asset: u32| snapshot.facts.id(Slot::asset(asset)).to_owned();
    let mut rings: Vec<Vec<String>> = found.map(|ring| ring.into_iter().map(name).collect::<Vec<_>>()).collect();
    for ring in &mut rings {
        ring.sort_unstable();
    }
    rings.sort_unstable();
    rings
}

/// The ring that an asset is part of; empty if it is in none.
pub(super) fn around(moment: &Moment, asset: u32) -> Vec<u32> {
    // A ring lies within what depends on the asset.
    let mut above = vec![asset];
    let mut seen = rustc_hash::FxHashSet::from_iter([asset]);
    let mut next = 0;
    while let Some(below) = above.get(next).copied() {
        for asset in moment.back(E::RunsOn, below).chain(moment.back(E::DependsOn, below)) {
            if moment.in_service(asset) && seen.insert(asset) {
                above.push(asset);
            }
        }
        next += 1;
    }
    components(moment, above.into_iter()).find(|ring| ring.contains(&asset)).unwrap_or_default()
}

fn components(moment: &Moment, assets: impl Iterator<Item = u32>) -> impl Iterator<Item = Vec<u32>> {
    let mut graph: DiGraph<u32, ()> = DiGraph::new();
    let places: HashMap<u32, NodeIndex> = assets.map(|asset| (asset, graph.add_node(asset))).collect();
    for (asset, place) in &places {
        for below in moment.out(E::RunsOn, *asset).chain(moment.out(E::DependsOn, *asset)) {
            if let Some(end) = places.get(&below) {
                graph.add_edge(*place, *end, ());
            }
        }
    }
    let components = kosaraju_scc(&graph).into_iter().filter(|component| component.len() > 1);
    components.map(move |component| component.into_iter().map(|place| graph[place]).collect())
}
