//! The user's own rows, names and gates: what is added stands, what makes no sense is refused with its place.

use nhi_lifecycle::{
    Act,
    asset::{AssetClass, Stage},
    lifecycle::{Extension, Lifecycle, dot, mermaid, predicate::Predicate},
};
use serde_json::{Value, json};

use crate::{at, inventory, records};

fn extended(extension: Value) -> Result<Lifecycle, String> {
    let extension: Extension = serde_json::from_value(extension).map_err(|error| error.to_string())?;
    Lifecycle::default().extended(extension).map_err(|error| error.to_string())
}

#[test]
fn mistakes_name_their_place() {
    let gate = |name: &str, more: Value| {
        let mut gate = json!({"name": name, "requires": "legal_hold = false"});
        gate.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "gates": [gate] })
    };
    for (extension, expected) in [
        (
            json!({"rows": [{"class": "saas", "from": "in_use", "to": "maintenance"}]}),
            "field `rows[0]`: this row is there",
        ),
        (
            json!({"rows": [{"class": "saas", "from": "in_use", "to": "retired"}, {"class": "saas", "from": "in_use", "to": "retired"}]}),
            "field `rows[1]`: this row is there",
        ),
        (
            json!({"rows": [{"class": "saas", "from": "in_use", "to": "in_use"}]}),
            "field `rows[0].to`: the stage it comes",
        ),
        (
            json!({"rows": [{"class": "hardware", "from": "disposed", "to": "in_stock"}]}),
            "field `rows[0].from`: retired and",
        ),
        (json!({"rows": [{"class": "saas", "from": "retired", "to": "in_use"}]}), "field `rows[0].from`: retired and"),
        (
            json!({"rows": [{"class": "saas", "from": "in_use", "to": "retired", "gates": ["dpo"]}]}),
            "field `rows[0].gates[0]`: no gate has this name",
        ),
        (
            json!({"rows": [{"class": "saas", "from": "in_use", "to": "in_stock", "gates": ["no_hold"]}]}),
            "field `rows[0].gates[0]`: gates can be added on entering sanitized",
        ),
        (
            json!({"rows": [{"class": "hardware", "from": "in_use", "to": "requested"}]}),
            "field `rows[0].to`: what was in service",
        ),
        (json!({"stages": {"in_usage": "x"}}), "field `stages`: not a stage; one of: "),
        (json!({"stages": {"in_use": ""}}), "field `stages.in_use`: not a name"),
        (json!({"stages": {"in_use": "retired"}}), "field `stages.retired`: another stage has this name"),
        (gate("no_hold", json!({})), "field `gates[0].name`: the model's own gate"),
        (gate("No hold", json!({})), "field `gates[0].name`: not a name for a gate"),
        (gate("dpo", json!({"entering": ["in_use"]})), "field `gates[0].entering`: gates can be added on entering"),
        (gate("dpo", json!({"requires": "legal_hold = maybe"})), "invalid_lifecycle: column 14: not a truth value"),
        (gate("dpo", json!({"requires": {"any": []}})), "invalid_lifecycle: condition: an empty list"),
        (gate("dpo", json!({"colour": "red"})), "unknown field"),
    ] {
        let error = extended(extension.clone()).unwrap_err();
        assert!(error.starts_with(expected), "{extension}: {error}");
    }
    let stuck = extended(json!({"rows": [{"class": "cloud", "from": "requested", "to": "discovered"}]}));
    assert!(stuck.is_ok(), "{stuck:?}");
}

