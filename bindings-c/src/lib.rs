//! The C interface of [nhi-lifecycle](nhi_lifecycle). It holds no rules of its own: every word, number, message and answer is
//! the core's.
//!
//! One file per noun: [`inventory`], [`load`], [`observation`], [`journal`], [`export`]; [`format`](mod@format),
//! [`sources`], [`load_report`]; [`arrow`]; [`report`], [`finding`], [`witness`], [`summary`], [`explanation`], [`reach`],
//! [`rings`], [`dot`], [`written`]; [`monitor`], [`standings`]; [`gates`], [`blockers`], [`act`], [`ungated`],
//! [`lifecycle`]; and what they all stand on:
//! [`string`], [`error`], [`instant`], [`options`], [`vocabulary`].
//! Behind them, not seen from C: `fork`, `guard`, `handle`, `pointer`, `watch`.
//!
//! # What every call keeps
//!
//! - It returns 0 or the permanent number of an error code, and takes as its last argument a place for the error itself.
//! - No panic leaves it: `guard` turns one into the code `internal`. (A stack overflow, a failed allocation
//!   and `panic = "abort"` can't be caught; the core does not recurse over data, and the last is refused below.)
//! - A handle is a key into a table and is never dereferenced: one that was freed, never made, of another type or from before a
//!   fork gives `invalid_handle`.
//! - Nothing is kept per thread.
//!
//! # Pointers
//!
//! What a caller promises, and every `SAFETY` comment in this crate refers to: a pointer to text, to options or to a place for a
//! result is null or valid for what is read or written through it, for as long as the call takes, and no other thread writes
//! there meanwhile. Nothing is promised about handles.

#![allow(non_camel_case_types, reason = "the names are those that C sees")]
#![allow(clippy::missing_safety_doc, reason = "the promise is the same for every call: see Pointers above")]

#[cfg(panic = "abort")]
compile_error!(
    "with panic = \"abort\" a defect of this library would end the host's process; build it with \"unwind\""
);

#[cfg(not(target_pointer_width = "64"))]
compile_error!("a handle is half a place and half a generation in the bits of a pointer, and needs 64 of them");

mod fork;
mod guard;
mod handle;
mod pointer;
mod vocabularies;
mod watch;

pub mod act;
pub mod arrow;
pub mod blockers;
pub mod dot;
pub mod error;
pub mod explanation;
pub mod export;
pub mod finding;
pub mod format;
pub mod gates;
pub mod instant;
pub mod inventory;
pub mod journal;
pub mod lifecycle;
pub mod load;
pub mod load_report;
pub mod monitor;
pub mod monitor_changes;
pub mod observation;
pub mod options;
pub mod radii;
pub mod reach;
pub mod report;
pub mod rings;
pub mod sources;
pub mod standings;
pub mod string;
pub mod summary;
pub mod ungated;
pub mod vocabulary;
pub mod witness;
pub mod written;
