//! Adding on two threads: the same inventories, problems and events as on one.

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Arc,
    thread::{self, ThreadId},
};

use nhi_lifecycle::{Code, Context, Inventory, Limits, Problem, Record, journal::MemorySink, source::RecordSource};

use crate::day;

/// So many records that a second thread begins long before the last of them.
const MANY: usize = 12_000;

/// Servers that run on the one before, each with an owner, a key and an entry in its history.
fn good(number: usize) -> String {
    let server = number / 4;
    match number % 4 {
        0 => {
            let below = server.saturating_sub(1);
            format!(
                r#"{{"record":"asset","id":"s{server}","kind":"server","stage":"in_use","owner":"p{server}","depends_on":"s{below}"}}"#
            )
        }
        1 => format!(r#"{{"record":"identity","id":"p{server}","kind":"employee","status":"active"}}"#),
        2 => format!(
            r#"{{"record":"credential","id":"k{server}","kind":"api_key","status":"active","issued_by":"s{server}","owner":"p{server}"}}"#
        ),
        _ => format!(
            r#"{{"record":"change","subject":"asset:s{server}","from":"in_stock","to":"in_use","at":"2025-01-01T00:00:00Z"}}"#
        ),
    }
}

/// A source that belongs to one thread.
struct Source {
    lines: Vec<String>,
    next: usize,
    panics_at: Option<usize>,
    thread: ThreadId,
}

impl Source {
    fn new(lines: Vec<String>) -> Self {
        Self { lines, next: 0, panics_at: None, thread: thread::current().id() }
    }
}

impl RecordSource for Source {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        assert_eq!(thread::current().id(), self.thread);
        if self.panics_at == Some(self.next) {
            resume_unwind(Box::new("the host's own"));
        }
        let line = self.lines.get(self.next)?;
        self.next += 1;
        Some(serde_json::from_str(line).map_err(|_| Problem::new(Code::InvalidSyntax, "no record")))
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        Some(("lines".into(), record as u64 + 1))
    }
}

/// What became of a batch that comes after one record, by the number of threads.
fn outcome(threads: usize, lines: &[String], limits: Limits, sink: Option<&MemorySink>) -> (String, Vec<Record>) {
    let mut inventory = match sink {
        Some(sink) => Inventory::with_sink(Box::new(sink.clone())),
        None => Inventory::new(),
    };
    let known: Record = serde_json::from_str(&good(0)).unwrap();
    inventory.add([known], &Context::at(day(1)).lenient()).unwrap();
    inventory.set_limits(limits);
    let threads = NonZeroUsize::new(threads).unwrap();
    let added = inventory.add_from_on(threads, &mut Source::new(lines.to_vec()), &Context::at(day(2)));
    let result = match added {
        Ok(added) => format!("{added:?}"),
        Err(error) => format!("{error}: {:?}", error.problems()),
    };
    (result, inventory.records().collect())
}

#[test]
fn threads_make_no_difference() {
    let limits = Limits::default();
    let good: Vec<String> = (0..MANY).map(good).collect();
    let with = |places: &[(usize, &str)]| {
        let mut lines = good.clone();
        for (place, line) in places {
            lines[*place] = (*line).to_owned();
        }
        lines
    };
    let twice = r#"{"record":"asset","id":"s7","kind":"laptop","stage":"in_use"}"#;
    let unknown = r#"{"record":"asset","id":"x","kind":"server","stage":"in_use","owner":"nobody"}"#;
    let empty = r#"{"record":"relation","kind":"runs_on","from":"s1","to":"s2","since":"2026-01-01T00:00:00Z","until":"2025-01-01T00:00:00Z"}"#;
    let broken =
        r#"{"record":"change","subject":"asset:s9","from":"retired","to":"retired","at":"2026-01-01T00:00:00Z"}"#;
    let cases = [
        (good.clone(), limits, "Added"),
        (with(&[(11_000, twice)]), limits, "lines:11001: field `id`: stands twice"),
        (
            with(&[(5, "{}"), (9_000, empty), (9_001, "{}"), (9_002, twice), (MANY - 1, empty)]),
            limits,
            "lines:12000: field `until`",
        ),
        (with(&[(10_000, unknown)]), limits, "refers to `identity:nobody`"),
        (with(&[(11_998, broken)]), limits, "the stage of `asset:s9`"),
        (good.clone(), Limits { records: 10_000, ..limits }, "more than the limit of 10000 records"),
        (good.clone(), Limits { relations: 9_999, ..limits }, "more than the limit of 9999 relations"),
    ];
    for (lines, limits, expected) in cases {
        let one = outcome(1, &lines, limits, None);
        assert!(one.0.contains(expected), "{}", one.0);
        for threads in [2, 8] {
            let (result, records) = outcome(threads, &lines, limits, None);
            assert_eq!(result, one.0);
            assert!(records == one.1, "{result}");
        }
    }
}

#[test]
fn events_are_the_same() {
    let lines: Vec<String> = (0..MANY).map(good).collect();
    let (one, two) = (MemorySink::default(), MemorySink::default());
    assert!(outcome(1, &lines, Limits::default(), Some(&one)) == outcome(2, &lines, Limits::default(), Some(&two)));
    assert_eq!(one.bytes().len(), 2);
    assert!(one.bytes() == two.bytes());
}

#[test]
fn a_source_that_panics_leaves_nothing_behind() {
    let mut inventory = Inventory::new();
    let mut source = Source::new((0..MANY).map(good).collect());
    source.panics_at = Some(MANY - 100);
    let two = NonZeroUsize::new(2).unwrap();
    let add = AssertUnwindSafe(|| inventory.add_from_on(two, &mut source, &Context::at(day(1))));
    assert!(catch_unwind(add).is_err());
    assert!(inventory.is_empty());
    source.panics_at = None;
    source.next = 0;
    inventory.add_from_on(two, &mut source, &Context::at(day(1))).unwrap();
    assert_eq!(inventory.len(), MANY);
}
