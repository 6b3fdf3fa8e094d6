//! The library's own format: JSON Lines and CSV tables.

mod cell;
mod columns;
mod header;
mod json_lines;
mod line;
mod row;
mod table;

pub use json_lines::{JsonLines, from_reader, read_str};
pub use table::Table;
