use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use nhi_import::{Files, open, write_csv_folder, write_folder};
use nhi_lifecycle::{Code, Error, Record, limits::Limits, record::RecordType};

use crate::{outcomes, records};

/// A folder that goes when the test does.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("nhi-import-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, text) in files {
            fs::write(folder.0.join(name), text).expect("a file");
        }
        folder
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const ASSET: &str = r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"}"#;
const ALICE: &str = r#"{"record":"identity","id":"alice","kind":"employee","status":"active"}"#;
const ALICES: &str = "id,kind,status\nalice,employee,active\nbob,employee,active\n";

fn open_default(path: &Path) -> Result<Files, Error> {
    open(path, &Limits::default())
}

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let folder = Folder::with(files);
    let found = outcomes(open_default(&folder.0).expect("a folder of tables"));
    // Places bear the path as it was given.
    let prefix = format!("{}/", folder.0.display());
    let found: Vec<String> = found.iter().map(|outcome| outcome.replace(&prefix, "")).collect();
    crate::assert_outcomes(&found, expected, format!("{files:?}").as_bytes());
}

fn check_refused(path: &Path, code: Code, message: &str) {
    let error = open_default(path).expect_err("not to be read");
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(message), "{error}");
}

#[test]
fn tables_are_one_source() {
    check(&[("assets.jsonl", ASSET)], &["assets.jsonl:1 asset"]);
    check(
        &[
            ("identities.csv", ALICES),
            ("assets.jsonl", ASSET),
            ("README.md", "x"),
            ("hosts.csv", "x"),
            ("assets.txt", "x"),
        ],
        &["assets.jsonl:1 asset", "identities.csv:2 identity", "identities.csv:3 identity"],
    );
    check(&[("Assets.JSONL", ASSET), ("access.csv", "at,outcome\n")], &["Assets.JSONL:1 asset"]);
    check(
        &[("assets.jsonl", ""), ("changes.jsonl", "\n"), ("identities.jsonl", ALICE)],
        &["identities.jsonl:1 identity"],
    );
    let header = "{\"record\":\"inventory\",\"schema\":1}\n";
    let (assets, identities) = (format!("{header}{ASSET}"), format!("{header}{ALICE}"));
    check(
        &[("assets.jsonl", &assets), ("identities.jsonl", &identities)],
        &["assets.jsonl:2 asset", "identities.jsonl:2 identity"],
    );
}

#[test]
fn problems_name_their_file() {
    let mixed = format!("{ALICE}\n{ASSET}\n{{}}");
    check(
        &[("assets.jsonl", &mixed), ("identities.csv", "id,kind,status\nalice,sever,active\nbob,employee,active\n")],
        &[
            "unknown_record assets.jsonl:1: field `record`: not a record of this table; move it to `identities`",
            "assets.jsonl:2 asset",
            "unknown_record assets.jsonl:3: field `record`: missing",
            "unknown_value identities.csv:2: field `kind`: not ",
            "identities.csv:3 identity",
        ],
    );
    check(
        &[("assets.csv", ""), ("identities.csv", ALICES)],
        &["invalid_syntax assets.csv:1: empty", "identities", "identities"],
    );
}

#[test]
fn limits_hold_for_all_tables_together() {
    let folder = Folder::with(&[("assets.jsonl", ASSET), ("identities.csv", ALICES), ("access.csv", "at,outcome\n")]);
    let last = |limits: &Limits| outcomes(open(&folder.0, limits).expect("a folder")).pop().unwrap_or_default();
    let over = last(&Limits { records: 2, ..Limits::default() });
    assert!(over.starts_with("limit_exceeded") && over.contains("identities.csv:3: the source holds"), "{over}");
    let over = last(&Limits { bytes: 80, ..Limits::default() });
    assert!(over.starts_with("limit_exceeded") && over.contains("identities.csv:2: the source is longer"), "{over}");
    assert!(last(&Limits { records: 3, ..Limits::default() }).ends_with("identities.csv:3 identity"));
}

#[test]
fn single_files() {
    let folder = Folder::with(&[
        ("all.jsonl", &format!("{ALICE}\n{ASSET}")),
        ("assets.jsonl", ALICE),
        ("identities.CSV", ALICES),
    ]);
    let count = |name: &str| records(open_default(&folder.0.join(name)).expect("a file")).len();
    assert_eq!((count("all.jsonl"), count("assets.jsonl"), count("identities.CSV")), (2, 1, 2));
}

