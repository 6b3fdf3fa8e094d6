//! Histories: the changes of one field of one record, in the order in which they follow each other.
//!
//! Changes at different instants are ordered by time. Several at one instant are ordered so that each follows the value it
//! names: a walk that uses every change once, which is an Eulerian trail over the few values of the field.

mod order;
mod row;

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;

use self::row::known;
pub(crate) use self::row::{ChainKey, ChangeRow, OMITTED, UNKNOWN};
use super::Slot;
use crate::{
    change::ChangeField,
    heap::{Heap, hash_room, make_room, room_of},
    id::Namespace,
    time::Instant,
};

/// Where a history lies among all that were told at once.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    begin: u32,
    /// How long it is; [`GREW`] for one that went on later and lies by itself.
    len: u32,
}

const GREW: u32 = u32::MAX;

/// All changes and the histories they make.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    rows: Vec<ChangeRow>,
    /// The histories as they were told at once, one after another: row numbers in the order of the history.
    told: Vec<u32>,
    /// Where the history of each record's stage or status lies, by name space.
    main: [Vec<Place>; 3],
    /// Where the histories of other fields lie.
    others: HashMap<ChainKey, Place, DefaultHashBuilder>,
    /// Histories that went on after they were told first.
    grown: HashMap<ChainKey, Vec<u32>, DefaultHashBuilder>,
}

/// How far the changes reach, so that they can be cut to that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChangesExtent {
    rows: usize,
    told: usize,
    main: [usize; 3],
}

fn is_main(key: ChainKey) -> bool {
    key.field == ChangeField::main(key.slot.namespace)
}

fn namespace_index(namespace: Namespace) -> usize {
    usize::from(namespace.number()) - 1
}

impl Heap for Changes {
    fn heap(&self) -> usize {
        let words = self.rows.iter().map(ChangeRow::words_heap).sum::<usize>();
        let places = self.main.iter().map(room_of).sum::<usize>() + hash_room(&self.others);
        let grown = hash_room(&self.grown) + self.grown.values().map(room_of).sum::<usize>();
        room_of(&self.rows) + words + room_of(&self.told) + places + grown
    }
}

impl Changes {
    pub(crate) fn rows(&self) -> &[ChangeRow] {
        &self.rows
    }

    pub(crate) fn row(&self, number: u32) -> &ChangeRow {
        &self.rows[number as usize]
    }

    pub(crate) fn extent(&self) -> ChangesExtent {
        let main = [0, 1, 2].map(|namespace: usize| self.main[namespace].len());
        ChangesExtent { rows: self.rows.len(), told: self.told.len(), main }
    }

    fn place(&self, key: ChainKey) -> Place {
        let place = if is_main(key) {
            self.main[namespace_index(key.slot.namespace)].get(key.slot.index as usize)
        } else {
            self.others.get(&key)
        };
        place.copied().unwrap_or_default()
    }

    fn set_place(&mut self, key: ChainKey, place: Place) {
        if !is_main(key) {
            match place.len {
                0 => drop(self.others.remove(&key)),
                _ => drop(self.others.insert(key, place)),
            }
            return;
        }
        let places = &mut self.main[namespace_index(key.slot.namespace)];
        if places.len() <= key.slot.index as usize {
            let len = key.slot.index as usize + 1;
            make_room(places, len - places.len());
            places.resize(len, Place::default());
        }
        places[key.slot.index as usize] = place;
    }

    fn lying(&self, key: ChainKey, place: Place) -> &[u32] {
        match place.len {
            GREW => self.grown.get(&key).map_or(&[], Vec::as_slice),
            len => &self.told[place.begin as usize..(place.begin + len) as usize],
        }
    }

    /// A history: row numbers in its order.
    pub(crate) fn chain(&self, key: ChainKey) -> &[u32] {
        self.lying(key, self.place(key))
    }

