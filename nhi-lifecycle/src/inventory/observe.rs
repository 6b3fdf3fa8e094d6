//! Observing: sources that show the present and nothing else.
//!
//! What a source shows is compared with what *that source* showed last, never with what others said: a source that repeats
//! itself says nothing new. A value that moved between two of its observations becomes a change whose true instant lies
//! between them. A short-hand that came or went becomes a relation that began or ended at the later one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Added, Inventory, batch, export, shorthand::Shorthands};
use crate::{
    change::{Change, ChangeField, Prior, Value},
    error::{Error, Problems},
    event::{Context, Happened},
    facts::{ChainKey, Core, Facts, Noun, Slot, Written},
    id::{LooseReference, Namespace, Reference},
    record::Record,
    relation::{Relation, RelationKind},
    source::{Given, RecordSource},
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

/// What each source showed last.
pub(super) type Sources = BTreeMap<String, Memory>;

#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    observed_at: Option<Instant>,
    shown: HashMap<Key, Shown>,
}

/// What makes a shown record the same one as before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Noun(Reference),
    Relation(RelationKind, LooseReference, LooseReference, Option<Instant>),
    /// A record that is its own key, as its text.
    Whole(String),
}

#[derive(Clone, Debug)]
struct Shown {
    record: Record,
    /// How often it was shown; more than once only for lines of a log.
    times: usize,
    /// The last observation that showed it, where a later one did not.
    missing_since: Option<Instant>,
}

fn key(record: &Record) -> Key {
    let noun = |namespace, id: &crate::id::Id| Key::Noun(Reference { namespace, id: id.clone() });
    match record {
        Record::Asset(asset) => noun(Namespace::Asset, &asset.id),
        Record::Identity(identity) => noun(Namespace::Identity, &identity.id),
        Record::Credential(credential) => noun(Namespace::Credential, &credential.id),
        Record::Relation(relation) => {
            Key::Relation(relation.kind, relation.from.clone(), relation.to.clone(), relation.since)
        }
        other => Key::Whole(serde_json::to_string(other).unwrap_or_default()),
    }
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
        self.check_clock(context)?;
        let memory = self.memory(observed_at, context)?.cloned().unwrap_or_default();
        let mut problems = Problems::default();
        let mut news = Vec::new();
        let mut times: HashMap<Key, usize> = HashMap::new();
        let mut position = 0;
        while let Some(next) = source.next_record() {
            match next {
                Ok(mut record) => {
                    batch::normalise(&mut record);
                    let key = key(&record);
                    let count = times.entry(key.clone()).or_default();
                    *count += 1;
                    let last = memory.shown.get(&key);
                    let same = last.is_some_and(|last| {
                        last.record == record && last.missing_since.is_none() && *count <= last.times
                    });
                    if !same {
                        news.push((position, record));
                    }
                }
                Err(problem) => problems.push(problem),
            }
            position += 1;
        }
        problems.into_result()?;
        let missing =
            memory.shown.iter().filter(|(key, shown)| shown.missing_since.is_none() && !times.contains_key(key));
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
        self.memory(observed_at, context)?;
        let relations = relations.into_iter().map(|relation| key(&relation.into()));
        let missing = nouns.into_iter().map(Key::Noun).chain(relations).collect();
        let news = records.into_iter().enumerate().collect();
        let nowhere = Given(std::iter::empty::<Record>());
        self.take_observation(&nowhere, news, observed_at, missing, context).map(|_| ())
    }

    /// What the context's source showed last.
    fn memory(&self, observed_at: Instant, context: &Context) -> Result<Option<&Memory>, Error> {
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
        let mut derived = Derived {
            facts: &self.facts,
            memory,
            observed_at,
            position: 0,
            records: Vec::new(),
            positions: Vec::new(),
        };
        for (position, record) in &news {
            derived.position = *position;
            derived.derive(record);
        }
        let Derived { records, positions, .. } = derived;
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

impl Memory {
    fn keep(&mut self, news: Vec<(usize, Record)>, observed_at: Instant, missing: &BTreeSet<Key>) {
        for key in missing {
            if let Some(shown) = self.shown.get_mut(key) {
                shown.missing_since = self.observed_at;
            }
        }
        for (_, record) in news {
            let key = key(&record);
            let times = match &key {
                Key::Whole(_) => self.shown.get(&key).map_or(0, |shown| shown.times) + 1,
                _ => 1,
            };
            self.shown.insert(key, Shown { record, times, missing_since: None });
        }
        self.observed_at = Some(observed_at);
    }
}

/// Derived records, each at the place of the record that it was derived from.
struct Placed<'a, I> {
    records: I,
    positions: Vec<usize>,
    source: &'a dyn RecordSource,
}

impl<I: Iterator<Item = Record>> RecordSource for Placed<'_, I> {
    fn next_record(&mut self) -> Option<Result<Record, crate::error::Problem>> {
        self.records.next().map(Ok)
    }

    fn place(&self, record: usize) -> Option<(std::sync::Arc<str>, u64)> {
        self.source.place(*self.positions.get(record)?)
    }
}

/// Turns what a source shows into records that tell it.
struct Derived<'a> {
    facts: &'a Facts,
    memory: &'a Memory,
    observed_at: Instant,
    position: usize,
    records: Vec<Record>,
    positions: Vec<usize>,
}

