//! What only a whole batch can show: references that lead somewhere, relations between the right types and one at a time,
//! histories that fit.

use super::batch::{Batch, Resent};
use crate::{
    change::ChangeField,
    error::{Code, Problem},
    facts::{ChainKey, ChangeRow, Slot, UNKNOWN},
    id::Namespace,
    identity::IdentityClass,
    relation::{RelationKind, Span},
};

/// Every reference leads to a record of the batch or of the inventory.
pub(super) fn references(batch: &mut Batch<'_>) {
    if !batch.problems.is_empty() {
        // A record that could not be read would be missed here once more for each reference to it.
        return;
    }
    for (slot, record, field) in std::mem::take(&mut batch.unresolved) {
        if !batch.facts.is_present(slot) {
            let message = format!(
                "refers to `{}`, which neither this batch nor the inventory bears; add it, or load leniently",
                batch.facts.reference(slot)
            );
            batch.problems.push(Problem::new(Code::UnknownReference, message).in_record(record).in_field(field));
        }
    }
}

/// The relation rows that this batch wrote or told again, with the positions of their records.
fn rows_of(batch: &Batch<'_>) -> Vec<(u32, usize)> {
    let mut rows: Vec<(u32, usize)> = batch.touched_rows.iter().map(|(number, record)| (*number, *record)).collect();
    rows.sort_unstable();
    rows
}

/// Relations join the types that they are made for.
///
/// Name spaces were checked on the way in; what is left is the class of an identity, which may come, or change, after the
/// relation.
pub(super) fn ends(batch: &mut Batch<'_>) {
    for (number, record) in rows_of(batch) {
        check_ends(batch, number, record);
    }
    for number in batch.before.relations.end..batch.facts.relations.end() {
        if let Some(record) = batch.record_of_row(number) {
            check_ends(batch, number, record);
        }
    }
    let mut resent: Vec<(usize, Slot)> = batch
        .resent
        .iter()
        .filter(|(slot, resent)| {
            slot.namespace == Namespace::Identity && batch.facts.class(slot.index) != resent.former_class
        })
        .map(|(slot, resent)| (resent.record, *slot))
        .collect();
    resent.sort_unstable();
    for (record, slot) in resent {
        {
            let relations = &batch.facts.relations;
            let both = relations.outgoing(slot).chain(relations.incoming(slot));
            let rows: Vec<u32> = both.map(|(number, _)| number).collect();
            for number in rows {
                if batch.record_of_row(number).is_none() {
                    check_ends(batch, number, record);
                }
            }
        }
    }
}

fn check_ends(batch: &mut Batch<'_>, number: u32, record: usize) {
    let row = batch.facts.relations.row(number);
    let (from_end, to_end) = row.kind.ends();
    for (slot, end, field) in [(row.from(), from_end, "from"), (row.to(), to_end, "to")] {
        if slot.namespace != Namespace::Identity {
            continue;
        }
        // An absent identity has no class and may stand at any end.
        let Some(class) = batch.facts.class(slot.index) else { continue };
        if !end.classes.contains(&class) {
            let allowed: Vec<&str> = end.classes.iter().map(|class| class.as_str()).collect();
            let message = format!(
                "`{}` can't be `{field}` of {}: it is {}, and there stands: {}",
                batch.facts.reference(slot),
                row.kind,
                article(class),
                allowed.join(", ")
            );
            batch.problems.push(Problem::new(Code::WrongEnds, message).in_record(record));
            return;
        }
    }
}

fn article(class: IdentityClass) -> &'static str {
    match class {
        IdentityClass::Human => "a human",
        IdentityClass::Team => "a team",
        IdentityClass::NonHuman => "a non-human identity",
    }
}

/// Of relations of which there is one at a time, no two hold at the same instant.
pub(super) fn overlaps(batch: &mut Batch<'_>) {
    let relations = &batch.facts.relations;
    let told = rows_of(batch).into_iter().map(|(number, _)| number);
    let mut clashes: Vec<(Slot, RelationKind, Span, [u32; 2])> = Vec::new();
    for number in told.chain(batch.before.relations.end..relations.end()) {
        let row = relations.row(number);
        if !row.kind.one_at_a_time() || !relations.stands(number) {
            continue;
        }
        let [before, after] = relations.beside(number);
        for pair in [before.map(|before| [before, number]), after.map(|after| [number, after])].into_iter().flatten() {
            let [first, second] = pair.map(|number| relations.row(number).span());
            if first.overlaps(second) {
                clashes.push((row.from(), row.kind, first, pair));
            }
        }
    }
    clashes.sort_unstable();
    clashes.dedup_by_key(|(slot, kind, ..)| (*slot, *kind));
    for (slot, kind, _, [a, b]) in clashes {
        let record = batch.record_of_row(a).max(batch.record_of_row(b)).unwrap_or_default();
        let message = format!(
            "`{}` has two {kind} relations at the same time, and may have one; end the former with `until`",
            batch.facts.reference(slot)
        );
        batch.problems.push(Problem::new(Code::OverlappingRelation, message).in_record(record));
    }
}

