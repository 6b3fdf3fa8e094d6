use super::super::{GATES, New, table};
use super::{asset, day, gates, json, laptop, relation};

fn asked(kind: &str, from: &str, to: &str) -> Option<Vec<&'static str>> {
    gates(&[asset("a", kind, json!({}))]).asked("a", from, to, day(10))
}

#[test]
fn of_hardware_alone() {
    assert!(table::transition("hardware", "retired", "disposed"));
    assert!(!table::transition("cloud", "retired", "disposed"));
    assert!(table::transition("hardware", "discovered", "in_stock"));
    assert!(!table::transition("saas", "discovered", "in_stock"));
    assert!(!table::transition("hardware", "requested", "in_use"), "it is ordered first");
    assert!(!table::transition("hardware", "ordered", "in_use"), "it is in stock first");
}

#[test]
fn before_retired_anything_may_go_missing() {
    for class in ["hardware", "software"] {
        assert!(table::transition(class, "sanitized", "missing"));
        assert!(table::transition(class, "requested", "missing"));
        assert!(!table::transition(class, "retired", "missing"));
        assert!(!table::transition(class, "disposed", "missing"));
        assert!(!table::transition(class, "missing", "missing"));
    }
}

#[test]
fn what_is_not_in_the_table_asks_nothing() {
    assert_eq!(asked("laptop", "in_use", "retired"), None);
    assert_eq!(asked("laptop", "in_use", "in_use"), None);
    assert_eq!(asked("laptop", "in_use", "maintenance"), Some(vec![]));
    assert!(!gates(&[laptop(json!({}))]).passes("a", "in_use", "retired", day(10)));
    assert!(gates(&[laptop(json!({}))]).ungated("a", "in_use", "retired", day(10)));
    assert!(gates(&[laptop(json!({}))]).passes("a", "in_use", "maintenance", day(10)));
}

#[test]
fn entering_sanitized_asks_by_class_and_storage() {
    let states = ["no_hold", "dependents_clear", "credentials_closed"];
    assert_eq!(asked("container", "quarantine", "sanitized"), Some(states.to_vec()));
    let software = [&states[..], &["data_preserved"]].concat();
    assert_eq!(asked("pipeline", "quarantine", "sanitized"), Some(software));
    let cloud = [&states[..], &["data_preserved", "sanitized"]].concat();
    assert_eq!(asked("object_store", "quarantine", "sanitized"), Some(cloud));
}

#[test]
fn custody_is_asked_of_hardware_that_someone_holds() {
    for (kind, from, to, expected) in [
        ("laptop", "pending_return", "quarantine", true),
        ("laptop", "in_use", "quarantine", false),
        ("laptop", "in_stock", "sanitized", true),
        ("laptop", "sanitized", "retired", false),
        ("saas", "pending_retirement", "sanitized", false),
    ] {
        let held = relation("assigned_to", "a", "ben", json!({}));
        let held = gates(&[asset("a", kind, json!({})), held]);
        let asked = held.asked("a", from, to, day(10)).unwrap();
        assert_eq!(asked.contains(&"custody_closed"), expected, "{kind} {from} {to}");
    }
    assert_eq!(asked("laptop", "pending_return", "quarantine"), Some(vec![]));
}

#[test]
fn cancelled_asks_the_closed_record_and_written_off_the_rest() {
    assert_eq!(asked("laptop", "ordered", "retired"), Some(vec!["record_closed"]));
    let written_off = asked("laptop", "missing", "retired").unwrap();
    assert_eq!(written_off.len(), 7);
    assert!(written_off.contains(&"loss_reported") && written_off.contains(&"credentials_closed"));
}

#[test]
fn accountable_is_asked_where_service_begins() {
    assert_eq!(asked("laptop", "in_stock", "in_use"), Some(vec!["identified", "accountable"]));
    assert_eq!(asked("laptop", "maintenance", "in_use"), Some(vec!["identified"]));
    assert_eq!(asked("laptop", "quarantine", "in_use"), Some(vec!["identified", "released"]));
}

#[test]
fn operations_ask_by_what_is_another() {
    let owned = [laptop(json!({"owner": "ann", "assigned_to": "ann", "environment": "test"}))];
    let ask = |new: New| gates(&owned).asked_with("a", "in_use", "in_use", day(10), Some(&new));
    let ann = Some("ann".to_owned());
    assert_eq!(ask(New { owner: ann.clone(), holder: ann, ..New::default() }), Some(vec![]));
    assert_eq!(ask(New { environment: Some("test".into()), ..New::default() }), Some(vec![]));
    let all = New {
        owner: Some("ben".into()),
        holder: Some("ben".into()),
        environment: Some("production".into()),
        host: Some("h".into()),
    };
    assert_eq!(ask(all), Some(vec!["accountable", "custody_closed", "handed_over", "left_clean"]));
    let retired = gates(&[laptop(json!({"stage": "retired"}))]);
    assert_eq!(retired.asked_with("a", "retired", "retired", day(10), Some(&New::default())), None);
}

#[test]
fn every_gate_answers() {
    for gate in GATES {
        let verdict = super::verdict(&[laptop(json!({}))], gate);
        assert!(["pass", "fail", "indeterminate"].contains(&verdict), "{gate}");
    }
}
