//! Asking what stands in the way of a stage, and acting.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use nhi_benches::Workload;
use nhi_lifecycle::{Act, Instant, Record, asset::Stage, id::AssetRef};

fn gates(criterion: &mut Criterion) {
    let workload = Workload::from_environment();
    let mut inventory = workload.inventory().unwrap_or_default();
    let at = Workload::now();
    let in_use = |record| match record {
        Record::Asset(asset) if asset.stage == Stage::InUse => Some(AssetRef::from(asset.id)),
        _ => None,
    };
    let assets: Vec<AssetRef> = workload.records().filter_map(in_use).collect();
    let mut next = assets.iter().cycle();
    let mut group = criterion.benchmark_group("gates");
    group.sample_size(10);
    group.bench_function("what blocks retiring", |bencher| {
        bencher.iter(|| next.next().map(|asset| inventory.blockers(asset, Stage::Retired, at)));
    });
    // Into maintenance and back, a second later each time: acts that no gate stops.
    let mut now = Workload::NOW;
    let mut turns = assets.iter().flat_map(|asset| [(asset, Stage::Maintenance), (asset, Stage::InUse)]).cycle();
    let mut act = || {
        now += 1_000_000;
        let act = Act::new(Instant::from_micros(now).unwrap_or(Instant::MAX), "alice", "patching");
        turns.next().map(|(asset, stage)| (asset, stage, act))
    };
    group.bench_function("a transition", |bencher| {
        let transition = |turn: Option<(&AssetRef, Stage, Act)>| {
            turn.map(|(asset, stage, act)| inventory.transition(asset, stage, &act).is_ok())
        };
        bencher.iter_batched(&mut act, transition, BatchSize::PerIteration);
    });
}

criterion_group!(benches, gates);
criterion_main!(benches);
