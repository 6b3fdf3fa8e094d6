//! A workload as plain tables of numbers: what the bare sweep, the peers and any other program can be asked the same questions of.
//!
//! The question they share is simpler than the model: nobody is absent, no history is read, and each relation that holds at one
//! instant is a pair of row numbers. `reach` is the graph of a credential's reach: its nodes are the [`Place`]s.

mod files;

use nhi_lifecycle::{
    Id, Instant, Record, Reference, Snapshot,
    asset::{AssetKind, StageGroup},
    credential::CredentialStatus,
    graph::Node,
    id::Namespace,
    identity::{Identity, IdentityClass, IdentityStatus},
    relation::{Privilege, RelationKind as K},
};
use petgraph::visit::{EdgeRef, IntoEdgeReferences, IntoNodeIdentifiers, NodeIndexable};

use crate::Random;

/// A flag of an identity: it has left.
pub const GONE: u8 = 1;
/// A flag of an identity: its status is active.
pub const ACTIVE: u8 = 2;
/// A flag of an identity: it is not human and no team.
pub const NON_HUMAN: u8 = 4;
/// A flag of an identity: it is a team.
pub const TEAM: u8 = 8;

macro_rules! tables {
    ($($table:ident $name:literal $kind:ident $from:ident $to:ident;)*) => {
        /// One relation between two types of records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is named like the relation and what it leads from")]
        pub enum Table { $($table),* }

        impl Table {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$table),*];

            /// As its files and SQL tables are called.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$table => $name),* }
            }

            /// What its pairs lead from and to.
            #[must_use]
            pub const fn ends(self) -> [Namespace; 2] {
                match self { $(Self::$table => [Namespace::$from, Namespace::$to]),* }
            }

            fn of(kind: K, ends: [Namespace; 2]) -> Option<Self> {
                match (kind, ends) {
                    $((K::$kind, [Namespace::$from, Namespace::$to]) => Some(Self::$table),)*
                    _ => None,
                }
            }
        }
    };
}

tables! {
    AssetOwner "asset_owner" OwnedBy Asset Identity;
    IdentityOwner "identity_owner" OwnedBy Identity Identity;
    CredentialOwner "credential_owner" OwnedBy Credential Identity;
    MemberOf "member_of" MemberOf Identity Identity;
    RunsOn "runs_on" RunsOn Asset Asset;
    DependsOn "depends_on" DependsOn Asset Asset;
    AttachedTo "attached_to" AttachedTo Identity Asset;
    ActsFor "acts_for" ActsFor Identity Identity;
    EntitledTo "entitled_to" EntitledTo Identity Asset;
    AuthenticatesAs "authenticates_as" AuthenticatesAs Credential Identity;
    IssuedBy "issued_by" IssuedBy Credential Asset;
    StoredOn "stored_on" StoredOn Credential Asset;
    UsedBy "used_by" UsedBy Credential Asset;
    DerivedFrom "derived_from" DerivedFrom Credential Credential;
}

/// The records and relations of a workload as they stand at an instant, by row number.
#[derive(Debug, Default, PartialEq)]
pub struct Tables {
    /// Of each asset, whether it is in service.
    pub in_service: Vec<bool>,
    /// Of each identity, its flags.
    pub beings: Vec<u8>,
    /// Of each credential, whether it is live.
    pub live: Vec<bool>,
    /// By [`Table`].
    pub relations: Vec<Vec<(u32, u32)>>,
    /// From place to place.
    pub reach: Vec<(u32, u32)>,
    /// Credentials to start from: up to 1,000 live ones, drawn at random.
    pub starts: Vec<u32>,
}

/// Places of the graph of reach are numbered: assets entered with read, with write and with admin, identities, credentials.
/// Who enters with more has entered with less.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// How many assets there are.
    pub assets: u32,
    /// How many identities there are.
    pub identities: u32,
    /// How many credentials there are.
    pub credentials: u32,
}

impl Places {
    /// The place of an asset that is entered with a privilege.
    #[must_use]
    pub fn asset(self, asset: u32, privilege: Privilege) -> u32 {
        (privilege as u32 - Privilege::Read as u32) * self.assets + asset
    }

    /// The place of an identity.
    #[must_use]
    pub fn identity(self, identity: u32) -> u32 {
        3 * self.assets + identity
    }

    /// The place of a credential.
    #[must_use]
    pub fn credential(self, credential: u32) -> u32 {
        3 * self.assets + self.identities + credential
    }

    /// How many there are.
    #[must_use]
    pub fn number(self) -> usize {
        self.credential(self.credentials) as usize
    }
}

