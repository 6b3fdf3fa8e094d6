//! What a monitor says: one orphaned credential as it stands or stood, and what a step opened and closed.

use std::fmt;

use crate::{
    analysis::standing::{Standing, Turned},
    facts::{Facts, Slot},
    finding::{Reasons, Severity, Status},
    id::{Reference, ReferenceView},
};

/// One orphaned credential, as it stands or stood.
#[derive(Clone, Copy)]
pub struct Finding<'a> {
    facts: &'a Facts,
    credential: u32,
    standing: Standing,
}

impl<'a> Finding<'a> {
    pub(super) fn new(facts: &'a Facts, credential: u32, standing: Standing) -> Self {
        Self { facts, credential, standing }
    }

    /// The id of the credential.
    #[must_use]
    pub fn credential(&self) -> &'a str {
        self.facts.credentials.names.text(self.credential)
    }

    /// The credential as a reference.
    #[must_use]
    pub fn subject(&self) -> ReferenceView<'a> {
        self.facts.view(Slot::credential(self.credential))
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

    /// The same, for keeping when the monitor goes on.
    #[must_use]
    pub fn to_standing(&self) -> StandingFinding {
        StandingFinding {
            subject: self.subject().to_reference(),
            status: self.status(),
            severity: self.severity(),
            reasons: self.reasons(),
            indeterminate: self.indeterminate(),
        }
    }
}

/// An orphaned credential as a monitor knew it: a [`Finding`] that borrows nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StandingFinding {
    /// The credential as a reference.
    pub subject: Reference,
    /// Open, or indeterminate where all of its reasons are.
    pub status: Status,
    /// How bad it is.
    pub severity: Severity,
    /// All reasons that hold.
    pub reasons: Reasons,
    /// Of these, those that rest on absent records.
    pub indeterminate: Reasons,
}

impl StandingFinding {
    /// The id of the credential.
    #[must_use]
    pub fn credential(&self) -> &str {
        self.subject.id.as_str()
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

impl<'a> Delta<'a> {
    pub(super) fn new(facts: &'a Facts, turned: Vec<Turned>) -> Self {
        Self { facts, turned }
    }

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
        self.turned.iter().filter_map(move |turned| Some(Finding::new(self.facts, turned.credential, of(turned)?)))
    }
}
