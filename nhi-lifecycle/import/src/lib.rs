//! Reads the records of [nhi-lifecycle](nhi_lifecycle) from files and streams.

mod lines;
mod native;
mod places;

pub use native::{JsonLines, from_reader, read_str};
