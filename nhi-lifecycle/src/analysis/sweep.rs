//! Judging every credential of a snapshot: each rule is asked of all records before the next one is.
//!
//! What is known of an asset or an identity is one byte of flags ([`Bearing`]); the relations of a kind are read from front to back,
//! and the flags they lead to joined. The rules are those of `ownership`, `liveness`, `entitlement` and `judgement`, and read nothing
//! but such flags; the standing state asks them of single records.

use super::{
    bearing::Bearing,
    entitlement::{Entitlement, entitlements},
    judgement::{Around, Inherited, Judgement, Rooted, Weighed, is_judged, of_credential, of_identity, parent_gone},
    liveness::{Liveness, kept, needed},
    moment::{Moment, World},
    ownership::{self, Ownership, Principals, as_owners},
    spread::{Gathering, Rule, gather},
    view::View,
};
use crate::{
    finding::Reason,
    graph::{BLOCK, EdgeKind as E, Membership, Neighbours, least},
};

/// Judges every credential. O(records + relations).
pub(super) fn judge(moment: Moment) -> Judgement {
    let ownership = Ownership::new(&moment);
    // What an identity may use does not depend on what is kept.
    let whatever_is_kept = || assets(&moment, &ownership, &vec![false; moment.services.len()]);
    let (kept, entitlements) =
        moment.workers.both(|| kept(&moment, &ownership), || entitlements(&moment, &whatever_is_kept()));
    let assets = assets(&moment, &ownership, &kept);
    let attached = moment.joined(E::AttachedTo, &assets);
    let needed = needed(&moment, &ownership.answers, &attached);

    let consumers = moment.beings.iter().zip(&needed).map(|(being, needed)| Bearing::of_consumer(*being, *needed));
    let known = Known { owners: as_owners(&ownership.answers), assets, identities: Neighbours::new(consumers) };
    let inherited = inherited(&moment, &ownership, &known.owners, &needed, &entitlements, &attached);
    let mut weighed = weighed(&moment, &known, &inherited);
    derive(&moment, &mut weighed);
    Judgement { moment, ownership, liveness: Liveness { kept, needed }, weighed }
}

/// Of each identity, what the credentials take over that authenticate as it.
fn inherited(
    moment: &Moment,
    ownership: &Ownership,
    owners: &Neighbours<Bearing>,
    needed: &[bool],
    entitlements: &[Entitlement],
    attached: &[Bearing],
) -> Neighbours<Inherited> {
    let principals = principals(moment, ownership, needed);
    let all = moment.workers.each_block(moment.beings.len(), |first, inherited| {
        let [mut owned, mut acts_for] = [[Bearing::default(); BLOCK]; 2];
        let mut was_attached = [false; BLOCK];
        moment.join(E::OwnerOfIdentity, first, owners, &mut owned);
        moment.join(E::ActsFor, first, &principals, &mut acts_for);
        moment.ended(E::AttachedTo, first, &mut was_attached);
        let at = first as usize..first as usize + inherited.len();
        let (beings, answers) = (&moment.beings[at.clone()], &ownership.answers[at.clone()]);
        let (attached, entitlements) = (&attached[at.clone()], &entitlements[at]);
        for index in 0..inherited.len().min(BLOCK) {
            let (being, entitlement) = (beings[index], entitlements[index]);
            let [attached, acts_for] = [attached[index], acts_for[index]];
            let reasons = of_identity(being, entitlement, [attached, acts_for], was_attached[index]);
            let owners = ownership::of_identity(being, answers[index], [owned[index], attached, acts_for]);
            inherited[index] = Inherited::new(Weighed::new(reasons, entitlement.raises()), owners);
        }
    });
    Neighbours::new(all.into_iter())
}

/// What those are that credentials lead to.
struct Known {
    owners: Neighbours<Bearing>,
    assets: Neighbours<Bearing>,
    identities: Neighbours<Bearing>,
}

