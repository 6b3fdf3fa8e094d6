//! The table of relations: one fixed-size row each, linked per record in both directions.
//!
//! The links serve adding (is it known? what belongs to this record? what must be checked again?). Analyses read the
//! compact snapshot in `graph` instead. A relation is found by its key in the list of the record that it leads from, which
//! is short for most; a record with many has an index of its own.

mod links;
mod row;

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;

use self::links::NONE;
pub(super) use self::links::Way;
pub(super) use self::row::Key;
pub(crate) use self::row::{Row, Written};
use super::{
    Slot,
    busy::Busy,
    terms::{AllTerms, Terms},
};
use crate::{
    heap::{Heap, hash_room, make_room, room_of},
    id::Namespace,
    relation::RelationKind,
};

/// A row as it is kept, with the rows before and after it in the lists of both its ends.
#[derive(Clone, Copy, Debug)]
struct Kept {
    from: u32,
    to: u32,
    terms: u32,
    kind: RelationKind,
    from_namespace: Namespace,
    to_namespace: Namespace,
    state: State,
    next: [u32; 2],
    previous: [u32; 2],
}

/// How a kept row was written, and whether it was removed.
#[derive(Clone, Copy, Debug)]
struct State {
    written: Written,
    removed: bool,
}

/// A record with more outgoing relations than this has an index of them.
const FEW: usize = 16;

/// All relations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    rows: Vec<Kept>,
    terms: AllTerms,
    /// The first row of each record, by way and name space.
    heads: [[Vec<u32>; 3]; 2],
    /// The records with more than a few outgoing rows.
    busy: HashMap<Slot, Busy, DefaultHashBuilder>,
    explicit: usize,
    /// Rows that may be used again.
    free: Vec<u32>,
    /// Rows removed in the batch that is being added; they stay until it is accepted.
    freed: Vec<u32>,
}

/// How far a table of relations reaches, so that it can be cut to that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// One more than the highest row number.
    pub(crate) end: u32,
    terms: u32,
}

impl Heap for Relations {
    fn heap(&self) -> usize {
        let heads = self.heads.iter().flatten().map(room_of).sum::<usize>();
        let busy = hash_room(&self.busy) + self.busy.values().map(Heap::heap).sum::<usize>();
        room_of(&self.rows) + self.terms.heap() + heads + busy + room_of(&self.free) + room_of(&self.freed)
    }
}

impl Relations {
    /// One more than the highest row number.
    pub(crate) fn end(&self) -> u32 {
        self.rows.len() as u32
    }

    pub(crate) fn extent(&self) -> Extent {
        Extent { end: self.end(), terms: self.terms.len() }
    }

    pub(crate) fn row(&self, number: u32) -> Row {
        self.told(&self.rows[number as usize])
    }

    fn told(&self, kept: &Kept) -> Row {
        let Terms { since, until, privilege } = *self.terms.get(kept.terms);
        Row {
            since,
            until,
            from: kept.from,
            to: kept.to,
            kind: kept.kind,
            from_namespace: kept.from_namespace,
            to_namespace: kept.to_namespace,
            privilege,
            written: kept.state.written,
        }
    }

    fn kept(&mut self, row: &Row) -> Kept {
        Kept {
            from: row.from,
            to: row.to,
            terms: self.terms.intern(row.terms()),
            kind: row.kind,
            from_namespace: row.from_namespace,
            to_namespace: row.to_namespace,
            state: State { written: row.written, removed: false },
            next: [NONE; 2],
            previous: [NONE; 2],
        }
    }

    /// Whether this row holds a relation, and not one that was removed.
    pub(crate) fn stands(&self, number: u32) -> bool {
        !self.rows[number as usize].state.removed
    }

    /// How many were written as records of their own.
    pub(crate) fn explicit(&self) -> usize {
        self.explicit
    }

