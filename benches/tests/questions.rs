//! Whoever answers the questions of the tables in Rust answers alike, and the model where it asks the same.

use std::{collections::BTreeSet, num::NonZeroUsize};

use nhi_benches::{
    Workload,
    general::{self, InCsr, InGraph, InStableGraph},
    radius::Search,
    sweep::Sweep,
    tables::Tables,
    typed::{self, Typed},
};
use nhi_lifecycle::{Policy, Snapshot, analysis, id::CredentialRef};
use petgraph::{graph::NodeIndex, visit::IntoNodeIdentifiers};

const ASSETS: usize = 1_500;

fn tables() -> (Snapshot, Tables) {
    let workload = Workload::new(ASSETS, 1);
    let snapshot = workload.inventory().unwrap().snapshot();
    let tables = Tables::new(&snapshot, workload.records(), Workload::now());
    (snapshot, tables)
}

/// Live credentials by row, as the tables number them.
fn credentials(snapshot: &Snapshot) -> Vec<String> {
    let credentials = snapshot.node_identifiers().map(|node| snapshot.reference(node).to_string());
    credentials.filter_map(|name| name.strip_prefix("credential:").map(str::to_owned)).collect()
}

#[test]
fn orphans_are_the_same_on_any_number_of_threads() {
    // Enough that every step is shared.
    let snapshot = Workload::new(15_000, 1).inventory().unwrap().snapshot();
    let found = |threads| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let report = analysis::orphans_on(threads, &snapshot, Workload::now(), &Policy::default());
        let told =
            report.iter().map(|finding| (finding.credential().to_owned(), finding.reasons(), finding.severity()));
        told.collect::<Vec<_>>()
    };
    let on_one = found(1);
    assert!(on_one.len() > 5_000);
    assert!(found(2) == on_one);
    assert!(found(5) == on_one);
}

#[test]
fn orphans_are_the_same_in_every_form() {
    let (snapshot, tables) = tables();
    let bare = Sweep::new(&tables).orphans(&tables);
    assert!(bare.iter().filter(|orphaned| **orphaned).count() > ASSETS / 2);
    assert!(typed::orphans(&tables, &Typed::new(&tables)) == bare);
    assert!(typed::orphans(&tables, &InCsr::new(&tables)) == bare);
    assert!(typed::orphans(&tables, &InGraph::new(&tables)) == bare);
    assert!(typed::orphans(&tables, &InStableGraph::new(&tables)) == bare);

    // The model asks more of owners and of parents, so some differ, and few.
    let report = analysis::orphans(&snapshot, Workload::now(), &Policy::default());
    let ours: BTreeSet<&str> = report.iter().map(|finding| finding.credential()).collect();
    let credentials = credentials(&snapshot);
    let differ = credentials.iter().zip(&bare).filter(|(id, bare)| ours.contains(id.as_str()) != **bare).count();
    assert!(differ * 20 < ours.len(), "{differ} of {}", ours.len());
}

#[test]
fn radii_are_the_same_in_every_form_and_those_of_the_model() {
    let (snapshot, tables) = tables();
    let mut search = Search::new(&tables);
    let bare: Vec<u32> = tables.starts.iter().map(|start| search.radius(&tables, *start)).collect();
    let number = |node: NodeIndex| node.index() as u32;
    assert_eq!(general::radii(&InCsr::reach(&tables), &tables, |place| place, |node| node), bare);
    assert_eq!(general::radii(&InGraph::reach(&tables), &tables, NodeIndex::from, number), bare);
    assert_eq!(general::radii(&InStableGraph::reach(&tables), &tables, NodeIndex::from, number), bare);

    let credentials = credentials(&snapshot);
    let modelled = tables.starts.iter().map(|start| {
        let id: CredentialRef = credentials[*start as usize].parse().unwrap();
        analysis::blast_radius(&snapshot, &id, Workload::now()).unwrap().assets.len() as u32
    });
    assert_eq!(modelled.collect::<Vec<_>>(), bare);
    assert!(bare.iter().any(|radius| *radius > 20));
}

#[test]
fn tables_are_read_as_they_were_written() {
    let (_, tables) = tables();
    let folder = std::env::temp_dir().join(format!("nhi-tables-{}", std::process::id()));
    tables.write(&folder).unwrap();
    let read = Tables::read(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(read == tables);
}
