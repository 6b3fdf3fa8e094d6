//! The invented company as the exports of the systems it has: the answers are those of its inventory in the own format.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use nhi_examples::{
    arguments::Arguments,
    sources::{self, Account},
};
use nhi_lifecycle::{
    Context, Instant, Inventory, Policy,
    analysis::{self, Report},
    id::CredentialRef,
    source::RecordSource,
};

/// What the files are, and the command that reads them.
const ABOUT: &str = include_str!("../data/exports/README.md");

/// Ids of the company's inventory, and what they are called in the exports.
const NAMES: &str = include_str!("../data/exports/names.csv");

/// The words after `--` in the command that the page shows.
fn words() -> Vec<String> {
    let (_, rest) = ABOUT.split_once("$ cargo run --release -p nhi-examples --").unwrap();
    let mut words = Vec::new();
    for line in rest.lines() {
        let line = line.trim_end();
        words.extend(line.trim_end_matches('\\').split_whitespace().map(str::to_owned));
        if !line.ends_with('\\') {
            break;
        }
    }
    words
}

/// What the command reads, wherever it is run.
fn read(keep: impl Fn(&str) -> bool) -> (Inventory, Account) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut asked = Arguments::parse(words().into_iter().map(Into::into)).unwrap();
    asked.sources.retain(|source| keep(&source.format));
    for source in &mut asked.sources {
        source.path = root.join(&source.path);
    }
    let tables = asked.path.map(|path| root.join(path));
    let (mut records, account) = sources::read(&asked.sources, tables.as_deref()).unwrap();
    (collect(&mut records), account)
}

fn collect(records: &mut dyn RecordSource) -> Inventory {
    let mut inventory = Inventory::new();
    // Strictly: whatever an export, a link or a table names is there.
    inventory.add_from(records, &Context::at(now())).unwrap();
    inventory
}

fn now() -> Instant {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

fn report(inventory: &Inventory) -> Report {
    analysis::orphans(&inventory.snapshot(), now(), &Policy::default()).with_since()
}

/// What a finding comes to: severity, reasons, since when, who answers, what it reaches.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    severity: String,
    reasons: Vec<String>,
    since: Option<String>,
    responsible: BTreeSet<String>,
    reach: BTreeSet<String>,
}

/// The answers of an inventory by credential, all ids as `rename` has them.
fn answers(inventory: &Inventory, rename: impl Fn(&str, &str) -> String) -> BTreeMap<String, Answer> {
    let report = report(inventory);
    assert!(report.iter().all(|finding| finding.indeterminate().is_empty()));
    let answer = |finding: analysis::Finding<'_>| {
        let credential = CredentialRef::from(finding.subject().to_reference().id);
        let reach = analysis::blast_radius(report.snapshot(), &credential, report.at()).unwrap();
        let answer = Answer {
            severity: finding.severity().to_string(),
            reasons: finding.reasons().iter().map(|reason| reason.to_string()).collect(),
            since: finding.since().unwrap().instant().map(|instant| instant.to_string()),
            responsible: finding.responsible().iter().map(|owner| rename("identity", owner.id())).collect(),
            reach: reach.assets.iter().map(|reached| rename("asset", &reached.asset)).collect(),
        };
        (rename("credential", finding.credential()), answer)
    };
    report.iter().map(answer).collect()
}

/// The company's ids by those of the exports.
fn names() -> BTreeMap<&'static str, &'static str> {
    let rows = NAMES.lines().skip(1).map(|line| line.split_once(',').unwrap());
    let names: BTreeMap<&str, &str> = rows.clone().map(|(own, theirs)| (theirs, own)).collect();
    assert_eq!(names.len(), rows.count(), "no id stands for two things");
    names
}

fn of_the_company() -> Inventory {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/company");
    collect(&mut nhi_import::open(path, &Default::default()).unwrap())
}

