//! Joins assets with the credentials made for them, and finds every credential that outlived its purpose.
//!
//! A CMDB knows which assets exist and in what state they are; an identity system knows which credentials work. This crate
//! is the engine that joins the two: give it records of both, with their relations and their past, and it says which working
//! credentials nothing accountable needs any more, why, since when, and what their holder could reach.
//!
//! ```
//! use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis};
//!
//! let records = [
//!     r#"{"record":"asset","id":"helpdesk","kind":"saas","stage":"retired"}"#,
//!     r#"{"record":"change","subject":"asset:helpdesk","from":"in_use","to":"retired","at":"2026-02-01T00:00:00Z","by":"dana"}"#,
//!     r#"{"record":"identity","id":"alice","kind":"employee","status":"active"}"#,
//!     r#"{"record":"credential","id":"hd-key","kind":"api_key","status":"active","owner":"alice","issued_by":"helpdesk"}"#,
//! ];
//! let records: Vec<Record> = records.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
//!
//! let now = "2026-03-01T00:00:00Z".parse()?;
//! let mut inventory = Inventory::new();
//! inventory.add(records, &Context::at(now))?;
//!
//! for finding in analysis::orphans(&inventory.snapshot(), now, &Policy::default()).iter() {
//!     assert_eq!(
//!         finding.explanation(),
//!         "`hd-key` still works, but `helpdesk`, which issued it, was retired on 2026-02-01 by dana",
//!     );
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Vocabulary
//!
//! *Assets* are what credentials are made for; *identities* are people, teams and everything non-human that acts on its own;
//! *credentials* are what is accepted as proof, known by a public id and never by content. *Relations* join them and hold for
//! a time; *changes* are steps in the history of a stage or a status. A *finding* says that something is wrong, with
//! *reasons*, each of which has *witnesses*: the records and changes that make it true.
//!
//! # Map
//!
//! - [`record`]: what comes in. [`asset`], [`identity`], [`credential`], [`relation`], [`change`], [`evidence`], [`access`].
//! - [`Inventory`]: the one place where it comes in, batch by batch, each an [`event`] in a [`journal`].
//! - [`Snapshot`]: an immutable view, and the dependency [`graph`] in petgraph's terms.
//! - [`lifecycle`]: which stages follow each other, and the gates between them.
//! - [`analysis`]: the questions.
//! - [`Monitor`]: an inventory with its findings, kept up to date record by record as time passes.
//!
//! # What it does not do
//!
//! It reads no files, opens no connections, starts no thread that nobody asked for and never looks at a clock: every question carries
//! its instant. It revokes nothing: it says what to revoke. It holds no secrets, and refuses values that look like one.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod facts;
mod vocabulary;

pub mod access;
pub mod analysis;
pub mod asset;
pub mod blocker;
pub mod change;
pub mod controls;
pub mod credential;
pub mod error;
pub mod event;
pub mod evidence;
pub mod field;
pub mod finding;
pub mod graph;
mod heap;
pub mod id;
pub mod identity;
pub mod incoming;
pub mod inventory;
pub mod journal;
pub mod lifecycle;
pub mod limits;
pub mod list;
pub mod monitor;
pub mod policy;
pub mod record;
pub mod relation;
pub mod secret;
pub mod source;
pub mod time;

pub use error::{Code, Error, Problem};
pub use event::Context;
pub use graph::Snapshot;
pub use id::{Id, Namespace, Reference, ReferenceView};
pub use inventory::{Act, Inventory};
pub use limits::Limits;
pub use monitor::Monitor;
pub use policy::Policy;
pub use record::Record;
pub use time::Instant;
