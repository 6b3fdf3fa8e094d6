//! Sentences that a person can act on.

use nhi_lifecycle::{Policy, analysis};

use crate::{day, inventory};

fn check(lines: &str, sentence: &str) {
    let people = r#"{"record":"identity","id":"alice","kind":"employee","status":"active"}
{"record":"identity","id":"lee","kind":"contractor","status":"active","ends_at":"2026-01-02T00:00:00Z"}
{"record":"identity","id":"ghosts","kind":"team","status":"active"}
{"record":"identity","id":"lee2","kind":"employee","status":"deprovisioned","member_of":"ghosts"}
{"record":"asset","id":"helpdesk","kind":"saas","stage":"retired"}
{"record":"change","subject":"asset:helpdesk","from":"in_use","to":"retired","at":"2026-02-01T00:00:00Z","by":"dana"}
{"record":"asset","id":"one","kind":"service","stage":"in_use","depends_on":"two"}
{"record":"asset","id":"two","kind":"service","stage":"in_use","depends_on":"one"}
{"record":"asset","id":"live","kind":"service","stage":"in_use","owner":"alice"}"#;
    let snapshot = inventory(&format!("{people}\n{}", lines.trim())).snapshot();
    let explanation = analysis::explain(&snapshot, &"k".parse().unwrap(), day(50), &Policy::default()).unwrap();
    assert_eq!(explanation.sentence, sentence);
}

fn key(rest: &str) -> String {
    format!(r#"{{"record":"credential","id":"k","kind":"api_key","status":"active"{rest}}}"#)
}

#[test]
fn orphans() {
    check(
        &key(r#","owner":"alice","issued_by":"helpdesk""#),
        "`k` still works, but `helpdesk`, which issued it, was retired on 2026-02-01 by dana",
    );
    check(
        &key(r#","owner":"alice","used_by":"asset:one""#),
        "`k` still works, but nobody accountable needs `one` any more, which uses it, though it and `two` hold up each other",
    );
    check(&key(r#","owner":"lee""#), "`k` still works, but `lee`, who answered for it, left on 2026-01-02");
    check(&key(r#","owner":"ghosts""#), "`k` still works, but `ghosts`, which answered for it, has nobody left in it");
    check(&key(""), "`k` still works, but nobody owns it: no owner is recorded for it, its identity or what uses it");
}

#[test]
fn justified() {
    check(
        &key(r#","owner":"alice","used_by":"asset:live""#),
        "`k` works and is accounted for: `alice` answers for it (`k` owned_by `alice`), and `live` needs it (`k` used_by `live`)",
    );
}

#[test]
fn not_live() {
    check(
        &format!(
            "{}\n{}",
            key("").replace("active", "revoked"),
            r#"{"record":"change","subject":"credential:k","from":"active","to":"revoked","at":"2026-01-05T00:00:00Z","by":"dana"}"#
        ),
        "`k` no longer works: it was revoked on 2026-01-05 by dana",
    );
    check(&key(r#","expires_at":"2026-01-05T00:00:00Z""#), "`k` no longer works: it expired on 2026-01-05");
    check(&key(r#","issued_at":"2026-09-05T00:00:00Z""#), "`k` does not work yet: it is issued on 2026-09-05");
    check(&key("").replace("active", "suspended"), "`k` does not work for now: it is suspended");
}
