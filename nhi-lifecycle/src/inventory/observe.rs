//! Observing: sources that show the present and nothing else.
//!
//! What a source shows is compared with what *that source* showed last, never with what others said: a source that repeats
//! itself says nothing new. A value that moved between two of its observations becomes a change whose true instant lies
//! between them. A short-hand that came or went becomes a relation that began or ended at the later one.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    Added, Inventory,
    apply::TWICE,
    derive::Derived,
    memory::{Key, Memory, key},
    normal::normalise,
};
use crate::{
    error::{Code, Error, Problem, Problems},
    event::{Context, Happened},
    id::Reference,
    record::Record,
    relation::Relation,
    source::{Given, RecordSource, place},
    time::Instant,
};

/// What an observation brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// What became of it: records new or replaced, among them the changes it was turned into.
    pub added: Added,
    /// Records that the source showed the time before and no longer does. Nothing is concluded from it.
    pub no_longer_shown: Vec<Reference>,
    /// Relations given as records of their own that the source showed the time before and no longer does.
    pub relations_no_longer_shown: Vec<Relation>,
}

impl Inventory {
    /// Adds what a source shows at an instant; the source is the one that the context names.
    ///
    /// Compares with what that source showed last and turns differences of stage, status and the other fields with a history
    /// into changes with `not_before` = its last observation and `at` = this one. An unchanged export adds no record (the
    /// observation itself is an event all the same: it is what makes the next interval short). What the source no longer shows
    /// is reported, and nothing is concluded from it.
    ///
    /// # Errors
    /// As for [`Self::add`]; [`Error::InvalidArgument`] where the context names no source, or one that was observed later.
    pub fn observe<I>(&mut self, records: I, observed_at: Instant, context: &Context) -> Result<Observed, Error>
    where
        I: IntoIterator<Item: Into<Record>>,
    {
        self.observe_from(&mut Given(records.into_iter()), observed_at, context)
    }

    /// As [`Self::observe`], from a source that knows the place of each record.
    ///
    /// # Errors
    /// As for [`Self::observe`].
    pub fn observe_from(
        &mut self,
        source: &mut dyn RecordSource,
        observed_at: Instant,
        context: &Context,
    ) -> Result<Observed, Error> {
        self.check_context(context)?;
        let nothing = Memory::default();
        let memory = self.shown_before(observed_at, context)?.unwrap_or(&nothing);
        let mut problems = Problems::default();
        let mut news = Vec::new();
        let mut met: HashMap<Key, Met> = HashMap::new();
        let mut position = 0;
        while let Some(next) = source.next_record() {
            match next {
                Ok(mut record) => {
                    normalise(&mut record);
                    let key = key(&record);
                    let met = met.entry(key.clone()).or_default();
                    met.times += 1;
                    let last = memory.shown.get(&key).filter(|last| last.missing_since.is_none());
                    let same = last.is_some_and(|last| last.record == record);
                    if same && last.is_some_and(|last| met.times <= last.times) {
                        met.unchanged = true;
                    } else if met.unchanged && !same {
                        // The batch compares what is new in it; what was shown before is not.
                        let mut problem = Problem::new(Code::DuplicateKey, TWICE).in_record(position);
                        place(&mut problem, source);
                        problems.push(problem);
                    } else {
                        news.push((position, record));
                    }
                }
                Err(problem) => problems.push(Problem { record: problem.record.or(Some(position)), ..problem }),
            }
            position += 1;
            if position > self.limits.records {
                problems.push(self.limits.exceeded("records", self.limits.records).in_record(position - 1));
                break;
            }
        }
        problems.into_result()?;
        let missing = memory.shown.iter().filter(|(key, shown)| {
            shown.missing_since.is_none() && !met.contains_key(key) && !matches!(key, Key::Whole(_))
        });
        let missing: BTreeSet<Key> = missing.map(|(key, _)| key.clone()).collect();
        self.take_observation(source, news, observed_at, missing, context)
    }

    pub(super) fn replay_observed(
        &mut self,
        records: Vec<Record>,
        observed_at: Instant,
        nouns: Vec<Reference>,
        relations: Vec<Relation>,
        context: &Context,
    ) -> Result<(), Error> {
        self.shown_before(observed_at, context)?;
        let relations = relations.into_iter().map(|relation| key(&relation.into()));
        let missing = nouns.into_iter().map(Key::Noun).chain(relations).collect();
        let news = records.into_iter().enumerate().collect();
        let nowhere = Given(std::iter::empty::<Record>());
        self.take_observation(&nowhere, news, observed_at, missing, context).map(|_| ())
    }

    /// What the context's source showed last.
    fn shown_before(&self, observed_at: Instant, context: &Context) -> Result<Option<&Memory>, Error> {
        let Some(source) = &context.source else {
            return Err(Error::InvalidArgument("an observation needs the name of its source".into()));
        };
        let memory = self.sources.get(source);
        match memory.and_then(|memory| memory.observed_at) {
            Some(last) if observed_at < last => Err(Error::InvalidArgument(format!(
                "`observed_at` {observed_at} lies before the last observation of this source, {last}; observe in order"
            ))),
            _ => Ok(memory),
        }
    }

    fn take_observation(
        &mut self,
        source: &dyn RecordSource,
        news: Vec<(usize, Record)>,
        observed_at: Instant,
        missing: BTreeSet<Key>,
        context: &Context,
    ) -> Result<Observed, Error> {
        let name = context.source.clone().unwrap_or_default();
        let empty = Memory::default();
        let memory = self.sources.get(&name).unwrap_or(&empty);
        let mut derived = Derived::new(&self.facts, memory, observed_at, news.iter().map(|(_, record)| record));
        for (position, record) in &news {
            derived.derive(*position, record);
        }
        let (records, positions) = derived.finish();
        let mut no_longer_shown = Vec::new();
        let mut relations_no_longer_shown = Vec::new();
        for key in &missing {
            match (key, memory.shown.get(key).map(|shown| &shown.record)) {
                (Key::Noun(reference), _) => no_longer_shown.push(reference.clone()),
                (_, Some(Record::Relation(relation))) => relations_no_longer_shown.push(relation.clone()),
                _ => {}
            }
        }
        let event = self.encoder(context).map(|encoder| {
            encoder.happened(&Happened::Observed {
                observed_at,
                records: news.iter().map(|(_, record)| record.clone()).collect(),
                no_longer_shown: no_longer_shown.clone(),
                relations_no_longer_shown: relations_no_longer_shown.clone(),
            })
        });
        let mut records = Placed { records: records.into_iter(), positions, source };
        let added = self.add_as(&mut records, event, context)?;
        let memory = self.sources.entry(name).or_default();
        memory.keep(news, observed_at, &missing);
        Ok(Observed { added, no_longer_shown, relations_no_longer_shown })
    }
}

/// How a record was met in an observation.
#[derive(Default)]
struct Met {
    times: usize,
    /// It was what its source showed last.
    unchanged: bool,
}

/// Derived records, each at the place of the record that it was derived from.
struct Placed<'a, I> {
    records: I,
    positions: Vec<usize>,
    source: &'a dyn RecordSource,
}

impl<I: Iterator<Item = Record>> RecordSource for Placed<'_, I> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        self.records.next().map(Ok)
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        self.source.place(*self.positions.get(record)?)
    }
}
