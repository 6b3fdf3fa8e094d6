//! Reads the records of [nhi-lifecycle](nhi_lifecycle) from files and streams, and writes them.
//!
//! The library's own format has two forms. In JSON Lines each line is one record, of any type; in a folder of tables each
//! file, `assets.csv` or `credentials.jsonl`, holds the records of one type. [`open`] takes either by its path.
//!
//! ```
//! use nhi_import::read_str;
//! use nhi_lifecycle::{Record, limits::Limits, source::RecordSource};
//!
//! let text = r#"{"record":"inventory","schema":1}
//! {"record":"asset","id":"web-1","kind":"server","stage":"retired"}
//! {"record":"credential","id":"ak-7","kind":"api_key","status":"active","used_by":"asset:web-1"}"#;
//! let mut source = read_str(text, &Limits::default());
//! let mut records = Vec::new();
//! while let Some(record) = source.next_record() {
//!     records.push(record.map_err(|problem| problem.to_string())?);
//! }
//! assert!(matches!(records.as_slice(), [Record::Asset(_), Record::Credential(_)]));
//! assert_eq!(source.place(1), Some(("text".into(), 3)));
//! # Ok::<(), String>(())
//! ```
//!
//! | to read | |
//! | --- | --- |
//! | a file or a folder | [`open`] |
//! | JSON Lines from a text, a stream, a buffered stream | [`read_str`], [`from_reader`], [`JsonLines`] |
//! | a CSV table from a buffered stream | [`Table`] |
//! | a table from another library, with the feature `arrow` | `ArrowTable`, `ArrowTables` |
//!
//! | the exports of other systems | [`sources::load`] |
//!
//! | to write | |
//! | --- | --- |
//! | JSON Lines | [`write_jsonl`] |
//! | a folder of tables | [`write_folder`], [`write_csv_folder`], with the feature `parquet` `write_parquet_folder` |
//!
//! The exports of other systems (AWS, Okta, Snipe-IT and so on) are read leniently, in [`sources`]: what is not known is
//! counted there and stops nothing. The library's own format is strict.
//!
//! Every reader of it is a [`RecordSource`](nhi_lifecycle::source::RecordSource): it gives records one by one, holds no more than
//! one line or row, and keeps the place of each. A record that can't be read is a
//! [`Problem`](nhi_lifecycle::Problem) with a code, a place and a remedy, and reading goes on behind it where it is clear
//! where the next one begins. Input is not trusted: sizes are checked against
//! [`Limits`](nhi_lifecycle::limits::Limits) before anything is held, and no value of the input is repeated in a message.
//!
//! What records mean together (whether references resolve, whether histories fit) is judged by the inventory, as are texts
//! that look like secrets and texts that are too long.

mod foreign;
mod lines;
mod merge;
mod native;
mod places;
mod rows;
pub mod sources;

/// A stream of Arrow's C interface, and how it is read; the bindings need no crate of Arrow's for it.
#[cfg(feature = "arrow")]
pub use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
#[cfg(feature = "parquet")]
pub use native::write_parquet_folder;
#[cfg(feature = "arrow")]
pub use native::{ArrowTable, ArrowTables};
pub use native::{Files, JsonLines, Table, from_reader, open, read_str, write_csv_folder, write_folder, write_jsonl};
