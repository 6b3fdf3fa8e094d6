//! What belongs to the place that the asset leaves.

use super::{Move, Scene};
use crate::{
    analysis::{view::View, witness::holders},
    asset::{Asset, Environment},
    change::ChangeField,
    facts::{ChainKey, Slot},
    graph::EdgeKind as E,
    lifecycle::{self, Place, Ruling},
};

impl Scene<'_> {
    pub(super) fn left_clean(&self, record: &Asset) -> Ruling {
        let moment = &self.state().moment;
        let facts = self.facts();
        let used = moment.back(E::UsedByAsset, self.asset).filter(|credential| moment.is_live(*credential));
        let credentials = used.map(|credential| {
            let stored = moment.out(E::StoredOn, credential).map(|asset| self.place(asset, record));
            (facts.reference(Slot::credential(credential)), Place::of(stored))
        });
        let mut entitlements = Vec::new();
        for identity in moment.back(E::AttachedTo, self.asset) {
            for holder in holders(moment, identity) {
                for target in moment.out(E::EntitledTo, holder) {
                    let references = [Slot::identity(identity), Slot::asset(target)].map(|slot| facts.reference(slot));
                    let [identity, asset] = references;
                    entitlements.push((identity, asset, self.place(target, record)));
                }
            }
        }
        lifecycle::left_clean(credentials.collect(), entitlements)
    }

    /// Where another asset lies, seen from one that moves.
    fn place(&self, other: u32, record: &Asset) -> Place {
        let Move::Rehome { environment, host } = &self.act else { return Place::Elsewhere };
        if other == self.asset {
            return Place::Elsewhere;
        }
        let by_environment = environment.map(|_| {
            let key = ChainKey { slot: Slot::asset(other), field: ChangeField::Environment };
            let own = || self.facts().own(key.slot, key.field);
            let theirs = Environment::from_number(self.facts().changes.value_at(key, self.at).unwrap_or_else(own));
            match (record.environment, theirs) {
                (_, Some(theirs)) if Some(theirs) == *environment => Place::Elsewhere,
                (Some(old), Some(theirs)) if old == theirs => Place::Old,
                (Some(_), Some(_)) => Place::Elsewhere,
                _ => Place::Unknown,
            }
        });
        let by_host = host.map(|host| {
            let moment = &self.state().moment;
            let on = |place: u32| other == place || moment.out(E::RunsOn, other).any(|below| below == place);
            let in_old = moment.out(E::RunsOn, self.asset).filter(|old| *old != host).any(on);
            if in_old && !on(host) { Place::Old } else { Place::Elsewhere }
        });
        by_environment.into_iter().chain(by_host).min().unwrap_or(Place::Elsewhere)
    }
}
