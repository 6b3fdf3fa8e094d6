//! A monitored inventory that is acted on and observed: what that did, and what it opened and closed.

use nhi_lifecycle::{
    Act, Code, Context, Inventory, Monitor, Policy, analysis,
    asset::Stage,
    evidence::Evidence,
    inventory::{Reassignment, Rehoming},
    monitor::Delta,
};

use crate::{day, inventory, records};

/// Ownerless `bare` is kept by nobody; `wiki` is alice's, who leaves on day 30.
const RECORDS: &str = r#"{"record":"asset","id":"wiki","kind":"saas","stage":"in_use","environment":"staging"}
{"record":"relation","kind":"owned_by","from":"asset:wiki","to":"identity:alice","since":"2026-01-01T00:00:00Z"}
{"record":"asset","id":"host","kind":"server","stage":"in_use"}
{"record":"asset","id":"plan","kind":"saas","stage":"requested","owner":"bob"}
{"record":"identity","id":"alice","kind":"employee","status":"active","ends_at":"2026-01-30T00:00:00Z"}
{"record":"identity","id":"bob","kind":"employee","status":"active"}
{"record":"credential","id":"wiki-key","kind":"api_key","status":"active","used_by":["asset:wiki"]}
{"record":"credential","id":"plan-key","kind":"api_key","status":"active","issued_by":"plan","owner":"bob"}"#;

fn begun(on: u32) -> Monitor {
    Monitor::new(inventory(RECORDS), day(on))
}

fn told(delta: &Delta<'_>) -> [Vec<String>; 2] {
    let text =
        |finding: nhi_lifecycle::monitor::Finding<'_>| format!("{}: {}", finding.credential(), finding.reasons());
    [delta.opened().map(text).collect(), delta.closed().map(text).collect()]
}

/// A monitor's findings are those of a full analysis.
fn agrees(monitor: &Monitor) {
    let report = analysis::orphans(&monitor.inventory().snapshot(), monitor.at(), &Policy::default());
    let full: Vec<_> = report.iter().map(|finding| (finding.credential(), finding.reasons())).collect();
    let findings = monitor.findings();
    assert_eq!(findings.iter().map(|finding| (finding.credential(), finding.reasons())).collect::<Vec<_>>(), full);
}

#[test]
fn an_act_says_what_it_did_and_what_it_opened() {
    let mut monitor = begun(2);
    let act = Act::new(day(2), "bob", "not needed");
    let error = monitor.transition(&"plan".parse().unwrap(), Stage::Retired, &act).unwrap_err();
    assert_eq!(error.code(), Code::GateFailed);
    assert_eq!((monitor.len(), monitor.inventory().sequence()), (0, 1));

    let closed =
        r#"{"id":"ev-1","subject":"asset:plan","kind":"record_closed","at":"2026-01-02T00:00:00Z","by":"bob"}"#;
    let act = act.with_evidence(serde_json::from_str::<Evidence>(closed).unwrap());
    let (done, delta) = monitor.transition(&"plan".parse().unwrap(), Stage::Retired, &act).unwrap();
    assert_eq!((done.event, done.from, done.to), (2, Stage::Requested, Stage::Retired));
    assert_eq!(told(&delta), [vec!["plan-key: issuer_retired".to_owned()], vec![]]);
    agrees(&monitor);
}

#[test]
fn an_asset_is_handed_on() {
    let mut monitor = begun(30);
    assert_eq!(monitor.findings().first().unwrap().reasons().to_string(), "consumer_abandoned, owner_departed");
    let to = Reassignment { owner: Some("bob".parse().unwrap()), ..Reassignment::default() };
    let (done, delta) =
        monitor.reassign(&"wiki".parse().unwrap(), &to, &Act::new(day(30), "bob", "alice left")).unwrap();
    assert_eq!((done.event, done.from), (2, Stage::InUse));
    assert_eq!(told(&delta), [vec![], vec!["wiki-key: consumer_abandoned, owner_departed".to_owned()]]);
    agrees(&monitor);
}

#[test]
fn an_asset_moves_and_what_is_to_come_comes_with_time() {
    let mut monitor = begun(2);
    let to = Rehoming { host: Some("host".parse().unwrap()), ..Rehoming::default() };
    let (done, delta) =
        monitor.rehome(&"wiki".parse().unwrap(), &to, &Act::new(day(9), "bob", "a newer host")).unwrap();
    assert!(done.records.new == 1 && delta.is_empty());
    // The host is kept by what runs on it from then on.
    let key = r#"{"record":"credential","id":"host-key","kind":"api_key","status":"active","owner":"bob","used_by":["asset:host"]}"#;
    let delta = monitor.apply(records(key).remove(0), &Context::at(day(9))).unwrap();
    assert_eq!(told(&delta), [vec!["host-key: consumer_abandoned".to_owned()], vec![]]);
    let delta = monitor.advance(day(9)).unwrap();
    assert_eq!(told(&delta), [vec![], vec!["host-key: consumer_abandoned".to_owned()]]);
    agrees(&monitor);
}

#[test]
fn an_observation_says_what_it_brought_and_what_it_opened() {
    let mut monitor = Monitor::new(Inventory::new(), day(3));
    let scan = Context::at(day(1)).from_source("scan");
    let (observed, delta) = monitor.observe(records(RECORDS), day(1), &scan).unwrap();
    assert_eq!((observed.added.event, observed.added.records.new, delta.len()), (1, 8, 0));

    let retired = RECORDS.replace(r#""requested""#, r#""retired""#);
    let later = records(&retired).into_iter().skip(1);
    let (observed, delta) = monitor.observe(later, day(3), &Context::at(day(3)).from_source("scan")).unwrap();
    assert_eq!(observed.no_longer_shown.iter().map(ToString::to_string).collect::<Vec<_>>(), ["asset:wiki"]);
    assert_eq!(told(&delta), [vec!["plan-key: issuer_retired".to_owned()], vec![]]);
    agrees(&monitor);

    let error = monitor.observe(records(RECORDS), day(2), &Context::at(day(3)).from_source("scan")).unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument);
    agrees(&monitor);
}
