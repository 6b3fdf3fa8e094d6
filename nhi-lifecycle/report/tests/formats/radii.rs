//! How far every live credential reaches, in each format.

use nhi_lifecycle::{
    analysis::{EstimatedRadii, Radii},
    relation::Privilege,
};
use nhi_report::{Table, csv, json};

use super::{NOW, RECORDS, inventory, text};

fn radii(records: &str, least: Privilege) -> Radii {
    Radii::at_least(&inventory(records).snapshot(), NOW.parse().unwrap(), least, || true).unwrap()
}

fn estimated(records: &str) -> EstimatedRadii {
    EstimatedRadii::at_least(&inventory(records).snapshot(), NOW.parse().unwrap(), Privilege::Read, || true).unwrap()
}

/// `hd-key` opens `shop` with write; the others open nothing.
#[test]
fn as_json() {
    assert_eq!(
        text(|out| json::write_radii(&radii(RECORDS, Privilege::Write), out)),
        concat!(
            r#"{"at":"2026-03-01T00:00:00Z","least":"write","radii":["#,
            "\n",
            r#"{"credential":"hd-key","assets":1},"#,
            "\n",
            r#"{"credential":"ftp-pw","assets":0},"#,
            "\n",
            r#"{"credential":"old-pw","assets":0},"#,
            "\n",
            r#"{"credential":"shop-key","assets":0}"#,
            "\n]}\n"
        )
    );
    let written = text(|out| json::write_radii(&estimated(RECORDS), out));
    let parsed: serde_json::Value = serde_json::from_str(&written).unwrap();
    let about: Vec<f64> =
        parsed["radii"].as_array().unwrap().iter().map(|radius| radius["about"].as_f64().unwrap()).collect();
    assert!(about[0] >= 1.0 && about[1..] == [0.0; 3], "{about:?}");
}

#[test]
fn as_csv() {
    assert_eq!(
        text(|out| csv::write_radii(&radii(RECORDS, Privilege::Admin), out)).lines().take(2).collect::<Vec<_>>(),
        ["at,least,credential,assets", "2026-03-01T00:00:00Z,admin,ftp-pw,0"]
    );
    let formula = r#"{"record":"credential","id":"=1+1","kind":"password","status":"active"}"#;
    assert!(text(|out| csv::write_radii(&estimated(formula), out)).ends_with("read,'=1+1,0\n"));
}

#[test]
fn as_a_table() {
    assert_eq!(
        text(|out| Table::new().write_radii(&radii(RECORDS, Privilege::Read), out)),
        "\
CREDENTIAL  ASSETS
hd-key      1
ftp-pw      0
old-pw      0
shop-key    0
"
    );
    assert!(text(|out| Table::new().write_radii(&estimated(RECORDS), out)).starts_with("CREDENTIAL  ABOUT\n"));
    assert_eq!(text(|out| Table::new().write_radii(&estimated(""), out)), "no credential is live\n");
}

#[cfg(feature = "arrow")]
#[test]
fn as_arrow() {
    use std::sync::Arc;

    use arrow_array::{
        cast::AsArray,
        types::{Float32Type, UInt32Type},
    };
    use nhi_report::arrow;

    let records: String = (0..10_000)
        .map(|number| {
            format!("{{\"record\":\"credential\",\"id\":\"c{number:04}\",\"kind\":\"other\",\"status\":\"active\"}}\n")
        })
        .collect();
    let records = format!("{}\n{records}", RECORDS.trim());
    let exact: Vec<_> = arrow::radii(Arc::new(radii(&records, Privilege::Read))).reader().map(Result::unwrap).collect();
    assert_eq!(exact.iter().map(arrow::RecordBatch::num_rows).collect::<Vec<_>>(), [8_192, 1_812]);
    let first = &exact[0];
    let names: Vec<_> = first.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["at", "least", "credential", "assets"]);
    assert_eq!(first["credential"].as_string::<i32>().value(0), "hd-key");
    assert_eq!(exact[1]["credential"].as_string::<i32>().value(1_811), "shop-key");
    assert_eq!(first["assets"].as_primitive::<UInt32Type>().values()[..2], [1, 0]);
    let least = first["least"].as_any_dictionary();
    assert_eq!(least.values().as_string::<i32>().value(least.normalized_keys()[0]), "read");
    let about = arrow::estimated_radii(Arc::new(estimated(&records))).reader().next().unwrap().unwrap();
    assert!(about["about"].as_primitive::<Float32Type>().value(0) >= 1.0);
}
