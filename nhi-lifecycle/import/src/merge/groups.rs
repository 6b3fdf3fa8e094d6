//! Which records are the same thing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nhi_lifecycle::{Namespace, Reference};

use super::{
    Noun,
    keys::{external, serial_number, values},
    policy::{MergePolicy, Rule},
    report::{Merge, MergeReport},
    union::Union,
};
use crate::foreign::{KEY_PLACE, Watch};

/// Nouns that are one thing.
#[derive(Debug)]
pub(super) struct Group {
    /// What they are called from here on.
    pub(super) kept: Reference,
    /// Positions among the nouns, that of the kept one first.
    pub(super) members: Vec<usize>,
}

/// Finds the groups by the rules of the policy, in their order; every noun is in exactly one.
pub(super) fn find(nouns: &[Noun], policy: &MergePolicy, watch: &Watch<'_>, report: &mut MergeReport) -> Vec<Group> {
    let serials = nouns.iter().map(|noun| noun.entries.iter().find_map(|entry| serial_number(&entry.record)));
    let mut matching = Matching {
        nouns,
        apart: apart(nouns, policy),
        union: Union::new(serials.collect()),
        joined: Vec::new(),
        report,
    };
    for rule in &policy.rules {
        matching.ask(*rule, watch);
    }
    matching.finish()
}

/// The positions of pairs that the policy keeps apart.
fn apart(nouns: &[Noun], policy: &MergePolicy) -> Vec<(usize, usize)> {
    let position = |reference: &Reference| nouns.binary_search_by(|noun| noun.reference.cmp(reference)).ok();
    policy.keep_apart.iter().filter_map(|(one, other)| Some((position(one)?, position(other)?))).collect()
}

/// The state of matching: what was joined so far.
struct Matching<'a> {
    nouns: &'a [Noun],
    apart: Vec<(usize, usize)>,
    union: Union,
    joined: Vec<(Rule, usize, usize)>,
    report: &'a mut MergeReport,
}

impl Matching<'_> {
    /// Joins what one rule says is the same.
    fn ask(&mut self, rule: Rule, watch: &Watch<'_>) {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, noun) in watch.over(self.nouns).enumerate() {
            for value in values(rule, noun, self.nouns, &mut self.union) {
                let positions = found.entry(value).or_default();
                if positions.last() != Some(&position) {
                    positions.push(position);
                }
            }
        }
        for positions in watch.over(found.into_values()).filter(|positions| positions.len() > 1) {
            let pairs = if rule == Rule::Named { self.named(&positions) } else { self.alike(&positions) };
            match pairs {
                Some(pairs) => pairs.into_iter().for_each(|(one, other)| self.join(rule, one, other)),
                None => self.ambiguous(rule, &positions),
            }
        }
    }

    /// What is just named, with the one that is shown; none where several are.
    fn named(&mut self, positions: &[usize]) -> Option<Vec<(usize, usize)>> {
        let is_shown = |position: &usize| self.nouns.get(*position).is_some_and(Noun::is_shown);
        let (shown, named): (Vec<usize>, Vec<usize>) = positions.iter().partition(|position| is_shown(position));
        // Those that an earlier rule joined are one.
        let mut roots = BTreeSet::new();
        let shown: Vec<usize> = shown.into_iter().filter(|position| roots.insert(self.union.root(*position))).collect();
        match shown.as_slice() {
            [] => Some(Vec::new()),
            [one] => Some(named.into_iter().map(|other| (*one, other)).collect()),
            _ if named.is_empty() => Some(Vec::new()),
            _ => None,
        }
    }

    /// All of them; none where two are of one source, as which of those is meant is not known.
    fn alike(&self, positions: &[usize]) -> Option<Vec<(usize, usize)>> {
        let nouns = positions.iter().filter_map(|position| self.nouns.get(*position));
        let mut sources: Vec<usize> = nouns.filter_map(|noun| Some(noun.entries.first()?.source)).collect();
        sources.sort_unstable();
        if sources.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
            return None;
        }
        Some(positions.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect())
    }

    fn join(&mut self, rule: Rule, one: usize, other: usize) {
        let (root, other_root) = (self.union.root(one), self.union.root(other));
        if root == other_root {
            return;
        }
        let apart = self.apart.iter().any(|(a, b)| {
            let (a, b) = (self.union.root(*a), self.union.root(*b));
            (a, b) == (root, other_root) || (b, a) == (root, other_root)
        });
        if apart {
            return;
        }
        if self.union.contradict(one, other) || self.both_have_ids(one, other) {
            self.ambiguous(rule, &[one, other]);
            return;
        }
        self.union.join(one, other);
        self.joined.push((rule, one, other));
    }

    /// Whether both are credentials with an id of their own, or neither is: then they are two.
    fn both_have_ids(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.nouns.get(one), self.nouns.get(other)) else { return false };
        one.reference.namespace == Namespace::Credential && is_place(one) == is_place(other)
    }

    fn ambiguous(&mut self, rule: Rule, positions: &[usize]) {
        let nouns = positions.iter().filter_map(|position| self.nouns.get(*position));
        let references = nouns.map(|noun| noun.reference.clone()).collect();
        self.report.ambiguous.push((rule, references));
    }

    /// The groups, and an account of what made them.
    fn finish(mut self) -> Vec<Group> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for position in 0..self.nouns.len() {
            members.entry(self.union.root(position)).or_default().push(position);
        }
        let mut groups = Vec::new();
        for mut members in members.into_values() {
            members.sort_by_key(|member| self.nouns.get(*member).map(standing));
            let kept = members.first().and_then(|first| self.nouns.get(*first)).map(|noun| noun.reference.clone());
            let Some(kept) = kept else { continue };
            groups.push(Group { kept, members });
        }
        let names: HashMap<usize, &Reference> =
            groups.iter().flat_map(|group| group.members.iter().map(|member| (*member, &group.kept))).collect();
        let mut told = BTreeSet::new();
        for (rule, one, other) in self.joined {
            for position in [one, other] {
                let (Some(kept), Some(noun)) = (names.get(&position), self.nouns.get(position)) else { continue };
                let merge = Merge { kept: (*kept).clone(), joined: noun.reference.clone(), rule };
                if merge.kept != merge.joined && told.insert(merge.joined.clone()) {
                    self.report.merges.push(merge);
                }
            }
        }
        groups
    }
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
