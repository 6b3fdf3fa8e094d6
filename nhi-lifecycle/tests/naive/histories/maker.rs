//! Makes one history.

mod chains;
mod kinds;
mod links;
mod relations;

use super::{History, Rng};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use kinds::{ASSET_KINDS, CREDENTIAL_KINDS, HUMAN_KINDS, NON_HUMAN_KINDS, STORE_KINDS};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Human,
    Team,
    NonHuman,
}

pub struct Maker {
    rng: Rng,
    pool: Vec<i64>,
    /// How much is broken, in percent.
    rot: usize,
    /// How many references are to absent records, in percent.
    dangling: usize,
    dangled: bool,
    /// How ids are written.
    style: usize,
    assets: Vec<String>,
    identities: Vec<(String, Class)>,
    credentials: Vec<String>,
    records: BTreeMap<String, Map<String, Value>>,
    others: Vec<Value>,
    /// Of relations: kind, from, to, since.
    keys: BTreeSet<(&'static str, String, String, Option<i64>)>,
}

impl Maker {
    pub fn new(seed: u64) -> Maker {
        let mut rng = Rng::new(seed);
        let pool = pool(&mut rng);
        let rot = *rng.pick(&[4, 10, 20, 35, 55]);
        let dangling = if rng.percent(40) { *rng.pick(&[2, 6, 15]) } else { 0 };
        let style = rng.weighted(&[60, 25, 15]);
        Maker {
            rng,
            pool,
            rot,
            dangling,
            dangled: false,
            style,
            assets: Vec::new(),
            identities: Vec::new(),
            credentials: Vec::new(),
            records: BTreeMap::new(),
            others: Vec::new(),
            keys: BTreeSet::new(),
        }
    }

    pub fn history(mut self) -> History {
        for n in 0..self.count() {
            self.asset(n);
        }
        for n in 0..2 + self.count() {
            self.identity(n);
        }
        for n in 0..2 + self.count() {
            self.credential(n);
        }
        self.links();
        let mut records: Vec<Value> = self.records.into_values().map(Value::Object).collect();
        records.extend(self.others);
        self.rng.shuffle(&mut records);
        History { records, lenient: self.dangled, pool: self.pool }
    }

    /// 2 to 10, mostly few.
    fn count(&mut self) -> usize {
        let most = *self.rng.pick(&[3, 5, 5, 7, 11]);
        2 + self.rng.below(most - 2)
    }

    fn asset(&mut self, n: usize) {
        let id = self.id('a', n);
        let name = format!("asset:{id}");
        let kind = if self.rng.percent(25) { *self.rng.pick(&STORE_KINDS) } else { *self.rng.pick(&ASSET_KINDS) };
        let mut record = self.record("asset", &id, kind);
        let chained = self.chained(55);
        self.field(&mut record, &name, "stage", chained);
        let chained = self.chained(85);
        self.field(&mut record, &name, "environment", chained);
        let chained = self.chained(85);
        self.field(&mut record, &name, "criticality", chained);
        for field in ["management", "data_classification"] {
            if self.rng.percent(8) {
                let chained = self.chained(50);
                self.field(&mut record, &name, field, chained);
            }
        }
        self.assets.push(name.clone());
        self.records.insert(name, record);
    }

    fn identity(&mut self, n: usize) {
        let id = self.id('i', n);
        let name = format!("identity:{id}");
        let class = [Class::Human, Class::Team, Class::NonHuman][self.rng.weighted(&[30, 18, 52])];
        let kind = match class {
            Class::Human => *self.rng.pick(&HUMAN_KINDS),
            Class::Team => "team",
            Class::NonHuman => *self.rng.pick(&NON_HUMAN_KINDS),
        };
        let mut record = self.record("identity", &id, kind);
        let chained = self.chained(65);
        self.field(&mut record, &name, "status", chained);
        if self.rng.percent(10) {
            let chained = self.chained(50);
            self.field(&mut record, &name, "environment", chained);
        }
        let one_ends = 2 + self.rot / 2;
        self.own_span(&mut record, "starts_at", "ends_at", one_ends);
        self.identities.push((name.clone(), class));
        self.records.insert(name, record);
    }

