//! What sources reported against the rules: it is recorded, judged, and found.

use serde::Serialize;

use super::{
    super::{
        moment::{Moment, World},
        view::View,
    },
    Dossier, Past, transition,
};
use crate::{
    asset::Stage,
    blocker::{Blocker, GateVerdict},
    change::ChangeField,
    error::Error,
    facts::{ChainKey, ChangeRow, Core, Slot},
    finding::Severity,
    graph::Snapshot,
    id::Reference,
    lifecycle::Lifecycle,
    time::Instant,
};

/// A change of stage that is not in the table, or that some gate would have kept from happening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UngatedTransition {
    /// Which asset.
    pub asset: Reference,
    /// From which stage.
    pub from: Stage,
    /// To which.
    pub to: Stage,
    /// When, at the latest.
    pub at: Instant,
    /// Who made the change, where it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Of a change into sanitized, retired or disposed high, of any other low; one higher for an asset of high or critical
    /// criticality in production.
    pub severity: Severity,
    /// The stages that were legal instead; empty if this one was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub legal: Vec<Stage>,
    /// Whether the table has such a transition.
    pub in_table: bool,
    /// The gates that it would have failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<Blocker>,
}

/// Every change of a stage up to an instant that the rules would not have let through, by asset, then by time.
///
/// Each is judged from the facts at its own instant. What is not known is held against nobody: a gate that is indeterminate is
/// no failure, nor is a change from an unknown stage.
///
/// # Complexity
/// O(records + changes of stage × what decides about their asset): its owners, what depends on it, and the credentials and
/// identities that go with it. Changes that ask no gates cost O(log records).
///
/// ```
/// use nhi_lifecycle::{Context, Inventory, Record, analysis, lifecycle::Lifecycle};
///
/// let records = [
///     r#"{"record":"asset","id":"nas-1","kind":"storage_device","stage":"disposed"}"#,
///     r#"{"record":"change","subject":"asset:nas-1","from":"in_use","to":"disposed","at":"2026-02-01T00:00:00Z"}"#,
/// ];
/// let records: Vec<Record> = records.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let mut inventory = Inventory::new();
/// inventory.add(records, &Context::at(now))?;
///
/// let found = analysis::ungated_transitions(&inventory.snapshot(), now, &Lifecycle::default());
/// assert_eq!((found.len(), found[0].in_table), (1, false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn ungated_transitions(snapshot: &Snapshot, at: Instant, lifecycle: &Lifecycle) -> Vec<UngatedTransition> {
    let facts = &snapshot.facts;
    let dossiers = Dossier::all(facts);
    let nothing = Dossier::default();
    let now = Moment::new(snapshot, at, World::AsRecorded);
    let mut found = Vec::new();
    for asset in facts.assets.names.sorted() {
        let slot = Slot::asset(asset);
        if !facts.assets.core(asset).is_present() {
            continue;
        }
        let id = facts.reference(slot).id;
        let dossier = dossiers.get(&id).unwrap_or(&nothing);
        let chain = facts.changes.chain(ChainKey { slot, field: ChangeField::Stage });
        for (position, number) in chain.iter().enumerate() {
            let change = facts.changes.row(*number);
            if change.at > at {
                break;
            }
            let past = Past::before(facts, asset, position);
            let judged = Reported { snapshot, asset, change, past: &past, now: &now, lifecycle };
            found.extend(judged.judge(dossier));
        }
    }
    found
}

struct Reported<'a> {
    snapshot: &'a Snapshot,
    asset: u32,
    change: &'a ChangeRow,
    past: &'a Past,
    /// The instant that is asked about, which decides how much weight an asset has.
    now: &'a Moment,
    lifecycle: &'a Lifecycle,
}

impl Reported<'_> {
    fn judge(&self, dossier: &Dossier<'_>) -> Option<UngatedTransition> {
        let (from, to) = (self.past.stage()?, Stage::from_number(self.change.to)?);
        if from == to {
            return None;
        }
        let at = self.change.at;
        let judged = transition(self.snapshot, self.asset, self.past, to, at, self.lifecycle, dossier);
        let (in_table, legal, blockers) = match judged {
            Ok(report) => (true, Vec::new(), report.blockers),
            Err(Error::IllegalTransition { .. }) => {
                let class = self.snapshot.facts.assets.core(self.asset).kind()?.class();
                (false, self.lifecycle.legal(class, from).collect(), Vec::new())
            }
            Err(_) => return None,
        };
        let blockers: Vec<Blocker> =
            blockers.into_iter().filter(|blocker| blocker.verdict == GateVerdict::Fail).collect();
        if in_table && blockers.is_empty() {
            return None;
        }
        let base = match to {
            Stage::Sanitized | Stage::Retired | Stage::Disposed => Severity::High,
            _ => Severity::Low,
        };
        let severity = if self.now.is_weighty(self.asset) { base.raised() } else { base };
        Some(UngatedTransition {
            asset: self.snapshot.facts.reference(Slot::asset(self.asset)),
            from,
            to,
            at,
            by: self.change.by().map(str::to_owned),
            severity,
            legal,
            in_table,
            blockers,
        })
    }
}
