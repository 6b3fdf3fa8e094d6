//! The engine equals the naive model on random histories.
//!
//! The naive model was written apart from the engine, from the text of the model alone, with plain loops over plain sets. It
//! shares no code with the engine: both read the same JSON.

#![allow(clippy::print_stdout, reason = "what came up belongs in the log")]

#[path = "../naive/mod.rs"]
mod naive;

mod agreement;
mod batches;
mod events;
mod monitor;
