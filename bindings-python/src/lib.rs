//! The Python face of nhi-lifecycle: the module `nhi_lifecycle._native`.
//!
//! It holds no rule, no word and no message of its own: it turns Python's values into the core's, asks, and turns the answer
//! into Python's again. Small answers are frozen dataclasses, written in Python (`_answers.py`); what is large or changes is a
//! class here.
//!
//! Three things hold at every call: a panic becomes an exception (`border`), the interpreter runs on while the core works
//! (`shared`), and Ctrl-C is heard in what may take long (`watch`).

#[cfg(panic = "abort")]
compile_error!("a panic must become an exception, so this crate has to be built with panic = \"unwind\"");

mod acts;
mod answers;
mod arrow;
mod border;
mod error;
mod exports;
mod fields;
mod finding;
mod instant;
mod inventory;
mod journal;
mod lifecycle;
mod limits;
mod load_report;
mod monitor;
mod monitored_acts;
mod policy;
mod questions;
mod radii;
mod reach;
mod records;
mod report;
mod sequence;
mod shared;
mod source;
mod standing;
mod tables;
mod watch;
mod words;
mod written;

/// The compiled part of `nhi_lifecycle`; import that instead.
#[pyo3::pymodule(name = "_native")]
mod native {
    #[pymodule_export]
    use crate::{
        arrow::ArrowTable, border::panic, exports::formats, finding::Finding, inventory::PyInventory,
        lifecycle::Lifecycle, limits::Limits, monitor::Monitor, policy::Policy, radii::EstimatedRadii, radii::Radii,
        reach::Reached, records::Records, records::json_schema, report::Report, standing::Delta, standing::Standings,
    };

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::shared::count_forks(module)?;
        module.add("WORDS", crate::words::words(module.py())?)
    }
}