#[test]
fn own_rows_keep_the_models_gates_and_own_gates_stand_before_all() {
    let lifecycle = extended(json!({
        "rows": [{"class": "saas", "from": "in_use", "to": "retired"}],
        "gates": [
            {"name": "dpo", "entering": ["retired"], "classes": ["saas"], "requires": "evidence(approval, verified)", "remedy": "ask her"},
            {"name": "tagged", "requires": "known(asset_tag)"},
        ],
    }))
    .unwrap();
    let gates = |class, from, to| -> Vec<String> {
        lifecycle.row(class, from, to).unwrap().gates().map(str::to_owned).collect()
    };
    assert_eq!(
        gates(AssetClass::Saas, Stage::InUse, Stage::Retired),
        [
            "no_hold",
            "dependents_clear",
            "credentials_closed",
            "identities_closed",
            "entitlements_closed",
            // It goes past sanitized, and asks what that would have asked.
            "data_preserved",
            "sanitized",
            "record_closed",
            "dpo"
        ]
    );
    assert_eq!(gates(AssetClass::Saas, Stage::Sanitized, Stage::Retired).last().unwrap(), "dpo");
    assert_eq!(gates(AssetClass::Saas, Stage::Requested, Stage::Retired), ["record_closed", "dpo"]);
    assert_eq!(gates(AssetClass::Cloud, Stage::Sanitized, Stage::Retired).last().unwrap(), "record_closed");

    let mut inventory = inventory(
        records(
            r#"
            {"record":"identity","id":"ann","kind":"employee","status":"active"}
            {"record":"identity","id":"ben","kind":"employee","status":"active"}
            {"record":"asset","id":"a","kind":"saas","stage":"in_use"}
            {"record":"evidence","id":"e1","subject":"asset:a","kind":"record_closed","at":"2026-01-01T00:00:00Z","by":"ann"}
            {"record":"evidence","id":"e2","subject":"asset:a","kind":"approval","at":"2026-01-01T00:00:00Z","by":"ann","verified_by":"ann"}
            {"record":"evidence","id":"e3","subject":"asset:a","kind":"data_preserved","at":"2026-01-01T00:00:00Z","by":"ann"}
            {"record":"evidence","id":"e4","subject":"asset:a","kind":"sanitization","method":"destroy","at":"2026-01-01T00:00:00Z","by":"ann","verified_by":"ben"}
            "#,
        ),
        false,
    );
    inventory.set_lifecycle(lifecycle);
    let act = Act::new(at("2026-03-01T00:00:00Z"), "ann", "x");
    let error = inventory.transition(&"a".parse().unwrap(), Stage::Retired, &act).unwrap_err();
    assert_eq!(error.blockers().len(), 1);
    assert_eq!(error.blockers()[0].gate, "dpo");
    assert_eq!(error.blockers()[0].message, "`evidence(approval, verified)` does not hold; ask her");
    let verified = serde_json::from_value(json!({"id": "e2", "subject": "asset:a", "kind": "approval",
        "at": "2026-01-01T00:00:00Z", "by": "ann", "verified_by": "ben"}));
    inventory.transition(&"a".parse().unwrap(), Stage::Retired, &act.with_evidence(verified.unwrap())).unwrap();
}

/// A condition, and what it says of the asset below: `pass`, `fail` or `indeterminate`.
fn check(requires: &str, expected: &str) {
    let predicate: Predicate = requires.parse().unwrap_or_else(|error| panic!("{requires}: {error}"));
    assert_eq!(predicate.to_string().parse::<Predicate>().unwrap(), predicate, "{requires}");
    let through_json = serde_json::to_string(&predicate).unwrap();
    assert_eq!(serde_json::from_str::<Predicate>(&through_json).unwrap(), predicate, "{through_json}");
    let lifecycle =
        extended(json!({"gates": [{"name": "own", "entering": ["retired"], "requires": requires}]})).unwrap();
    let mut inventory = inventory(
        records(
            r#"
            {"record":"identity","id":"ann","kind":"employee","status":"active"}
            {"record":"asset","id":"a","kind":"saas","stage":"requested","environment":"test","criticality":"high","support_ends_at":"2026-03-01T00:00:00Z","labels":{"dpo":"yes \"x\""}}
            {"record":"evidence","id":"e1","subject":"asset:a","kind":"approval","at":"2026-01-01T00:00:00Z","by":"ann"}
            {"record":"evidence","id":"e2","subject":"asset:a","kind":"attestation","at":"2026-01-01T00:00:00Z","by":"nobody"}
            {"record":"evidence","id":"e3","subject":"asset:a","kind":"sanitization","method":"purge","at":"2026-01-01T00:00:00Z","by":"ann"}
            {"record":"evidence","id":"e4","subject":"asset:a","kind":"approval","at":"2026-03-01T00:00:00.000001Z","by":"ann","verified_by":"ann"}
            "#,
        ),
        false,
    );
    inventory.set_lifecycle(lifecycle);
    let blockers = inventory.blockers(&"a".parse().unwrap(), Stage::Retired, at("2026-03-01T00:00:00Z")).unwrap();
    let own = blockers.iter().find(|blocker| blocker.gate == "own");
    assert_eq!(own.map_or("pass", |own| own.verdict.as_str()), expected, "{requires}");
}

