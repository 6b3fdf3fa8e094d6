//! Sections 1 to 4, as the naive model of orphans has them: its files, included once more, since their modules are
//! private to it.

#[allow(clippy::duplicate_mod)]
#[path = "../naive/at.rs"]
pub mod at;
#[allow(clippy::duplicate_mod)]
#[path = "../naive/chains.rs"]
pub mod chains;
#[allow(clippy::duplicate_mod)]
#[path = "../naive/needed.rs"]
mod needed;
#[allow(clippy::duplicate_mod)]
#[path = "../naive/owners.rs"]
mod owners;
#[allow(clippy::duplicate_mod)]
#[path = "../naive/reasons.rs"]
mod reasons;
#[allow(clippy::duplicate_mod)]
#[path = "../naive/records.rs"]
pub mod records;

/// What `reasons` fills in; no gate looks at it.
pub struct NaiveFinding {
    pub credential: String,
    pub reasons: Vec<&'static str>,
    pub indeterminate: Vec<&'static str>,
    pub severity: &'static str,
    pub status: &'static str,
    pub responsible: Vec<String>,
}
