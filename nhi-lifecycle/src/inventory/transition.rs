//! Acts: what the engine itself is asked to do. Facts are never refused, acts are gated.
//!
//! An act and what is handed in with it are one event, all or nothing. The gates see the evidence and the overrides of the act
//! as if they had been there before.

use std::sync::Arc;

use super::{
    Inventory,
    act::{Act, Reassignment, Rehoming, Transitioned},
    check,
    ending::{begin, close_custody, end_all},
    intake::ALONE,
    order::{begins_last, comes_last, histories, went_on},
};
use crate::{
    analysis::gates::{self, Dossier, GateReport, Move, Past},
    asset::{Environment, Stage, StageGroup},
    blocker::Blocker,
    change::{Change, ChangeField, Prior, Value},
    error::{Error, Problems},
    event::{Context, Happened},
    facts::{ChainKey, Facts, Slot},
    graph::Snapshot,
    id::{AssetRef, Namespace, Reference},
    lifecycle::Operation,
    record::Record,
    relation::RelationKind,
    source::Given,
    time::Instant,
};

/// An act that is being prepared.
pub(super) struct Prepared {
    pub(super) snapshot: Snapshot,
    pub(super) slot: Slot,
    pub(super) past: Past,
    from: Stage,
}

impl Inventory {
    /// What would keep an asset from entering a stage then; empty if nothing would. Nothing changes by asking.
    ///
    /// # Errors
    /// [`Error::IllegalTransition`] naming the legal ones; [`Error::NotFound`].
    pub fn blockers(&self, asset: &AssetRef, to: Stage, at: Instant) -> Result<Vec<Blocker>, Error> {
        gates::blockers(&self.snapshot(), asset, to, at, &self.lifecycle)
    }

