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
use crate::{event::Encoder, incoming::Waiting, source::RecordSource};

/// The thread of the caller.
pub(super) const ALONE: NonZeroUsize = NonZeroUsize::MIN;

/// So many steps are taken before a second thread is worth its beginning.
const WORTH: usize = 32;

/// So many steps are handed over at a time: to wake a thread takes as long as to apply one.
const TOGETHER: usize = 16;

/// So often may steps be handed over before the first of them are applied.
const AHEAD: usize = 4;

impl Batch<'_> {
    /// Applies what a source gives, and writes each accepted record into the event.
    pub(super) fn take(
        &mut self,
        mut reading: Reading<'_>,
        threads: NonZeroUsize,
        source: &mut dyn RecordSource,
        mut event: Option<&mut Encoder>,
    ) {
        let alone = threads == ALONE || thread::available_parallelism().is_ok_and(|most| most.get() == 1);
        let mut steps = 0;
        while let Some(step) = reading.next(source, &mut event) {
            if let Some(applied) = self.step(step) {
                reading.reuse(applied);
            }
            steps += 1;
            // Where there is no thread to be had, this one does it all.
            if steps == WORTH && !alone && self.take_beside(&mut reading, source, &mut event) {
                return;
            }
        }
    }

    /// Reads on this thread and applies on another, and says whether there was one.
    fn take_beside(
        &mut self,
        reading: &mut Reading<'_>,
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
                let steps: Vec<Step> = std::iter::from_fn(|| reading.next(source, event)).take(TOGETHER).collect();
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
