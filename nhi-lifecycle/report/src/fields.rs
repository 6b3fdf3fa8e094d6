//! The fields of a finding, as the formats with columns name and order them.

use nhi_lifecycle::analysis::Finding;

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

/// The records that make a finding's reasons true, each once.
pub(crate) fn witness_references(finding: Finding<'_>) -> Vec<String> {
    let mut references: Vec<String> = finding.witnesses().iter().map(|witness| witness.record.to_string()).collect();
    references.sort_unstable();
    references.dedup();
    references
}
