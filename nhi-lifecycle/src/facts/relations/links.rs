//! The lists of relations that begin and end at each record.

use super::{FEW, Kept, Relations, Written};
use crate::{
    facts::{Slot, ahead::look, busy::Busy},
    heap::make_room,
    id::Namespace,
};

/// No row.
pub(super) const NONE: u32 = u32::MAX;

/// Towards `to`, or back to `from`.
#[derive(Clone, Copy, Debug)]
pub(in crate::facts) enum Way {
    Out = 0,
    In = 1,
}

impl Way {
    pub(super) const BOTH: [Self; 2] = [Self::Out, Self::In];

    pub(super) fn end(self, row: &Kept) -> Slot {
        match self {
            Self::Out => Slot { namespace: row.from_namespace, index: row.from },
            Self::In => Slot { namespace: row.to_namespace, index: row.to },
        }
    }
}

impl Relations {
    pub(super) fn walk(&self, way: Way, slot: Slot) -> impl Iterator<Item = u32> {
        let heads = &self.heads[way as usize][namespace_index(slot.namespace)];
        let first = heads.get(slot.index as usize).copied().unwrap_or(NONE);
        let present = |number: u32| (number != NONE).then_some(number);
        std::iter::successors(present(first), move |number| present(self.rows[*number as usize].next[way as usize]))
    }

    /// Reads where the relations of a record begin, and does nothing with it.
    pub(in crate::facts) fn look_at_head(&self, way: Way, namespace: Namespace, index: u32) {
        look(&self.heads[way as usize][namespace_index(namespace)], index);
    }

    /// Reads the first of them, and does nothing with it.
    pub(in crate::facts) fn look_at_first(&self, way: Way, namespace: Namespace, index: u32) {
        if let Some(first) = self.walk(way, Slot { namespace, index }).next() {
            look(&self.rows, first);
        }
    }

    pub(super) fn attach(&mut self, number: u32) {
        let row = self.rows[number as usize];
        self.explicit += usize::from(row.state.written == Written::Explicitly);
        for way in Way::BOTH {
            let slot = way.end(&row);
            let heads = &mut self.heads[way as usize][namespace_index(slot.namespace)];
            if heads.len() <= slot.index as usize {
                let len = slot.index as usize + 1;
                make_room(heads, len - heads.len());
                heads.resize(len, NONE);
            }
            let second = std::mem::replace(&mut heads[slot.index as usize], number);
            self.rows[number as usize].next[way as usize] = second;
            self.rows[number as usize].previous[way as usize] = NONE;
            if second != NONE {
                self.rows[second as usize].previous[way as usize] = number;
            }
        }
        let from = Way::Out.end(&row);
        if self.walk(Way::Out, from).nth(FEW).is_none() {
            return;
        }
        let told = self.told(&row);
        if let Some(busy) = self.busy.get_mut(&from) {
            busy.add(number, &told);
        } else {
            let mut busy = Busy::default();
            for (number, row) in self.outgoing(from) {
                busy.add(number, &row);
            }
            self.busy.insert(from, busy);
        }
    }

    pub(super) fn detach(&mut self, number: u32) {
        let row = self.rows[number as usize];
        self.explicit -= usize::from(row.state.written == Written::Explicitly);
        for way in Way::BOTH {
            let (next, previous) = (row.next[way as usize], row.previous[way as usize]);
            if next != NONE {
                self.rows[next as usize].previous[way as usize] = previous;
            }
            if previous == NONE {
                let slot = way.end(&row);
                self.heads[way as usize][namespace_index(slot.namespace)][slot.index as usize] = next;
            } else {
                self.rows[previous as usize].next[way as usize] = next;
            }
        }
        let from = Way::Out.end(&row);
        let told = self.told(&row);
        if let Some(busy) = self.busy.get_mut(&from) {
            busy.remove(number, &told);
            if self.walk(Way::Out, from).nth(FEW).is_none() {
                self.busy.remove(&from);
            }
        }
    }
}

fn namespace_index(namespace: Namespace) -> usize {
    usize::from(namespace.number()) - 1
}