#[test]
fn conditions_say_what_they_mean() {
    for (requires, expected) in [
        ("kind = saas", "pass"),
        ("class != saas", "fail"),
        ("stage in (requested, ordered)", "pass"),
        ("environment = production or environment = test", "pass"),
        ("environment = production and not environment = test", "fail"),
        ("criticality >= high", "pass"),
        ("criticality > high", "fail"),
        ("data_classification = confidential", "pass"),
        ("management = unknown", "pass"),
        ("legal_hold = false", "pass"),
        ("support_ends_at <= now", "pass"),
        ("support_ends_at < now", "fail"),
        (r#"support_ends_at < "2026-03-01T00:00:00.000001Z""#, "pass"),
        (r#"label("dpo") = "yes \"x\"""#, "pass"),
        (r#"label("dpa") = "yes""#, "indeterminate"),
        (r#"known(label("dpa"))"#, "fail"),
        ("known(environment) and not known(supplier)", "pass"),
        (r#"supplier = "x""#, "indeterminate"),
        (r#"supplier = "x" and kind = server"#, "fail"),
        (r#"supplier = "x" or kind = saas"#, "pass"),
        (r#"not (supplier = "x" or kind = server)"#, "indeterminate"),
        ("evidence(approval)", "pass"),
        ("evidence(approval, verified)", "fail"),
        ("evidence(attestation)", "indeterminate"),
        ("evidence(sanitization, clear)", "pass"),
        ("evidence(sanitization, destroy)", "fail"),
        ("evidence(record_closed)", "fail"),
        ("((((kind = saas))))", "pass"),
    ] {
        check(requires, expected);
    }
}

#[test]
fn conditions_that_make_no_sense_say_where() {
    let deep = format!("{}kind = saas", "not ".repeat(40));
    let wide = vec!["kind = saas"; 300].join(" and ");
    let costly = vec!["evidence(approval)"; 100].join(" or ");
    for (text, expected) in [
        ("", "column 1: "),
        ("kind", "column 5: a comparison belongs here"),
        ("kind = ", "column 8: a word"),
        ("kind = sas", "column 8: not an asset kind"),
        ("kinds = saas", "column 1: not a field that conditions may name"),
        ("kind < saas", "column 8: kind has no order"),
        ("kind = saas kind = saas", "column 13: `and`, `or` or the end"),
        ("(kind = saas", "column 13: `)` belongs here"),
        ("kind = saas)", "column 12: `and`, `or` or the end"),
        ("label(dpo) = 1", "column 7: the label between"),
        (r#"name = "x"#, "column 8: this text has no end"),
        ("name = x; drop", "column 9: no condition has this character"),
        ("évidence(approval)", "column 1: no condition has this character"),
        ("evidence(approvals)", "column 10: not a kind of evidence"),
        ("evidence(sanitization, wipe)", "column 24: not a sanitization method"),
        ("evidence(approval, clear)", "condition: a method goes with sanitization"),
        ("due_back_at < 2026", "column 15: not an instant"),
        (&deep, "column "),
        (&wide, "condition.all["),
        (&costly, "condition"),
    ] {
        let error = text.parse::<Predicate>().unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text:.60}: {error}");
    }
    // A million brackets are refused while they are read, not by the stack.
    assert!("(".repeat(1_000_000).parse::<Predicate>().is_err());
    assert!("(".repeat(16_000).parse::<Predicate>().is_err());
    assert!("not ".repeat(4_000).parse::<Predicate>().is_err());
}

#[test]
fn diagrams_show_the_users_words() {
    let lifecycle = extended(json!({"stages": {"in_use": "in \"production\""}})).unwrap();
    assert!(dot(&lifecycle, AssetClass::Cloud).contains(r#"in_use [label="in \"production\""];"#));
    assert!(mermaid(&lifecycle, AssetClass::Cloud).contains("state \"in 'production'\" as in_use"));
}
