//! Findings, values, times and reach at random instants of random histories.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

use nhi_lifecycle::{
    Context, Instant, Inventory, Policy, Record,
    analysis::{self, Radii, Since},
    change::ChangeField,
    finding::{Reason, Severity, Status},
    relation::Privilege,
};
use serde_json::Value;

use crate::naive::{Naive, histories};

/// In which histories the reach of every credential is asked for.
const ALL_REACH: u64 = 16;

/// How many histories are tried; `NHI_HISTORIES` sets another number.
const HISTORIES: u64 = 100_000;
/// How often each reason, severity and status must come up in as many.
const LEAST: u64 = 1_000;

fn records(values: &[Value]) -> Vec<Record> {
    values.iter().map(|value| serde_json::from_value(value.clone()).unwrap()).collect()
}

pub(crate) fn context(lenient: bool) -> Context {
    let context = Context::at("2030-01-01T00:00:00Z".parse().unwrap());
    if lenient { context.lenient() } else { context }
}

pub(crate) fn inventory<'a>(batches: impl IntoIterator<Item = &'a Vec<Value>>, lenient: bool) -> Inventory {
    let mut inventory = Inventory::new();
    for batch in batches {
        inventory.add(records(batch), &context(lenient)).unwrap();
    }
    inventory
}

/// What came up, to show that the histories try everything.
type Tally = BTreeMap<String, u64>;

fn count(tally: &mut Tally, what: impl Into<String>) {
    *tally.entry(what.into()).or_default() += 1;
}

fn check(seed: u64, tally: &mut Tally) {
    let history = histories::history(seed);
    let naive = Naive::new(&history.records);
    let split = seed.is_multiple_of(2);
    let batches = if split {
        histories::batches(&history.records, seed)
    } else {
        vec![histories::shuffled(&history.records, seed)]
    };
    let inventory = inventory(&batches, history.lenient);
    let snapshot = inventory.snapshot();
    for at in history.some_instants(3, seed) {
        let instant = Instant::from_micros(at).unwrap();
        let report = analysis::orphans(&snapshot, instant, &Policy::default());
        let expected = naive.orphans(at);
        let found: Vec<_> = report
            .iter()
            .map(|finding| {
                assert_eq!(finding.subject().to_string(), format!("credential:{}", finding.credential()));
                crate::naive::NaiveFinding {
                    credential: finding.credential().to_owned(),
                    reasons: finding.reasons().iter().map(Reason::as_str).collect(),
                    indeterminate: finding.indeterminate().iter().map(Reason::as_str).collect(),
                    severity: finding.severity().as_str(),
                    status: finding.status().as_str(),
                    responsible: finding.responsible().iter().map(ToString::to_string).collect(),
                }
            })
            .collect();
        assert_eq!(found, expected, "seed {seed} at {instant}");
        for finding in report.iter() {
            let reasons = finding.reasons();
            count(tally, finding.severity().as_str());
            count(tally, finding.status().as_str());
            for reason in reasons.iter() {
                count(tally, reason.as_str());
                if reasons.len() == 1 {
                    count(tally, format!("{reason} alone"));
                }
                if finding.indeterminate().contains(reason) {
                    count(tally, format!("{reason} indeterminate"));
                }
            }
            // Every reason but the last is made true by some record; a sentence names the credential.
            assert!(finding.explanation().contains(finding.credential()), "seed {seed}");
            for reason in reasons.iter().filter(|reason| *reason != Reason::Unowned) {
                let witnesses = finding.witnesses();
                assert!(witnesses.iter().any(|witness| witness.reason == Some(reason)), "seed {seed}: {reason}");
            }
        }
        check_since(seed, &naive, report, at, tally);
        check_one(seed, &naive, &history, &snapshot, &inventory, at, tally);
        check_reach(seed, &naive, &history, &snapshot, at, tally);
    }
}

/// `since` of one finding of the report.
fn check_since(seed: u64, naive: &Naive, report: analysis::Report, at: i64, tally: &mut Tally) {
    if report.is_empty() || !seed.is_multiple_of(4) {
        return;
    }
    let mut replayed = report.clone();
    let mut asked = 0;
    assert!(replayed.replay_since(|| {
        asked += 1;
        true
    }));
    // Whenever it is stopped, nothing is filled in.
    let (mut left, mut stopped) = (seed / 4 % asked, report.clone());
    assert!(!stopped.replay_since(|| {
        left = left.wrapping_sub(1);
        left != u64::MAX
    }));
    assert!(stopped.iter().all(|finding| finding.since().is_none()));
    let report = report.with_since();
    for (one_by_one, replayed) in report.iter().zip(replayed.iter()) {
        assert_eq!(one_by_one.since(), replayed.since(), "seed {seed} at {at}: {}", replayed.credential());
    }
    let chosen = report.get(seed as usize / 4 % report.len()).unwrap();
    let expected = naive.since(chosen.credential(), at);
    let since = chosen.since().unwrap();
    assert_eq!(since.instant().map(Instant::as_micros), expected, "seed {seed} at {at}: {}", chosen.credential());
    count(tally, if since == Since::Always { "since always" } else { "since an instant" });
}