    /// Every relation.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row> {
        self.rows.iter().filter(|row| !row.state.removed).map(|row| self.told(row))
    }

    /// The row with the same key.
    pub(crate) fn find(&self, row: &Row) -> Option<u32> {
        let is = |number: u32| {
            let kept = &self.rows[number as usize];
            kept.to == row.to
                && kept.kind == row.kind
                && kept.to_namespace == row.to_namespace
                && self.terms.get(kept.terms).since == row.since
        };
        let mut walked = self.walk(Way::Out, row.from());
        if let Some(number) = walked.by_ref().take(FEW).find(|number| is(*number)) {
            return Some(number);
        }
        // One more is at hand; the index knows about it and all behind it.
        let number = walked.next()?;
        match self.busy.get(&row.from()) {
            Some(busy) => busy.find(&row.key(), is),
            None => is(number).then_some(number),
        }
    }

    pub(crate) fn outgoing(&self, slot: Slot) -> impl Iterator<Item = (u32, Row)> {
        self.walk(Way::Out, slot).map(|number| (number, self.row(number)))
    }

    pub(crate) fn incoming(&self, slot: Slot) -> impl Iterator<Item = (u32, Row)> {
        self.walk(Way::In, slot).map(|number| (number, self.row(number)))
    }

    /// Those of the outgoing ones that were written in short.
    pub(crate) fn in_short(&self, slot: Slot) -> impl Iterator<Item = (u32, Row)> {
        let busy = self.busy.get(&slot);
        let walked = busy.is_none().then(|| self.walk(Way::Out, slot)).into_iter().flatten();
        let walked = walked.filter(|number| self.rows[*number as usize].state.written == Written::InShort);
        let indexed = busy.into_iter().flat_map(|busy| busy.in_short.iter().copied());
        walked.chain(indexed).map(|number| (number, self.row(number)))
    }

    /// Of a kind of which there is one at a time: the rows of the same record just before and after this one in time.
    pub(crate) fn beside(&self, number: u32) -> [Option<u32>; 2] {
        let row = self.row(number);
        if let Some(busy) = self.busy.get(&row.from()) {
            return busy.beside(number, &row);
        }
        let place = |number: u32, row: &Row| (row.bounds(), number);
        let here = place(number, &row);
        let others = || self.outgoing(row.from()).filter(|(other, of)| *other != number && of.kind == row.kind);
        let places = || others().map(|(number, row)| place(number, &row));
        let before = places().filter(|place| *place < here).max();
        let after = places().filter(|place| *place > here).min();
        [before, after].map(|place| place.map(|(_, number)| number))
    }

    /// Adds a row whose key is new.
    pub(crate) fn insert(&mut self, row: Row) -> u32 {
        let kept = self.kept(&row);
        let number = match self.free.pop() {
            Some(number) => {
                self.rows[number as usize] = kept;
                number
            }
            None => {
                make_room(&mut self.rows, 1);
                self.rows.push(kept);
                self.end() - 1
            }
        };
        self.attach(number);
        number
    }

    /// Takes a row out; its number stays reserved until the batch is settled.
    pub(crate) fn remove(&mut self, number: u32) {
        self.detach(number);
        self.rows[number as usize].state.removed = true;
        self.freed.push(number);
    }

    /// Replaces a row by one with the same key and hands out what it was.
    pub(crate) fn replace(&mut self, number: u32, row: Row) -> Row {
        let former = self.row(number);
        self.explicit += usize::from(row.written == Written::Explicitly);
        self.explicit -= usize::from(former.written == Written::Explicitly);
        if let Some(busy) = self.busy.get_mut(&row.from()) {
            busy.remove(number, &former);
            busy.add(number, &row);
        }
        let Kept { terms, state, .. } = self.kept(&row);
        let kept = &mut self.rows[number as usize];
        (kept.terms, kept.state) = (terms, state);
        former
    }

    /// Undoes [`Self::remove`] within the same batch.
    pub(crate) fn put_back(&mut self, number: u32) {
        self.rows[number as usize].state.removed = false;
        self.attach(number);
    }

    /// Undoes [`Self::insert`] into a row that was used before.
    pub(crate) fn take_out(&mut self, number: u32) {
        self.detach(number);
        self.rows[number as usize].state.removed = true;
        self.free.push(number);
    }

    /// Makes the rows that this batch removed usable again.
    pub(crate) fn settle(&mut self) {
        self.free.append(&mut self.freed);
    }

    /// Forgets what lies behind this extent and what the batch removed.
    pub(crate) fn unwind(&mut self, before: Extent) {
        for number in before.end..self.end() {
            if self.stands(number) {
                self.detach(number);
            }
        }
        self.rows.truncate(before.end as usize);
        self.terms.truncate(before.terms);
        self.freed.clear();
    }
}
