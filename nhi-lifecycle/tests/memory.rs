//! What an inventory says of its memory is what the allocator gave it.
//!
//! A program of its own, as it counts every allocation.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering},
};

use nhi_lifecycle::{Context, Instant, Inventory, Record};

/// The system's allocator, counting what is out.
struct Counting;

static OUT: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes on to the system's allocator as it came; beside it only a number is changed.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        OUT.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps what `alloc` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        OUT.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps what `dealloc` asks for.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What is out for an inventory of these records, and what it says.
fn measure(records: impl Iterator<Item = String>, snapshot: bool) -> (f64, f64) {
    let before = OUT.load(Ordering::Relaxed);
    let mut inventory = Inventory::new();
    let records = records.map(|line| serde_json::from_str::<Record>(&line).unwrap());
    inventory.add(records, &Context::at(Instant::MIN)).unwrap();
    if snapshot {
        drop(inventory.snapshot());
    }
    let out = OUT.load(Ordering::Relaxed) - before;
    (out as f64, inventory.memory().total() as f64)
}

fn check(what: &str, records: impl Iterator<Item = String> + Clone) {
    for snapshot in [false, true] {
        let (out, said) = measure(records.clone(), snapshot);
        assert!((0.97..1.03).contains(&(said / out)), "{what}, snapshot {snapshot}: {said} bytes said, {out} out");
    }
}

// One test, as tests of one program run beside each other.
#[test]
fn memory_is_what_the_allocator_gave() {
    // What all inventories share is made with the first one.
    drop(Inventory::new());
    let assets = (0..5_000).map(|number| {
        format!(r#"{{"record":"asset","id":"asset-{number}","kind":"server","stage":"in_use","owner":"ops"}}"#)
    });
    let ops = [r#"{"record":"identity","id":"ops","kind":"team","status":"active"}"#.to_owned()];
    let plain = ops.into_iter().chain(assets);
    check("plain records", plain.clone());
    let changes = (0..5_000).map(|number| {
        let subject = number % 2_500;
        let (at, from, to) = if number < 2_500 { (1, "null", "\"maintenance\"") } else { (2, "\"maintenance\"", "\"in_use\"") };
        let said = if number % 5 == 0 { r#","by":"alice","reason":"because of something""# } else { "" };
        format!(
            r#"{{"record":"change","subject":"asset:asset-{subject}","to":{to},"at":"202{at}-01-01T00:00:00Z","from":{from}{said}}}"#
        )
    });
    check("histories", plain.clone().chain(changes));
    let keys = (0..5_000).map(|number| {
        format!(
            r#"{{"record":"credential","id":"key-{number}","kind":"api_key","status":"active","name":"key number {number}",
                "fingerprint":"0123456789","used_by":["asset:asset-{number}","identity:ops"]}}"#
        )
    });
    check("details", plain.clone().chain(keys));
    let many = (0..5_000)
        .map(|number| format!(r#"{{"record":"relation","kind":"entitled_to","from":"ops","to":"asset-{number}"}}"#));
    check("a record with many relations", plain.clone().chain(many));
    let evidence = (0..2_000).map(|number| {
        format!(
            r#"{{"record":"evidence","id":"paper-{number}","subject":"asset:asset-{number}","kind":"approval",
                "at":"2026-01-01T00:00:00Z","by":"ops","reference":"ticket {number}"}}"#
        )
    });
    let (out, said) = measure(plain.chain(evidence), false);
    assert!((0.85..1.15).contains(&(said / out)), "evidence: {said} bytes said, {out} out");
}
