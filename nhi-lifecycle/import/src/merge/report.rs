//! What was merged and why, and what was left apart.

use std::fmt::{self, Display};

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

/// Lines of one kind that are printed.
const MOST_PRINTED: usize = 10;

impl Display for MergeReport {
    /// A few lines for people: how many were merged, then each kind of what needs their eyes, the first ten of each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { merges, conflicts, ambiguous, near_misses, clashes, discovered } = self;
        write!(f, "together: merged {}, conflicts {}", merges.len(), conflicts.len())?;
        lines(f, "merged", merges)?;
        lines(f, "conflict", conflicts)?;
        lines(f, "not clear which with which", ambiguous.iter().map(|(rule, them)| Unclear(*rule, them)))?;
        lines(f, "alike, and left apart", near_misses)?;
        lines(f, "renamed", clashes)?;
        lines(f, "seen, and in no CMDB", discovered.iter().map(|id| format!("`asset:{id}`")))
    }
}

fn lines<T: Display>(f: &mut fmt::Formatter<'_>, what: &str, all: impl IntoIterator<Item = T>) -> fmt::Result {
    let mut all = all.into_iter();
    for one in all.by_ref().take(MOST_PRINTED) {
        write!(f, "\n  {what}: {one}")?;
    }
    let unseen = all.count();
    if unseen > 0 { write!(f, "\n  {what}: and {unseen} more") } else { Ok(()) }
}

impl Display for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` and `{}` are one: {}", self.kept, self.joined, self.rule.says())
    }
}

impl Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, field, followed, other } = self;
        write!(f, "`{subject}`, field `{field}`: {followed} was followed, {other} says something else")
    }
}

impl Display for NearMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` and `{}`, {:.2}", self.one, self.other, self.alike)
    }
}

impl Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` of {} is now `{}`", self.reference, self.source, self.renamed)
    }
}

/// Records that a rule would merge, were it clear which with which.
struct Unclear<'a>(Rule, &'a [Reference]);

impl Display for Unclear<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.1.iter().map(|one| format!("`{one}`")).collect();
        write!(f, "{} ({})", names.join(", "), self.0.says())
    }
}
