//! Reads the records of [nhi-lifecycle](nhi_lifecycle) from files and streams.

mod lines;
mod places;