/// Of each credential, every reason but `parent_gone`.
fn weighed(moment: &Moment, known: &Known, inherited: &Neighbours<Inherited>) -> Vec<Weighed> {
    let mut weighed = moment.workers.each_block(moment.live.len(), |first, weighed: &mut [Weighed]| {
        let [mut owners, mut assets, mut identities, mut issuers] = [[Bearing::default(); BLOCK]; 4];
        moment.join(E::OwnerOfCredential, first, &known.owners, &mut owners);
        moment.join(E::UsedByAsset, first, &known.assets, &mut assets);
        moment.join(E::UsedByIdentity, first, &known.identities, &mut identities);
        moment.join(E::IssuedBy, first, &known.assets, &mut issuers);
        let (mut authenticates, mut of_identities) = ([0; BLOCK], [Inherited::default(); BLOCK]);
        moment.firsts(E::AuthenticatesAs, first, &mut authenticates);
        of_identities.iter_mut().zip(&authenticates).for_each(|(of, identity)| *of = inherited.of(*identity));
        // Without a branch, so that several are worked out at once.
        let mut of_all = [Weighed::default(); BLOCK];
        for index in 0..weighed.len().min(BLOCK) {
            let around = Around {
                owners: owners[index],
                assets: assets[index],
                identities: identities[index],
                issuers: issuers[index],
            };
            of_all[index] = of_credential(of_identities[index], around);
        }
        let live = &moment.live[first as usize..];
        weighed.iter_mut().zip(&of_all).zip(live).for_each(|((weighed, of_all), live)| *weighed = of_all.when(*live));
    });
    if moment.world == World::AbsentPresent {
        let unjudged = (0..moment.live.len() as u32).filter(|credential| !is_judged(moment, *credential));
        unjudged.for_each(|credential| weighed[credential as usize] = Weighed::default());
    }
    weighed
}

/// Each asset as those see it that rest on it.
fn assets(moment: &Moment, ownership: &Ownership, kept: &[bool]) -> Neighbours<Bearing> {
    let all = moment.services.iter().zip(&moment.weighty).zip(&ownership.assets).zip(kept);
    Neighbours::new(
        all.map(|(((service, weighty), owners), kept)| Bearing::of_asset(*service, *weighty, *owners, *kept)),
    )
}

/// Each identity as those see it that act for it.
fn principals(moment: &Moment, ownership: &Ownership, needed: &[bool]) -> Neighbours<Bearing> {
    if !moment.has(E::ActsFor) {
        return Neighbours::new([].into_iter());
    }
    let principals = Principals { view: moment, answers: &ownership.answers };
    let own = (0..needed.len() as u32).map(|identity| principals.own(identity)).collect();
    let gathered = gather(&principals, own, moment.snapshot.graph.back(E::ActsFor).holders());
    Neighbours::new(gathered.into_iter().zip(needed).map(|(flags, needed)| Bearing::of_principal(flags, *needed)))
}

/// Adds to the reasons of each credential that the one is gone from which it is derived.
fn derive(moment: &Moment, weighed: &mut [Weighed]) {
    let graph = &moment.snapshot.graph;
    // Whether a credential is rooted matters only if another one is derived from it.
    let mut members = vec![Membership::default(); weighed.len()];
    let rule = Rooted { view: moment, weighed };
    let member = |credential, by_itself| Membership::new(by_itself, rule.may_follow(credential));
    let (parents, children) = (graph.back(E::DerivedFrom).holders(), graph.out(E::DerivedFrom).holders());
    // Those that are derived from none stand on their own if they stand at all.
    parents.for_each(|parent| members[parent as usize] = member(parent, rule.may_follow(parent)));
    children.for_each(|child| members[child as usize] = member(child, rule.by_itself(child)));
    let rooted = least(members, &[graph.back(E::DerivedFrom)], |tag| moment.holds(tag));
    for credential in graph.out(E::DerivedFrom).holders() {
        let weighed = &mut weighed[credential as usize];
        *weighed = weighed.with(Reason::ParentGone, parent_gone(moment, &rooted, credential));
    }
}
