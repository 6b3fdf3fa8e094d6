//! A table of assets, identities or credentials by dense index.
//!
//! What every analysis reads lies in a small fixed-size row (`Core`); texts and the like, which are only shown, lie in a box
//! that most rows go without. Short-hands are not here: they are relations.

use std::hint::black_box;

use super::{Names, ahead::look};
use crate::{
    change::ChangeField,
    heap::{Heap, make_room, room_of},
    id::Id,
};

/// The fixed-size row of a record; the default one holds none.
pub(crate) trait Core: Copy + Default + PartialEq + std::fmt::Debug {
    /// Whether the row holds a record.
    fn is_present(&self) -> bool;
    /// The record's own value of a field with a history; 0 for none.
    fn own(&self, field: ChangeField) -> u8;
    /// Sets it.
    fn set_own(&mut self, field: ChangeField, value: u8);
}

/// A record type that is stored in a [`Table`].
pub(crate) trait Noun: Clone + PartialEq {
    /// The fixed-size row.
    type Core: Core;

    /// The id.
    fn id(&self) -> &Id;
    /// The fixed-size row of this record.
    fn to_core(&self) -> Self::Core;
    /// The rest, if there is any; its id and short-hands are blank.
    fn into_details(self) -> Option<Box<Self>>;
    /// The record without its short-hands.
    fn from_parts(id: Id, core: Self::Core, details: Option<&Self>) -> Option<Self>;
}

/// Records of one type by dense index.
#[derive(Clone, Debug)]
pub(crate) struct Table<N: Noun> {
    pub(crate) names: Names,
    cores: Vec<N::Core>,
    details: Vec<Option<Box<N>>>,
    present: usize,
}

impl<N: Noun> Default for Table<N> {
    fn default() -> Self {
        Self { names: Names::default(), cores: Vec::new(), details: Vec::new(), present: 0 }
    }
}

/// A row as it was, to put back.
#[derive(Debug)]
pub(crate) struct Former<N: Noun>(N::Core, Option<Box<N>>);

impl<N: Noun> Table<N> {
    /// How many indices there are, of records and of absent ones.
    pub(crate) fn len(&self) -> u32 {
        self.names.len()
    }

    /// How many records there are.
    pub(crate) fn present(&self) -> usize {
        self.present
    }

    pub(crate) fn core(&self, index: u32) -> &N::Core {
        &self.cores[index as usize]
    }

    pub(crate) fn core_mut(&mut self, index: u32) -> &mut N::Core {
        &mut self.cores[index as usize]
    }

    pub(crate) fn cores(&self) -> &[N::Core] {
        &self.cores
    }

    /// The index of an id with this hash, which may be the guessed one; made if it is new.
    pub(super) fn intern_hashed(&mut self, hash: u32, guess: Option<u32>, id: &str) -> u32 {
        let index = self.names.intern_hashed(hash, guess, id);
        if index as usize == self.cores.len() {
            make_room(&mut self.cores, 1);
            make_room(&mut self.details, 1);
            self.cores.push(N::Core::default());
            self.details.push(None);
        }
        index
    }

    /// Reads a row, and what is only shown if `whole`, and does nothing with it.
    pub(super) fn look(&self, index: u32, whole: bool) {
        look(&self.cores, index);
        if whole {
            black_box(self.details.get(index as usize).is_some_and(Option::is_some));
        }
    }

    /// Puts a record into its row and hands out what was there.
    pub(crate) fn set(&mut self, index: u32, core: N::Core, details: Option<Box<N>>) -> Former<N> {
        self.restore(index, Former(core, details))
    }

    /// Whether the row holds just this.
    pub(crate) fn says(&self, index: u32, core: &N::Core, details: Option<&N>) -> bool {
        self.core(index) == core && self.details[index as usize].as_deref() == details
    }

    /// Takes the fixed-size row of a record in another table.
    pub(crate) fn copy_core(&mut self, index: u32, from: &Self, at: u32) {
        self.restore(index, Former(*from.core(at), None));
    }

    /// Puts back a row and hands out what was there.
    pub(crate) fn restore(&mut self, index: u32, former: Former<N>) -> Former<N> {
        let index = index as usize;
        self.present += usize::from(former.0.is_present());
        self.present -= usize::from(self.cores[index].is_present());
        let core = std::mem::replace(&mut self.cores[index], former.0);
        Former(core, std::mem::replace(&mut self.details[index], former.1))
    }

    /// The record at this index, without its short-hands.
    pub(crate) fn record(&self, index: u32) -> Option<N> {
        let core = *self.core(index);
        if !core.is_present() {
            return None;
        }
        N::from_parts(self.names.id(index), core, self.details[index as usize].as_deref())
    }

    /// The bytes of the rows, and of what is only shown.
    pub(super) fn rows(&self) -> usize
    where
        N: Heap,
    {
        room_of(&self.cores) + room_of(&self.details) + self.details.iter().map(Heap::heap).sum::<usize>()
    }

    /// Forgets the rows from this index on.
    pub(crate) fn truncate(&mut self, len: u32) {
        let gone = self.cores.get(len as usize..).unwrap_or_default();
        self.present -= gone.iter().filter(|core| core.is_present()).count();
        self.names.truncate(len);
        self.cores.truncate(len as usize);
        self.details.truncate(len as usize);
    }
}
