//! Batches: problems reported together, limits, and secrets that no message repeats.

use nhi_lifecycle::{Code, Context, Inventory, Limits, Record, error::Problems};

use crate::{day, records};

fn asset(id: &str, rest: &str) -> String {
    format!(r#"{{"record":"asset","id":"{id}","kind":"server","stage":"in_use"{rest}}}"#)
}

#[test]
fn the_first_hundred_problems_are_reported_together() {
    let lines: Vec<String> = (0..250).map(|n| asset(&format!("a{n}"), r#","owner":"nobody""#)).collect();
    let error = Inventory::new().add(records(&lines.join("\n")), &Context::at(day(1))).unwrap_err();
    let problems = error.problems();
    assert_eq!(problems.len(), Problems::MOST);
    assert_eq!((problems[7].record, problems[7].field.as_deref()), (Some(7), Some("owner")));
    let text = error.to_string();
    assert!(text.contains("and 150 more problems"), "{text}");
    assert!(text.contains("`identity:nobody`") && text.contains("load leniently"), "{text}");
}

#[test]
fn limits_hold() {
    let check = |limits: Limits, lines: &str, code: Code| {
        let mut inventory = Inventory::new();
        inventory.set_limits(limits);
        let error = inventory.add(records(lines), &Context::at(day(1)).lenient()).unwrap_err();
        assert_eq!(error.problems()[0].code, code, "{error}");
        assert!(inventory.is_empty());
    };
    let limits = Limits::default();
    let two = format!("{}\n{}", asset("a", ""), asset("b", ""));
    check(Limits { records: 1, ..limits }, &two, Code::LimitExceeded);
    check(Limits { relations: 1, ..limits }, &asset("a", r#","owner":["x","y"]"#), Code::LimitExceeded);
    check(Limits { field_bytes: 9, ..limits }, &asset("a", r#","name":"0123456789""#), Code::FieldTooLong);
}

/// Made at run time, so that scanners of this repository stay calm.
fn secret() -> String {
    format!("ghp_{}", "aB3dE6gH9jK2".repeat(3))
}

#[test]
fn a_secret_is_refused_wherever_it_stands_and_never_repeated() {
    let secret = secret();
    let at = r#""at":"2026-01-01T00:00:00Z""#;
    let expires = r#""expires_at":"2027-01-01T00:00:00Z""#;
    let lines = [
        asset(&secret, ""),
        asset("a", &format!(r#","name":"{secret}""#)),
        asset("a", &format!(r#","media_serials":["x","{secret}"]"#)),
        asset("a", &format!(r#","labels":{{"{secret}":"x"}}"#)),
        asset("a", &format!(r#","external_ids":{{"x":"{secret}"}}"#)),
        asset("a", &format!(r#","owner":"{secret}""#)),
        format!(r#"{{"record":"identity","id":"{secret}","kind":"bot","status":"active"}}"#),
        format!(r#"{{"record":"identity","id":"i","kind":"bot","status":"active","name":"token {secret}!"}}"#),
        format!(r#"{{"record":"credential","id":"{secret}","kind":"api_key","status":"active"}}"#),
        format!(r#"{{"record":"credential","id":"k","kind":"api_key","status":"active","fingerprint":"{secret}"}}"#),
        format!(r#"{{"record":"credential","id":"k","kind":"api_key","status":"active","used_by":"asset:{secret}"}}"#),
        format!(r#"{{"record":"relation","kind":"runs_on","from":"{secret}","to":"b"}}"#),
        format!(r#"{{"record":"change","subject":"asset:a","to":"in_use","from":null,{at},"reason":"{secret}"}}"#),
        format!(r#"{{"record":"change","subject":"asset:a","to":"in_use","from":null,{at},"by":"{secret}"}}"#),
        format!(
            r#"{{"record":"evidence","id":"e","subject":"asset:a","kind":"approval",{at},"by":"b","reference":"{secret}"}}"#
        ),
        format!(r#"{{"record":"evidence","id":"e","subject":"asset:{secret}","kind":"approval",{at},"by":"b"}}"#),
        format!(
            r#"{{"record":"override","subject":"a","gate":"g","to":"retired",{at},"approved_by":"b","reason":"{secret}",{expires}}}"#
        ),
        format!(
            r#"{{"record":"exception","subject":"asset:a","finding":"{secret}",{at},"approved_by":"b","reason":"x",{expires}}}"#
        ),
        format!(
            r#"{{"record":"coverage","source":"{secret}","scope":"all","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z"}}"#
        ),
        format!(r#"{{"record":"access",{at},"outcome":"success","credential":"{secret}"}}"#),
    ];
    for line in lines {
        let mut inventory = Inventory::new();
        let added = inventory.add(records(&line), &Context::at(day(1)).lenient());
        let error = added.expect_err(&line);
        assert!(error.problems().iter().any(|problem| problem.code == Code::SecretMaterial), "{line}: {error}");
        assert!(!format!("{error} {error:?}").contains(&secret), "{error}");
        assert!(inventory.is_empty());
    }
    // Where a word of a vocabulary belongs, and in a name of a field.
    for line in [asset("a", "").replace("server", &secret), asset("a", "").replace("in_use", &secret)] {
        let fields = serde_json::from_str(&line).unwrap();
        let problem = Record::from_tagged_fields(fields).unwrap_err();
        assert_eq!(problem.code, Code::UnknownValue);
        assert!(!problem.to_string().contains(&secret), "{problem}");
    }
}

#[test]
fn the_schema_tells_every_record() {
    let schema = serde_json::to_value(Record::json_schema()).unwrap();
    let variants = schema["oneOf"].as_array().unwrap();
    let names: Vec<&str> = variants.iter().map(|v| v["properties"]["record"]["const"].as_str().unwrap()).collect();
    assert_eq!(names, nhi_lifecycle::record::RecordType::WORDS);
    for variant in variants {
        assert_eq!(variant["required"][0], "record", "{variant}");
    }
}
