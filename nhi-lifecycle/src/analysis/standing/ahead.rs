//! Looking ahead: what is about to be read is fetched first, all of it at once.
//!
//! A step waits for memory at each record that it looks at, and memory answers many questions in the time of one as long as none
//! waits for the answer to another. So before records are worked out, their lines are read and thrown away: first where each has
//! its answers and its relations, then the relations, then the answers of those these lead to. Nothing depends on it but time.

use super::{
    now::{Known, States},
    world::InWorld,
};
use crate::{facts::Slot, id::Namespace};

pub(super) use crate::facts::look;

/// How many records are looked at ahead of being worked out: their lines still lie at hand then.
pub(super) const TOGETHER: usize = 64;

/// What is fetched of a record. A later stage finds what it needs by what the one before fetched.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Its answers, and where its relations lie.
    Lines,
    /// Its relations.
    Lists,
    /// The answers of those that its relations lead to.
    Neighbours,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Lines, Self::Lists, Self::Neighbours];
}

/// Fetches what working out these records reads, if that lies far.
pub(super) fn fetch(world: &InWorld, known: Known<'_>, namespace: Namespace, records: &[u32]) {
    fetch_slots(world, known, records.iter().map(|index| Slot { namespace, index: *index }));
}

/// The same where the records are few; more would push out each other before their turn comes.
pub(super) fn fetch_some(world: &InWorld, known: Known<'_>, namespace: Namespace, records: &[u32]) {
    if records.len() <= TOGETHER {
        fetch(world, known, namespace, records);
    }
}

/// The same for records of any type.
pub(super) fn fetch_slots(world: &InWorld, known: Known<'_>, slots: impl Iterator<Item = Slot> + Clone) {
    if known.is_near {
        return;
    }
    for stage in Stage::ALL {
        for slot in slots.clone() {
            fetch_stage(world, known, slot, stage);
        }
    }
}

/// Fetches a part of what working out a record reads.
fn fetch_stage(world: &InWorld, known: Known<'_>, slot: Slot, stage: Stage) {
    match stage {
        Stage::Lines => {
            known.edges.look_at_place(slot);
            world.look(slot);
        }
        Stage::Lists => known.edges.look_at_list(slot),
        // More of them would only push out each other.
        Stage::Neighbours => known.edges.leading(slot).take(TOGETHER).for_each(|(kind, index, _)| {
            world.look(Slot { namespace: kind.joins().2, index });
        }),
    }
}

impl States {
    /// Reads the state of a record, and does nothing with it.
    pub(super) fn look(&self, slot: Slot) {
        match slot.namespace {
            Namespace::Asset => look(&self.assets, slot.index),
            Namespace::Identity => look(&self.identities, slot.index),
            Namespace::Credential => look(&self.credentials, slot.index),
        }
    }
}
