//! A batch on its way from its source into what is known: read on the thread of the caller, to whom the source belongs, and
//! applied there too, or on a second thread where the caller asks for one.

use std::{
    num::NonZeroUsize,
    panic::resume_unwind,
    sync::mpsc::{channel, sync_channel},
    thread,
};

use super::{
    batch::Batch,
    reading::{Reading, Step},
};
use crate::{
    event::Encoder,
    incoming::{MUCH, Waiting},
    source::RecordSource,
};

/// The thread of the caller.
pub(super) const ALONE: NonZeroUsize = NonZeroUsize::MIN;

/// So many steps are taken before a second thread is worth its beginning.
const WORTH: usize = 32;

/// So many steps are handed over at a time, as to wake a thread takes as long as to apply one; fewer where they are large.
const STEPS: usize = 16;

/// So often may steps be handed over before the first of them are applied.
const AHEAD: usize = 4;

/// Whether the processor runs two threads at once.
fn runs_two() -> bool {
    thread::available_parallelism().is_ok_and(|threads| threads > ALONE)
}

impl Batch<'_> {
    /// Applies what a source gives, and writes each accepted record into the event.
    pub(super) fn take(
        &mut self,
        mut reading: Reading,
        threads: NonZeroUsize,
        source: &mut dyn RecordSource,
        mut event: Option<&mut Encoder>,
    ) {
        let mut steps = 0;
        while let Some(step) = reading.next(source, &mut event) {
            if let Some(applied) = self.step(step) {
                reading.reuse(applied);
            }
            steps += 1;
            // Where there is no thread to be had, this one does it all.
            if steps == WORTH && threads > ALONE && runs_two() && self.take_beside(&mut reading, source, &mut event) {
                return;
            }
        }
    }

    /// Reads on this thread and applies on another, and says whether there was one.
    fn take_beside(
        &mut self,
        reading: &mut Reading,
        source: &mut dyn RecordSource,
        event: &mut Option<&mut Encoder>,
    ) -> bool {
        thread::scope(|scope| {
            // Both ends that are here go when this closure ends, also by a panic of the source: so the other thread ends, too.
            let (given, to_apply) = sync_channel::<Vec<Step>>(AHEAD);
            let (applied, to_reuse) = channel::<Vec<Waiting>>();
            let apply = move || {
                for steps in to_apply {
                    let room = steps.into_iter().filter_map(|step| self.step(step)).collect();
                    // Nobody takes it back any more behind the end.
                    applied.send(room).ok();
                }
            };
            let Ok(beside) = thread::Builder::new().spawn_scoped(scope, apply) else { return false };
            loop {
                let mut bytes = 0;
                let next = || {
                    let step = (bytes < MUCH).then(|| reading.next(source, event))??;
                    bytes += step.bytes();
                    Some(step)
                };
                let steps: Vec<Step> = std::iter::from_fn(next).take(STEPS).collect();
                if steps.is_empty() || given.send(steps).is_err() {
                    break;
                }
                to_reuse.try_iter().flatten().for_each(|applied| reading.reuse(applied));
            }
            drop(given);
            beside.join().unwrap_or_else(|panic| resume_unwind(panic));
            true
        })
    }

    /// Takes one step; hands back the room of the records that it applied.
    fn step(&mut self, step: Step) -> Option<Waiting> {
        match step {
            Step::Records(mut waiting) => {
                self.apply_all(&mut waiting);
                Some(waiting)
            }
            Step::Refused(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        asset::{Asset, AssetKind, Stage},
        event::Context,
        facts::Facts,
        limits::Limits,
        record::Record,
        source::Given,
        time::Instant,
    };

    fn assets(len: usize, name: usize) -> impl Iterator<Item = Record> {
        (0..len).map(move |number| {
            let id = format!("a{number}").parse().expect("an id");
            Asset { name: Some("n".repeat(name)), ..Asset::new(id, AssetKind::Server, Stage::InUse) }.into()
        })
    }

    #[test]
    fn two_threads_take_what_one_takes() {
        let context = Context::at(Instant::MIN);
        for (len, name) in [(0, 1), (1, 1), (1_000, 1), (10_000, 1), (100, 1 << 18)] {
            let mut facts = Facts::default();
            let limits = Limits { field_bytes: 1 << 20, ..Limits::default() };
            let mut reading = Reading::new(facts.keys(), Some(limits));
            let mut batch = Batch::new(&mut facts, &context);
            assert!(batch.take_beside(&mut reading, &mut Given(assets(len, name)), &mut None));
            assert_eq!((batch.counts.new, batch.problems.is_empty()), (len, true));
        }
    }

    #[test]
    fn what_is_large_does_not_wait_for_more() {
        let facts = Facts::default();
        let limits = Limits { field_bytes: 1 << 20, ..Limits::default() };
        let mut reading = Reading::new(facts.keys(), Some(limits));
        let mut source = Given(assets(100, 1 << 18));
        let mut steps = std::iter::from_fn(|| reading.next(&mut source, &mut None));
        let largest = steps.by_ref().map(|step| step.bytes()).max().unwrap_or_default();
        assert!((MUCH..MUCH + (1 << 19)).contains(&largest), "{largest}");
    }
}
