//! The workload is what its description says, counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nhi_benches::Workload;
use nhi_lifecycle::{
    Context, Inventory, Record,
    asset::{Stage, StageGroup},
    credential::CredentialStatus,
    identity::{IdentityClass, IdentityStatus},
    relation::RelationKind,
};
use petgraph::{
    algo::kosaraju_scc,
    graph::DiGraph,
    visit::{EdgeRef, IntoEdgeReferences},
};

const ASSETS: usize = 40_000;

#[derive(Default)]
struct Census {
    /// How many assets each domain has, and how many of those are in service.
    domains: Vec<[usize; 2]>,
    assets: HashMap<String, Stage>,
    people: HashMap<String, IdentityStatus>,
    teams: BTreeSet<String>,
    non_humans: usize,
    credentials: usize,
    live: usize,
    histories: HashMap<String, usize>,
    /// From and to, of those that hold.
    relations: BTreeMap<RelationKind, Vec<(String, String)>>,
    ascending: usize,
}

impl Census {
    fn take() -> Self {
        let mut census = Self::default();
        let mut inventory = Inventory::new();
        let mut last = String::new();
        for records in Workload::new(ASSETS, 1).domains() {
            let mut domain = [0; 2];
            for record in &records {
                if let Record::Asset(asset) = record {
                    let in_service = asset.stage.group() == StageGroup::InService;
                    domain = [domain[0] + 1, domain[1] + usize::from(in_service)];
                    census.ascending += usize::from(last.as_str() < asset.id.as_str());
                    last = asset.id.to_string();
                }
                census.see(record);
            }
            census.domains.push(domain);
            inventory.add(records, &Context::at(Workload::now())).unwrap();
        }
        let snapshot = inventory.snapshot();
        for edge in snapshot.edge_references().filter(|edge| edge.weight().holds(Workload::now())) {
            let [from, to] = [edge.source(), edge.target()].map(|node| snapshot.reference(node).to_string());
            census.relations.entry(edge.weight().kind).or_default().push((from, to));
        }
        census
    }

    fn see(&mut self, record: &Record) {
        match record {
            Record::Asset(asset) => {
                self.assets.insert(format!("asset:{}", asset.id), asset.stage);
            }
            Record::Identity(identity) => match identity.kind.class() {
                IdentityClass::Human => {
                    self.people.insert(format!("identity:{}", identity.id), identity.status);
                }
                IdentityClass::Team => {
                    self.teams.insert(format!("identity:{}", identity.id));
                }
                IdentityClass::NonHuman => self.non_humans += 1,
            },
            Record::Credential(credential) => {
                self.credentials += 1;
                let ended = credential.expires_at.is_some_and(|end| end <= Workload::now());
                self.live += usize::from(credential.status == CredentialStatus::Active && !ended);
            }
            Record::Change(change) => *self.histories.entry(change.subject.to_string()).or_default() += 1,
            _ => {}
        }
    }

    fn of(&self, kind: RelationKind) -> &[(String, String)] {
        &self.relations[&kind]
    }
}

/// That a share lies between two, in hundredths.
#[track_caller]
fn check(what: &str, part: usize, whole: usize, between: [f64; 2]) {
    let share = 100.0 * part as f64 / whole as f64;
    assert!(between[0] <= share && share <= between[1], "{what}: {share} %, not between {between:?}");
}

#[test]
fn the_workload_is_what_its_description_says() {
    let census = Census::take();
    assert_eq!(census.assets.len(), ASSETS);
    domains(&census);
    assert_eq!([census.non_humans, census.credentials], [2 * ASSETS, 5 * ASSETS]);
    check("relations an asset", census.relations.values().map(Vec::len).sum(), ASSETS, [1_350.0, 1_450.0]);
    check("live credentials", census.live, census.credentials, [77.0, 79.0]);
    check("assets after another in the order of ids", census.ascending, ASSETS, [48.0, 52.0]);
    ownership(&census);
    histories(&census);
    dependencies(&census);
}