    /// Takes an asset to a stage, if every gate lets it.
    ///
    /// Custody that a receipt closed ends with the receipt.
    ///
    /// # Errors
    /// [`Error::Gates`] with what is missing; [`Error::IllegalTransition`] naming the legal ones; [`Error::InvalidArgument`] for
    /// an act before the asset's last change of stage, or recorded before it was done; [`Error::NotFound`]; and as for
    /// [`Self::add`]. The inventory is then as it was.
    ///
    /// ```
    /// use nhi_lifecycle::{Act, Context, Inventory, Record, asset::Stage, evidence::Evidence};
    ///
    /// let records = [
    ///     r#"{"record":"asset","id":"wiki","kind":"saas","stage":"requested"}"#,
    ///     r#"{"record":"identity","id":"dana","kind":"employee","status":"active"}"#,
    /// ];
    /// let records: Vec<Record> = records.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
    /// let now = "2026-03-01T00:00:00Z".parse()?;
    /// let mut inventory = Inventory::new();
    /// inventory.add(records, &Context::at(now))?;
    ///
    /// let act = Act::new(now, "dana", "not needed after all");
    /// let error = inventory.transition(&"wiki".parse()?, Stage::Retired, &act).err().ok_or("let through")?;
    /// assert_eq!(error.blockers()[0].message, "there is no record_closed evidence; close its record and give the evidence");
    ///
    /// let closed: Evidence = serde_json::from_str(
    ///     r#"{"id":"ev-1","subject":"asset:wiki","kind":"record_closed","at":"2026-03-01T00:00:00Z","by":"dana"}"#,
    /// )?;
    /// let done = inventory.transition(&"wiki".parse()?, Stage::Retired, &act.with_evidence(closed))?;
    /// assert_eq!((done.from, done.to, done.gates.len()), (Stage::Requested, Stage::Retired, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn transition(&mut self, asset: &AssetRef, to: Stage, act: &Act) -> Result<Transitioned, Error> {
        let prepared = self.prepare(asset, act)?;
        let dossier = handed_in(&prepared.snapshot, asset, act);
        let Prepared { snapshot, slot, past, .. } = &prepared;
        let report = gates::transition(snapshot, slot.index, past, to, act.at, &self.lifecycle, &dossier)?;
        let report = passed(report, slot, &snapshot.facts, to.as_str())?;
        let mut records = Vec::new();
        let asks_custody =
            report.outcomes.iter().any(|outcome| outcome.gate == crate::lifecycle::Gate::CustodyClosed.as_str());
        if asks_custody {
            let moved = Move::Enter { from: prepared.from, to };
            close_custody(&prepared, moved, act, &dossier, &mut records)?;
        }
        let reference = Reference::from(asset.clone());
        records.push(Record::from(Change {
            from: Prior::Value(prepared.from.into()),
            by: Some(act.by.clone()),
            reason: Some(act.reason.clone()),
            ..Change::new(reference, to.into(), act.at)
        }));
        self.carry_out(prepared, asset, to, to.as_str(), act, report, records)
    }

    /// Gives an asset in service to another holder or owner, if the gates for that let it.
    ///
    /// # Errors
    /// As for [`Self::transition`]; [`Error::InvalidArgument`] for an asset that is not in service, or a holder or owner who is
    /// so already.
    pub fn reassign(&mut self, asset: &AssetRef, to: &Reassignment, act: &Act) -> Result<Transitioned, Error> {
        let prepared = self.prepare_in_service(asset, act)?;
        for kind in
            [to.holder.as_ref().map(|_| RelationKind::AssignedTo), to.owner.as_ref().map(|_| RelationKind::OwnedBy)]
        {
            kind.map_or(Ok(()), |kind| begins_last(&prepared.snapshot.facts, prepared.slot, kind, act.at))?;
        }
        let dossier = handed_in(&prepared.snapshot, asset, act);
        let (moved, report) = self.judge_reassignment(&prepared, to, act.at, &dossier)?;
        let report = passed(report, &prepared.slot, &prepared.snapshot.facts, Operation::Reassign.as_str())?;
        let mut records = Vec::new();
        if let Some(holder) = &to.holder {
            close_custody(&prepared, moved, act, &dossier, &mut records)?;
            records.push(begin(RelationKind::AssignedTo, asset, holder.clone(), act.at));
        }
        if let Some(owner) = &to.owner {
            end_all(&prepared, RelationKind::OwnedBy, act.at, &mut records)?;
            records.push(begin(RelationKind::OwnedBy, asset, owner.clone(), act.at));
        }
        let stage = prepared.from;
        self.carry_out(prepared, asset, stage, Operation::Reassign.as_str(), act, report, records)
    }

    /// What would keep an asset from another holder or owner then.
    ///
    /// # Errors
    /// As for [`Self::reassign`], but for what only an act can do wrong.
    pub fn reassign_blockers(&self, asset: &AssetRef, to: &Reassignment, at: Instant) -> Result<Vec<Blocker>, Error> {
        let prepared = in_service(self.look(asset, at)?, at)?;
        let dossier = Dossier::of(&prepared.snapshot.facts, asset);
        Ok(self.judge_reassignment(&prepared, to, at, &dossier)?.1.blockers)
    }

    /// Moves an asset in service to another environment or host, if the gates for that let it.
    ///
    /// # Errors
    /// As for [`Self::transition`]; [`Error::InvalidArgument`] for an asset that is not in service, or is there already.
    pub fn rehome(&mut self, asset: &AssetRef, to: &Rehoming, act: &Act) -> Result<Transitioned, Error> {
        let prepared = self.prepare_in_service(asset, act)?;
        if to.environment.is_some() {
            comes_last(&prepared.snapshot.facts, prepared.slot, ChangeField::Environment, act.at)?;
        }
        if to.host.is_some() {
            begins_last(&prepared.snapshot.facts, prepared.slot, RelationKind::RunsOn, act.at)?;
        }
        let dossier = handed_in(&prepared.snapshot, asset, act);
        let report = self.judge_rehoming(&prepared, to, act.at, &dossier)?;
        let report = passed(report, &prepared.slot, &prepared.snapshot.facts, Operation::Rehome.as_str())?;
        let mut records = Vec::new();
        if let Some(environment) = to.environment {
            let old = environment_of(&prepared, act.at);
            records.push(Record::from(Change {
                field: Some(ChangeField::Environment),
                from: old.map_or(Prior::Unknown, |old| Prior::Value(Value::from(old.as_str()))),
                by: Some(act.by.clone()),
                reason: Some(act.reason.clone()),
                ..Change::new(asset.clone().into(), Value::from(environment.as_str()), act.at)
            }));
        }
        if let Some(host) = &to.host {
            end_all(&prepared, RelationKind::RunsOn, act.at, &mut records)?;
            records.push(begin(RelationKind::RunsOn, asset, host.clone(), act.at));
        }
        let stage = prepared.from;
        self.carry_out(prepared, asset, stage, Operation::Rehome.as_str(), act, report, records)
    }

    /// What would keep an asset from another environment or host then.
    ///
    /// # Errors
    /// As for [`Self::rehome`], but for what only an act can do wrong.
    pub fn rehome_blockers(&self, asset: &AssetRef, to: &Rehoming, at: Instant) -> Result<Vec<Blocker>, Error> {
        let prepared = in_service(self.look(asset, at)?, at)?;
        let dossier = Dossier::of(&prepared.snapshot.facts, asset);
        Ok(self.judge_rehoming(&prepared, to, at, &dossier)?.blockers)
    }

    fn judge_reassignment(
        &self,
        prepared: &Prepared,
        to: &Reassignment,
        at: Instant,
        dossier: &Dossier<'_>,
    ) -> Result<(Move, GateReport), Error> {
        if to == &Reassignment::default() {
            return Err(Error::InvalidArgument("neither a holder nor an owner is named; name one".to_owned()));
        }
        let holder = named(prepared, RelationKind::AssignedTo, to.holder.clone(), at)?;
        let owner = named(prepared, RelationKind::OwnedBy, to.owner.clone(), at)?;
        let moved = Move::Reassign { holder, owner };
        let Prepared { snapshot, slot, past, .. } = prepared;
        let report = gates::operation(snapshot, slot.index, past, moved.clone(), at, &self.lifecycle, dossier);
        Ok((moved, report))
    }

    fn judge_rehoming(
        &self,
        prepared: &Prepared,
        to: &Rehoming,
        at: Instant,
        dossier: &Dossier<'_>,
    ) -> Result<GateReport, Error> {
        if to == &Rehoming::default() {
            return Err(Error::InvalidArgument("neither an environment nor a host is named; name one".to_owned()));
        }
        if to.environment.is_some() && environment_of(prepared, at) == to.environment {
            return Err(Error::InvalidArgument("it is in that environment already; name another".to_owned()));
        }
        let host = named(prepared, RelationKind::RunsOn, to.host.clone(), at)?;
        let Prepared { snapshot, slot, past, .. } = prepared;
        let moved = Move::Rehome { environment: to.environment, host };
        Ok(gates::operation(snapshot, slot.index, past, moved, at, &self.lifecycle, dossier))
    }

    /// An asset as it is then.
    fn look(&self, asset: &AssetRef, at: Instant) -> Result<Prepared, Error> {
        let snapshot = self.snapshot();
        let slot = gates::present(&snapshot, asset)?;
        let past = Past::until(&snapshot.facts, slot.index, at);
        let from = past.stage().ok_or_else(|| {
            let message = format!("the stage of `{asset}` at {at} is not known; add the change that tells it");
            Error::InvalidArgument(message)
        })?;
        Ok(Prepared { snapshot, slot, past, from })
    }

    fn prepare(&self, asset: &AssetRef, act: &Act) -> Result<Prepared, Error> {
        self.check_context(&self.context(act)?)?;
        self.check_papers(act)?;
        let prepared = self.look(asset, act.at)?;
        comes_last(&prepared.snapshot.facts, prepared.slot, ChangeField::Stage, act.at)?;
        Ok(prepared)
    }

    /// What is handed in is looked at before any gate speaks of it.
    fn check_papers(&self, act: &Act) -> Result<(), Error> {
        let evidence = act.evidence.iter().cloned().map(Record::from);
        let overrides = act.overrides.iter().cloned().map(Record::from);
        let mut problems = Problems::default();
        for (position, paper) in evidence.chain(overrides).enumerate() {
            let mut found = Vec::new();
            check::check(&paper, &self.limits, &mut found);
            found.into_iter().for_each(|problem| problems.push(problem.in_record(position)));
        }
        problems.into_result()
    }

    fn prepare_in_service(&self, asset: &AssetRef, act: &Act) -> Result<Prepared, Error> {
        in_service(self.prepare(asset, act)?, act.at)
    }

    /// Who hands in the act and when.
    fn context(&self, act: &Act) -> Result<Context, Error> {
        let recorded_at =
            act.recorded_at.unwrap_or_else(|| self.last_recorded_at.map_or(act.at, |last| last.max(act.at)));
        if recorded_at < act.at {
            let message = format!("`recorded_at` {recorded_at} lies before `at` {}; record it once it is done", act.at);
            return Err(Error::InvalidArgument(message));
        }
        let mut context = Context::at(recorded_at).by(&act.by).because(&act.reason);
        context.source.clone_from(&act.source);
        Ok(context)
    }

    #[allow(clippy::too_many_arguments, reason = "what was decided about one act, to be done at once")]
    fn carry_out(
        &mut self,
        prepared: Prepared,
        asset: &AssetRef,
        to: Stage,
        what: &'static str,
        act: &Act,
        report: GateReport,
        done: Vec<Record>,
    ) -> Result<Transitioned, Error> {
        let context = self.context(act)?;
        let from = prepared.from;
        let histories = histories(&prepared.snapshot.facts, &done);
        // A snapshot that is still held would have the facts copied.
        drop(prepared);
        let evidence = act.evidence.iter().cloned().map(Record::from);
        let overrides = act.overrides.iter().cloned().map(Record::from);
        let mut records: Vec<Record> = evidence.chain(overrides).chain(done).collect();
        records.iter_mut().for_each(super::normal::normalise);
        let event = self.encoder(&context).map(|encoder| {
            encoder.happened(&Happened::Acted {
                asset: asset.clone(),
                act: what.to_owned(),
                gates: report.outcomes.clone(),
                records: records.clone(),
            })
        });
        let accepted = self.apply(ALONE, &mut Given(records.into_iter()), &context, None)?;
        if !went_on(&self.facts, &histories) {
            accepted.take_back(Arc::make_mut(&mut self.facts));
            return Err(Error::InvalidArgument(format!(
                "`{asset}` was moved at {} itself, and what comes next in the same instant has no order; act a moment later",
                act.at
            )));
        }
        let added = self.settle(accepted, event, &context)?;
        Ok(Transitioned { event: added.event, from, to, gates: report.outcomes, records: added.records })
    }
}

