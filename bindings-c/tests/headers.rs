//! What is committed is what the build makes: the headers, and the list of symbols.

mod common;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use common::{built, package, run};

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

fn committed(file: &str) -> String {
    read(&package().join(file))
}

fn compare(header: &str) {
    let made = read(&Path::new(env!("OUT_DIR")).join(header));
    assert!(committed(&format!("include/{header}")) == made, "include/{header} is out of date; run `make header`");
}

/// The calls that a header declares.
fn declared(header: &str) -> BTreeSet<String> {
    let calls = header.lines().filter_map(|line| line.strip_prefix("int32_t ")?.split_once('('));
    calls.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn committed_headers() {
    compare("nhi_lifecycle.h");
    compare("nhi_lifecycle_ffi.h");
}

#[test]
fn both_headers_declare_the_same() {
    let (usual, bare) = (committed("include/nhi_lifecycle.h"), committed("include/nhi_lifecycle_ffi.h"));
    assert!(!bare.contains('#'), "a header for readers that are no C compilers holds no line for a preprocessor");
    assert_eq!(declared(&usual), declared(&bare));
    let constants = |header: &str| -> Vec<String> {
        header.lines().filter(|line| line.starts_with("    NHI_")).map(str::to_owned).collect()
    };
    assert_eq!(constants(&usual), constants(&bare));
}

#[test]
fn exported_symbols() {
    let library = built().join("libnhi_lifecycle_c.so");
    let said = run(Command::new("nm").args(["--dynamic", "--defined-only", "--format=posix"]).arg(library));
    let exported: BTreeSet<String> = said.lines().filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect();
    let listed: BTreeSet<String> = committed("symbols.txt").lines().map(str::to_owned).collect();
    assert_eq!(exported, listed, "symbols.txt lists what is exported; `make header` writes it");
    assert_eq!(listed, declared(&committed("include/nhi_lifecycle.h")), "each is declared");
}

#[test]
fn the_name_of_the_shared_library() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let said = run(Command::new("readelf").arg("-dW").arg(built().join("libnhi_lifecycle_c.so")));
    assert!(said.contains("[libnhi_lifecycle.so.0]"), "{said}");
    assert!(said.contains("NODELETE"), "{said}");
}
