//! Section 5.

use super::{Naive, asset, day, human, identity, key, on, reasons, relation};
use serde_json::{Value, json};

/// A key of "bot", owned by somebody present; an asset that is kept, one that nobody owns, one that is retired.
fn with_bot(bot: Value, k: Value) -> Vec<Value> {
    let mut k = key("k", k);
    k["owner"] = json!("h");
    k["identity"] = json!("bot");
    vec![
        human("h"),
        asset("kept", json!({"owner": "h"})),
        asset("forgotten", json!({})),
        asset("retired", json!({"stage": "retired", "owner": "h"})),
        asset("stock", json!({"stage": "in_stock", "owner": "h"})),
        identity("bot", "bot", bot),
        k,
    ]
}

fn of_bot(bot: Value, k: Value) -> Vec<&'static str> {
    reasons(&with_bot(bot, k), "k")
}

#[test]
fn the_state_of_the_identity() {
    let of = |bot| of_bot(bot, json!({}));
    assert_eq!(of(json!({})), [""; 0]);
    assert_eq!(of(json!({"status": "deprovisioned"})), ["identity_gone"]);
    assert_eq!(of(json!({"ends_at": on(10)})), ["identity_gone"]);
    assert_eq!(of(json!({"status": "suspended"})), ["identity_suspended"]);
    assert_eq!(of(json!({"status": "pending"})), ["identity_suspended"]);
    assert_eq!(of(json!({"starts_at": on(11)})), ["identity_suspended"]);
}

#[test]
fn what_the_identity_is_attached_to() {
    let of = |assets| of_bot(json!({"attached_to": assets}), json!({}));
    assert_eq!(of(json!(["retired"])), ["asset_retired"]);
    assert_eq!(of(json!(["forgotten"])), ["asset_abandoned"]);
    assert_eq!(of(json!(["retired", "forgotten"])), ["asset_abandoned"]);
    assert_eq!(of(json!(["retired", "forgotten", "kept"])), [""; 0]);
    // Neither all out of service nor some in service.
    assert_eq!(of(json!(["retired", "stock"])), [""; 0]);
    assert_eq!(of(json!(["stock"])), [""; 0]);
}

#[test]
fn an_unknown_stage_is_neither_in_nor_out_of_service() {
    let first = json!({"record": "change", "subject": "asset:retired", "from": null, "to": "retired",
        "at": on(11)});
    let mut records = with_bot(json!({"attached_to": "retired"}), json!({}));
    records.push(first);
    assert_eq!(reasons(&records, "k"), [""; 0]);
}

#[test]
fn detached_is_attached_to_nothing_after_having_been() {
    let records = |until| {
        let mut records = with_bot(json!({}), json!({}));
        let ended = json!({"until": on(until)});
        records.push(relation("attached_to", "bot", "kept", ended));
        records
    };
    assert_eq!(reasons(&records(10), "k"), ["detached"]);
    assert_eq!(reasons(&records(11), "k"), [""; 0]);
    let mut again = records(9);
    again.push(relation("attached_to", "bot", "kept", json!({"since": on(10)})));
    assert_eq!(reasons(&again, "k"), [""; 0]);
}

#[test]
fn who_uses_it() {
    let of = |consumers| of_bot(json!({}), json!({"used_by": consumers}));
    assert_eq!(of(json!("asset:retired")), ["consumer_gone"]);
    assert_eq!(of(json!("asset:forgotten")), ["consumer_abandoned"]);
    let both = json!(["asset:retired", "asset:forgotten"]);
    assert_eq!(of(both), ["consumer_abandoned"]);
    assert_eq!(of(json!(["asset:retired", "identity:h"])), [""; 0]);
    // Not gone, and none at work.
    assert_eq!(of(json!(["asset:retired", "asset:stock"])), [""; 0]);
}

#[test]
fn where_its_identity_is_entitled() {
    let entitled = |bot: Value, to: &[&str]| {
        let mut records = with_bot(bot, json!({}));
        records.push(identity("g", "team", json!({})));
        for asset in to {
            records.push(relation("entitled_to", "bot", asset, json!({})));
        }
        records.push(relation("entitled_to", "g", "kept", json!({})));
        reasons(&records, "k")
    };
    assert_eq!(entitled(json!({}), &["retired"]), ["target_retired"]);
    assert_eq!(entitled(json!({}), &["retired", "stock"]), [""; 0]);
    // Through the team it is entitled to one that is in service.
    assert_eq!(entitled(json!({"member_of": "g"}), &["retired"]), [""; 0]);
    // The identity need not be active.
    let suspended = json!({"status": "suspended"});
    let both = ["identity_suspended", "target_retired"];
    assert_eq!(entitled(suspended, &["retired"]), both);
}

