//! Ids and texts that were chosen to do harm: none of them reaches a terminal, a web page or a spreadsheet as more than text.

use nhi_report::{Table, csv, json};
use unicode_width::UnicodeWidthStr;

use super::{inventory, reach, report, text};

/// What an id may hold, as it is in the inventory.
fn ids() -> Vec<String> {
    let mut ids: Vec<String> = [
        "=cmd|'/C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "＝1＋1",
        "a;=1+1;b",
        "a,\"=1+1\"",
        "<script>alert(1)</script>",
        "zero\u{200b}width",
        "tag\u{e0041}ged",
        "mark\u{301}",
        "資産台帳の鍵",
        "🔑",
        "{}%s%n`$(reboot)`",
    ]
    .map(str::to_owned)
    .to_vec();
    ids.push("w".repeat(1024));
    ids.push("資".repeat(341));
    ids
}

/// Orphans with these ids, their asset retired by somebody whose name is a terminal command.
fn records() -> String {
    let by = "mal\u{1b}[2J\u{1b}]0;owned\u{7}\r\nlory\u{9b}31m \u{202e}txet";
    let mut records = serde_json::json!({
        "record": "change", "subject": "asset:=host", "from": "in_use", "to": "retired", "at": "2026-02-01T00:00:00Z", "by": by,
    })
    .to_string();
    records += "\n{\"record\":\"asset\",\"id\":\"=host\",\"kind\":\"server\",\"stage\":\"retired\"}";
    records += "\n{\"record\":\"asset\",\"id\":\"=disk\",\"kind\":\"server\",\"stage\":\"in_use\"}";
    for id in ids() {
        let credential = serde_json::json!({
            "record": "credential", "id": id, "kind": "api_key", "status": "active", "issued_by": "=host", "identity": id,
        });
        let identity = serde_json::json!({
            "record": "identity", "id": id, "kind": "service_account", "status": "active",
        });
        let entitled = serde_json::json!({
            "record": "relation", "kind": "entitled_to", "from": format!("identity:{id}"), "to": "asset:=disk",
        });
        records += &format!("\n{credential}\n{identity}\n{entitled}");
    }
    records
}

/// Whether a text does nothing to whoever looks at it, and tells no two characters as one.
fn is_plain(text: &str) -> bool {
    let acts = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{200b}');
    !text.contains(acts)
}

#[test]
fn terminals_get_no_commands_and_lines_of_the_width_asked_for() {
    let report = report(&records()).with_since();
    for asked in [0, 60, 61, 80, 100, 300] {
        let written = text(|out| Table::new().width(asked).write(&report, out));
        assert!(is_plain(&written), "{written:?}");
        assert!(written.contains(r"\u{1b}") && written.contains(r"\u{202e}"), "{written}");
        let widest = written.lines().map(UnicodeWidthStr::width).max().unwrap();
        assert!(widest <= asked.max(Table::LEAST_WIDTH), "{widest} columns instead of {asked}");
    }
}

#[test]
fn notes_are_not_trusted_either() {
    let written = text(|out| {
        Table::new().write_with_notes(&report(&records()), out, |_| vec![("next", "\u{1b}[2J\nrevoke".to_owned())])
    });
    assert!(is_plain(&written) && written.contains(r"next  \u{1b}[2J\nrevoke"), "{written}");
}

#[test]
fn json_is_plain_and_reads_as_what_went_in() {
    let written = text(|out| json::write(&report(&records()), out));
    assert!(is_plain(&written) && !written.contains('<'), "{written:?}");
    let parsed: serde_json::Value = serde_json::from_str(&written).unwrap();
    let mut found: Vec<&str> =
        parsed["findings"].as_array().unwrap().iter().map(|finding| finding["credential"].as_str().unwrap()).collect();
    found.sort_unstable();
    let mut expected = ids();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(parsed["findings"][0]["witnesses"][0]["by"].as_str().unwrap().starts_with("mal\u{1b}[2J"));
}

#[test]
fn spreadsheets_find_no_formulas() {
    let report = report(&records()).with_since();
    let reach = reach(&records(), &ids()[0]);
    for written in [text(|out| csv::write(&report, out)), text(|out| csv::write_reach(&reach, out))] {
        assert!(is_plain(&written), "{written:?}");
        // Whatever a spreadsheet takes for the separator.
        for separator in [b',', b';', b'\t'] {
            let mut reader = ::csv::ReaderBuilder::new();
            let mut reader =
                reader.delimiter(separator).has_headers(false).flexible(true).from_reader(written.as_bytes());
            for cell in reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
                let first = cell.trim_start_matches([' ', '"']).chars().next();
                assert!(!first.is_some_and(|c| "=+-@＝＋－＠\t\r".contains(c)), "{cell:?}");
            }
        }
    }
}

/// All paths of this chain together are two gigabytes of text.
#[test]
fn a_long_chain_is_written_in_as_much_as_it_has_links() {
    const LINKS: usize = 12_000;
    let records: Vec<String> = (0..LINKS)
        .map(|link| {
            let stored = if link == 0 { String::new() } else { format!(r#","stored_on":"a{}""#, link - 1) };
            format!(
                r#"{{"record":"asset","id":"a{link}","kind":"repository","stage":"in_use"}}
                {{"record":"credential","id":"k{link}","kind":"deploy_key","status":"active","issued_by":"a{link}"{stored}}}"#
            )
        })
        .collect();
    let reach = reach(&records.join("\n"), "k0");
    assert_eq!(reach.assets.len(), LINKS);
    let parsed: serde_json::Value = serde_json::from_str(&text(|out| json::write_reach(&reach, out))).unwrap();
    let places = parsed["places"].as_array().unwrap();
    assert_eq!(places.len(), 2 * LINKS);
    for (entry, reached) in parsed["assets"].as_array().unwrap().iter().zip(&reach.assets).step_by(1_000) {
        let mut way = Vec::new();
        let mut next = entry["place"].as_u64();
        while let Some(place) = next {
            way.push(places[place as usize]["reference"].as_str().unwrap());
            next = places[place as usize]["from"].as_u64();
        }
        assert!(way.into_iter().rev().eq(reached.path.iter()));
    }
    let written = text(|out| csv::write_reach(&reach, out));
    let longest = written.lines().find(|line| line.starts_with("k0,a11999,")).unwrap();
    assert!(
        longest.starts_with("k0,a11999,read,credential:k0;(23969 more);credential:k11985;asset:a11985;"),
        "{longest}"
    );
    assert!(longest.ends_with(";credential:k11999;asset:a11999"), "{longest}");
    let table = text(|out| Table::new().write_reach(&reach, out));
    assert!(table.contains("(23969 more)") && table.len() < 40 << 20, "{}", table.len());
}

#[test]
fn every_hostile_id_is_a_finding() {
    assert_eq!(report(&records()).len(), ids().len());
    assert_eq!(inventory(&records()).len(), 3 + 3 * ids().len());
}
