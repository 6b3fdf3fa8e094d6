//! After every record, every batch (some are refused whole) and every step of time, a monitor's findings are those of a full
//! analysis, and what it said opened and closed is the difference.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

use nhi_lifecycle::{
    Context, Instant, Inventory, Monitor, Policy, Record, analysis,
    finding::{Reasons, Severity, Status},
    monitor,
    source::Given,
};

use crate::{
    agreement::{context, inventory},
    events::Events,
    naive::histories,
};

/// How many histories are followed; `NHI_MONITORED` sets another number. 12,000 miss none of the marks if one is left out, and take
/// twice as long.
const HISTORIES: u64 = 6_000;
const STEPS: usize = 40;

type Tally = BTreeMap<String, u64>;

fn count(tally: &mut Tally, what: impl Into<String>, times: usize) {
    *tally.entry(what.into()).or_default() += times as u64;
}

/// A finding, whoever found it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    subject: String,
    reasons: Reasons,
    indeterminate: Reasons,
    severity: Severity,
    status: Status,
}

impl From<monitor::Finding<'_>> for Finding {
    fn from(finding: monitor::Finding<'_>) -> Self {
        assert_eq!(finding.subject().to_string(), format!("credential:{}", finding.credential()));
        Self {
            subject: finding.credential().to_owned(),
            reasons: finding.reasons(),
            indeterminate: finding.indeterminate(),
            severity: finding.severity(),
            status: finding.status(),
        }
    }
}

/// What a step opened and closed.
#[derive(Default)]
struct Delta {
    opened: Vec<Finding>,
    closed: Vec<Finding>,
}

impl From<monitor::Delta<'_>> for Delta {
    fn from(delta: monitor::Delta<'_>) -> Self {
        let told = Self {
            opened: delta.opened().map(Finding::from).collect(),
            closed: delta.closed().map(Finding::from).collect(),
        };
        assert_eq!(delta.is_empty(), told.opened.is_empty() && told.closed.is_empty());
        told
    }
}

fn standing(monitor: &Monitor) -> Vec<Finding> {
    let findings: Vec<Finding> = monitor.findings().into_iter().map(Finding::from).collect();
    assert_eq!(monitor.len(), findings.len());
    findings
}

/// What a full analysis finds.
fn analysed(inventory: &Inventory, at: Instant) -> Vec<Finding> {
    let snapshot = inventory.snapshot();
    let report = analysis::orphans(&snapshot, at, &Policy::default());
    let finding = |finding: analysis::Finding<'_>| Finding {
        subject: finding.credential().to_owned(),
        reasons: finding.reasons(),
        indeterminate: finding.indeterminate(),
        severity: finding.severity(),
        status: finding.status(),
    };
    report.iter().map(finding).collect()
}

fn by_subject(findings: &[Finding]) -> BTreeMap<String, &Finding> {
    findings.iter().map(|finding| (finding.subject.clone(), finding)).collect()
}

fn check_delta(before: &[Finding], after: &[Finding], delta: &Delta, what: &str) {
    let (before, after) = (by_subject(before), by_subject(after));
    let differ = |from: &BTreeMap<String, &Finding>, other: &BTreeMap<String, &Finding>| -> Vec<Finding> {
        from.iter()
            .filter(|(subject, finding)| other.get(*subject) != Some(finding))
            .map(|(_, f)| (*f).clone())
            .collect()
    };
    let sorted = |findings: &[Finding]| by_subject(findings).into_values().cloned().collect::<Vec<Finding>>();
    assert_eq!(sorted(&delta.opened), differ(&after, &before), "opened: {what}");
    assert_eq!(sorted(&delta.closed), differ(&before, &after), "closed: {what}");
}

fn follow(seed: u64, tally: &mut Tally) {
    let history = histories::history(seed);
    let mut batches = histories::batches(&history.records, seed);
    // Some of it is there at first, and some comes later.
    let coming = batches.split_off(seed as usize % (batches.len() + 1));
    let coming = coming.concat().into_iter().map(|record| serde_json::from_value::<Record>(record).unwrap()).collect();
    let mut events = Events::new(seed, &history, coming);
    let start = events.instant();
    let mut monitor = Monitor::new(inventory(&batches, history.lenient), start);
    let mut before = standing(&monitor);
    assert_eq!(before, analysed(monitor.inventory(), start), "seed {seed} at first");
    let context: Context = context(history.lenient);
    for step in 0..STEPS {
        let (what, delta) = if monitor.inventory().is_empty() || !events.rng.percent(20) {
            let (kind, records) = if !monitor.inventory().is_empty() && events.rng.percent(15) {
                ("several", events.several(monitor.inventory()))
            } else {
                let (kind, record) = events.next(monitor.inventory());
                (kind, vec![record])
            };
            let what = format!("seed {seed} step {step} {records:?}");
            let applied = match <[Record; 1]>::try_from(records) {
                Ok([record]) => monitor.apply(record, &context),
                Err(several) => monitor.apply_from(&mut Given(several.into_iter()), &context),
            };
            match applied {
                Ok(delta) => {
                    let delta = Delta::from(delta);
                    count(tally, format!("{kind}, opened"), delta.opened.len());
                    count(tally, format!("{kind}, closed"), delta.closed.len());
                    count(tally, format!("{kind}, taken"), 1);
                    (what, delta)
                }
                Err(_) => {
                    count(tally, format!("{kind}, refused"), 1);
                    (what, Delta::default())
                }
            }
        } else {
            let later = events.instant().max(monitor.at());
            let delta = Delta::from(monitor.advance(later).unwrap());
            count(tally, "time, opened", delta.opened.len());
            count(tally, "time, closed", delta.closed.len());
            (format!("seed {seed} step {step} advances to {later}"), delta)
        };
        let findings = standing(&monitor);
        assert_eq!(findings, analysed(monitor.inventory(), monitor.at()), "{what}");
        check_delta(&before, &findings, &delta, &what);
        for finding in &findings {
            count(tally, finding.status.as_str(), 1);
        }
        before = findings;
    }
}

#[test]
fn a_monitor_says_what_a_full_analysis_says() {
    let histories = std::env::var("NHI_MONITORED").ok().and_then(|number| number.parse().ok()).unwrap_or(HISTORIES);
    let next = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let tally = std::thread::scope(|scope| {
        let follow_some = || {
            let mut tally = Tally::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= histories {
                    return tally;
                }
                follow(seed, &mut tally);
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(follow_some)).collect();
        let mut all = Tally::new();
        for worker in workers {
            for (what, times) in worker.join().unwrap() {
                *all.entry(what).or_default() += times;
            }
        }
        all
    });
    println!("{histories} histories, {STEPS} steps each, in which came up:");
    for (what, times) in &tally {
        println!("{times:>10}  {what}");
    }
    let enough = |what: String| {
        let times = tally.get(&what).copied().unwrap_or_default();
        assert!(times * 50 >= histories, "{what} came up {times} times only");
    };
    enough("several, refused".to_owned());
    let kinds =
        ["history", "change", "relation ends", "relation goes on", "new relation", "record again", "several", "time"];
    for kind in kinds {
        for what in ["opened", "closed"] {
            enough(format!("{kind}, {what}"));
        }
    }
}
