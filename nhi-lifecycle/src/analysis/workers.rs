//! Sharing the work of one sweep among threads, where a caller asks for that.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
    thread,
};

use crate::graph::BLOCK;

/// How many blocks a thread takes at a time: enough that taking them costs nothing beside them.
const SHARE: usize = 16;

/// From how many records on a second thread is worth its beginning.
const WORTH: usize = 2 * SHARE * BLOCK;

/// How many threads there are for a sweep. They live no longer than the step that they share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Workers(NonZeroUsize);

impl Workers {
    /// The thread of the caller alone.
    pub(super) const ONE: Self = Self(NonZeroUsize::MIN);

    /// So many threads, if there are records enough for them, and no more than the processor runs at once.
    pub(super) fn new(threads: NonZeroUsize, records: usize) -> Self {
        if records < WORTH || threads == NonZeroUsize::MIN {
            return Self::ONE;
        }
        Self(thread::available_parallelism().map_or(threads, |most| most.min(threads)))
    }

    /// Works out a value for each of `len` records, block by block from the first record of each.
    pub(super) fn each_block<T: Copy + Default + Send>(
        self,
        len: usize,
        work: impl Fn(u32, &mut [T]) + Sync,
    ) -> Vec<T> {
        let mut all = vec![T::default(); len];
        self.share(&mut all, work);
        all
    }

    fn share<T: Send>(self, all: &mut [T], work: impl Fn(u32, &mut [T]) + Sync) {
        let others = self.0.get().min(all.len() / WORTH).saturating_sub(1);
        let shares = Mutex::new((0..).step_by(SHARE * BLOCK).zip(all.chunks_mut(SHARE * BLOCK)));
        let next = || shares.lock().unwrap_or_else(PoisonError::into_inner).next();
        let go_on = || {
            while let Some((first, share)) = next() {
                let blocks = (first..).step_by(BLOCK).zip(share.chunks_mut(BLOCK));
                blocks.for_each(|(first, block)| work(first, block));
            }
        };
        if others == 0 {
            return go_on();
        }
        thread::scope(|scope| {
            for _ in 0..others {
                // Where there is no thread to be had, the others do its work.
                thread::Builder::new().spawn_scoped(scope, go_on).ok();
            }
            go_on();
        });
    }

    /// Does two things, at the same time where there are two threads.
    pub(super) fn both<A, B: Send>(self, one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
        if self.0 == NonZeroUsize::MIN {
            return (one(), other());
        }
        thread::scope(|scope| {
            let begun = thread::Builder::new().spawn_scoped(scope, &other);
            let one = one();
            let other = match begun.map(thread::ScopedJoinHandle::join) {
                Ok(done) => done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                // There was no thread to be had.
                Err(_) => other(),
            };
            (one, other)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_is_worked_out_once() {
        for threads in 1..4 {
            let workers = Workers(NonZeroUsize::new(threads).unwrap());
            for len in [0, 1, BLOCK, BLOCK + 1, 5 * SHARE * BLOCK + 7] {
                let all = workers.each_block(len, |first, block: &mut [u32]| {
                    assert!(block.len() <= BLOCK && (first as usize).is_multiple_of(BLOCK));
                    (first..).zip(block).for_each(|(record, value)| *value += record + 1);
                });
                assert_eq!(all, (1..=len as u32).collect::<Vec<_>>());
            }
            assert_eq!(workers.both(|| 1, || 2), (1, 2));
        }
    }
}
