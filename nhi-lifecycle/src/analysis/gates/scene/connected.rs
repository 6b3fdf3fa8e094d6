//! The credentials and identities that go with the asset: those that nothing else needs.

use std::collections::BTreeSet;

use super::{Scene, State, sorted};
use crate::{
    analysis::view::View,
    change::ChangeField,
    credential::CredentialStatus,
    evidence::EvidenceKind,
    facts::{ChainKey, Slot},
    graph::EdgeKind as E,
    id::Reference,
    lifecycle::{Closed, Credentials},
    relation::RelationKind,
};

impl<'a> Scene<'a> {
    /// Whether another kept asset or a needed identity uses a credential too.
    fn used_elsewhere(&self, credential: u32) -> bool {
        let State { asset: own, moment, liveness, .. } = self.state();
        let mut assets = moment.out(E::UsedByAsset, credential);
        let mut identities = moment.out(E::UsedByIdentity, credential);
        assets.any(|asset| asset != *own && liveness.is_kept(asset))
            || identities.any(|identity| liveness.is_needed(identity))
    }

    /// Credentials that go with this asset: stored on it, issued by it, or used by it alone.
    fn connected(&self) -> impl Iterator<Item = (u32, RelationKind)> + '_ {
        let State { asset, moment, .. } = self.state();
        let of = move |kind: E| moment.back(kind, *asset).map(move |credential| (credential, kind.joins().0));
        let used = of(E::UsedByAsset).filter(|(credential, _)| !self.used_elsewhere(*credential));
        of(E::StoredOn).chain(of(E::IssuedBy)).chain(used)
    }

    pub(super) fn credentials(&self) -> Credentials<'_> {
        let moment = &self.state().moment;
        let reference = |credential| self.near(Slot::credential(credential));
        let live = self.connected().filter(|(credential, _)| moment.is_live(*credential));
        let live = live.map(|(credential, kind)| (reference(credential), kind)).collect();
        let closed = if self.observes_revocation { self.closed() } else { Vec::new() };
        Credentials { live, closed, at: self.at }
    }

    /// Credentials that went with it and are revoked or destroyed, since when, and the observations of that.
    fn closed(&self) -> Vec<Closed<'a>> {
        let facts = &self.state().moment.snapshot.facts;
        let connected: BTreeSet<u32> = self.connected().map(|(credential, _)| credential).collect();
        let is_closed = |status: u8| {
            let status = CredentialStatus::from_number(status);
            matches!(status, Some(CredentialStatus::Revoked | CredentialStatus::Destroyed))
        };
        let mut closed = Vec::new();
        for credential in connected {
            let key = ChainKey { slot: Slot::credential(credential), field: ChangeField::Status };
            let last = facts.changes.last_before(facts.changes.chain(key), self.at);
            let status = facts.changes.value_at(key, self.at).unwrap_or_else(|| facts.own(key.slot, key.field));
            if !is_closed(status) {
                continue;
            }
            let credential = facts.reference(key.slot);
            let since = last.map(|last| last.at).max(self.past.entered_service);
            let papers = self.facts().evidence.values().filter(|paper| !self.dossier.replaces(paper));
            let observations = papers.chain(self.dossier.observed()).filter(|paper| {
                paper.kind == EvidenceKind::RevocationObserved
                    && paper.subject == credential
                    && paper.at <= self.at
                    && since.is_none_or(|since| since <= paper.at)
            });
            let observations = observations.map(|paper| self.piece(paper)).collect();
            closed.push(Closed { credential, since, observations });
        }
        closed
    }

    pub(super) fn identities(&self) -> Vec<Reference> {
        let State { asset: own, moment, liveness, .. } = self.state();
        let attached = moment.back(E::AttachedTo, *own).filter(|identity| {
            let mut assets = moment.out(E::AttachedTo, *identity);
            moment.being(*identity).active() && !assets.any(|asset| asset != *own && liveness.is_kept(asset))
        });
        sorted(attached.map(|identity| self.near(Slot::identity(identity))))
    }
}
