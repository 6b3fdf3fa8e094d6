//! Questions to a snapshot, one file each. Every question carries its instant; none changes anything.
//!
//! `moment` reads the state of every record, `ownership` decides who answers, `liveness` what is needed, `judgement` which
//! credentials are orphaned; `orphans`, `explain`, `since` and `reach` are what a user asks. `lookup` reads the
//! state of single records, for questions that look at few.
#![allow(
    clippy::indexing_slicing,
    reason = "indices are dense and made by the inventory; a wrong one is a defect that must not pass silently"
)]

mod ahead;
mod bearing;
mod being;
mod entitlement;
mod explain;
pub(crate) mod gates;
mod judgement;
mod justification;
mod liveness;
mod lookup;
mod moment;
mod orphans;
mod ownership;
mod reach;
mod rings;
mod sentence;
mod sift;
mod since;
mod spread;
pub(crate) mod standing;
mod sweep;
mod view;
mod witness;
mod workers;

pub use explain::{Explanation, Verdict, explain};
pub use gates::{GateReport, UngatedTransition, blockers, gates, ungated_transitions};
pub use justification::Link;
pub use orphans::{Finding, Report, Summary, orphans, orphans_on};
pub use reach::{EstimatedRadii, Path, Place, Radii, Radius, Reach, Reached, blast_radii, blast_radius};
pub use rings::rings;
pub use since::Since;
pub use witness::Witness;
