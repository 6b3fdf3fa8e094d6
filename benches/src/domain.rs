//! One domain of the workload: assets that depend on each other, with their people, identities and credentials.

mod assets;
mod credentials;
mod people;

use nhi_lifecycle::{
    Id, Instant, Record, Reference,
    change::{Change, Prior},
    relation::{Relation, RelationKind},
};

use crate::{Random, Workload};

const SMALLEST: usize = 40;
const LARGEST: usize = 1_500;

/// The size of the next domain, where so many assets are left: 40 to 1,500, a power law. What is left after it makes a domain too.
pub(crate) fn size(left: usize, random: &mut Random) -> usize {
    let size = (SMALLEST as f64 / (1.0 - random.unit()).powf(0.8)) as usize;
    let size = size.min(LARGEST).min(left);
    match left - size {
        1..SMALLEST if left <= LARGEST => left,
        1..SMALLEST => left - SMALLEST,
        _ => size,
    }
}

/// The records of a domain with so many assets.
pub(crate) fn records(size: usize, random: &mut Random) -> Vec<Record> {
    let mut domain = Domain::new(random);
    domain.people(size / 4 + 2);
    domain.assets(size);
    for _ in 0..size * 2 {
        domain.identity();
    }
    for _ in 0..size * 5 {
        domain.credential();
    }
    domain.records
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

impl<'a> Domain<'a> {
    fn new(random: &'a mut Random) -> Self {
        Self {
            random,
            records: Vec::new(),
            people: Vec::new(),
            teams: Vec::new(),
            assets: Vec::new(),
            identities: Vec::new(),
            credentials: Vec::new(),
        }
    }

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

    /// Somebody who answers for a thing: people a little more often than teams, and for 17 % nobody.
    fn owner(&mut self) -> Option<Id> {
        match self.random.below(100) {
            0..17 => None,
            17..60 => self.one_of(|domain| &domain.people),
            _ => self.one_of(|domain| &domain.teams),
        }
    }

    fn change(&mut self, namespace: &str, id: &Id, from: &'static str, to: &'static str, at: Instant) {
        let change = Change::new(reference(namespace, id), to.into(), at);
        self.records.push(Change { from: Prior::Value(from.into()), ..change }.into());
    }

    fn relate(&mut self, kind: RelationKind, [from, to]: [Reference; 2], more: impl FnOnce(Relation) -> Relation) {
        self.records.push(more(Relation::new(kind, from, to)).into());
    }
}

fn reference(namespace: &str, id: &Id) -> Reference {
    format!("{namespace}:{id}").parse().unwrap_or_else(|_| unreachable!("an id"))
}

fn days_ago(days: usize) -> Instant {
    days_ahead(-(days as i64))
}

fn days_ahead(days: i64) -> Instant {
    const DAY: i64 = 86_400_000_000;
    Instant::from_micros(Workload::NOW + days * DAY).unwrap_or(Instant::MIN)
}
