//! One inventory out of many sources: what means the same thing becomes one record, and nothing does so silently.
//!
//! Records of different sources are the same thing where a rule of the policy says so; names that are merely alike are
//! proposed and left apart. Which source is right for which field is policy too, and what the others said is reported.

mod attachments;
mod changes;
mod clashes;
mod combine;
mod discover;
mod groups;
mod keys;
mod policy;
mod references;
mod relations;
mod report;
mod similar;
mod union;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nhi_lifecycle::{Id, Namespace, Problem, Record, Reference};

pub use self::{
    policy::{MergePolicy, Precedence, Rule, UnknownRule},
    report::{Clash, Conflict, Merge, MergeReport, NearMiss},
};
use crate::foreign::{Entry, Placed, Source, Watch};

/// Everything that the sources said of one id.
#[derive(Debug)]
struct Noun {
    reference: Reference,
    entries: Vec<Entry>,
}

impl Noun {
    /// Whether some source shows it, rather than just names it.
    fn is_shown(&self) -> bool {
        self.entries.iter().any(|entry| !entry.mentioned)
    }
}

/// Merges what the sources gave. What the watch stops ends early, and counts for nothing.
pub(crate) fn merge(
    mut entries: Vec<Entry>,
    sources: &[Source],
    policy: &MergePolicy,
    watch: &Watch<'_>,
) -> Result<(Vec<Placed>, MergeReport), Problem> {
    let mut report = MergeReport::default();
    clashes::part(&mut entries, sources, &mut report);
    let mut nouns: BTreeMap<Reference, Noun> = BTreeMap::new();
    let (mut rest, mut assumed) = (Vec::new(), Vec::new());
    for entry in watch.over(entries) {
        match reference(&entry.record) {
            Some(reference) => {
                let noun = nouns.entry(reference.clone());
                noun.or_insert_with(|| Noun { reference, entries: Vec::new() }).entries.push(entry);
            }
            None => {
                let to = if entry.assumed.is_empty() { &mut rest } else { &mut assumed };
                to.push(Placed { record: entry.record, place: entry.place });
            }
        }
    }
    let nouns: Vec<Noun> = nouns.into_values().collect();
    let groups = groups::find(&nouns, policy, watch, &mut report);
    let names: HashMap<Reference, Id> = groups
        .iter()
        .flat_map(|group| {
            let kept = &group.kept;
            group.members.iter().filter_map(|member| nouns.get(*member)).map(move |noun| (noun, kept))
        })
        .filter(|(noun, kept)| noun.reference.id != kept.id)
        .map(|(noun, kept)| (noun.reference.clone(), kept.id.clone()))
        .collect();
    similar::propose(&nouns, &groups, policy, watch, &mut report);
    let discovered = discover::unknown_to_the_cmdb(&nouns, &groups, sources);
    let shown = groups.iter().filter(|group| group.members.iter().filter_map(|at| nouns.get(*at)).any(Noun::is_shown));
    let shown: BTreeSet<Reference> = shown.map(|group| group.kept.clone()).collect();
    let mut records = combine::all(nouns, groups, sources, policy, watch, &mut report);
    discover::mark(&mut records, &discovered, &mut report);
    let rename = |namespace: Namespace, id: &Id| names.get(&Reference { namespace, id: id.clone() }).cloned();
    for placed in watch.over(records.iter_mut().chain(&mut rest).chain(&mut assumed)) {
        references::rewrite(&mut placed.record, &rename);
    }
    rest.extend(attachments::founded(assumed, &records, &rest));
    changes::settle(&mut records, &mut rest, &shown, &mut report);
    records.extend(relations::once(watch.over(rest)));
    watch.result()?;
    Ok((records, report))
}

/// What the record is, where it is an asset, an identity or a credential.
fn reference(record: &Record) -> Option<Reference> {
    let (namespace, id) = match record {
        Record::Asset(asset) => (Namespace::Asset, &asset.id),
        Record::Identity(identity) => (Namespace::Identity, &identity.id),
        Record::Credential(credential) => (Namespace::Credential, &credential.id),
        _ => return None,
    };
    Some(Reference { namespace, id: id.clone() })
}
