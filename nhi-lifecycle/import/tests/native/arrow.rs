//! Arrow tables: every type that a field may come as, and what is said of the others.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Int64Array, LargeStringArray, ListArray, NullArray,
    RecordBatch, RecordBatchIterator, RecordBatchReader, StringArray, StringViewArray, StructArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
    builder::{LargeListBuilder, ListBuilder, MapBuilder, StringBuilder},
    types::{Int8Type, UInt32Type},
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use nhi_import::{ArrowTable, ArrowTables};
use nhi_lifecycle::{Record, limits::Limits, record::RecordType};

use crate::{assert_outcomes, outcomes, records};

fn texts(texts: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

fn reader(columns: Vec<(&str, ArrayRef)>) -> impl RecordBatchReader {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns.into_iter().map(|(_, array)| array).collect());
    RecordBatchIterator::new([batch], schema)
}

fn table(record_type: RecordType, columns: Vec<(&str, ArrayRef)>) -> ArrowTable<impl RecordBatchReader> {
    ArrowTable::new(reader(columns), record_type.table(), record_type, &Limits::default())
}

/// Assets of which one field comes in this column: what JSON would have there.
fn check(field: &str, column: ArrayRef, expected: &[&str]) {
    let rows = column.len();
    let ids: Vec<String> = (0..rows).map(|row| format!("a{row}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let fixed = |text: &str| texts(&vec![text; rows]);
    let shown = format!("{field}: {}", column.data_type());
    let columns = vec![("id", texts(&ids)), ("kind", fixed("server")), ("stage", fixed("in_use")), (field, column)];
    let read = records(table(RecordType::Asset, columns));
    let wanted: Vec<Record> = ids
        .iter()
        .zip(expected)
        .map(|(id, value)| {
            let value = if value.is_empty() { String::new() } else { format!(",\"{field}\":{value}") };
            let line =
                format!("{{\"record\":\"asset\",\"id\":\"{id}\",\"kind\":\"server\",\"stage\":\"in_use\"{value}}}");
            serde_json::from_str(&line).expect("a good record")
        })
        .collect();
    assert_eq!(read, wanted, "{shown}");
}

#[test]
fn texts_of_every_type() {
    let given = [Some("one"), None, Some(""), Some("a;b=c")];
    let expected = [r#""one""#, "", r#""""#, r#""a;b=c""#];
    check("name", Arc::new(StringArray::from(given.to_vec())), &expected);
    check("name", Arc::new(LargeStringArray::from(given.to_vec())), &expected);
    check("name", Arc::new(StringViewArray::from(given.to_vec())), &expected);
    check("name", Arc::new(given.iter().copied().collect::<DictionaryArray<Int8Type>>()), &expected);
    check("name", Arc::new(given.iter().copied().collect::<DictionaryArray<UInt32Type>>()), &expected);
    check("name", Arc::new(NullArray::new(2)), &["", ""]);
    let sliced = StringArray::from(given.to_vec()).slice(2, 2);
    check("name", Arc::new(sliced), &expected[2..]);
}

#[test]
fn truth_values() {
    check("legal_hold", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)])), &["true", "", "false"]);
    check("legal_hold", texts(&["true", "false"]), &["true", "false"]);
}

#[test]
fn instants_of_every_unit() {
    let second = 1_770_000_000;
    let expected = [r#""2026-02-02T02:40:00Z""#, ""];
    check(
        "due_back_at",
        Arc::new(TimestampSecondArray::from(vec![Some(second), None]).with_timezone("UTC")),
        &expected,
    );
    let millis = TimestampMillisecondArray::from(vec![Some(second * 1_000), None]).with_timezone("+01:00");
    check("due_back_at", Arc::new(millis), &expected);
    let micros = TimestampMicrosecondArray::from(vec![Some(second * 1_000_000), None]).with_timezone("Europe/Berlin");
    check("due_back_at", Arc::new(micros), &expected);
    let nanos = TimestampNanosecondArray::from(vec![Some(second * 1_000_000_000), None]).with_timezone("UTC");
    check("due_back_at", Arc::new(nanos), &expected);
    check("due_back_at", texts(&["2026-02-02T03:40:00+01:00"]), &expected[..1]);
}

fn lists() -> ListArray {
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("alice"), Some("identity:bob")]);
    lists.append_null();
    lists.append_value([None::<&str>; 0]);
    lists.append_value([Some("a;b")]);
    lists.finish()
}

