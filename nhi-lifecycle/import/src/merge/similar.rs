//! Names that are alike: proposed to people, and left apart.

use std::collections::BTreeMap;

use nhi_lifecycle::{
    Namespace, Record,
    identity::{IdentityClass, IdentityKind},
};
use strsim::jaro_winkler;

use super::{
    Noun,
    groups::Group,
    policy::MergePolicy,
    report::{MergeReport, NearMiss},
};
use crate::foreign::Watch;

/// Names that are compared with each other at most; blocks of more are left out, as every pair in them is a comparison.
const MOST_IN_A_BLOCK: usize = 200;

/// Proposals that are kept.
const MOST_PROPOSALS: usize = 1000;

/// Proposes pairs of people, and of assets of one class, from different sources whose names are alike.
pub(super) fn propose(
    nouns: &[Noun],
    groups: &[Group],
    policy: &MergePolicy,
    watch: &Watch<'_>,
    report: &mut MergeReport,
) {
    let mut blocks: BTreeMap<(Namespace, String, char), Vec<(usize, String)>> = BTreeMap::new();
    for (position, group) in groups.iter().enumerate() {
        let shown = group.members.iter().filter_map(|member| nouns.get(*member)).find(|noun| noun.is_shown());
        let Some((kind, name)) = shown.and_then(|noun| noun.entries.iter().find_map(|entry| named(&entry.record)))
        else {
            continue;
        };
        let name = plain(&name);
        if let (Some(first), true) = (name.chars().next(), name.chars().count() > 3) {
            blocks.entry((group.kept.namespace, kind.to_owned(), first)).or_default().push((position, name));
        }
    }
    for block in watch.over(blocks.values()).filter(|block| block.len() <= MOST_IN_A_BLOCK) {
        for (at, (one, name)) in block.iter().enumerate() {
            for (other, like) in block.iter().skip(at + 1) {
                let alike = jaro_winkler(name, like);
                let (Some(one), Some(other)) = (groups.get(*one), groups.get(*other)) else { continue };
                if alike < policy.alike
                    || share_a_source(one, other, nouns)
                    || report.near_misses.len() >= MOST_PROPOSALS
                {
                    continue;
                }
                let (one, other) = (one.kept.clone(), other.kept.clone());
                if !policy.keeps_apart(&one, &other) {
                    report.near_misses.push(NearMiss { one, other, alike });
                }
            }
        }
    }
}

/// The name of a person or an asset, and what it is compared with.
fn named(record: &Record) -> Option<(&'static str, String)> {
    match record {
        Record::Asset(asset) => Some((asset.kind.class().as_str(), asset.name.clone()?)),
        Record::Identity(identity) if identity.kind.class() == IdentityClass::Human => {
            Some((IdentityKind::Employee.as_str(), identity.name.clone()?))
        }
        _ => None,
    }
}

/// A name as it is compared: letters and digits, in lower case, of a host its first label.
fn plain(name: &str) -> String {
    let label = if name.contains(' ') { name } else { name.split('.').next().unwrap_or(name) };
    label.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn share_a_source(one: &Group, other: &Group, nouns: &[Noun]) -> bool {
    let sources = |group: &Group| -> Vec<usize> {
        let members = group.members.iter().filter_map(|member| nouns.get(*member));
        members.flat_map(|noun| noun.entries.iter().map(|entry| entry.source)).collect()
    };
    let theirs = sources(other);
    sources(one).iter().any(|source| theirs.contains(source))
}
