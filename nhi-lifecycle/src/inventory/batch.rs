//! One batch on its way in: each record is applied at once and noted, so that a batch that turns out wrong is taken back
//! whole. The order of the records within it does not matter.

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;

use super::{
    check,
    normal::normalise,
    shorthand::Shorthands,
    undo::{Accepted, Before, Undo},
    verify,
};
use crate::{
    change::{Change, ChangeField, Prior},
    error::{Code, Error, Problem, Problems},
    event::Context,
    evidence::Evidence,
    facts::{Chain, ChainKey, ChangeRow, ChangeWords, Facts, Former, Noun, Row, Slot, Table, UNKNOWN, Written},
    id::{Id, InvalidReference, LooseReference, Namespace, Reference},
    identity::IdentityClass,
    limits::Limits,
    record::Record,
    relation::{End, Relation},
    source::{RecordSource, place},
};

/// One key in one batch with different content.
pub(super) const TWICE: &str = "stands twice in this batch, with different content; send it once";

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
    limits: &'a Limits,
    pub(super) lenient: bool,
    /// What was accepted once is not judged again by limits that may have been others then.
    replaying: bool,
    pub(super) before: Before,
    undo: Vec<Undo>,
    pub(super) problems: Problems,
    counts: Counts,
    /// The record that is being applied, by its position.
    record: usize,
    /// Relations so far, short-hands counted.
    relations: usize,
    /// Records of the batch that replaced or filled a slot which was there before.
    pub(super) resent: HashMap<Slot, Resent>,
    /// Relations of the batch by row, where the row was there before; others are all of the batch.
    pub(super) touched_rows: HashMap<u32, usize>,
    /// The position of the record that brought each new relation row.
    new_rows: Vec<u32>,
    /// New changes by history, with the position of their record.
    pub(super) changed: HashMap<ChainKey, Vec<(u32, usize)>, DefaultHashBuilder>,
    /// References to slots that no record bore when they were read.
    pub(super) unresolved: Vec<(Slot, usize, &'static str)>,
    evidence: HashMap<Id, usize>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(facts: &'a mut Facts, limits: &'a Limits, replaying: bool, context: &Context) -> Self {
        let before = Before::of(facts);
        Self {
            facts,
            limits,
            lenient: context.lenient,
            replaying,
            before,
            undo: Vec::new(),
            problems: Problems::default(),
            counts: Counts::default(),
            record: 0,
            relations: 0,
            resent: HashMap::new(),
            touched_rows: HashMap::new(),
            new_rows: Vec::new(),
            changed: HashMap::default(),
            unresolved: Vec::new(),
            evidence: HashMap::new(),
        }
    }

    /// Applies what a source gives, and hands each accepted record on.
    pub(super) fn take(&mut self, source: &mut dyn RecordSource, mut accepted: impl FnMut(&Record)) {
        while let Some(next) = source.next_record() {
            match next {
                Ok(mut record) => {
                    normalise(&mut record);
                    let mut found = Vec::new();
                    if !self.replaying {
                        check::check(&record, self.limits, &mut found);
                    }
                    if found.is_empty() {
                        accepted(&record);
                        self.apply(record);
                    }
                    for problem in found {
                        self.problem(problem);
                    }
                }
                Err(problem) => self.problems.push(Problem { record: problem.record.or(Some(self.record)), ..problem }),
            }
            self.record += 1;
            let over = [
                (self.record > self.limits.records && !self.replaying, "records", self.limits.records),
                (self.relations > self.limits.relations && !self.replaying, "relations", self.limits.relations),
            ];
            if let Some((_, what, limit)) = over.into_iter().find(|(over, ..)| *over) {
                self.problem(self.limits.exceeded(what, limit));
                return;
            }
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

    pub(super) fn set_chain(&mut self, key: ChainKey, chain: Chain) {
        let former = self.facts.changes.set_chain(key, chain);
        self.undo.push(Undo::Chain(key, former));
    }

    /// The position of the record that brought a relation row, if it is of this batch.
    pub(super) fn record_of_row(&self, number: u32) -> Option<usize> {
        match number.checked_sub(self.before.relations) {
            Some(new) => self.new_rows.get(new as usize).map(|record| *record as usize),
            None => self.touched_rows.get(&number).copied(),
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.in_record(self.record));
    }

    fn apply(&mut self, record: Record) {
        match record {
            Record::Asset(asset) => {
                self.noun(*asset, Namespace::Asset, |facts| &mut facts.assets, Undo::Asset);
            }
            Record::Identity(identity) => {
                self.noun(*identity, Namespace::Identity, |facts| &mut facts.identities, Undo::Identity);
            }
            Record::Credential(credential) => {
                self.noun(*credential, Namespace::Credential, |facts| &mut facts.credentials, Undo::Credential);
            }
            Record::Relation(relation) => self.relation(&relation),
            Record::Change(change) => self.change(change),
            Record::Evidence(evidence) => self.evidence(*evidence),
            Record::Override(permit) => {
                self.reference(&Reference::from(permit.subject.clone()), "subject");
                let new = self.facts.overrides.insert((*permit).clone());
                self.counted_new(new, Undo::Override(permit));
            }
            Record::Exception(exception) => {
                self.reference(&exception.subject, "subject");
                let new = self.facts.exceptions.insert((*exception).clone());
                self.counted_new(new, Undo::Exception(exception));
            }
            Record::Coverage(coverage) => {
                if let crate::access::Scope::Assets(assets) = &coverage.scope {
                    for asset in assets {
                        self.reference(&Reference::from(asset.clone()), "scope");
                    }
                }
                let new = self.facts.coverage.insert(coverage.clone());
                self.counted_new(new, Undo::Coverage(Box::new(coverage)));
            }
            Record::Access(access) => {
                self.facts.access.push(access);
                self.counts.new += 1;
            }
        }
    }

    fn counted_new(&mut self, new: bool, undo: Undo) {
        if new {
            self.undo.push(undo);
            self.counts.new += 1;
        } else {
            self.counts.unchanged += 1;
        }
    }

    /// An asset, identity or credential: its row, and its short-hands as relations.
    fn noun<N: Noun + Shorthands>(
        &mut self,
        record: N,
        namespace: Namespace,
        table: impl Fn(&mut Facts) -> &mut Table<N>,
        undo: impl Fn(u32, Former<N>) -> Undo,
    ) {
        let slot = self.facts.intern(namespace, record.id());
        let shorthands: Vec<Row> = record
            .shorthands()
            .map(|(kind, to)| {
                let to = self.resolve(to, kind.field_of(namespace));
                Row::new(kind, slot, to, crate::relation::Span::ALWAYS, Written::InShort)
            })
            .collect();
        let of_this_batch =
            self.facts.is_present(slot) && (self.before.is_new(slot) || self.resent.contains_key(&slot));
        let known = table(self.facts).record(slot.index);
        let mut bare = record;
        bare.clear_shorthands();
        let same = known.as_ref() == Some(&bare) && self.same_shorthands(slot, &shorthands);
        if of_this_batch {
            if same {
                self.counts.unchanged += 1;
            } else {
                self.problem(Problem::new(Code::DuplicateKey, TWICE).in_field("id"));
            }
            return;
        }
        match known {
            Some(_) if same => self.counts.unchanged += 1,
            Some(_) => self.counts.replaced += 1,
            None => self.counts.new += 1,
        }
        let was_known = known.is_some();
        let former_main = self.facts.own(slot, ChangeField::main(namespace));
        let is_identity = namespace == Namespace::Identity;
        let former_class = is_identity.then(|| self.facts.class(slot.index)).flatten();
        let former = table(self.facts).set(slot.index, bare);
        if !self.before.is_new(slot) {
            self.undo.push(undo(slot.index, former));
            self.resent.insert(slot, Resent { record: self.record, former_main, former_class });
        }
        if was_known {
            self.drop_shorthands(slot);
        }
        for row in shorthands {
            self.row(row, "");
        }
    }

    /// Whether a record of this batch said the same short-hands: those that stand, and no others.
    fn same_shorthands(&self, slot: Slot, shorthands: &[Row]) -> bool {
        let relations = &self.facts.relations;
        let stands = |row: &Row| relations.find(row).is_some_and(|number| relations.row(number).says_the_same(row));
        let in_short = relations.outgoing(slot).filter(|(_, row)| row.written == Written::InShort);
        shorthands.iter().all(stands) && in_short.count() <= shorthands.len()
    }

    fn drop_shorthands(&mut self, slot: Slot) {
        let relations = &self.facts.relations;
        let standing: Vec<u32> = relations
            .outgoing(slot)
            .filter(|(_, row)| row.written == Written::InShort)
            .map(|(number, _)| number)
            .collect();
        for number in standing {
            self.facts.relations.remove(number);
            self.undo.push(Undo::RelationRemoved(number));
        }
    }

    fn relation(&mut self, relation: &Relation) {
        let (from_end, to_end) = relation.kind.ends();
        let from = self.end(&relation.from, from_end, "from");
        let to = self.end(&relation.to, to_end, "to");
        let (Some(from), Some(to)) = (from, to) else { return };
        let mut row = Row::new(relation.kind, from, to, relation.span(), Written::Explicitly);
        row.privilege = relation.privilege;
        self.row(row, "from");
    }

    /// Adds a relation, or replaces the one with its key.
    fn row(&mut self, row: Row, field: &'static str) {
        self.relations += 1;
        let explicit = usize::from(row.written == Written::Explicitly);
        let Some(number) = self.facts.relations.find(&row) else {
            let number = self.facts.relations.insert(row);
            self.counts.new += explicit;
            if number >= self.before.relations {
                self.new_rows.push(u32::try_from(self.record).unwrap_or(u32::MAX));
            } else {
                self.undo.push(Undo::RelationInserted(number));
                self.touched_rows.insert(number, self.record);
            }
            return;
        };
        let standing = *self.facts.relations.row(number);
        if standing.says_the_same(&row) {
            self.counts.unchanged += explicit;
            if number < self.before.relations {
                self.touched_rows.entry(number).or_insert(self.record);
            }
            // Written both ways, it is a record of its own: it stays when the other record drops its short-hand.
            if standing.written == row.written || row.written == Written::InShort {
                return;
            }
        } else if self.record_of_row(number).is_some() {
            let message = "the same relation (kind, ends and `since`) stands twice in this batch, with different content; \
                           leave out its short-hand, or send it once";
            let problem = Problem::new(Code::DuplicateKey, message);
            self.problem(if field.is_empty() { problem } else { problem.in_field(field) });
            return;
        } else {
            self.counts.replaced += explicit;
        }
        let former = self.facts.relations.replace(number, row);
        if number < self.before.relations {
            self.undo.push(Undo::RelationReplaced(number, former));
            self.touched_rows.insert(number, self.record);
        }
    }

    /// The slot at one end of a relation record, if a reference of this name space may stand there.
    fn end(&mut self, reference: &LooseReference, end: End, field: &'static str) -> Option<Slot> {
        let refused = match (reference.namespace, end.namespaces) {
            (None, [only]) => {
                return Some(self.resolve(Reference { namespace: *only, id: reference.id.clone() }, field));
            }
            (Some(namespace), allowed) if allowed.contains(&namespace) => {
                return Some(self.resolve(Reference { namespace, id: reference.id.clone() }, field));
            }
            (None, _) => InvalidReference::Unprefixed.to_string(),
            (Some(_), allowed) => {
                let allowed: Vec<&str> = allowed.iter().map(|namespace| namespace.as_str()).collect();
                format!("a relation of this kind has here: {}", allowed.join(", "))
            }
        };
        let code = if reference.namespace.is_none() { Code::InvalidReference } else { Code::WrongEnds };
        self.problem(Problem::new(code, refused).in_field(field));
        None
    }

    fn resolve(&mut self, reference: Reference, field: &'static str) -> Slot {
        let slot = self.facts.intern(reference.namespace, &reference.id);
        if !self.lenient && !self.facts.is_present(slot) {
            self.unresolved.push((slot, self.record, field));
        }
        slot
    }

    fn reference(&mut self, reference: &Reference, field: &'static str) {
        self.resolve(reference.clone(), field);
    }

    fn change(&mut self, change: Change) {
        let field = change.field();
        let slot = self.resolve(change.subject, "subject");
        // The words were checked against the field's vocabulary before.
        let number = |value: &str| field.number_of(slot.namespace, value).unwrap_or(0);
        let row = ChangeRow {
            key: ChainKey { slot, field },
            at: change.at,
            from: match &change.from {
                Prior::Omitted => crate::facts::OMITTED,
                Prior::Unknown => UNKNOWN,
                Prior::Value(value) => number(value.as_str()),
            },
            to: number(change.to.as_str()),
            // Without it, the instant is exactly `at`: the two forms say the same.
            not_before: change.not_before.filter(|not_before| *not_before < change.at),
            words: ChangeWords::boxed(change.by, change.reason),
        };
        let key = row.key;
        match self.facts.changes.insert(row) {
            Some(number) => {
                self.changed.entry(key).or_default().push((number, self.record));
                self.counts.new += 1;
            }
            None => self.counts.unchanged += 1,
        }
    }

    fn evidence(&mut self, evidence: Evidence) {
        self.reference(&evidence.subject, "subject");
        let id = evidence.id.clone();
        let standing = self.facts.evidence.get(&id);
        let same = standing == Some(&evidence);
        if self.evidence.insert(id.clone(), self.record).is_some() && !same {
            self.problem(Problem::new(Code::DuplicateKey, TWICE).in_field("id"));
        } else if same {
            self.counts.unchanged += 1;
        } else {
            let former = self.facts.evidence.insert(id.clone(), evidence);
            *if former.is_some() { &mut self.counts.replaced } else { &mut self.counts.new } += 1;
            self.undo.push(Undo::Evidence(id, former.map(Box::new)));
        }
    }
}
