//! The words of every vocabulary of the engine, so that the types in `words.py` can be held to them.

use nhi_import::sources::Rule;
use nhi_lifecycle::{
    access, analysis, asset, blocker, change, credential, error, evidence, finding, id, identity, lifecycle, record,
    relation,
};
use pyo3::{
    prelude::*,
    types::{PyDict, PyTuple},
};

/// The words by the name of their type.
pub(crate) fn words(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let words = PyDict::new(py);
    macro_rules! add {
        ($($module:ident::$name:ident),+ $(,)?) => {
            $( words.set_item(stringify!($name), PyTuple::new(py, $module::$name::WORDS)?)?; )+
        };
    }
    add!(
        access::Outcome,
        analysis::Verdict,
        asset::AssetClass,
        asset::AssetKind,
        asset::Criticality,
        asset::DataClassification,
        asset::Environment,
        asset::Management,
        asset::Stage,
        asset::StageGroup,
        blocker::GateVerdict,
        blocker::Lack,
        change::ChangeField,
        credential::CredentialKind,
        credential::CredentialStatus,
        error::Code,
        evidence::EvidenceKind,
        evidence::SanitizationMethod,
        finding::Reason,
        finding::Severity,
        finding::Status,
        id::Namespace,
        identity::IdentityClass,
        identity::IdentityKind,
        identity::IdentityStatus,
        lifecycle::Gate,
        lifecycle::Operation,
        record::RecordType,
        relation::Privilege,
        relation::RelationKind,
    );
    words.set_item("MergeRule", PyTuple::new(py, Rule::WORDS)?)?;
    Ok(words)
}
