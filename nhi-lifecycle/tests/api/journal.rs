//! Events: golden vectors of encoding version 1, a clock that never runs backwards, a sink that fails.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use nhi_lifecycle::{
    Code, Context, Error, Inventory,
    journal::{Events, MemorySink, Sink, SinkError},
};

use crate::{day, records};

/// Events as they were written by the first version. They must never be written otherwise.
const GOLDEN: &str = include_str!("golden-events-v1.jsonl");

fn told() -> (Inventory, MemorySink) {
    let sink = MemorySink::default();
    let mut inventory = Inventory::with_sink(Box::new(sink.clone()));
    let everything = r#"
{"record":"asset","id":"web-1","kind":"server","stage":"retired","name":"Web \"one\" \u00fc","environment":"production","criticality":"high","data_classification":"internal","management":"managed","legal_hold":false,"serial_number":"SN1","media_serials":["m2","m1"],"asset_tag":"T1","due_back_at":"2026-05-01T00:00:00.000001+02:00","labels":{"b":"2","a":"1"},"external_ids":{"snow":"7"},"owner":["ops"],"depends_on":["web-1"]}
{"record":"identity","id":"ops","kind":"team","status":"active"}
{"record":"identity","id":"alice","kind":"employee","status":"active","starts_at":"2025-01-01T00:00:00Z","member_of":"ops"}
{"record":"identity","id":"svc","kind":"service_account","status":"active","attached_to":"web-1","acts_for":"alice"}
{"record":"credential","id":"k1","kind":"api_key","status":"active","issued_at":"2025-01-01T00:00:00Z","identity":"svc","stored_on":"web-1","used_by":["identity:svc","asset:web-1"],"fingerprint":"hmac:ab"}
{"record":"credential","id":"k2","kind":"session_token","status":"active","derived_from":"k1"}
{"record":"relation","kind":"entitled_to","from":"svc","to":"web-1","since":"2025-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","privilege":"admin"}
{"record":"change","subject":"asset:web-1","from":null,"to":"in_use","at":"2025-01-01T00:00:00Z"}
{"record":"change","subject":"asset:web-1","to":"retired","at":"2026-01-01T00:00:00Z","not_before":"2025-12-31T00:00:00Z","by":"alice","reason":"old"}
{"record":"change","subject":"asset:web-1","field":"legal_hold","from":true,"to":false,"at":"2026-01-01T00:00:00Z"}
{"record":"evidence","id":"e1","subject":"asset:web-1","kind":"sanitization","at":"2026-01-01T00:00:00Z","by":"alice","method":"purge","verified_by":["svc"],"media_serials":["m1","m2"],"reference":"ticket 7","digest":"sha256:00"}
{"record":"override","subject":"web-1","gate":"record_closed","to":"retired","at":"2026-01-01T00:00:00Z","approved_by":"alice","reason":"x","expires_at":"2026-02-01T00:00:00Z"}
{"record":"exception","subject":"credential:k1","finding":"orphaned","reason":"x","approved_by":"alice","at":"2026-01-01T00:00:00Z","expires_at":"2026-02-01T00:00:00Z"}
{"record":"coverage","source":"vpn","scope":"all","from":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z"}
{"record":"coverage","source":"vpn","scope":["web-1"],"from":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z"}
{"record":"access","at":"2026-01-01T00:00:00Z","outcome":"success","credential":"k1","identity":"svc","asset":"web-1","source":"vpn","interactive":false}
"#;
    let context = Context::at(day(1)).by("dana").from_source("cmdb").because("first \"load\"");
    inventory.add(records(everything), &context).unwrap();
    inventory.add(records(""), &Context::at(day(1))).unwrap();
    let shown = r#"{"record":"asset","id":"nas","kind":"storage_device","stage":"in_use","owner":"ops"}
{"record":"relation","kind":"runs_on","from":"nas","to":"web-1"}"#;
    inventory.observe(records(shown), day(2), &Context::at(day(2)).from_source("scan")).unwrap();
    let later = r#"{"record":"asset","id":"nas","kind":"storage_device","stage":"retired"}"#;
    inventory.observe(records(later), day(3), &Context::at(day(3)).from_source("scan")).unwrap();
    inventory.observe(records(""), day(4), &Context::at(day(4)).from_source("scan")).unwrap();
    (inventory, sink)
}

#[test]
fn encoding_version_1_is_written_as_ever() {
    let (_, sink) = told();
    let written: Vec<String> = sink.bytes().into_iter().map(|event| String::from_utf8(event).unwrap()).collect();
    let golden: Vec<&str> = GOLDEN.lines().collect();
    assert_eq!(written.len(), golden.len());
    for (written, golden) in written.iter().zip(golden) {
        assert_eq!(written, golden);
    }
}

#[test]
fn encoding_version_1_is_read_as_ever() {
    let (told, _) = told();
    let mut sink = MemorySink::default();
    for line in GOLDEN.lines() {
        sink.append(line.as_bytes()).unwrap();
    }
    let replayed = Inventory::replay(Box::new(sink)).unwrap();
    assert!(told == replayed);
    assert_eq!(replayed.sequence(), 5);
    assert!(replayed.as_known_at(6).is_err());
}

#[test]
fn a_replayed_source_goes_on_where_it_was() {
    let (mut told, sink) = told();
    let mut replayed = Inventory::replay(Box::new(MemorySink::clone(&sink))).unwrap();
    let back = records(r#"{"record":"asset","id":"nas","kind":"storage_device","stage":"in_use"}"#);
    let context = Context::at(day(9)).from_source("scan");
    let one = told.observe(back.clone(), day(9), &context).unwrap();
    let other = replayed.observe(back, day(9), &context).unwrap();
    assert_eq!(one, other);
    assert!(told == replayed);
}

#[test]
fn a_damaged_journal_is_named() {
    let mut lines: Vec<String> = GOLDEN.lines().map(str::to_owned).collect();
    lines.swap(1, 2);
    let swapped = lines.clone();
    lines.swap(1, 2);
    let check = |lines: &[String], sequence: u64| {
        let mut sink = MemorySink::default();
        for line in lines {
            sink.append(line.as_bytes()).unwrap();
        }
        let error = Inventory::replay(Box::new(sink)).unwrap_err();
        assert_eq!(error.code(), Code::JournalCorrupt, "{error}");
        assert!(error.to_string().contains(&format!("event {sequence} ")), "{error}");
    };
    check(&swapped, 2);
    check(&[lines[0].clone(), lines[0].clone()], 2);
    check(&[lines[0].replace("\"v\":1", "\"v\":2")], 1);
    check(&[lines[0].replace("retired", "retried")], 1);
    check(&[lines[0][..100].to_owned()], 1);
    check(&[String::new()], 1);
}

#[test]
fn the_clock_never_runs_backwards() {
    let mut inventory = Inventory::new();
    inventory.add(records(""), &Context::at(day(2))).unwrap();
    let error = inventory.add(records(""), &Context::at(day(1))).unwrap_err();
    assert_eq!(error.code(), Code::ClockBackwards);
    assert!(inventory.add(records(""), &Context::at(day(2))).is_ok());
}

/// A sink that can be told to fail.
struct Failing(Arc<AtomicBool>);

impl Sink for Failing {
    fn append(&mut self, _: &[u8]) -> Result<(), SinkError> {
        if self.0.load(Ordering::Relaxed) { Err("the disk is full".into()) } else { Ok(()) }
    }

    fn events(&self) -> Result<Option<Events<'_>>, SinkError> {
        Ok(None)
    }
}

/// Takes nothing, and ends in a panic.
#[derive(Debug)]
struct Panicking;

impl Sink for Panicking {
    fn append(&mut self, _: &[u8]) -> Result<(), SinkError> {
        std::panic::resume_unwind(Box::new("the host's own"))
    }

    fn events(&self) -> Result<Option<Events<'_>>, SinkError> {
        Ok(None)
    }
}

#[test]
fn what_a_sink_panicked_at_is_not_there() {
    let mut inventory = Inventory::with_sink(Box::new(Panicking));
    let asset = || records(r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"}"#);
    let mut add = || inventory.add(asset(), &Context::at(day(1)));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(&mut add)).is_err());
    let error = add().unwrap_err();
    assert!(matches!(error, Error::JournalFailed { sequence: 1, .. }), "{error}");
    assert_eq!((inventory.len(), inventory.sequence()), (0, 0));
}

