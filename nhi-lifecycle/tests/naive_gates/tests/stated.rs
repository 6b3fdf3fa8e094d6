use super::super::{NaiveGates, New, Readings};
use super::{asset, change, day, gates, identity, json, key, laptop, on, relation, verdict};
use serde_json::{Value, json as value};

#[test]
fn hardware_has_a_number_and_others_a_name() {
    assert_eq!(verdict(&[laptop(json!({"name": "Ann's"}))], "identified"), "fail");
    assert_eq!(verdict(&[laptop(json!({"asset_tag": "T"}))], "identified"), "pass");
    assert_eq!(verdict(&[asset("a", "saas", json!({"serial_number": "S"}))], "identified"), "fail");
    assert_eq!(verdict(&[asset("a", "saas", json!({"name": "CRM"}))], "identified"), "pass");
}

#[test]
fn unknown_management_does_not_decide() {
    let managed = |fields| verdict(&[laptop(fields)], "accountable");
    assert_eq!(managed(json!({"owner": "ann", "management": "managed"})), "pass");
    assert_eq!(managed(json!({"owner": "ann", "management": "unmanaged"})), "fail");
    assert_eq!(managed(json!({"owner": "ann"})), "indeterminate");
    assert_eq!(managed(json!({})), "fail", "unowned fails whatever its management");
    assert_eq!(verdict(&[asset("a", "network_device", json!({"owner": "ann"}))], "accountable"), "pass");
}

#[test]
fn the_new_owner_answers_for_it() {
    let records = [
        asset("a", "saas", json!({"owner": "ann"})),
        identity("left", "employee", json!({"status": "deprovisioned"})),
        identity("team", "team", json!({})),
        identity("bot", "bot", json!({})),
    ];
    for (owner, expected) in [("ben", "pass"), ("left", "fail"), ("team", "pass"), ("bot", "fail")] {
        let new = New { owner: Some(owner.into()), ..New::default() };
        let verdict = gates(&records).verdict_with("a", "accountable", "in_use", "in_use", day(10), Some(&new));
        assert_eq!(verdict, expected, "{owner}");
    }
}

#[test]
fn a_hold_that_is_not_known_does_not_decide() {
    assert_eq!(verdict(&[laptop(json!({}))], "no_hold"), "pass");
    assert_eq!(verdict(&[laptop(json!({"legal_hold": true}))], "no_hold"), "fail");
    assert_eq!(verdict(&[laptop(json!({"legal_hold": false}))], "no_hold"), "pass");
    let lifted = |from: Value| {
        let mut lifted = change(from, "false", 11);
        lifted["field"] = value!("legal_hold");
        verdict(&[laptop(json!({"legal_hold": false})), lifted], "no_hold")
    };
    assert_eq!(lifted(value!("true")), "fail");
    assert_eq!(lifted(Value::Null), "indeterminate");
}

#[test]
fn dependents_in_service_are_in_the_way() {
    let leaning = |kind: &str, stage: &str| {
        let b = asset("b", "service", json!({"stage": stage}));
        verdict(&[laptop(json!({})), b, relation(kind, "b", "a", json!({}))], "dependents_clear")
    };
    assert_eq!(leaning("runs_on", "in_use"), "fail");
    assert_eq!(leaning("depends_on", "pending_retirement"), "fail");
    assert_eq!(leaning("depends_on", "in_stock"), "pass");
    assert_eq!(leaning("depends_on", "missing"), "pass");
}

/// An absent dependent "counts as out of service", yet what would decide is missing.
#[test]
fn an_absent_dependent_does_not_decide() {
    let records = [laptop(json!({})), relation("depends_on", "nothing", "a", json!({}))];
    assert_eq!(verdict(&records, "dependents_clear"), "indeterminate");
    let readings = Readings { absent_is_missing: false, ..Readings::default() };
    let literal = NaiveGates::reading(&records, readings);
    assert_eq!(literal.verdict("a", "dependents_clear", "sanitized", "retired", day(10)), "pass");
}

#[test]
fn credentials_stay_only_where_they_are_used_elsewhere() {
    let closed = |fields: Value| {
        let records = [
            laptop(json!({"owner": "ann"})),
            asset("kept", "server", json!({"owner": "ann"})),
            asset("forgotten", "server", json!({})),
            identity("left", "employee", json!({"status": "deprovisioned"})),
            key("k", fields),
        ];
        verdict(&records, "credentials_closed")
    };
    assert_eq!(closed(json!({"stored_on": "a"})), "fail");
    assert_eq!(closed(json!({"issued_by": "a"})), "fail");
    assert_eq!(closed(json!({"stored_on": "a", "used_by": ["asset:a", "asset:kept"]})), "fail");
    assert_eq!(closed(json!({"used_by": "asset:a"})), "fail", "itself is kept, but not another");
    assert_eq!(closed(json!({"used_by": ["asset:a", "asset:kept"]})), "pass");
    assert_eq!(closed(json!({"used_by": ["asset:a", "asset:forgotten"]})), "fail");
    assert_eq!(closed(json!({"used_by": ["asset:a", "identity:ben"]})), "pass");
    assert_eq!(closed(json!({"used_by": ["asset:a", "identity:left"]})), "fail");
    assert_eq!(closed(json!({"used_by": "asset:a", "identity": "ben"})), "fail", "that is no using");
    assert_eq!(closed(json!({"stored_on": "a", "expires_at": on(10)})), "pass");
    assert_eq!(closed(json!({"used_by": ["asset:a", "asset:absent"]})), "indeterminate");
}

#[test]
fn identities_and_entitlements() {
    let identities = |fields: Value| {
        let kept = asset("kept", "server", json!({"owner": "ann"}));
        verdict(&[laptop(json!({})), kept, identity("svc", "bot", fields)], "identities_closed")
    };
    assert_eq!(identities(json!({"attached_to": "a"})), "fail");
    assert_eq!(identities(json!({"attached_to": "a", "status": "suspended"})), "pass");
    assert_eq!(identities(json!({"attached_to": ["a", "kept"]})), "pass");
    let entitled = |until: i64| {
        let gone = identity("left", "employee", json!({"status": "deprovisioned"}));
        let entitled = relation("entitled_to", "left", "a", json!({"until": on(until)}));
        verdict(&[laptop(json!({})), gone, entitled], "entitlements_closed")
    };
    assert_eq!(entitled(10), "pass");
    assert_eq!(entitled(11), "fail", "of one that is gone, too");
}