#[test]
fn the_entitlements_of_a_team_that_is_gone_do_not_count() {
    let mut records = with_bot(json!({"member_of": "g"}), json!({}));
    let g = json!({"status": "deprovisioned", "member_of": "f"});
    records.push(identity("g", "team", g));
    records.push(identity("f", "team", json!({})));
    for team in ["g", "f"] {
        records.push(relation("entitled_to", team, "retired", json!({})));
    }
    assert_eq!(reasons(&records, "k"), [""; 0]);
}

#[test]
fn who_issued_it() {
    let of = |issuer| of_bot(json!({}), json!({"issued_by": issuer}));
    assert_eq!(of("retired"), ["issuer_retired"]);
    assert_eq!(of("forgotten"), [""; 0]);
}

#[test]
fn credentials_derived_in_a_ring_have_no_root() {
    let owned = |from| json!({"owner": "h", "derived_from": from});
    let records =
        [human("h"), key("x", owned("y")), key("y", owned("x")), key("self", owned("self")), key("child", owned("x"))];
    for id in ["x", "y", "self", "child"] {
        assert_eq!(reasons(&records, id), ["parent_gone"]);
    }
}

#[test]
fn a_parent_without_owner_is_a_root_and_one_with_another_reason_is_not() {
    let child = key("child", json!({"owner": "h", "derived_from": "mid"}));
    let of = |root: Value| {
        let mid = key("mid", json!({"derived_from": "root"}));
        let gone = identity("gone", "bot", json!({"status": "deprovisioned"}));
        reasons(&[human("h"), gone, child.clone(), mid, key("root", root)], "child")
    };
    assert_eq!(of(json!({})), [""; 0]);
    assert_eq!(of(json!({"status": "revoked"})), ["parent_gone"]);
    assert_eq!(of(json!({"expires_at": on(10)})), ["parent_gone"]);
    assert_eq!(of(json!({"identity": "gone"})), ["parent_gone"]);
}

#[test]
fn what_is_not_live_is_no_orphan() {
    assert_eq!(reasons(&[key("k", json!({"status": "revoked"}))], "k"), [""; 0]);
    assert_eq!(reasons(&[key("k", json!({}))], "k"), ["unowned"]);
}

#[test]
fn might_raises_the_severity_once() {
    let severity = |status: &str, entitlements: &[(&str, Value)]| {
        let mut records = with_bot(json!({"status": status}), json!({}));
        records.push(asset("crown", json!({"criticality": "high"})));
        let test = json!({"criticality": "critical", "environment": "test"});
        records.push(asset("test", test));
        for (asset, privilege) in entitlements {
            records.push(relation("entitled_to", "bot", asset, privilege.clone()));
        }
        Naive::new(&records).orphans(day(10))[0].severity
    };
    let admin = || json!({"privilege": "admin"});
    assert_eq!(severity("suspended", &[]), "medium");
    assert_eq!(severity("suspended", &[("kept", json!({}))]), "medium");
    assert_eq!(severity("suspended", &[("kept", admin())]), "high");
    assert_eq!(severity("suspended", &[("stock", admin())]), "medium");
    // An unknown environment counts as production.
    assert_eq!(severity("suspended", &[("crown", json!({}))]), "high");
    assert_eq!(severity("suspended", &[("test", json!({}))]), "medium");
    let all = [("kept", admin()), ("crown", admin())];
    assert_eq!(severity("suspended", &all), "high");
    assert_eq!(severity("deprovisioned", &all), "critical");
}

#[test]
fn the_most_severe_come_first_then_by_id_byte_for_byte() {
    let gone = identity("gone", "bot", json!({"status": "deprovisioned"}));
    let records = [
        gone,
        key("k9", json!({})),
        key("k10", json!({})),
        key("é", json!({})),
        key("Z", json!({})),
        key("z", json!({"identity": "gone"})),
    ];
    let ids: Vec<String> = Naive::new(&records).orphans(day(10)).into_iter().map(|f| f.credential).collect();
    assert_eq!(ids, ["z", "Z", "k10", "k9", "é"]);
}
