//! The shared cases, as `cases/README.md` defines them; Python and C run the same files.

#![allow(clippy::print_stdout, reason = "how many cases ran belongs in the log")]

use std::{collections::BTreeSet, fs, path::Path};

use nhi_lifecycle::{
    Act, Context, Error, Instant, Inventory, Policy, Problem, Record,
    analysis::{self, Report},
    blocker::Blocker,
    change::ChangeField,
    field::Fields,
    finding::Reason,
    record::SCHEMA,
    source::RecordSource,
};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(rename = "rule")]
    _rule: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(rename = "says")]
    _says: String,
    #[serde(rename = "why")]
    _why: String,
    #[serde(default)]
    lenient: bool,
    batches: Vec<Batch>,
    refused: Option<Refusal>,
    #[serde(default)]
    asks: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Batch {
    Observed { observe: Vec<Value>, source: String, observed_at: Instant },
    Added(Vec<Value>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    code: String,
    record: Option<usize>,
    field: Option<String>,
}

/// Records as JSON values; one that is no record is a problem of the batch.
struct Values<'a>(std::iter::Enumerate<std::slice::Iter<'a, Value>>);

impl RecordSource for Values<'_> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        let (index, value) = self.0.next()?;
        if value["record"] == "inventory" {
            // The header of a file, which importers read.
            let newer = value["schema"].as_u64() > Some(u64::from(SCHEMA));
            let problem = Problem::new(nhi_lifecycle::Code::NewerSchema, "newer schema");
            return if newer { Some(Err(problem.in_record(index))) } else { self.next_record() };
        }
        let fields: Fields = serde_json::from_value(value.clone()).unwrap();
        Some(Record::from_tagged_fields(fields).map_err(|problem| problem.in_record(index)))
    }

    fn place(&self, _: usize) -> Option<(std::sync::Arc<str>, u64)> {
        None
    }
}

fn add(inventory: &mut Inventory, batch: &Batch, lenient: bool) -> Result<(), Error> {
    let mut context = Context::at("2030-01-01T00:00:00Z".parse().unwrap());
    context.lenient = lenient;
    match batch {
        Batch::Added(values) => inventory.add_from(&mut Values(values.iter().enumerate()), &context).map(|_| ()),
        Batch::Observed { observe, source, observed_at } => {
            let context = context.from_source(source);
            inventory.observe_from(&mut Values(observe.iter().enumerate()), *observed_at, &context).map(|_| ())
        }
    }
}

fn text(inventory: &Inventory) -> Vec<String> {
    inventory.records().map(|record| serde_json::to_string(&record).unwrap()).collect()
}

fn run(case: &Case) -> Result<(), String> {
    let mut inventory = Inventory::new();
    let last = case.batches.len() - 1;
    for (index, batch) in case.batches.iter().enumerate() {
        let before = text(&inventory);
        let added = add(&mut inventory, batch, case.lenient);
        match (added, &case.refused) {
            (Ok(()), Some(_)) if index == last => return Err("the last batch was accepted".into()),
            (Ok(()), _) => {}
            (Err(error), Some(refused)) if index == last => {
                same("the inventory after the refusal", &json!(text(&inventory)), &json!(before))?;
                check_refusal(&error, refused)?;
            }
            (Err(error), _) => return Err(format!("batch {index} was refused: {error}")),
        }
    }
    for ask in &case.asks {
        answer(&mut inventory, ask).map_err(|wrong| format!("{ask}: {wrong}"))?;
    }
    Ok(())
}

fn check_refusal(error: &Error, refused: &Refusal) -> Result<(), String> {
    let fits = |problem: &&Problem| {
        problem.code.as_str() == refused.code
            && refused.record.is_none_or(|record| problem.record == Some(record))
            && refused.field.as_ref().is_none_or(|field| problem.field.as_ref() == Some(field))
    };
    match error.problems().iter().find(fits) {
        Some(_) => Ok(()),
        None => Err(format!(
            "no problem with {} in record {:?}, field {:?}: {error:?}",
            refused.code, refused.record, refused.field
        )),
    }
}

fn same(what: &str, found: &Value, expected: &Value) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what} is {found}, expected {expected}")) }
}

