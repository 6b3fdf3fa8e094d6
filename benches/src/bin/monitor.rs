//! How long one record's effect takes: `monitor [ASSETS] [EVENTS] [alone]`.
//!
//! Every kind of event and its reverse, on records drawn at random from the whole organisation: an asset retires and comes back, a person
//! leaves and returns, a key is revoked and works again, a relation ends and goes on, a team is emptied member by member and
//! filled again, time passes until something ends. A record is made before the clock starts; what is timed is
//! `Monitor::apply` and `Monitor::advance`, which know then what opened and closed. At the end the findings must be those of
//! a full analysis. With `alone`, the same records go into an inventory without a monitor: what adding costs of it.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{collections::BTreeMap, time::Instant as Clock};

use nhi_benches::{Random, Workload};
use nhi_lifecycle::{
    Context, Instant, Inventory, Monitor, Policy, Record, Reference, analysis,
    asset::Stage,
    change::{Change, Prior, Value},
    credential::CredentialStatus,
    identity::{IdentityClass, IdentityStatus},
    relation::{Relation, RelationKind},
};

/// An event: its kind, its record made for an instant, and its reverse.
struct Event {
    kinds: [&'static str; 2],
    subject: Subject,
}

enum Subject {
    /// A step in a life, and back.
    Step(Reference, &'static str, &'static str),
    /// A relation that ends, and goes on.
    Relation(Relation),
    /// A relation that ends when time has come.
    Due(Relation),
}

/// Draws some of many, each as likely.
struct Draw<T> {
    drawn: Vec<T>,
    seen: usize,
}

impl<T> Draw<T> {
    const SIZE: usize = 4_000;

    fn new() -> Self {
        Self { drawn: Vec::new(), seen: 0 }
    }

    fn offer(&mut self, random: &mut Random, item: impl FnOnce() -> T) {
        self.seen += 1;
        if self.drawn.len() < Self::SIZE {
            self.drawn.push(item());
        } else {
            let place = random.below(self.seen);
            if let Some(slot) = self.drawn.get_mut(place) {
                *slot = item();
            }
        }
    }
}

struct Draws {
    random: Random,
    by_kind: BTreeMap<&'static str, Draw<Event>>,
}

impl Draws {
    fn offer(&mut self, kinds: [&'static str; 2], subject: impl FnOnce() -> Subject) {
        let draw = self.by_kind.entry(kinds[0]).or_insert_with(Draw::new);
        draw.offer(&mut self.random, || Event { kinds, subject: subject() });
    }

    fn see(&mut self, record: &Record) {
        let subject = |namespace: &str, id: &dyn std::fmt::Display| -> Reference {
            format!("{namespace}:{id}").parse().unwrap_or_else(|_| unreachable!("an id"))
        };
        match record {
            Record::Asset(asset) if asset.stage == Stage::InUse => {
                let step = || Subject::Step(subject("asset", &asset.id), "in_use", "retired");
                self.offer(["asset retires", "asset comes back"], step);
            }
            Record::Identity(identity) if identity.status == IdentityStatus::Active => {
                let reference = || subject("identity", &identity.id);
                match identity.kind.class() {
                    IdentityClass::Human => {
                        let step = || Subject::Step(reference(), "active", "deprovisioned");
                        self.offer(["owner leaves", "owner returns"], step);
                        if let Some(team) = identity.member_of.iter().next() {
                            let relation =
                                || Relation::new(RelationKind::MemberOf, reference(), Reference::from(team.clone()));
                            self.offer(["member leaves team", "member joins team"], || Subject::Relation(relation()));
                            self.offer(["membership falls due", "member joins again"], || Subject::Due(relation()));
                        }
                    }
                    IdentityClass::Team => {}
                    IdentityClass::NonHuman => {
                        let step = || Subject::Step(reference(), "active", "suspended");
                        self.offer(["identity suspended", "identity resumed"], step);
                    }
                }
            }
            Record::Credential(credential) if credential.status == CredentialStatus::Active => {
                let step = || Subject::Step(subject("credential", &credential.id), "active", "revoked");
                self.offer(["key revoked", "key works again"], step);
            }
            Record::Relation(relation) if relation.since.is_none() => {
                self.offer(["relation ends", "relation goes on"], || Subject::Relation(relation.clone()));
                self.offer(["relation falls due", "relation begins again"], || Subject::Due(relation.clone()));
            }
            _ => {}
        }
    }
}

#[derive(Default)]
struct Times {
    nanos: Vec<u64>,
    /// Nanoseconds without 200 for each credential whose verdict changed.
    net: Vec<u64>,
    turned: usize,
}

impl Times {
    fn note(&mut self, nanos: u64, turned: usize) {
        self.nanos.push(nanos);
        self.net.push(nanos.saturating_sub(200 * turned as u64));
        self.turned += turned;
    }
}

fn quantile(times: &[u64], of_thousand: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len() * of_thousand / 1_000).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(f64::NAN, |nanos| *nanos as f64 / 1_000.0)
}

/// What records are applied to.
enum Subjected {
    Monitor(Box<Monitor>),
    /// An inventory alone, and what time it is.
    Alone(Box<Inventory>, Instant),
}

impl Subjected {
    fn at(&self) -> Instant {
        match self {
            Self::Monitor(monitor) => monitor.at(),
            Self::Alone(_, at) => *at,
        }
    }