#[test]
fn lists_of_every_type() {
    let expected = [r#"["alice","identity:bob"]"#, "", "", r#""a;b""#];
    check("owner", Arc::new(lists()), &expected);
    check("owner", Arc::new(lists().slice(1, 3)), &expected[1..]);
    let mut large = LargeListBuilder::new(StringBuilder::new());
    large.append_value([Some("alice"), Some("bob")]);
    check("owner", Arc::new(large.finish()), &[r#"["alice","bob"]"#]);
    check("owner", texts(&["alice;bob", r"a\;b", ""]), &[r#"["alice","bob"]"#, r#""a;b""#, ""]);
}

#[test]
fn maps_of_every_type() {
    let expected = [r#"{"k":"v","l":""}"#, "", "{}"];
    let mut maps = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
    maps.keys().append_value("k");
    maps.values().append_value("v");
    maps.keys().append_value("l");
    maps.values().append_value("");
    maps.append(true).expect("a map");
    maps.append(false).expect("a map");
    maps.append(true).expect("a map");
    let maps = maps.finish();
    check("labels", Arc::new(maps.clone()), &expected);
    // As Polars has them.
    let entries = maps.entries();
    let item = Arc::new(Field::new("item", entries.data_type().clone(), true));
    let list = ListArray::new(item, maps.offsets().clone(), Arc::new(entries.clone()), maps.nulls().cloned());
    check("labels", Arc::new(list), &expected);
    // As pandas makes them of dicts.
    let optional = |texts: [Option<&str>; 2]| Arc::new(StringArray::from(texts.to_vec())) as ArrayRef;
    let fields = vec![Field::new("k", DataType::Utf8, true), Field::new("l", DataType::Utf8, true)];
    let columns = vec![optional([Some("v"), None]), optional([Some(""), None])];
    check("labels", Arc::new(StructArray::new(fields.into(), columns, None)), &[r#"{"k":"v","l":""}"#, "{}"]);
    check("labels", texts(&["k=v;l=", ""]), &[r#"{"k":"v","l":""}"#, ""]);
}

#[test]
fn what_a_change_says_of_before() {
    let read = records(table(
        RecordType::Change,
        vec![
            ("subject", texts(&["asset:a"; 3])),
            ("to", texts(&["retired"; 3])),
            ("at", texts(&["2026-02-01T00:00:00Z"; 3])),
            ("from", Arc::new(StringArray::from(vec![None, Some("null"), Some("in_use")]))),
        ],
    ));
    let wanted = [r"", r#","from":null"#, r#","from":"in_use""#].map(|from| {
        let line = r#"{"record":"change","subject":"asset:a","to":"retired","at":"2026-02-01T00:00:00Z""#;
        serde_json::from_str::<Record>(&format!("{line}{from}}}")).expect("a good record")
    });
    assert_eq!(read, wanted);
}

fn check_problems(columns: Vec<(&str, ArrayRef)>, expected: &[&str]) {
    let found = outcomes(table(RecordType::Credential, columns));
    assert_outcomes(&found, expected, b"");
}

fn columns(rows: usize, more: Vec<(&str, ArrayRef)>) -> Vec<(&str, ArrayRef)> {
    let ids: Vec<String> = (1..=rows).map(|row| format!("c{row}")).collect();
    let ids = texts(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let fixed = |text: &str| texts(&vec![text; rows]);
    [vec![("id", ids), ("kind", fixed("other")), ("status", fixed("active"))], more].concat()
}

#[test]
fn places_are_rows() {
    let names: ArrayRef = Arc::new(BooleanArray::from(vec![None, Some(true)]));
    check_problems(
        columns(2, vec![("name", names)]),
        &["credentials:1 credential", "wrong_type credentials:2: field `name`: a truth value where"],
    );
    let ends = TimestampNanosecondArray::from(vec![1, 1_000]).with_timezone("UTC");
    check_problems(
        columns(2, vec![("expires_at", Arc::new(ends))]),
        &["invalid_instant credentials:1: field `expires_at`: finer than a microsecond", "credentials:2 credential"],
    );
    let late = TimestampSecondArray::from(vec![i64::MAX]).with_timezone("UTC");
    check_problems(
        columns(1, vec![("expires_at", Arc::new(late))]),
        &["invalid_instant credentials:1: field `expires_at`"],
    );
    let name = TimestampSecondArray::from(vec![1]).with_timezone("UTC");
    check_problems(
        columns(1, vec![("name", Arc::new(name))]),
        &["wrong_type credentials:1: field `name`: a timestamp where none belongs"],
    );
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("alice"), None]);
    check_problems(
        columns(1, vec![("owner", Arc::new(lists.finish()))]),
        &["wrong_type credentials:1: field `owner`: null"],
    );
}

#[test]
fn columns_that_can_not_be_read() {
    let check = |column: ArrayRef, message: &str| {
        let expected = format!("wrong_type credentials:1: field `name`: the column {message}");
        check_problems(columns(1, vec![("name", column)]), &[&expected, "credentials:1 credential"]);
    };
    check(Arc::new(Int64Array::from(vec![1])), "holds numbers");
    check(Arc::new(Date32Array::from(vec![1])), "holds days");
    check(Arc::new(TimestampSecondArray::from(vec![1])), "holds timestamps without a time zone");
    check(Arc::new(arrow_array::BinaryArray::from(vec![&b"x"[..]])), "holds bytes");
    let numbers = ListArray::from_iter_primitive::<arrow_array::types::Int32Type, _, _>([Some([Some(1)])]);
    check(Arc::new(numbers), "holds lists or maps of something else");
    check_problems(
        columns(1, vec![("colour", texts(&["red"]))]),
        &["unknown_field credentials:1: field `colour`: no such column in `credentials`", "credentials:1 credential"],
    );
    check_problems(
        columns(1, vec![("kind", texts(&["other"]))]),
        &["duplicate_field credentials:1: field `kind`", "credentials:1 credential"],
    );
    check_problems(
        vec![("id", texts(&["a", "b"]))],
        &["missing_field credentials:1: field `kind`: required, and the table"],
    );
    check_problems(
        vec![("x", texts(&["a", "b"]))],
        &["unknown_field credentials:1: no column has the name of a field"],
    );
}

#[test]
fn a_producer_that_fails_or_panics() {
    let schema = reader(columns(1, vec![])).schema();
    let good = || reader(columns(1, vec![])).next().expect("a batch");
    let failing =
        RecordBatchIterator::new([good(), Err(ArrowError::ComputeError("s3cr3t".to_owned()))], schema.clone());
    let limits = Limits::default();
    let found = outcomes(ArrowTable::new(failing, "t", RecordType::Credential, &limits));
    assert_outcomes(&found, &["t:1 credential", "invalid_syntax t:1: the table ends here"], b"");
    assert!(!found.concat().contains("s3cr3t"));
    let panicking = (0..3).map(|batch| if batch == 1 { panic!("on purpose") } else { good() });
    let panicking = RecordBatchIterator::new(panicking, schema);
    let found = outcomes(ArrowTable::new(panicking, "t", RecordType::Credential, &limits));
    assert_outcomes(&found, &["t:1 credential", "invalid_syntax t:1: the table ends here"], b"");
}

#[test]
fn limits_hold() {
    let read = |limits: Limits| {
        outcomes(ArrowTable::new(
            reader(columns(3, vec![("name", texts(&["x", "yyyyyyyyyy", "z"]))])),
            "t",
            RecordType::Credential,
            &limits,
        ))
    };
    let limits = Limits::default();
    assert_outcomes(
        &read(Limits { records: 2, ..limits }),
        &["t:1 c", "t:2 c", "limit_exceeded t:3: the source holds"],
        b"",
    );
    assert_outcomes(
        &read(Limits { line_bytes: 20, ..limits }),
        &["t:1 c", "limit_exceeded t:2: the row is longer", "t:3 c"],
        b"",
    );
    assert_outcomes(&read(Limits { bytes: 40, ..limits }), &["limit_exceeded t:1: the source is longer"], b"");
}

#[test]
fn tables_are_one_source() {
    let people =
        reader(vec![("id", texts(&["alice"])), ("kind", texts(&["employee"])), ("status", texts(&["active"]))]);
    let nothing = reader(vec![("id", texts(&[])), ("kind", texts(&[])), ("status", texts(&[]))]);
    let keys = reader(columns(2, vec![("owner", texts(&["alice", "asset:x"]))]));
    let boxed = |reader| -> Box<dyn RecordBatchReader> { Box::new(reader) };
    let tables = vec![
        (RecordType::Identity, boxed(people)),
        (RecordType::Identity, Box::new(nothing)),
        (RecordType::Credential, Box::new(keys)),
    ];
    let found = outcomes(ArrowTables::new(tables, &Limits::default()));
    assert_outcomes(
        &found,
        &["identities:1 identity", "credentials:1 credential", "invalid_reference credentials:2: field `owner`"],
        b"",
    );
}
