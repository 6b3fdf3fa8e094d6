//! Every (class, from, to) pair, held to a transcription of section 7.

use std::collections::{BTreeMap, BTreeSet};

use nhi_lifecycle::{
    Error, analysis,
    asset::{AssetClass, Stage},
    lifecycle::Lifecycle,
};

use crate::{at, inventory, records};

/// Written down stage by stage from the model's table, read aloud.
const HARDWARE: &[(&str, &str)] = &[
    ("discovered", "in_stock in_use quarantine missing"),
    ("requested", "ordered retired missing"),
    ("ordered", "in_stock retired missing"),
    ("in_stock", "in_use sanitized missing"),
    ("in_use", "maintenance pending_return pending_retirement quarantine missing"),
    ("maintenance", "in_use pending_return pending_retirement quarantine missing"),
    ("pending_return", "in_use quarantine missing"),
    ("pending_retirement", "in_use sanitized missing"),
    ("quarantine", "in_use sanitized missing"),
    ("sanitized", "in_stock retired missing"),
    ("retired", "disposed"),
    ("disposed", ""),
    ("missing", "quarantine retired"),
];

const OTHERS: &[(&str, &str)] = &[
    ("discovered", "in_use quarantine missing"),
    ("requested", "ordered in_use retired missing"),
    ("ordered", "in_use retired missing"),
    ("in_stock", "missing"),
    ("in_use", "maintenance pending_retirement quarantine missing"),
    ("maintenance", "in_use pending_retirement quarantine missing"),
    ("pending_return", "in_use missing"),
    ("pending_retirement", "in_use sanitized missing"),
    ("quarantine", "in_use sanitized missing"),
    ("sanitized", "retired missing"),
    ("retired", ""),
    ("disposed", ""),
    ("missing", "quarantine retired"),
];

/// The gates on entering a stage, whatever the class and the stage before; those that depend on these are below.
const ENTERING: &[(&str, &str)] = &[
    ("in_stock", "identified"),
    ("in_use", "identified"),
    ("sanitized", "no_hold dependents_clear credentials_closed data_preserved"),
    ("retired", "no_hold dependents_clear credentials_closed identities_closed entitlements_closed record_closed"),
    ("disposed", "no_hold disposed_of"),
];

fn expected_gates(class: &str, from: &str, to: &str) -> BTreeSet<&'static str> {
    if matches!((from, to), ("requested" | "ordered", "retired")) {
        return BTreeSet::from(["record_closed"]);
    }
    let mut gates: BTreeSet<&str> =
        ENTERING.iter().filter(|(stage, _)| *stage == to).flat_map(|(_, gates)| gates.split(' ')).collect();
    let also = [
        (to == "in_use" && ["discovered", "requested", "ordered", "in_stock"].contains(&from), "accountable"),
        (to == "sanitized" && class != "software", "sanitized"),
        (to == "sanitized" && class == "hardware", "custody_closed"),
        ((from, to) == ("pending_return", "quarantine") && class == "hardware", "custody_closed"),
        ((from, to) == ("quarantine", "in_use"), "released"),
        ((from, to) == ("missing", "retired"), "loss_reported"),
    ];
    gates.extend(also.into_iter().filter(|(asked, _)| *asked).map(|(_, gate)| gate));
    gates
}

#[test]
fn every_pair_is_as_the_model_says() {
    let kinds: BTreeMap<&str, &str> =
        [("hardware", "laptop"), ("cloud", "database"), ("software", "service"), ("saas", "saas")].into();
    let lifecycle = Lifecycle::default();
    let now = at("2026-03-01T00:00:00Z");
    let (mut legal, mut illegal) = (0, 0);
    for class in AssetClass::WORDS {
        let table = if *class == "hardware" { HARDWARE } else { OTHERS };
        for (from, next) in table {
            let next: Vec<&str> = next.split_whitespace().collect();
            let kind = kinds[class];
            // Assigned, so that custody is asked wherever it can be.
            let inventory = inventory(
                records(&format!(
                    r#"
                    {{"record":"identity","id":"ann","kind":"employee","status":"active"}}
                    {{"record":"asset","id":"a","kind":"{kind}","stage":"{from}","assigned_to":"ann"}}
                    "#
                )),
                false,
            );
            for to in Stage::WORDS {
                let found =
                    analysis::gates(&inventory.snapshot(), &"a".parse().unwrap(), to.parse().unwrap(), now, &lifecycle);
                match found {
                    Ok(report) => {
                        assert!(next.contains(to), "{class} from {from} to {to} is legal");
                        let gates: BTreeSet<&str> = report.outcomes.iter().map(|outcome| &*outcome.gate).collect();
                        assert_eq!(gates, expected_gates(class, from, to), "{class} from {from} to {to}");
                        legal += 1;
                    }
                    Err(Error::IllegalTransition { from: was, to: asked, legal, .. }) => {
                        assert!(!next.contains(to), "{class} from {from} to {to} is illegal");
                        assert_eq!((was, asked, legal), (Some(*from), *to, next.clone()));
                        illegal += 1;
                    }
                    Err(error) => panic!("{class} from {from} to {to}: {error}"),
                }
            }
        }
    }
    println!("{legal} pairs are legal, {illegal} are not");
    assert_eq!(legal + illegal, 4 * 13 * 13);
}

#[test]
fn kinds_without_storage_have_nothing_to_wipe() {
    for kind in ["container", "function"] {
        let asset = format!(r#"{{"record":"asset","id":"a","kind":"{kind}","stage":"pending_retirement"}}"#);
        let inventory = inventory(records(&asset), false);
        let now = at("2026-03-01T00:00:00Z");
        let blockers = inventory.blockers(&"a".parse().unwrap(), Stage::Sanitized, now).unwrap();
        assert!(blockers.is_empty(), "{kind}: {blockers:?}");
    }
}
