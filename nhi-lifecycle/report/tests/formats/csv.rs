use nhi_report::csv;

use super::{RECORDS, reach, report, text};

#[test]
fn findings() {
    let written = text(|out| csv::write(&report(RECORDS).with_since(), out));
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "at,kind,subject,credential,status,severity,reasons,indeterminate,since,responsible,controls,witnesses,explanation",
            "2026-03-01T00:00:00Z,orphaned,credential:hd-key,hd-key,open,critical,asset_retired;issuer_retired,,\
             2026-02-01T00:00:00Z,identity:alice,NHI1:2025;PR.AA-01;ID.AM-08;AC-2;IA-5;800-207:T6,asset:helpdesk,\
             \"`hd-key` still works, but `helpdesk`, for which its identity `svc-hd` works, was retired on 2026-02-01 by \
             dana; and `helpdesk`, which issued it, was retired on 2026-02-01 by dana\"",
        ]
    );
    assert!(
        lines[2].starts_with("2026-03-01T00:00:00Z,orphaned,credential:ftp-pw,ftp-pw,open,medium,unowned,,always,,")
    );
    assert!(lines[3].contains(",indeterminate,medium,owner_departed,owner_departed,always,identity:zoe,"));
    assert_eq!(lines.len(), 4);
}

#[test]
fn since_is_empty_unless_it_was_asked_for() {
    let written = text(|out| csv::write(&report(RECORDS), out));
    assert!(written.contains(",medium,unowned,,,,NHI1:2025;"), "{written}");
}

#[test]
fn what_a_credential_reaches() {
    assert_eq!(
        text(|out| csv::write_reach(&reach(RECORDS, "hd-key"), out)),
        "\
credential,asset,privilege,path
hd-key,shop,write,credential:hd-key;identity:svc-hd;asset:shop
"
    );
}
