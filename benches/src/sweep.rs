//! The limit to aim at: a bare sweep over the relations of a workload, as tight as it can be written by hand.
//!
//! It answers a simpler question than the model: every relation that holds at one instant lies in one compact array of its kind,
//! all names are gone, nobody is absent, no history is read, and nothing is said of an orphan but that it is one. What lies
//! between it and [`nhi_lifecycle::analysis::orphans`] is the price of the rest.

use std::collections::HashMap;

use nhi_lifecycle::{
    Id, Instant, Record, Reference, Snapshot,
    asset::StageGroup,
    credential::CredentialStatus,
    id::Namespace::{self, Asset as A, Credential as C, Identity as I},
    identity::{Identity, IdentityClass, IdentityStatus},
    relation::{RelationKind, RelationKind as K},
};
use petgraph::visit::{EdgeRef, IntoEdgeReferences, IntoNodeIdentifiers, NodeIndexable};

/// Where one kind of relation leads from each record.
#[derive(Default)]
struct Arrows {
    begins: Vec<u32>,
    ends: Vec<u32>,
}

impl Arrows {
    fn new(records: usize, pairs: &[(u32, u32)]) -> Self {
        let mut begins = vec![0_u32; records + 2];
        for (from, _) in pairs {
            begins[*from as usize + 2] += 1;
        }
        for index in 2..begins.len() {
            begins[index] += begins[index - 1];
        }
        let mut ends = vec![0; pairs.len()];
        for (from, to) in pairs {
            let next = &mut begins[*from as usize + 1];
            ends[*next as usize] = *to;
            *next += 1;
        }
        begins.pop();
        Self { begins, ends }
    }

    fn of(&self, record: u32) -> &[u32] {
        let [begin, end] = [self.begins[record as usize], self.begins[record as usize + 1]];
        &self.ends[begin as usize..end as usize]
    }
}

const GONE: u8 = 1;
const ACTIVE: u8 = 2;
const NON_HUMAN: u8 = 4;
const TEAM: u8 = 8;

/// The records and relations of a workload as they stand at an instant, by dense index.
pub struct Sweep {
    in_service: Vec<bool>,
    beings: Vec<u8>,
    live: Vec<bool>,
    asset_owners: Arrows,
    identity_owners: Arrows,
    credential_owners: Arrows,
    teams: Arrows,
    below: [Arrows; 2],
    attached: Arrows,
    principals: Arrows,
    agents: Arrows,
    identity: Arrows,
    issuer: Arrows,
    users: Arrows,
    targets: Arrows,
    parent: Arrows,
}

impl Sweep {
    /// Lays the records out as they stand at an instant; this is no part of the sweep. Their own values must hold then.
    #[must_use]
    pub fn new(snapshot: &Snapshot, records: impl IntoIterator<Item = Record>, at: Instant) -> Self {
        // Each record's place among those of its type.
        let mut sizes = [0_usize; 3];
        let mut places = vec![0_u32; snapshot.node_bound()];
        for node in snapshot.node_identifiers() {
            let size = &mut sizes[node.namespace() as usize - Namespace::Asset as usize];
            places[snapshot.to_index(node)] = *size as u32;
            *size += 1;
        }
        let mut in_service = vec![false; sizes[0]];
        let mut beings = vec![GONE; sizes[1]];
        let mut live = vec![false; sizes[2]];
        for record in records {
            let place = |id: &Id, namespace| {
                let node = snapshot.node(&Reference { namespace, id: id.clone() })?;
                Some(places[snapshot.to_index(node)] as usize)
            };
            match record {
                Record::Asset(asset) => {
                    if let Some(place) = place(&asset.id, Namespace::Asset) {
                        in_service[place] = asset.stage.group() == StageGroup::InService;
                    }
                }
                Record::Identity(identity) => {
                    if let Some(place) = place(&identity.id, Namespace::Identity) {
                        beings[place] = being(&identity);
                    }
                }
                Record::Credential(credential) => {
                    if let Some(place) = place(&credential.id, Namespace::Credential) {
                        let works = credential.status == CredentialStatus::Active;
                        live[place] = works && credential.expires_at.is_none_or(|end| at < end);
                    }
                }
                _ => {}
            }
        }
        let mut pairs: HashMap<(RelationKind, Namespace, Namespace), Vec<(u32, u32)>> = HashMap::new();
        for edge in snapshot.edge_references().filter(|edge| edge.weight().holds(at)) {
            let ends = [edge.source(), edge.target()];
            let [from, to] = ends.map(|node| places[snapshot.to_index(node)]);
            let [from_type, to_type] = ends.map(nhi_lifecycle::graph::Node::namespace);
            pairs.entry((edge.weight().kind, from_type, to_type)).or_default().push((from, to));
        }
        let mut arrows = |kind, from: Namespace, to| {
            let size = sizes[from as usize - Namespace::Asset as usize];
            Arrows::new(size, &pairs.remove(&(kind, from, to)).unwrap_or_default())
        };
        let principals = arrows(K::ActsFor, I, I);
        let agents: Vec<(u32, u32)> =
            (0..sizes[1] as u32).flat_map(|agent| principals.of(agent).iter().map(move |end| (*end, agent))).collect();
        Self {
            asset_owners: arrows(K::OwnedBy, A, I),
            identity_owners: arrows(K::OwnedBy, I, I),
            credential_owners: arrows(K::OwnedBy, C, I),
            teams: arrows(K::MemberOf, I, I),
            below: [arrows(K::RunsOn, A, A), arrows(K::DependsOn, A, A)],
            attached: arrows(K::AttachedTo, I, A),
            agents: Arrows::new(sizes[1], &agents),
            principals,
            identity: arrows(K::AuthenticatesAs, C, I),
            issuer: arrows(K::IssuedBy, C, A),
            users: arrows(K::UsedBy, C, A),
            targets: arrows(K::EntitledTo, I, A),
            parent: arrows(K::DerivedFrom, C, C),
            in_service,
            beings,
            live,
        }
    }

