//! The plain facts of one act: what each gate looks at, read from a snapshot at an instant.

use std::{cell::OnceCell, collections::BTreeSet};

use super::{
    super::{
        liveness::Liveness,
        moment::{Moment, World, service},
        ownership::{Answer, Ownership},
        view::View,
        witness::holders,
    },
    Dossier, Past, Receipt,
};
use crate::{
    asset::{Asset, AssetClass, Criticality, DataClassification, Environment, Management, Stage},
    change::ChangeField,
    credential::CredentialStatus,
    evidence::{Evidence, EvidenceKind},
    facts::{ChainKey, Core, Facts, Slot},
    graph::{EdgeKind as E, Snapshot, Subset},
    id::{IdentityRef, Reference},
    identity::{IdentityClass, IdentityStatus},
    lifecycle::{
        self, Aspect, Closed, Credentials, Custody, Disposal, Gate, Handover, Identification, OwnGate, Piece, Place,
        Ruling, Wipe, judge::Asked, predicate::Subject,
    },
    relation::{RelationKind, Span},
    time::Instant,
};

/// What is about to be done to an asset. Identities and hosts are indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// It enters a stage.
    Enter { from: Stage, to: Stage },
    /// Another holder or owner.
    Reassign { holder: Option<u32>, owner: Option<u32> },
    /// Another environment or host.
    Rehome { environment: Option<Environment>, host: Option<u32> },
}

impl Move {
    pub(crate) fn changes(&self, aspect: Aspect) -> bool {
        match (self, aspect) {
            (Self::Reassign { holder, .. }, Aspect::Holder) => holder.is_some(),
            (Self::Reassign { owner, .. }, Aspect::Owner) => owner.is_some(),
            (Self::Rehome { environment, .. }, Aspect::Environment) => environment.is_some(),
            (Self::Rehome { host, .. }, Aspect::Host) => host.is_some(),
            _ => false,
        }
    }
}

/// Who answers, and what is needed, just before the act: of everything near the asset, by indices of its own.
struct State {
    asset: u32,
    moment: Moment,
    ownership: Ownership,
    liveness: Liveness,
}

/// One act, and all that its gates may look at.
pub(crate) struct Scene<'a> {
    snapshot: &'a Snapshot,
    pub(crate) reference: Reference,
    pub(crate) at: Instant,
    asset: u32,
    past: &'a Past,
    act: Move,
    world: World,
    dossier: &'a Dossier<'a>,
    observes_revocation: bool,
    /// Most gates don't ask for it, and it is what costs.
    state: OnceCell<State>,
}

impl<'a> Scene<'a> {
    #[allow(clippy::too_many_arguments, reason = "one act is one act; each is of another type")]
    pub(super) fn new(
        snapshot: &'a Snapshot,
        asset: u32,
        past: &'a Past,
        at: Instant,
        act: Move,
        world: World,
        dossier: &'a Dossier<'a>,
        observes_revocation: bool,
    ) -> Self {
        let reference = snapshot.facts.reference(Slot::asset(asset));
        let state = OnceCell::new();
        Self { snapshot, reference, at, asset, past, act, world, dossier, observes_revocation, state }
    }

    fn state(&self) -> &State {
        self.state.get_or_init(|| {
            let (near, asset) = match self.act {
                Move::Enter { .. } => Subset::around_asset(self.snapshot, self.asset),
                // Identities, hosts and places are named by the act, and may lie anywhere.
                Move::Reassign { .. } | Move::Rehome { .. } => (self.snapshot.clone(), self.asset),
            };
            let mut moment = Moment::new(&near, self.at, self.world);
            // The act comes last at its instant: the asset is where it was before.
            if let Some(own) = moment.services.get_mut(asset as usize) {
                *own = service(self.past.stage().map_or(0, Stage::number));
            }
            let ownership = Ownership::new(&moment);
            let liveness = Liveness::new(&moment, &ownership);
            State { asset, moment, ownership, liveness }
        })
    }

    /// The reference to a record near the asset.
    fn near(&self, slot: Slot) -> Reference {
        self.state().moment.snapshot.facts.reference(slot)
    }

