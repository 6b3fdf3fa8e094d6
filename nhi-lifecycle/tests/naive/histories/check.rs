//! That the histories are valid by MODEL.md.

use super::super::Naive;
use super::super::records::{Relation, name_of, relations_of};
use super::{FAR_FUTURE, FAR_PAST, History, batches, history, shuffled};
use chrono::DateTime;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Records<'a> = BTreeMap<String, &'a Value>;

fn things(records: &[Value]) -> Records<'_> {
    let things = records.iter().filter(|r| {
        let of = r["record"].as_str().unwrap();
        ["asset", "identity", "credential"].contains(&of)
    });
    things.map(|r| (name_of(r), r)).collect()
}

/// What stands at an end: the name space, and of identities the class.
fn sort(records: &Records, name: &str) -> String {
    let space = name.split_once(':').unwrap().0;
    let Some(record) = records.get(name) else {
        return format!("absent {space}");
    };
    match (space, record["kind"].as_str().unwrap()) {
        ("identity", "employee" | "contractor") => "human".into(),
        ("identity", "team") => "team".into(),
        ("identity", _) => "non-human".into(),
        (space, _) => space.into(),
    }
}

/// The table of relations.
fn assert_ends(records: &Records, relation: &Relation) {
    let identity = ["human", "team", "non-human", "absent identity"].as_slice();
    let person = ["human", "team", "absent identity"].as_slice();
    let team = ["team", "absent identity"].as_slice();
    let non_human = ["non-human", "absent identity"].as_slice();
    let asset = ["asset", "absent asset"].as_slice();
    let credential = ["credential", "absent credential"].as_slice();
    let consumer = [asset, identity].concat();
    let any = [asset, identity, credential].concat();
    let (from, to) = match relation.kind.as_str() {
        "owned_by" => (any.as_slice(), person),
        "assigned_to" => (asset, person),
        "member_of" => (identity, team),
        "runs_on" | "depends_on" => (asset, asset),
        "attached_to" => (non_human, asset),
        "acts_for" => (identity, identity),
        "entitled_to" => (identity, asset),
        "authenticates_as" => (credential, identity),
        "issued_by" | "stored_on" => (credential, asset),
        "used_by" => (credential, consumer.as_slice()),
        "derived_from" => (credential, credential),
        other => panic!("{other}"),
    };
    assert!(from.contains(&sort(records, &relation.from).as_str()));
    assert!(to.contains(&sort(records, &relation.to).as_str()));
}

fn assert_relations(records: &Records, relations: &[Relation]) {
    let mut keys = BTreeSet::new();
    for relation in relations {
        assert_ends(records, relation);
        let since = relation.since.unwrap_or(i64::MIN);
        assert!(relation.until.is_none_or(|until| since < until));
        let ends = (&relation.from, &relation.to);
        assert!(keys.insert((&relation.kind, ends, since)), "a key twice");
    }
    for kind in ["authenticates_as", "issued_by", "derived_from"] {
        for a in relations.iter().filter(|r| r.kind == kind) {
            let others = relations.iter().filter(|b| !std::ptr::eq(a, *b));
            for b in others.filter(|b| b.kind == kind && b.from == a.from) {
                let before = |x: &Relation, y: &Relation| x.until.is_some() && x.until <= y.since;
                assert!(before(a, b) || before(b, a), "two at a time");
            }
        }
    }
}

fn micros(value: &Value) -> i64 {
    let parsed = DateTime::parse_from_rfc3339(value.as_str().unwrap());
    parsed.unwrap().timestamp_micros()
}

/// The values at which some order of the changes at one instant ends, given the value before, where known: each change
/// is one step of a walk that takes every step once.
fn ends(before: Option<&Value>, now: &Value, left: &[&Value], found: &mut BTreeSet<String>) {
    if left.is_empty() {
        found.insert(now.to_string());
    }
    for (index, change) in left.iter().enumerate() {
        let from = match (change.get("from"), before) {
            (None, _) => now,
            (Some(Value::Null), Some(before)) => before,
            (Some(from), _) => from,
        };
        if from == now {
            let mut rest = left.to_vec();
            rest.remove(index);
            ends(before, &change["to"], &rest, found);
        }
    }
}

