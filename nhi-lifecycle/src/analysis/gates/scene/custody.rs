//! Who has custody of the asset, when that ended, and what was left on it.

use super::{super::Receipt, Scene, State};
use crate::{
    analysis::view::View,
    facts::Slot,
    graph::EdgeKind as E,
    id::{IdentityRef, Reference},
    lifecycle::{Custody, Gate, judge::Asked},
    relation::{RelationKind, Span},
    time::Instant,
};

impl Scene<'_> {
    /// Who has custody, and since when.
    pub(crate) fn holders(&self) -> Vec<(IdentityRef, Option<Instant>)> {
        let mut holders: Vec<(IdentityRef, Option<Instant>)> = self
            .custodies()
            .filter(|(_, span)| span.holds(self.at))
            .map(|(holder, span)| (holder, span.since))
            .collect();
        holders.sort_unstable();
        holders
    }

    pub(super) fn custodies(&self) -> impl Iterator<Item = (IdentityRef, Span)> + '_ {
        let rows = self.facts().relations.outgoing(Slot::asset(self.asset));
        let rows = rows.filter(|(_, row)| row.kind == RelationKind::AssignedTo);
        rows.map(|(_, row)| (IdentityRef::from(self.facts().reference(row.to()).id), row.span()))
    }

    /// When each custody that lasts was ended by a receipt; none for one that was not.
    pub(in crate::analysis::gates) fn receipts(&self, doubted_too: bool) -> Vec<Receipt> {
        let holders = self.holders();
        let since = self.since(Gate::CustodyClosed);
        let asked = Asked { asset: &self.reference, since, at: self.at };
        let pieces = self.pieces(since);
        let custody = Custody { asked, holders: &holders, pieces: &pieces };
        let ended = holders.iter().map(|(_, since)| custody.ended_at(*since, doubted_too)).collect::<Vec<_>>();
        holders.into_iter().zip(ended).map(|((holder, since), ended)| (holder, since, ended)).collect()
    }

    /// When the last custody ended: outer none if there never was one, inner none while it lasts.
    pub(super) fn custody_ended(&self, doubted_too: bool) -> Option<Option<Instant>> {
        let receipts = self.receipts(doubted_too);
        if receipts.is_empty() {
            return self.custodies().filter_map(|(_, span)| span.until).filter(|end| *end <= self.at).max().map(Some);
        }
        let ends: Option<Vec<Instant>> = receipts.into_iter().map(|(.., ended)| ended).collect();
        Some(ends.and_then(|ends| ends.into_iter().max()))
    }

    /// Live credentials stored on it, with their last issue or rotation.
    pub(super) fn stored(&self) -> Vec<(Reference, Option<Instant>)> {
        let State { asset, moment, .. } = self.state();
        let stored = moment.back(E::StoredOn, *asset).filter(|credential| moment.is_live(*credential));
        stored
            .map(|credential| {
                let core = moment.snapshot.facts.credentials.core(credential);
                let known = [core.issued_at, core.rotated_at].into_iter().flatten();
                // An instant that is still to come says that it was not renewed so far.
                let renewed = known.map(|at| if at <= self.at { at } else { Instant::MIN }).max();
                (self.near(Slot::credential(credential)), renewed)
            })
            .collect()
    }
}
