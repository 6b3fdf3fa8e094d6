//! One record's effect, at once: an inventory whose orphaned credentials are kept up to date.
//!
//! A [`Monitor`] answers what each record, and time itself, opens and closes. It keeps this invariant: after every step its
//! findings are those of [`analysis::orphans`](crate::analysis::orphans) on its inventory at its instant. How they are worked out
//! again is for `analysis`; what may come in, for [`Inventory`].

use std::fmt;

use crate::{
    analysis::standing::{Standing, StandingState, Turned},
    error::Error,
    event::Context,
    facts::{Facts, Slot},
    finding::{Reasons, Severity, Status},
    id::{CredentialRef, Reference},
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

/// One orphaned credential, as it stands or stood.
#[derive(Clone, Copy)]
pub struct Finding<'a> {
    facts: &'a Facts,
    credential: u32,
    standing: Standing,
}

impl<'a> Finding<'a> {
    /// The id of the credential.
    #[must_use]
    pub fn credential(&self) -> &'a str {
        self.facts.credentials.names.text(self.credential)
    }

    /// The credential as a reference.
    #[must_use]
    pub fn subject(&self) -> Reference {
        self.facts.reference(Slot::credential(self.credential))
    }

    /// All reasons that hold.
    #[must_use]
    pub fn reasons(&self) -> Reasons {
        self.standing.reasons
    }

    /// Of these, those that rest on absent records.
    #[must_use]
    pub fn indeterminate(&self) -> Reasons {
        self.standing.indeterminate
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.standing.severity
    }

    /// Open, or indeterminate where all of its reasons are.
    #[must_use]
    pub fn status(&self) -> Status {
        Status::of(self.reasons(), self.indeterminate())
    }
}

impl fmt::Debug for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { credential: _, standing, facts: _ } = self;
        f.debug_struct("Finding").field("credential", &self.credential()).field("standing", standing).finish()
    }
}

/// What a step opened and closed, each by credential in the order in which these came in.
///
/// A finding whose reasons, severity or status became others closes as it was and opens as it is. The delta borrows from the
/// monitor, so that ids are read only where they are asked for.
#[derive(Clone, Debug)]
pub struct Delta<'a> {
    facts: &'a Facts,
    turned: Vec<Turned>,
}

impl Delta<'_> {
    /// Findings that hold now and did not, or not so.
    pub fn opened(&self) -> impl Iterator<Item = Finding<'_>> {
        self.findings(|turned| turned.after)
    }

    /// Findings that held and no longer do, or no longer so.
    pub fn closed(&self) -> impl Iterator<Item = Finding<'_>> {
        self.findings(|turned| turned.before)
    }

    /// How many credentials have another verdict than before.
    #[must_use]
    pub fn len(&self) -> usize {
        self.turned.len()
    }

    /// Whether nothing opened or closed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.turned.is_empty()
    }

    fn findings(&self, of: impl Fn(&Turned) -> Option<Standing>) -> impl Iterator<Item = Finding<'_>> {
        self.turned.iter().filter_map(move |turned| {
            Some(Finding { facts: self.facts, credential: turned.credential, standing: of(turned)? })
        })
    }
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
        Some(Finding { facts, credential, standing })
    }

    /// The findings that stand, the most severe first, then by credential id. O(credentials + n log n) for n findings.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding<'_>> {
        let facts = self.inventory.facts();
        let verdicts = (0..).zip(self.state.verdicts());
        let mut findings: Vec<Finding<'_>> = verdicts
            .filter_map(|(credential, standing)| Some(Finding { facts, credential, standing: (*standing)? }))
            .collect();
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
        let touched = self.inventory.add_noting(record.into(), context)?;
        let turned = self.state.apply(self.inventory.facts(), &touched);
        Ok(self.delta(turned))
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

    fn delta(&mut self, turned: Vec<Turned>) -> Delta<'_> {
        for turned in &turned {
            self.findings += usize::from(turned.after.is_some());
            self.findings -= usize::from(turned.before.is_some());
        }
        Delta { facts: self.inventory.facts(), turned }
    }
}