#[test]
fn what_is_not_read() {
    let folder = Folder::with(&[("hosts.csv", ""), ("assets.json", ""), ("x.parquet", "")]);
    let at = |name: &str| folder.0.join(name);
    check_refused(
        &folder.0,
        Code::InvalidArgument,
        "holds no table, as .jsonl, .csv or .parquet; one of: assets, identities",
    );
    check_refused(
        &at("hosts.csv"),
        Code::InvalidArgument,
        "the name of a .csv file says which table it is; one of: assets",
    );
    check_refused(&at("assets.json"), Code::InvalidArgument, "not a folder of tables, a .jsonl file, or a .csv or");
    check_refused(
        &at("x.parquet"),
        Code::InvalidArgument,
        "the name of a .parquet file says which table it is; one of",
    );
    check_refused(&at("nothing"), Code::Io, "nothing`: ");
    check_refused(&at("nothing.jsonl"), Code::Io, "nothing.jsonl`: ");
    check_refused(&Folder::new().0, Code::InvalidArgument, "holds no table");
    let twice = Folder::with(&[("assets.csv", ""), ("assets.jsonl", ""), ("identities.csv", "")]);
    check_refused(&twice.0, Code::InvalidArgument, "assets.csv` and `");
    check_refused(&twice.0, Code::InvalidArgument, "assets.jsonl` are the same table; keep one");
    #[cfg(not(feature = "parquet"))]
    {
        let parquet = Folder::with(&[("assets.csv", ""), ("changes.parquet", "")]);
        check_refused(&parquet.0, Code::InvalidArgument, "changes.parquet`: Parquet is not built in");
    }
    let folder = Folder::new();
    fs::create_dir(folder.0.join("assets.csv")).expect("a folder");
    let found = outcomes(open_default(&folder.0).into_iter().next().expect("a directory can be opened"));
    assert!(found.len() == 1 && found[0].starts_with("io "), "{found:?}");
}

fn record(json: &str) -> Record {
    serde_json::from_str(json).expect("a record")
}

#[test]
fn writing_takes_the_place_of_former_tables_at_the_end() {
    let all = |extension: &str| {
        let mut names: Vec<String> =
            RecordType::ALL.iter().map(|record_type| format!("{}.{extension}", record_type.table())).collect();
        names.sort();
        names
    };
    let folder = Folder::new();
    let inner = Folder(folder.0.join("new/inventory"));
    write_csv_folder([record(ASSET), record(ALICE)], &inner.0).expect("written");
    assert_eq!(inner.names(), all("csv"));
    assert_eq!(records(open_default(&inner.0).expect("a folder")).len(), 2);
    write_csv_folder([record(ALICE)], &inner.0).expect("written again");
    assert_eq!(records(open_default(&inner.0).expect("a folder")), [record(ALICE)]);

    let error = write_folder([record(ASSET)], &inner.0).expect_err("tables of another form are there");
    assert_eq!(error.code(), Code::InvalidArgument);
    assert!(error.to_string().contains("assets.csv`; remove that first"), "{error}");

    // An empty name is no name in CSV.
    let nameless = ASSET.replace('}', r#","name":""}"#);
    let error = write_csv_folder([record(ASSET), record(&nameless)], &inner.0).expect_err("an empty text");
    assert_eq!(
        error.to_string(),
        "record 1: field `name`: empty, which CSV can't tell from left out; leave it out or write JSON Lines"
    );
    assert_eq!(inner.names(), all("csv"), "nothing is left behind");
    assert_eq!(records(open_default(&inner.0).expect("a folder")), [record(ALICE)], "what was there stays");

    let lines = Folder::new();
    write_folder(std::iter::empty::<Record>(), &lines.0).expect("written");
    assert_eq!(lines.names(), all("jsonl"));
    assert!(records(open_default(&lines.0).expect("a folder")).is_empty());
    write_folder([record(&nameless)], &lines.0).expect("written");
    assert_eq!(records(open_default(&lines.0).expect("a folder")), [record(&nameless)]);
}
