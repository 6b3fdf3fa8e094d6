//! The README's blocks: each is a file that a test runs, or the true output of a command.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const README: &str = include_str!("../../README.md");

/// The blocks of a language, in the order of the page.
fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("\n```{language}\n");
    README
        .split(begin.as_str())
        .skip(1)
        .map(|rest| rest.split_inclusive("```\n").next().unwrap())
        .map(|block| block.strip_suffix("```\n").unwrap())
        .collect()
}

/// The output that the README shows for a command.
fn shown(command: &str) -> &'static str {
    let begin = format!("$ {command}\n");
    let block = blocks("console").into_iter().find_map(|block| block.split_once(begin.as_str()));
    let (_, output) = block.unwrap_or_else(|| panic!("no command `{command}`"));
    output.split("\n$ ").next().unwrap()
}

/// Checks that the parts between lines of `...` stand in the output, in this order; without them, that it is the output.
fn check_output(shown: &str, output: &str) {
    let mut rest = output;
    for (index, part) in shown.split("...\n").enumerate() {
        let (before, after) = rest.split_once(part).unwrap_or_else(|| panic!("not in the output: {part}\n{rest}"));
        assert!(index > 0 || before.is_empty(), "the output begins with more than {part}");
        rest = after;
    }
    assert!(shown.ends_with("...\n") || rest.is_empty(), "there is more output: {rest}");
}

fn run(binary: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(binary).args(arguments).current_dir(folder).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_invented_company() {
    let output = run(env!("CARGO_BIN_EXE_nhi-examples"), &[], &root());
    check_output(shown("cargo run --release -p nhi-examples"), &output);
}

#[test]
fn the_readers_own_inventory() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(folder.join("inventory")).unwrap();
    let tables: Vec<&str> = shown("head inventory/*.csv").split("==> ").skip(1).collect();
    assert_eq!(tables.len(), 3);
    for table in tables {
        let (name, rows) = table.split_once(" <==\n").unwrap();
        fs::write(folder.join(name), rows.trim_end()).unwrap();
    }
    let arguments = "inventory --at 2026-03-01T00:00:00Z";
    let output = run(env!("CARGO_BIN_EXE_nhi-examples"), &arguments.split(' ').collect::<Vec<_>>(), &folder);
    check_output(shown(&format!("cargo run --release -p nhi-examples -- {arguments}")), &output);
}

#[test]
fn a_server_on_its_way() {
    let output = run(env!("CARGO_BIN_EXE_retire"), &[], &root());
    check_output(shown("cargo run --release -p nhi-examples --bin retire"), &output);
}

#[test]
fn the_diagram_of_hardware() {
    let output = run(env!("CARGO_BIN_EXE_lifecycle"), &["hardware"], &root());
    assert_eq!(blocks("mermaid"), [output.as_str()]);
    let refused = Command::new(env!("CARGO_BIN_EXE_lifecycle")).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

/// The other two are run by the tests of their interfaces.
#[test]
fn first_successes_are_files_of_the_examples() {
    let files =
        [("rust", "src/bin/first_orphans.rs"), ("python", "python/first_orphans.py"), ("c", "c/first_orphans.c")];
    for (language, file) in files {
        let program = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let [block] = blocks(language)[..] else { panic!("one block of {language}") };
        let (_, shown) = program.split_once("\n\n").unwrap();
        assert_eq!(shown, block, "{file}");
    }
}

#[test]
fn the_first_success_in_rust_prints_the_most_urgent() {
    let printed = run(env!("CARGO_BIN_EXE_first_orphans"), &[], &root());
    let urgent: Vec<&str> = printed.lines().map(|line| line.split('`').nth(1).unwrap()).collect();
    assert_eq!(urgent, ["copilot-session", "copilot-token", "edge-gw-07-cert"]);
}
