//! How much memory an inventory takes, by part.

use super::Inventory;
use crate::heap::Heap;

/// The bytes that an inventory takes, by part, as it asked the allocator for them: room that is kept for more counts too.
///
/// ```
/// use nhi_lifecycle::{Context, Inventory, Record};
///
/// let record: Record = serde_json::from_str(r#"{"record":"asset","id":"wiki","kind":"saas","stage":"in_use"}"#)?;
/// let mut inventory = Inventory::new();
/// inventory.add([record], &Context::at("2026-03-01T00:00:00Z".parse()?))?;
///
/// let memory = inventory.memory();
/// assert!(memory.id_texts >= "wiki".len());
/// assert_eq!(memory.graph, 0, "no snapshot was taken yet");
/// assert!(memory.total() > memory.records);
/// assert_eq!(memory.per_record(), memory.total(), "it is one record");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Footprint {
    /// The texts of all ids, each once.
    pub id_texts: usize,
    /// What finds an id: where its text lies, and the tables of hashes.
    pub ids: usize,
    /// Assets, identities and credentials.
    pub records: usize,
    /// Relations, those of short-hands included.
    pub relations: usize,
    /// Changes and the histories that they make.
    pub changes: usize,
    /// Evidence, overrides, exceptions, coverage and lines of logs.
    pub papers: usize,
    /// What each source showed last, for [`observe`](Inventory::observe).
    pub sources: usize,
    /// What is laid out for analyses when a snapshot is taken, until the next batch.
    pub graph: usize,
    /// How many records there are, of every type; no bytes.
    pub record_count: usize,
}

impl Footprint {
    /// All parts together.
    #[must_use]
    pub fn total(&self) -> usize {
        let Self { id_texts, ids, records, relations, changes, papers, sources, graph, record_count: _ } = *self;
        id_texts + ids + records + relations + changes + papers + sources + graph
    }

    /// The total for each record, rounded; 0 where there is none.
    #[must_use]
    pub fn per_record(&self) -> usize {
        (self.total() + self.record_count / 2).checked_div(self.record_count).unwrap_or_default()
    }
}

impl Inventory {
    /// How much memory it takes. Events are not in it: they went to the sink. O(records), without looking at relations.
    #[must_use]
    pub fn memory(&self) -> Footprint {
        let facts = self.facts.memory();
        let sources = self.sources.iter().map(|(name, memory)| name.heap() + memory.heap()).sum();
        Footprint {
            id_texts: facts.id_texts,
            ids: facts.ids,
            records: facts.records,
            relations: facts.relations,
            changes: facts.changes,
            papers: facts.papers,
            sources,
            graph: self.graph.get().map_or(0, Heap::heap),
            record_count: self.len(),
        }
    }
}
