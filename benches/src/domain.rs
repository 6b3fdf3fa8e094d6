//! One domain of the workload: assets that depend on each other, with their people, identities and credentials.

use nhi_lifecycle::{
    Id, Instant, Record, Reference,
    asset::{Asset, AssetKind, Criticality, Environment, Stage},
    change::{Change, Prior},
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::{Privilege, Relation, RelationKind},
};

use crate::{Random, Workload};

/// 40 to 1,500, a power law.
pub(crate) fn size(random: &mut Random) -> usize {
    let size = 40.0 / (1.0 - random.unit()).powf(0.8);
    (size as usize).min(1_500)
}

const DAY: i64 = 86_400_000_000;

fn days_ago(days: usize) -> Instant {
    Instant::from_micros(Workload::NOW - days as i64 * DAY).unwrap_or(Instant::MIN)
}

struct Domain<'a> {
    random: &'a mut Random,
    records: Vec<Record>,
    people: Vec<Id>,
    teams: Vec<Id>,
    assets: Vec<Id>,
    identities: Vec<Id>,
    credentials: Vec<Id>,
}

pub(crate) fn records(size: usize, random: &mut Random) -> Vec<Record> {
    let mut domain = Domain {
        random,
        records: Vec::new(),
        people: Vec::new(),
        teams: Vec::new(),
        assets: Vec::new(),
        identities: Vec::new(),
        credentials: Vec::new(),
    };
    domain.people(size / 4 + 2);
    let dead = domain.random.percent(3);
    for _ in 0..size {
        domain.asset(dead);
    }
    domain.dependencies();
    for _ in 0..size * 2 {
        domain.identity();
    }
    for _ in 0..size * 5 {
        domain.credential();
    }
    domain.records
}

