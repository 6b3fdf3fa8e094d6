//! Readings of section 7 that are easy to get wrong, each by a small case worked out by hand.

mod fresh;
mod living;
mod moved;
mod overriding;
mod sanitizing;
mod stated;
mod transitions;

use super::{NaiveGates, New};
use serde_json::{Map, Value, json};

/// Midnight of the n-th of January 2024, in microseconds since 1970.
fn day(n: i64) -> i64 {
    1_704_067_200_000_000 + (n - 1) * 86_400_000_000
}

/// The same as text.
fn on(n: i64) -> String {
    format!("2024-01-{n:02}T00:00:00Z")
}

/// A microsecond later.
fn just_after(n: i64) -> String {
    format!("2024-01-{n:02}T00:00:00.000001Z")
}

/// A microsecond before.
fn just_before(n: i64) -> String {
    format!("2024-01-{:02}T23:59:59.999999Z", n - 1)
}

/// The record with these fields too.
fn with(record: &Value, fields: &Value) -> Value {
    let mut all: Map<String, Value> = record.as_object().unwrap().clone();
    all.extend(fields.as_object().unwrap().clone());
    Value::Object(all)
}

/// A laptop in service, without history.
fn laptop(fields: Value) -> Value {
    asset("a", "laptop", fields)
}

fn asset(id: &str, kind: &str, fields: Value) -> Value {
    with(&json!({"record": "asset", "id": id, "kind": kind, "stage": "in_use"}), &fields)
}

fn identity(id: &str, kind: &str, fields: Value) -> Value {
    with(&json!({"record": "identity", "id": id, "kind": kind, "status": "active"}), &fields)
}

/// Active people.
fn people() -> Vec<Value> {
    ["ann", "ben", "cat"].map(|id| identity(id, "employee", json!({}))).to_vec()
}

/// A live key.
fn key(id: &str, fields: Value) -> Value {
    with(&json!({"record": "credential", "id": id, "kind": "api_key", "status": "active"}), &fields)
}

fn relation(kind: &str, from: &str, to: &str, fields: Value) -> Value {
    with(&json!({"record": "relation", "kind": kind, "from": from, "to": to}), &fields)
}

/// The asset's stage changes.
fn change(from: Value, to: &str, n: i64) -> Value {
    json!({"record": "change", "subject": "asset:a", "from": from, "to": to, "at": on(n)})
}

/// Of the asset, by Ann on the 5th.
fn evidence(id: &str, kind: &str, fields: Value) -> Value {
    let evidence =
        json!({"record": "evidence", "id": id, "subject": "asset:a", "kind": kind, "at": on(5), "by": "ann"});
    with(&evidence, &fields)
}

/// Approved by Ann on the 5th, until the 20th.
fn one_override(gate: &str, to: &str, fields: Value) -> Value {
    let one = json!({
        "record": "override", "subject": "asset:a", "gate": gate, "to": to, "at": on(5), "approved_by": "ann",
        "reason": "because", "expires_at": on(20),
    });
    with(&one, &fields)
}

/// With the people.
fn gates(records: &[Value]) -> NaiveGates {
    let mut all = people();
    all.extend_from_slice(records);
    NaiveGates::new(&all)
}

/// The verdict on the 10th, of a gate for which the transition means nothing.
fn verdict(records: &[Value], gate: &str) -> &'static str {
    gates(records).verdict("a", gate, "in_use", "retired", day(10))
}
