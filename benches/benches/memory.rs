//! Bytes that an inventory keeps, as the allocator counts them: alone, and with the layout of a snapshot.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering},
};

use criterion::{
    Criterion, Throughput, criterion_group, criterion_main,
    measurement::{Measurement, ValueFormatter},
};
use nhi_benches::Workload;
use nhi_lifecycle::Inventory;

/// The system's allocator, which counts.
struct Counting;

static KEPT: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: all is done by the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        KEPT.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        KEPT.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Criterion counts bytes instead of time.
struct Bytes;

impl Measurement for Bytes {
    type Intermediate = usize;
    type Value = usize;

    fn start(&self) -> usize {
        KEPT.load(Ordering::Relaxed)
    }

    fn end(&self, before: usize) -> usize {
        KEPT.load(Ordering::Relaxed).saturating_sub(before)
    }

    fn add(&self, one: &usize, other: &usize) -> usize {
        one + other
    }

    fn zero(&self) -> usize {
        0
    }

    fn to_f64(&self, bytes: &usize) -> f64 {
        *bytes as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

const MEGABYTE: f64 = (1 << 20) as f64;

impl ValueFormatter for Bytes {
    fn scale_values(&self, _typical: f64, values: &mut [f64]) -> &'static str {
        values.iter_mut().for_each(|value| *value /= MEGABYTE);
        "MB"
    }

    fn scale_throughputs(&self, _typical: f64, throughput: &Throughput, values: &mut [f64]) -> &'static str {
        if let Throughput::Elements(records) = throughput {
            values.iter_mut().for_each(|value| *value /= *records as f64);
        }
        "bytes a record"
    }

    fn scale_for_machines(&self, _values: &mut [f64]) -> &'static str {
        "bytes"
    }
}

/// What is kept of what some work makes, for each of so many times. It is the same each time.
fn kept<T>(times: u64, work: impl FnOnce() -> T) -> usize {
    let before = Bytes.start();
    let made = work();
    let kept = Bytes.end(before);
    drop(made);
    kept * times as usize
}

fn memory(criterion: &mut Criterion<Bytes>) {
    let workload = Workload::from_environment();
    let load = || workload.inventory().unwrap_or_default();
    let laid_out = |inventory: &Inventory| drop(inventory.snapshot());
    let mut group = criterion.benchmark_group("memory");
    group.sample_size(10).throughput(Throughput::Elements(load().len() as u64));
    group.bench_function("an inventory", |bencher| bencher.iter_custom(|times| kept(times, load)));
    group.bench_function("an inventory and a snapshot's layout", |bencher| {
        let loaded = || {
            let inventory = load();
            laid_out(&inventory);
            inventory
        };
        bencher.iter_custom(|times| kept(times, loaded));
    });
}

criterion_group!(name = benches; config = Criterion::default().with_measurement(Bytes); targets = memory);
criterion_main!(benches);
