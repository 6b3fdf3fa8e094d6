//! Sections 3 and 4.

use super::{Naive, asset, day, human, identity, key, reasons};
use serde_json::{Value, json};

fn gone(id: &str) -> Value {
    identity(id, "employee", json!({"status": "deprovisioned"}))
}

fn responsible(records: &[Value]) -> Vec<String> {
    let mut findings = Naive::new(records).orphans(day(10)).into_iter();
    let found = findings.find(|f| f.credential == "k");
    found.unwrap().responsible
}

#[test]
fn the_first_rule_that_gives_anyone_is_the_last_one_asked() {
    // The owner has left: that the identity and the consumer have owners who have not counts for nothing.
    let records = [
        gone("left"),
        human("h"),
        asset("a", json!({"owner": "h"})),
        identity("bot", "bot", json!({"owner": "h"})),
        key("k", json!({"owner": "left", "identity": "bot", "used_by": "asset:a"})),
    ];
    assert_eq!(reasons(&records, "k"), ["owner_departed"]);
    assert_eq!(responsible(&records), ["identity:left"]);
}

#[test]
fn a_non_human_without_owner_is_answered_for_by_its_assets_then_by_its_principals() {
    let mut records = vec![
        gone("left"),
        human("h"),
        asset("a", json!({})),
        identity("bot", "bot", json!({"attached_to": "a", "acts_for": "mid"})),
        identity("mid", "ai_agent", json!({"acts_for": ["h", "bot"]})),
        key("k", json!({"identity": "bot"})),
    ];
    // The asset has no owner, so the principals are asked; it is not kept either.
    assert_eq!(reasons(&records, "k"), ["asset_abandoned"]);
    assert_eq!(responsible(&records), ["identity:h"]);
    records[2] = asset("a", json!({"owner": "left"}));
    assert_eq!(reasons(&records, "k"), ["asset_abandoned", "owner_departed"]);
    assert_eq!(responsible(&records), ["identity:left"]);
}

#[test]
fn principals_are_reached_through_identities_in_whatever_state() {
    let records = [
        human("h"),
        identity("boss", "contractor", json!({"acts_for": "h"})),
        identity("mid", "role", json!({"status": "deprovisioned", "acts_for": "boss"})),
        identity("bot", "bot", json!({"acts_for": "mid"})),
        key("k", json!({"identity": "bot"})),
    ];
    assert_eq!(reasons(&records, "k"), ["principal_gone"]);
    assert_eq!(responsible(&records), ["identity:boss", "identity:h"]);
}

#[test]
fn of_a_person_or_a_team_the_owner_is_itself() {
    let records = [
        human("h"),
        identity("eve", "employee", json!({"status": "deprovisioned", "owner": "h"})),
        key("k", json!({"identity": "eve"})),
    ];
    assert_eq!(reasons(&records, "k"), ["identity_gone", "owner_departed"]);
}

#[test]
fn an_identity_that_nobody_answers_for_leaves_it_to_the_consumers() {
    let records = [
        human("h"),
        asset("a", json!({"owner": "h"})),
        identity("bot", "bot", json!({})),
        key("k", json!({"identity": "bot", "used_by": ["asset:a", "identity:bot"]})),
    ];
    assert_eq!(reasons(&records, "k"), [""; 0]);
}

fn kept(records: &[Value]) -> [bool; 2] {
    let naive = Naive::new(records);
    ["a", "b"].map(|id| naive.kept(id, day(10)))
}

#[test]
fn two_forgotten_systems_that_hold_up_each_other_hold_up_nothing() {
    let mut records = vec![human("h"), asset("a", json!({"depends_on": "b"})), asset("b", json!({"runs_on": "a"}))];
    assert_eq!(kept(&records), [false, false]);
    records[2] = asset("b", json!({"runs_on": "a", "owner": "h"}));
    assert_eq!(kept(&records), [true, true]);
}

#[test]
fn what_a_kept_asset_depends_on_is_kept_and_not_the_other_way() {
    let mut records = vec![human("h"), asset("a", json!({"owner": "h", "depends_on": "b"})), asset("b", json!({}))];
    assert_eq!(kept(&records), [true, true]);
    records[1] = asset("a", json!({"depends_on": "b"}));
    records[2] = asset("b", json!({"owner": "h"}));
    assert_eq!(kept(&records), [false, true]);
    records[1] = asset("a", json!({"depends_on": "b", "owner": "h", "stage": "retired"}));
    records[2] = asset("b", json!({}));
    assert_eq!(kept(&records), [false, false]);
}

#[test]
fn agents_that_act_for_each_other_alone_are_not_needed() {
    let mut records = vec![
        human("h"),
        identity("x", "ai_agent", json!({"acts_for": "y", "owner": "h"})),
        identity("y", "ai_agent", json!({"acts_for": ["x", "y"]})),
        key("k", json!({"identity": "x"})),
    ];
    assert!(!Naive::new(&records).needed("x", day(10)));
    assert_eq!(reasons(&records, "k"), ["principal_gone"]);
    records[2] = identity("y", "ai_agent", json!({"acts_for": ["x", "h"]}));
    assert!(Naive::new(&records).needed("x", day(10)));
    assert_eq!(reasons(&records, "k"), [""; 0]);
}
