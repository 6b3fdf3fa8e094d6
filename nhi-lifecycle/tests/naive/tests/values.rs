//! Section 2.

use super::{Naive, asset, change, day, human, identity, key, on, relation, with};
use serde_json::{Value, json};

fn value(records: &[Value], field: &str, t: i64) -> Option<String> {
    Naive::new(records).value("asset:a", field, t)
}

#[test]
fn a_value_changes_at_the_instant_of_the_change() {
    let records = [
        asset("a", json!({"stage": "retired"})),
        change("asset:a", json!("in_stock"), "in_use", 3),
        change("asset:a", json!("in_use"), "retired", 5),
    ];
    let stage = |t| value(&records, "stage", t).unwrap();
    assert_eq!(stage(day(1)), "in_stock");
    assert_eq!(stage(day(3) - 1), "in_stock");
    assert_eq!(stage(day(3)), "in_use");
    assert_eq!(stage(day(5) - 1), "in_use");
    assert_eq!(stage(day(5)), "retired");
}

#[test]
fn without_changes_the_own_value_holds_always_and_some_fields_have_defaults() {
    let records = [asset("a", json!({}))];
    assert_eq!(value(&records, "stage", day(1)).unwrap(), "in_use");
    assert_eq!(value(&records, "criticality", day(1)).unwrap(), "medium");
    assert_eq!(value(&records, "environment", day(1)), None);
}

#[test]
fn an_own_value_left_out_is_taken_from_the_chain_and_null_is_unknown() {
    let moved = json!({"field": "criticality"});
    let records = [asset("a", json!({})), with(&change("asset:a", Value::Null, "high", 3), &moved)];
    assert_eq!(value(&records, "criticality", day(2)), None);
    assert_eq!(value(&records, "criticality", day(9)).unwrap(), "high");
}

#[test]
fn changes_at_one_instant_are_ordered_by_their_chain() {
    let records = [
        change("asset:a", json!("maintenance"), "retired", 5),
        change("asset:a", json!("in_use"), "maintenance", 5),
        change("asset:a", json!("retired"), "disposed", 5),
        change("asset:a", json!("in_stock"), "in_use", 5),
        asset("a", json!({"stage": "disposed"})),
    ];
    assert_eq!(value(&records, "stage", day(5) - 1).unwrap(), "in_stock");
    assert_eq!(value(&records, "stage", day(5)).unwrap(), "disposed");
}

#[test]
fn a_ring_of_changes_at_the_first_instant_is_ordered_by_the_own_value() {
    for end in ["in_use", "maintenance"] {
        let records = [
            change("asset:a", json!("maintenance"), "in_use", 5),
            change("asset:a", json!("in_use"), "maintenance", 5),
            asset("a", json!({"stage": end})),
        ];
        assert_eq!(value(&records, "stage", day(1)).unwrap(), end);
        assert_eq!(value(&records, "stage", day(5)).unwrap(), end);
    }
}

#[test]
fn a_null_stands_for_the_value_before_its_instant() {
    let records = [
        change("asset:a", json!("maintenance"), "retired", 5),
        change("asset:a", Value::Null, "maintenance", 5),
        change("asset:a", json!("in_stock"), "in_use", 2),
        asset("a", json!({"stage": "retired"})),
    ];
    assert_eq!(value(&records, "stage", day(4)).unwrap(), "in_use");
    assert_eq!(value(&records, "stage", day(5)).unwrap(), "retired");
}

#[test]
fn a_from_left_out_fits_anywhere_and_not_before_means_nothing_here() {
    let later = json!({"record": "change", "subject": "asset:a", "to": "retired",
        "at": "2024-01-05T02:00:00+02:00", "not_before": on(3)});
    let records = [later, change("asset:a", json!("in_stock"), "in_use", 2), asset("a", json!({"stage": "retired"}))];
    assert_eq!(value(&records, "stage", day(5) - 1).unwrap(), "in_use");
    assert_eq!(value(&records, "stage", day(5)).unwrap(), "retired");
}

#[test]
fn a_change_added_later_moves_the_value_on() {
    let records = [asset("a", json!({})), change("asset:a", json!("in_use"), "retired", 5)];
    assert_eq!(value(&records, "stage", day(9)).unwrap(), "retired");
}

#[test]
fn live_and_needed_turn_at_their_instants() {
    let span = json!({"issued_at": on(3), "expires_at": on(5)});
    let stay = json!({"starts_at": on(3), "ends_at": on(5)});
    let records = [key("k", span), identity("bot", "bot", stay.clone()), identity("eve", "contractor", stay)];
    let naive = Naive::new(&records);
    for (t, live, bot, eve) in [
        (day(3) - 1, false, false, true),
        (day(3), true, true, true),
        (day(5) - 1, true, true, true),
        (day(5), false, false, false),
    ] {
        assert_eq!(naive.live("k", t), live);
        assert_eq!(naive.needed("bot", t), bot);
        // "a person ... about to start still answers for things"
        assert_eq!(naive.needed("eve", t), eve);
    }
}

#[test]
fn a_relation_holds_from_since_to_before_until() {
    let held = relation("owned_by", "asset:a", "h", json!({"since": on(3), "until": on(5)}));
    let naive = Naive::new(&[asset("a", json!({})), human("h"), held]);
    let kept = [day(3) - 1, day(3), day(5) - 1, day(5)].map(|t| naive.kept("a", t));
    assert_eq!(kept, [false, true, true, false]);
}

fn team(id: &str, member_of: Value) -> Value {
    identity(id, "team", json!({"member_of": member_of}))
}

fn staffed(records: &[Value], id: &str) -> bool {
    Naive::new(records).staffed(id, day(10))
}

#[test]
fn teams_that_are_only_in_each_other_are_not_staffed() {
    let mut records = vec![team("g", json!(["f"])), team("f", json!("g"))];
    assert!(!staffed(&records, "g"));
    assert!(!staffed(&records, "f"));
    records.push(identity("h", "employee", json!({"member_of": "f"})));
    assert!(staffed(&records, "g"));
    assert!(staffed(&records, "f"));
}

#[test]
fn a_team_that_is_in_itself_is_not_staffed() {
    assert!(!staffed(&[team("g", json!(["g"]))], "g"));
}

#[test]
fn a_team_of_which_no_membership_of_humans_or_teams_is_recorded_is_staffed() {
    let mut records = vec![team("g", json!([])), identity("bot", "bot", json!({"member_of": "g"})), human("h")];
    assert!(staffed(&records, "g"));
    // Recorded "at any time": in the future, too.
    let later = json!({"since": on(20)});
    records.push(relation("member_of", "h", "g", later));
    assert!(!staffed(&records, "g"));
    assert!(Naive::new(&records).staffed("g", day(20)));
}

#[test]
fn a_team_that_is_gone_is_not_staffed_and_staffs_none() {
    let records = [
        team("g", json!([])),
        identity("f", "team", json!({"status": "deprovisioned", "member_of": "g"})),
        identity("h", "employee", json!({"member_of": "f"})),
    ];
    assert!(!staffed(&records, "f"));
    assert!(!staffed(&records, "g"));
}
