//! Which of the core's vocabularies C sees, and under which name. The build script reads this too and writes their words and
//! numbers into the headers, so nothing is listed twice.

use nhi_lifecycle::{
    Code, Namespace,
    access::Outcome,
    analysis::Verdict,
    asset::{AssetClass, AssetKind, Criticality, DataClassification, Environment, Management, Stage, StageGroup},
    change::ChangeField,
    credential::{CredentialKind, CredentialStatus},
    evidence::{EvidenceKind, SanitizationMethod},
    finding::{Reason, Severity, Status},
    identity::{IdentityClass, IdentityKind, IdentityStatus},
    lifecycle::{Gate, GateVerdict, Lack, Operation},
    record::RecordType,
    relation::{Privilege, RelationKind},
};

/// The version of the calls and types that the headers declare; higher with each that is added. One that is changed or taken
/// away changes the soname.
pub(crate) const ABI_VERSION: i32 = 1;

/// A closed set of words, each with a number that never changes.
pub(crate) struct Vocabulary {
    /// Its own number, which never changes either.
    pub(crate) number: i32,
    /// Its name in C: `reason` for `NHI_REASON_...`.
    pub(crate) name: &'static str,
    pub(crate) words: &'static [&'static str],
    /// The numbers of the words, in the same order.
    pub(crate) numbers: &'static [u8],
}

macro_rules! vocabularies {
    ($($number:literal $name:literal $type:ty,)+) => {
        /// Every vocabulary, in the order of their numbers.
        pub(crate) const VOCABULARIES: &[Vocabulary] = &[$(Vocabulary {
            number: $number,
            name: $name,
            words: <$type>::WORDS,
            numbers: &{
                let mut numbers = [0; <$type>::ALL.len()];
                let mut index = 0;
                while index < numbers.len() {
                    numbers[index] = <$type>::ALL[index].number();
                    index += 1;
                }
                numbers
            },
        },)+];
    };
}

vocabularies! {
    1 "code" Code,
    2 "severity" Severity,
    3 "finding_status" Status,
    4 "reason" Reason,
    5 "verdict" Verdict,
    6 "privilege" Privilege,
    7 "relation" RelationKind,
    8 "field" ChangeField,
    9 "stage" Stage,
    10 "stage_group" StageGroup,
    11 "identity_status" IdentityStatus,
    12 "credential_status" CredentialStatus,
    13 "namespace" Namespace,
    14 "record_type" RecordType,
    15 "asset_class" AssetClass,
    16 "asset_kind" AssetKind,
    17 "identity_class" IdentityClass,
    18 "identity_kind" IdentityKind,
    19 "credential_kind" CredentialKind,
    20 "environment" Environment,
    21 "criticality" Criticality,
    22 "data_classification" DataClassification,
    23 "management" Management,
    24 "evidence_kind" EvidenceKind,
    25 "method" SanitizationMethod,
    26 "outcome" Outcome,
    27 "gate" Gate,
    28 "gate_verdict" GateVerdict,
    29 "missing" Lack,
    30 "operation" Operation,
}
