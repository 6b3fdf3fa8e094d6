//! The same for the rows of Arrow tables, whatever types their columns are of.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, LargeStringArray, RecordBatch, RecordBatchIterator, StringArray,
    StringViewArray, TimestampMicrosecondArray, TimestampNanosecondArray, TimestampSecondArray,
    builder::{ListBuilder, MapBuilder, StringBuilder},
    types::Int8Type,
};
use arrow_schema::{Field, Schema};
use nhi_import::ArrowTable;
use nhi_lifecycle::{Instant, limits::Limits, record::RecordType};
use proptest::{prelude::*, sample::select};

use crate::incoming::{Made, TYPES, fields, load};

/// What a column is of.
#[derive(Clone, Copy, Debug)]
enum Form {
    Short,
    Long,
    View,
    Dictionary,
    Truth,
    Seconds,
    Micros,
    Nanos,
    List,
    Map,
}

const FORMS: [Form; 10] = [
    Form::Short,
    Form::Long,
    Form::View,
    Form::Dictionary,
    Form::Truth,
    Form::Seconds,
    Form::Micros,
    Form::Nanos,
    Form::List,
    Form::Map,
];

/// The same texts as a column of this form; what it can't hold is null.
fn column(form: Form, rows: &[Vec<&str>]) -> ArrayRef {
    let joined: Vec<Option<String>> = rows.iter().map(|texts| (!texts.is_empty()).then(|| texts.join(";"))).collect();
    let texts = || joined.iter().map(Option::as_deref);
    let numbers = |each_micro: i64, micros: i64| {
        let instant = |text: Option<&str>| text?.parse::<Instant>().ok();
        let numbers = texts().map(move |text| Some(instant(text)?.as_micros().wrapping_mul(each_micro) / micros));
        numbers.collect::<Vec<_>>()
    };
    match form {
        Form::Short => Arc::new(texts().collect::<StringArray>()),
        Form::Long => Arc::new(texts().collect::<LargeStringArray>()),
        Form::View => Arc::new(texts().collect::<StringViewArray>()),
        Form::Dictionary => Arc::new(texts().collect::<DictionaryArray<Int8Type>>()),
        Form::Truth => Arc::new(texts().map(|text| text?.parse().ok()).collect::<BooleanArray>()),
        Form::Seconds => Arc::new(TimestampSecondArray::from(numbers(1, 1_000_000)).with_timezone("UTC")),
        Form::Micros => Arc::new(TimestampMicrosecondArray::from(numbers(1, 1)).with_timezone("UTC")),
        // A few are finer than a microsecond, as they are beyond what nanoseconds reach.
        Form::Nanos => Arc::new(TimestampNanosecondArray::from(numbers(1_000, 1)).with_timezone("UTC")),
        Form::List => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for (row, texts) in rows.iter().enumerate() {
                for text in texts {
                    lists.values().append_option((!text.is_empty()).then_some(*text));
                }
                lists.append(!texts.is_empty() || row % 2 == 0);
            }
            Arc::new(lists.finish())
        }
        Form::Map => {
            let mut maps = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
            for texts in rows {
                for (number, text) in texts.iter().enumerate() {
                    maps.keys().append_value(number.to_string());
                    maps.values().append_value(text);
                }
                maps.append(!texts.is_empty()).expect("as many keys as values");
            }
            Arc::new(maps.finish())
        }
    }
}

fn batches(rows: &[Vec<(&'static str, String)>], forms: &[Form]) -> Vec<RecordBatch> {
    let mut names: Vec<&str> = rows.iter().flatten().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &str, row: &'_ [(&'static str, String)]| -> Vec<String> {
        row.iter().filter(|(field, _)| *field == name).map(|(_, text)| text.clone()).collect()
    };
    let columns = names.iter().zip(forms).map(|(name, form)| {
        let cells: Vec<Vec<String>> = rows.iter().map(|row| of(name, row)).collect();
        let cells: Vec<Vec<&str>> = cells.iter().map(|texts| texts.iter().map(String::as_str).collect()).collect();
        column(*form, &cells)
    });
    let columns: Vec<ArrayRef> = columns.collect();
    let field = |(name, column): (&&str, &ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let schema = Arc::new(Schema::new(names.iter().zip(&columns).map(field).collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(schema, columns).expect("columns of one length");
    let cut = batch.num_rows().min(2);
    vec![batch.slice(0, cut), batch.slice(cut, batch.num_rows() - cut)]
}

/// A form for each column; most are texts, as most fields are.
fn forms() -> impl Strategy<Value = Vec<Form>> {
    let any = prop_oneof![3 => select(FORMS[..4].to_vec()), 1 => select(FORMS.to_vec())];
    prop::collection::vec(any, 32)
}

fn rows() -> impl Strategy<Value = (RecordType, Vec<Vec<(&'static str, String)>>)> {
    select(TYPES.to_vec())
        .prop_flat_map(|record_type| (Just(record_type), prop::collection::vec(fields(record_type), 1..5)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn rows_of_arrow((record_type, rows) in rows(), forms in forms(), lenient: bool) {
        let batches = batches(&rows, &forms);
        let limits = Limits { line_bytes: 150, ..Limits::default() };
        let table = || {
            let given = RecordBatchIterator::new(batches.clone().into_iter().map(Ok), batches[0].schema());
            ArrowTable::new(given, "table", record_type, &limits)
        };
        prop_assert_eq!(load(&mut table(), lenient), load(&mut Made(table()), lenient), "{:?}", batches);
    }
}