/// The papers of an asset with those that are handed in now. Nobody gives leave to themselves, however they write their name.
fn handed_in<'a>(snapshot: &'a Snapshot, asset: &AssetRef, act: &'a Act) -> Dossier<'a> {
    Dossier::of(&snapshot.facts, asset).with(asset, &act.evidence, &act.overrides).without_leave_by(&act.by)
}

fn passed(report: GateReport, slot: &Slot, facts: &Facts, act: &'static str) -> Result<GateReport, Error> {
    if report.blockers.is_empty() {
        return Ok(report);
    }
    Err(Error::Gates { asset: facts.reference(*slot), act, blockers: report.blockers })
}

fn in_service(prepared: Prepared, at: Instant) -> Result<Prepared, Error> {
    if prepared.from.group() == StageGroup::InService {
        return Ok(prepared);
    }
    let id = prepared.snapshot.facts.reference(prepared.slot).id;
    let message = format!("`{id}` is {} at {at}; only what is in service is reassigned or rehomed", prepared.from);
    Err(Error::InvalidArgument(message))
}

/// The index of somebody or something that is named, and is not there already.
fn named(
    prepared: &Prepared,
    kind: RelationKind,
    named: Option<impl Into<Reference>>,
    at: Instant,
) -> Result<Option<u32>, Error> {
    let Some(reference) = named.map(Into::into) else { return Ok(None) };
    let facts = &prepared.snapshot.facts;
    let slot = facts.find(&reference).filter(|slot| facts.is_present(*slot));
    let slot = slot.ok_or_else(|| Error::NotFound(reference.clone()))?;
    if slot == prepared.slot {
        return Err(Error::InvalidArgument(format!("`{}` can't be {kind} itself; name another", reference.id)));
    }
    let (_, end) = kind.ends();
    let class = (slot.namespace == Namespace::Identity).then(|| facts.class(slot.index)).flatten();
    if class.is_some_and(|class| !end.classes.contains(&class)) {
        let allowed: Vec<&str> = end.classes.iter().map(|class| class.as_str()).collect();
        let message = format!("`{}` can't stand there ({kind}); name one of: {}", reference.id, allowed.join(", "));
        return Err(Error::InvalidArgument(message));
    }
    let mut standing = facts.relations.outgoing(prepared.slot);
    if standing.any(|(_, row)| row.kind == kind && row.to() == slot && row.span().holds(at)) {
        return Err(Error::InvalidArgument(format!("`{}` is that already ({kind}); name another", reference.id)));
    }
    Ok(Some(slot.index))
}

fn environment_of(prepared: &Prepared, at: Instant) -> Option<Environment> {
    let facts = &prepared.snapshot.facts;
    let key = ChainKey { slot: prepared.slot, field: ChangeField::Environment };
    let number = facts.changes.value_at(key, at).unwrap_or_else(|| facts.own(key.slot, key.field));
    Environment::from_number(number)
}
