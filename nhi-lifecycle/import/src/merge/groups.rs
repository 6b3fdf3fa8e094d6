//! Which records are the same thing.

use std::collections::{BTreeMap, HashMap};

use nhi_lifecycle::{Id, Namespace, Record, Reference, identity::IdentityClass};

use super::{
    Noun,
    policy::{MergePolicy, Rule},
    reference,
    references::rewrite,
    report::{Clash, Merge, MergeReport},
};
use crate::foreign::{CLOUD_INSTANCE, Entry, HOST_NAME, KEY_PLACE, MAIL, Source};

/// Nouns that are one thing.
#[derive(Debug)]
pub(super) struct Group {
    /// What they are called from here on.
    pub(super) kept: Reference,
    /// Positions among the nouns, that of the kept one first.
    pub(super) members: Vec<usize>,
}

/// Gives a prefix to ids that two sources use for different hardware: their serial numbers or asset tags differ.
pub(super) fn part_clashes(entries: &mut [Entry], sources: &[Source], report: &mut MergeReport) {
    type Marks = (Option<String>, Option<String>);
    let mut first: HashMap<Id, (usize, Marks)> = HashMap::new();
    let mut renamed: HashMap<(usize, Reference), Id> = HashMap::new();
    for entry in entries.iter().filter(|entry| !entry.mentioned) {
        let Record::Asset(asset) = &entry.record else { continue };
        let marks = (asset.serial_number.clone(), asset.asset_tag.clone());
        let (source, known) = first.entry(asset.id.clone()).or_insert_with(|| (entry.source, marks.clone()));
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        if *source != entry.source && (differ(&known.0, &marks.0) || differ(&known.1, &marks.1)) {
            let name = sources.get(entry.source).map_or("", Source::name);
            let prefixed = format!("{name}#{}:{}", entry.source, asset.id);
            if let (Some(reference), Ok(id)) = (reference(&entry.record), prefixed.parse::<Id>()) {
                report.clashes.push(Clash { reference: reference.clone(), source: name.into(), renamed: id.clone() });
                renamed.insert((entry.source, reference), id);
            }
        }
    }
    if renamed.is_empty() {
        return;
    }
    for entry in entries {
        let source = entry.source;
        let rename =
            |namespace: Namespace, id: &Id| renamed.get(&(source, Reference { namespace, id: id.clone() })).cloned();
        if let Record::Asset(asset) = &mut entry.record
            && let Some(id) = rename(Namespace::Asset, &asset.id)
        {
            asset.id = id;
        }
        rewrite(&mut entry.record, &rename);
    }
}