impl Domain<'_> {
    /// An id in random order, like those of real systems.
    fn id(&mut self) -> Id {
        let text = format!("{:016x}", self.random.bits());
        // Sixteen hexadecimal digits are an id.
        text.parse().unwrap_or_else(|_| unreachable!("hexadecimal digits"))
    }

    fn one_of(&mut self, ids: fn(&Self) -> &Vec<Id>) -> Option<Id> {
        let place = self.random.below(ids(self).len());
        ids(self).get(place).cloned()
    }

    fn people(&mut self, number: usize) {
        for _ in 0..number / 8 + 1 {
            let id = self.id();
            self.records.push(Identity::new(id.clone(), IdentityKind::Team, IdentityStatus::Active).into());
            self.teams.push(id);
        }
        for _ in 0..number {
            let id = self.id();
            let left = self.random.percent(10);
            let status = if left { IdentityStatus::Deprovisioned } else { IdentityStatus::Active };
            let mut person = Identity::new(id.clone(), IdentityKind::Employee, status);
            // The last team of some domains stays empty.
            let teams = self.teams.len() - usize::from(self.teams.len() > 1 && self.random.percent(90));
            person.member_of.0.extend(self.teams.get(self.random.below(teams)).cloned().map(Into::into));
            self.records.push(person.into());
            if left {
                let at = days_ago(1 + self.random.below(700));
                self.change("identity", &id, "active", "deprovisioned", at);
            }
            self.people.push(id);
        }
    }

    fn change(&mut self, namespace: &str, id: &Id, from: &'static str, to: &'static str, at: Instant) {
        let subject: Reference = format!("{namespace}:{id}").parse().unwrap_or_else(|_| unreachable!("an id"));
        let change = Change::new(subject, to.into(), at);
        self.records.push(Change { from: Prior::Value(from.into()), ..change }.into());
    }

    fn owner(&mut self) -> Option<Id> {
        match self.random.below(100) {
            0..18 => None,
            18..60 => self.one_of(|domain| &domain.people),
            _ => self.one_of(|domain| &domain.teams),
        }
    }

    fn asset(&mut self, dead: bool) {
        const KINDS: [AssetKind; 9] = [
            AssetKind::Server,
            AssetKind::VirtualMachine,
            AssetKind::Container,
            AssetKind::Service,
            AssetKind::Application,
            AssetKind::Database,
            AssetKind::Pipeline,
            AssetKind::Repository,
            AssetKind::Saas,
        ];
        let id = self.id();
        let retired = dead || self.random.percent(12);
        let kind = self.random.pick(&KINDS).unwrap_or(AssetKind::Service);
        let stage = if retired { Stage::Retired } else { Stage::InUse };
        let mut asset = Asset::new(id.clone(), kind, stage);
        let environments = [Environment::Production, Environment::Staging, Environment::Development];
        asset.environment = self.random.pick(&environments);
        asset.criticality = self.random.percent(10).then_some(Criticality::High);
        if !dead {
            asset.owner.0.extend(self.owner().map(Into::into));
        }
        self.records.push(asset.into());
        let mut at = 1_000 + self.random.below(300);
        let mut from = "requested";
        for _ in 0..self.random.below(4) * 2 + usize::from(!retired) {
            let to = if from == "in_use" { "maintenance" } else { "in_use" };
            at -= 1 + self.random.below(90);
            self.change("asset", &id, from, to, days_ago(at));
            from = to;
        }
        if retired {
            let at = days_ago(at.saturating_sub(1 + self.random.below(90)).max(1));
            self.change("asset", &id, from, "retired", at);
        } else if from != "in_use" {
            self.change("asset", &id, from, "in_use", days_ago(at - 1));
        }
        self.assets.push(id);
    }

    fn relate(&mut self, kind: RelationKind, from: String, to: String) -> Option<Relation> {
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        Some(Relation::new(kind, from, to))
    }

    /// runs_on chains; depends_on with power-law fan-in; rings.
    fn dependencies(&mut self) {
        let assets = self.assets.clone();
        for (place, asset) in assets.iter().enumerate() {
            let below = |random: &mut Random| {
                let near = (random.unit().powi(3) * place as f64) as usize;
                assets.get(near).filter(|other| *other != asset).map(|other| format!("asset:{other}"))
            };
            if self.random.percent(60)
                && let Some(host) = place.checked_sub(1 + self.random.below(3)).and_then(|host| assets.get(host))
            {
                let relation = self.relate(RelationKind::RunsOn, format!("asset:{asset}"), format!("asset:{host}"));
                self.records.extend(relation.map(Record::from));
            }
            let mut named: Vec<String> = Vec::new();
            for _ in 0..2 {
                let other = if self.random.percent(4) {
                    self.random.pick(&assets.iter().collect::<Vec<_>>()[place..]).map(|other| format!("asset:{other}"))
                } else {
                    below(self.random)
                };
                named.extend(other);
            }
            named.sort();
            named.dedup();
            for other in named {
                let relation = self.relate(RelationKind::DependsOn, format!("asset:{asset}"), other);
                self.records.extend(relation.map(Record::from));
            }
        }
    }

    fn identity(&mut self) {
        let id = self.id();
        let kinds = [IdentityKind::ServiceAccount, IdentityKind::Workload, IdentityKind::Bot, IdentityKind::AiAgent];
        let kind = self.random.pick(&kinds).unwrap_or(IdentityKind::Workload);
        let status = if self.random.percent(4) { IdentityStatus::Suspended } else { IdentityStatus::Active };
        let mut identity = Identity::new(id.clone(), kind, status);
        identity.attached_to.0.extend(self.one_of(|domain| &domain.assets).map(Into::into));
        if self.random.percent(40) {
            identity.owner.0.extend(self.owner().map(Into::into));
        }
        if kind == IdentityKind::AiAgent {
            identity.acts_for.0.extend(self.one_of(|domain| &domain.people).map(Into::into));
        }
        self.records.push(identity.into());
        let target = self.one_of(|domain| &domain.assets);
        if let Some(target) = target.filter(|_| self.random.percent(70)) {
            let relation = self.relate(RelationKind::EntitledTo, format!("identity:{id}"), format!("asset:{target}"));
            let privilege = self.random.pick(Privilege::ALL);
            let since = self.random.percent(20).then(|| days_ago(300));
            self.records.extend(relation.map(|relation| Record::from(Relation { privilege, since, ..relation })));
        }
        self.identities.push(id);
    }

    fn credential(&mut self) {
        let id = self.id();
        let kinds = [CredentialKind::ApiKey, CredentialKind::AccessKey, CredentialKind::Certificate];
        let kind = self.random.pick(&kinds).unwrap_or(CredentialKind::ApiKey);
        let revoked = self.random.percent(18);
        let status = if revoked { CredentialStatus::Revoked } else { CredentialStatus::Active };
        let mut credential = Credential::new(id.clone(), kind, status);
        let issued = 10 + self.random.below(900);
        credential.issued_at = Some(days_ago(issued));
        credential.expires_at = self.random.percent(30).then(|| days_ago(self.random.below(9)));
        credential.last_used_at = Some(days_ago(self.random.below(issued)));
        if self.random.percent(80) {
            credential.identity.0.extend(self.one_of(|domain| &domain.identities).map(Into::into));
        } else {
            credential.identity.0.extend(self.one_of(|domain| &domain.people).map(Into::into));
        }
        if self.random.percent(30) {
            credential.issued_by.0.extend(self.one_of(|domain| &domain.assets).map(Into::into));
        }
        if self.random.percent(50) {
            credential.stored_on.0.extend(self.one_of(|domain| &domain.assets).map(Into::into));
        }
        if self.random.percent(30) {
            let consumer = self.one_of(|domain| &domain.assets).map(|asset| format!("asset:{asset}"));
            credential.used_by.0.extend(consumer.and_then(|consumer| consumer.parse().ok()));
        }
        if self.random.percent(3) {
            credential.derived_from.0.extend(self.one_of(|domain| &domain.credentials).map(Into::into));
        }
        self.records.push(credential.into());
        if revoked {
            let at = days_ago(self.random.below(issued));
            self.change("credential", &id, "active", "revoked", at);
        }
        self.credentials.push(id);
    }
}
