//! Readings of MODEL.md that are easy to get wrong, each by a small case worked out by hand.

mod absent;
mod owning;
mod reaching;
mod reasoning;
mod since;
mod values;

use super::Naive;
use serde_json::{Map, Value, json};

/// Midnight of the n-th of January 2024, in microseconds since 1970.
fn day(n: i64) -> i64 {
    1_704_067_200_000_000 + (n - 1) * 86_400_000_000
}

/// The same as text.
fn on(n: i64) -> String {
    format!("2024-01-{n:02}T00:00:00Z")
}

/// The record with these fields too.
fn with(record: &Value, fields: &Value) -> Value {
    let mut all: Map<String, Value> = record.as_object().unwrap().clone();
    all.extend(fields.as_object().unwrap().clone());
    Value::Object(all)
}

/// An asset in service.
fn asset(id: &str, fields: Value) -> Value {
    let server = json!({"record": "asset", "id": id, "kind": "server", "stage": "in_use"});
    with(&server, &fields)
}

fn identity(id: &str, kind: &str, fields: Value) -> Value {
    let active = json!({"record": "identity", "id": id, "kind": kind, "status": "active"});
    with(&active, &fields)
}

/// An active person.
fn human(id: &str) -> Value {
    identity(id, "employee", json!({}))
}

/// A live key.
fn key(id: &str, fields: Value) -> Value {
    let live = json!({"record": "credential", "id": id, "kind": "api_key", "status": "active"});
    with(&live, &fields)
}

fn relation(kind: &str, from: &str, to: &str, fields: Value) -> Value {
    let relation = json!({"record": "relation", "kind": kind, "from": from, "to": to});
    with(&relation, &fields)
}

fn change(subject: &str, from: Value, to: &str, n: i64) -> Value {
    json!({"record": "change", "subject": subject, "from": from, "to": to, "at": on(n)})
}

/// The reasons that hold for a credential on the 10th.
fn reasons(records: &[Value], credential: &str) -> Vec<&'static str> {
    let mut findings = Naive::new(records).orphans(day(10)).into_iter();
    let found = findings.find(|f| f.credential == credential);
    found.map_or(Vec::new(), |f| f.reasons)
}
