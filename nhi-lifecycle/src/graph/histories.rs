//! Histories of one field of one record type, laid out for reading the value of every record at an instant in one sweep.
//!
//! A record's own value is the one after all its changes. So only those records need a look whose last change is yet to come:
//! they come first, and most questions, which are about a time after every change, look at none.

use std::cmp::Reverse;

use crate::{
    change::ChangeField,
    facts::{Facts, UNKNOWN},
    heap::{Heap, room_of},
    id::Namespace,
    time::Instant,
};

/// Records with a history, by index, and their steps; those with the latest last step first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    subjects: Vec<u32>,
    /// Where the steps of each subject end.
    ends: Vec<u32>,
    /// When each step was taken, and the value from then on.
    steps: Vec<(i64, u8)>,
    /// The value before the first step; 0 for unknown.
    before: Vec<u8>,
}

impl Heap for Steps {
    fn heap(&self) -> usize {
        room_of(&self.subjects) + room_of(&self.ends) + room_of(&self.steps) + room_of(&self.before)
    }
}

impl Steps {
    pub(super) fn new(facts: &Facts, namespace: Namespace, field: ChangeField) -> Self {
        let changes = &facts.changes;
        let last = |chain: &[u32]| chain.last().map(|last| changes.row(*last).at);
        let chains = changes.chains(namespace, field);
        let mut chains: Vec<_> = chains.map(|(subject, chain)| (Reverse(last(chain)), subject, chain)).collect();
        chains.sort_unstable_by_key(|(last, ..)| *last);
        let mut all = Self::default();
        for (_, subject, chain) in chains {
            let rows = chain.iter().map(|number| changes.row(*number));
            let first = rows.clone().next().map_or(0, |first| first.from);
            all.steps.extend(rows.map(|row| (row.at.as_micros(), row.to)));
            all.subjects.push(subject);
            all.ends.push(all.steps.len() as u32);
            all.before.push(if first == UNKNOWN { 0 } else { first });
        }
        all
    }

    /// The records whose own value is not the one they had at an instant, with that one. O(records that have changed since, each with its
    /// steps).
    pub(crate) fn rewound(&self, at: Instant) -> impl Iterator<Item = (u32, u8)> + '_ {
        let at = at.as_micros();
        let mut begin = 0;
        let subjects = self.subjects.iter().zip(&self.ends).zip(&self.before);
        subjects.map_while(move |((subject, end), before)| {
            let steps = &self.steps[begin as usize..*end as usize];
            begin = *end;
            steps.last().filter(|(last, _)| *last > at)?;
            let after = steps.partition_point(|(when, _)| *when <= at);
            Some((*subject, after.checked_sub(1).map_or(*before, |last| steps[last].1)))
        })
    }

    /// Overwrites the records' own values with what they were at an instant. As [`Self::rewound`].
    pub(crate) fn rewind(&self, values: &mut [u8], at: Instant) {
        self.rewound(at).for_each(|(subject, value)| values[subject as usize] = value);
    }
}