fn domains(census: &Census) {
    let sizes: Vec<usize> = census.domains.iter().map(|[size, _]| *size).collect();
    assert!(sizes.iter().all(|size| (40..=1_500).contains(size)), "{sizes:?}");
    assert!(sizes.iter().any(|size| *size > 1_000));
    // A power law: of each size and up there are 2^1.25 times as many as of twice the size and up.
    let above = |size| sizes.iter().filter(|other| **other >= size).count();
    for size in [40, 80, 160] {
        check("domains of twice the size", above(2 * size), above(size), [34.0, 52.0]);
    }
    let dead = census.domains.iter().filter(|[_, in_service]| *in_service == 0).count();
    check("dead domains", dead, sizes.len(), [0.5, 4.0]);
    let out = |stage: &Stage| stage.group() == StageGroup::OutOfService;
    check("out of service", census.assets.values().filter(|stage| out(stage)).count(), ASSETS, [11.0, 13.0]);
    check("disposed", census.assets.values().filter(|stage| **stage == Stage::Disposed).count(), ASSETS, [1.0, 5.0]);
}

fn ownership(census: &Census) {
    let left = census.people.values().filter(|status| **status == IdentityStatus::Deprovisioned).count();
    check("people who left", left, census.people.len(), [9.0, 11.0]);
    let members = census.of(RelationKind::MemberOf).iter();
    let staffed: BTreeSet<&String> =
        members.filter(|(member, _)| census.people[member] == IdentityStatus::Active).map(|(_, team)| team).collect();
    check("empty teams", census.teams.len() - staffed.len(), census.teams.len(), [2.0, 4.0]);
    let owned: BTreeSet<&String> = census.of(RelationKind::OwnedBy).iter().map(|(owned, _)| owned).collect();
    let unowned = census.assets.keys().filter(|asset| !owned.contains(asset)).count();
    check("assets without owner", unowned, ASSETS, [15.0, 20.0]);
}

fn histories(census: &Census) {
    let mut lengths = [0; 10];
    for asset in census.assets.keys() {
        lengths[census.histories.get(asset).copied().unwrap_or_default()] += 1;
    }
    assert_eq!([lengths[0], lengths[9]], [0, 0]);
    for (length, number) in lengths.into_iter().enumerate().take(9).skip(1) {
        check(&format!("histories of {length}"), number, ASSETS, [9.0, 16.0]);
    }
    assert!(census.histories.values().all(|length| (1..=8).contains(length)));
}

fn dependencies(census: &Census) {
    // How many stand one on the other.
    let host: HashMap<&String, &String> =
        census.of(RelationKind::RunsOn).iter().map(|(guest, host)| (guest, host)).collect();
    let height = |asset| std::iter::successors(Some(asset), |asset| host.get(*asset).copied()).count();
    let heights: Vec<usize> = census.assets.keys().map(height).collect();
    check("chains of three and more", heights.iter().filter(|height| **height >= 3).count(), ASSETS, [20.0, 50.0]);
    assert!(heights.iter().any(|height| *height >= 8));

    let needs = census.of(RelationKind::DependsOn);
    let mut fan_in: HashMap<&String, usize> = HashMap::new();
    needs.iter().for_each(|(_, needed)| *fan_in.entry(needed).or_default() += 1);
    let mut fan_in: Vec<usize> = fan_in.into_values().collect();
    fan_in.sort_unstable();
    check(
        "what leads to the hundredth most needed",
        fan_in.iter().rev().take(ASSETS / 100).sum(),
        needs.len(),
        [12.0, 60.0],
    );
    check("assets that nothing needs", ASSETS - fan_in.len(), ASSETS, [20.0, 80.0]);

    let mut graph = DiGraph::<&String, ()>::new();
    let nodes: HashMap<&String, _> = census.assets.keys().map(|asset| (asset, graph.add_node(asset))).collect();
    needs.iter().for_each(|(from, to)| {
        graph.add_edge(nodes[from], nodes[to], ());
    });
    let rings: Vec<_> = kosaraju_scc(&graph).into_iter().filter(|ring| ring.len() > 1).collect();
    let in_service = |node| census.assets[graph[node]].group() == StageGroup::InService;
    let dead = rings.iter().filter(|ring| !ring.iter().any(|node| in_service(*node))).count();
    assert!(rings.len() > ASSETS / 200 && dead > 50, "{} rings, {dead} of retired assets", rings.len());
}
