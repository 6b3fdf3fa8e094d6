//! Random small inventories around one or two assets, valid by MODEL.md, with the acts worth asking about. A seed
//! gives the same one always.
//!
//! Instants come from a small pool, and what is judged by time lies at its instants or a microsecond beside them. In
//! some lives relations name records that do not exist: only lenient loading takes these (`lenient`). People who do
//! not exist are named by evidence, overrides and logs in any.

mod around;
mod asset;
mod people;
mod proofs;
#[allow(clippy::duplicate_mod)]
#[path = "../naive/histories/rng.rs"]
mod rng;

pub use rng::Rng;

use super::New;
use asset::Asset;
use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

pub struct Act {
    pub asset: String,
    pub from: &'static str,
    pub to: &'static str,
    pub t: i64,
    /// Some: no transition, but this operation; `from` and `to` are the stage.
    pub new: Option<New>,
}

pub struct Life {
    /// In random order.
    pub records: Vec<Value>,
    /// Some relation names a record that does not exist.
    pub lenient: bool,
    /// What is worth asking of it, and when; at other instants and of other pairs of stages as well.
    pub acts: Vec<Act>,
    /// The instants that the records are made of, ascending.
    pub pool: Vec<i64>,
}

pub fn random_asset_life(seed: u64) -> Vec<Value> {
    random_life(seed).records
}

pub fn random_life(seed: u64) -> Life {
    Maker::new(seed).life()
}

/// The instants of the pool by what happens there: stages from 0 to `LAST_STAGE`, then the act, then what is later.
const LAST_STAGE: usize = 5;
const ACT: usize = 7;

struct Maker {
    rng: Rng,
    pool: Vec<i64>,
    /// How much is wrong, in percent.
    rot: usize,
    /// How many relations are to absent records, in percent.
    dangling: usize,
    lenient: bool,
    /// The environment of most assets.
    place: &'static str,
    records: Vec<Value>,
    /// Of relations: kind, from, to.
    related: BTreeSet<(String, String, String)>,
}

impl Maker {
    fn new(seed: u64) -> Maker {
        let mut rng = Rng::new(seed);
        let pool = pool(&mut rng);
        let rot = *rng.pick(&[3, 8, 15, 30]);
        let dangling = if rng.percent(55) { *rng.pick(&[25, 50, 70]) } else { 0 };
        let place = *rng.pick(&["production", "staging", "test"]);
        Maker { rng, pool, rot, dangling, lenient: false, place, records: Vec::new(), related: BTreeSet::new() }
    }

    fn life(mut self) -> Life {
        let t = self.pool[ACT];
        self.people();
        let mut assets = vec![self.asset("a", t)];
        self.bystanders();
        if self.rng.percent(75) {
            assets.push(self.asset("a2", t));
        }
        let mut acts = Vec::new();
        for asset in &assets {
            self.around(asset);
            self.proofs_of(asset, t);
            acts.extend(self.acts_of(asset, t));
        }
        let Maker { mut rng, mut records, lenient, pool, .. } = self;
        rng.shuffle(&mut records);
        Life { records, lenient, acts, pool }
    }

    /// The act it was made for, and the operations.
    fn acts_of(&mut self, asset: &Asset, t: i64) -> Vec<Act> {
        let Asset { id, from, to, .. } = asset;
        let act = |from, to, new| Act { asset: id.clone(), from, to, t, new };
        let mut acts = vec![act(from, to, None)];
        let holder = self.rng.pick(&["ann", "ben", "cy", "ops"]).to_string();
        let owner = self.rng.pick(&["ann", "ben", "cy", "dee", "eve", "ops", "empty", "nobody", "anm"]).to_string();
        let environment = self.rng.pick(&["production", "staging", "test"]).to_string();
        let host = self.rng.pick(&["b", "h1", "h2"]).to_string();
        for new in [
            New { holder: Some(holder), ..New::default() },
            New { owner: Some(owner), ..New::default() },
            New { environment: Some(environment), ..New::default() },
            New { host: Some(host), ..New::default() },
        ] {
            acts.push(act(from, from, Some(new)));
        }
        acts
    }

    // Records.

    fn push(&mut self, record: &Value, optional: &[(&str, Option<Value>)]) {
        let mut fields: Map<String, Value> = record.as_object().expect("an object").clone();
        for (field, value) in optional {
            if let Some(value) = value {
                fields.insert((*field).to_owned(), value.clone());
            }
        }
        self.records.push(Value::Object(fields));
    }

    /// Not the same one twice.
    fn relate(&mut self, kind: &str, from: &str, to: &str, span: (Option<i64>, Option<i64>)) {
        self.relate_with(kind, from, to, span, None);
    }

    fn relate_with(&mut self, kind: &str, from: &str, to: &str, span: (Option<i64>, Option<i64>), with: Option<&str>) {
        if self.related.insert((kind.to_owned(), from.to_owned(), to.to_owned())) {
            let relation = json!({"record": "relation", "kind": kind, "from": from, "to": to});
            let privilege = with.map(|privilege| json!(privilege));
            let (since, until) = (span.0.map(written), span.1.map(written));
            self.push(&relation, &[("since", since), ("until", until), ("privilege", privilege)]);
        }
    }

    /// Should this relation dangle?
    fn dangles(&mut self) -> bool {
        let dangles = self.rng.percent(self.dangling);
        self.lenient |= dangles;
        dangles
    }

    /// Not always known.
    fn environment(&mut self) -> Option<Value> {
        let any = *self.rng.pick(&["production", "staging", "test"]);
        [Some(json!(self.place)), Some(json!(any)), None][self.rng.weighted(&[65, 20, 15])].clone()
    }

    // Instants.

    fn rotten(&mut self) -> bool {
        self.rng.percent(self.rot)
    }

    /// `at`, or rarely a microsecond beside it.
    fn about(&mut self, at: i64) -> i64 {
        at + [0, -1, 1][self.rng.weighted(&[80, 10, 10])]
    }

    /// When a relation holds: mostly from before the act on; with some chance over or not yet begun at it, sometimes
    /// exactly then.
    fn span(&mut self, over: usize) -> (Option<i64>, Option<i64>) {
        let act = self.pool[ACT];
        let began = *self.rng.pick(&[0, 1, 3]);
        let since = if self.rng.percent(50) { Some(self.pool[began]) } else { None };
        if !self.rng.percent(over) {
            let until = if self.rng.percent(20) { Some(act + 1) } else { None };
            return (since, until);
        }
        match self.rng.below(4) {
            0 => (Some(act + 1), None),
            1 => (since, Some(act)),
            _ => (since, Some(self.pool[5 + self.rng.below(2)])),
        }
    }
}

/// Ten instants, mostly a day apart, sometimes a microsecond.
fn pool(rng: &mut Rng) -> Vec<i64> {
    let day = 86_400_000_000;
    let mut t = (19_000 + i64::try_from(rng.below(500)).expect("small")) * day;
    let mut pool = vec![t];
    for _ in 0..9 {
        t += rng.pick(&[day, day, day, 3_600_000_000, 30 * day, 10]);
        pool.push(t);
    }
    pool
}

fn written(t: i64) -> Value {
    let utc = DateTime::from_timestamp_micros(t).expect("in range");
    json!(utc.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}