    /// Every history of this field, in the order of the records.
    pub(crate) fn chains(&self, namespace: Namespace, field: ChangeField) -> impl Iterator<Item = (u32, &[u32])> {
        let key = move |index: u32| ChainKey { slot: Slot { namespace, index }, field };
        let mut found: Vec<(u32, Place)> = Vec::new();
        if is_main(key(0)) {
            found.extend((0..).zip(self.main[namespace_index(namespace)].iter().copied()));
            found.retain(|(_, place)| place.len > 0);
        } else {
            let of_field = |key: &ChainKey| key.field == field && key.slot.namespace == namespace;
            found.extend(
                self.others.iter().filter(|(key, _)| of_field(key)).map(|(key, place)| (key.slot.index, *place)),
            );
            found.sort_unstable_by_key(|(index, _)| *index);
        }
        found.into_iter().map(move |(index, place)| (index, self.lying(key(index), place)))
    }

    /// The value at an instant, 0 for unknown; `None` where there is no history.
    pub(crate) fn value_at(&self, key: ChainKey, at: Instant) -> Option<u8> {
        let chain = self.chain(key);
        (!chain.is_empty()).then(|| self.value_in(chain, at))
    }

    /// The value that a history gives for an instant.
    pub(crate) fn value_in(&self, chain: &[u32], at: Instant) -> u8 {
        match self.last_before(chain, at) {
            Some(row) => row.to,
            None => chain.first().map_or(0, |first| known(self.row(*first).from)),
        }
    }

    /// The last change at or before an instant.
    pub(crate) fn last_before(&self, chain: &[u32], at: Instant) -> Option<&ChangeRow> {
        let after = chain.partition_point(|number| self.row(*number).at <= at);
        Some(self.row(chain[after.checked_sub(1)?]))
    }

    /// Whether a history has this change already.
    pub(crate) fn knows(&self, chain: &[u32], change: &ChangeRow) -> bool {
        let begin = chain.partition_point(|number| self.row(*number).at < change.at);
        let rows = chain[begin..].iter().map(|number| self.row(*number));
        rows.take_while(|row| row.at == change.at).any(|row| row == change)
    }

    /// Adds a change that is not known yet. Its chain is set apart, with [`Self::set_chain`].
    pub(crate) fn push(&mut self, row: ChangeRow) -> u32 {
        make_room(&mut self.rows, 1);
        self.rows.push(row);
        self.rows.len() as u32 - 1
    }

    /// Forgets what lies behind this extent; the chains of changed records from before it were set back.
    pub(crate) fn truncate(&mut self, before: ChangesExtent) {
        self.rows.truncate(before.rows);
        self.told.truncate(before.told);
        for (places, len) in self.main.iter_mut().zip(before.main) {
            places.truncate(len);
        }
    }

    /// Adds to the end of a history.
    pub(crate) fn extend_chain(&mut self, key: ChainKey, later: &[u32]) {
        self.grow(key).extend_from_slice(later);
    }

    /// Cuts a history to a length that it had.
    pub(crate) fn cut_chain(&mut self, key: ChainKey, len: usize) {
        self.grow(key).truncate(len);
    }

    /// The history by itself.
    fn grow(&mut self, key: ChainKey) -> &mut Vec<u32> {
        let place = self.place(key);
        let chain = if place.len == GREW { Vec::new() } else { self.lying(key, place).to_vec() };
        if place.len != GREW {
            self.set_place(key, Place { begin: 0, len: GREW });
        }
        self.grown.entry(key).or_insert(chain)
    }

    /// Sets a history and hands out what it was; an empty one is none.
    pub(crate) fn set_chain(&mut self, key: ChainKey, chain: &[u32]) -> Vec<u32> {
        let former = self.chain(key).to_vec();
        if chain.is_empty() {
            self.grown.remove(&key);
            self.set_place(key, Place::default());
        } else if former.is_empty() {
            let begin = self.told.len() as u32;
            make_room(&mut self.told, chain.len());
            self.told.extend_from_slice(chain);
            self.set_place(key, Place { begin, len: chain.len() as u32 });
        } else {
            let grown = self.grow(key);
            grown.clear();
            grown.extend_from_slice(chain);
        }
        former
    }
}
