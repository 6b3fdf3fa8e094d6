use super::{change, evidence, identity, json, just_after, just_before, laptop, on, relation, verdict};
use serde_json::Value;

/// Entered service on the 1st, left it, entered it again on the 4th.
fn twice_in_service() -> Vec<Value> {
    vec![
        laptop(json!({"stage": "pending_retirement"})),
        change(json!("in_stock"), "in_use", 1),
        change(json!("in_use"), "quarantine", 3),
        change(json!("quarantine"), "in_use", 4),
        change(json!("in_use"), "pending_retirement", 6),
    ]
}

fn closed(history: Vec<Value>, at: &str) -> &'static str {
    let mut records = history;
    records.push(evidence("e", "record_closed", json!({"at": at})));
    verdict(&records, "record_closed")
}

#[test]
fn not_before_it_last_entered_service() {
    assert_eq!(closed(twice_in_service(), &on(2)), "fail");
    assert_eq!(closed(twice_in_service(), &just_before(4)), "fail");
    assert_eq!(closed(twice_in_service(), &on(4)), "pass");
    assert_eq!(closed(twice_in_service(), &on(5)), "pass", "moving within service is no entering");
}

#[test]
fn up_to_t() {
    assert_eq!(closed(twice_in_service(), &on(10)), "pass");
    assert_eq!(closed(twice_in_service(), &just_after(10)), "fail");
}

#[test]
fn if_it_never_entered_service_everything_counts() {
    assert_eq!(closed(vec![laptop(json!({}))], "1999-01-01T00:00:00Z"), "pass");
    let since_ever = vec![laptop(json!({"stage": "retired"})), change(json!("in_use"), "retired", 8)];
    assert_eq!(closed(since_ever, "1999-01-01T00:00:00Z"), "pass");
}

#[test]
fn from_unknown_into_service_is_entering() {
    let found = || vec![laptop(json!({})), change(Value::Null, "in_use", 6)];
    assert_eq!(closed(found(), &on(5)), "fail");
    assert_eq!(closed(found(), &on(6)), "pass");
}

#[test]
fn later_service_is_not_known_at_t() {
    let back = vec![laptop(json!({})), change(json!("retired"), "in_use", 12)];
    assert_eq!(closed(back, &on(5)), "pass");
}

#[test]
fn in_and_out_at_one_instant_is_entering() {
    let at_once =
        vec![laptop(json!({})), change(json!("in_use"), "quarantine", 7), change(json!("quarantine"), "in_use", 7)];
    assert_eq!(closed(at_once, &on(5)), "fail");
}

#[test]
fn people_are_there_when_they_sign() {
    let records = |fields: Value| {
        vec![
            laptop(json!({})),
            identity("left", "employee", json!({"ends_at": on(5)})),
            identity("on-leave", "employee", json!({"status": "suspended"})),
            identity("starting", "employee", json!({"status": "pending", "starts_at": on(20)})),
            identity("bot", "bot", json!({"starts_at": on(20)})),
            identity("team", "team", json!({})),
            evidence("e", "record_closed", fields),
        ]
    };
    for (by, at, expected) in [
        ("left", on(4), "pass"),
        ("left", on(5), "indeterminate"),
        ("on-leave", on(5), "pass"),
        ("starting", on(5), "pass"),
        ("bot", on(5), "indeterminate"),
        ("team", on(5), "pass"),
        ("identity:ann", on(5), "pass"),
        ("Ann", on(5), "indeterminate"),
    ] {
        assert_eq!(verdict(&records(json!({"by": by, "at": at})), "record_closed"), expected, "{by} {at}");
    }
    let verified = |by: &str| verdict(&records(json!({"verified_by": ["ben", by]})), "record_closed");
    assert_eq!(verified("cat"), "pass");
    assert_eq!(verified("nobody"), "indeterminate");
}

#[test]
fn one_good_piece_is_enough() {
    let doubtful = evidence("e", "record_closed", json!({"by": "nobody"}));
    let good = evidence("f", "record_closed", json!({}));
    assert_eq!(verdict(&[laptop(json!({})), doubtful, good], "record_closed"), "pass");
}

#[test]
fn approval_is_not_before_quarantine() {
    let approved = |history: &[Value], at: String| {
        let mut records = history.to_vec();
        records.push(evidence("e", "approval", json!({"at": at})));
        verdict(&records, "released")
    };
    let history = [
        laptop(json!({})),
        change(json!("in_stock"), "in_use", 1),
        change(json!("in_use"), "quarantine", 5),
        change(json!("quarantine"), "in_use", 10),
    ];
    assert_eq!(approved(&history, just_before(5)), "fail");
    assert_eq!(approved(&history, on(5)), "pass", "although it enters service again at t");
    let since_ever = [laptop(json!({"stage": "quarantine"}))];
    assert_eq!(approved(&since_ever, on(5)), "indeterminate");
    assert_eq!(verdict(&since_ever, "released"), "fail");
}

#[test]
fn the_receipt_is_by_another_than_the_holder() {
    let received = |by: &str| {
        let held = relation("assigned_to", "a", "ben", json!({"until": on(11)}));
        verdict(&[laptop(json!({})), held, evidence("e", "custody_receipt", json!({"by": by}))], "custody_closed")
    };
    assert_eq!(received("ann"), "pass");
    assert_eq!(received("ben"), "fail");
    assert_eq!(received("identity:ben"), "fail");
    assert_eq!(received("nobody"), "indeterminate");
    let ended = relation("assigned_to", "a", "ben", json!({"until": on(10)}));
    assert_eq!(verdict(&[laptop(json!({})), ended], "custody_closed"), "pass");
}

#[test]
fn disposal_needs_a_quiet_and_covered_log() {
    let disposed = |more: &[Value]| {
        let mut records = vec![laptop(json!({"stage": "retired"})), evidence("e", "disposal_certificate", json!({}))];
        records.extend_from_slice(more);
        verdict(&records, "disposed_of")
    };
    let coverage = json!({"record": "coverage", "source": "vpn"});
    let window = |from: String, until: String, scope: Value| {
        super::with(&coverage, &json!({"scope": scope, "from": from, "until": until}))
    };
    let row = |at: String| json!({"record": "access", "at": at, "outcome": "success", "asset": "a"});
    assert_eq!(disposed(&[]), "indeterminate");
    let whole = window(on(5), on(10), json!("all"));
    assert_eq!(disposed(std::slice::from_ref(&whole)), "pass");
    assert_eq!(disposed(&[window(on(5), just_before(10), json!("all"))]), "indeterminate");
    assert_eq!(disposed(&[window(just_after(5), on(10), json!("all"))]), "indeterminate");
    assert_eq!(disposed(&[window(on(1), on(12), json!(["b", "asset:a"]))]), "pass");
    assert_eq!(disposed(&[window(on(1), on(12), json!("b"))]), "indeterminate");
    let halves = [window(on(1), on(7), json!("a")), window(on(7), on(12), json!("a"))];
    assert_eq!(disposed(&halves), "pass");
    assert_eq!(disposed(&[whole.clone(), row(on(5))]), "pass", "at the certificate is not later");
    assert_eq!(disposed(&[whole.clone(), row(just_after(5))]), "fail");
    assert_eq!(disposed(&[whole, row(just_after(10))]), "pass", "not known at t");
    assert_eq!(disposed(&[row(on(6))]), "fail", "covered or not");
}
