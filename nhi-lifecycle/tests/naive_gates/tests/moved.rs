use super::super::New;
use super::{asset, day, evidence, gates, identity, json, just_before, key, laptop, on, relation, verdict};
use serde_json::Value;

/// A laptop that Ben held until the 4th.
fn handed_over(more: &[Value]) -> &'static str {
    let mut records = vec![laptop(json!({})), relation("assigned_to", "a", "ben", json!({"until": on(4)}))];
    records.extend_from_slice(more);
    verdict(&records, "handed_over")
}

fn wiped(at: String) -> Value {
    evidence("e", "sanitization", json!({"at": at}))
}

#[test]
fn wiped_since_the_old_custody_ended() {
    assert_eq!(handed_over(&[]), "fail");
    assert_eq!(handed_over(&[wiped(just_before(4))]), "fail");
    assert_eq!(handed_over(&[wiped(on(4))]), "pass");
    assert_eq!(handed_over(&[evidence("e", "sanitization", json!({"by": "nobody"}))]), "indeterminate");
}

#[test]
fn without_an_old_holder_nothing_is_to_be_handed_over() {
    assert_eq!(verdict(&[laptop(json!({})), key("k", json!({"stored_on": "a"}))], "handed_over"), "pass");
}

#[test]
fn only_hardware_is_wiped() {
    let held = relation("assigned_to", "a", "ben", json!({"until": on(4)}));
    assert_eq!(verdict(&[asset("a", "saas", json!({})), held], "handed_over"), "pass");
}

#[test]
fn what_is_stored_was_renewed_since() {
    let stored =
        |fields: Value| handed_over(&[wiped(on(5)), super::with(&key("k", json!({"stored_on": "a"})), &fields)]);
    assert_eq!(stored(json!({"issued_at": on(3)})), "fail");
    assert_eq!(stored(json!({"issued_at": on(4)})), "pass");
    assert_eq!(stored(json!({"issued_at": on(1), "rotated_at": on(6)})), "pass");
    assert_eq!(stored(json!({"issued_at": on(1), "rotated_at": on(11)})), "fail", "not yet");
    assert_eq!(stored(json!({"rotated_at": on(3)})), "fail");
    assert_eq!(stored(json!({})), "indeterminate");
    assert_eq!(stored(json!({"status": "revoked"})), "pass");
}

/// "with it the old custody ends".
#[test]
fn a_custody_that_lasts_ends_with_the_receipt() {
    let lasting = |since: i64, receipt: Value| {
        let held = relation("assigned_to", "a", "ben", json!({"since": on(since)}));
        verdict(&[laptop(json!({})), held, evidence("r", "custody_receipt", receipt), wiped(on(6))], "handed_over")
    };
    assert_eq!(lasting(2, json!({"at": on(6)})), "pass");
    assert_eq!(lasting(2, json!({"at": on(7)})), "fail", "wiped before it was received");
    assert_eq!(lasting(2, json!({"by": "ben"})), "fail");
    assert_eq!(lasting(2, json!({"by": "nobody"})), "indeterminate");
    assert_eq!(lasting(6, json!({"at": on(5)})), "fail", "a receipt of an earlier custody");
}

fn left(records: &[Value], new: &New) -> &'static str {
    gates(records).verdict_with("a", "left_clean", "in_use", "in_use", day(10), Some(new))
}

fn to_production(environment: Value, more: &[Value]) -> &'static str {
    let mut records = vec![
        asset("a", "service", json!({"environment": environment})),
        asset("vault", "secret_store", json!({"environment": "test"})),
        asset("vault2", "secret_store", json!({"environment": "production"})),
        asset("vault3", "secret_store", json!({})),
    ];
    records.extend_from_slice(more);
    left(&records, &New { environment: Some("production".into()), ..New::default() })
}

#[test]
fn a_key_lies_where_it_is_stored_else_where_it_is_used() {
    let used =
        |stored: Value| to_production(json!("test"), &[key("k", json!({"used_by": "asset:a", "stored_on": stored}))]);
    assert_eq!(used(json!("vault")), "fail");
    assert_eq!(used(json!(["vault", "vault2"])), "pass", "not in the old alone");
    assert_eq!(used(json!("vault3")), "indeterminate");
    assert_eq!(used(json!(["vault3", "vault2"])), "pass");
    assert_eq!(used(json!([])), "pass", "it moves with what uses it");
    assert_eq!(used(json!("a")), "pass", "it moves with what stores it");
}

#[test]
fn an_old_environment_that_is_not_known_does_not_decide() {
    let key = key("k", json!({"used_by": "asset:a", "stored_on": "vault"}));
    assert_eq!(to_production(Value::Null, &[key]), "indeterminate");
    assert_eq!(to_production(Value::Null, &[]), "pass");
}

#[test]
fn each_entitlement_of_what_is_attached() {
    let entitled = |to: &[&str]| {
        let mut records = vec![identity("svc", "bot", json!({"attached_to": "a"}))];
        records.extend(to.iter().map(|to| relation("entitled_to", "svc", to, json!({}))));
        to_production(json!("test"), &records)
    };
    assert_eq!(entitled(&["vault"]), "fail");
    assert_eq!(entitled(&["vault2"]), "pass");
    assert_eq!(entitled(&["vault", "vault2"]), "fail", "that on the old is in the old alone");
    assert_eq!(entitled(&["a"]), "pass");
}

#[test]
fn a_host_and_what_runs_on_it_is_a_place() {
    let move_to = |host: &str, stored: &str| {
        let records = [
            asset("a", "virtual_machine", json!({"runs_on": "h1"})),
            asset("h1", "server", json!({})),
            asset("h2", "server", json!({})),
            asset("b", "virtual_machine", json!({"runs_on": "h1"})),
            asset("c", "virtual_machine", json!({"runs_on": ["h1", "h2"]})),
            key("k", json!({"used_by": "asset:a", "stored_on": stored})),
        ];
        left(&records, &New { host: Some(host.into()), ..New::default() })
    };
    assert_eq!(move_to("h2", "h1"), "fail");
    assert_eq!(move_to("h2", "b"), "fail");
    assert_eq!(move_to("h2", "c"), "pass");
    assert_eq!(move_to("h2", "h2"), "pass");
    assert_eq!(move_to("h2", "a"), "pass");
    assert_eq!(move_to("h1", "b"), "pass", "it is there already");
}
