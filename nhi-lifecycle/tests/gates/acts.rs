//! Acts: one event, all or nothing; overrides serve once; people who can't vouch; operations; replay.

use nhi_lifecycle::{
    Act, Code, Context, Error, Inventory, Record, Reference,
    asset::{Environment, Stage},
    change::ChangeField,
    evidence::{Evidence, Override},
    inventory::{Reassignment, Rehoming},
    journal::MemorySink,
    lifecycle::{Extension, Lifecycle},
};
use serde_json::json;

use crate::{at, records, values};

const T: &str = "2026-03-01T00:00:00Z";

fn with_sink(text: &str) -> (Inventory, MemorySink) {
    let sink = MemorySink::default();
    let mut inventory = Inventory::with_sink(Box::new(sink.clone()));
    inventory.add(records(text), &Context::at(at("2026-02-01T00:00:00Z"))).unwrap();
    (inventory, sink)
}

fn evidence(id: &str, asset: &str, kind: &str, instant: &str, by: &str) -> Evidence {
    let value = json!({"id": id, "subject": format!("asset:{asset}"), "kind": kind, "at": instant, "by": by});
    serde_json::from_value(value).unwrap()
}

fn leave(asset: &str, gate: &str, to: &str, by: &str) -> Override {
    let value = json!({"subject": asset, "gate": gate, "to": to, "at": "2026-02-28T00:00:00Z", "approved_by": by,
        "reason": "agreed", "expires_at": "2026-06-01T00:00:00Z"});
    serde_json::from_value(value).unwrap()
}

fn stage(inventory: &Inventory, asset: &str) -> &'static str {
    let subject: Reference = format!("asset:{asset}").parse().unwrap();
    inventory.value(&subject, ChangeField::Stage, at("2030-01-01T00:00:00Z")).unwrap().unwrap()
}

const LAPTOP: &str = r#"
    {"record":"identity","id":"ann","kind":"employee","status":"active"}
    {"record":"identity","id":"ben","kind":"employee","status":"active"}
    {"record":"identity","id":"cy","kind":"employee","status":"active"}
    {"record":"identity","id":"gone","kind":"employee","status":"deprovisioned"}
    {"record":"asset","id":"lt-1","kind":"laptop","stage":"pending_return","serial_number":"SN1","assigned_to":"ann","management":"managed"}
"#;

