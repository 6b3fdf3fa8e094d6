//! The way back: what a batch did, noted so that all of it can be undone. The same notes say what it touched.

use super::batch::Counts;
use crate::{
    access::Coverage,
    asset::Asset,
    credential::Credential,
    evidence::{Evidence, Exception, Override},
    facts::{ChainKey, ChangesExtent, Extent, Facts, Former, Row, Slot, Touched},
    id::{Id, Namespace},
    identity::Identity,
};

/// What to do to take the batch back.
pub(super) enum Undo {
    Asset(u32, Former<Asset>),
    Identity(u32, Former<Identity>),
    Credential(u32, Former<Credential>),
    RelationInserted(u32),
    RelationRemoved(u32),
    RelationReplaced(u32, Row),
    Own(ChainKey, u8),
    Chain(ChainKey, Vec<u32>),
    ChainExtended(ChainKey, usize),
    Evidence(Id, Option<Box<Evidence>>),
    Override(Box<Override>),
    Exception(Box<Exception>),
    Coverage(Box<Coverage>),
}

/// Lengths of the tables before the batch: what lies behind is new, and is taken back by cutting it off.
pub(super) struct Before {
    assets: u32,
    identities: u32,
    credentials: u32,
    pub(super) relations: Extent,
    changes: ChangesExtent,
    access: usize,
}

impl Before {
    pub(super) fn of(facts: &Facts) -> Self {
        Self {
            assets: facts.assets.len(),
            identities: facts.identities.len(),
            credentials: facts.credentials.len(),
            relations: facts.relations.extent(),
            changes: facts.changes.extent(),
            access: facts.access.len(),
        }
    }

    /// Whether the slot came with this batch.
    pub(super) fn is_new(&self, slot: Slot) -> bool {
        slot.index
            >= match slot.namespace {
                Namespace::Asset => self.assets,
                Namespace::Identity => self.identities,
                Namespace::Credential => self.credentials,
            }
    }
}

/// A batch that was applied and is not yet acknowledged.
pub(super) struct Accepted {
    pub(super) before: Before,
    pub(super) undo: Vec<Undo>,
    pub(super) counts: Counts,
}

impl Accepted {
    /// The batch stays.
    pub(super) fn keep(self, facts: &mut Facts) -> Counts {
        facts.relations.settle();
        self.counts
    }

    /// What the batch did to the facts. O(batch).
    pub(super) fn touched(&self, facts: &Facts) -> Touched {
        let mut slots: Vec<Slot> = (self.before.assets..facts.assets.len()).map(Slot::asset).collect();
        slots.extend((self.before.identities..facts.identities.len()).map(Slot::identity));
        slots.extend((self.before.credentials..facts.credentials.len()).map(Slot::credential));
        let mut removed: Vec<Row> = Vec::new();
        let mut written: Vec<u32> = (self.before.relations.end..facts.relations.end()).collect();
        for undo in &self.undo {
            match undo {
                Undo::Asset(index, _) => slots.push(Slot::asset(*index)),
                Undo::Identity(index, _) => slots.push(Slot::identity(*index)),
                Undo::Credential(index, _) => slots.push(Slot::credential(*index)),
                Undo::Own(key, _) | Undo::Chain(key, _) | Undo::ChainExtended(key, _) => slots.push(key.slot),
                Undo::RelationRemoved(number) => removed.push(facts.relations.row(*number)),
                Undo::RelationReplaced(number, former) => {
                    removed.push(*former);
                    written.push(*number);
                }
                Undo::RelationInserted(number) => written.push(*number),
                Undo::Evidence(..) | Undo::Override(_) | Undo::Exception(_) | Undo::Coverage(_) => {}
            }
        }
        slots.sort_unstable();
        slots.dedup();
        written.sort_unstable();
        written.dedup();
        let standing = written.into_iter().filter(|number| facts.relations.stands(*number));
        let inserted = standing.map(|number| facts.relations.row(number)).collect();
        Touched { slots, removed, inserted }
    }

    /// Puts everything back as it was before the batch.
    pub(super) fn take_back(self, facts: &mut Facts) {
        for undo in self.undo.into_iter().rev() {
            match undo {
                Undo::Asset(index, former) => drop(facts.assets.restore(index, former)),
                Undo::Identity(index, former) => drop(facts.identities.restore(index, former)),
                Undo::Credential(index, former) => drop(facts.credentials.restore(index, former)),
                Undo::RelationInserted(number) => facts.relations.take_out(number),
                Undo::RelationRemoved(number) => facts.relations.put_back(number),
                Undo::RelationReplaced(number, row) => {
                    facts.relations.replace(number, row);
                }
                Undo::ChainExtended(key, len) => facts.changes.cut_chain(key, len),
                Undo::Chain(key, chain) => drop(facts.changes.set_chain(key, &chain)),
                Undo::Own(key, value) => facts.set_own(key.slot, key.field, value),
                Undo::Evidence(id, Some(former)) => drop(facts.evidence.insert(id, *former)),
                Undo::Evidence(id, None) => drop(facts.evidence.remove(&id)),
                Undo::Override(permit) => {
                    facts.overrides.remove(&*permit);
                }
                Undo::Exception(exception) => {
                    facts.exceptions.remove(&*exception);
                }
                Undo::Coverage(coverage) => {
                    facts.coverage.remove(&*coverage);
                }
            }
        }
        facts.relations.unwind(self.before.relations);
        facts.changes.truncate(self.before.changes);
        facts.access.truncate(self.before.access);
        facts.assets.truncate(self.before.assets);
        facts.identities.truncate(self.before.identities);
        facts.credentials.truncate(self.before.credentials);
    }
}