    /// How many verdicts changed.
    fn apply(&mut self, record: Record, context: &Context) -> Result<usize, nhi_lifecycle::Error> {
        match self {
            Self::Monitor(monitor) => monitor.apply(record, context).map(|delta| delta.len()),
            Self::Alone(inventory, _) => inventory.add([record], context).map(|_| 0),
        }
    }

    fn advance(&mut self, later: Instant) -> Result<usize, nhi_lifecycle::Error> {
        match self {
            Self::Monitor(monitor) => monitor.advance(later).map(|delta| delta.len()),
            Self::Alone(_, at) => {
                *at = later;
                Ok(0)
            }
        }
    }
}

struct Run {
    subjected: Subjected,
    times: BTreeMap<&'static str, Times>,
    /// Nanoseconds a credential of each step that changed at least ten.
    large: Vec<u64>,
}

impl Run {
    fn timed(
        &mut self,
        kind: &'static str,
        step: impl FnOnce(&mut Subjected) -> Result<usize, nhi_lifecycle::Error>,
    ) -> Result<(), nhi_lifecycle::Error> {
        let begin = Clock::now();
        let turned = step(&mut self.subjected)?;
        let nanos = begin.elapsed().as_nanos() as u64;
        self.times.entry(kind).or_default().note(nanos, turned);
        if turned >= 10 {
            self.large.push(nanos / turned as u64);
        }
        Ok(())
    }

    fn later(&mut self, kind: &'static str) -> Result<Instant, nhi_lifecycle::Error> {
        let later = Instant::from_micros(self.subjected.at().as_micros() + 1_000_000)
            .map_err(|error| nhi_lifecycle::Error::InvalidArgument(error.to_string()))?;
        self.timed(kind, |subjected| subjected.advance(later))?;
        Ok(later)
    }

    fn apply(&mut self, kind: &'static str, record: impl Into<Record>) -> Result<(), nhi_lifecycle::Error> {
        let record = record.into();
        let context = Context::at(Workload::now());
        self.timed(kind, |subjected| subjected.apply(record, &context))
    }

