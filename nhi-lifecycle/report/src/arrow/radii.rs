//! How far every live credential reaches, as a table.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, ArrowPrimitiveType, PrimitiveArray, RecordBatch,
    types::{Float32Type, UInt32Type},
};
use arrow_schema::{ArrowError, Field, Schema};
use nhi_lifecycle::{
    analysis::{EstimatedRadii, Radii},
    relation::Privilege,
};

use super::{
    parts::{Texts, Words, instant_type, instants, word_type},
    stream::Table,
};
use crate::AllRadii;

/// How many radii a batch holds.
const BATCH: usize = 1 << 13;

/// Radii as a table: `at`, `least`, `credential`, `assets`. Its batches are made when a reader comes to them.
///
/// ```
/// use std::sync::Arc;
///
/// use nhi_lifecycle::{Inventory, analysis};
/// use nhi_report::arrow::{RecordBatchReader, radii};
///
/// let all = analysis::blast_radii(&Inventory::new().snapshot(), "2026-03-01T00:00:00Z".parse()?);
/// assert!(radii(Arc::new(all)).schema().field_with_name("assets").is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn radii(radii: Arc<Radii>) -> Table {
    table::<_, UInt32Type>(radii)
}

/// Estimates as a table: `at`, `least`, `credential`, `about`. As [`radii`].
#[must_use]
pub fn estimated_radii(radii: Arc<EstimatedRadii>) -> Table {
    table::<_, Float32Type>(radii)
}

fn table<R, T>(radii: Arc<R>) -> Table
where
    R: AllRadii<Number = T::Native> + Send + Sync + 'static,
    T: ArrowPrimitiveType,
{
    let schema = Arc::new(Schema::new(vec![
        Field::new("at", instant_type(), false),
        Field::new("least", word_type(), false),
        Field::new("credential", arrow_schema::DataType::Utf8, false),
        Field::new(R::NUMBER, T::DATA_TYPE, false),
    ]));
    let words = Words::new(Privilege::WORDS.iter().copied());
    Table::new(Arc::clone(&schema), move |batch| {
        let begin = batch.checked_mul(BATCH).filter(|begin| *begin < radii.count())?;
        let rows: Vec<_> = (begin..begin + BATCH).map_while(|place| radii.row(place)).collect();
        let columns = columns::<R, T>(&radii, rows, &words);
        Some(columns.and_then(|columns| RecordBatch::try_new(Arc::clone(&schema), columns)))
    })
}

fn columns<R, T>(radii: &R, rows: Vec<(&str, T::Native)>, words: &Words) -> Result<Vec<ArrayRef>, ArrowError>
where
    R: AllRadii,
    T: ArrowPrimitiveType,
{
    let mut credentials = Texts::new(rows.len(), rows.iter().map(|(credential, _)| credential.len()).sum());
    rows.iter().for_each(|(credential, _)| credentials.push(credential));
    let numbers: PrimitiveArray<T> = rows.iter().map(|(_, number)| Some(*number)).collect();
    Ok(vec![
        instants(rows.iter().map(|_| Some(radii.at()))),
        words.column(rows.iter().map(|_| radii.least().as_str()))?,
        credentials.finish(),
        Arc::new(numbers),
    ])
}