    fn facts(&self) -> &'a Facts {
        &self.snapshot.facts
    }

    /// From when on evidence counts for a gate.
    pub(super) fn since(&self, gate: Gate) -> Option<Instant> {
        if gate == Gate::Released { self.past.entered_quarantine } else { self.past.entered_service }
    }

    /// The evidence that counts, from an instant on.
    pub(super) fn pieces(&self, since: Option<Instant>) -> Vec<Piece<'a>> {
        let counts = |evidence: &&Evidence| evidence.at <= self.at && since.is_none_or(|since| since <= evidence.at);
        self.dossier.evidence().filter(counts).map(|evidence| self.piece(evidence)).collect()
    }

    fn piece(&self, evidence: &'a Evidence) -> Piece<'a> {
        let named = std::iter::once(&evidence.by).chain(&evidence.verified_by);
        let mut doubtful: Vec<IdentityRef> =
            named.filter(|person| !vouches(self.facts(), person, evidence.at)).cloned().collect();
        doubtful.sort_unstable();
        doubtful.dedup();
        Piece { evidence, doubtful }
    }

    /// Who gave leave to pass a gate by an override that stands; a ruling where nobody who could have did.
    pub(super) fn leave(&self, gate: &str) -> Result<Option<IdentityRef>, Ruling> {
        let to = match self.act {
            Move::Enter { to, .. } => Some(to),
            _ => self.past.stage(),
        };
        let standing = self.dossier.overrides().filter(|leave| {
            leave.gate == gate
                && Some(leave.to) == to
                && leave.at <= self.at
                && self.at < leave.expires_at
                && !self.was_done_since(leave.at, leave.to)
        });
        let mut doubt = None;
        for leave in standing {
            if vouches(self.facts(), &leave.approved_by, leave.at) {
                return Ok(Some(leave.approved_by.clone()));
            }
            let person = &leave.approved_by;
            let message = format!(
                "its override was approved by `{person}`, no recorded identity that was present or active then; correct the \
                 name or add the record"
            );
            let lack = crate::blocker::Missing::new(crate::blocker::Lack::Person);
            doubt = Some(Ruling::indeterminate(message, vec![lack.about(person.clone()).between(None, leave.at)]));
        }
        doubt.map_or(Ok(None), Err)
    }

    /// Whether the same was done from an instant on: an override serves one act.
    fn was_done_since(&self, since: Instant, to: Stage) -> bool {
        let mut relations = self.facts().relations.outgoing(Slot::asset(self.asset));
        let mut began = |kinds: &[RelationKind]| {
            let began = |row: &crate::facts::Row| row.span().since.is_some_and(|at| since <= at && at <= self.at);
            relations.any(|(_, row)| kinds.contains(&row.kind) && began(row))
        };
        match self.act {
            Move::Enter { .. } => self.past.entries_into(to).any(|entered| since <= entered),
            Move::Reassign { .. } => began(&[RelationKind::AssignedTo, RelationKind::OwnedBy]),
            Move::Rehome { .. } => {
                let key = ChainKey { slot: Slot::asset(self.asset), field: ChangeField::Environment };
                let changes = &self.facts().changes;
                let mut moved = changes.chain(key).iter().map(|number| changes.row(*number).at);
                began(&[RelationKind::RunsOn]) || moved.any(|at| since <= at && at <= self.at)
            }
        }
    }

    /// What the history of a field says, by number; 0 for unknown, none without history.
    fn value(&self, field: ChangeField) -> Option<u8> {
        self.facts().changes.value_at(ChainKey { slot: Slot::asset(self.asset), field }, self.at)
    }

    /// The asset's record with its values at the instant.
    fn record(&self) -> Option<Asset> {
        let facts = self.facts();
        let mut record = facts.assets.record(self.asset)?;
        let value = |field| self.value(field);
        if let Some(number) = value(ChangeField::Environment) {
            record.environment = Environment::from_number(number);
        }
        if let Some(number) = value(ChangeField::Criticality) {
            record.criticality = Criticality::from_number(number);
        }
        if let Some(number) = value(ChangeField::DataClassification) {
            record.data_classification = DataClassification::from_number(number);
        }
        if let Some(number) = value(ChangeField::Management) {
            record.management = Management::from_number(number);
        }
        if let Some(number) = value(ChangeField::LegalHold) {
            record.legal_hold = (number != 0).then_some(number == 1);
        }
        record.stage = self.past.stage().unwrap_or(record.stage);
        Some(record)
    }

    /// What a gate of the model says; none where it has nothing to ask of this asset.
    pub(super) fn judge(&self, gate: Gate) -> Option<Ruling> {
        let record = self.record()?;
        let since = self.since(gate);
        let asked = Asked { asset: &self.reference, since, at: self.at };
        match gate {
            Gate::DataPreserved | Gate::Sanitized if !record.kind.has_storage() => return None,
            _ => {}
        }
        Some(match gate {
            Gate::Identified => Identification { asset: &record }.judge(),
            Gate::Accountable => self.accountable(&record),
            Gate::NoHold => lifecycle::no_hold(&record, self.value(ChangeField::LegalHold) == Some(0)),
            Gate::DependentsClear => lifecycle::dependents_clear(self.dependents()),
            Gate::CustodyClosed => {
                let holders = self.holders();
                if holders.is_empty() {
                    return None;
                }
                Custody { asked, holders: &holders, pieces: &self.pieces(since) }.judge()
            }
            Gate::CredentialsClosed => self.credentials().judge(),
            Gate::HandedOver => {
                let hardware = record.kind.class() == AssetClass::Hardware;
                let pieces = self.pieces(since);
                let judge = |ended| Handover { asked, pieces: &pieces, hardware, ended, stored: self.stored() }.judge();
                let (certain, perhaps) = (judge(self.custody_ended(false)?), judge(self.custody_ended(true)?));
                let why = "it hangs on a receipt that names people who are in doubt";
                Ruling::of_both(certain, perhaps, why, Vec::new)
            }
            Gate::LeftClean => self.left_clean(&record),
            Gate::IdentitiesClosed => lifecycle::identities_closed(self.identities()),
            Gate::EntitlementsClosed => {
                let holders = self.state().moment.back(E::EntitledTo, self.state().asset);
                let holders = holders.map(|holder| self.near(Slot::identity(holder)));
                lifecycle::entitlements_closed(&self.reference, sorted(holders))
            }
            Gate::DataPreserved | Gate::RecordClosed => lifecycle::attested(gate, asked, &self.pieces(since)),
            Gate::Released => lifecycle::released(asked, &self.pieces(since)),
            Gate::Sanitized => {
                let successes: Vec<_> =
                    self.dossier.successes(self.at).map(|row| (row.at, self.somebody(row))).collect();
                Wipe { asked, asset: &record, pieces: &self.pieces(since), successes: &successes }.judge()
            }
            Gate::DisposedOf => {
                let successes: Vec<Instant> = self.dossier.successes(self.at).map(|row| row.at).collect();
                let covered = self.dossier.covered();
                Disposal { asked, pieces: &self.pieces(since), successes: &successes, covered: &covered }.judge()
            }
            // Its override is no ordinary one; see `Judges::judge`.
            Gate::LossReported => lifecycle::loss_reported(asked, &self.pieces(since), Ok(None)).0,
        })
    }

    /// What a gate of the user's own says; none where it is not asked of this asset.
    pub(super) fn judge_own(&self, gate: &OwnGate) -> Option<Ruling> {
        let record = self.record()?;
        let pieces = self.pieces(self.past.entered_service);
        lifecycle::own_gate(gate, &Subject { asset: &record, pieces: &pieces, at: self.at })
    }

    fn accountable(&self, record: &Asset) -> Ruling {
        let State { asset, ownership, .. } = self.state();
        let owner = if let Move::Reassign { owner, .. } = self.act { owner } else { None };
        let answer = match owner {
            Some(owner) if ownership.answers(owner) => Answer::Accountable,
            Some(_) => Answer::Departed,
            None => ownership.assets.get(*asset as usize).copied().unwrap_or(Answer::Unowned),
        };
        lifecycle::accountable(record, answer == Answer::Accountable, answer != Answer::Unowned)
    }

    fn dependents(&self) -> Vec<(Reference, RelationKind)> {
        let State { asset: own, moment, .. } = self.state();
        let of = |kind: E| {
            let dependents = moment.back(kind, *own);
            let standing = dependents.filter(|asset| asset != own && moment.in_service(*asset));
            standing.map(move |asset| (self.near(Slot::asset(asset)), kind.joins().0))
        };
        of(E::RunsOn).chain(of(E::DependsOn)).collect()
    }

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

    fn custodies(&self) -> impl Iterator<Item = (IdentityRef, Span)> + '_ {
        let rows = self.facts().relations.outgoing(Slot::asset(self.asset));
        let rows = rows.filter(|(_, row)| row.kind == RelationKind::AssignedTo);
        rows.map(|(_, row)| (IdentityRef::from(self.facts().reference(row.to()).id), row.span()))
    }

    /// When each custody that lasts was ended by a receipt; none for one that was not.
    pub(super) fn receipts(&self, doubted_too: bool) -> Vec<Receipt> {
        let holders = self.holders();
        let since = self.since(Gate::CustodyClosed);
        let asked = Asked { asset: &self.reference, since, at: self.at };
        let pieces = self.pieces(since);
        let custody = Custody { asked, holders: &holders, pieces: &pieces };
        let ended = holders.iter().map(|(_, since)| custody.ended_at(*since, doubted_too)).collect::<Vec<_>>();
        holders.into_iter().zip(ended).map(|((holder, since), ended)| (holder, since, ended)).collect()
    }

    /// When the last custody ended: outer none if there never was one, inner none while it lasts.
    fn custody_ended(&self, doubted_too: bool) -> Option<Option<Instant>> {
        let receipts = self.receipts(doubted_too);
        if receipts.is_empty() {
            return self.custodies().filter_map(|(_, span)| span.until).filter(|end| *end <= self.at).max().map(Some);
        }
        let ends: Option<Vec<Instant>> = receipts.into_iter().map(|(.., ended)| ended).collect();
        Some(ends.and_then(|ends| ends.into_iter().max()))
    }

    /// Live credentials stored on it, with their last issue or rotation.
    fn stored(&self) -> Vec<(Reference, Option<Instant>)> {
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

    fn credentials(&self) -> Credentials<'_> {
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

    fn identities(&self) -> Vec<Reference> {
        let State { asset: own, moment, liveness, .. } = self.state();
        let attached = moment.back(E::AttachedTo, *own).filter(|identity| {
            let mut assets = moment.out(E::AttachedTo, *identity);
            moment.being(*identity).active && !assets.any(|asset| asset != *own && liveness.is_kept(asset))
        });
        sorted(attached.map(|identity| self.near(Slot::identity(identity))))
    }

    fn left_clean(&self, record: &Asset) -> Ruling {
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

    /// Who it was that got in, where that is known.
    fn somebody(&self, row: &crate::access::Access) -> Option<IdentityRef> {
        if row.identity.is_some() {
            return row.identity.clone();
        }
        let credential = self.facts().find(&Reference::from(row.credential.clone()?))?;
        let mut relations = self.facts().relations.outgoing(credential);
        let (_, proven) = relations
            .find(|(_, relation)| relation.kind == RelationKind::AuthenticatesAs && relation.span().holds(row.at))?;
        Some(IdentityRef::from(self.facts().reference(proven.to()).id))
    }

    /// Absent records near the asset, on which a gate may hang.
    pub(super) fn absent_around(&self) -> Vec<Reference> {
        let facts = self.facts();
        let asset = Slot::asset(self.asset);
        let around = |slot: Slot| {
            let there = facts.relations.outgoing(slot).map(|(_, row)| row.to());
            there.chain(facts.relations.incoming(slot).map(|(_, row)| row.from()))
        };
        let near: BTreeSet<Slot> = around(asset).flat_map(|slot| std::iter::once(slot).chain(around(slot))).collect();
        let absent = near.into_iter().filter(|slot| !facts.is_present(*slot));
        absent.map(|slot| facts.reference(slot)).collect()
    }
}

fn sorted(references: impl Iterator<Item = Reference>) -> Vec<Reference> {
    references.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether somebody named in a paper is a recorded identity, a human present or another active at its instant.
fn vouches(facts: &Facts, person: &IdentityRef, at: Instant) -> bool {
    let Some(slot) = facts.find(&Reference::from(person.clone())).filter(|slot| facts.is_present(*slot)) else {
        return false;
    };
    let core = facts.identities.core(slot.index);
    let key = ChainKey { slot, field: ChangeField::Status };
    let status = facts.changes.value_at(key, at).unwrap_or_else(|| core.own(key.field));
    let status = IdentityStatus::from_number(status);
    let gone = status == Some(IdentityStatus::Deprovisioned) || core.ends_at.is_some_and(|end| end <= at);
    let active = status == Some(IdentityStatus::Active) && core.starts_at.is_none_or(|start| start <= at);
    !gone && (active || facts.class(slot.index) == Some(IdentityClass::Human))
}
