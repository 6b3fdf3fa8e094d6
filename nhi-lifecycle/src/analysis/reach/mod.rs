//! What somebody who holds a credential could reach: section 6 of the model.
//!
//! `steps` says where one gets from a place. `search` answers for one credential, with ways.

mod path;
mod search;
mod steps;

pub use path::Path;
pub use search::{Reach, Reached, blast_radius};
