//! Tells which credentials of an inventory are orphaned, most urgent first: of the invented company in `data/company`, or of
//! the reader's own.
//!
//! `arguments` says what was asked for, `sources` reads the exports of other systems, `story` tells it, `next_step` says
//! what to do about each finding. `retire` is another story: a server before the gates of its lifecycle.

#![forbid(unsafe_code)]

pub mod arguments;
pub mod next_step;
pub mod retire;
pub mod sources;
pub mod story;
