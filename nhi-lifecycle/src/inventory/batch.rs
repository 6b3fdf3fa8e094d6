//! A batch that is being added: each record is applied as it comes and noted, so that a batch that turns out wrong is taken back
//! whole. The order of the records within it does not matter.

use std::collections::HashMap;

use super::{
    undo::{Accepted, Before, Undo},
    verify,
};
use crate::{
    change::ChangeField,
    error::{Error, Problem, Problems},
    event::Context,
    facts::{ChainKey, ChangeRow, Facts, Row, Slot},
    id::Id,
    identity::IdentityClass,
    source::{RecordSource, place},
};

/// How many records a batch brought, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records with a new key.
    pub new: usize,
    /// Records that replaced one with the same key.
    pub replaced: usize,
    /// Records that were there already, the same.
    pub unchanged: usize,
}

/// A record that was known, or referred to, before the batch.
#[derive(Clone, Copy)]
pub(super) struct Resent {
    /// Its position in the batch.
    pub(super) record: usize,
    /// Its stage or status before the batch; 0 if it was absent.
    pub(super) former_main: u8,
    /// The class of an identity before the batch; none if it was absent.
    pub(super) former_class: Option<IdentityClass>,
}

/// A batch that is being added.
pub(super) struct Batch<'a> {
    pub(super) facts: &'a mut Facts,
    pub(super) lenient: bool,
    pub(super) before: Before,
    pub(super) undo: Vec<Undo>,
    pub(super) problems: Problems,
    pub(super) counts: Counts,
    /// The record that is being applied, by its position.
    pub(super) record: usize,
    /// Records of the batch that replaced or filled a slot which was there before.
    pub(super) resent: HashMap<Slot, Resent>,
    /// Relations of the batch by row, where the row was there before; others are all of the batch.
    pub(super) touched_rows: HashMap<u32, usize>,
    /// The position of the record that brought each new relation row.
    pub(super) new_rows: Vec<u32>,
    /// Changes of the batch, each with the position of its record.
    pub(super) changes: Vec<(ChangeRow, u32)>,
    /// References to slots that no record bore when they were read.
    pub(super) unresolved: Vec<(Slot, usize, &'static str)>,
    pub(super) evidence: HashMap<Id, usize>,
    /// The short-hands of the record at hand; kept for its room.
    pub(super) shorthands: Vec<Row>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(facts: &'a mut Facts, context: &Context) -> Self {
        let before = Before::of(facts);
        Self {
            facts,
            lenient: context.lenient,
            before,
            undo: Vec::new(),
            problems: Problems::default(),
            counts: Counts::default(),
            record: 0,
            resent: HashMap::new(),
            touched_rows: HashMap::new(),
            new_rows: Vec::new(),
            changes: Vec::new(),
            unresolved: Vec::new(),
            evidence: HashMap::new(),
            shorthands: Vec::new(),
        }
    }

    /// Checks what only the whole batch can show.
    pub(super) fn verify(&mut self) {
        verify::references(self);
        verify::ends(self);
        verify::overlaps(self);
        verify::histories(self);
    }

    /// Takes the batch back, whatever it holds.
    pub(super) fn take_back(self) {
        Accepted { before: self.before, undo: self.undo, counts: self.counts }.take_back(self.facts);
    }

    /// Takes the batch back if it has problems; otherwise it stands until it is kept or taken back.
    pub(super) fn finish(self, source: &dyn RecordSource) -> Result<Accepted, Error> {
        let accepted = Accepted { before: self.before, undo: self.undo, counts: self.counts };
        if self.problems.is_empty() {
            return Ok(accepted);
        }
        accepted.take_back(self.facts);
        let mut problems = self.problems;
        for problem in problems.shown_mut() {
            place(problem, source);
        }
        Err(Error::InvalidInput(problems))
    }

    pub(super) fn set_own(&mut self, key: ChainKey, value: u8) {
        let own = self.facts.own(key.slot, key.field);
        if own != value {
            if !self.before.is_new(key.slot) {
                self.undo.push(Undo::Own(key, own));
            }
            self.facts.set_own(key.slot, key.field, value);
        }
    }

    pub(super) fn extend_chain(&mut self, key: ChainKey, later: &[u32]) {
        self.undo.push(Undo::ChainExtended(key, self.facts.changes.chain(key).len()));
        self.facts.changes.extend_chain(key, later);
    }

    pub(super) fn set_chain(&mut self, key: ChainKey, chain: &[u32]) {
        let former = self.facts.changes.set_chain(key, chain);
        // What a new record does from then on is cut off with it.
        if !self.before.is_new(key.slot) || key.field != ChangeField::main(key.slot.namespace) {
            self.undo.push(Undo::Chain(key, former));
        }
    }

    /// Counts a change that is not known yet, or one that is.
    pub(super) fn counted_change(&mut self, new: bool) {
        *if new { &mut self.counts.new } else { &mut self.counts.unchanged } += 1;
    }

    /// The position of the record that brought a relation row, if it is of this batch.
    pub(super) fn record_of_row(&self, number: u32) -> Option<usize> {
        match number.checked_sub(self.before.relations.end) {
            Some(new) => self.new_rows.get(new as usize).map(|record| *record as usize),
            None => self.touched_rows.get(&number).copied(),
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.in_record(self.record));
    }
}
