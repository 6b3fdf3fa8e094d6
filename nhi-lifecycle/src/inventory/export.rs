//! Everything that is known, written back as records.

use std::collections::BTreeMap;

use super::{Inventory, shorthand::Shorthands};
use crate::{
    change::{Change, ChangeField, Prior, Value},
    facts::{ChangeRow, Facts, Noun, OMITTED, Row, Slot, Table, UNKNOWN, Written},
    graph::Snapshot,
    id::Namespace,
    record::Record,
    relation::Relation,
};

impl Inventory {
    /// Every record, in an order that depends on the records alone: by type, then by key. They load to an equal inventory
    /// (leniently, if there are references to absent records).
    ///
    /// O(records × log records) for the order; each record is made when it is asked for.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        records(&self.facts)
    }
}

impl Snapshot {
    /// Every record, as [`Inventory::records`] gives them: for a host that writes them while batches come in.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        records(&self.facts)
    }
}

fn records(facts: &Facts) -> impl Iterator<Item = Record> {
    nouns(facts, &facts.assets, Namespace::Asset)
        .chain(nouns(facts, &facts.identities, Namespace::Identity))
        .chain(nouns(facts, &facts.credentials, Namespace::Credential))
        .chain(relations(facts))
        .chain(changes(facts))
        .chain(facts.evidence.values().cloned().map(Record::from))
        .chain(facts.overrides.iter().cloned().map(Record::from))
        .chain(facts.exceptions.iter().cloned().map(Record::from))
        .chain(facts.coverage.iter().cloned().map(Record::from))
        .chain(access(facts))
}

fn nouns<'a, N: Noun + Shorthands + Into<Record>>(
    facts: &'a Facts,
    table: &'a Table<N>,
    namespace: Namespace,
) -> impl Iterator<Item = Record> + 'a {
    table.names.sorted().into_iter().filter_map(move |index| {
        let record = table.record(index)?;
        Some(with_shorthands(facts, record, Slot { namespace, index }).into())
    })
}

/// The record with the short-hands that stand for it, in the order of their ids.
pub(super) fn with_shorthands<N: Shorthands>(facts: &Facts, mut record: N, slot: Slot) -> N {
    let mut standing: Vec<_> =
        facts.relations.in_short(slot).map(|(_, row)| (row.kind, facts.reference(row.to()))).collect();
    standing.sort_unstable();
    for (kind, to) in standing {
        record.push_shorthand(kind, to);
    }
    record
}

/// The record of a relation.
pub(super) fn relation(facts: &Facts, row: &Row) -> Relation {
    let span = row.span();
    let mut relation = Relation::new(row.kind, facts.reference(row.from()), facts.reference(row.to()));
    (relation.since, relation.until, relation.privilege) = (span.since, span.until, row.privilege);
    relation
}

fn relations(facts: &Facts) -> impl Iterator<Item = Record> {
    let mut rows: Vec<Row> = facts.relations.iter().filter(|row| row.written == Written::Explicitly).collect();
    let key = |row: &Row| {
        let (from, to) = (row.from(), row.to());
        (row.kind, from.namespace, facts.id(from), to.namespace, facts.id(to), row.bounds())
    };
    rows.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    rows.into_iter().map(|row| relation(facts, &row).into())
}

fn changes(facts: &Facts) -> impl Iterator<Item = Record> {
    let mut rows: Vec<&ChangeRow> = facts.changes.rows().iter().collect();
    rows.sort_unstable_by(|a, b| {
        let (key_a, key_b) = (a.key(), b.key());
        let (id_a, id_b) = (facts.id(key_a.slot), facts.id(key_b.slot));
        let by_id = || id_a.cmp(id_b);
        let namespaces = key_a.slot.namespace.cmp(&key_b.slot.namespace);
        namespaces.then_with(by_id).then_with(|| (key_a.field, a.content()).cmp(&(key_b.field, b.content())))
    });
    rows.into_iter().map(|row| change(facts, row).into())
}

fn change(facts: &Facts, row: &ChangeRow) -> Change {
    let key = row.key();
    let subject = facts.reference(key.slot);
    let (field, namespace) = (key.field, subject.namespace);
    // What came in was a word of this vocabulary.
    let value = |number: u8| Value::from(field.word_of(namespace, number).unwrap_or_default());
    Change {
        to: value(row.to),
        at: row.at,
        from: match row.from {
            OMITTED => Prior::Omitted,
            UNKNOWN => Prior::Unknown,
            number => Prior::Value(value(number)),
        },
        field: (field != ChangeField::main(namespace)).then_some(field),
        not_before: row.earliest(),
        by: row.by().map(str::to_owned),
        reason: row.reason().map(str::to_owned),
        subject,
    }
}

fn access(facts: &Facts) -> impl Iterator<Item = Record> {
    let mut rows: BTreeMap<&crate::access::Access, usize> = BTreeMap::new();
    for row in &facts.access {
        *rows.entry(row).or_default() += 1;
    }
    rows.into_iter().flat_map(|(row, times)| std::iter::repeat_n(row, times)).cloned().map(Record::from)
}
