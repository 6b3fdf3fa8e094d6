//! The fields of a finding, as the formats with columns name and order them.

use nhi_lifecycle::{ReferenceView, analysis::Witness};

macro_rules! fields {
    ($($field:ident = $name:literal,)+) => {
        /// A field of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Field { $($field,)+ }

        impl Field {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$field,)+];

            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$field => $name,)+ }
            }
        }
    };
}

fields! {
    At = "at",
    Kind = "kind",
    Subject = "subject",
    Credential = "credential",
    Status = "status",
    Severity = "severity",
    Reasons = "reasons",
    Indeterminate = "indeterminate",
    Since = "since",
    Responsible = "responsible",
    Controls = "controls",
    Witnesses = "witnesses",
    Explanation = "explanation",
}

/// The records that make a finding's reasons true, each once, in the order of their texts.
pub(crate) fn references(witnesses: &[Witness]) -> Vec<ReferenceView<'_>> {
    let mut references: Vec<_> = witnesses.iter().map(|witness| witness.record.as_view()).collect();
    references.sort_unstable_by_key(|reference| (reference.namespace().as_str(), reference.id()));
    references.dedup();
    references
}