/// Finds the groups by the rules of the policy, in their order; every noun is in exactly one.
pub(super) fn find(nouns: &[Noun], policy: &MergePolicy, report: &mut MergeReport) -> Vec<Group> {
    let mut union = Union { parents: (0..nouns.len()).collect() };
    let mut joined = Vec::new();
    for rule in &policy.rules {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, noun) in nouns.iter().enumerate() {
            for value in values(*rule, noun, nouns, &mut union) {
                let positions = found.entry(value).or_default();
                if positions.last() != Some(&position) {
                    positions.push(position);
                }
            }
        }
        for positions in found.into_values().filter(|positions| positions.len() > 1) {
            join(*rule, &positions, nouns, policy, &mut union, &mut joined, report);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for position in 0..nouns.len() {
        members.entry(union.root(position)).or_default().push(position);
    }
    let mut groups = Vec::new();
    for mut members in members.into_values() {
        members.sort_by_key(|member| nouns.get(*member).map(standing));
        let kept = members.first().and_then(|first| nouns.get(*first)).map(|noun| noun.reference.clone());
        let Some(kept) = kept else { continue };
        groups.push(Group { kept, members });
    }
    let names: HashMap<usize, &Reference> =
        groups.iter().flat_map(|group| group.members.iter().map(|member| (*member, &group.kept))).collect();
    for (rule, one, other) in joined {
        for position in [one, other] {
            let (Some(kept), Some(noun)) = (names.get(&position), nouns.get(position)) else { continue };
            let merge = Merge { kept: (*kept).clone(), joined: noun.reference.clone(), rule };
            if merge.kept != merge.joined && !report.merges.contains(&merge) {
                report.merges.push(merge);
            }
        }
    }
    groups
}

/// Which of the same things gives its id: one that is shown before one that is named, a key with an id before a place, an
/// earlier source before a later one.
fn standing(noun: &Noun) -> (bool, bool, usize) {
    let source = noun.entries.iter().map(|entry| entry.source).min().unwrap_or_default();
    (!noun.is_shown(), is_place(noun), source)
}

/// Whether it is a place in a table, which stands for a key whose id the table does not have.
fn is_place(noun: &Noun) -> bool {
    noun.entries.iter().any(|entry| external(&entry.record, KEY_PLACE).is_some())
}

/// Joins the nouns that share a value, if it is clear which with which.
fn join(
    rule: Rule,
    positions: &[usize],
    nouns: &[Noun],
    policy: &MergePolicy,
    union: &mut Union,
    joined: &mut Vec<(Rule, usize, usize)>,
    report: &mut MergeReport,
) {
    let noun = |position: &usize| nouns.get(*position);
    let (shown, named): (Vec<usize>, Vec<usize>) =
        positions.iter().partition(|position| noun(position).is_some_and(Noun::is_shown));
    // Those that an earlier rule joined are one.
    let mut roots = Vec::new();
    let shown: Vec<usize> = shown
        .into_iter()
        .filter(|position| {
            let root = union.root(*position);
            let new = !roots.contains(&root);
            roots.push(root);
            new
        })
        .collect();
    let pairs: Vec<(usize, usize)> = match (rule, shown.as_slice()) {
        (Rule::Named, [one]) => named.iter().map(|other| (*one, *other)).collect(),
        (Rule::Named, []) => Vec::new(),
        (Rule::Named, _) if named.is_empty() => return,
        (Rule::Named, _) => {
            let all = shown.iter().chain(&named).filter_map(noun).map(|noun| noun.reference.clone());
            report.ambiguous.push((rule, all.collect()));
            return;
        }
        _ => {
            // Two of one source are a duplicate there, and which of them is meant is not known.
            let mut sources: Vec<usize> = positions
                .iter()
                .filter_map(noun)
                .flat_map(|noun| noun.entries.first().map(|entry| entry.source))
                .collect();
            sources.sort_unstable();
            if sources.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
                let all = positions.iter().filter_map(noun).map(|noun| noun.reference.clone());
                report.ambiguous.push((rule, all.collect()));
                return;
            }
            positions.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
        }
    };
    for (one, other) in pairs {
        let (Some(a), Some(b)) = (nouns.get(one), nouns.get(other)) else { continue };
        if union.root(one) == union.root(other) || policy.keeps_apart(&a.reference, &b.reference) {
            continue;
        }
        if contradict(a, b) {
            report.ambiguous.push((rule, vec![a.reference.clone(), b.reference.clone()]));
            continue;
        }
        union.join(one, other);
        joined.push((rule, one, other));
    }
}

/// Whether two things can't be one, whatever else they share: their serial numbers differ, or both are keys with ids.
fn contradict(one: &Noun, other: &Noun) -> bool {
    if one.reference.namespace == Namespace::Credential {
        return is_place(one) == is_place(other);
    }
    let serial = |noun: &Noun| noun.entries.iter().find_map(|entry| serial_number(&entry.record));
    matches!((serial(one), serial(other)), (Some(a), Some(b)) if a != b)
}

