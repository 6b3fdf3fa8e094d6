//! Since when a credential has been orphaned.
//!
//! For one credential, what decides about it is judged at its turning points, backwards. For all of them it is cheaper to go once
//! through the whole history, forwards, and to note when each verdict turned.

use super::{judgement::Judgement, moment::World, standing::Replay};
use crate::{
    graph::{Snapshot, Subset},
    time::Instant,
};

/// The least instant from which something has held without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    /// It held at every earlier instant.
    Always,
    /// From this instant on.
    From(Instant),
}

impl Since {
    /// The instant; none for [`Since::Always`].
    #[must_use]
    pub fn instant(self) -> Option<Instant> {
        match self {
            Self::Always => None,
            Self::From(instant) => Some(instant),
        }
    }
}

/// Since when a credential that is orphaned at `at` has been so.
///
/// What decides about it is taken out of the snapshot, and judged at each instant at which something in it changes, from the
/// last one back to the first at which it was no orphan. O(what decides × its changes).
pub(super) fn since(snapshot: &Snapshot, credential: u32, at: Instant) -> Since {
    let subset = Subset::around(snapshot, credential);
    let mut since = Since::From(at);
    // Between two turning points nothing changes, so the state at a turning point holds until the next.
    for turning_point in subset.turning_points.range(..=at).rev() {
        if !is_orphaned(&subset, *turning_point) {
            return since;
        }
        since = Since::From(*turning_point);
    }
    match subset.turning_points.first().map_or(Some(at), |first| first.pred()) {
        Some(before_all) if !is_orphaned(&subset, before_all) => since,
        _ => Since::Always,
    }
}

fn is_orphaned(subset: &Subset, at: Instant) -> bool {
    !Judgement::new(&subset.snapshot, at, World::AsRecorded).reasons(subset.credential).is_empty()
}

/// By credential, since when each that is orphaned at `at` has been so. `go_on` is asked before and after the records are
/// laid out and then at each turning point; none if it said no.
///
/// O(records + what depends on each turning point of the history).
pub(super) fn replayed(
    snapshot: &Snapshot,
    at: Instant,
    mut go_on: impl FnMut() -> bool,
) -> Option<Vec<Option<Since>>> {
    if !go_on() {
        return None;
    }
    let mut replay = Replay::new(&snapshot.facts, &snapshot.graph, at);
    if !go_on() {
        return None;
    }
    let always = |standing: &Option<_>| standing.is_some().then_some(Since::Always);
    let mut since: Vec<Option<Since>> = replay.verdicts().iter().map(always).collect();
    while let Some((when, turned)) = replay.step() {
        for turned in turned {
            let since = &mut since[turned.credential as usize];
            // Other reasons are no gap.
            *since = turned.after.and(since.or(Some(Since::From(when))));
        }
        // One may change a million verdicts.
        if !go_on() {
            return None;
        }
    }
    Some(since)
}
