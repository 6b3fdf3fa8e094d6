//! The library's own format.

mod header;
mod json_lines;
mod line;

pub use json_lines::{JsonLines, from_reader, read_str};
