//! What was merged and why, and what was left apart.

use std::fmt;

use nhi_lifecycle::{Id, Reference};

use super::policy::Rule;

/// What became of records of different sources that might be the same thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergeReport {
    /// Records that were merged, and why.
    pub merges: Vec<Merge>,
    /// Fields on which sources differ, and who was followed.
    pub conflicts: Vec<Conflict>,
    /// Records that a rule would merge, were it clear which with which.
    pub ambiguous: Vec<(Rule, Vec<Reference>)>,
    /// Names that are alike, for people to judge; nothing was merged.
    pub near_misses: Vec<NearMiss>,
    /// Ids that two sources use for different things; one was given a prefix.
    pub clashes: Vec<Clash>,
    /// Assets that were seen and that no CMDB knows.
    pub discovered: Vec<Id>,
}

/// Records that became one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The record that they are now.
    pub kept: Reference,
    /// The record that went into it; put both into `keep_apart` of the policy to undo it.
    pub joined: Reference,
    /// The rule that said so.
    pub rule: Rule,
}

/// A field on which sources differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Of which record.
    pub subject: Reference,
    /// Which field.
    pub field: String,
    /// The source that was followed.
    pub followed: String,
    /// The source that says something else.
    pub other: String,
}

/// Two records whose names are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct NearMiss {
    /// One.
    pub one: Reference,
    /// The other.
    pub other: Reference,
    /// How alike, from 0 to 1.
    pub alike: f64,
}

/// An id that two sources use for different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The id as both have it.
    pub reference: Reference,
    /// The source whose record was renamed.
    pub source: String,
    /// Its id now.
    pub renamed: Id,
}

impl fmt::Display for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` and `{}` are one: {}", self.kept, self.joined, self.rule.as_str())
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, field, followed, other } = self;
        write!(f, "`{subject}`, field `{field}`: {followed} was followed, {other} says something else")
    }
}
