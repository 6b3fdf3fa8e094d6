//! Where the events of an inventory are kept.
//!
//! [`FileSink`] is an append-only file, one event a line, synced before an event is acknowledged.
//!
//! ```
//! use nhi_lifecycle::{Context, Inventory, Record};
//! use nhi_store::FileSink;
//!
//! let folder = tempfile::tempdir()?;
//! let journal = folder.path().join("journal.jsonl");
//! let record: Record = serde_json::from_str(r#"{"record":"asset","id":"web-1","kind":"server","stage":"in_use"}"#)?;
//!
//! let mut inventory = Inventory::with_sink(Box::new(FileSink::open(&journal)?));
//! inventory.add([record], &Context::at("2026-03-01T00:00:00Z".parse()?))?;
//! drop(inventory);
//!
//! let again = Inventory::replay(Box::new(FileSink::open(&journal)?))?;
//! assert_eq!((again.len(), again.sequence()), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod file;

pub use file::FileSink;
