//! Ids that two sources use for different things.

use std::collections::HashMap;

use nhi_lifecycle::{Id, Namespace, Record, Reference};

use super::{
    reference,
    references::rewrite,
    report::{Clash, MergeReport},
};
use crate::foreign::{Entry, Source};

/// Gives a prefix to ids that two sources use for different hardware: their serial numbers or asset tags differ.
pub(super) fn part(entries: &mut [Entry], sources: &[Source], report: &mut MergeReport) {
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
