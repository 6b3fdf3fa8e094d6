//! The library's own format: JSON Lines, CSV tables, and folders of either.

mod cell;
mod columns;
mod csv_table;
mod files;
mod folder;
mod header;
mod json_lines;
mod line;
mod row;
mod table;
mod write;

pub use files::Files;
pub use folder::open;
pub use json_lines::{JsonLines, from_reader, read_str};
pub use table::Table;
pub use write::{write_csv_folder, write_folder, write_jsonl};
