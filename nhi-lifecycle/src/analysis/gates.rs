//! What the gates say: section 7 of the model.
//!
//! This file finds the gates that an act asks and the overrides that stand in for them; `gates/scene` collects the plain
//! facts of each gate from a snapshot, which the lifecycle judges; `gates/reported` holds what sources reported against them.

mod dossier;
mod past;
mod reported;
mod scene;

use std::borrow::Cow;

pub use reported::{UngatedTransition, ungated_transitions};

pub(crate) use dossier::Dossier;
pub(crate) use past::Past;
pub(crate) use scene::{Move, Scene};

use super::moment::World;
use crate::{
    asset::Stage,
    blocker::{Blocker, GateOutcome, GateVerdict},
    error::Error,
    facts::{Core, Slot},
    graph::Snapshot,
    id::{AssetRef, IdentityRef, Reference},
    lifecycle::{self, Aspect, Gate, Lifecycle, Ruling, judge::Asked},
    time::Instant,
};

/// What the gates say of one act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateReport {
    /// What every gate that is asked says, in the order of the model, then the user's own.
    pub outcomes: Vec<GateOutcome>,
    /// Those that don't let the act through, with what they miss.
    pub blockers: Vec<Blocker>,
}

/// What would keep an asset from entering a stage then; empty if nothing would. Nothing changes by asking.
///
/// # Errors
/// [`Error::IllegalTransition`] naming the legal ones; [`Error::NotFound`].
///
/// # Complexity
/// O(evidence, overrides, coverage and access rows + what decides about the asset): its owners, what depends on it, and the
/// credentials and identities that go with it.
///
/// ```
/// use nhi_lifecycle::{Context, Inventory, Record, analysis, asset::Stage, lifecycle::Lifecycle};
///
/// let records = [
///     r#"{"record":"asset","id":"vm-1","kind":"virtual_machine","stage":"pending_retirement"}"#,
///     r#"{"record":"credential","id":"ak-7","kind":"access_key","status":"active","stored_on":"vm-1"}"#,
/// ];
/// let records: Vec<Record> = records.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let mut inventory = Inventory::new();
/// inventory.add(records, &Context::at(now))?;
///
/// let blockers =
///     analysis::blockers(&inventory.snapshot(), &"vm-1".parse()?, Stage::Sanitized, now, &Lifecycle::default())?;
/// let gates: Vec<&str> = blockers.iter().map(|blocker| &*blocker.gate).collect();
/// assert_eq!(gates, ["credentials_closed", "data_preserved", "sanitized"]);
/// assert_eq!(blockers[0].message, "still working: `ak-7`; revoke them, or rotate those that others use");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn blockers(
    snapshot: &Snapshot,
    asset: &AssetRef,
    to: Stage,
    at: Instant,
    lifecycle: &Lifecycle,
) -> Result<Vec<Blocker>, Error> {
    Ok(gates(snapshot, asset, to, at, lifecycle)?.blockers)
}

/// What every gate says that stands between an asset and a stage then.
///
/// # Errors
/// As for [`blockers`].
pub fn gates(
    snapshot: &Snapshot,
    asset: &AssetRef,
    to: Stage,
    at: Instant,
    lifecycle: &Lifecycle,
) -> Result<GateReport, Error> {
    let slot = present(snapshot, asset)?;
    let past = Past::until(&snapshot.facts, slot.index, at);
    let dossier = Dossier::of(&snapshot.facts, asset);
    transition(snapshot, slot.index, &past, to, at, lifecycle, &dossier)
}

/// The slot of an asset that the inventory bears.
pub(crate) fn present(snapshot: &Snapshot, asset: &AssetRef) -> Result<Slot, Error> {
    let reference = Reference::from(asset.clone());
    let slot = snapshot.find(&reference).filter(|slot| snapshot.facts.assets.core(slot.index).is_present());
    slot.ok_or(Error::NotFound(reference))
}

/// The gates of a transition, judged with the evidence of a dossier.
pub(crate) fn transition(
    snapshot: &Snapshot,
    asset: u32,
    past: &Past,
    to: Stage,
    at: Instant,
    lifecycle: &Lifecycle,
    dossier: &Dossier<'_>,
) -> Result<GateReport, Error> {
    let class = snapshot.facts.assets.core(asset).kind().map(crate::asset::AssetKind::class);
    let from = past.stage();
    let row = class.zip(from).and_then(|(class, from)| lifecycle.row(class, from, to));
    let Some(row) = row else {
        let legal = class.zip(from).map(|(class, from)| lifecycle.legal(class, from).map(Stage::as_str).collect());
        return Err(Error::IllegalTransition {
            asset: snapshot.facts.reference(Slot::asset(asset)),
            from: from.map(Stage::as_str),
            to: to.as_str(),
            legal: legal.unwrap_or_default(),
        });
    };
    let act = Move::Enter { from: row.from, to };
    Ok(Judges::new(snapshot, asset, past, at, act, lifecycle, dossier).report(row.gates()))
}

