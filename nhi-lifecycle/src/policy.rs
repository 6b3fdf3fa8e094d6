//! What the organisation decides, and no engine can know.

use crate::id::IdentityRef;

/// The organisation's own rules, which go along with every question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The team that is responsible for retirements, named in every finding beside the owners.
    pub retirement_team: Option<IdentityRef>,
}
