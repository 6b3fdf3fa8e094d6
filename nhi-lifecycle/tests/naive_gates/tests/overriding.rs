use super::super::{NaiveGates, Readings};
use super::{day, evidence, gates, json, laptop, on, one_override};
use serde_json::{Value, json as value};

/// Whether a cancelled order is closed, with nothing but this override.
fn closed(fields: Value) -> (bool, &'static str) {
    let records = [laptop(json!({"stage": "ordered"})), one_override("record_closed", "retired", fields)];
    let gates = gates(&records);
    let verdict = gates.verdict("a", "record_closed", "ordered", "retired", day(10));
    assert_eq!(verdict, "fail", "an override is no verdict");
    let passes = gates.passes("a", "ordered", "retired", day(10));
    (passes, gates.judged("a", "record_closed", "ordered", "retired", day(10), None))
}

#[test]
fn one_gate_of_one_act() {
    assert_eq!(closed(json!({})), (true, "pass"));
    assert_eq!(closed(json!({"gate": "no_hold"})), (false, "fail"));
    assert_eq!(closed(json!({"to": "disposed"})), (false, "fail"));
    assert_eq!(closed(json!({"subject": "asset:b"})), (false, "fail"));
}

#[test]
fn while_it_lasts() {
    assert_eq!(closed(json!({"expires_at": on(10)})), (false, "fail"));
    assert_eq!(closed(json!({"expires_at": super::just_after(10)})), (true, "pass"));
    assert_eq!(closed(json!({"at": on(10)})), (true, "pass"));
    assert_eq!(closed(json!({"at": super::just_after(10)})), (false, "fail"));
}

#[test]
fn by_one_who_is_there() {
    assert_eq!(closed(json!({"approved_by": "nobody"})), (false, "indeterminate"));
    assert_eq!(closed(json!({"approved_by": "identity:ben"})), (true, "pass"));
}

#[test]
fn sanitization_cannot_be_overridden() {
    let records = [laptop(json!({"stage": "quarantine"})), one_override("sanitized", "sanitized", json!({}))];
    let gates = gates(&records);
    assert_eq!(gates.judged("a", "sanitized", "quarantine", "sanitized", day(10), None), "fail");
}

#[test]
fn a_lost_asset_is_reported_and_wiped_or_overridden() {
    let lost = |more: &[Value], readings: Readings| {
        let mut records = super::people();
        records.push(laptop(json!({"stage": "missing"})));
        records.extend_from_slice(more);
        NaiveGates::reading(&records, readings).judged("a", "loss_reported", "missing", "retired", day(10), None)
    };
    let report = evidence("e", "loss_report", value!({}));
    let wipe = evidence("f", "remote_wipe", value!({}));
    let passed = one_override("loss_reported", "retired", value!({}));
    let default = Readings::default();
    assert_eq!(lost(std::slice::from_ref(&report), default), "fail");
    assert_eq!(lost(&[report.clone(), wipe.clone()], default), "pass");
    assert_eq!(lost(&[report, passed.clone()], default), "pass");
    assert_eq!(lost(&[wipe], default), "fail");
    assert_eq!(lost(std::slice::from_ref(&passed), default), "fail");
    let general = Readings { loss_report_always: false, ..default };
    assert_eq!(lost(&[passed], general), "pass");
}

#[test]
fn what_is_indeterminate_is_not_ungated() {
    let ungated = |by: &str| {
        let records = [laptop(json!({"stage": "ordered"})), evidence("e", "record_closed", json!({"by": by}))];
        let gates = gates(&records);
        (gates.passes("a", "ordered", "retired", day(10)), gates.ungated("a", "ordered", "retired", day(10)))
    };
    assert_eq!(ungated("ann"), (true, false));
    assert_eq!(ungated("nobody"), (false, false));
}
