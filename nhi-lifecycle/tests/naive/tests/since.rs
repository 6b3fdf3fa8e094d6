//! "`since`: the least instant b such that orphaned(c,x) for every x in [b,t]".

use super::{Naive, change, day, human, identity, key, on, relation};
use serde_json::json;

#[test]
fn without_any_breakpoint_it_held_always() {
    let naive = Naive::new(&[key("k", json!({}))]);
    assert_eq!(naive.since("k", day(10)), None);
}

#[test]
fn it_begins_with_the_first_reason_and_goes_on_with_another() {
    let records = [
        human("h"),
        identity("bot", "bot", json!({"status": "deprovisioned"})),
        change("identity:bot", json!("active"), "suspended", 3),
        change("identity:bot", json!("suspended"), "deprovisioned", 5),
        key("k", json!({"owner": "h", "identity": "bot"})),
    ];
    let naive = Naive::new(&records);
    assert!(!naive.orphaned("k", day(3) - 1));
    for t in [day(3), day(3) + 1, day(5), day(20)] {
        assert_eq!(naive.since("k", t), Some(day(3)));
    }
}

#[test]
fn an_interruption_starts_it_anew() {
    let owned = |from, until| json!({"since": on(from), "until": on(until)});
    let records = [human("h"), key("k", json!({})), relation("owned_by", "credential:k", "h", owned(5, 6))];
    let naive = Naive::new(&records);
    assert_eq!(naive.since("k", day(5) - 1), None);
    assert!(!naive.orphaned("k", day(5)));
    assert_eq!(naive.since("k", day(6)), Some(day(6)));
    assert_eq!(naive.since("k", day(9)), Some(day(6)));
}

#[test]
fn one_that_is_issued_begins_then() {
    let naive = Naive::new(&[key("k", json!({"issued_at": on(5)}))]);
    assert_eq!(naive.since("k", day(9)), Some(day(5)));
}
