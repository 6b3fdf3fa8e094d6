use nhi_report::json;

use super::{RECORDS, reach, report, text, without_sentences};

#[test]
fn findings() {
    let report = report(RECORDS).with_since();
    assert_eq!(
        without_sentences(&report, text(|out| json::write(&report, out))),
        concat!(
            r#"{"at":"2026-03-01T00:00:00Z","summary":{"live_credentials":4,"orphaned":3,"unowned_only":1,"indeterminate":1,"#,
            r#""by_severity":{"medium":2,"critical":1},"#,
            r#""by_reason":{"asset_retired":1,"issuer_retired":1,"owner_departed":1,"unowned":1}},"findings":["#,
            "\n",
            r#"{"kind":"orphaned","subject":"credential:hd-key","credential":"hd-key","status":"open","severity":"critical","#,
            r#""reasons":["asset_retired","issuer_retired"],"indeterminate":[],"since":"2026-02-01T00:00:00Z","#,
            r#""responsible":["identity:alice"],"#,
            r#""controls":["NHI1:2025","PR.AA-01","ID.AM-08","AC-2","IA-5","800-207:T6"],"witnesses":["#,
            r#"{"reason":"asset_retired","record":"asset:helpdesk","relation":"attached_to","state":"retired","#,
            r#""at":"2026-02-01T00:00:00Z","by":"dana"},"#,
            r#"{"reason":"issuer_retired","record":"asset:helpdesk","relation":"issued_by","state":"retired","#,
            r#""at":"2026-02-01T00:00:00Z","by":"dana"}],"#,
            r#""explanation":"(why)"},"#,
            "\n",
            r#"{"kind":"orphaned","subject":"credential:ftp-pw","credential":"ftp-pw","status":"open","severity":"medium","#,
            r#""reasons":["unowned"],"indeterminate":[],"since":null,"responsible":[],"#,
            r#""controls":["NHI1:2025","PR.AA-01","ID.AM-08","AC-2","IA-5","800-207:T6"],"witnesses":[],"#,
            r#""explanation":"(why)"},"#,
            "\n",
            r#"{"kind":"orphaned","subject":"credential:old-pw","credential":"old-pw","status":"indeterminate","#,
            r#""severity":"medium","reasons":["owner_departed"],"indeterminate":["owner_departed"],"since":null,"#,
            r#""responsible":["identity:zoe"],"#,
            r#""controls":["NHI1:2025","PR.AA-01","ID.AM-08","AC-2","IA-5","800-207:T6"],"witnesses":["#,
            r#"{"reason":"owner_departed","record":"identity:zoe","relation":"owned_by","state":"absent"}],"#,
            r#""explanation":"(why)"}"#,
            "\n]}\n",
        )
    );
}

#[test]
fn since_is_absent_unless_it_was_asked_for() {
    assert!(!text(|out| json::write(&report(RECORDS), out)).contains("since"));
}

#[test]
fn what_a_credential_reaches() {
    assert_eq!(
        text(|out| json::write_reach(&reach(RECORDS, "hd-key"), out)),
        concat!(
            r#"{"credential":"credential:hd-key","assets":[{"asset":"shop","privilege":"write","place":2}],"places":["#,
            r#"{"reference":"credential:hd-key","from":null},{"reference":"identity:svc-hd","from":0},"#,
            r#"{"reference":"asset:shop","from":1}]}"#,
            "\n"
        )
    );
}
