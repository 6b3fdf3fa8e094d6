//! One record out of what several sources say of a thing, field by field.

use std::collections::BTreeMap;

use nhi_lifecycle::{Record, Reference};
use serde_json::{Map, Value};

use super::{
    Noun,
    groups::Group,
    policy::MergePolicy,
    report::{Conflict, MergeReport},
};
use crate::foreign::{Entry, Placed, Source, Watch};

/// Fields that say when something was last: the latest is right, and there is no conflict.
const LATEST: &[&str] = &["last_seen_at", "last_used_at", "last_active_at"];

/// Fields that take several references; what all sources say holds.
const UNITED: &[&str] = &[
    "owner",
    "assigned_to",
    "runs_on",
    "depends_on",
    "member_of",
    "attached_to",
    "acts_for",
    "stored_on",
    "used_by",
    "media_serials",
];

/// The records of all groups, in the order of their ids.
pub(super) fn all(
    nouns: Vec<Noun>,
    groups: Vec<Group>,
    sources: &[Source],
    policy: &MergePolicy,
    watch: &Watch<'_>,
    report: &mut MergeReport,
) -> Vec<Placed> {
    let mut nouns: Vec<Option<Noun>> = nouns.into_iter().map(Some).collect();
    let mut records = BTreeMap::new();
    for group in watch.over(groups) {
        let members = group.members.iter().filter_map(|member| nouns.get_mut(*member)?.take());
        let entries: Vec<Entry> = members.flat_map(|noun| noun.entries).collect();
        // What shows it is right before what names it, and the earlier source before the later one.
        let place = entries.iter().min_by_key(|entry| (entry.mentioned, entry.source)).map(|entry| entry.place.clone());
        if let (Some(record), Some(place)) = (one(&group.kept, entries, sources, policy, report), place) {
            records.insert(group.kept, Placed { record, place });
        }
    }
    records.into_values().collect()
}

/// What one source says of a field.
struct Said<'a> {
    value: Value,
    source: &'a str,
    /// Neither assumed nor just in passing.
    stated: bool,
    /// An end that stands for the last day before it.
    to_the_day: bool,
    rank: (bool, (usize, usize)),
}

fn one(
    kept: &Reference,
    mut entries: Vec<Entry>,
    sources: &[Source],
    policy: &MergePolicy,
    report: &mut MergeReport,
) -> Option<Record> {
    if let [_] = entries.as_slice() {
        return entries.pop().map(|entry| entry.record);
    }
    // Told twice in the same words, as most things that are just named are.
    if entries.windows(2).all(|pair| matches!(pair, [a, b] if a.record == b.record)) {
        return entries.pop().map(|entry| entry.record);
    }
    let fallback = entries.first().map(|entry| entry.record.clone());
    let mut fields: BTreeMap<String, Vec<Said<'_>>> = BTreeMap::new();
    for entry in &entries {
        let Ok(Value::Object(record)) = serde_json::to_value(&entry.record) else { continue };
        let source = sources.get(entry.source).map_or("", Source::name);
        for (field, value) in record {
            let assumed = entry.assumed.contains(&field.as_str());
            let to_the_day = assumed && field == ENDS;
            let stated = !entry.mentioned && (!assumed || to_the_day);
            let rank = (!stated, policy.rank(&field, source, entry.source));
            fields.entry(field).or_default().push(Said { value, source, stated, to_the_day, rank });
        }
    }
    let mut record = Map::new();
    for (field, mut said) in fields {
        said.sort_by_key(|said| said.rank);
        if field == ENDS {
            within_the_day(&mut said);
        }
        let value = match field.as_str() {
            "id" => Value::String(kept.id.as_str().to_owned()),
            "labels" | "external_ids" => entries_of(&said),
            name if LATEST.contains(&name) => latest(&said),
            name if UNITED.contains(&name) => united(&said),
            _ => {
                note_conflicts(kept, &field, &said, report);
                said.first().map_or(Value::Null, |first| first.value.clone())
            }
        };
        record.insert(field, value);
    }
    serde_json::from_value(Value::Object(record)).ok().or(fallback)
}

fn note_conflicts(kept: &Reference, field: &str, said: &[Said<'_>], report: &mut MergeReport) {
    let Some(first) = said.first().filter(|first| first.stated) else { return };
    for other in said.iter().skip(1).filter(|other| other.stated && other.value != first.value) {
        report.conflicts.push(Conflict {
            subject: kept.clone(),
            field: field.to_owned(),
            followed: first.source.to_owned(),
            other: other.source.to_owned(),
        });
    }
}

/// The field that says when someone is gone: of a source that knows just the last day, the midnight in UTC after it.
const ENDS: &str = "ends_at";

/// Drops the midnight after a last day where another source knows an instant within that day, wherever on earth it was.
fn within_the_day(said: &mut Vec<Said<'_>>) {
    const HOUR: i64 = 60 * 60 * 1_000_000;
    let micros = |said: &Said<'_>| Some(said.value.as_str()?.parse::<nhi_lifecycle::Instant>().ok()?.as_micros());
    let exact: Vec<i64> = said.iter().filter(|said| said.stated && !said.to_the_day).filter_map(micros).collect();
    said.retain(|said| {
        let Some(midnight) = micros(said).filter(|_| said.to_the_day) else { return true };
        // Zones lie up to 14 hours ahead of UTC and 12 behind it.
        !exact.iter().any(|exact| (midnight - 38 * HOUR..=midnight + 12 * HOUR).contains(exact))
    });
}

/// RFC 3339 in UTC sorts as time does, but for fractions, which no two of these differ in alone.
fn latest(said: &[Said<'_>]) -> Value {
    let instants = said.iter().filter_map(|said| said.value.as_str()?.parse::<nhi_lifecycle::Instant>().ok());
    instants.max().map_or(Value::Null, |latest| Value::String(latest.to_string()))
}

fn united(said: &[Said<'_>]) -> Value {
    let mut all: Vec<Value> = Vec::new();
    for value in said.iter().map(|said| &said.value) {
        match value {
            Value::Array(values) => all.extend(values.iter().filter(|value| !value.is_null()).cloned()),
            one => all.push(one.clone()),
        }
    }
    let mut unique = Vec::new();
    for value in all {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    Value::Array(unique)
}

/// Maps together; where two differ on a key, the first in rank is right.
fn entries_of(said: &[Said<'_>]) -> Value {
    let mut map = Map::new();
    for (key, value) in said.iter().filter_map(|said| said.value.as_object()).flatten() {
        map.entry(key.clone()).or_insert_with(|| value.clone());
    }
    Value::Object(map)
}