    /// How many live credentials are orphaned: one pass for the owners, one search for what is kept and needed, one pass over
    /// identities, one over credentials.
    #[must_use]
    pub fn orphans(&self) -> usize {
        let is = |identity: u32, flag: u8| self.beings[identity as usize] & flag != 0;
        let mut answers: Vec<bool> = self.beings.iter().map(|being| being & (GONE | TEAM | NON_HUMAN) == 0).collect();
        spread(&mut answers, |member, out| out.extend_from_slice(self.teams.of(member)), |team| !is(team, GONE));
        let any = |ends: &[u32], of: &[bool]| ends.iter().any(|end| of[*end as usize]);

        let asset_answered: Vec<bool> =
            (0..self.in_service.len() as u32).map(|asset| any(self.asset_owners.of(asset), &answers)).collect();
        let mut kept: Vec<bool> = self.in_service.iter().zip(&asset_answered).map(|(a, b)| *a && *b).collect();
        let in_service = |asset: u32| self.in_service[asset as usize];
        let below = |asset: u32, out: &mut Vec<u32>| self.below.iter().for_each(|kind| out.extend(kind.of(asset)));
        spread(&mut kept, below, in_service);

        let works = |identity: u32| {
            let attached = self.attached.of(identity);
            is(identity, ACTIVE) && (attached.is_empty() || any(attached, &kept))
        };
        let identities = 0..self.beings.len() as u32;
        let mut needed: Vec<bool> = identities
            .clone()
            .map(|identity| match is(identity, NON_HUMAN) {
                true => self.principals.of(identity).is_empty() && works(identity),
                false => answers[identity as usize],
            })
            .collect();
        spread(&mut needed, |principal, out| out.extend_from_slice(self.agents.of(principal)), works);

        // What is wrong with each identity, and whether somebody answers for it.
        let (mut wrong, mut answered) = (vec![false; self.beings.len()], vec![false; self.beings.len()]);
        for identity in identities {
            let place = identity as usize;
            if !is(identity, NON_HUMAN) {
                wrong[place] = !is(identity, ACTIVE);
                answered[place] = answers[place];
                continue;
            }
            let (attached, targets) = (self.attached.of(identity), self.targets.of(identity));
            let principals = self.principals.of(identity);
            wrong[place] = !is(identity, ACTIVE)
                || (!attached.is_empty() && !any(attached, &kept))
                || (!principals.is_empty() && !any(principals, &needed))
                || (!targets.is_empty() && !any(targets, &self.in_service));
            let owners = self.identity_owners.of(identity);
            answered[place] = match (owners.is_empty(), any(attached, &asset_answered)) {
                (false, _) => any(owners, &answers),
                (true, true) => true,
                (true, false) => any(principals, &answers),
            };
        }
        let mut orphans = 0;
        for credential in (0..self.live.len() as u32).filter(|credential| self.live[*credential as usize]) {
            let (identity, users) = (self.identity.of(credential), self.users.of(credential));
            let owners = self.credential_owners.of(credential);
            let answered = match (owners.is_empty(), identity.is_empty()) {
                (false, _) => any(owners, &answers),
                (true, false) => any(identity, &answered),
                (true, true) => any(users, &asset_answered),
            };
            let orphaned = !answered
                || any(identity, &wrong)
                || (!users.is_empty() && !any(users, &kept))
                || self.issuer.of(credential).iter().any(|issuer| !in_service(*issuer))
                || self.parent.of(credential).iter().any(|parent| !self.live[*parent as usize]);
            orphans += usize::from(orphaned);
        }
        orphans
    }
}

fn being(identity: &Identity) -> u8 {
    let class = match identity.kind.class() {
        IdentityClass::Human => 0,
        IdentityClass::Team => TEAM,
        IdentityClass::NonHuman => NON_HUMAN,
    };
    match identity.status {
        IdentityStatus::Deprovisioned => class | GONE,
        IdentityStatus::Active => class | ACTIVE,
        _ => class,
    }
}

/// Brings into a set what follows from it.
fn spread(set: &mut [bool], after: impl Fn(u32, &mut Vec<u32>), may_follow: impl Fn(u32) -> bool) {
    let mut stack: Vec<u32> = (0..).zip(set.iter()).filter(|(_, is_in)| **is_in).map(|(record, _)| record).collect();
    let mut next = Vec::new();
    while let Some(record) = stack.pop() {
        after(record, &mut next);
        for record in next.drain(..) {
            if !set[record as usize] && may_follow(record) {
                set[record as usize] = true;
                stack.push(record);
            }
        }
    }
}