impl Derived<'_> {
    fn push(&mut self, record: impl Into<Record>) {
        self.records.push(record.into());
        self.positions.push(self.position);
    }

    fn derive(&mut self, record: &Record) {
        let last = self.memory.shown.get(&key(record));
        match (record, last.map(|shown| &shown.record)) {
            (Record::Asset(now), last) => {
                let last = if let Some(Record::Asset(last)) = last { Some(&**last) } else { None };
                let facts = self.facts;
                self.noun(&**now, last, Namespace::Asset, |slot| facts.assets.record(slot.index));
            }
            (Record::Identity(now), last) => {
                let last = if let Some(Record::Identity(last)) = last { Some(&**last) } else { None };
                let facts = self.facts;
                self.noun(&**now, last, Namespace::Identity, |slot| facts.identities.record(slot.index));
            }
            (Record::Credential(now), last) => {
                let last = if let Some(Record::Credential(last)) = last { Some(&**last) } else { None };
                let facts = self.facts;
                self.noun(&**now, last, Namespace::Credential, |slot| facts.credentials.record(slot.index));
            }
            (other, _) => self.push(other.clone()),
        }
    }

    fn noun<N: Noun + Shorthands + Into<Record>>(
        &mut self,
        now: &N,
        last: Option<&N>,
        namespace: Namespace,
        known: impl Fn(Slot) -> Option<N>,
    ) {
        let reference = Reference { namespace, id: now.id().clone() };
        let slot = self.facts.find(&reference).filter(|slot| known(*slot).is_some());
        let Some(slot) = slot else {
            self.push(now.clone());
            return;
        };
        let mut core = now.to_core();
        for field in ChangeField::ALL.iter().filter(|field| field.belongs_to(namespace)) {
            let shown_last = last.map(|last| last.to_core().own(*field));
            let own = self.value(ChainKey { slot, field: *field }, core.own(*field), shown_last, &reference);
            core.set_own(*field, own);
        }
        let Some(mut record) = N::from_parts(now.id().clone(), core, Some(now)) else { return };
        if let Some(last) = last {
            self.relations(&mut record, last, slot, &reference);
        }
        self.push(record);
    }

    /// The record's own value of a field after this observation, and the change that leads to it, if there is one.
    fn value(&mut self, key: ChainKey, shown: u8, shown_last: Option<u8>, subject: &Reference) -> u8 {
        let changes = &self.facts.changes;
        let chain = changes.chain(key);
        let own = self.facts.own(key.slot, key.field);
        let current = if chain.is_empty() { own } else { changes.value_in(chain, self.observed_at) };
        if shown_last == Some(shown) && (shown != 0 || !chain.is_empty()) {
            // Not news: what others said since stands.
            return own;
        }
        if shown == current {
            return own;
        }
        if chain.is_empty() && (shown == 0 || current == 0) {
            // Something unknown became known, or the other way round: no step in its history.
            return shown;
        }
        if shown == 0 {
            return own;
        }
        let before = changes.last_before(chain, self.observed_at);
        let last_known = match shown_last {
            Some(_) => self.last_shown(subject),
            None => before.map(|before| before.at),
        };
        let word = |number| key.field.word_of(key.slot.namespace, number).map(Value::from);
        let Some(to) = word(shown) else { return own };
        let change = Change {
            from: word(current).map_or(Prior::Unknown, Prior::Value),
            field: (key.field != ChangeField::main(key.slot.namespace)).then_some(key.field),
            not_before: last_known.filter(|last| *last < self.observed_at),
            ..Change::new(subject.clone(), to, self.observed_at)
        };
        let is_last = chain.last().is_none_or(|last| changes.row(*last).at <= self.observed_at);
        self.push(change);
        if is_last { shown } else { own }
    }

    /// The last observation that showed this record.
    fn last_shown(&self, subject: &Reference) -> Option<Instant> {
        let shown = self.memory.shown.get(&Key::Noun(subject.clone()))?;
        shown.missing_since.or(self.memory.observed_at)
    }

    /// Short-hands that came begin now and those that went end now; the others stay as they stand.
    fn relations<N: Noun + Shorthands>(&mut self, record: &mut N, last: &N, slot: Slot, subject: &Reference) {
        let now: BTreeSet<(RelationKind, Reference)> = record.shorthands().collect();
        let before: BTreeSet<(RelationKind, Reference)> = last.shorthands().collect();
        record.clear_shorthands();
        let at = self.observed_at;
        let standing: Vec<_> = self.facts.relations.outgoing(slot).map(|(_, row)| *row).collect();
        for row in &standing {
            let said = (row.kind, self.facts.reference(row.to()));
            let went = before.contains(&said) && !now.contains(&said);
            if went && row.span().until.is_none() && row.span().since.is_none_or(|since| since < at) {
                let relation = export::relation(self.facts, row);
                self.push(Relation { until: Some(at), ..relation });
            } else if row.written == Written::InShort && !went {
                record.push_shorthand(said.0, said.1);
            }
        }
        for (kind, to) in now.difference(&before) {
            let holds = standing
                .iter()
                .any(|row| row.kind == *kind && self.facts.reference(row.to()) == *to && row.span().holds(at));
            if !holds {
                self.push(Relation { since: Some(at), ..Relation::new(*kind, subject.clone(), to.clone()) });
            }
        }
    }
}
