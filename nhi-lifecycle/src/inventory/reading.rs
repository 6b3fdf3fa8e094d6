//! Reading a source: its records are counted, checked one by one, written into the event and handed on, some two hundred at a
//! time.

use std::collections::VecDeque;

use crate::{
    error::Problem,
    event::Encoder,
    facts::Keys,
    incoming::{Incoming, Room, Waiting},
    limits::Limits,
    source::RecordSource,
};

/// What comes next from a source.
pub(super) enum Step {
    /// Records to be applied.
    Records(Waiting),
    /// What is wrong with the record behind them.
    Refused(Problem),
}

impl Step {
    /// About the bytes of what it holds.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Records(waiting) => waiting.bytes(),
            Self::Refused(_) => 0,
        }
    }
}

/// A source that is being read.
pub(super) struct Reading {
    /// Relations so far, short-hands counted.
    relations: usize,
    room: Room,
    /// What is wrong with the last record, to be told behind those that wait.
    refused: VecDeque<Problem>,
    ended: bool,
    /// Applied already; kept for their room.
    spare: Vec<Waiting>,
}

impl Reading {
    /// Reads within these limits, if there are any.
    pub(super) fn new(keys: Keys, limits: Option<Limits>) -> Self {
        Self {
            relations: 0,
            room: Room { waiting: Waiting::default(), keys, limits, position: 0, made: None, drafted: None },
            refused: VecDeque::new(),
            ended: false,
            spare: Vec::new(),
        }
    }

    /// Takes back the room of records that were applied.
    pub(super) fn reuse(&mut self, applied: Waiting) {
        if applied.is_small() {
            self.spare.push(applied);
        }
    }

    /// The next records, each written into the event, or what is wrong with the next one; `None` at the end.
    pub(super) fn next(&mut self, source: &mut dyn RecordSource, event: &mut Option<&mut Encoder>) -> Option<Step> {
        let mut found = Vec::new();
        while self.refused.is_empty() && !self.ended && !self.room.waiting.is_full() {
            let incoming = Incoming::new(&mut self.room);
            // An event tells records that were made.
            let next = match event {
                Some(_) => source.next_record().map(|next| next.map(|record| incoming.put(record))),
                None => source.next_into(incoming),
            };
            match next {
                None => {
                    self.room.forget();
                    self.ended = true;
                }
                Some(Ok(_)) => {
                    self.relations += self.room.keep(event, &mut found);
                    found.drain(..).for_each(|problem| self.refuse(problem));
                }
                Some(Err(problem)) => {
                    self.room.forget();
                    self.refuse(problem);
                }
            }
            if !self.ended {
                self.room.position += 1;
                self.stop_at_limits();
            }
        }
        if !self.room.waiting.is_empty() {
            let empty = self.spare.pop().unwrap_or_default();
            return Some(Step::Records(std::mem::replace(&mut self.room.waiting, empty)));
        }
        self.refused.pop_front().map(Step::Refused)
    }

    /// Notes what is wrong with the record that was given last.
    fn refuse(&mut self, problem: Problem) {
        self.refused.push_back(Problem { record: problem.record.or(Some(self.room.position)), ..problem });
    }

    fn stop_at_limits(&mut self) {
        let Some(limits) = self.room.limits else { return };
        let over = [
            (self.room.position > limits.records, "records", limits.records),
            (self.relations > limits.relations, "relations", limits.relations),
        ];
        if let Some((_, what, limit)) = over.into_iter().find(|(over, ..)| *over) {
            self.refuse(limits.exceeded(what, limit));
            self.ended = true;
        }
    }
}