    /// One half of an event: what happens, or its reverse.
    fn half(&mut self, event: &Event, reverse: bool) -> Result<(), nhi_lifecycle::Error> {
        let now = self.later("a second passes")?;
        let kind = event.kinds[usize::from(reverse)];
        match &event.subject {
            Subject::Step(subject, from, to) => {
                let (from, to) = if reverse { (*to, *from) } else { (*from, *to) };
                let change = Change::new(subject.clone(), Value::from(to), now);
                self.apply(kind, Change { from: Prior::Value(Value::from(from)), ..change })
            }
            Subject::Relation(relation) => {
                self.apply(kind, Relation { until: (!reverse).then_some(now), ..relation.clone() })
            }
            Subject::Due(relation) if reverse => self.apply(kind, relation.clone()),
            Subject::Due(relation) => {
                let due = Instant::from_micros(now.as_micros() + 1_000_000).ok();
                self.apply("an end is set", Relation { until: due, ..relation.clone() })?;
                self.later(kind).map(drop)
            }
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let assets = arguments.next().map_or(Ok(nhi_benches::S), |number| number.parse())?;
    let events: usize = arguments.next().map_or(Ok(40_000), |number| number.parse())?;
    let mut draws = Draws { random: Random::new(7), by_kind: BTreeMap::new() };
    let mut inventory = Inventory::new();
    inventory
        .add(Workload::new(assets, 1).records().inspect(|record| draws.see(record)), &Context::at(Workload::now()))?;
    println!("{assets} assets, {} records", inventory.len());
    let subjected = if arguments.next().is_some_and(|word| word == "alone") {
        Subjected::Alone(Box::new(inventory), Workload::now())
    } else {
        let begin = Clock::now();
        let monitor = Monitor::new(inventory, Workload::now());
        println!("{:.3} s to begin, {} findings", begin.elapsed().as_secs_f64(), monitor.len());
        Subjected::Monitor(Box::new(monitor))
    };
    let mut run = Run { subjected, times: BTreeMap::new(), large: Vec::new() };
    let Draws { mut random, by_kind } = draws;
    let mut pools: Vec<Vec<Event>> = by_kind.into_values().map(|draw| draw.drawn).collect();
    // What happened is reversed some events later, so that the organisation stays what it is.
    let mut standing: Vec<Event> = Vec::new();
    for number in 0..events / 2 {
        let kinds = pools.len();
        if let Some(pool) = pools.get_mut(number % kinds)
            && !pool.is_empty()
        {
            let event = pool.swap_remove(random.below(pool.len()));
            run.half(&event, false)?;
            standing.push(event);
        }
        if standing.len() > 50 {
            let event = standing.swap_remove(random.below(standing.len()));
            run.half(&event, true)?;
            let place = number % kinds;
            // It may happen again.
            if let Some(pool) =
                pools.iter_mut().find(|pool| pool.first().is_some_and(|first| first.kinds == event.kinds))
            {
                pool.push(event);
            } else if let Some(pool) = pools.get_mut(place) {
                pool.push(event);
            }
        }
    }
    println!("{:>24} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9}", "µs", "times", "median", "p99", "net p99", "max", "turned");
    let mut all = Times::default();
    for (kind, times) in &run.times {
        line(kind, times);
        if *kind != "a second passes" {
            all.nanos.extend(&times.nanos);
            all.net.extend(&times.net);
            all.turned += times.turned;
        }
    }
    line("all, but idle seconds", &all);
    println!("{:.2} µs a credential in steps that turned ten or more, median", quantile(&run.large, 500));
    let Subjected::Monitor(monitor) = &run.subjected else { return Ok(()) };
    let report = analysis::orphans(&monitor.inventory().snapshot(), monitor.at(), &Policy::default());
    let findings = monitor.findings();
    let same = findings.iter().zip(report.iter()).all(|(standing, full)| {
        standing.credential() == full.credential()
            && standing.reasons() == full.reasons()
            && standing.indeterminate() == full.indeterminate()
            && standing.severity() == full.severity()
    });
    if !same || findings.len() != report.len() {
        return Err("the monitor and a full analysis differ".into());
    }
    println!("{} findings, the same as a full analysis finds", findings.len());
    Ok(())
}

fn line(kind: &str, times: &Times) {
    let Times { nanos, net, turned } = times;
    let [median, p99, max] = [500, 990, 1_000].map(|quantile_of| quantile(nanos, quantile_of));
    let net = quantile(net, 990);
    println!("{kind:>24} {:>8} {median:>9.2} {p99:>9.2} {net:>9.2} {max:>9.2} {turned:>9}", nanos.len());
}
