//! How sources are merged: what makes two records the same thing, and who is right.

use nhi_lifecycle::Reference;

/// A rule by which records of different sources are the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Assets with the same serial number.
    SerialNumber,
    /// Assets with the same asset tag.
    AssetTag,
    /// Assets that are the same instance of a cloud.
    CloudInstance,
    /// Assets with the same full host name.
    HostName,
    /// People with the same mail address.
    Mail,
    /// A record that is just named, and the one that is shown under the same external id.
    Named,
    /// A key without an id and one with it, of the same user and made at the same instant.
    IssuedAt,
}

impl Rule {
    /// What the rule says, for explanations.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SerialNumber => "the same serial number",
            Self::AssetTag => "the same asset tag",
            Self::CloudInstance => "the same cloud instance",
            Self::HostName => "the same full host name",
            Self::Mail => "the same mail address",
            Self::Named => "the same external id",
            Self::IssuedAt => "the same user and instant of issue",
        }
    }
}

/// Which sources are right for a field, the first that says anything before the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precedence {
    /// The field, as in the record; `*` for every field that has no entry of its own.
    pub field: String,
    /// Names of sources, the most trusted first; those not named follow in the order of loading.
    pub sources: Vec<String>,
}

/// How sources are merged.
#[derive(Clone, Debug, PartialEq)]
pub struct MergePolicy {
    /// The rules that are asked, in order; one left out merges nothing.
    pub rules: Vec<Rule>,
    /// Which source is right for which field. What a reader assumed yields to what any source says in any case.
    pub precedence: Vec<Precedence>,
    /// Pairs that are never merged, whatever the rules say: this undoes a merge.
    pub keep_apart: Vec<(Reference, Reference)>,
    /// How alike two names must be, from 0 to 1, to be proposed as the same thing.
    pub alike: f64,
}

impl Default for MergePolicy {
    fn default() -> Self {
        Self {
            rules: vec![
                Rule::SerialNumber,
                Rule::AssetTag,
                Rule::CloudInstance,
                Rule::HostName,
                Rule::Mail,
                Rule::Named,
                Rule::IssuedAt,
            ],
            precedence: Vec::new(),
            keep_apart: Vec::new(),
            alike: 0.93,
        }
    }
}

impl MergePolicy {
    /// Where a source stands for a field: a lower rank is right.
    pub(super) fn rank(&self, field: &str, source: &str, position: usize) -> (usize, usize) {
        let entry = self.precedence.iter().find(|entry| entry.field == field);
        let entry = entry.or_else(|| self.precedence.iter().find(|entry| entry.field == "*"));
        let named = entry.and_then(|entry| entry.sources.iter().position(|name| name == source));
        (named.unwrap_or(usize::MAX), position)
    }

    pub(super) fn keeps_apart(&self, one: &Reference, other: &Reference) -> bool {
        self.keep_apart.iter().any(|(a, b)| (a == one && b == other) || (a == other && b == one))
    }
}