/// The gates of an operation, judged with the evidence of a dossier.
pub(crate) fn operation(
    snapshot: &Snapshot,
    asset: u32,
    past: &Past,
    act: Move,
    at: Instant,
    lifecycle: &Lifecycle,
    dossier: &Dossier<'_>,
) -> GateReport {
    let gates: Vec<Gate> = Gate::ALL
        .iter()
        .copied()
        .filter(|gate| Aspect::ALL.iter().any(|aspect| act.changes(*aspect) && aspect.gates().contains(gate)))
        .collect();
    let names = gates.iter().map(|gate| gate.as_str());
    Judges::new(snapshot, asset, past, at, act, lifecycle, dossier).report(names)
}

/// The holders of an asset, since when, and when a receipt ended that; none where none did.
pub(crate) fn receipts(
    snapshot: &Snapshot,
    asset: u32,
    past: &Past,
    act: Move,
    at: Instant,
    dossier: &Dossier<'_>,
) -> Vec<Receipt> {
    Scene::new(snapshot, asset, past, at, act, World::AsRecorded, dossier, false).receipts(false)
}

/// A holder, since when, and when a receipt ended that.
pub(crate) type Receipt = (IdentityRef, Option<Instant>, Option<Instant>);

/// One act before its gates: as recorded, and as if absent records were there.
struct Judges<'a> {
    recorded: Scene<'a>,
    present: Option<Scene<'a>>,
    lifecycle: &'a Lifecycle,
}

impl<'a> Judges<'a> {
    fn new(
        snapshot: &'a Snapshot,
        asset: u32,
        past: &'a Past,
        at: Instant,
        act: Move,
        lifecycle: &'a Lifecycle,
        dossier: &'a Dossier<'a>,
    ) -> Self {
        let observes = lifecycle.observes_revocation();
        let scene = |world| Scene::new(snapshot, asset, past, at, act.clone(), world, dossier, observes);
        let present = snapshot.graph.has_absent.then(|| scene(World::AbsentPresent));
        Self { recorded: scene(World::AsRecorded), present, lifecycle }
    }

    fn report<'g>(&self, gates: impl Iterator<Item = &'g str>) -> GateReport {
        let mut report = GateReport::default();
        for name in gates {
            let (gate, judged): (Cow<'static, str>, _) = match name.parse::<Gate>() {
                Ok(gate) => (Cow::Borrowed(gate.as_str()), self.judge(gate)),
                Err(_) => (Cow::Owned(name.to_owned()), self.judge_own(name)),
            };
            let Some((ruling, overridden_by)) = judged else { continue };
            let outcome = GateOutcome { gate, verdict: ruling.verdict, overridden_by };
            if !outcome.passes() {
                let Ruling { verdict, message, missing } = ruling;
                report.blockers.push(Blocker { gate: outcome.gate.clone(), verdict, message, missing });
            }
            report.outcomes.push(outcome);
        }
        report
    }

    /// What a gate of the model says, and who gave leave to pass it; none where it has nothing to ask of this asset.
    fn judge(&self, gate: Gate) -> Option<(Ruling, Option<IdentityRef>)> {
        let scene = &self.recorded;
        let leave = scene.leave(gate.as_str());
        if gate == Gate::LossReported {
            let asked = Asked { asset: &scene.reference, since: scene.since(gate), at: scene.at };
            let pieces = scene.pieces(scene.since(gate));
            return Some(lifecycle::loss_reported(asked, &pieces, leave));
        }
        let recorded = scene.judge(gate)?;
        let ruling = match &self.present {
            None => recorded,
            Some(present) => {
                let present = present.judge(gate)?;
                let absent = || scene.absent_around();
                Ruling::of_both(
                    recorded,
                    present,
                    "it hangs on records that are referred to and absent, add them",
                    absent,
                )
            }
        };
        if !gate.can_be_overridden() {
            return Some((ruling, None));
        }
        Some(with_leave(ruling, leave))
    }

    fn judge_own(&self, name: &str) -> Option<(Ruling, Option<IdentityRef>)> {
        let ruling = self.recorded.judge_own(self.lifecycle.own_gate(name)?)?;
        Some(with_leave(ruling, self.recorded.leave(name)))
    }
}

/// The ruling, and who gave leave to pass it. Leave by somebody who could not give it leaves the gate undecided.
fn with_leave(ruling: Ruling, leave: Result<Option<IdentityRef>, Ruling>) -> (Ruling, Option<IdentityRef>) {
    match leave {
        _ if ruling.verdict == GateVerdict::Pass => (ruling, None),
        Ok(overridden_by) => (ruling, overridden_by),
        Err(doubt) => {
            let mut missing = ruling.missing;
            missing.extend(doubt.missing);
            let message = format!("{}; {}", ruling.message, doubt.message);
            (Ruling::indeterminate(message, missing), None)
        }
    }
}
