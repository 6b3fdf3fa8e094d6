//! Writing a Parquet table.

use std::{fs::File, io, sync::Arc};

use arrow_array::{
    ArrayRef, RecordBatch,
    builder::{BooleanBuilder, ListBuilder, MapBuilder, StringBuilder, TimestampMicrosecondBuilder},
};
use arrow_schema::{Schema, SchemaRef};
use nhi_lifecycle::{Instant, Record, record::RecordType};
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
use serde_json::Value;

use super::{
    columns::{Column, Shape},
    folder::Form,
    write::{Fault, TableWriter},
};

/// How many rows are held before they are written.
const BATCH: usize = 8192;

/// A table with a column for each field that its records can have: instants as timestamps, lists and maps as such.
pub(super) struct ParquetWriter {
    writer: ArrowWriter<File>,
    schema: SchemaRef,
    columns: Vec<Column>,
    cells: Vec<Cells>,
    rows: usize,
}

impl TableWriter for ParquetWriter {
    const FORM: Form = Form::Parquet;

    fn begin(file: File, record_type: RecordType) -> io::Result<Self> {
        let columns = Column::all(record_type);
        let mut cells: Vec<Cells> = columns.iter().map(|column| Cells::new(column.shape)).collect();
        let named = columns.iter().map(|column| column.name).zip(cells.iter_mut().map(Cells::finish));
        let fields = RecordBatch::try_from_iter_with_nullable(named.map(|(name, array)| (name, array, true)));
        let fields = fields.map_err(io::Error::other)?.schema().fields().clone();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))?;
        Ok(Self { writer, schema, columns, cells, rows: 0 })
    }

    fn put(&mut self, record: &Record) -> Result<(), Fault> {
        let fields = serde_json::to_value(record)?;
        for (column, cells) in self.columns.iter().zip(&mut self.cells) {
            let put = cells.put(column.shape, fields.get(column.name));
            put.map_err(|why| Fault::Unfit(format!("field `{}`: {why}", column.name)))?;
        }
        self.rows += 1;
        if self.rows == BATCH {
            self.flush()?;
        }
        Ok(())
    }

    fn end(mut self) -> io::Result<()> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }
}

impl ParquetWriter {
    fn flush(&mut self) -> io::Result<()> {
        self.rows = 0;
        let arrays = self.cells.iter_mut().map(Cells::finish).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(io::Error::other)?;
        Ok(self.writer.write(&batch)?)
    }
}

/// The cells of a column that were not written yet.
enum Cells {
    Texts(StringBuilder),
    Truths(BooleanBuilder),
    Instants(TimestampMicrosecondBuilder),
    Lists(ListBuilder<StringBuilder>),
    Maps(MapBuilder<StringBuilder, StringBuilder>),
}

impl Cells {
    fn new(shape: Shape) -> Self {
        match shape {
            Shape::Text | Shape::Prior => Self::Texts(StringBuilder::new()),
            Shape::Truth => Self::Truths(BooleanBuilder::new()),
            Shape::Instant => Self::Instants(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            Shape::List => Self::Lists(ListBuilder::new(StringBuilder::new())),
            Shape::Map => Self::Maps(MapBuilder::new(None, StringBuilder::new(), StringBuilder::new())),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Texts(texts) => Arc::new(texts.finish()),
            Self::Truths(truths) => Arc::new(truths.finish()),
            Self::Instants(instants) => Arc::new(instants.finish()),
            Self::Lists(lists) => Arc::new(lists.finish()),
            Self::Maps(maps) => Arc::new(maps.finish()),
        }
    }

    /// Adds a value so that reading the cell gives it again, or says why there is no such cell.
    fn put(&mut self, shape: Shape, value: Option<&Value>) -> Result<(), &'static str> {
        match (self, value) {
            (Self::Texts(texts), Some(Value::Null)) if shape == Shape::Prior => texts.append_value("null"),
            (Self::Texts(_), Some(Value::String(word))) if shape == Shape::Prior && word == "null" => {
                return Err("the word `null` stands for unknown in tables");
            }
            (Self::Texts(texts), Some(Value::String(text))) => texts.append_value(text),
            (Self::Texts(texts), Some(Value::Bool(truth))) => texts.append_value(if *truth { "true" } else { "false" }),
            (Self::Texts(texts), None) => texts.append_null(),
            (Self::Truths(truths), value) => truths.append_option(value.and_then(Value::as_bool)),
            (Self::Instants(instants), value) => {
                let instant = value.and_then(Value::as_str).and_then(|text| text.parse::<Instant>().ok());
                instants.append_option(instant.map(Instant::as_micros));
            }
            (Self::Lists(lists), Some(Value::String(text))) => lists.append_value([Some(text)]),
            (Self::Lists(lists), Some(Value::Array(texts))) => lists.append_value(texts.iter().map(Value::as_str)),
            (Self::Lists(lists), None) => lists.append_null(),
            (Self::Maps(maps), entries) => {
                let entries = entries.and_then(Value::as_object);
                for (key, value) in entries.into_iter().flatten() {
                    maps.keys().append_value(key);
                    maps.values().append_value(value.as_str().unwrap_or_default());
                }
                // A map that is null would have to hold nothing; whether it is makes no difference to a record.
                maps.append(entries.is_some()).map_err(|_| "no map")?;
            }
            _ => return Err("no value that its column can hold; write JSON Lines"),
        }
        Ok(())
    }
}