#[test]
fn what_the_sink_did_not_take_is_not_there() {
    let fails = Arc::new(AtomicBool::new(false));
    let mut inventory = Inventory::with_sink(Box::new(Failing(Arc::clone(&fails))));
    let first = records(r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"}"#);
    inventory.add(first, &Context::at(day(1))).unwrap();
    fails.store(true, Ordering::Relaxed);
    let second = records(
        r#"{"record":"asset","id":"b","kind":"server","stage":"in_use","depends_on":"a"}
{"record":"change","subject":"asset:a","from":"in_use","to":"retired","at":"2026-01-01T00:00:00Z"}
{"record":"asset","id":"a","kind":"server","stage":"retired"}"#,
    );
    let before: Vec<_> = inventory.records().collect();
    let error = inventory.add(second.clone(), &Context::at(day(1))).unwrap_err();
    assert!(matches!(error, Error::JournalFailed { sequence: 2, .. }), "{error}");
    assert!(error.to_string().contains("the disk is full"));
    assert_eq!(inventory.records().collect::<Vec<_>>(), before);
    assert_eq!(inventory.sequence(), 1);
    // Never again: what the sink holds is not known.
    fails.store(false, Ordering::Relaxed);
    assert_eq!(inventory.add(second, &Context::at(day(1))).unwrap_err().code(), Code::JournalFailed);
    assert_eq!(inventory.as_known_at(1).unwrap_err().code(), Code::JournalNotKept);
}
