//! Parquet files that were broken in thousands of places: none may panic, abort or take memory without bound.
#![cfg(feature = "parquet")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    fs,
    sync::atomic::{AtomicUsize, Ordering},
};

use nhi_import::{open, write_parquet_folder};
use nhi_lifecycle::{Record, limits::Limits, source::RecordSource};

/// The system's allocator, which refuses more than a bound: then the process aborts, and the test fails.
struct Bounded;

static HELD: AtomicUsize = AtomicUsize::new(0);
/// Far more than the small files below are worth, and what a page may unfold to.
const BOUND: usize = 400 << 20;

// SAFETY: everything is handed on to the system's allocator.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size() > BOUND {
            return std::ptr::null_mut();
        }
        // SAFETY: as promised to us.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as promised to us.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Bounded = Bounded;

const RECORDS: &str = r#"
    {"record":"credential","id":"ak-1","kind":"api_key","status":"active","owner":["alice","bob"],"labels":{"k":"v"}}
    {"record":"credential","id":"ak-2","kind":"api_key","status":"revoked","expires_at":"2026-02-01T00:00:00Z","name":"n"}
    {"record":"credential","id":"ak-3","kind":"password","status":"active","used_by":"asset:web-1","labels":{"a":"b","c":""}}
"#;

/// Reads a table to its end; how many good records there were.
fn read(folder: &std::path::Path, bytes: &[u8]) -> usize {
    fs::write(folder.join("credentials.parquet"), bytes).expect("written");
    let mut source = open(folder, &Limits::default()).expect("a folder");
    std::iter::from_fn(|| source.next_record()).take(10_000).filter(Result::is_ok).count()
}

#[test]
fn mutations() {
    let folder = std::env::temp_dir().join(format!("nhi-hostile-parquet-{}", std::process::id()));
    let records: Vec<Record> =
        RECORDS.trim().lines().map(|line| serde_json::from_str(line).expect("a record")).collect();
    write_parquet_folder(&records, &folder).expect("written");
    let path = folder.join("credentials.parquet");
    let good = fs::read(&path).expect("read");
    for file in fs::read_dir(&folder).expect("a folder") {
        fs::remove_file(file.expect("a file").path()).expect("removed");
    }
    assert_eq!(read(&folder, &good), 3);
    // Caught panics would fill the log.
    std::panic::set_hook(Box::new(|_| {}));
    let mut tried = 0;
    for length in (0..good.len()).step_by(7) {
        read(&folder, &good[..length]);
        tried += 1;
    }
    let mut random = 7u64;
    let mut next = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize
    };
    for place in 0..good.len() {
        let mut bytes = good.clone();
        bytes[place] ^= [0x01, 0x80, 0xff, next() as u8 | 2][next() % 4];
        read(&folder, &bytes);
        tried += 1;
    }
    for _ in 0..1_000 {
        let mut bytes = good.clone();
        for _ in 0..1 + next() % 8 {
            let place = next() % bytes.len();
            bytes[place] = next() as u8;
        }
        read(&folder, &bytes);
        tried += 1;
    }
    drop(std::panic::take_hook());
    fs::remove_dir_all(&folder).expect("removed");
    assert!(tried > 5_000, "{tried}");
}