/// Histories fit together and end in the value that the record says.
pub(super) fn histories(batch: &mut Batch<'_>) {
    let mut changes = std::mem::take(&mut batch.changes);
    // By history, then by time, then by their place in the batch.
    changes.sort_unstable();
    let mut changes = changes.into_iter().peekable();
    let (mut new, mut chain) = (Vec::new(), Vec::new());
    while let Some((change, record)) = changes.next() {
        let key = change.key();
        new.clear();
        take_new(batch, change, record, &mut new);
        while let Some((change, record)) = changes.next_if(|(next, _)| next.key() == key) {
            take_new(batch, change, record, &mut new);
        }
        if new.is_empty() {
            continue;
        }
        match fit(batch, key, &new, &mut chain) {
            Ok(appended) => {
                let end = chain.last().map_or(0, |last| batch.facts.changes.row(*last).to);
                if appended {
                    batch.extend_chain(key, &chain);
                } else {
                    batch.set_chain(key, &chain);
                }
                batch.set_own(key, end);
            }
            Err(problem) => batch.problems.push(problem),
        }
    }
    if !batch.problems.is_empty() {
        return;
    }
    let mut resent: Vec<(Slot, Resent)> = batch.resent.iter().map(|(slot, resent)| (*slot, *resent)).collect();
    resent.sort_unstable_by_key(|(_, resent)| resent.record);
    for (slot, resent) in resent {
        check_resent(batch, slot, resent);
    }
}

/// Takes a change that neither the inventory nor the batch before it knows.
fn take_new(batch: &mut Batch<'_>, change: ChangeRow, record: u32, new: &mut Vec<(u32, u32)>) {
    let changes = &mut batch.facts.changes;
    let is_known = match new.last() {
        Some((last, _)) if *changes.row(*last) == change => true,
        _ => changes.knows(changes.chain(change.key()), &change),
    };
    if !is_known {
        new.push((changes.push(change), record));
    }
    batch.counted_change(!is_known);
}

/// Puts the history into `chain`, with the new changes in it, if they fit each other, those before and the record's own value;
/// or just what comes at its end, and says so.
fn fit(batch: &Batch<'_>, key: ChainKey, new: &[(u32, u32)], chain: &mut Vec<u32>) -> Result<bool, Problem> {
    let changes = &batch.facts.changes;
    let own = batch.facts.own(key.slot, key.field);
    let old = changes.chain(key);
    let last_record = new.iter().map(|(_, record)| *record as usize).max().unwrap_or_default();
    let broken = |message: String, record: usize| {
        let whose = format!("the {} of `{}`: {message}", key.field, batch.facts.reference(key.slot));
        Problem::new(Code::BrokenChain, whose).in_record(record)
    };
    // Changes after all others, as most are, leave those before as they stand.
    let latest = old.last().map(|last| changes.row(*last));
    let appended = latest.is_some_and(|latest| new.iter().all(|(number, _)| latest.at < changes.row(*number).at));
    let before = latest.filter(|_| appended).map(|latest| latest.to);
    chain.clear();
    chain.extend_from_slice(if appended { &[] } else { old });
    chain.extend(new.iter().map(|(number, _)| *number));
    changes.order(chain, before, own).map_err(|misfit| {
        let brought = new.iter().find(|(number, _)| *number == misfit.row);
        let at = changes.row(misfit.row).at;
        broken(
            format!("the change at {at} {}", misfit.message),
            brought.map_or(last_record, |(_, record)| *record as usize),
        )
    })?;
    let resent = batch.resent.get(&key.slot);
    let end = chain.last().map_or(0, |last| changes.row(*last).to);
    let in_batch = resent.is_some() || batch.before.is_new(key.slot);
    if in_batch && own != 0 && own != end {
        let record = resent.map_or(last_record, |resent| resent.record);
        return Err(unexplained(batch, key, record));
    }
    // A value that was stated before there was a history must be one that the history knows.
    let stated = if in_batch { resent.map_or(0, |resent| resent.former_main) } else { own };
    let concerns = !in_batch || key.field == ChangeField::main(key.slot.namespace);
    let first = chain.first().map_or(UNKNOWN, |first| changes.row(*first).from);
    let knows =
        |value: u8| first == UNKNOWN || first == value || chain.iter().any(|number| changes.row(*number).to == value);
    if old.is_empty() && concerns && stated != 0 && !knows(stated) {
        let message = "no change begins or ends with the value that its record has said so far".to_owned();
        return Err(broken(message, last_record));
    }
    Ok(appended)
}

fn unexplained(batch: &Batch<'_>, key: ChainKey, record: usize) -> Problem {
    let message = format!(
        "`{}` says another value than the last of its changes; its own value is the one after all changes: send the change \
         that explains it, or observe the source",
        batch.facts.reference(key.slot)
    );
    Problem::new(Code::UnexplainedValue, message).in_record(record).in_field(key.field.as_str())
}

/// A record sent again says what its histories say; where it says nothing, the histories speak for it.
fn check_resent(batch: &mut Batch<'_>, slot: Slot, resent: Resent) {
    for field in ChangeField::ALL.iter().filter(|field| field.belongs_to(slot.namespace)) {
        let key = ChainKey { slot, field: *field };
        let own = batch.facts.own(slot, *field);
        match batch.facts.changes.chain(key).last() {
            Some(last) => {
                let end = batch.facts.changes.row(*last).to;
                if own == 0 {
                    batch.set_own(key, end);
                } else if own != end {
                    let problem = unexplained(batch, key, resent.record);
                    batch.problems.push(problem);
                }
            }
            None => {
                let is_main = *field == ChangeField::main(slot.namespace);
                if is_main && resent.former_main != 0 && own != resent.former_main {
                    let problem = unexplained(batch, key, resent.record);
                    batch.problems.push(problem);
                }
            }
        }
    }
}