/// The state and the explanation of one credential, and a value of one record.
fn check_one(
    seed: u64,
    naive: &Naive,
    history: &histories::History,
    snapshot: &nhi_lifecycle::Snapshot,
    inventory: &Inventory,
    at: i64,
    tally: &mut Tally,
) {
    let instant = Instant::from_micros(at).unwrap();
    let of_type = |name: &str| {
        let all: Vec<&Value> = history.records.iter().filter(|record| record["record"] == name).collect();
        (!all.is_empty()).then(|| all[seed as usize % all.len()]["id"].as_str().unwrap().to_owned())
    };
    if let Some(credential) = of_type("credential") {
        let reference = credential.parse().unwrap();
        let explanation = analysis::explain(snapshot, &reference, instant, &Policy::default()).unwrap();
        let expected = match (naive.live(&credential, at), naive.orphaned(&credential, at)) {
            (false, _) => analysis::Verdict::NotLive,
            (true, true) => analysis::Verdict::Orphaned,
            (true, false) => analysis::Verdict::Justified,
        };
        assert_eq!(explanation.verdict, expected, "seed {seed} at {instant}: {credential}");
        if expected == analysis::Verdict::Justified {
            assert!(!explanation.accountable.is_empty(), "seed {seed} at {instant}: {credential} has no owner to name");
        }
        count(tally, explanation.verdict.as_str());
    }
    for (name, field) in
        [("asset", ChangeField::Stage), ("identity", ChangeField::Status), ("asset", ChangeField::Environment)]
    {
        let Some(id) = of_type(name) else { continue };
        let subject = format!("{name}:{id}");
        let value = inventory.value(&subject.parse().unwrap(), field, instant).unwrap();
        assert_eq!(value, naive.value(&subject, field.as_str(), at).as_deref(), "seed {seed} at {instant}: {subject}");
    }
}

/// The reach of one credential, asset by asset, and how many that are; in some histories of every credential.
fn check_reach(
    seed: u64,
    naive: &Naive,
    history: &histories::History,
    snapshot: &nhi_lifecycle::Snapshot,
    at: i64,
    tally: &mut Tally,
) {
    let instant = Instant::from_micros(at).unwrap();
    let radii =
        Privilege::ALL.iter().map(|least| (*least, Radii::at_least(snapshot, instant, *least, || true).unwrap()));
    let radii: Vec<_> = radii.collect();
    let credentials = history.records.iter().filter(|record| record["record"] == "credential");
    let mut credentials: Vec<&str> = credentials.map(|record| record["id"].as_str().unwrap()).collect();
    if !seed.is_multiple_of(ALL_REACH) && !credentials.is_empty() {
        credentials = vec![credentials[seed as usize % credentials.len()]];
    }
    for credential in credentials {
        let reference = credential.parse().unwrap();
        let expected = naive.reach(credential, at);
        let reach = analysis::blast_radius(snapshot, &reference, instant).unwrap();
        let reached: BTreeMap<String, &str> =
            reach.assets.iter().map(|asset| (asset.asset.clone(), asset.privilege.as_str())).collect();
        assert_eq!(reached, expected, "seed {seed} at {instant}: {credential}");
        for asset in &reach.assets {
            assert_eq!(asset.path.iter().next(), Some(format!("credential:{credential}").as_str()));
            assert_eq!(asset.path.iter().next_back(), Some(format!("asset:{}", asset.asset).as_str()));
        }
        for (least, radii) in &radii {
            let privileges = expected.values().map(|word| word.parse::<Privilege>().unwrap());
            let number = privileges.filter(|privilege| privilege >= least).count() as u32;
            let expected = naive.live(credential, at).then_some(number);
            assert_eq!(radii.of(&reference).unwrap(), expected, "seed {seed} at {instant}: {least} by {credential}");
        }
        count(tally, if expected.is_empty() { "reach nothing" } else { "reach something" });
    }
    for (_, radii) in radii {
        let listed: Vec<_> = radii.iter().map(|radius| (Reverse(radius.assets()), radius.credential())).collect();
        assert!(listed.is_sorted(), "seed {seed} at {instant}");
        assert_eq!(listed.len(), radii.len());
    }
}

#[test]
fn the_engine_equals_the_naive_model() {
    let histories = std::env::var("NHI_HISTORIES").ok().and_then(|number| number.parse().ok()).unwrap_or(HISTORIES);
    let next = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let tally = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut tally = Tally::new();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= histories {
                            return tally;
                        }
                        check(seed, &mut tally);
                    }
                })
            })
            .collect();
        let mut all = Tally::new();
        for worker in workers {
            for (what, times) in worker.join().unwrap() {
                *all.entry(what).or_default() += times;
            }
        }
        all
    });
    println!("{histories} histories, at three instants each, in which came up:");
    for (what, times) in &tally {
        println!("{times:>10}  {what}");
    }
    let words = Reason::WORDS.iter().chain(Status::WORDS);
    // An orphan's severity is at least medium: no reason gives less.
    let severities = Severity::WORDS.iter().filter(|word| **word != "low");
    for word in words.chain(severities) {
        let times = tally.get(*word).copied().unwrap_or_default();
        assert!(times * HISTORIES >= LEAST * histories, "{word} came up {times} times only");
    }
}
