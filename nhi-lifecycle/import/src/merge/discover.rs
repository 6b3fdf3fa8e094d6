//! Devices that were seen and that no CMDB knows.

use std::collections::BTreeSet;

use nhi_lifecycle::{
    Id, Record, Reference,
    asset::{AssetClass, Management, Stage},
};

use super::{Noun, groups::Group, report::MergeReport};
use crate::foreign::{Format, Placed, Source};

/// What the source of an entry is to the assets in it.
fn role(source: usize, sources: &[Source]) -> (bool, bool) {
    let format = sources.get(source).and_then(|source| Format::named(&source.format));
    format.map_or((false, false), |format| (format.is_cmdb(), format.sees_devices()))
}

/// Hardware that just sightings show, where a CMDB was loaded that could have known it.
pub(super) fn unknown_to_the_cmdb(nouns: &[Noun], groups: &[Group], sources: &[Source]) -> BTreeSet<Reference> {
    if !(0..sources.len()).any(|source| role(source, sources).0) {
        return BTreeSet::new();
    }
    let unknown = groups.iter().filter(|group| {
        let mut entries = group.members.iter().filter_map(|member| nouns.get(*member)).flat_map(|noun| &noun.entries);
        let hardware =
            |record: &Record| matches!(record, Record::Asset(asset) if asset.kind.class() == AssetClass::Hardware);
        entries.all(|entry| {
            let (cmdb, sighting) = role(entry.source, sources);
            !cmdb && sighting && hardware(&entry.record)
        })
    });
    unknown.map(|group| group.kept.clone()).collect()
}

/// Marks them as discovered and, unless something manages them, as unmanaged.
pub(super) fn mark(records: &mut [Placed], unknown: &BTreeSet<Reference>, report: &mut MergeReport) {
    for placed in records {
        let Record::Asset(asset) = &mut placed.record else { continue };
        let id: Id = asset.id.clone();
        if unknown.contains(&Reference { namespace: nhi_lifecycle::Namespace::Asset, id: id.clone() }) {
            asset.stage = Stage::Discovered;
            asset.management.get_or_insert(Management::Unmanaged);
            report.discovered.push(id);
        }
    }
}
