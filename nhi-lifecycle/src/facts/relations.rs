//! The table of relations: one fixed-size row each, linked per record in both directions.
//!
//! The links serve adding (is it known? what belongs to this record? what must be checked again?). Analyses read the
//! compact snapshot in `graph` instead. A relation is found by its key in the list of the record that it leads from, which
//! is short for most; a record with many has an index of its own.

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;

use super::{
    Slot,
    ahead::look,
    busy::Busy,
    terms::{AllTerms, Terms},
};
use crate::{
    heap::{Heap, hash_room, room_of},
    id::Namespace,
    relation::{Privilege, RelationKind, Span},
    time::Instant,
};

/// How a relation was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// As a record of its own.
    Explicitly,
    /// As a short-hand of its `from`, with which it is replaced.
    InShort,
}

/// One relation. Its key is its kind, its ends and its `since`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    since: i64,
    until: i64,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) kind: RelationKind,
    from_namespace: Namespace,
    to_namespace: Namespace,
    pub(crate) privilege: Option<Privilege>,
    pub(crate) written: Written,
}

/// What makes two rows the same relation.
pub(super) type Key = (RelationKind, Slot, Slot, i64);

const NO_SINCE: i64 = i64::MIN;
const NO_UNTIL: i64 = i64::MAX;

impl Row {
    pub(crate) fn new(kind: RelationKind, from: Slot, to: Slot, span: Span, written: Written) -> Self {
        Self {
            since: span.since.map_or(NO_SINCE, Instant::as_micros),
            until: span.until.map_or(NO_UNTIL, Instant::as_micros),
            from: from.index,
            to: to.index,
            kind,
            from_namespace: from.namespace,
            to_namespace: to.namespace,
            privilege: None,
            written,
        }
    }

    pub(crate) fn from(&self) -> Slot {
        Slot { namespace: self.from_namespace, index: self.from }
    }

    pub(crate) fn to(&self) -> Slot {
        Slot { namespace: self.to_namespace, index: self.to }
    }

    pub(crate) fn span(&self) -> Span {
        Span { since: Instant::from_micros(self.since).ok(), until: Instant::from_micros(self.until).ok() }
    }

    /// `since` and `until` as numbers that compare; absent ones are the least and the greatest.
    pub(crate) fn bounds(&self) -> (i64, i64) {
        (self.since, self.until)
    }

    pub(super) fn key(&self) -> Key {
        (self.kind, self.from(), self.to(), self.since)
    }

    fn terms(&self) -> Terms {
        Terms { since: self.since, until: self.until, privilege: self.privilege }
    }

    /// Whether two rows say the same, however they were written.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.key() == other.key() && self.terms() == other.terms()
    }
}

const NONE: u32 = u32::MAX;

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

/// Towards `to`, or back to `from`.
#[derive(Clone, Copy, Debug)]
enum Way {
    Out = 0,
    In = 1,
}

impl Way {
    const BOTH: [Self; 2] = [Self::Out, Self::In];

    fn end(self, row: &Kept) -> Slot {
        match self {
            Self::Out => Slot { namespace: row.from_namespace, index: row.from },
            Self::In => Slot { namespace: row.to_namespace, index: row.to },
        }
    }
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

    fn walk(&self, way: Way, slot: Slot) -> impl Iterator<Item = u32> {
        let heads = &self.heads[way as usize][namespace_index(slot.namespace)];
        let first = heads.get(slot.index as usize).copied().unwrap_or(NONE);
        let present = |number: u32| (number != NONE).then_some(number);
        std::iter::successors(present(first), move |number| present(self.rows[*number as usize].next[way as usize]))
    }

    /// Reads where the relations of a record begin, and does nothing with it.
    pub(super) fn look_at_heads(&self, slot: Slot) {
        for heads in &self.heads {
            look(&heads[namespace_index(slot.namespace)], slot.index);
        }
    }

    /// Reads the first of them, and does nothing with it.
    pub(super) fn look_at_first(&self, slot: Slot) {
        for way in Way::BOTH {
            if let Some(first) = self.walk(way, slot).next() {
                look(&self.rows, first);
            }
        }
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

    fn attach(&mut self, number: u32) {
        let row = self.rows[number as usize];
        self.explicit += usize::from(row.state.written == Written::Explicitly);
        for way in Way::BOTH {
            let slot = way.end(&row);
            let heads = &mut self.heads[way as usize][namespace_index(slot.namespace)];
            if heads.len() <= slot.index as usize {
                heads.resize(slot.index as usize + 1, NONE);
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

    fn detach(&mut self, number: u32) {
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
