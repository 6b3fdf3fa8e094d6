//! Asking what stands in the way of a stage, and acting.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use nhi_benches::Workload;
use nhi_lifecycle::{Act, Instant, asset::Stage, id::AssetRef};

fn gates(criterion: &mut Criterion) {
    let workload = Workload::from_environment();
    let mut inventory = workload.inventory().unwrap_or_default();
    let at = Workload::now();
    let [assets, _] = workload.ids();
    let assets: Vec<AssetRef> = assets.into_iter().map(AssetRef::from).collect();
    // Half of them are about to retire, the others go into maintenance and back.
    let (leaving, staying) = assets.split_at(assets.len() / 2);
    let act = Act::new(at, "alice", "end of life");
    let leave = |asset: &&AssetRef| inventory.transition(asset, Stage::PendingRetirement, &act).is_ok();
    let leaving: Vec<&AssetRef> = leaving.iter().take(1_000).filter(leave).collect();
    assert!(!leaving.is_empty(), "assets in use can leave");
    let mut next = leaving.iter().cycle();
    let mut group = criterion.benchmark_group("gates");
    group.sample_size(10);
    group.bench_function("what blocks sanitizing", |bencher| {
        bencher.iter(|| next.next().map(|asset| inventory.blockers(asset, Stage::Sanitized, at)));
    });
    // A second later each time: acts that no gate stops.
    let mut now = Workload::NOW;
    let mut turns = staying.iter().flat_map(|asset| [(asset, Stage::Maintenance), (asset, Stage::InUse)]).cycle();
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