impl Tables {
    /// Lays out what a snapshot holds at an instant. The records' own values must hold then.
    #[must_use]
    pub fn new(snapshot: &Snapshot, records: impl IntoIterator<Item = Record>, at: Instant) -> Self {
        // Each record's row among those of its type.
        let mut sizes = [0_usize; 3];
        let mut rows = vec![0_u32; snapshot.node_bound()];
        for node in snapshot.node_identifiers() {
            let size = &mut sizes[node.namespace() as usize - Namespace::Asset as usize];
            rows[snapshot.to_index(node)] = *size as u32;
            *size += 1;
        }
        let row = |node: Node| rows[snapshot.to_index(node)];
        let find = |namespace, id: &Id| snapshot.node(&Reference { namespace, id: id.clone() }).map(row);

        let mut tables = Self {
            in_service: vec![false; sizes[0]],
            beings: vec![GONE; sizes[1]],
            live: vec![false; sizes[2]],
            relations: vec![Vec::new(); Table::ALL.len()],
            ..Self::default()
        };
        let mut kinds = vec![AssetKind::OtherHardware; sizes[0]];
        for record in records {
            match record {
                Record::Asset(asset) => {
                    let Some(row) = find(Namespace::Asset, &asset.id) else { continue };
                    tables.in_service[row as usize] = asset.stage.group() == StageGroup::InService;
                    kinds[row as usize] = asset.kind;
                }
                Record::Identity(identity) => {
                    let Some(row) = find(Namespace::Identity, &identity.id) else { continue };
                    tables.beings[row as usize] = flags(&identity);
                }
                Record::Credential(credential) => {
                    let Some(row) = find(Namespace::Credential, &credential.id) else { continue };
                    let works = credential.status == CredentialStatus::Active;
                    tables.live[row as usize] = works && credential.expires_at.is_none_or(|end| at < end);
                }
                _ => {}
            }
        }
        let mut entitlements = Vec::new();
        for edge in snapshot.edge_references().filter(|edge| edge.weight().holds(at)) {
            let (from, to, relation) = (edge.source(), edge.target(), edge.weight());
            let Some(table) = Table::of(relation.kind, [from.namespace(), to.namespace()]) else { continue };
            tables.relations[table as usize].push((row(from), row(to)));
            if table == Table::EntitledTo {
                entitlements.push((row(from), row(to), relation.privilege));
            }
        }
        tables.relations.iter_mut().for_each(|pairs| pairs.sort_unstable());
        tables.reach = tables.steps(&kinds, &entitlements);
        let live: Vec<u32> = (0..).zip(&tables.live).filter(|(_, live)| **live).map(|(row, _)| row).collect();
        let mut random = Random::new(1);
        tables.starts = (0..live.len().min(1_000)).filter_map(|_| random.pick(&live)).collect();
        tables
    }

    /// The pairs of one table, sorted.
    #[must_use]
    pub fn of(&self, table: Table) -> &[(u32, u32)] {
        self.relations.get(table as usize).map_or(&[], Vec::as_slice)
    }

    /// How its places are numbered.
    #[must_use]
    pub fn places(&self) -> Places {
        Places {
            assets: self.in_service.len() as u32,
            identities: self.beings.len() as u32,
            credentials: self.live.len() as u32,
        }
    }

    /// From place to place. Teams of this workload are entitled to nothing, so memberships lead nowhere.
    fn steps(&self, kinds: &[AssetKind], entitlements: &[(u32, u32, Privilege)]) -> Vec<(u32, u32)> {
        use Privilege::{Admin, Read, Write};
        let places = self.places();
        let is = |identity: u32, flags: u8| self.beings[identity as usize] & flags == flags;
        let in_service = |asset: u32| self.in_service[asset as usize];
        let live = |credential: u32| self.live[credential as usize];
        let mut steps = Vec::new();
        for asset in (0..places.assets).filter(|asset| in_service(*asset)) {
            steps.push((places.asset(asset, Admin), places.asset(asset, Write)));
            steps.push((places.asset(asset, Write), places.asset(asset, Read)));
        }
        let pairs = |table| self.of(table).iter().copied();
        for (credential, asset) in pairs(Table::IssuedBy).filter(|(from, to)| live(*from) && in_service(*to)) {
            steps.push((places.credential(credential), places.asset(asset, Read)));
        }
        for (credential, identity) in pairs(Table::AuthenticatesAs).filter(|(from, to)| live(*from) && is(*to, ACTIVE))
        {
            steps.push((places.credential(credential), places.identity(identity)));
        }
        for (agent, principal) in pairs(Table::ActsFor).filter(|(from, to)| is(*from, ACTIVE) && is(*to, ACTIVE)) {
            steps.push((places.identity(agent), places.identity(principal)));
        }
        for (identity, asset, privilege) in
            entitlements.iter().filter(|(from, to, _)| is(*from, ACTIVE) && in_service(*to))
        {
            steps.push((places.identity(*identity), places.asset(*asset, *privilege)));
        }
        for (credential, asset) in pairs(Table::StoredOn).filter(|(from, to)| live(*from) && in_service(*to)) {
            steps.push((places.asset(asset, kinds[asset as usize].opens()), places.credential(credential)));
        }
        for (identity, asset) in
            pairs(Table::AttachedTo).filter(|(from, to)| is(*from, ACTIVE | NON_HUMAN) && in_service(*to))
        {
            steps.push((places.asset(asset, Admin), places.identity(identity)));
        }
        for (guest, host) in pairs(Table::RunsOn).filter(|(from, to)| in_service(*from) && in_service(*to)) {
            steps.push((places.asset(host, Admin), places.asset(guest, Admin)));
        }
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}

fn flags(identity: &Identity) -> u8 {
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
