//! One record's effect on a monitor, by kind of event; each is reversed by the next, so that the organisation stays what it is.
//!
//! The program `monitor` measures more kinds and the whole spread of times; this is for comparing two versions.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use std::{
    hint::black_box,
    time::{Duration, Instant as Clock},
};

use criterion::{Criterion, criterion_group, criterion_main};
use nhi_benches::{Random, Workload};
use nhi_lifecycle::{
    Context, Instant, Monitor, Record, Reference,
    asset::Stage,
    change::{Change, Prior, Value},
    credential::CredentialStatus,
    identity::{IdentityClass, IdentityStatus},
    relation::Relation,
};

/// What happens, and its reverse.
enum Event {
    Step(Reference, [&'static str; 2]),
    Relation(Relation),
}

impl Event {
    fn record(&self, at: Instant, reverse: bool) -> Record {
        match self {
            Self::Step(subject, [from, to]) => {
                let (from, to) = if reverse { (to, from) } else { (from, to) };
                let change = Change::new(subject.clone(), Value::from(*to), at);
                Change { from: Prior::Value(Value::from(*from)), ..change }.into()
            }
            Self::Relation(relation) => Relation { until: (!reverse).then_some(at), ..relation.clone() }.into(),
        }
    }
}

fn events(records: impl Iterator<Item = Record>) -> [(&'static str, Vec<Event>); 4] {
    let [mut retires, mut leaves, mut revoked, mut ends] = [const { Vec::new() }; 4];
    let subject = |text: String| text.parse().ok();
    let step = |subject: Option<Reference>, steps| subject.map(|subject| Event::Step(subject, steps));
    for record in records {
        match record {
            Record::Asset(asset) if asset.stage == Stage::InUse => {
                retires.extend(step(subject(format!("asset:{}", asset.id)), ["in_use", "retired"]));
            }
            Record::Identity(identity)
                if identity.status == IdentityStatus::Active && identity.kind.class() == IdentityClass::Human =>
            {
                leaves.extend(step(subject(format!("identity:{}", identity.id)), ["active", "deprovisioned"]));
            }
            Record::Credential(credential) if credential.status == CredentialStatus::Active => {
                revoked.extend(step(subject(format!("credential:{}", credential.id)), ["active", "revoked"]));
            }
            Record::Relation(relation) if relation.since.is_none() => ends.push(Event::Relation(relation)),
            _ => {}
        }
    }
    [("asset retires", retires), ("owner leaves", leaves), ("key revoked", revoked), ("relation ends", ends)]
}

fn monitor(criterion: &mut Criterion) {
    let workload = Workload::from_environment();
    let mut monitor = Monitor::new(workload.inventory().unwrap_or_default(), Workload::now());
    let context = Context::at(Workload::now());
    let mut now = Workload::NOW;
    let mut random = Random::new(7);
    let mut group = criterion.benchmark_group("monitor");
    for (kind, events) in events(workload.records()) {
        group.bench_function(format!("{kind}, and back"), |bencher| {
            bencher.iter_custom(|times| {
                let mut spent = Duration::ZERO;
                for _ in 0..times {
                    let event = &events[random.below(events.len())];
                    for reverse in [false, true] {
                        now += 1_000_000;
                        let at = Instant::from_micros(now).unwrap_or(Instant::MAX);
                        let record = event.record(at, reverse);
                        monitor.advance(at).map(drop).unwrap_or_default();
                        let begin = Clock::now();
                        black_box(monitor.apply(record, &context).map(|delta| delta.len())).unwrap_or_default();
                        spent += begin.elapsed();
                    }
                }
                spent
            });
        });
    }
}

criterion_group!(benches, monitor);
criterion_main!(benches);
