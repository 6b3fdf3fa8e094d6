//! The second example: what it prints, and the facts behind it.

use nhi_examples::retire::{self, Attempt};
use nhi_lifecycle::{Code, blocker::GateVerdict};

fn gates(attempt: &Attempt) -> Vec<&str> {
    match &attempt.answer {
        Ok(_) => Vec::new(),
        Err(error) => error.blockers().iter().map(|blocker| &*blocker.gate).collect(),
    }
}

#[test]
fn it_prints_what_is_committed() {
    let mut told = Vec::new();
    retire::tell(&retire::play().unwrap(), &mut told).unwrap();
    let told = String::from_utf8(told).unwrap();
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/retire.txt");
    assert_eq!(told, std::fs::read_to_string(committed).unwrap());
    assert!(told.lines().all(|line| line.chars().count() <= 100));
    assert!(told.lines().count() < 80);
}

#[test]
fn each_attempt_is_kept_back_by_what_is_missing_and_nothing_else() {
    let story = retire::play().unwrap();
    let illegal = story.attempts[0].answer.as_ref().unwrap_err();
    assert_eq!(illegal.code(), Code::IllegalTransition);
    assert!(story.attempts[0].dry_run.is_none());
    let expected: [&[&str]; 11] = [
        &[],
        &["dependents_clear", "credentials_closed", "data_preserved", "sanitized"],
        &["data_preserved", "sanitized"],
        &["sanitized"],
        &["sanitized"],
        &[],
        &["identities_closed", "entitlements_closed", "record_closed"],
        &[],
        &["disposed_of"],
        &["disposed_of"],
        &[],
    ];
    let kept_back: Vec<Vec<&str>> = story.attempts[1..].iter().map(gates).collect();
    assert_eq!(kept_back, expected);
    for attempt in &story.attempts[1..] {
        let refused = attempt.answer.as_ref().err().map_or(&[][..], |error| error.blockers());
        assert_eq!(attempt.dry_run.as_deref(), Some(refused));
        assert_eq!(attempt.answer.is_ok(), refused.is_empty());
    }
    let uncovered = story.attempts[10].answer.as_ref().unwrap_err();
    assert_eq!(uncovered.blockers()[0].verdict, GateVerdict::Indeterminate);
    assert_eq!(story.acted.stage, Some("disposed"));
    assert!(story.acted.found.is_empty());
}

#[test]
fn the_report_is_taken_and_found_out() {
    let story = retire::play().unwrap();
    assert_eq!(story.reported.stage, Some("disposed"));
    let found: Vec<(&str, Vec<&str>)> = story
        .reported
        .found
        .iter()
        .map(|found| (found.to.as_str(), found.blockers.iter().map(|blocker| &*blocker.gate).collect()))
        .collect();
    assert_eq!(
        found,
        [
            ("sanitized", vec!["dependents_clear", "credentials_closed", "data_preserved", "sanitized"]),
            (
                "retired",
                vec![
                    "dependents_clear",
                    "credentials_closed",
                    "identities_closed",
                    "entitlements_closed",
                    "record_closed"
                ]
            ),
            ("disposed", vec!["disposed_of"]),
        ]
    );
}
