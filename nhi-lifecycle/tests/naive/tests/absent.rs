//! Absent records: "a reason that would not hold if the absent records were present, active, in service and owned is
//! indeterminate, and so is a finding all of whose reasons are."

use super::{Naive, asset, day, human, identity, key, relation};
use serde_json::{Value, json};

/// The finding on the key "k": its reasons, those that are indeterminate, its status.
fn judged(records: &[Value]) -> (Vec<&'static str>, Vec<&'static str>, &'static str) {
    let mut findings = Naive::new(records).orphans(day(10)).into_iter();
    let found = findings.find(|f| f.credential == "k");
    let found = found.expect("an orphan");
    (found.reasons, found.indeterminate, found.status)
}

/// All reasons are indeterminate.
fn assert_indeterminate(records: &[Value], reasons: &[&'static str]) {
    let expected = (reasons.to_vec(), reasons.to_vec(), "indeterminate");
    assert_eq!(judged(records), expected);
}

#[test]
fn an_absent_identity_may_be_there_and_owned() {
    let k = key("k", json!({"identity": "nobody"}));
    assert_indeterminate(std::slice::from_ref(&k), &["identity_gone", "unowned"]);
    // Its owners are found by its relations.
    let owned = relation("owned_by", "identity:nobody", "h", json!({}));
    assert_indeterminate(&[k.clone(), human("h"), owned], &["identity_gone"]);
    let acting = relation("acts_for", "nobody", "h", json!({}));
    assert_indeterminate(&[k, human("h"), acting], &["identity_gone"]);
}

#[test]
fn an_asset_may_bear_the_name_that_no_identity_bears() {
    let k = key("k", json!({"identity": "x"}));
    let x = asset("x", json!({}));
    assert_indeterminate(&[k, x], &["identity_gone", "unowned"]);
}

#[test]
fn an_absent_owner_member_or_principal_is_one_that_is_gone() {
    let k = key("k", json!({"owner": "nobody"}));
    assert_indeterminate(&[k], &["owner_departed"]);

    let team = identity("g", "team", json!({}));
    let member = relation("member_of", "nobody", "g", json!({}));
    let k = key("k", json!({"owner": "g"}));
    assert_indeterminate(&[k, team, member], &["owner_departed"]);

    let bot = identity("bot", "bot", json!({"acts_for": "nobody"}));
    let k = key("k", json!({"identity": "bot"}));
    assert_indeterminate(&[k, bot], &["principal_gone", "owner_departed"]);
}

#[test]
fn what_is_proven_stays_open() {
    let records = [
        human("h"),
        identity("bot", "bot", json!({"status": "suspended"})),
        key("k", json!({"owner": "h", "identity": "bot", "issued_by": "nowhere"})),
    ];
    let reasons = vec!["identity_suspended", "issuer_retired"];
    assert_eq!(judged(&records), (reasons, vec!["issuer_retired"], "open"));
}

#[test]
fn an_absent_asset_may_be_in_service_and_owned() {
    let bot = identity("bot", "bot", json!({"attached_to": ["forgotten", "nowhere"]}));
    let records = [human("h"), asset("forgotten", json!({})), bot, key("k", json!({"owner": "h", "identity": "bot"}))];
    assert_indeterminate(&records, &["asset_abandoned"]);

    let bot = identity("bot", "bot", json!({"attached_to": "nowhere"}));
    let k = key("k", json!({"identity": "bot"}));
    assert_indeterminate(&[bot, k], &["asset_retired", "unowned"]);

    let k = key("k", json!({"used_by": "asset:nowhere"}));
    assert_indeterminate(&[k], &["consumer_gone", "unowned"]);
}

#[test]
fn an_absent_asset_may_need_one_that_nobody_owns() {
    let records = [
        human("h"),
        asset("forgotten", json!({})),
        relation("runs_on", "nowhere", "forgotten", json!({})),
        key("k", json!({"owner": "h", "used_by": "asset:forgotten"})),
    ];
    assert_indeterminate(&records, &["consumer_abandoned"]);
}

#[test]
fn an_absent_target_may_be_in_service() {
    let records = [
        human("h"),
        identity("bot", "bot", json!({"owner": "h"})),
        relation("entitled_to", "bot", "nowhere", json!({})),
        key("k", json!({"identity": "bot"})),
    ];
    assert_indeterminate(&records, &["target_retired"]);
}

#[test]
fn an_absent_parent_may_be_rooted_and_so_may_one_with_an_absent_issuer() {
    let k = key("k", json!({"owner": "h", "derived_from": "parent"}));
    assert_indeterminate(&[human("h"), k.clone()], &["parent_gone"]);
    let parent = key("parent", json!({"issued_by": "nowhere"}));
    assert_indeterminate(&[human("h"), k.clone(), parent], &["parent_gone"]);
    // One that is in a ring would have no root all the same.
    let parent = key("parent", json!({"issued_by": "nowhere", "derived_from": "k"}));
    let open = (vec!["parent_gone"], vec![], "open");
    assert_eq!(judged(&[human("h"), k, parent]), open);
}

#[test]
fn an_absent_identity_is_no_non_human() {
    let records = [
        asset("a", json!({"stage": "retired"})),
        relation("entitled_to", "nobody", "a", json!({})),
        key("k", json!({"identity": "nobody"})),
    ];
    assert_indeterminate(&records, &["identity_gone", "unowned"]);
}

#[test]
fn the_might_of_an_absent_identity_counts() {
    let records = [
        asset("a", json!({})),
        relation("entitled_to", "nobody", "a", json!({"privilege": "admin"})),
        key("k", json!({"identity": "nobody"})),
    ];
    let found = Naive::new(&records).orphans(day(10)).remove(0);
    assert_eq!(found.severity, "critical");
}