fn answer(inventory: &mut Inventory, ask: &Value) -> Result<(), String> {
    let snapshot = inventory.snapshot();
    let expected = &ask["expect"];
    let (question, parameters) = ask.as_object().unwrap().iter().find(|(key, _)| *key != "expect").unwrap();
    let at = || parameters["at"].as_str().unwrap().parse::<Instant>().unwrap();
    let credential = || parameters["credential"].as_str().unwrap().parse().unwrap();
    match question.as_str() {
        "orphans" => {
            let mut report = analysis::orphans(&snapshot, at(), &Policy::default());
            if parameters["since"] == true {
                report = report.with_since();
            }
            check_findings(&report, expected.as_array().unwrap())
        }
        "explain" => {
            let explanation = analysis::explain(&snapshot, &credential(), at(), &Policy::default()).unwrap();
            same("verdict", &json!(explanation.verdict), &expected["verdict"])?;
            for mention in expected["mentions"].as_array().into_iter().flatten() {
                let mention = mention.as_str().unwrap();
                if !explanation.sentence.contains(mention) {
                    return Err(format!("`{mention}` is not in: {}", explanation.sentence));
                }
            }
            Ok(())
        }
        "reach" => {
            let reach = analysis::blast_radius(&snapshot, &credential(), at()).unwrap();
            let expected = expected.as_array().unwrap();
            same("number of assets", &json!(reach.assets.len()), &json!(expected.len()))?;
            let radius = analysis::blast_radii(&snapshot, at()).of(&credential()).unwrap();
            same("radius", &json!(radius.unwrap_or_default()), &json!(expected.len()))?;
            for (found, expected) in reach.assets.iter().zip(expected) {
                let found = json!(found);
                for (field, value) in expected.as_object().unwrap() {
                    same(field, &found[field], value)?;
                }
            }
            Ok(())
        }
        "state" => {
            let subject = parameters["subject"].as_str().unwrap().parse().unwrap();
            let field: ChangeField = parameters["field"].as_str().unwrap().parse().unwrap();
            let expected = expected.as_bool().map_or(expected.clone(), |truth| json!(truth.to_string()));
            same("value", &json!(inventory.value(&subject, field, at()).unwrap()), &expected)
        }
        "blockers" => {
            let asset = parameters["asset"].as_str().unwrap().parse().unwrap();
            let to = parameters["to"].as_str().unwrap().parse().unwrap();
            same("blockers", &in_short(&inventory.blockers(&asset, to, at()).unwrap()), expected)
        }
        "transition" => transition(inventory, parameters, expected),
        "ungated_transitions" => {
            let found = analysis::ungated_transitions(&snapshot, at(), inventory.lifecycle());
            let expected = expected.as_array().unwrap();
            same("number of changes", &json!(found.len()), &json!(expected.len()))?;
            for (found, expected) in found.iter().zip(expected) {
                let gates: Vec<&str> = found.blockers.iter().map(|blocker| &*blocker.gate).collect();
                let mut found = json!(found);
                found["gates"] = json!(gates);
                for (field, value) in expected.as_object().unwrap() {
                    same(field, &found[field], value)?;
                }
            }
            Ok(())
        }
        "records" => {
            same("len", &json!(inventory.len()), expected)?;
            same("number of records", &json!(inventory.records().count()), expected)
        }
        unknown => Err(format!("no question is called {unknown}")),
    }
}

/// Gates and verdicts of blockers.
fn in_short(blockers: &[Blocker]) -> Value {
    blockers.iter().map(|blocker| json!({"gate": blocker.gate, "verdict": blocker.verdict})).collect()
}

fn transition(inventory: &mut Inventory, parameters: &Value, expected: &Value) -> Result<(), String> {
    let text = |field: &str| parameters[field].as_str().unwrap();
    let list = |field: &str| match &parameters[field] {
        Value::Null => json!([]),
        given => given.clone(),
    };
    let at = text("at").parse().unwrap();
    let act = Act {
        // What the batches brought was recorded late.
        recorded_at: Some("2030-01-01T00:00:00Z".parse().unwrap()),
        evidence: serde_json::from_value(list("evidence")).unwrap(),
        overrides: serde_json::from_value(list("overrides")).unwrap(),
        ..Act::new(at, text("by"), text("reason"))
    };
    let before = self::text(inventory);
    match inventory.transition(&text("asset").parse().unwrap(), text("to").parse().unwrap(), &act) {
        Ok(done) => {
            same("from", &json!(done.from), &expected["from"])?;
            if expected["gates"].is_null() { Ok(()) } else { same("gates", &json!(done.gates), &expected["gates"]) }
        }
        Err(error) => {
            same("the inventory after the refusal", &json!(self::text(inventory)), &json!(before))?;
            same("code", &json!(error.code()), &expected["code"])?;
            match &error {
                Error::Gates { blockers, .. } => same("blockers", &in_short(blockers), &expected["blockers"]),
                Error::IllegalTransition { legal, .. } => same("legal", &json!(legal), &expected["legal"]),
                _ => Ok(()),
            }
        }
    }
}

fn check_findings(report: &Report, expected: &[Value]) -> Result<(), String> {
    let found: Vec<&str> = report.iter().map(|finding| finding.credential()).collect();
    let wanted: Vec<&str> = expected.iter().map(|finding| finding["credential"].as_str().unwrap()).collect();
    same("credentials", &json!(found), &json!(wanted))?;
    for (finding, expected) in report.iter().zip(expected) {
        let found = json!({
            "credential": finding.credential(),
            "reasons": finding.reasons(),
            "severity": finding.severity(),
            "status": finding.status(),
            "indeterminate": finding.indeterminate(),
            "since": finding.since().and_then(analysis::Since::instant),
            "responsible": finding.responsible().iter().map(ToString::to_string).collect::<Vec<_>>(),
            "controls": finding.controls().iter().map(|control| control.id).collect::<Vec<_>>(),
        });
        for (field, value) in expected.as_object().unwrap() {
            same(&format!("{field} of {}", finding.credential()), &found[field], value)?;
        }
    }
    Ok(())
}

fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let read = |path| serde_json::from_str::<CaseFile>(&fs::read_to_string(path).unwrap()).unwrap().cases;
    files.flat_map(read).collect()
}

#[test]
fn every_case_has_its_answer() {
    let cases = all();
    let wrong: Vec<String> =
        cases.iter().filter_map(|case| run(case).err().map(|wrong| format!("{}: {wrong}", case.name))).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    println!("{} cases", cases.len());
}

#[test]
fn every_reason_has_a_case_for_and_against_it() {
    let cases = all();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "names are unique");
    let given = |reason: &str| {
        let asks = cases.iter().flat_map(|case| &case.asks);
        let findings = asks.filter(|ask| !ask["orphans"].is_null()).flat_map(|ask| ask["expect"].as_array().unwrap());
        findings.filter(|finding| finding["reasons"].as_array().unwrap().contains(&json!(reason))).count()
    };
    for reason in Reason::WORDS {
        let about = cases.iter().filter(|case| case.name.starts_with(reason)).count();
        assert!(given(reason) >= 2 && about >= 3, "{reason}: {about} cases, given {} times", given(reason));
    }
}
