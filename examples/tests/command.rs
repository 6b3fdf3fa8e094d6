//! The command on the reader's own inventory.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

const INVENTORY: &str = r#"{"record":"asset","id":"helpdesk","kind":"saas","stage":"retired"}
{"record":"identity","id":"alice","kind":"employee","status":"active"}
{"record":"credential","id":"hd-key","kind":"api_key","status":"active","issued_by":"helpdesk","owner":"alice"}
"#;

/// A file with this text, of this test alone.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.jsonl"));
    fs::write(&path, text).unwrap();
    path
}

fn tell(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nhi-examples")).args(arguments).output().unwrap()
}

fn told(arguments: &[&str]) -> String {
    let output = tell(arguments);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = tell(arguments);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn at_an_instant() {
    let path = file("at_an_instant", INVENTORY);
    let path = path.to_str().unwrap();
    assert_eq!(
        told(&[path, "--at", "2026-03-01T01:00:00+01:00"]),
        format!(
            "\
{path}, at 2026-03-01T00:00:00Z: 3 records

SEVERITY  CREDENTIAL  SINCE   REASONS         RESPONSIBLE
high      hd-key      always  issuer_retired  alice
          `hd-key` still works, but `helpdesk`, which issued it, is retired
          reach  no asset
          next   revoke it

1 of 1 live credentials is orphaned: 1 high

REASON          CREDENTIALS
issuer_retired  1
"
        )
    );
}

#[test]
fn now() {
    let path = file("now", INVENTORY);
    assert!(told(&[path.to_str().unwrap()]).contains("high      hd-key      always"));
}

#[test]
fn references_to_missing_records() {
    let without_alice: Vec<&str> = INVENTORY.lines().filter(|line| !line.contains("employee")).collect();
    let path = file("references_to_missing_records", &without_alice.join("\n"));
    let path = path.to_str().unwrap();
    let message = refused(&[path]);
    assert!(message.contains(":2: ") && message.contains("with --lenient, references to missing records"), "{message}");
    assert!(told(&[path, "--lenient"]).contains("issuer_retired, owner_departed?"));
}

#[test]
fn what_makes_no_sense() {
    assert!(refused(&["no/such/inventory"]).starts_with("`no/such/inventory`: "));
    assert!(refused(&["--at", "today"]).starts_with("`--at`: not an instant"));
    assert!(told(&["--help"]).contains("usage: nhi-examples [PATH]"));
}
