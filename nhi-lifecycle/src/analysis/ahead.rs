//! Looking ahead: what many findings are made of is read at once, before they are.
//!
//! Findings are sorted by severity and id, so what each needs lies anywhere, and an owner is found by what was found before: one finding
//! after the other waits for memory half a dozen times each. Where a step is made for all of them before the next, the waits of
//! one step are one. Nothing depends on it but time.

use std::hint::black_box;

use super::{judgement::Judgement, view::View};
use crate::graph::EdgeKind as E;

/// Reads the ids of these credentials and of those who answer for them, and does nothing with them.
pub(super) fn fetch_responsible(judgement: &Judgement, credentials: &[u32]) {
    let (moment, facts) = (&judgement.moment, &judgement.moment.snapshot.facts);
    let mut owners: Vec<u32> = Vec::with_capacity(credentials.len());
    for credential in credentials {
        black_box(facts.credentials.names.text(*credential));
        owners.extend(moment.out(E::OwnerOfCredential, *credential).next());
    }
    let identities: Vec<u32> = credentials.iter().filter_map(|credential| judgement.identity(*credential)).collect();
    let mut assets: Vec<u32> = Vec::with_capacity(identities.len());
    for identity in &identities {
        black_box(moment.being(*identity));
        owners.extend(moment.out(E::OwnerOfIdentity, *identity).next());
        assets.extend(moment.out(E::AttachedTo, *identity).next());
    }
    owners.extend(assets.iter().filter_map(|asset| moment.out(E::OwnerOfAsset, *asset).next()));
    for owner in owners {
        black_box(facts.identities.names.text(owner));
    }
}
