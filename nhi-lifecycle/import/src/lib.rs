//! Reads the records of [nhi-lifecycle](nhi_lifecycle) from files and streams.

mod lines;
mod native;
mod places;
mod rows;

pub use native::{JsonLines, Table, from_reader, read_str};
