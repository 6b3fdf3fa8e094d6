//! What each format writes, worked out by hand, and that nothing hostile gets through.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[cfg(feature = "arrow")]
mod arrow;
mod csv;
mod hostile;
mod json;
mod radii;
mod table;

use nhi_lifecycle::{
    Context, Inventory, Policy, Record,
    analysis::{self, Reach, Report},
};

const NOW: &str = "2026-03-01T00:00:00Z";

/// The key of a retired help desk, one that nobody owns, one whose owner is referred to and missing, and one in order.
const RECORDS: &str = r#"
    {"record":"asset","id":"helpdesk","kind":"saas","stage":"retired","owner":"alice"}
    {"record":"change","subject":"asset:helpdesk","from":"in_use","to":"retired","at":"2026-02-01T00:00:00Z","by":"dana"}
    {"record":"asset","id":"shop","kind":"application","stage":"in_use","owner":"alice","criticality":"high"}
    {"record":"identity","id":"alice","kind":"employee","status":"active"}
    {"record":"identity","id":"svc-hd","kind":"service_account","status":"active","attached_to":"helpdesk"}
    {"record":"relation","kind":"entitled_to","from":"identity:svc-hd","to":"asset:shop","privilege":"write"}
    {"record":"credential","id":"hd-key","kind":"api_key","status":"active","identity":"svc-hd","issued_by":"helpdesk"}
    {"record":"credential","id":"ftp-pw","kind":"password","status":"active"}
    {"record":"credential","id":"old-pw","kind":"password","status":"active","owner":"zoe"}
    {"record":"credential","id":"shop-key","kind":"api_key","status":"active","owner":"alice","used_by":"asset:shop"}
"#;

fn inventory(records: &str) -> Inventory {
    let records: Vec<Record> = records.trim().lines().map(serde_json::from_str).collect::<Result<_, _>>().unwrap();
    let mut inventory = Inventory::new();
    inventory.add(records, &Context::at(NOW.parse().unwrap()).lenient()).unwrap();
    inventory
}

fn report(records: &str) -> Report {
    analysis::orphans(&inventory(records).snapshot(), NOW.parse().unwrap(), &Policy::default())
}

fn reach(records: &str, credential: &str) -> Reach {
    let snapshot = inventory(records).snapshot();
    analysis::blast_radius(&snapshot, &credential.parse().unwrap(), NOW.parse().unwrap()).unwrap()
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What was written with `(why)` for each explanation, whose words are the core's.
fn without_sentences(report: &Report, written: String) -> String {
    report.iter().fold(written, |written, finding| written.replace(&finding.explanation(), "(why)"))
}
