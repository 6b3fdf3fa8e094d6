//! Histories of one field of one record type, laid out for reading the value of every record at an instant in one sweep.

use crate::{
    change::ChangeField,
    facts::{Facts, UNKNOWN},
    id::Namespace,
    time::Instant,
};

/// Records with a history, by index, and their steps.
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

impl Steps {
    pub(super) fn new(facts: &Facts, namespace: Namespace, field: ChangeField) -> Self {
        let chains = facts.changes.chains();
        let mut chains: Vec<_> = chains
            .filter(|(key, _)| key.slot.namespace == namespace && key.field == field)
            .map(|(key, chain)| (key.slot.index, chain))
            .collect();
        chains.sort_unstable_by_key(|(subject, _)| *subject);
        let mut all = Self::default();
        for (subject, chain) in chains {
            let rows = chain.iter().map(|number| facts.changes.row(*number));
            let first = rows.clone().next().map_or(0, |first| first.from);
            all.steps.extend(rows.map(|row| (row.at.as_micros(), row.to)));
            all.subjects.push(subject);
            all.ends.push(all.steps.len() as u32);
            all.before.push(if first == UNKNOWN { 0 } else { first });
        }
        all
    }

    /// Overwrites the values of the records that have a history with what they were at an instant.
    pub(crate) fn rewind(&self, values: &mut [u8], at: Instant) {
        let mut begin = 0;
        for ((subject, end), before) in self.subjects.iter().zip(&self.ends).zip(&self.before) {
            let steps = &self.steps[begin as usize..*end as usize];
            values[*subject as usize] = value(steps, *before, at);
            begin = *end;
        }
    }

    /// The value of one record at an instant; `None` without a history.
    pub(crate) fn value_at(&self, subject: u32, at: Instant) -> Option<u8> {
        let place = self.subjects.binary_search(&subject).ok()?;
        let begin = place.checked_sub(1).map_or(0, |former| self.ends[former]);
        let steps = &self.steps[begin as usize..self.ends[place] as usize];
        Some(value(steps, self.before[place], at))
    }
}

fn value(steps: &[(i64, u8)], before: u8, at: Instant) -> u8 {
    // Most questions are about a time after every step.
    if let Some((when, last)) = steps.last()
        && *when <= at.as_micros()
    {
        return *last;
    }
    let after = steps.partition_point(|(when, _)| *when <= at.as_micros());
    after.checked_sub(1).map_or(before, |last| steps[last].1)
}
