use nhi_report::Table;

use super::{RECORDS, reach, report, text};

#[test]
fn findings_with_their_explanations() {
    let records: Vec<&str> = RECORDS.lines().filter(|line| !line.contains("old-pw")).collect();
    assert_eq!(
        text(|out| Table::new().width(70).write(&report(&records.join("\n")).with_since(), out)),
        "\
SEVERITY  CREDENTIAL  SINCE       REASONS                  RESPONSIBLE
critical  hd-key      2026-02-01  asset_retired,           alice
                                  issuer_retired
          `hd-key` still works, but `helpdesk`, for which its identity
          `svc-hd` works and which issued it, was retired on
          2026-02-01 by dana

medium    ftp-pw      always      unowned                  nobody
          `ftp-pw` still works, but nobody owns it: no owner is
          recorded for it, its identity or what uses it
"
    );
}

#[test]
fn findings_without_explanations() {
    assert_eq!(
        text(|out| Table::new().explanations(false).write(&report(RECORDS), out)),
        "\
SEVERITY  CREDENTIAL  REASONS                        RESPONSIBLE
critical  hd-key      asset_retired, issuer_retired  alice
medium    ftp-pw      unowned                        nobody
medium    old-pw      owner_departed?                zoe

? rests on records that are referred to and missing
"
    );
}

#[test]
fn notes_hang_beside_their_labels() {
    let note = "revoke it at the provider that took the contract over, and tell the help desk";
    let written = text(|out| {
        let table = Table::new().width(60).explanations(false);
        table.write_with_notes(&report(RECORDS), out, |_| {
            vec![("next", note.to_owned()), ("ticket", "SEC-7".to_owned())]
        })
    });
    let expected = "\
critical  hd-key      asset_retired,             alice
                      issuer_retired
          next    revoke it at the provider that took the
                  contract over, and tell the help desk
          ticket  SEC-7

medium    ftp-pw ";
    assert!(written.contains(expected), "{written}");
}

#[test]
fn colour_only_when_asked() {
    let plain = text(|out| Table::new().write(&report(RECORDS), out));
    let coloured = text(|out| Table::new().colour(true).write(&report(RECORDS), out));
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    assert!(coloured.contains("\u{1b}[1;31mcritical\u{1b}[0m  hd-key"), "{coloured:?}");
    let mut bare = coloured;
    for rendition in ["1", "1;31", "33", "0"] {
        bare = bare.replace(&format!("\u{1b}[{rendition}m"), "");
    }
    assert_eq!(bare, plain);
}

#[test]
fn summary() {
    assert_eq!(
        text(|out| Table::new().write_summary(&report(RECORDS).summary(), out)),
        "\
3 of 4 live credentials are orphaned: 1 critical, 2 medium
1 of them for no other reason than that no owner is recorded
1 of them resting on nothing but records that are referred to and missing

REASON          CREDENTIALS
asset_retired   1
issuer_retired  1
owner_departed  1
unowned         1
"
    );
}

#[test]
fn what_a_credential_reaches() {
    assert_eq!(
        text(|out| Table::new().write_reach(&reach(RECORDS, "hd-key"), out)),
        "\
ASSET  PRIVILEGE  PATH
shop   write      credential:hd-key > identity:svc-hd > asset:shop
"
    );
    assert_eq!(text(|out| Table::new().write_reach(&reach(RECORDS, "ftp-pw"), out)), "`ftp-pw` reaches no asset\n");
}

#[test]
fn nothing_found() {
    assert_eq!(text(|out| Table::new().write(&report(""), out)), "no live credential is orphaned\n");
}