#[test]
fn the_answers_are_the_same() {
    let names = names();
    let (inventory, _) = read(|_| true);
    let own = |namespace: &str, id: &str| {
        let reference = format!("{namespace}:{id}");
        names.get(reference.as_str()).map_or(reference.clone(), |own| (*own).to_owned())
    };
    let found = answers(&inventory, own);
    let mut expected = answers(&of_the_company(), |namespace, id| format!("{namespace}:{id}"));
    // What the formats can't tell, as the page says it.
    let drop_box = expected.get_mut("credential:ftp-drop-pw").unwrap();
    assert_eq!(drop_box.since, None);
    drop_box.since = Some("2022-11-08T15:26:31Z".into());
    let marco = expected.get_mut("credential:marco-pat").unwrap();
    marco.reach = ["asset:git-forge".to_owned()].into();
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (credential, answer) in found {
        assert_eq!(answer, expected[&credential], "{credential}");
    }
    let (told, by_hand) = (report(&inventory).summary(), report(&of_the_company()).summary());
    assert_eq!((told.live_credentials, told.orphaned), (by_hand.live_credentials, by_hand.orphaned));
}

#[test]
fn nothing_is_left_aside_and_every_conflict_is_meant() {
    let (_, account) = read(|_| true);
    for report in &account.sources {
        assert!(report.skipped.is_empty() && report.unknown_values.is_empty(), "{report}");
        // What lies in an organisation is known from the repositories themselves.
        let left_out: Vec<&str> = report.left_out.keys().copied().collect();
        let known: &[&str] =
            if report.format == "bloodhound-opengraph" { &["edges of kinds that are not read"] } else { &[] };
        assert!(report.incomplete.is_empty() && left_out == known, "{report}");
        assert!(report.secrets_dropped.is_empty() && report.too_long.is_empty(), "{report}");
    }
    let conflicts: Vec<String> = account.merge.conflicts.iter().map(ToString::to_string).collect();
    // On leave for human resources, suspended in the directory: both are true.
    let hugo = "`identity:hr:person/hugo.martin@larkfield.example`, field `status`: hr-people was followed, okta-users says \
                something else";
    assert_eq!(conflicts, [hugo]);
    let merge = &account.merge;
    assert!(merge.ambiguous.is_empty() && merge.clashes.is_empty());
    assert!(merge.near_misses.is_empty() && merge.discovered.is_empty());
}

#[test]
fn systems_and_records_are_many() {
    let (_, account) = read(|_| true);
    let system = |format: &str| format.split('-').next().unwrap().to_owned();
    let systems: BTreeSet<String> = account.sources.iter().map(|report| system(report.format)).collect();
    let exported = account.sources.iter().filter(|report| report.format != "links");
    let entries: usize = exported.map(|report| report.entries).sum();
    assert!(systems.len() >= 10 && entries >= 300, "{systems:?}: {entries}");
}

/// Without the links a key has nobody, and what for is not known: that is why they are written.
#[test]
fn without_links_most_credentials_are_unowned() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let asked = Arguments::parse(words().into_iter().map(Into::into)).unwrap();
    let kept = asked.sources.into_iter().filter(|source| source.format != "links");
    let kept: Vec<_> =
        kept.map(|source| nhi_import::sources::Source { path: root.join(&source.path), ..source }).collect();
    let (mut records, _) = sources::read(&kept, None).unwrap();
    let summary = report(&collect(&mut records)).summary();
    assert!(summary.unowned_only > 30, "{summary:?}");
}

#[test]
fn the_command_is_as_the_page_shows_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO_BIN_EXE_nhi-examples")).args(words()).current_dir(root).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    let output = String::from_utf8(output.stdout).unwrap();
    let (_, shown) = ABOUT.split_once("--at 2026-03-01T00:00:00Z\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let mut rest = output.as_str();
    for part in shown.split("...\n") {
        let found = rest.split_once(part).unwrap_or_else(|| panic!("not in the output: {part}\n{rest}"));
        rest = found.1;
    }
}