/// The values by which the rule tells one thing from another.
fn values(rule: Rule, noun: &Noun, nouns: &[Noun], union: &mut Union) -> Vec<String> {
    let mut values = Vec::new();
    for entry in &noun.entries {
        let record = &entry.record;
        let value = match rule {
            Rule::SerialNumber => serial_number(record),
            Rule::AssetTag => asset_tag(record),
            Rule::CloudInstance => external(record, CLOUD_INSTANCE).map(str::to_owned),
            Rule::HostName => external(record, HOST_NAME).and_then(host_name),
            Rule::Mail => mail(record),
            Rule::IssuedAt => issue(record, nouns, union),
            Rule::Named => {
                let ids = external_ids(record).into_iter().flatten();
                let ids = ids.filter(|(key, _)| !matches!(key.as_str(), MAIL | HOST_NAME | KEY_PLACE | "user_name"));
                values.extend(ids.map(|(key, value)| format!("{}:{key}={value}", noun.reference.namespace)));
                None
            }
        };
        values.extend(value);
    }
    values.sort_unstable();
    values.dedup();
    values
}

fn external_ids(record: &Record) -> Option<&BTreeMap<String, String>> {
    match record {
        Record::Asset(asset) => Some(&asset.external_ids),
        Record::Identity(identity) => Some(&identity.external_ids),
        Record::Credential(credential) => Some(&credential.external_ids),
        _ => None,
    }
}

fn external<'a>(record: &'a Record, key: &str) -> Option<&'a str> {
    external_ids(record)?.get(key).map(String::as_str)
}

/// What makers and people write where there is no number.
const NO_NUMBER: &[&str] = &[
    "NONE",
    "N/A",
    "NA",
    "UNKNOWN",
    "NULL",
    "DEFAULT STRING",
    "SYSTEM SERIAL NUMBER",
    "TO BE FILLED BY O.E.M.",
    "NOT SPECIFIED",
    "NOT AVAILABLE",
    "SERIAL",
    "XXXX",
    "12345678",
    "123456789",
    "0123456789",
];

fn number(text: &str) -> Option<String> {
    let number = text.trim().to_uppercase();
    let same = number.chars().next().is_some_and(|first| number.chars().all(|c| c == first));
    (number.len() > 3 && !same && !NO_NUMBER.contains(&number.as_str())).then_some(number)
}

fn serial_number(record: &Record) -> Option<String> {
    let Record::Asset(asset) = record else { return None };
    asset.serial_number.as_deref().and_then(number)
}

fn asset_tag(record: &Record) -> Option<String> {
    let Record::Asset(asset) = record else { return None };
    asset.asset_tag.as_deref().and_then(number)
}

/// A host name that is more than the first label, which many hosts share.
fn host_name(text: &str) -> Option<String> {
    let name = text.trim().trim_end_matches('.').to_lowercase();
    (name.contains('.') && !name.starts_with("localhost.")).then_some(name)
}

/// The mail address of a person; programs may share one.
fn mail(record: &Record) -> Option<String> {
    let Record::Identity(identity) = record else { return None };
    let mail = external(record, MAIL)?;
    (identity.kind.class() == IdentityClass::Human && mail.contains('@')).then(|| mail.to_owned())
}

/// User, kind and instant of issue of a key that has all of them.
fn issue(record: &Record, nouns: &[Noun], union: &mut Union) -> Option<String> {
    let Record::Credential(credential) = record else { return None };
    let user = credential.identity.iter().next()?;
    let reference = Reference { namespace: Namespace::Identity, id: user.id().clone() };
    let position = nouns.binary_search_by(|noun| noun.reference.cmp(&reference)).ok()?;
    Some(format!("{} {} {}", union.root(position), credential.kind, credential.issued_at?))
}

/// Disjoint sets, by the lowest position in each.
struct Union {
    parents: Vec<usize>,
}

impl Union {
    fn root(&mut self, mut position: usize) -> usize {
        while let Some(parent) = self.parents.get(position).copied().filter(|parent| *parent != position) {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(own) = self.parents.get_mut(position) {
                *own = above;
            }
            position = parent;
        }
        position
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(parent) = self.parents.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    }
}
