//! Explanations: why a credential is orphaned, why it is not, or why it no longer works.

use std::ffi::c_char;

use nhi_lifecycle::{
    analysis::{self, Explanation, Link},
    id::CredentialRef,
};

use crate::{
    error::nhi_error,
    finding::set_reasons,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{nhi_inventory, snapshot},
    options::{self, nhi_policy},
    pointer::{self, Numbers, Out, Text},
    string::{give_string, give_strings, nhi_string, nhi_strings},
    witness::nhi_witnesses,
};

/// Why a credential is orphaned, justified or not live. Immutable: any number of threads may read it at once.
pub struct nhi_explanation {
    _private: [u8; 0],
}

impl Handle for nhi_explanation {
    type Held = Explanation;
    const NAME: &'static str = "nhi_explanation";
}

/// A chain of relations that leads from a credential to what justifies it. Immutable: any number of threads may read it at
/// once.
pub struct nhi_chain {
    _private: [u8; 0],
}

impl Handle for nhi_chain {
    type Held = Vec<Link>;
    const NAME: &'static str = "nhi_chain";
}

/// The credential that a caller means.
pub(crate) fn credential(text: Text<'_>) -> Result<CredentialRef, Failure> {
    text.needed("credential")?.parse().map_err(|error| pointer::reference("credential", &error))
}

/// Explains a credential, by its id, at an instant, in microseconds since 1970 (UTC). `policy` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explain(
    inventory: *const nhi_inventory,
    credential: *const c_char,
    credential_len: u64,
    at: i64,
    policy: *const nhi_policy,
    explanation: *mut *mut nhi_explanation,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, credential, explanation) =
        unsafe { (Out::new(err), Text::new(credential, credential_len), Out::new(explanation)) };
    guard(err, || {
        let explanation = explanation.needed_handle("explanation")?;
        let credential = self::credential(credential)?;
        // SAFETY: as the caller promised.
        let policy = unsafe { options::policy(policy)? };
        let at = pointer::instant(at, "at")?;
        let explained = analysis::explain(&snapshot(inventory)?, &credential, at, &policy)?;
        explanation.set(handle::give::<nhi_explanation>(explained)?);
        Ok(())
    })
}

/// Frees an explanation. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_free(explanation: *mut nhi_explanation, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(explanation))
}

/// Whether the credential is orphaned, justified or not live: NHI_VERDICT_...
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_verdict(
    explanation: *const nhi_explanation,
    verdict: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, verdict) = unsafe { (Out::new(err), Out::new(verdict)) };
    guard(err, || {
        verdict.needed("verdict")?.set(handle::lend(explanation)?.verdict.number().into());
        Ok(())
    })
}

/// One plain sentence that a person can act on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_sentence(
    explanation: *const nhi_explanation,
    sentence: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, sentence) = unsafe { (Out::new(err), Out::new(sentence)) };
    guard(err, || {
        let sentence = sentence.needed_handle("sentence")?;
        give_string(sentence, &*handle::lend(explanation)?.sentence)
    })
}

/// The reasons, if it is orphaned. The rest is as for nhi_report_reasons.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_reasons(
    explanation: *const nhi_explanation,
    reasons: *mut i32,
    capacity: u64,
    count: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, reasons) = unsafe { (Out::new(err), Numbers::new(reasons, capacity, count)) };
    guard(err, || set_reasons(reasons, handle::lend(explanation)?.reasons))
}

/// For an orphan, the records and changes that make each reason true; for one that is not live, since when and why.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_witnesses(
    explanation: *const nhi_explanation,
    witnesses: *mut *mut nhi_witnesses,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, witnesses) = unsafe { (Out::new(err), Out::new(witnesses)) };
    guard(err, || {
        let witnesses = witnesses.needed_handle("witnesses")?;
        witnesses.set(handle::give::<nhi_witnesses>(handle::lend(explanation)?.witnesses.clone())?);
        Ok(())
    })
}

/// Who is responsible, such as identity:alice: the owners, gone or not, and the team that the policy names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_responsible(
    explanation: *const nhi_explanation,
    responsible: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, responsible) = unsafe { (Out::new(err), Out::new(responsible)) };
    guard(err, || {
        let responsible = responsible.needed_handle("responsible")?;
        give_strings(responsible, &handle::lend(explanation)?.responsible)
    })
}

/// For a justified credential, the relations that lead to somebody who answers for it; otherwise an empty chain.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_accountable(
    explanation: *const nhi_explanation,
    chain: *mut *mut nhi_chain,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, chain) = unsafe { (Out::new(err), Out::new(chain)) };
    guard(err, || {
        let chain = chain.needed_handle("chain")?;
        chain.set(handle::give::<nhi_chain>(handle::lend(explanation)?.accountable.clone())?);
        Ok(())
    })
}

/// For a justified credential, the relations that lead to what keeps it needed; otherwise an empty chain.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_explanation_needed(
    explanation: *const nhi_explanation,
    chain: *mut *mut nhi_chain,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, chain) = unsafe { (Out::new(err), Out::new(chain)) };
    guard(err, || {
        let chain = chain.needed_handle("chain")?;
        chain.set(handle::give::<nhi_chain>(handle::lend(explanation)?.needed.clone())?);
        Ok(())
    })
}

/// Frees a chain. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_chain_free(chain: *mut nhi_chain, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(chain))
}

/// How many relations a chain has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_chain_len(chain: *const nhi_chain, len: *mut u64, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(chain)?.len() as u64);
        Ok(())
    })
}

/// One relation of a chain, as it is recorded: the record that has it, its kind (NHI_RELATION_...), and where it leads. A chain
/// may go along a relation in either direction.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_chain_link(
    chain: *const nhi_chain,
    index: u64,
    from: *mut *mut nhi_string,
    relation: *mut i32,
    to: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, from, relation, to) = unsafe { (Out::new(err), Out::new(from), Out::new(relation), Out::new(to)) };
    guard(err, || {
        let (from, to) = (from.needed_handle("from")?, to.needed_handle("to")?);
        let relation = relation.needed("relation")?;
        let chain = handle::lend(chain)?;
        let index = pointer::index(index, chain.len(), "relation")?;
        let link = chain.get(index).ok_or_else(|| Failure::argument("no such relation"))?;
        give_string(from, link.from.to_string())?;
        relation.set(link.relation.number().into());
        give_string(to, link.to.to_string())
    })
}
