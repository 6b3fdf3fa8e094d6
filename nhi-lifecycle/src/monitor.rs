//! One record's effect, at once: an inventory whose orphaned credentials are kept up to date.
//!
//! A [`Monitor`] answers what each record, and time itself, opens and closes. It keeps this invariant: after every step its
//! findings are those of [`analysis::orphans`](crate::analysis::orphans) on its inventory at its instant. How they are worked out
//! again is for `analysis`; what may come in, for [`Inventory`].

use crate::{
    analysis::standing::{Standing, StandingState},
    error::Error,
    event::Context,
    facts::Slot,
    finding::{Reasons, Severity, Status},
    id::Reference,
    inventory::Inventory,
    record::Record,
    time::Instant,
};

/// An inventory at an instant, with its orphaned credentials kept up to date.
///
/// ```
/// use nhi_lifecycle::{Context, Inventory, Monitor, Record};
///
/// let records = r#"
///     {"record":"asset","id":"helpdesk","kind":"saas","stage":"in_use"}
///     {"record":"identity","id":"alice","kind":"employee","status":"active","ends_at":"2026-04-01T00:00:00Z"}
///     {"record":"credential","id":"hd-key","kind":"api_key","status":"active","issued_by":"helpdesk","owner":"alice"}
/// "#;
/// let records: Vec<Record> =
///     records.trim().lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let mut inventory = Inventory::new();
/// inventory.add(records, &Context::at(now))?;
///
/// let mut monitor = Monitor::new(inventory, now);
/// assert!(monitor.is_empty());
///
/// let change = r#"{"record":"change","subject":"asset:helpdesk","from":"in_use","to":"retired","at":"2026-02-28T00:00:00Z"}"#;
/// let delta = monitor.apply(serde_json::from_str::<Record>(change)?, &Context::at(now))?;
/// assert_eq!(delta.opened[0].subject.to_string(), "credential:hd-key");
/// assert_eq!(delta.opened[0].reasons.to_string(), "issuer_retired");
///
/// // A month later alice has left: the finding with the old reasons closes, and one with the new ones opens.
/// let delta = monitor.advance("2026-04-01T00:00:00Z".parse()?)?;
/// assert_eq!(delta.closed[0].reasons.to_string(), "issuer_retired");
/// assert_eq!(delta.opened[0].reasons.to_string(), "issuer_retired, owner_departed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Monitor {
    inventory: Inventory,
    state: StandingState,
    findings: usize,
}

/// One orphaned credential, as it stands or stood.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The credential.
    pub subject: Reference,
    /// All reasons that hold.
    pub reasons: Reasons,
    /// Of these, those that rest on absent records.
    pub indeterminate: Reasons,
    /// How bad it is.
    pub severity: Severity,
}

impl Finding {
    /// Open, or indeterminate where all of its reasons are.
    #[must_use]
    pub fn status(&self) -> Status {
        Status::of(self.reasons, self.indeterminate)
    }
}

/// What a step opened and closed, each by credential in the order in which these came in.
///
/// A finding whose reasons, severity or status became others closes as it was and opens as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Delta {
    /// Findings that hold now and did not, or not so.
    pub opened: Vec<Finding>,
    /// Findings that held and no longer do, or no longer so.
    pub closed: Vec<Finding>,
}

impl Delta {
    /// Whether nothing opened or closed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.opened.is_empty() && self.closed.is_empty()
    }
}

impl Monitor {
    /// Begins to watch an inventory at an instant. O(n log n) for n records.
    #[must_use]
    pub fn new(inventory: Inventory, at: Instant) -> Self {
        let snapshot = inventory.snapshot();
        let state = StandingState::new(&snapshot.facts, snapshot.graph, at);
        let findings = state.verdicts().iter().flatten().count();
        Self { inventory, state, findings }
    }

    /// The instant that its findings are about.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.state.at()
    }

    /// The inventory as it stands after what was applied.
    ///
    /// Its first [`snapshot`](Inventory::snapshot) after a record orders all relations again: O(records). A record that is applied while
    /// a snapshot is still held copies all facts first.
    #[must_use]
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// Ends watching and hands back the inventory.
    #[must_use]
    pub fn into_inventory(self) -> Inventory {
        self.inventory
    }

    /// How many findings stand.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings == 0
    }

    /// The finding on a credential; none where it is no orphan, or not known. O(1).
    #[must_use]
    pub fn finding(&self, credential: &Reference) -> Option<Finding> {
        let slot = self.inventory.facts().find(credential).filter(|slot| *slot == Slot::credential(slot.index))?;
        let standing = self.state.verdicts().get(slot.index as usize).copied().flatten()?;
        Some(self.told(slot.index, standing))
    }

    /// The findings that stand, the most severe first, then by credential id. O(credentials + n log n) for n findings.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let standing =
            (0..).zip(self.state.verdicts()).filter_map(|(credential, standing)| Some((credential, (*standing)?)));
        let mut findings: Vec<Finding> =
            standing.map(|(credential, standing)| self.told(credential, standing)).collect();
        findings.sort_unstable_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.subject.id.cmp(&b.subject.id)));
        findings
    }

    /// Adds one record to the inventory, as an event of its own, and says what that opened and closed at the monitor's instant.
    ///
    /// The record may be of any type and may tell of the past; what it says of the future comes with [`Self::advance`]. O(what
    /// depends on it): the relations of the records that it touches, and of those whose answers become others.
    ///
    /// # Errors
    /// As for [`Inventory::add`]; nothing has changed then.
    pub fn apply(&mut self, record: impl Into<Record>, context: &Context) -> Result<Delta, Error> {
        let touched = self.inventory.add_noting(record.into(), context)?;
        let turned = self.state.apply(self.inventory.facts(), &touched);
        Ok(self.delta(turned.into_iter().map(|turned| (turned.credential, turned.before, turned.after))))
    }

    /// Goes on to a later instant, and says what time opened and closed until then: what holds at the end, not what came and
    /// went on the way. O(what depends on what begins, ends or changes until then).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an instant before the monitor's.
    pub fn advance(&mut self, later: Instant) -> Result<Delta, Error> {
        if later < self.at() {
            let message = format!("{later} lies before the monitor's instant, {}; it only goes forward", self.at());
            return Err(Error::InvalidArgument(message));
        }
        let turned = self.state.advance(self.inventory.facts(), later);
        Ok(self.delta(turned.into_iter().map(|turned| (turned.credential, turned.before, turned.after))))
    }

    fn delta(&mut self, turned: impl Iterator<Item = (u32, Option<Standing>, Option<Standing>)>) -> Delta {
        let mut delta = Delta::default();
        for (credential, before, after) in turned {
            delta.closed.extend(before.map(|before| self.told(credential, before)));
            delta.opened.extend(after.map(|after| self.told(credential, after)));
        }
        self.findings = (self.findings + delta.opened.len()).saturating_sub(delta.closed.len());
        delta
    }

    fn told(&self, credential: u32, standing: Standing) -> Finding {
        let Standing { reasons, indeterminate, severity } = standing;
        Finding {
            subject: self.inventory.facts().reference(Slot::credential(credential)),
            reasons,
            indeterminate,
            severity,
        }
    }
}
