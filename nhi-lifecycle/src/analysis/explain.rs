//! Why a credential is orphaned, why it is not, or why it no longer works.

use serde::Serialize;

use super::{
    judgement::Judgement,
    justification::{self, Link},
    moment::World,
    sentence,
    view::View,
    witness::{self, Witness, as_text},
};
use crate::{
    error::Error,
    facts::Slot,
    finding::Reasons,
    graph::Snapshot,
    id::{CredentialRef, IdentityRef, Reference, ReferenceView},
    policy::Policy,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What an explanation explains.
    pub enum Verdict ("a verdict on a credential") {
        /// It works, and some reason holds.
        Orphaned = 1 "orphaned",
        /// It works, and no reason holds.
        Justified = 2 "justified",
        /// It does not work.
        NotLive = 3 "not_live",
    }
}

/// Why a credential is orphaned, justified or not live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The credential.
    #[serde(serialize_with = "as_text")]
    pub credential: Reference,
    /// Which of the three it is.
    pub verdict: Verdict,
    /// The reasons, if it is orphaned.
    pub reasons: Reasons,
    /// One plain sentence that a person can act on.
    pub sentence: String,
    /// For an orphan, the records and changes that make each reason true; for one that is not live, since when and why.
    pub witnesses: Vec<Witness>,
    /// For a justified credential, the relations that lead to somebody who answers for it.
    pub accountable: Vec<Link>,
    /// For a justified credential, the relations that lead to what keeps it needed.
    pub needed: Vec<Link>,
    /// Who is responsible: the owners, gone or not, and the team that the policy names.
    #[serde(serialize_with = "as_texts")]
    pub responsible: Vec<Reference>,
}

fn as_texts<S: serde::Serializer>(references: &[Reference], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(references.iter().map(ToString::to_string))
}

/// Explains a credential at an instant.
///
/// O(records + relations): what keeps one credential needed can be anywhere.
///
/// # Errors
/// [`Error::NotFound`] for a credential that the snapshot neither holds nor refers to.
pub fn explain(
    snapshot: &Snapshot,
    credential: &CredentialRef,
    at: Instant,
    policy: &Policy,
) -> Result<Explanation, Error> {
    let reference = Reference::from(credential.clone());
    let slot = snapshot.find(&reference).ok_or_else(|| Error::NotFound(reference.clone()))?;
    let judgement = Judgement::new(snapshot, at, World::AsRecorded);
    let reasons = judgement.reasons(slot.index);
    let mut explanation = Explanation {
        credential: reference,
        verdict: Verdict::Orphaned,
        reasons,
        sentence: String::new(),
        witnesses: Vec::new(),
        accountable: Vec::new(),
        needed: Vec::new(),
        responsible: responsible(&judgement, policy, slot.index).into_iter().map(ReferenceView::to_reference).collect(),
    };
    if !judgement.moment.is_live(slot.index) {
        let state = witness::state(&judgement.moment, slot);
        explanation.verdict = Verdict::NotLive;
        explanation.sentence = sentence::not_live(&judgement, slot.index, &state);
        explanation.witnesses = vec![state.witness(explanation.credential.clone(), None, None)];
    } else if reasons.is_empty() {
        explanation.verdict = Verdict::Justified;
        explanation.accountable = justification::accountable(&judgement, slot.index);
        explanation.needed = justification::needed(&judgement, slot.index);
        explanation.sentence =
            sentence::justified(&judgement, slot.index, &explanation.accountable, &explanation.needed);
    } else {
        explanation.witnesses = witness::witnesses(&judgement, slot.index);
        explanation.sentence = sentence::orphaned(&judgement, slot.index, &explanation.witnesses);
    }
    Ok(explanation)
}

/// The owners of a credential, gone or not, and the team that the policy names.
pub(super) fn responsible<'a>(judgement: &'a Judgement, policy: &'a Policy, credential: u32) -> Vec<ReferenceView<'a>> {
    let facts = &judgement.moment.snapshot.facts;
    let mut responsible = Vec::new();
    witness::owners(judgement, credential, |owner, _| responsible.push(facts.view(Slot::identity(owner))));
    responsible.extend(policy.retirement_team.as_ref().map(IdentityRef::as_view));
    responsible.sort_unstable();
    responsible.dedup();
    responsible
}
