//! Section 6.

use super::{Naive, asset, day, human, identity, key, relation};
use serde_json::{Value, json};

fn reach(records: &[Value], credential: &str) -> Vec<(String, &'static str)> {
    let radius = Naive::new(records).reach(credential, day(10));
    radius.into_iter().collect()
}

fn entered(id: &str, privilege: &'static str) -> (String, &'static str) {
    (id.to_owned(), privilege)
}

fn entitled(i: &str, a: &str, privilege: &str) -> Value {
    relation("entitled_to", i, a, json!({"privilege": privilege}))
}

#[test]
fn the_highest_privilege_counts_and_only_in_service_assets_are_entered() {
    let records = [
        asset("a", json!({})),
        asset("gone", json!({"stage": "retired"})),
        identity("bot", "bot", json!({})),
        key("k", json!({"identity": "bot", "issued_by": "a"})),
        entitled("bot", "a", "write"),
        entitled("bot", "gone", "admin"),
    ];
    assert_eq!(reach(&records, "k"), [entered("a", "write")]);
    let revoked = json!({"status": "revoked", "issued_by": "a"});
    let records = [asset("a", json!({})), key("k", revoked)];
    assert_eq!(reach(&records, "k"), []);
}

#[test]
fn an_identity_that_is_not_active_leads_nowhere() {
    let records = |status: &str| {
        [
            asset("a", json!({})),
            human("h"),
            identity("bot", "bot", json!({"status": status, "acts_for": "h"})),
            key("k", json!({"identity": "bot"})),
            entitled("h", "a", "read"),
        ]
    };
    assert_eq!(reach(&records("active"), "k"), [entered("a", "read")]);
    assert_eq!(reach(&records("suspended"), "k"), []);
}

#[test]
fn a_store_opens_with_the_privilege_of_its_kind() {
    let found = |kind: &str, privilege: &str| {
        let records = [
            asset("store", json!({"kind": kind})),
            asset("z", json!({})),
            identity("bot", "bot", json!({})),
            key("k", json!({"identity": "bot"})),
            key("in", json!({"stored_on": "store", "issued_by": "z"})),
            entitled("bot", "store", privilege),
        ];
        reach(&records, "k").len() == 2
    };
    for (kind, opened_by) in [
        ("repository", ["read", "write", "admin"].as_slice()),
        ("object_store", &["read", "write", "admin"]),
        ("pipeline", &["write", "admin"]),
        ("secret_store", &["write", "admin"]),
        ("server", &["admin"]),
    ] {
        for privilege in ["read", "write", "admin"] {
            let opens = opened_by.contains(&privilege);
            assert_eq!(found(kind, privilege), opens, "{kind} {privilege}");
        }
    }
}

#[test]
fn admin_goes_on_to_guests_and_to_what_works_there() {
    let records = [
        asset("host", json!({})),
        asset("guest", json!({"runs_on": "host"})),
        asset("nested", json!({"runs_on": "guest"})),
        asset("client", json!({"depends_on": "host"})),
        asset("far", json!({})),
        identity("bot", "bot", json!({})),
        identity("svc", "service_account", json!({"attached_to": "nested"})),
        key("k", json!({"identity": "bot"})),
        entitled("bot", "host", "admin"),
        entitled("svc", "far", "read"),
    ];
    let all = [entered("far", "read"), entered("guest", "admin"), entered("host", "admin"), entered("nested", "admin")];
    assert_eq!(reach(&records, "k"), all);
}
