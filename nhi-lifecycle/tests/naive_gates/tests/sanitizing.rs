use super::{asset, evidence, json, just_after, key, laptop, on, relation, verdict, with};
use serde_json::Value;

/// A laptop whose one disk is wiped by purge, verified by Ben, with these fields of the asset and of the evidence.
fn sanitized(asset: Value, wipe: Value, more: &[Value]) -> &'static str {
    let disk = with(&json!({"media_serials": "D1"}), &asset);
    let purge = json!({"method": "purge", "verified_by": "ben", "media_serials": ["D1"]});
    let mut records = vec![laptop(disk), evidence("e", "sanitization", with(&purge, &wipe))];
    records.extend_from_slice(more);
    verdict(&records, "sanitized")
}

#[test]
fn the_method_suffices() {
    let with_method = |classification: Value, method: Value| {
        let asset = if classification.is_null() { json!({}) } else { json!({"data_classification": classification}) };
        sanitized(asset, json!({"method": method}), &[])
    };
    assert_eq!(with_method(json!("public"), json!("clear")), "pass");
    assert_eq!(with_method(json!("confidential"), json!("clear")), "fail");
    assert_eq!(with_method(Value::Null, json!("clear")), "fail", "unknown is judged as confidential");
    assert_eq!(with_method(Value::Null, json!("purge")), "pass");
    assert_eq!(with_method(json!("restricted"), json!("purge")), "fail", "one verifier");
    assert_eq!(with_method(json!("restricted"), json!("destroy")), "pass");
    assert_eq!(with_method(json!("public"), Value::Null), "indeterminate");
}

#[test]
fn verified_by_another() {
    let verified = |classification: &str, by: Value| {
        sanitized(json!({"data_classification": classification}), json!({"verified_by": by}), &[])
    };
    assert_eq!(verified("internal", json!([])), "pass");
    assert_eq!(verified("confidential", json!([])), "fail");
    assert_eq!(verified("confidential", json!("ann")), "fail", "themselves");
    assert_eq!(verified("confidential", json!(["ann", "ben"])), "pass");
    assert_eq!(verified("restricted", json!(["ann", "ben"])), "fail", "one of the two is themselves");
    assert_eq!(verified("restricted", json!(["ben", "identity:ben"])), "fail", "the same twice");
    assert_eq!(verified("restricted", json!(["ben", "cat"])), "pass");
    assert_eq!(verified("internal", json!("ann")), "pass");
    assert_eq!(verified("internal", json!("nobody")), "indeterminate");
}

#[test]
fn every_medium_is_covered() {
    let covering = |asset: Value, media: Value| sanitized(asset, json!({"media_serials": media}), &[]);
    assert_eq!(covering(json!({"media_serials": ["D1", "D2"]}), json!("D1")), "fail");
    assert_eq!(covering(json!({"media_serials": ["D1", "D2"]}), json!(["D2", "D1"])), "pass");
    assert_eq!(covering(json!({"media_serials": [], "serial_number": "S"}), json!("S")), "pass");
    assert_eq!(covering(json!({"media_serials": [], "serial_number": "S"}), json!([])), "fail");
    assert_eq!(covering(json!({"media_serials": []}), json!("S")), "indeterminate");
    assert_eq!(covering(json!({"media_serials": ["D1"], "serial_number": "S"}), json!("S")), "fail");
}

#[test]
fn without_a_serial_what_fails_anyway_fails() {
    assert_eq!(sanitized(json!({"media_serials": []}), json!({"method": "clear"}), &[]), "fail");
}

#[test]
fn each_medium_by_its_own_evidence() {
    let second = json!({"method": "destroy", "verified_by": "cat", "media_serials": "D2"});
    let second = evidence("f", "sanitization", second);
    assert_eq!(sanitized(json!({"media_serials": ["D1", "D2"]}), json!({}), &[second]), "pass");
}

#[test]
fn media_are_of_hardware() {
    let wipe = evidence("e", "sanitization", json!({"method": "purge", "verified_by": "ben"}));
    assert_eq!(verdict(&[asset("a", "database", json!({})), wipe], "sanitized"), "pass");
}

#[test]
fn nobody_else_was_there_since() {
    let row = |fields: Value| {
        let row = json!({"record": "access", "asset": "asset:a", "at": on(6), "outcome": "success"});
        sanitized(json!({}), json!({}), &[with(&row, &fields)])
    };
    assert_eq!(row(json!({"identity": "cat"})), "fail");
    assert_eq!(row(json!({"identity": "cat", "outcome": "failure"})), "pass");
    assert_eq!(row(json!({"identity": "cat", "at": on(5)})), "pass", "not before it");
    assert_eq!(row(json!({"identity": "cat", "at": just_after(5)})), "fail");
    assert_eq!(row(json!({"identity": "cat", "at": just_after(10)})), "pass", "not known at t");
    assert_eq!(row(json!({"identity": "ann"})), "pass", "its by");
    assert_eq!(row(json!({"identity": "identity:ben"})), "pass", "its verifier");
    assert_eq!(row(json!({})), "indeterminate", "nobody knows who");
    assert_eq!(row(json!({"identity": "nobody"})), "fail", "not its people, whoever it is");
}

#[test]
fn a_row_of_a_credential_is_of_its_identity_then() {
    let row = json!({"record": "access", "asset": "a", "at": on(6), "outcome": "success", "credential": "k"});
    let of = |fields: Value| {
        let records = [row.clone(), key("k", json!({})), relation("authenticates_as", "k", "ann", fields)];
        sanitized(json!({}), json!({}), &records)
    };
    assert_eq!(of(json!({})), "pass");
    assert_eq!(of(json!({"until": on(6)})), "indeterminate");
}
