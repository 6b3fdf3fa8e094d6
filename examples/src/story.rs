//! Tells an inventory's story: every orphaned credential with its reach and what to do next, then a summary.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use nhi_lifecycle::{
    Id, Instant, Inventory, Policy, Record, Reference, Snapshot,
    analysis::{self, Finding, Reach},
    asset::{Criticality, Stage, StageGroup},
    change::ChangeField,
    graph::DependencyFilter,
    id::{CredentialRef, Namespace},
    identity::IdentityStatus,
    relation::RelationKind,
};
use nhi_report::Table;

use crate::next_step::{Circumstances, next_step};

/// How many of the assets that a credential reaches are named.
const NAMED: usize = 6;

/// Tells what is orphaned at an instant.
///
/// # Errors
/// Those of the writer.
pub fn tell(inventory: &Inventory, at: Instant, table: Table, mut out: impl Write) -> io::Result<()> {
    let scene = Scene::new(inventory, at);
    let report = analysis::orphans(&scene.snapshot, at, &Policy::default()).with_since();
    table.write_with_notes(&report, &mut out, |finding| {
        let next = next_step(finding, &scene.circumstances(finding));
        vec![("reach", scene.reach(finding)), ("next", next)]
    })?;
    writeln!(out)?;
    table.write_summary(&report.summary(), &mut out)
}

/// An inventory at an instant.
struct Scene<'a> {
    inventory: &'a Inventory,
    snapshot: Snapshot,
    at: Instant,
    last_uses: BTreeMap<Id, Instant>,
}

impl<'a> Scene<'a> {
    fn new(inventory: &'a Inventory, at: Instant) -> Self {
        let last_uses = inventory.records().filter_map(|record| match record {
            Record::Credential(credential) => Some((credential.id, credential.last_used_at?)),
            _ => None,
        });
        Self { inventory, snapshot: inventory.snapshot(), at, last_uses: last_uses.collect() }
    }

    fn circumstances(&self, finding: &Finding<'_>) -> Circumstances {
        let credential = finding.subject().to_reference();
        Circumstances {
            identity: self.connected(&credential, RelationKind::AuthenticatesAs).into_iter().next(),
            consumers: self
                .connected(&credential, RelationKind::UsedBy)
                .into_iter()
                .filter(|consumer| self.works(consumer))
                .collect(),
            last_used_at: self.last_uses.get(&credential.id).copied().filter(|used| *used <= self.at),
        }
    }

    /// Where relations of this kind lead from a credential.
    fn connected(&self, credential: &Reference, kind: RelationKind) -> Vec<Reference> {
        let filter = DependencyFilter {
            at: Some(self.at),
            kinds: vec![kind],
            around: vec![credential.clone()],
            within: Some(1),
        };
        let graph = self.snapshot.dependency_graph(&filter);
        graph.node_weights().filter(|reference| *reference != credential).cloned().collect()
    }

    /// Whether an asset is in service, or an identity active.
    fn works(&self, reference: &Reference) -> bool {
        match reference.namespace {
            Namespace::Asset => {
                let stage = self.value(reference, ChangeField::Stage).and_then(|word| word.parse::<Stage>().ok());
                stage.map(Stage::group) == Some(StageGroup::InService)
            }
            Namespace::Identity => self.value(reference, ChangeField::Status) == Some(IdentityStatus::Active.as_str()),
            Namespace::Credential => false,
        }
    }

    fn value(&self, reference: &Reference, field: ChangeField) -> Option<&'static str> {
        self.inventory.value(reference, field, self.at).ok().flatten()
    }

    /// "3 assets: `wms-db` …", the most critical first.
    fn reach(&self, finding: &Finding<'_>) -> String {
        let credential = CredentialRef::from(finding.subject().to_reference().id);
        // What a report is about is in the snapshot, so it is found.
        let reach = analysis::blast_radius(&self.snapshot, &credential, self.at);
        let mut assets = reach.map(|Reach { assets, .. }| assets).unwrap_or_default();
        assets.sort_by_cached_key(|reached| std::cmp::Reverse(self.criticality(&reached.asset)));
        let named: Vec<&str> = assets.iter().take(NAMED).map(|reached| reached.asset.as_str()).collect();
        let named = named.join(", ");
        match assets.len() {
            0 => "no asset".to_owned(),
            1 => format!("1 asset: {named}"),
            count @ ..=NAMED => format!("{count} assets: {named}"),
            count => format!("{count} assets: {named} and {} more", count - NAMED),
        }
    }

    fn criticality(&self, asset: &str) -> Criticality {
        let reference = asset.parse().map(|id| Reference { namespace: Namespace::Asset, id });
        let word = reference.ok().and_then(|reference| self.value(&reference, ChangeField::Criticality));
        word.and_then(|word| word.parse().ok()).unwrap_or(Criticality::Medium)
    }
}
