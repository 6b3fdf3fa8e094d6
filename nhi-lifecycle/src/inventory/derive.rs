//! Turning what a source shows into records that tell it: changes for values that moved, relations for short-hands that came
//! or went.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
};

use super::{
    export,
    memory::Memory,
    shorthand::{Shorthand, Shorthands},
};
use crate::{
    change::{Change, ChangeField, Prior, Value},
    facts::{ChainKey, Core, Facts, Noun, Slot, Written},
    id::{Namespace, Reference},
    record::Record,
    relation::{Relation, RelationKind},
    time::Instant,
};

/// Turns what a source shows into records that tell it.
pub(super) struct Derived<'a> {
    facts: &'a Facts,
    memory: &'a Memory,
    observed_at: Instant,
    /// The last changes of each field that the observation itself tells, all of one instant: a log beside the export.
    told: HashMap<(Reference, ChangeField), Vec<&'a Change>>,
    /// The instant of the first change of each field that the observation tells, and how many share it.
    first_told: HashMap<(Reference, ChangeField), (Instant, usize)>,
    position: usize,
    records: Vec<Record>,
    positions: Vec<usize>,
}

impl<'a> Derived<'a> {
    pub(super) fn new(
        facts: &'a Facts,
        memory: &'a Memory,
        observed_at: Instant,
        shown: impl Iterator<Item = &'a Record>,
    ) -> Self {
        let mut told: HashMap<(Reference, ChangeField), Vec<&Change>> = HashMap::new();
        let mut first_told: HashMap<(Reference, ChangeField), (Instant, usize)> = HashMap::new();
        for record in shown {
            if let Record::Change(change) = record
                && change.at <= observed_at
            {
                let key = (change.subject.clone(), change.field());
                let first = first_told.entry(key.clone()).or_insert((change.at, 0));
                match change.at.cmp(&first.0) {
                    Ordering::Less => *first = (change.at, 1),
                    Ordering::Equal => first.1 += 1,
                    Ordering::Greater => {}
                }
                let last = told.entry(key).or_default();
                last.retain(|other| other.at >= change.at);
                if last.iter().all(|other| other.at == change.at) {
                    last.push(change);
                }
            }
        }
        Self { facts, memory, observed_at, told, first_told, position: 0, records: Vec::new(), positions: Vec::new() }
    }

    /// The records, and for each the position of the one that it was derived from.
    pub(super) fn finish(self) -> (Vec<Record>, Vec<usize>) {
        (self.records, self.positions)
    }

    fn push(&mut self, record: impl Into<Record>) {
        self.records.push(record.into());
        self.positions.push(self.position);
    }

    /// Derives what one shown record tells.
    pub(super) fn derive(&mut self, position: usize, record: &Record) {
        self.position = position;
        let facts = self.facts;
        match (record, self.memory.last(record)) {
            (Record::Asset(now), Some(Record::Asset(last))) => {
                self.noun(&**now, Some(&**last), Namespace::Asset, |slot| facts.assets.record(slot.index));
            }
            (Record::Asset(now), _) => {
                self.noun(&**now, None, Namespace::Asset, |slot| facts.assets.record(slot.index));
            }
            (Record::Identity(now), Some(Record::Identity(last))) => {
                self.noun(&**now, Some(&**last), Namespace::Identity, |slot| facts.identities.record(slot.index));
            }
            (Record::Identity(now), _) => {
                self.noun(&**now, None, Namespace::Identity, |slot| facts.identities.record(slot.index));
            }
            (Record::Credential(now), Some(Record::Credential(last))) => {
                self.noun(&**now, Some(&**last), Namespace::Credential, |slot| facts.credentials.record(slot.index));
            }
            (Record::Credential(now), _) => {
                self.noun(&**now, None, Namespace::Credential, |slot| facts.credentials.record(slot.index));
            }
            (Record::Change(change), _) => self.push(Change { from: self.followed(change), ..change.clone() }),
            (other, _) => self.push(other.clone()),
        }
    }