#[test]
fn custody_ends_with_its_receipt_and_all_is_one_event() {
    let (mut inventory, sink) = with_sink(LAPTOP);
    let act = Act::new(at(T), "cy", "returned").with_evidence(evidence(
        "r1",
        "lt-1",
        "custody_receipt",
        "2026-02-20T00:00:00Z",
        "ben",
    ));
    let done = inventory.transition(&"lt-1".parse().unwrap(), Stage::Quarantine, &act).unwrap();
    assert_eq!((done.event, done.from, done.to), (2, Stage::PendingReturn, Stage::Quarantine));
    let custody: Vec<String> = values(inventory.records())
        .iter()
        .filter(|record| record["kind"] == "assigned_to")
        .map(|record| format!("{} until {}", record["to"], record["until"]))
        .collect();
    assert_eq!(custody, [r#""identity:ann" until "2026-02-20T00:00:00Z""#]);
    assert_eq!(
        String::from_utf8(sink.bytes()[1].clone()).unwrap(),
        concat!(
            r#"{"v":1,"sequence":2,"recorded_at":"2026-03-01T00:00:00Z","actor":"cy","reason":"returned","happened":{"acted":"#,
            r#"{"asset":"lt-1","act":"quarantine","gates":[{"gate":"custody_closed","verdict":"pass"}],"records":["#,
            r#"{"record":"evidence","id":"r1","subject":"asset:lt-1","kind":"custody_receipt","at":"2026-02-20T00:00:00Z","by":"ben"},"#,
            r#"{"record":"relation","kind":"assigned_to","from":"asset:lt-1","to":"identity:ann","until":"2026-02-20T00:00:00Z"},"#,
            r#"{"record":"change","subject":"asset:lt-1","to":"quarantine","at":"2026-03-01T00:00:00Z","from":"pending_return","by":"cy","reason":"returned"}]}}}"#,
        )
    );
    let again = Inventory::replay(Box::new(sink)).unwrap();
    assert_eq!(again, inventory);
}

#[test]
fn a_refused_act_leaves_nothing_behind() {
    let (mut inventory, sink) = with_sink(LAPTOP);
    let before = values(inventory.records());
    let receipt = |by: &str, id: &str| evidence(id, "lt-1", "custody_receipt", "2026-02-20T00:00:00Z", by);
    let asset = "lt-1".parse().unwrap();
    // By the holder; by somebody who was gone; misspelt; from the future.
    for (evidence, verdict) in [
        (receipt("ann", "r1"), "fail"),
        (receipt("gone", "r1"), "indeterminate"),
        (receipt("bne", "r1"), "indeterminate"),
        (self::evidence("r1", "lt-1", "custody_receipt", "2026-03-01T00:00:00.000001Z", "ben"), "fail"),
        (self::evidence("r1", "lt-1", "attestation", T, "ben"), "fail"),
    ] {
        let error =
            inventory.transition(&asset, Stage::Quarantine, &Act::new(at(T), "cy", "x").with_evidence(evidence));
        let error = error.unwrap_err();
        assert_eq!(error.code(), Code::GateFailed);
        assert_eq!(error.blockers().len(), 1);
        assert_eq!(error.blockers()[0].verdict.as_str(), verdict, "{error}");
        assert_eq!(values(inventory.records()), before);
    }
    // The gates pass, and the batch is refused for another reason: the evidence looks like a secret.
    let mut bad = receipt("ben", "r1");
    bad.reference = Some("-----BEGIN RSA PRIVATE KEY-----".to_owned());
    let error = inventory.transition(&asset, Stage::Quarantine, &Act::new(at(T), "cy", "x").with_evidence(bad));
    assert_eq!(error.unwrap_err().code(), Code::InvalidInput);
    assert_eq!(values(inventory.records()), before);
    assert_eq!(sink.bytes().len(), 1);
}

#[test]
fn acts_keep_to_the_order_of_time() {
    let (mut inventory, _) = with_sink(
        r#"
        {"record":"asset","id":"vm","kind":"virtual_machine","stage":"in_use","name":"vm"}
        {"record":"change","subject":"asset:vm","from":"maintenance","to":"in_use","at":"2026-02-10T00:00:00Z"}
        "#,
    );
    let asset = "vm".parse().unwrap();
    let act = |instant: &str| Act::new(at(instant), "ann", "x");
    let early = inventory.transition(&asset, Stage::Maintenance, &act("2026-02-09T23:59:59.999999Z")).unwrap_err();
    assert_eq!(early.code(), Code::InvalidArgument);
    let unrecorded = Act { recorded_at: Some(at("2026-02-27T00:00:00Z")), ..act("2026-02-28T00:00:00Z") };
    assert_eq!(
        inventory.transition(&asset, Stage::Maintenance, &unrecorded).unwrap_err().code(),
        Code::InvalidArgument
    );
    let backwards = Act { recorded_at: Some(at("2026-01-01T00:00:00Z")), ..act("2025-01-01T00:00:00Z") };
    assert_eq!(inventory.transition(&asset, Stage::Maintenance, &backwards).unwrap_err().code(), Code::ClockBackwards);
    // At the very instant of the last change it comes after it; but back and forth in one instant has no order.
    let ring = inventory.transition(&asset, Stage::Maintenance, &act("2026-02-10T00:00:00Z")).unwrap_err();
    assert_eq!(ring.code(), Code::InvalidArgument);
    inventory.transition(&asset, Stage::Quarantine, &act("2026-02-10T00:00:00Z")).unwrap();
    assert_eq!(stage(&inventory, "vm"), "quarantine");
    let unknown = inventory.transition(&"vn".parse().unwrap(), Stage::InUse, &act(T)).unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
    let illegal = inventory.transition(&asset, Stage::Retired, &act(T)).unwrap_err();
    assert_eq!(
        illegal.to_string(),
        "`asset:vm` can't go from quarantine to retired; legal from there: in_use, sanitized, missing"
    );
}

/// A VM with a dependent that stays, so that `dependents_clear` fails.
const HOST: &str = r#"
    {"record":"identity","id":"ann","kind":"employee","status":"active"}
    {"record":"identity","id":"ben","kind":"employee","status":"active"}
    {"record":"asset","id":"h","kind":"function","stage":"pending_retirement","name":"h"}
    {"record":"asset","id":"g","kind":"service","stage":"in_use","depends_on":"h"}
"#;

#[test]
fn an_override_serves_one_gate_of_one_act_and_not_its_approver() {
    let permit = || leave("h", "dependents_clear", "sanitized", "ben");
    let asset = "h".parse().unwrap();
    let attempt = |permit: Override, by: &str| {
        let (mut inventory, _) = with_sink(HOST);
        let act = Act::new(at(T), by, "x").with_override(permit);
        inventory.transition(&asset, Stage::Sanitized, &act).map_err(|error| error.blockers()[0].verdict.as_str())
    };
    let done = attempt(permit(), "ann").unwrap();
    let passed: Vec<_> = done.gates.iter().filter_map(|gate| gate.overridden_by.as_ref()).collect();
    assert_eq!((passed.len(), passed[0].id().as_str()), (1, "ben"));

    // For another stage, another gate, another asset; expired at its very end, not yet given; approved by the actor, by
    // nobody recorded.
    let with = |change: fn(&mut Override)| {
        let mut permit = permit();
        change(&mut permit);
        permit
    };
    for (permit, by, verdict) in [
        (with(|permit| permit.to = Stage::Retired), "ann", "fail"),
        (with(|permit| permit.gate = "no_hold".to_owned()), "ann", "fail"),
        (with(|permit| permit.subject = "g".parse().unwrap()), "ann", "fail"),
        (with(|permit| permit.expires_at = at(T)), "ann", "fail"),
        (with(|permit| permit.at = at("2026-03-01T00:00:00.000001Z")), "ann", "fail"),
        (permit(), "ben", "fail"),
        (with(|permit| permit.approved_by = "bne".parse().unwrap()), "ann", "indeterminate"),
    ] {
        assert_eq!(attempt(permit, by).unwrap_err(), verdict);
    }
    // Given from this very instant, and expiring just after it.
    assert!(attempt(with(|permit| permit.at = at(T)), "ann").is_ok());
    assert!(attempt(with(|permit| permit.expires_at = at("2026-03-01T00:00:00.000001Z")), "ann").is_ok());
}

#[test]
fn an_override_is_spent_by_the_first_entry() {
    let (mut inventory, _) = with_sink(
        r#"
        {"record":"identity","id":"ben","kind":"employee","status":"active"}
        {"record":"asset","id":"s","kind":"server","stage":"in_stock","management":"unmanaged","owner":"ben","serial_number":"1","media_serials":"M"}
        "#,
    );
    let asset = "s".parse().unwrap();
    let permit = leave("s", "accountable", "in_use", "ben");
    let act = |instant: &str| Act::new(at(instant), "ann", "x");
    inventory.transition(&asset, Stage::InUse, &act(T).with_override(permit.clone())).unwrap();
    // A source reports it back in stock; the same override does not bring it into use again, however often it is handed in.
    let back = r#"{"record":"change","subject":"asset:s","to":"in_stock","at":"2026-03-02T00:00:00Z"}"#;
    inventory.add(records(back), &Context::at(at("2026-03-02T00:00:00Z"))).unwrap();
    for act in [act("2026-03-03T00:00:00Z"), act("2026-03-03T00:00:00Z").with_override(permit.clone())] {
        let error = inventory.transition(&asset, Stage::InUse, &act).unwrap_err();
        assert_eq!(error.blockers()[0].gate, "accountable");
    }
    // A new one does.
    let fresh = Override { at: at("2026-03-03T00:00:00Z"), ..permit };
    inventory.transition(&asset, Stage::InUse, &act("2026-03-03T00:00:00Z").with_override(fresh)).unwrap();
}

#[test]
fn sanitized_is_never_overridden() {
    let (mut inventory, _) = with_sink(
        r#"
        {"record":"identity","id":"ben","kind":"employee","status":"active"}
        {"record":"asset","id":"db","kind":"database","stage":"pending_retirement"}
        "#,
    );
    let act = Act::new(at(T), "ann", "x")
        .with_evidence(evidence("e", "db", "data_preserved", T, "ben"))
        .with_override(leave("db", "sanitized", "sanitized", "ben"));
    let error = inventory.transition(&"db".parse().unwrap(), Stage::Sanitized, &act).unwrap_err();
    assert_eq!(error.blockers().len(), 1);
    assert_eq!(error.blockers()[0].gate, "sanitized");
}

#[test]
fn a_laptop_changes_hands() {
    let text = LAPTOP.replace("pending_return", "in_use");
    let (mut inventory, sink) = with_sink(&text);
    inventory
        .add(
            records(
                r#"
                {"record":"credential","id":"vpn","kind":"certificate","status":"active","issued_at":"2026-01-01T00:00:00Z","stored_on":"lt-1"}
                "#,
            ),
            &Context::at(at("2026-02-02T00:00:00Z")),
        )
        .unwrap();
    let asset = "lt-1".parse().unwrap();
    let to = Reassignment { holder: Some("cy".parse().unwrap()), owner: Some("ben".parse().unwrap()) };
    let gates = |error: Error| error.blockers().iter().map(|blocker| blocker.gate.to_string()).collect::<Vec<_>>();
    let act = Act::new(at(T), "ben", "new starter");
    assert_eq!(gates(inventory.reassign(&asset, &to, &act).unwrap_err()), ["custody_closed", "handed_over"]);
    let act = act.with_evidence(evidence("r", "lt-1", "custody_receipt", "2026-02-20T00:00:00Z", "ben"));
    assert_eq!(gates(inventory.reassign(&asset, &to, &act).unwrap_err()), ["handed_over"]);
    let act = act.with_evidence(evidence("s", "lt-1", "sanitization", "2026-02-21T00:00:00Z", "ben"));
    let error = inventory.reassign(&asset, &to, &act).unwrap_err();
    assert_eq!(error.blockers()[0].message, "stored on it and known to the old holder: `vpn`; rotate or revoke them");
    let rotated = r#"
        {"record":"credential","id":"vpn","kind":"certificate","status":"active","issued_at":"2026-01-01T00:00:00Z","rotated_at":"2026-02-22T00:00:00Z","stored_on":"lt-1"}
    "#;
    inventory.add(records(rotated), &Context::at(at("2026-02-23T00:00:00Z"))).unwrap();
    let done = inventory.reassign(&asset, &to, &act).unwrap();
    assert_eq!((done.from, done.to), (Stage::InUse, Stage::InUse));
    let relations: Vec<String> = values(inventory.records())
        .iter()
        .filter(|record| record["record"] == "relation" || record["id"] == "lt-1")
        .map(|record| format!("{} {} {} {}", record["kind"], record["to"], record["since"], record["until"]))
        .collect();
    assert_eq!(
        relations,
        [
            r#""laptop" null null null"#,
            r#""owned_by" "identity:ben" "2026-03-01T00:00:00Z" null"#,
            r#""assigned_to" "identity:ann" null "2026-02-20T00:00:00Z""#,
            r#""assigned_to" "identity:cy" "2026-03-01T00:00:00Z" null"#,
        ]
    );
    assert_eq!(Inventory::replay(Box::new(sink)).unwrap(), inventory);
    let same = Reassignment { holder: Some("cy".parse().unwrap()), owner: None };
    let act = Act::new(at("2026-03-02T00:00:00Z"), "ben", "x");
    assert_eq!(inventory.reassign(&asset, &same, &act).unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn an_application_moves_to_production() {
    let (mut inventory, _) = with_sink(
        r#"
        {"record":"asset","id":"app","kind":"service","stage":"in_use","environment":"staging"}
        {"record":"asset","id":"vault","kind":"secret_store","stage":"in_use","environment":"staging"}
        {"record":"identity","id":"app-bot","kind":"bot","status":"active","attached_to":"app"}
        {"record":"relation","kind":"entitled_to","from":"identity:app-bot","to":"asset:vault"}
        {"record":"credential","id":"key","kind":"api_key","status":"active","used_by":"asset:app","stored_on":"vault"}
        "#,
    );
    let asset = "app".parse().unwrap();
    let to = Rehoming { environment: Some(Environment::Production), host: None };
    let error = inventory.rehome(&asset, &to, &Act::new(at(T), "ann", "go live")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`asset:app` can't go on to rehome: left_clean (fail): these belong to the old place alone: `key`, `app-bot`; replace \
         the credentials and end the entitlements"
    );
    let closed = r#"
        {"record":"relation","kind":"entitled_to","from":"identity:app-bot","to":"asset:vault","until":"2026-02-02T00:00:00Z"}
        {"record":"credential","id":"key","kind":"api_key","status":"revoked","used_by":"asset:app","stored_on":"vault"}
        {"record":"change","subject":"credential:key","from":"active","to":"revoked","at":"2026-02-02T00:00:00Z"}
    "#;
    inventory.add(records(closed), &Context::at(at("2026-02-03T00:00:00Z"))).unwrap();
    inventory.rehome(&asset, &to, &Act::new(at(T), "ann", "go live")).unwrap();
    let environment = inventory.value(&"asset:app".parse().unwrap(), ChangeField::Environment, at(T)).unwrap();
    assert_eq!(environment, Some("production"));
    let retired = Rehoming { environment: Some(Environment::Test), host: None };
    let early = Act::new(at("2020-01-01T00:00:00Z"), "ann", "x");
    assert!(inventory.rehome(&"nothing".parse().unwrap(), &retired, &early).is_err());
}

#[test]
fn revocations_are_observed_where_policy_asks() {
    let text = r#"
        {"record":"identity","id":"ben","kind":"employee","status":"active"}
        {"record":"asset","id":"f","kind":"function","stage":"pending_retirement"}
        {"record":"credential","id":"k","kind":"api_key","status":"revoked","issued_by":"f"}
        {"record":"change","subject":"credential:k","from":"active","to":"revoked","at":"2026-02-10T00:00:00Z"}
    "#;
    let (mut inventory, _) = with_sink(text);
    let asset = "f".parse().unwrap();
    let asking = Extension { observe_revocation: true, ..Extension::default() };
    inventory.set_lifecycle(Lifecycle::default().extended(asking).unwrap());
    let observed = |instant: &str| {
        let value =
            json!({"id": "o", "subject": "credential:k", "kind": "revocation_observed", "at": instant, "by": "ben"});
        serde_json::from_value::<Evidence>(value).unwrap()
    };
    let act = Act::new(at(T), "ann", "x");
    for act in [act.clone(), act.clone().with_evidence(observed("2026-02-09T00:00:00Z"))] {
        let error = inventory.transition(&asset, Stage::Sanitized, &act).unwrap_err();
        assert_eq!(error.blockers()[0].gate, "credentials_closed");
        assert_eq!(error.blockers()[0].missing[0].name.as_deref(), Some("revocation_observed"));
    }
    let mut by_nobody = observed("2026-02-10T00:00:00Z");
    by_nobody.by = "ghost".parse().unwrap();
    let error = inventory.transition(&asset, Stage::Sanitized, &act.clone().with_evidence(by_nobody)).unwrap_err();
    assert_eq!(
        (&*error.blockers()[0].gate, error.blockers()[0].verdict.as_str()),
        ("credentials_closed", "indeterminate")
    );
    let act = act.with_evidence(observed("2026-02-10T00:00:00Z"));
    inventory.transition(&asset, Stage::Sanitized, &act).unwrap();
}

#[test]
fn acts_leave_no_ungated_transition_and_reports_do() {
    let (mut inventory, _) = with_sink(HOST);
    let lifecycle = Lifecycle::default();
    let act = Act::new(at(T), "ann", "x").with_override(leave("h", "dependents_clear", "sanitized", "ben"));
    inventory.transition(&"h".parse().unwrap(), Stage::Sanitized, &act).unwrap();
    let later = at("2026-04-01T00:00:00Z");
    let found =
        |inventory: &Inventory| nhi_lifecycle::analysis::ungated_transitions(&inventory.snapshot(), later, &lifecycle);
    assert!(found(&inventory).is_empty());
    let reports: Vec<Record> = records(
        r#"
        {"record":"change","subject":"asset:h","to":"retired","at":"2026-03-02T00:00:00Z","by":"cmdb"}
        {"record":"change","subject":"asset:g","from":"in_use","to":"requested","at":"2026-03-02T00:00:00Z"}
        "#,
    );
    inventory.add(reports, &Context::at(later)).unwrap();
    let found = found(&inventory);
    let seen: Vec<_> =
        found.iter().map(|found| (found.asset.to_string(), found.to.as_str(), found.severity.as_str())).collect();
    assert_eq!(seen, [("asset:g".to_owned(), "requested", "low"), ("asset:h".to_owned(), "retired", "high")]);
    assert!(!found[0].in_table);
    let gates: Vec<&str> = found[1].blockers.iter().map(|blocker| &*blocker.gate).collect();
    // `g` went back to before service at the same instant, so nothing in service depends on it.
    assert_eq!(gates, ["record_closed"]);
}

#[test]
fn an_act_does_what_it_says_or_nothing() {
    let text = r#"
        {"record":"identity","id":"ann","kind":"employee","status":"active"}
        {"record":"asset","id":"app","kind":"application","stage":"in_use","name":"app","environment":"test"}
        {"record":"change","subject":"asset:app","from":"maintenance","to":"in_use","at":"2026-02-05T00:00:00Z"}
    "#;
    let (mut inventory, sink) = with_sink(text);
    let asset = "app".parse().unwrap();
    let act = Act::new(at(T), "ann", "x");
    // Several acts at one instant follow each other; the same one again is there already, and would do nothing.
    inventory.transition(&asset, Stage::Maintenance, &act).unwrap();
    inventory.transition(&asset, Stage::InUse, &act).unwrap();
    let error = inventory.transition(&asset, Stage::Maintenance, &act).unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument, "{error}");
    assert_eq!((stage(&inventory, "app"), sink.bytes().len()), ("in_use", 3));
    // There and back in one instant has no order: what was before must stay what it was.
    let to = |environment| Rehoming { environment: Some(environment), host: None };
    inventory.rehome(&asset, &to(Environment::Production), &act).unwrap();
    let error = inventory.rehome(&asset, &to(Environment::Test), &act).unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument, "{error}");
    let environment = |instant: &str| {
        inventory.value(&"asset:app".parse().unwrap(), ChangeField::Environment, at(instant)).unwrap().unwrap()
    };
    assert_eq!((environment("2026-02-20T00:00:00Z"), environment(T)), ("test", "production"));
    // An act before another of its kind would undo it.
    let error = inventory.rehome(&asset, &to(Environment::Staging), &Act::new(at("2026-02-20T00:00:00Z"), "ann", "x"));
    assert_eq!(error.unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn nobody_is_given_an_asset_before_the_one_who_has_it() {
    let (mut inventory, _) = with_sink(&LAPTOP.replace("pending_return", "in_use"));
    let asset = "lt-1".parse().unwrap();
    let to = |holder: &str| Reassignment { holder: Some(holder.parse().unwrap()), owner: None };
    let mut act = Act::new(at(T), "ben", "x");
    act.overrides = vec![leave("lt-1", "custody_closed", "in_use", "cy"), leave("lt-1", "handed_over", "in_use", "cy")];
    inventory.reassign(&asset, &to("ben"), &act).unwrap();
    let earlier = Act::new(at("2026-02-28T12:00:00Z"), "ben", "x");
    let error = inventory.reassign(&asset, &to("cy"), &earlier).unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument, "{error}");
    // Who can't hold it is said before any gate speaks.
    let svc = r#"{"record":"identity","id":"svc","kind":"service_account","status":"active"}"#;
    inventory.add(records(svc), &Context::at(at(T))).unwrap();
    for blockers in [
        inventory.reassign_blockers(&asset, &to("svc"), at(T)),
        inventory.reassign_blockers(&asset, &to("nobody"), at(T)),
    ] {
        assert!(matches!(blockers, Err(Error::InvalidArgument(_) | Error::NotFound(_))), "{blockers:?}");
    }
    let itself = Rehoming { environment: None, host: Some(asset.clone()) };
    assert_eq!(inventory.rehome_blockers(&asset, &itself, at(T)).unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn an_own_override_does_not_stand_however_the_name_is_written() {
    let (mut inventory, _) = with_sink(&LAPTOP.replace("pending_return", "in_use"));
    let to = Reassignment { holder: Some("ben".parse().unwrap()), owner: None };
    for by in ["cy", " cy ", "identity:cy"] {
        let mut act = Act::new(at(T), by, "x");
        act.overrides =
            vec![leave("lt-1", "custody_closed", "in_use", "cy"), leave("lt-1", "handed_over", "in_use", "cy")];
        assert_eq!(inventory.reassign(&"lt-1".parse().unwrap(), &to, &act).unwrap_err().blockers().len(), 2, "{by}");
    }
}

#[test]
fn a_receipt_of_the_instant_in_which_custody_began() {
    let since = r#"{"record":"relation","kind":"assigned_to","from":"asset:lt-1","to":"identity:ann","since":"2026-02-20T00:00:00Z"}"#;
    let text = format!("{}\n{since}", LAPTOP.replace(r#""assigned_to":"ann","#, ""));
    let (mut inventory, _) = with_sink(&text);
    let receipt = evidence("r1", "lt-1", "custody_receipt", "2026-02-20T00:00:00Z", "ben");
    let act = Act::new(at(T), "cy", "returned").with_evidence(receipt);
    inventory.transition(&"lt-1".parse().unwrap(), Stage::Quarantine, &act).unwrap();
    let custody = values(inventory.records()).into_iter().find(|record| record["kind"] == "assigned_to").unwrap();
    assert_eq!(custody["until"], T);
}

#[test]
fn no_message_of_a_gate_repeats_what_may_be_a_secret() {
    let secret = format!("ghp_{}", "a1B2".repeat(9));
    let (mut inventory, sink) = with_sink(LAPTOP);
    let asset = "lt-1".parse().unwrap();
    let receipt = evidence("r1", "lt-1", "custody_receipt", "2026-02-20T00:00:00Z", &secret);
    let mut source = Act::new(at(T), "cy", "x");
    source.source = Some(secret.clone());
    for act in [Act::new(at(T), "cy", "x").with_evidence(receipt), Act::new(at(T), &secret, "x"), source] {
        let error = inventory.transition(&asset, Stage::Quarantine, &act).unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput);
        assert!(!format!("{error} {error:?}").contains(&secret));
    }
    assert_eq!(sink.bytes().len(), 1);
}
