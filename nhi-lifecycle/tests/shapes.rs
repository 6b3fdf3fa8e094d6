//! Shapes that break graph code: every question in bounded time and stack.

use nhi_lifecycle::{
    Context, Instant, Inventory, Monitor, Policy, Record, Reference,
    analysis::{self, Since},
    asset::{Asset, AssetKind, Stage},
    change::{Change, Prior},
    credential::{Credential, CredentialKind, CredentialStatus},
    finding::Reason,
    graph::DependencyFilter,
    identity::{Identity, IdentityKind, IdentityStatus},
    lifecycle::Lifecycle,
    relation::{Privilege, Relation, RelationKind},
};

fn day(day: u32) -> Instant {
    format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
}

/// The first asset is about to be retired, and in service until then.
fn asset(id: usize) -> Record {
    let stage = if id == 0 { Stage::PendingRetirement } else { Stage::InUse };
    Asset::new(format!("a{id}").parse().unwrap(), AssetKind::Service, stage).into()
}

fn depends(from: usize, to: usize) -> Record {
    let asset = |id: usize| format!("asset:a{id}").parse::<Reference>().unwrap();
    Relation::new(RelationKind::DependsOn, asset(from), asset(to)).into()
}

/// `assets` assets and these dependencies; a credential that the last asset uses and that lies on the first; alice, who owns the
/// credential, may do anything on the first asset and, if so, owns it.
fn shape(assets: usize, edges: impl Iterator<Item = (usize, usize)>, owned: bool) -> Inventory {
    let mut credential = Credential::new("k".parse().unwrap(), CredentialKind::ApiKey, CredentialStatus::Active);
    credential.owner.0.push("alice".parse().unwrap());
    credential.identity.0.push("alice".parse().unwrap());
    credential.used_by.0.push(format!("asset:a{}", assets - 1).parse().unwrap());
    credential.stored_on.0.push("a0".parse().unwrap());
    let alice = Identity::new("alice".parse().unwrap(), IdentityKind::Employee, IdentityStatus::Active);
    let relation = |kind, from: &str, to: &str| Relation::new(kind, from.parse().unwrap(), to.parse().unwrap());
    let owner = relation(RelationKind::OwnedBy, "asset:a0", "identity:alice");
    let entitled = relation(RelationKind::EntitledTo, "identity:alice", "asset:a0");
    let entitled = Relation { privilege: Some(Privilege::Admin), ..entitled };
    let records = (0..assets).map(asset).chain(edges.map(|(from, to)| depends(from, to)));
    let records = records.chain([credential.into(), alice.into(), entitled.into()]);
    let mut inventory = Inventory::new();
    inventory.add(records.chain(owned.then(|| owner.into())), &Context::at(day(1))).unwrap();
    inventory
}

/// Asks everything about a shape with so many rings; `reasons` are those of its credential.
fn check(
    assets: usize,
    edges: impl Iterator<Item = (usize, usize)> + Clone,
    owned: bool,
    rings: usize,
    reasons: &[Reason],
) {
    let relations = edges.clone().count();
    let inventory = shape(assets, edges, owned);
    let (snapshot, policy) = (inventory.snapshot(), Policy::default());
    let (key, first) = ("k".parse().unwrap(), "a0".parse().unwrap());

    let mut report = analysis::orphans(&snapshot, day(1), &policy);
    assert_eq!(report.get(0).map(|finding| finding.reasons()).unwrap_or_default(), reasons.iter().copied().collect());
    report = report.with_since();
    for finding in report.iter() {
        assert_eq!(finding.since(), Some(Since::Always));
        assert!(finding.explanation().len() < 1_000, "a sentence stays a sentence");
        assert!(!finding.witnesses().is_empty());
    }
    assert!(report.replay_since(|| true));
    assert!(report.iter().all(|finding| finding.since() == Some(Since::Always)));

    let explanation = analysis::explain(&snapshot, &key, day(1), &policy).unwrap();
    assert_eq!(explanation.verdict == analysis::Verdict::Justified, reasons.is_empty());
    let reach = analysis::blast_radius(&snapshot, &key, day(1)).unwrap();
    assert_eq!(reach.assets.len(), 1, "a dependency opens nothing");
    assert_eq!(analysis::rings(&snapshot, day(1)).len(), rings);
    assert!(analysis::ungated_transitions(&snapshot, day(1), &Lifecycle::default()).is_empty());
    assert!(!inventory.blockers(&first, Stage::Sanitized, day(1)).unwrap().is_empty());
    let around = |within| DependencyFilter {
        around: vec!["credential:k".parse().unwrap()],
        within,
        ..DependencyFilter::default()
    };
    let (near, whole) = (snapshot.dependency_graph(&around(Some(1))), snapshot.dependency_graph(&around(None)));
    assert!(near.node_count() <= 4 && whole.edge_count() >= relations, "{} {}", near.node_count(), whole.edge_count());

    let mut monitor = Monitor::new(inventory, day(2));
    for (from, to) in [("pending_retirement", "retired"), ("retired", "in_use")] {
        let step =
            Change { from: Prior::Value(from.into()), ..Change::new("asset:a0".parse().unwrap(), to.into(), day(2)) };
        let _ = monitor.apply(step, &Context::at(day(2))).unwrap();
        let report = analysis::orphans(&monitor.inventory().snapshot(), day(2), &policy);
        let full: Vec<_> = report.iter().map(|finding| finding.reasons()).collect();
        assert_eq!(monitor.findings().iter().map(|finding| finding.reasons()).collect::<Vec<_>>(), full);
    }
}

