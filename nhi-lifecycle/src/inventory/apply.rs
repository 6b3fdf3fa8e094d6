//! How one record is applied to what is known, and noted so that it can be taken back.

use super::{
    batch::{Batch, Resent},
    undo::Undo,
};
use crate::{
    access::Scope,
    change::ChangeField,
    error::{Code, Problem},
    evidence::Evidence,
    facts::{Facts, Former, Noun, Row, Slot, Table, Written},
    id::{Namespace, Reference},
    incoming::{Content, Item, Name, Waiting},
    record::Record,
    relation::Span,
};

/// One key in one batch with different content.
pub(super) const TWICE: &str = "stands twice in this batch, with different content; send it once";

impl Batch<'_> {
    /// Applies the records that wait, so that others can.
    pub(super) fn apply_all(&mut self, waiting: &mut Waiting) {
        waiting.look_ahead(self.facts);
        let (records, names) = waiting.drain();
        for Item { position, names: range, content } in records {
            self.record = position;
            self.apply(content, names.of(range));
        }
        waiting.clear();
    }

    fn apply<'s>(&mut self, content: Content, mut names: impl Iterator<Item = Name<'s>>) {
        match content {
            Content::Asset(core, details) => {
                if let Some(slot) = self.begin(names) {
                    self.noun(slot, core, details, |facts| &mut facts.assets, Undo::Asset);
                }
            }
            Content::Identity(core, details) => {
                if let Some(slot) = self.begin(names) {
                    self.noun(slot, core, details, |facts| &mut facts.identities, Undo::Identity);
                }
            }
            Content::Credential(core, details) => {
                if let Some(slot) = self.begin(names) {
                    self.noun(slot, core, details, |facts| &mut facts.credentials, Undo::Credential);
                }
            }
            Content::Relation(kind, span, privilege) => {
                if let (Some(from), Some(to)) = (names.next(), names.next()) {
                    let from = self.resolve(from, "from");
                    let to = self.resolve(to, "to");
                    let mut row = Row::new(kind, from, to, span, Written::Explicitly);
                    row.privilege = privilege;
                    self.row(row, "from");
                }
            }
            // Changes wait for the end of the batch: only together they are a history.
            Content::Change(row) => {
                if let Some(subject) = names.next() {
                    let slot = self.resolve(subject, "subject");
                    self.changes.push((row.of(slot), u32::try_from(self.record).unwrap_or(u32::MAX)));
                }
            }
            Content::Other(record) => self.apply_other(*record),
        }
    }

    /// Applies a record of a type that is rare.
    fn apply_other(&mut self, record: Record) {
        match record {
            Record::Evidence(evidence) => self.evidence(*evidence),
            Record::Override(permit) => {
                self.named(Namespace::Asset, permit.subject.as_ref(), "subject");
                let new = self.facts.overrides.insert((*permit).clone());
                self.counted_new(new, Undo::Override(permit));
            }
            Record::Exception(exception) => {
                self.reference(&exception.subject, "subject");
                let new = self.facts.exceptions.insert((*exception).clone());
                self.counted_new(new, Undo::Exception(exception));
            }
            Record::Coverage(coverage) => {
                if let Scope::Assets(assets) = &coverage.scope {
                    for asset in assets {
                        self.named(Namespace::Asset, asset.as_ref(), "scope");
                    }
                }
                let new = self.facts.coverage.insert(coverage.clone());
                self.counted_new(new, Undo::Coverage(Box::new(coverage)));
            }
            Record::Access(access) => {
                self.facts.access.push(access);
                self.counts.new += 1;
            }
            // The others wait in a form of their own.
            Record::Asset(_)
            | Record::Identity(_)
            | Record::Credential(_)
            | Record::Relation(_)
            | Record::Change(_) => {}
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

    /// The slot of an asset, identity or credential, whose id comes first; its short-hands wait as rows for [`Self::noun`].
    fn begin<'s>(&mut self, mut names: impl Iterator<Item = Name<'s>>) -> Option<Slot> {
        let own = names.next()?;
        let slot = self.facts.intern_sought(own.sought, own.text);
        self.shorthands.clear();
        for name in names {
            let Some(kind) = name.kind else { continue };
            let to = self.resolve(name, kind.field_of(slot.namespace));
            self.shorthands.push(Row::new(kind, slot, to, Span::ALWAYS, Written::InShort));
        }
        Some(slot)
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

    /// Adds a relation, or replaces the one with its key.
    fn row(&mut self, row: Row, field: &'static str) {
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

    fn resolve(&mut self, name: Name<'_>, field: &'static str) -> Slot {
        let slot = self.facts.intern_sought(name.sought, name.text);
        self.resolved(slot, field)
    }

    fn resolved(&mut self, slot: Slot, field: &'static str) -> Slot {
        if !self.lenient && !self.facts.is_present(slot) {
            self.unresolved.push((slot, self.record, field));
        }
        slot
    }

    fn reference(&mut self, reference: &Reference, field: &'static str) -> Slot {
        self.named(reference.namespace, reference.id.as_str(), field)
    }

    fn named(&mut self, namespace: Namespace, id: &str, field: &'static str) -> Slot {
        let slot = self.facts.intern(namespace, id);
        self.resolved(slot, field)
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
