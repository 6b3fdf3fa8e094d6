//! How sources are merged: what makes two records the same thing, and who is right.

use std::{fmt, str::FromStr};

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
    /// Every rule, in the order in which they are asked unless the policy says otherwise.
    pub const ALL: &'static [Self] = &[
        Self::SerialNumber,
        Self::AssetTag,
        Self::CloudInstance,
        Self::HostName,
        Self::Mail,
        Self::Named,
        Self::IssuedAt,
    ];

    /// Their words, in the same order.
    pub const WORDS: &'static [&'static str] = &{
        let mut words = [""; Self::ALL.len()];
        let mut index = 0;
        while index < words.len() {
            words[index] = Self::ALL[index].as_str();
            index += 1;
        }
        words
    };

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SerialNumber => "serial_number",
            Self::AssetTag => "asset_tag",
            Self::CloudInstance => "cloud_instance",
            Self::HostName => "host_name",
            Self::Mail => "mail",
            Self::Named => "named",
            Self::IssuedAt => "issued_at",
        }
    }

    /// What it says two records have in common, for explanations.
    #[must_use]
    pub const fn says(self) -> &'static str {
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

/// A word that names no rule. The word itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRule;

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a rule of merging; one of: {}", Rule::WORDS.join(", "))
    }
}

impl std::error::Error for UnknownRule {}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|rule| rule.as_str() == text).ok_or(UnknownRule)
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
        Self { rules: Rule::ALL.to_vec(), precedence: Vec::new(), keep_apart: Vec::new(), alike: 0.93 }
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
