//! The invented company: what the command tells, and that it is what was worked out by hand.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::{collections::BTreeSet, process::Command};

use nhi_lifecycle::{
    Context, Instant, Inventory, Policy,
    analysis::{self, Finding, Report},
    id::CredentialRef,
    limits::Limits,
};

/// What was worked out by hand.
const BY_HAND: &str = include_str!("../data/README.md");

/// The rows of a table that has these titles, as the cells between its bars.
fn rows(titles: &str) -> Vec<Vec<String>> {
    let table = BY_HAND.lines().skip_while(|line| *line != titles).skip(2).take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<String>> =
        table.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
    assert!(!rows.is_empty(), "no table `{titles}`");
    rows
}

/// The words in backticks.
fn words(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn report() -> Report {
    let now: Instant = "2026-03-01T00:00:00Z".parse().unwrap();
    let mut inventory = Inventory::new();
    let mut records =
        nhi_import::open(concat!(env!("CARGO_MANIFEST_DIR"), "/data/company"), &Limits::default()).unwrap();
    inventory.add_from(&mut records, &Context::at(now)).unwrap();
    analysis::orphans(&inventory.snapshot(), now, &Policy::default()).with_since()
}

/// The assets that the credential of a finding opens.
fn opened(report: &Report, finding: &Finding<'_>) -> BTreeSet<String> {
    let credential = CredentialRef::from(finding.subject().to_reference().id);
    let reach = analysis::blast_radius(report.snapshot(), &credential, report.at()).unwrap();
    reach.assets.into_iter().map(|reached| reached.asset).collect()
}

#[test]
fn findings_are_those_worked_out_by_hand() {
    let report = report();
    let found: Vec<Vec<String>> = report
        .iter()
        .map(|finding| {
            let quoted =
                |words: Vec<String>| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ");
            let responsible = finding.responsible();
            let answers = quoted(responsible.iter().map(|owner| owner.id().to_owned()).collect());
            vec![
                format!("`{}`", finding.credential()),
                finding.severity().to_string(),
                quoted(finding.reasons().iter().map(|reason| reason.to_string()).collect()),
                finding.since().unwrap().instant().map_or("none".to_owned(), |instant| instant.to_string()),
                if answers.is_empty() { "nobody".to_owned() } else { answers },
                opened(&report, &finding).len().to_string(),
            ]
        })
        .collect();
    assert_eq!(found, rows("| credential | severity | reasons | since | answers | reach |"));
    assert!(report.iter().all(|finding| finding.indeterminate().is_empty()));
}

#[test]
fn reach_is_what_was_worked_out_by_hand() {
    let report = report();
    let by_hand = rows("| credential | assets it opens |");
    assert_eq!(by_hand.len(), report.len());
    for (finding, row) in report.iter().zip(by_hand) {
        assert_eq!(words(&row[0]), [finding.credential()]);
        assert_eq!(opened(&report, &finding), words(&row[1]).into_iter().collect(), "{}", finding.credential());
    }
}

/// After a change that is meant: `cargo run -p nhi-examples > examples/tests/company.txt`, then read the difference.
#[test]
fn the_command_tells_it_as_before() {
    let command = Command::new(env!("CARGO_BIN_EXE_nhi-examples")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&command.stderr), "");
    let told = String::from_utf8(command.stdout).unwrap();
    let before = include_str!("company.txt");
    let differs = told.lines().zip(before.lines()).find(|(line, before)| line != before);
    assert_eq!(differs, None);
    assert_eq!(told.len(), before.len());
    assert!(command.status.success());
}
