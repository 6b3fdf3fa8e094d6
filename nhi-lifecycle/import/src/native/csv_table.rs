//! Writing a CSV table.

use std::{fs::File, io};

use nhi_lifecycle::{Record, record::RecordType};
use serde_json::Value;

use super::{
    cell::{write_entry, write_item},
    columns::{Column, Shape},
    folder::Form,
    write::{Fault, TableWriter},
};

/// A table with a column for each field that its records can have.
pub(super) struct CsvTable {
    writer: csv::Writer<File>,
    columns: Vec<Column>,
    /// The cell at hand; kept for its room.
    cell: String,
}

impl TableWriter for CsvTable {
    const FORM: Form = Form::Csv;

    fn begin(file: File, record_type: RecordType) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(file);
        let columns = Column::all(record_type);
        writer.write_record(columns.iter().map(|column| column.name))?;
        Ok(Self { writer, columns, cell: String::new() })
    }

    fn put(&mut self, record: &Record) -> Result<(), Fault> {
        let fields = serde_json::to_value(record)?;
        for column in &self.columns {
            self.cell.clear();
            if let Some(value) = fields.get(column.name) {
                fill(&mut self.cell, column.shape, value)
                    .map_err(|why| Fault::Unfit(format!("field `{}`: {why}", column.name)))?;
            }
            self.writer.write_field(&self.cell)?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn end(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Writes a value so that reading the cell gives it again, or says why there is no such cell.
fn fill(cell: &mut String, shape: Shape, value: &Value) -> Result<(), &'static str> {
    match (shape, value) {
        (Shape::Prior, Value::Null) => cell.push_str("null"),
        (Shape::Prior, Value::String(word)) if word == "null" => {
            return Err("the word `null` stands for unknown in CSV");
        }
        (Shape::List, Value::String(text)) => write_item(cell, true, text),
        (Shape::List, Value::Array(texts)) => {
            for (index, text) in texts.iter().filter_map(Value::as_str).enumerate() {
                write_item(cell, index == 0, text);
            }
        }
        (Shape::Map, Value::Object(entries)) => {
            for (index, (key, value)) in entries.iter().enumerate() {
                write_entry(cell, index == 0, key, value.as_str().unwrap_or_default());
            }
        }
        (_, Value::String(text)) => cell.push_str(text),
        (_, Value::Bool(truth)) => cell.push_str(if *truth { "true" } else { "false" }),
        _ => return Err("no value that CSV can hold; write JSON Lines"),
    }
    if cell.is_empty() {
        return Err("empty, which CSV can't tell from left out; leave it out or write JSON Lines");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cells() {
        let check = |shape, value: Value, expected: Option<&str>| {
            let mut cell = String::new();
            let filled = fill(&mut cell, shape, &value);
            assert_eq!(filled.ok().map(|()| &*cell), expected, "{shape:?} {value}");
        };
        check(Shape::Text, json!("=a;b"), Some("=a;b"));
        check(Shape::Text, json!(true), Some("true"));
        check(Shape::Text, json!(""), None);
        check(Shape::Truth, json!(false), Some("false"));
        check(Shape::Prior, json!(null), Some("null"));
        check(Shape::Prior, json!("null"), None);
        check(Shape::Text, json!("null"), Some("null"));
        check(Shape::Text, json!(null), None);
        check(Shape::List, json!(r"a;b\"), Some(r"a\;b\\"));
        check(Shape::List, json!(["a", "", "b=c"]), Some("a;;b=c"));
        check(Shape::List, json!(["", ""]), Some(";"));
        check(Shape::List, json!([""]), None);
        check(Shape::List, json!([]), None);
        check(Shape::Map, json!({"k=": "v=;"}), Some(r"k\==v=\;"));
        check(Shape::Map, json!({"": ""}), Some("="));
    }
}