    fn credential(&mut self, n: usize) {
        let id = self.id('k', n);
        let name = format!("credential:{id}");
        let kind = *self.rng.pick(&CREDENTIAL_KINDS);
        let mut record = self.record("credential", &id, kind);
        let chained = self.chained(75);
        self.field(&mut record, &name, "status", chained);
        if self.rng.percent(10) {
            let chained = self.chained(50);
            self.field(&mut record, &name, "environment", chained);
        }
        self.own_span(&mut record, "issued_at", "expires_at", 9);
        self.credentials.push(name.clone());
        self.records.insert(name, record);
    }

    fn record(&mut self, of: &str, id: &str, kind: &str) -> Map<String, Value> {
        let mut record = Map::new();
        record.insert("record".into(), json!(of));
        record.insert("id".into(), json!(id));
        record.insert("kind".into(), json!(kind));
        if self.rng.percent(5) {
            record.insert("name".into(), json!(format!("Name of {id}")));
        }
        record
    }

    /// Style 0: each name space has its own names. Style 1: all three have the same. Style 2: names that are odd.
    fn id(&self, letter: char, n: usize) -> String {
        match self.style {
            0 => format!("{letter}{n}"),
            1 => format!("x{n}"),
            _ => match n % 5 {
                0 => format!("arn:aws:{letter}::1:x/{n}"),
                1 => format!("ключ {letter}{n}"),
                2 => format!("{}-{n}", letter.to_ascii_uppercase()),
                3 => format!("assets:{letter}{n}"),
                _ => format!("{letter}{n}@example.org"),
            },
        }
    }

    // Instants.

    /// One of the pool's, or a microsecond beside it.
    fn instant(&mut self) -> i64 {
        let t = *self.rng.pick(&self.pool);
        match self.rng.below(16) {
            0 => t - 1,
            1 => t + 1,
            _ => t,
        }
    }

    /// Some, distinct and ascending; at least one.
    fn instants(&mut self, count: usize) -> Vec<i64> {
        let drawn: BTreeSet<i64> = (0..count).map(|_| self.instant()).collect();
        drawn.into_iter().collect()
    }

    /// `since` and `until`, where both: `since` < `until`.
    fn span(&mut self) -> (Option<i64>, Option<i64>) {
        let ends = self.rng.percent(5 + self.rot * 2 / 3);
        let begins = self.rng.percent(35);
        let instants = self.instants(2);
        match (begins, ends) {
            (true, true) if instants.len() == 2 => (Some(instants[0]), Some(instants[1])),
            (_, true) => (None, Some(instants[0])),
            (true, false) => (Some(instants[0]), None),
            (false, false) => (None, None),
        }
    }

    fn own_span(&mut self, record: &mut Map<String, Value>, begins: &str, ends: &str, chance: usize) {
        let instants = self.instants(2);
        if self.rng.percent(chance) {
            let begin = self.written(instants[0]);
            record.insert(begins.into(), begin);
        }
        let last = instants[instants.len() - 1];
        if self.rng.percent(chance) && (instants.len() == 2 || !record.contains_key(begins)) {
            let end = self.written(last);
            record.insert(ends.into(), end);
        }
    }

    /// "text form is RFC 3339 with an offset", one of several.
    fn written(&mut self, t: i64) -> Value {
        let utc = DateTime::from_timestamp_micros(t).expect("in range");
        let text = match self.rng.below(8) {
            0 => {
                let offset = *self.rng.pick(&[-19_800, 3_600, 7_200]);
                let zone = FixedOffset::east_opt(offset).expect("in range");
                utc.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
            }
            1 => utc.to_rfc3339_opts(SecondsFormat::Micros, false),
            _ => utc.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        };
        Value::String(text)
    }
}

/// 6 to 10 instants, some of them a microsecond apart, sometimes about 1970.
fn pool(rng: &mut Rng) -> Vec<i64> {
    let day = 86_400_000_000;
    let mut t = if rng.percent(10) {
        -1
    } else {
        let days = i64::try_from(rng.below(2_500)).expect("small");
        (17_000 + days) * day
    };
    let mut pool = vec![t];
    for _ in 1..6 + rng.below(5) {
        t += rng.pick(&[1, 1_000_000, 3_600_000_000, day, day, 30 * day, 30 * day]);
        pool.push(t);
    }
    pool
}
