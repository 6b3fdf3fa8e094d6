//! One batch on its way in: each record is applied at once and noted, so that a batch that turns out wrong is taken back
//! whole. The order of the records within it does not matter.

use std::collections::HashMap;

use super::{
    check,
    normal::normalise,
    shorthand::Shorthands,
    undo::{Accepted, Before, Undo},
    verify,
};
use crate::{
    asset::Asset,
    change::{ChangeField, Prior},
    credential::Credential,
    error::{Code, Error, Problem, Problems},
    event::{Context, Encoder},
    evidence::Evidence,
    facts::{
        AssetFacts, ChainKey, ChangeRow, CredentialFacts, Facts, Former, IdentityFacts, Noun, OMITTED, Row, Slot,
        Table, UNKNOWN, Written,
    },
    id::{Id, InvalidReference, LooseReference, Namespace, Reference},
    identity::{Identity, IdentityClass},
    incoming::{Incoming, IncomingPrior, Kind, Shorthand},
    limits::Limits,
    record::Record,
    relation::{End, Privilege, RelationKind, Span},
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
    /// Changes of the batch, each with the position of its record.
    pub(super) changes: Vec<(ChangeRow, u32)>,
    /// References to slots that no record bore when they were read.
    pub(super) unresolved: Vec<(Slot, usize, &'static str)>,
    evidence: HashMap<Id, usize>,
    /// The short-hands of the record at hand; kept for its room.
    shorthands: Vec<Row>,
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
            changes: Vec::new(),
            unresolved: Vec::new(),
            evidence: HashMap::new(),
            shorthands: Vec::new(),
        }
    }

    /// Applies what a source gives, and writes each accepted record into the event.
    pub(super) fn take(&mut self, source: &mut dyn RecordSource, mut event: Option<&mut Encoder>) {
        let mut found = Vec::new();
        // An event tells records that were made.
        while let Some(next) = match event {
            Some(_) => source.next_record().map(|next| next.map(Incoming::from)),
            None => source.next_incoming(),
        } {
            match next {
                Ok(mut incoming) => {
                    if let Kind::Whole(record) = &mut incoming.0 {
                        normalise(record);
                    }
                    if !self.replaying {
                        check::check_incoming(&incoming, self.limits, &mut found);
                    }
                    if found.is_empty() {
                        if let (Kind::Whole(record), Some(event)) = (&incoming.0, &mut event) {
                            event.record(record);
                        }
                        self.apply(incoming);
                    }
                    for problem in found.drain(..) {
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

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.in_record(self.record));
    }

    fn apply(&mut self, incoming: Incoming<'_>) {
        match incoming.0 {
            Kind::Whole(record) => self.apply_whole(record),
            Kind::Asset(asset) => {
                let slot = self.begin(Namespace::Asset, asset.id, asset.shorthands.as_slice().iter().copied());
                self.asset(slot, AssetFacts::of(&asset), asset.details);
            }
            Kind::Identity(identity) => {
                let slot = self.begin(Namespace::Identity, identity.id, identity.shorthands.as_slice().iter().copied());
                self.identity(slot, IdentityFacts::of(&identity), identity.details);
            }
            Kind::Credential(credential) => {
                let shorthands = credential.shorthands.as_slice().iter().copied();
                let slot = self.begin(Namespace::Credential, credential.id, shorthands);
                self.credential(slot, CredentialFacts::of(&credential), credential.details);
            }
            Kind::Relation(relation) => {
                let (Some(kind), Some([from, to])) = (relation.kind, relation.ends()) else { return };
                let from = self.resolve(from, "from");
                let to = self.resolve(to, "to");
                self.relation(kind, from, to, relation.span, relation.privilege);
            }
            Kind::Change(change) => {
                let (Some(values), Some((_, id)), Some(at)) = (change.values, change.subject, change.at) else {
                    return;
                };
                let slot = self.resolve((values.namespace, id), "subject");
                let from = match values.from {
                    None => OMITTED,
                    Some(IncomingPrior::Unknown) => UNKNOWN,
                    Some(IncomingPrior::Value(number)) => number,
                };
                let key = ChainKey { slot, field: values.field };
                let row = ChangeRow::new(key, at, from, values.to).not_before(change.not_before);
                self.change(row.saying(change.by.map(str::to_owned), change.reason.map(str::to_owned)));
            }
        }
    }

    fn apply_whole(&mut self, record: Record) {
        match record {
            Record::Asset(asset) => {
                let slot = self.begin(Namespace::Asset, Some(asset.id.as_str()), asset.shorthands());
                self.asset(slot, asset.to_core(), asset.into_details());
            }
            Record::Identity(identity) => {
                let slot = self.begin(Namespace::Identity, Some(identity.id.as_str()), identity.shorthands());
                self.identity(slot, identity.to_core(), identity.into_details());
            }
            Record::Credential(credential) => {
                let slot = self.begin(Namespace::Credential, Some(credential.id.as_str()), credential.shorthands());
                self.credential(slot, credential.to_core(), credential.into_details());
            }
            Record::Relation(relation) => {
                let (from_end, to_end) = relation.kind.ends();
                let from = self.end(&relation.from, from_end, "from");
                let to = self.end(&relation.to, to_end, "to");
                if let (Some(from), Some(to)) = (from, to) {
                    self.relation(relation.kind, from, to, relation.span(), relation.privilege);
                }
            }
            Record::Change(change) => {
                let field = change.field();
                let slot = self.reference(&change.subject, "subject");
                // The words were checked against the field's vocabulary before.
                let number = |value: &str| field.number_of(slot.namespace, value).unwrap_or(0);
                let from = match &change.from {
                    Prior::Omitted => OMITTED,
                    Prior::Unknown => UNKNOWN,
                    Prior::Value(value) => number(value.as_str()),
                };
                let row = ChangeRow::new(ChainKey { slot, field }, change.at, from, number(change.to.as_str()));
                self.change(row.not_before(change.not_before).saying(change.by, change.reason));
            }
            Record::Evidence(evidence) => self.evidence(*evidence),
            Record::Override(permit) => {
                self.resolve((Namespace::Asset, permit.subject.as_ref()), "subject");
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
                        self.resolve((Namespace::Asset, asset.as_ref()), "scope");
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

    /// The slot of an asset, identity or credential; its short-hands wait as rows for [`Self::noun`].
    fn begin<'s>(
        &mut self,
        namespace: Namespace,
        id: Option<&str>,
        shorthands: impl Iterator<Item = Shorthand<'s>>,
    ) -> Slot {
        let slot = self.facts.intern(namespace, id.unwrap_or_default());
        self.shorthands.clear();
        for shorthand in shorthands {
            let to = self.resolve((shorthand.namespace, shorthand.id), shorthand.kind.field_of(namespace));
            self.shorthands.push(Row::new(shorthand.kind, slot, to, Span::ALWAYS, Written::InShort));
        }
        slot
    }

    fn asset(&mut self, slot: Slot, core: AssetFacts, details: Option<Box<Asset>>) {
        self.noun(slot, core, details, |facts| &mut facts.assets, Undo::Asset);
    }

    fn identity(&mut self, slot: Slot, core: IdentityFacts, details: Option<Box<Identity>>) {
        self.noun(slot, core, details, |facts| &mut facts.identities, Undo::Identity);
    }

    fn credential(&mut self, slot: Slot, core: CredentialFacts, details: Option<Box<Credential>>) {
        self.noun(slot, core, details, |facts| &mut facts.credentials, Undo::Credential);
    }

    /// An asset, identity or credential: its row, and its short-hands as relations.
    fn noun<N: Noun>(
        &mut self,
        slot: Slot,
        core: N::Core,
        details: Option<Box<N>>,
        table: impl Fn(&mut Facts) -> &mut Table<N>,
        undo: impl Fn(u32, Former<N>) -> Undo,
    ) {
        let namespace = slot.namespace;
        let was_known = self.facts.is_present(slot);
        let same = was_known
            && table(self.facts).says(slot.index, &core, details.as_deref())
            && self.same_shorthands(slot, &self.shorthands);
        if was_known && (self.before.is_new(slot) || self.resent.contains_key(&slot)) {
            if same {
                self.counts.unchanged += 1;
            } else {
                self.problem(Problem::new(Code::DuplicateKey, TWICE).in_field("id"));
            }
            return;
        }
        match was_known {
            true if same => self.counts.unchanged += 1,
            true => self.counts.replaced += 1,
            false => self.counts.new += 1,
        }
        let former_main = self.facts.own(slot, ChangeField::main(namespace));
        let is_identity = namespace == Namespace::Identity;
        let former_class = is_identity.then(|| self.facts.class(slot.index)).flatten();
        let former = table(self.facts).set(slot.index, core, details);
        if !self.before.is_new(slot) {
            self.undo.push(undo(slot.index, former));
            self.resent.insert(slot, Resent { record: self.record, former_main, former_class });
        }
        if was_known {
            self.drop_shorthands(slot);
        }
        let mut shorthands = std::mem::take(&mut self.shorthands);
        for row in shorthands.drain(..) {
            self.row(row, "");
        }
        self.shorthands = shorthands;
    }

    /// Whether a record of this batch said the same short-hands: those that stand, and no others.
    fn same_shorthands(&self, slot: Slot, shorthands: &[Row]) -> bool {
        let relations = &self.facts.relations;
        let stands = |row: &Row| relations.find(row).is_some_and(|number| relations.row(number).says_the_same(row));
        shorthands.iter().all(stands) && relations.in_short(slot).nth(shorthands.len()).is_none()
    }

    fn drop_shorthands(&mut self, slot: Slot) {
        let standing: Vec<u32> = self.facts.relations.in_short(slot).map(|(number, _)| number).collect();
        for number in standing {
            self.facts.relations.remove(number);
            self.undo.push(Undo::RelationRemoved(number));
        }
    }

    fn relation(&mut self, kind: RelationKind, from: Slot, to: Slot, span: Span, privilege: Option<Privilege>) {
        let mut row = Row::new(kind, from, to, span, Written::Explicitly);
        row.privilege = privilege;
        self.row(row, "from");
    }

    /// Adds a relation, or replaces the one with its key.
    fn row(&mut self, row: Row, field: &'static str) {
        self.relations += 1;
        let explicit = usize::from(row.written == Written::Explicitly);
        let Some(number) = self.facts.relations.find(&row) else {
            let number = self.facts.relations.insert(row);
            self.counts.new += explicit;
            if number >= self.before.relations.end {
                self.new_rows.push(u32::try_from(self.record).unwrap_or(u32::MAX));
            } else {
                self.undo.push(Undo::RelationInserted(number));
                self.touched_rows.insert(number, self.record);
            }
            return;
        };
        let standing = self.facts.relations.row(number);
        if standing.says_the_same(&row) {
            self.counts.unchanged += explicit;
            if number < self.before.relations.end {
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
        if number < self.before.relations.end {
            self.undo.push(Undo::RelationReplaced(number, former));
            self.touched_rows.insert(number, self.record);
        }
    }

    /// The slot at one end of a relation record, if a reference of this name space may stand there.
    fn end(&mut self, reference: &LooseReference, end: End, field: &'static str) -> Option<Slot> {
        let refused = match (reference.namespace, end.namespaces) {
            (None, [only]) => {
                return Some(self.resolve((*only, reference.id.as_str()), field));
            }
            (Some(namespace), allowed) if allowed.contains(&namespace) => {
                return Some(self.resolve((namespace, reference.id.as_str()), field));
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

    fn resolve(&mut self, (namespace, id): (Namespace, &str), field: &'static str) -> Slot {
        let slot = self.facts.intern(namespace, id);
        if !self.lenient && !self.facts.is_present(slot) {
            self.unresolved.push((slot, self.record, field));
        }
        slot
    }

    fn reference(&mut self, reference: &Reference, field: &'static str) -> Slot {
        self.resolve((reference.namespace, reference.id.as_str()), field)
    }

    /// Changes wait for the end of the batch: only together they are a history.
    fn change(&mut self, row: ChangeRow) {
        self.changes.push((row, u32::try_from(self.record).unwrap_or(u32::MAX)));
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
