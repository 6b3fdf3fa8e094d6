//! One record's effect, at once: an inventory whose orphaned credentials are kept up to date.
//!
//! A [`Monitor`] answers what each record, and time itself, opens and closes. It keeps this invariant: after every step its
//! findings are those of [`analysis::orphans`](crate::analysis::orphans) on its inventory at its instant. How they are worked out
//! again is for `analysis`; what may come in, for [`Inventory`].

mod changes;
mod finding;
mod monitorable;

pub use finding::{Delta, Finding, StandingFinding};
pub use monitorable::{Monitorable, Ticket};

use crate::{
    analysis::standing::{StandingState, Turned},
    error::Error,
    event::Context,
    id::CredentialRef,
    inventory::Inventory,
    record::Record,
    source::{Given, RecordSource},
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
/// let opened = delta.opened().next().ok_or("nothing opened")?;
/// assert_eq!((opened.credential(), opened.reasons().to_string().as_str()), ("hd-key", "issuer_retired"));
///
/// // A month later alice has left: the finding with the old reasons closes, and one with the new ones opens.
/// let delta = monitor.advance("2026-04-01T00:00:00Z".parse()?)?;
/// let closed: Vec<String> = delta.closed().map(|finding| finding.reasons().to_string()).collect();
/// let opened: Vec<String> = delta.opened().map(|finding| finding.reasons().to_string()).collect();
/// assert_eq!((closed.join("; "), opened.join("; ")), ("issuer_retired".into(), "issuer_retired, owner_departed".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Monitor {
    inventory: Inventory,
    state: StandingState,
    findings: usize,
}

impl Monitor {
    /// Begins to watch an inventory at an instant. O(n log n) for n records.
    #[must_use]
    pub fn new(inventory: Inventory, at: Instant) -> Self {
        let snapshot = inventory.snapshot();
        let state = StandingState::new(&snapshot.facts, &snapshot.graph, at);
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
    pub fn finding(&self, credential: &CredentialRef) -> Option<Finding<'_>> {
        let facts = self.inventory.facts();
        let credential = facts.credentials.names.find(credential.as_ref())?;
        let standing = self.state.verdicts().get(credential as usize).copied().flatten()?;
        Some(Finding::new(facts, credential, standing))
    }

    /// The findings that stand, the most severe first, then by credential id. O(credentials + n log n) for n findings.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding<'_>> {
        let facts = self.inventory.facts();
        let verdicts = (0..).zip(self.state.verdicts());
        let mut findings: Vec<Finding<'_>> =
            verdicts.filter_map(|(credential, standing)| Some(Finding::new(facts, credential, (*standing)?))).collect();
        findings
            .sort_unstable_by(|a, b| b.severity().cmp(&a.severity()).then_with(|| a.credential().cmp(b.credential())));
        findings
    }

    /// Adds one record to the inventory, as an event of its own, and says what that opened and closed at the monitor's instant.
    ///
    /// The record may be of any type and may tell of the past; what it says of the future comes with [`Self::advance`]. O(what
    /// depends on it): the relations of the records that it touches, and of those whose answers become others.
    ///
    /// # Errors
    /// As for [`Inventory::add`]; nothing has changed then.
    pub fn apply(&mut self, record: impl Into<Record>, context: &Context) -> Result<Delta<'_>, Error> {
        self.apply_from(&mut Given(std::iter::once(record)), context)
    }

    /// Adds what a source gives to the inventory, as one batch, and says what all of it together opened and closed. Records that
    /// only stand together come so: a record with another stage and the change that explains it.
    ///
    /// # Errors
    /// As for [`Inventory::add_from`]; nothing has changed then.
    pub fn apply_from(&mut self, source: &mut dyn RecordSource, context: &Context) -> Result<Delta<'_>, Error> {
        self.change(|inventory| inventory.add_from(source, context)).map(|(_, delta)| delta)
    }

    /// Goes on to a later instant, and says what time opened and closed until then: what holds at the end, not what came and
    /// went on the way. O(what depends on what begins, ends or changes until then).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an instant before the monitor's.
    pub fn advance(&mut self, later: Instant) -> Result<Delta<'_>, Error> {
        if later < self.at() {
            let message = format!("{later} lies before the monitor's instant, {}; it only goes forward", self.at());
            return Err(Error::InvalidArgument(message));
        }
        let turned = self.state.advance(self.inventory.facts(), later);
        Ok(self.delta(turned))
    }

    /// Makes a change that is one batch, and says what that opened and closed.
    fn change<T>(&mut self, change: impl FnOnce(&mut Inventory) -> Result<T, Error>) -> Result<(T, Delta<'_>), Error> {
        let (changed, touched) = self.inventory.noting(change)?;
        let turned = self.state.apply(self.inventory.facts(), &touched);
        Ok((changed, self.delta(turned)))
    }

    fn delta(&mut self, turned: Vec<Turned>) -> Delta<'_> {
        for turned in &turned {
            self.findings += usize::from(turned.after.is_some());
            self.findings -= usize::from(turned.before.is_some());
        }
        Delta::new(self.inventory.facts(), turned)
    }
}
