//! Writes what [nhi-lifecycle](nhi_lifecycle) finds: a [`Table`] for the terminal, [`json`] and [`csv`], and with the
//! feature `arrow` batches for data frames.
//!
//! ```
//! use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis};
//! use nhi_report::Table;
//!
//! let records = r#"
//!     {"record":"asset","id":"helpdesk","kind":"saas","stage":"retired"}
//!     {"record":"identity","id":"alice","kind":"employee","status":"active"}
//!     {"record":"credential","id":"hd-key","kind":"api_key","status":"active","issued_by":"helpdesk","owner":"alice"}
//! "#;
//! let records: Vec<Record> = records.trim().lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
//! let now = "2026-03-01T00:00:00Z".parse()?;
//! let mut inventory = Inventory::new();
//! inventory.add(records, &Context::at(now))?;
//! let report = analysis::orphans(&inventory.snapshot(), now, &Policy::default());
//!
//! let mut text = Vec::new();
//! Table::new().width(60).write(&report, &mut text)?;
//! assert_eq!(
//!     String::from_utf8(text)?,
//!     "SEVERITY  CREDENTIAL  REASONS         RESPONSIBLE\n\
//!      high      hd-key      issuer_retired  alice\n\
//!      \x20         `hd-key` still works, but `helpdesk`, which issued\n\
//!      \x20         it, is retired\n",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Findings are written one after the other, so a report of a million takes no more memory than one of ten.
//!
//! What is written comes from other people's systems and is not trusted. Characters that do something instead of standing for
//! something, like terminal commands, line breaks within a value and those that turn the direction of a text, are written as
//! escapes in every format; see [`visible`]. What a spreadsheet would take for a formula is defused; see [`csv`].

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod columns;
mod fields;
mod radii;
mod text;
mod way;

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod csv;
pub mod json;
pub mod table;

pub use radii::AllRadii;
pub use table::Table;
pub use text::visible;
