//! Which sanitization a classification asks for.
//!
//! The methods are those of NIST SP 800-88 revision 2, *Guidelines for Media Sanitization* (September 2025): *clear* keeps data
//! from simple, non-invasive recovery; *purge* makes recovery infeasible with state-of-the-art laboratory techniques; *destroy*
//! does so too and leaves media that can't be used again. How each is done on a medium is for the standards that it names, such
//! as IEEE 2883. The publication leaves it to an organisation to decide by the confidentiality of its data; this table is that
//! decision as the model makes it. Control MP-6 of NIST SP 800-53 asks for the same, strength by classification.

use crate::{asset::DataClassification, evidence::SanitizationMethod};

/// The publication that defines the methods.
pub const SOURCE: &str = "NIST SP 800-88 revision 2";

/// One sufficient way: at least this method, verified by at least so many people other than who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The least method.
    pub method: SanitizationMethod,
    /// How many others must have verified it.
    pub verifiers: usize,
}

const fn way(method: SanitizationMethod, verifiers: usize) -> Way {
    Way { method, verifiers }
}

/// The ways that suffice for data of this classification. Unknown is judged as confidential.
///
/// ```
/// use nhi_lifecycle::{asset::DataClassification, evidence::SanitizationMethod, lifecycle::sanitization};
///
/// let ways = sanitization::ways(Some(DataClassification::Restricted));
/// assert_eq!((ways[0].method, ways[0].verifiers), (SanitizationMethod::Destroy, 1));
/// assert_eq!((ways[1].method, ways[1].verifiers), (SanitizationMethod::Purge, 2));
/// assert_eq!(sanitization::ways(None), sanitization::ways(Some(DataClassification::Confidential)));
/// ```
#[must_use]
pub const fn ways(classification: Option<DataClassification>) -> &'static [Way] {
    match classification {
        Some(DataClassification::Public | DataClassification::Internal) => {
            const { &[way(SanitizationMethod::Clear, 0)] }
        }
        None | Some(DataClassification::Confidential) => const { &[way(SanitizationMethod::Purge, 1)] },
        Some(DataClassification::Restricted) => {
            const { &[way(SanitizationMethod::Destroy, 1), way(SanitizationMethod::Purge, 2)] }
        }
    }
}

/// The ways in words.
#[must_use]
pub(crate) fn in_words(ways: &[Way]) -> String {
    let words: Vec<String> = ways
        .iter()
        .map(|way| match way.verifiers {
            0 => format!("{} or stronger", way.method),
            1 => format!("{} or stronger, verified by somebody else", way.method),
            several => format!("{} or stronger, verified by {several} others", way.method),
        })
        .collect();
    words.join("; or ")
}
