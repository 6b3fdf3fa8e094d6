//! Arrow: what CSV says, as typed columns.

use std::sync::Arc;

use arrow_array::{Array, cast::AsArray, ffi_stream::RecordBatchStreamReader, types::TimestampMicrosecondType};
use arrow_schema::DataType;
use nhi_lifecycle::analysis::Report;
use nhi_report::{
    arrow::{Findings, RecordBatch, RecordBatchReader, stream},
    csv,
};

use super::{RECORDS, report};

/// A cell as CSV writes it, but for what CSV escapes.
fn cell(column: &dyn Array, row: usize) -> String {
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            cell(dictionary.values(), dictionary.normalized_keys()[row])
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            (0..items.len()).map(|item| cell(&items, item)).collect::<Vec<_>>().join(";")
        }
        DataType::Timestamp(..) if column.is_null(row) => "always".to_owned(),
        DataType::Timestamp(..) => {
            let micros = column.as_primitive::<TimestampMicrosecondType>().value(row);
            nhi_lifecycle::Instant::from_micros(micros).unwrap().to_string()
        }
        other => panic!("{other}"),
    }
}

fn batches(report: &Report, findings: Findings) -> Vec<RecordBatch> {
    let exported = stream(findings.table(Arc::new(report.clone())).reader());
    let reader = RecordBatchStreamReader::try_new(exported).unwrap();
    let schema = reader.schema();
    let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>().unwrap();
    assert!(batches.iter().all(|batch| batch.schema() == schema));
    batches
}

#[test]
fn the_same_cells_as_csv() {
    let report = report(RECORDS).with_since();
    let mut text = Vec::new();
    csv::write(&report, &mut text).unwrap();
    let mut rows = ::csv::Reader::from_reader(text.as_slice());
    let names: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let batches = batches(&report, Findings::new().witnesses(true).explanations(true));
    let mut seen = 0;
    let cells = batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
    for (line, (batch, row)) in rows.records().zip(cells) {
        let schema = batch.schema();
        assert_eq!(schema.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>(), names);
        let cells: Vec<String> = batch.columns().iter().map(|column| cell(column, row)).collect();
        assert_eq!(line.unwrap().iter().collect::<Vec<_>>(), cells);
        seen += 1;
    }
    assert_eq!(seen, report.len());
}

#[test]
fn many_findings_come_in_batches() {
    let records: String = (0..70_000)
        .map(|number| {
            format!("{{\"record\":\"credential\",\"id\":\"c{number:05}\",\"kind\":\"other\",\"status\":\"active\"}}\n")
        })
        .collect();
    let batches = batches(&report(&records), Findings::new());
    assert_eq!(batches.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [&[8_192; 8][..], &[4_464]].concat());
    let last = batches.last().unwrap();
    assert_eq!(cell(last.column_by_name("credential").unwrap(), 4_463), "c69999");
    assert!(last.column_by_name("explanation").is_none());
}

#[test]
fn nothing_is_no_batch() {
    assert!(batches(&report(""), Findings::new()).is_empty());
}