/// Every instant's changes end at one value, and the last is the record's own.
fn assert_chain(changes: &[&Value], own: Option<&Value>) {
    let mut instants: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
    for change in changes {
        let at = micros(&change["at"]);
        if let Some(not_before) = change.get("not_before") {
            assert!(micros(not_before) < at);
        }
        instants.entry(at).or_default().push(change);
    }
    let mut before: Option<Value> = None;
    for group in instants.values() {
        let required = before.is_none() || group.len() > 1;
        assert!(!required || group.iter().all(|c| c.get("from").is_some()));
        let mut found = BTreeSet::new();
        match &before {
            Some(value) => ends(before.as_ref(), value, group, &mut found),
            None => {
                for first in group {
                    ends(None, &first["from"], group, &mut found);
                }
            }
        }
        assert_eq!(found.len(), 1, "{group:?}");
        before = Some(serde_json::from_str(&found.pop_first().unwrap()).unwrap());
    }
    assert!(own.is_none() || own == before.as_ref());
}

fn assert_chains(all: &[Value], records: &Records) {
    let mut chains: BTreeMap<(String, &str), Vec<&Value>> = BTreeMap::new();
    for change in all.iter().filter(|r| r["record"] == "change") {
        let subject = name_of(change);
        let own = if subject.starts_with("asset:") { "stage" } else { "status" };
        let field = change.get("field").map_or(own, |f| f.as_str().unwrap());
        chains.entry((subject, field)).or_default().push(change);
    }
    for ((subject, field), chain) in chains {
        let own = records.get(&subject).and_then(|record| record.get(field));
        assert_chain(&chain, own);
    }
}

fn assert_valid(history: &History) {
    let all = &history.records;
    let records = things(all);
    let relations: Vec<Relation> = all.iter().flat_map(relations_of).collect();
    assert_relations(&records, &relations);
    assert_chains(all, &records);
    let distinct: BTreeSet<String> = all.iter().map(Value::to_string).collect();
    assert_eq!(distinct.len(), all.len());

    let mut names: BTreeSet<String> = BTreeSet::new();
    for relation in relations {
        names.extend([relation.from, relation.to]);
    }
    let dangles = names.iter().any(|name| !records.contains_key(name));
    let absent_changes = all.iter().any(|r| r["record"] == "change" && !records.contains_key(&name_of(r)));
    assert_eq!(history.lenient, dangles || absent_changes);
    for count in ["asset:", "identity:", "credential:"] {
        let of = records.keys().filter(|name| name.starts_with(count)).count();
        assert!((2..=12).contains(&of));
    }
}

#[test]
fn histories_are_valid() {
    for seed in 0..500 {
        assert_valid(&history(seed));
    }
}

#[test]
fn a_seed_gives_the_same_history() {
    for seed in 0..50 {
        assert_eq!(history(seed).records, history(seed).records);
    }
    assert_ne!(history(1).records, history(2).records);
}

#[test]
fn nothing_comes_apart_in_batches() {
    for seed in 0..200 {
        let history = history(seed);
        let records = things(&history.records);
        let batches = batches(&history.records, seed);
        let mut known = BTreeSet::new();
        let mut count = 0;
        for batch in &batches {
            count += batch.len();
            known.extend(things(batch).into_keys());
            for record in batch {
                for relation in relations_of(record) {
                    for name in [&relation.from, &relation.to] {
                        assert!(known.contains(name) || !records.contains_key(name));
                    }
                }
                if record["record"] == "change" {
                    let subject = name_of(record);
                    let here = things(batch).contains_key(&subject);
                    assert!(here || !records.contains_key(&subject));
                }
            }
        }
        assert_eq!(count, history.records.len());
        assert_eq!(things(&batches.concat()).len(), records.len());
    }
}

#[test]
fn the_order_of_the_records_means_nothing() {
    for seed in 0..100 {
        let history = history(seed);
        let one = Naive::new(&history.records);
        let other = Naive::new(&shuffled(&history.records, seed));
        for t in history.some_instants(2, seed) {
            assert_eq!(one.orphans(t), other.orphans(t));
        }
    }
}

/// Between breakpoints nothing changes, and since is where an orphan begins.
#[test]
fn since_is_the_least_instant() {
    for seed in 0..40 {
        let history = history(seed);
        let naive = Naive::new(&history.records);
        let mut instants = naive.breakpoints();
        let besides: Vec<i64> = instants.iter().flat_map(|t| [t - 1, t + 1]).collect();
        instants.extend(besides);
        instants.extend([FAR_PAST, FAR_FUTURE]);
        for t in history.some_instants(2, seed) {
            for finding in naive.orphans(t) {
                let since = naive.since(&finding.credential, t);
                let begin = since.unwrap_or(FAR_PAST);
                assert!(begin <= t);
                let within = instants.iter().filter(|x| (begin..=t).contains(x));
                for x in within {
                    assert!(naive.orphaned(&finding.credential, *x));
                }
                if since.is_some() {
                    assert!(!naive.orphaned(&finding.credential, begin - 1));
                }
            }
        }
    }
}
