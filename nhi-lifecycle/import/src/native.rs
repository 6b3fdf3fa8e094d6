//! The library's own format: JSON Lines, CSV, Parquet and Arrow tables, and folders of tables.

#[cfg(feature = "arrow")]
mod arrow;
mod cell;
mod cells;
mod columns;
mod csv_table;
mod files;
mod flat;
mod folder;
mod header;
mod json_lines;
mod line;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_writer;
mod row;
mod sequence;
mod table;
mod write;

#[cfg(feature = "arrow")]
pub use arrow::{ArrowTable, ArrowTables};
pub use files::Files;
pub use folder::open;
pub use json_lines::{JsonLines, from_reader, read_str};
pub use table::Table;
#[cfg(feature = "parquet")]
pub use write::write_parquet_folder;
pub use write::{write_csv_folder, write_folder, write_jsonl};