    /// The value that a change follows which the observation tells: where it does not say it and is the first that is known,
    /// what was shown before it.
    fn followed(&self, change: &Change) -> Prior {
        let before = || {
            let field = change.field();
            let first = *self.first_told.get(&(change.subject.clone(), field))?;
            let shown_before = self.memory.last_shown(&change.subject).is_some_and(|last| last < change.at);
            let slot = self.facts.find(&change.subject)?;
            let untold = self.facts.changes.chain(ChainKey { slot, field }).is_empty();
            let is_first = first == (change.at, 1) && untold && shown_before;
            let word = is_first.then(|| field.word_of(slot.namespace, self.facts.own(slot, field)))??;
            Some(Prior::Value(Value::from(word)))
        };
        match &change.from {
            Prior::Value(_) => None,
            Prior::Omitted | Prior::Unknown => before(),
        }
        .unwrap_or_else(|| change.from.clone())
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
        self.relations(&mut record, last, slot, &reference);
        self.push(record);
    }

    /// The record's own value of a field after this observation, and the change that leads to it, if there is one.
    fn value(&mut self, key: ChainKey, shown: u8, shown_last: Option<u8>, subject: &Reference) -> u8 {
        let changes = &self.facts.changes;
        let chain = changes.chain(key);
        let own = self.facts.own(key.slot, key.field);
        let current = if chain.is_empty() { own } else { changes.value_in(chain, self.observed_at) };
        // Where the observation tells itself what happened, what it shows comes after that.
        let last = chain.last().map(|last| changes.row(*last).at);
        let told = self
            .told
            .get(&(subject.clone(), key.field))
            .filter(|told| told.iter().all(|change| Some(change.at) > last));
        let told =
            told.and_then(|told| key.field.number_of(key.slot.namespace, end_of(told, key, shown)?.as_str()).ok());
        let (own, current) = told.map_or((own, current), |told| (told, told));
        if told.is_none() && shown_last == Some(shown) && (shown != 0 || !chain.is_empty()) {
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
            Some(_) => self.memory.last_shown(subject),
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

    /// Short-hands that came begin now and those that went end now; the others stay as they stand, those of other sources too.
    /// What a source shows of a record for the first time came at no instant that it could know: it is a short-hand.
    fn relations<N: Noun + Shorthands>(&mut self, record: &mut N, last: Option<&N>, slot: Slot, subject: &Reference) {
        let said = |shorthand: Shorthand<'_>| (shorthand.kind, shorthand.reference());
        let now: BTreeSet<(RelationKind, Reference)> = record.shorthands().map(said).collect();
        let before: BTreeSet<(RelationKind, Reference)> = last.into_iter().flat_map(N::shorthands).map(said).collect();
        record.clear_shorthands();
        let at = self.observed_at;
        let standing: Vec<_> = self.facts.relations.outgoing(slot).map(|(_, row)| row).collect();
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
            let mut known = standing.iter().filter(|row| row.kind == *kind && self.facts.reference(row.to()) == *to);
            if last.is_none() && known.clone().next().is_none() {
                record.push_shorthand(*kind, to.clone());
            } else if !known.any(|row| row.span().holds(at)) {
                self.push(Relation { since: Some(at), ..Relation::new(*kind, subject.clone(), to.clone()) });
            }
        }
    }
}

/// Where changes of one instant end, in whichever order they stand: at what none of them goes on from. Of a ring that can't be
/// told; it ends where it is shown to.
fn end_of<'a>(told: &[&'a Change], key: ChainKey, shown: u8) -> Option<&'a Value> {
    let goes_on = |to: &Value| told.iter().any(|other| matches!(&other.from, Prior::Value(from) if from == to));
    let is_shown = |to: &&Value| key.field.number_of(key.slot.namespace, to.as_str()).ok() == Some(shown);
    let ends = || told.iter().map(|change| &change.to);
    ends().filter(|to| !goes_on(to)).min().or_else(|| ends().find(is_shown)).or_else(|| ends().min())
}