const MILLION: usize = 1_000_000;

#[test]
fn a_chain_of_a_million() {
    check(MILLION, (1..MILLION).map(|id| (id - 1, id)), true, 0, &[]);
    check(MILLION, (1..MILLION).map(|id| (id - 1, id)), false, 0, &[Reason::ConsumerAbandoned]);
}

#[test]
fn a_ring_of_a_million() {
    let ring = || (0..MILLION).map(|id| (id, (id + 1) % MILLION));
    check(MILLION, ring(), true, 1, &[]);
    check(MILLION, ring(), false, 1, &[Reason::ConsumerAbandoned]);
}

#[test]
fn a_star_of_a_million() {
    check(MILLION, (1..MILLION).map(|id| (0, id)), true, 0, &[]);
    check(MILLION, (1..MILLION).map(|id| (id, 0)), false, 0, &[Reason::ConsumerAbandoned]);
}

#[test]
fn a_clique_of_three_thousand() {
    let size = 3_000;
    let edges = (0..size).flat_map(move |from| (0..size).map(move |to| (from, to)));
    check(size, edges, false, 1, &[Reason::ConsumerAbandoned]);
}

#[test]
fn self_loops_and_two_cycles() {
    check(2, [(0, 0), (1, 1), (0, 1), (1, 0)].into_iter(), false, 1, &[Reason::ConsumerAbandoned]);
    check(1, [(0, 0)].into_iter(), false, 0, &[Reason::ConsumerAbandoned]);
    check(2, [(0, 1), (1, 0)].into_iter(), true, 1, &[]);
}

#[test]
fn a_million_credentials_derived_from_each_other() {
    let credential = |id: usize| {
        let id_text = format!("k{id:07}");
        let mut credential =
            Credential::new(id_text.parse().unwrap(), CredentialKind::SessionToken, CredentialStatus::Active);
        if let Some(parent) = id.checked_sub(1) {
            credential.derived_from.0.push(format!("k{parent:07}").parse().unwrap());
        } else {
            credential.status = CredentialStatus::Revoked;
        }
        Record::from(credential)
    };
    let mut inventory = Inventory::new();
    inventory.add((0..MILLION).map(credential), &Context::at(day(1))).unwrap();
    let report = analysis::orphans(&inventory.snapshot(), day(1), &Policy::default());
    assert_eq!(report.len(), MILLION - 1);
    assert!(report.iter().all(|finding| finding.reasons().contains(Reason::ParentGone)));
    let last = report.get(MILLION - 2).unwrap();
    assert!(last.explanation().contains("k0999998"), "{}", last.explanation());
}

/// So many repositories, each the issuer of a credential; `stored_on` says where that one lies, `radius` how far it reaches. To read a
/// repository is to read the credentials that lie there. The last place to which the first credential leads is so many steps away.
fn check_reach(size: usize, stored_on: impl Fn(usize) -> Vec<usize>, radius: impl Fn(usize) -> usize, steps: usize) {
    let records = (0..size).flat_map(|id| {
        let repository = Asset::new(format!("a{id}").parse().unwrap(), AssetKind::Repository, Stage::InUse);
        let id_text = format!("k{id}");
        let mut credential =
            Credential::new(id_text.parse().unwrap(), CredentialKind::DeployKey, CredentialStatus::Active);
        credential.issued_by.0.push(format!("a{id}").parse().unwrap());
        credential.stored_on.0.extend(stored_on(id).into_iter().map(|asset| format!("a{asset}").parse().unwrap()));
        [Record::from(repository), credential.into()]
    });
    let mut inventory = Inventory::new();
    inventory.add(records, &Context::at(day(1))).unwrap();
    let snapshot = inventory.snapshot();
    let radii = analysis::blast_radii(&snapshot, day(1));
    assert_eq!(radii.len(), size);
    for found in radii.iter() {
        let id: usize = found.credential()[1..].parse().unwrap();
        assert_eq!(found.assets() as usize, radius(id), "{}", found.credential());
    }
    let reach = analysis::blast_radius(&snapshot, &"k0".parse().unwrap(), day(1)).unwrap();
    assert_eq!(reach.assets.len(), radius(0));
    let longest = reach.assets.iter().find(|reached| reached.asset == format!("a{}", size - 1)).unwrap();
    assert_eq!(longest.path.iter().len(), steps);
}

#[test]
fn reach_along_a_chain_of_a_million() {
    check_reach(MILLION, |id| id.checked_sub(1).into_iter().collect(), |id| MILLION - id, 2 * MILLION);
}

#[test]
fn reach_around_a_ring_of_a_million() {
    check_reach(MILLION, |id| vec![id.checked_sub(1).unwrap_or(MILLION - 1)], |_| MILLION, 2 * MILLION);
}

#[test]
fn reach_in_a_star_of_a_million() {
    check_reach(MILLION, |id| if id == 0 { vec![] } else { vec![0] }, |id| if id == 0 { MILLION } else { 1 }, 4);
}

#[test]
fn reach_within_a_clique() {
    let size = 3_000;
    check_reach(size, |_| (0..size).collect(), |_| size, 4);
}
