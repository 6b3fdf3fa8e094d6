//! The papers of one asset: its evidence, the overrides given for it, who got in and which logs cover it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    access::{Access, Coverage, Outcome, Scope},
    evidence::{Evidence, EvidenceKind, Override},
    facts::Facts,
    id::{AssetRef, Id, Reference},
    relation::Span,
    time::Instant,
};

/// What was handed in about one asset. Later papers with the id of earlier ones replace them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dossier<'a> {
    evidence: BTreeMap<&'a Id, &'a Evidence>,
    overrides: Vec<&'a Override>,
    successes: Vec<&'a Access>,
    coverage: Vec<&'a Coverage>,
    /// Observations of revocations that are handed in now; they are about credentials.
    observed: Vec<&'a Evidence>,
    /// The ids of the evidence that is handed in now.
    handed_in: BTreeSet<&'a Id>,
}

impl<'a> Dossier<'a> {
    /// All that the facts hold. O(evidence + overrides + coverage + access rows).
    pub(crate) fn of(facts: &'a Facts, asset: &AssetRef) -> Self {
        let subject = Reference::from(asset.clone());
        let mut dossier = Self::default();
        dossier.evidence.extend(facts.evidence.iter().filter(|(_, evidence)| evidence.subject == subject));
        dossier.overrides.extend(facts.overrides.iter().filter(|leave| leave.subject == *asset));
        dossier
            .successes
            .extend(facts.access.iter().filter(|row| is_success(row) && row.asset.as_ref() == Some(asset)));
        dossier.coverage.extend(facts.coverage.iter().filter(|coverage| covers(coverage, asset)));
        dossier
    }

    /// The dossiers of every asset that has one. O(the same × log).
    pub(crate) fn all(facts: &'a Facts) -> BTreeMap<&'a Id, Self> {
        let mut all: BTreeMap<&'a Id, Self> = BTreeMap::new();
        for (id, evidence) in &facts.evidence {
            if evidence.subject.namespace == crate::id::Namespace::Asset {
                all.entry(&evidence.subject.id).or_default().evidence.insert(id, evidence);
            }
        }
        for leave in &facts.overrides {
            all.entry(leave.subject.id()).or_default().overrides.push(leave);
        }
        for row in facts.access.iter().filter(|row| is_success(row)) {
            if let Some(asset) = &row.asset {
                all.entry(asset.id()).or_default().successes.push(row);
            }
        }
        for coverage in &facts.coverage {
            match &coverage.scope {
                // An asset without any paper of its own has no certificate that coverage could speak for.
                Scope::All => all.values_mut().for_each(|dossier| dossier.coverage.push(coverage)),
                Scope::Assets(assets) => {
                    for asset in assets {
                        all.entry(asset.id()).or_default().coverage.push(coverage);
                    }
                }
            }
        }
        all
    }

    /// The same, with papers that are handed in now.
    pub(crate) fn with(mut self, asset: &AssetRef, evidence: &'a [Evidence], overrides: &'a [Override]) -> Self {
        let subject = Reference::from(asset.clone());
        for paper in evidence {
            // One that now is about something else no longer speaks for this asset.
            self.evidence.remove(&paper.id);
            self.handed_in.insert(&paper.id);
            if paper.subject == subject {
                self.evidence.insert(&paper.id, paper);
            } else if paper.kind == EvidenceKind::RevocationObserved {
                self.observed.push(paper);
            }
        }
        for leave in overrides.iter().filter(|leave| leave.subject == *asset) {
            if !self.overrides.contains(&leave) {
                self.overrides.push(leave);
            }
        }
        self
    }

    /// The same without the overrides that this person approved.
    pub(crate) fn without_leave_by(mut self, person: &str) -> Self {
        let person = person.trim();
        let person = person.strip_prefix("identity:").unwrap_or(person);
        self.overrides.retain(|leave| leave.approved_by.id().as_str() != person);
        self
    }

    pub(crate) fn evidence(&self) -> impl Iterator<Item = &'a Evidence> + '_ {
        self.evidence.values().copied()
    }

    /// Whether a paper with the id of this one is handed in now and takes its place.
    pub(crate) fn replaces(&self, paper: &Evidence) -> bool {
        self.handed_in.contains(&&paper.id)
    }

    /// Observations of revocations that are handed in now.
    pub(crate) fn observed(&self) -> impl Iterator<Item = &'a Evidence> + '_ {
        self.observed.iter().copied()
    }

    pub(crate) fn overrides(&self) -> impl Iterator<Item = &'a Override> + '_ {
        self.overrides.iter().copied()
    }

    /// The successful accesses up to an instant.
    pub(crate) fn successes(&self, at: Instant) -> impl Iterator<Item = &'a Access> + '_ {
        self.successes.iter().copied().filter(move |row| row.at <= at)
    }

    /// The times that some log covers.
    pub(crate) fn covered(&self) -> Vec<Span> {
        let span = |coverage: &&Coverage| Span { since: Some(coverage.from), until: Some(coverage.until) };
        self.coverage.iter().map(span).collect()
    }
}

fn is_success(row: &Access) -> bool {
    row.outcome == Outcome::Success
}

fn covers(coverage: &Coverage, asset: &AssetRef) -> bool {
    match &coverage.scope {
        Scope::All => true,
        Scope::Assets(assets) => assets.iter().any(|covered| covered == asset),
    }
}
