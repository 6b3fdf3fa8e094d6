//! What somebody who holds a credential could reach: section 6 of the model.
//!
//! `steps` says where one gets from a place. `search` answers for one credential, with ways. For all of them at once, `places`
//! lays the same steps out as a graph, `condense` makes it one without rings, and `count` counts the assets that each place leads to;
//! `estimate` guesses that number where counting takes too long. `radii` is the answer.

mod arrows;
mod condense;
mod count;
mod estimate;
mod fold;
mod hubs;
mod path;
mod places;
mod radii;
mod search;
mod steps;
#[cfg(test)]
mod tests;

pub use path::{Path, Place};
pub use radii::{EstimatedRadii, Radii, Radius, blast_radii};
pub use search::{Reach, Reached, blast_radius};
