//! The plain facts of one act: what each gate looks at, read from a snapshot at an instant.

mod connected;
mod custody;
mod leave;
mod place;

use std::{cell::OnceCell, collections::BTreeSet};

use super::{
    super::{
        liveness::Liveness,
        moment::{Moment, World, service},
        ownership::{Answer, Ownership},
        view::View,
    },
    Dossier, Past,
};
use crate::{
    asset::{Asset, AssetClass, Criticality, DataClassification, Environment, Management, Stage},
    change::ChangeField,
    evidence::Evidence,
    facts::{ChainKey, Core, Facts, Slot},
    graph::{EdgeKind as E, Snapshot, Subset},
    id::{IdentityRef, Reference},
    identity::{IdentityClass, IdentityStatus},
    lifecycle::{
        self, Aspect, Custody, Disposal, Gate, Handover, Identification, OwnGate, Piece, Ruling, Wipe, judge::Asked,
        predicate::Subject,
    },
    relation::RelationKind,
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
