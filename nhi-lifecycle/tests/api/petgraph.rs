//! The snapshot speaks petgraph: several of its own algorithms run over it.

use nhi_lifecycle::{
    Snapshot,
    graph::{DependencyFilter, Node, dot},
    relation::RelationKind,
};
use petgraph::{
    Direction,
    algo::{dijkstra, has_path_connecting, is_cyclic_directed, kosaraju_scc, toposort},
    visit::{
        Bfs, Dfs, EdgeCount, EdgeFiltered, EdgeRef, IntoEdgeReferences, IntoEdgesDirected, IntoNeighborsDirected,
        IntoNodeIdentifiers, NodeCount, NodeIndexable, Reversed, Walker,
    },
};

use crate::{day, inventory};

const SMALL: &str = r#"
{"record":"identity","id":"alice","kind":"employee","status":"active"}
{"record":"asset","id":"host","kind":"server","stage":"in_use","owner":"alice"}
{"record":"asset","id":"vm","kind":"virtual_machine","stage":"in_use","runs_on":"host"}
{"record":"asset","id":"app","kind":"application","stage":"in_use","runs_on":"vm","depends_on":"db"}
{"record":"asset","id":"db","kind":"database","stage":"in_use","depends_on":"app"}
{"record":"credential","id":"k","kind":"api_key","status":"active","stored_on":"app"}
{"record":"relation","kind":"depends_on","from":"host","to":"app","until":"2026-01-10T00:00:00Z"}
"#;

fn node(snapshot: &Snapshot, reference: &str) -> Node {
    snapshot.node(&reference.parse().unwrap()).unwrap()
}

fn names(snapshot: &Snapshot, nodes: impl IntoIterator<Item = Node>) -> Vec<String> {
    let mut names: Vec<String> = nodes.into_iter().map(|node| snapshot.reference(node).to_string()).collect();
    names.sort();
    names
}

#[test]
fn walks_and_paths() {
    let snapshot = inventory(SMALL).snapshot();
    let snapshot = &snapshot;
    let (k, alice) = (node(snapshot, "credential:k"), node(snapshot, "identity:alice"));
    assert_eq!((snapshot.node_count(), snapshot.edge_count()), (6, 7));
    assert!(has_path_connecting(snapshot, k, alice, None));
    assert!(!has_path_connecting(snapshot, alice, k, None));
    assert_eq!(Dfs::new(snapshot, k).iter(snapshot).count(), 6);
    let up = Bfs::new(Reversed(snapshot), node(snapshot, "asset:host")).iter(Reversed(snapshot));
    assert_eq!(names(snapshot, up), ["asset:app", "asset:db", "asset:host", "asset:vm", "credential:k"]);
    let distances = dijkstra(snapshot, k, Some(alice), |_| 1);
    assert_eq!(distances[&alice], 4);
}

#[test]
fn rings_and_orders() {
    let snapshot = inventory(SMALL).snapshot();
    let snapshot = &snapshot;
    assert!(is_cyclic_directed(snapshot));
    assert!(toposort(snapshot, None).is_err());
    let ring = kosaraju_scc(snapshot).into_iter().find(|component| component.len() > 1).unwrap();
    assert_eq!(names(snapshot, ring), ["asset:app", "asset:db", "asset:host", "asset:vm"]);
    // petgraph's own filter makes it the graph of one instant, or of one kind.
    let now = EdgeFiltered::from_fn(snapshot, |edge: nhi_lifecycle::graph::SnapshotEdge| edge.weight().holds(day(10)));
    let ring = kosaraju_scc(&now).into_iter().find(|component| component.len() > 1).unwrap();
    assert_eq!(names(snapshot, ring), ["asset:app", "asset:db"]);
    let runs_on = EdgeFiltered::from_fn(snapshot, |edge: nhi_lifecycle::graph::SnapshotEdge| {
        edge.weight().kind == RelationKind::RunsOn
    });
    assert_eq!(toposort(&runs_on, None).unwrap().len(), 6);
    assert_eq!(nhi_lifecycle::analysis::rings(snapshot, day(10)), [["app", "db"]]);
    assert_eq!(nhi_lifecycle::analysis::rings(snapshot, day(9)), [["app", "db", "host", "vm"]]);
}

#[test]
fn both_directions_agree() {
    let snapshot = inventory(SMALL).snapshot();
    let snapshot = &snapshot;
    for index in 0..snapshot.node_bound() {
        assert_eq!(snapshot.to_index(snapshot.from_index(index)), index);
    }
    let out: Vec<_> = snapshot.edge_references().collect();
    let back = snapshot.node_identifiers().flat_map(|node| snapshot.edges_directed(node, Direction::Incoming));
    let mut back: Vec<_> = back.collect();
    assert_eq!(out.len(), back.len());
    for edge in out {
        let place = back.iter().position(|other| *other == edge).unwrap();
        back.swap_remove(place);
        assert!(snapshot.neighbors_directed(edge.target(), Direction::Incoming).any(|node| node == edge.source()));
    }
}

#[test]
fn a_neighbourhood_is_a_graph_of_its_own() {
    let snapshot = inventory(SMALL).snapshot();
    let check = |filter: &DependencyFilter, nodes: &[&str], edges: usize| {
        let graph = snapshot.dependency_graph(filter);
        let names: Vec<String> = graph.node_weights().map(ToString::to_string).collect();
        assert_eq!(names, nodes);
        assert_eq!(graph.edge_count(), edges, "{filter:?}");
    };
    let all = ["asset:app", "asset:db", "asset:host", "asset:vm", "identity:alice", "credential:k"];
    check(&DependencyFilter::default(), &all, 7);
    check(&DependencyFilter { at: Some(day(10)), ..DependencyFilter::default() }, &all, 6);
    let around = vec!["credential:k".parse().unwrap()];
    let near = DependencyFilter { around: around.clone(), within: Some(1), ..DependencyFilter::default() };
    check(&near, &["asset:app", "credential:k"], 1);
    let kinds = vec![RelationKind::StoredOn, RelationKind::RunsOn];
    check(
        &DependencyFilter { around, kinds, ..DependencyFilter::default() },
        &["asset:app", "asset:host", "asset:vm", "credential:k"],
        3,
    );
    check(&DependencyFilter { around: vec!["asset:nowhere".parse().unwrap()], ..DependencyFilter::default() }, &[], 0);
}

#[test]
fn dot_is_quoted() {
    let hostile = r#"{"record":"asset","id":"a\"]; n9 [label=\"x\\","kind":"server","stage":"in_use"}
{"record":"credential","id":"k","kind":"api_key","status":"active","stored_on":"a\"]; n9 [label=\"x\\"}"#;
    let snapshot = inventory(hostile).snapshot();
    let text = dot(&snapshot.dependency_graph(&DependencyFilter::default()));
    assert_eq!(
        text,
        r#"digraph dependencies {
    rankdir=LR;
    n0 [shape=box, label="asset:a\"]; n9 [label=\"x\\"];
    n1 [shape=note, label="credential:k"];
    n1 -> n0 [label="stored_on"];
}
"#
    );
}
