//! Handles: keys into a table, looked up and never dereferenced.
//!
//! A handle that C holds is an opaque pointer whose bits are a place in the table and the generation of what was put there.
//! A generation is given once, so a handle that was freed never finds what took its place. Types are compared too, so a
//! handle of another type finds nothing. (After four thousand million handles generations begin anew; then one that was freed
//! so long ago would have to meet both its old place and its old generation.)
//!
//! The table belongs to one process. After a fork the child finds that it is another process before it touches any lock (one
//! held by a thread that the child does not have would never open), and begins a table of its own: what the parent made is
//! unknown there.

use std::{
    any::Any,
    ptr::{self, without_provenance_mut},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicPtr, AtomicU32, Ordering},
    },
};

use nhi_lifecycle::Code;

use crate::{fork, guard::Failure};

/// A type of handle, and what the library holds for it.
pub(crate) trait Handle {
    /// What the handle stands for.
    type Held: Send + Sync + 'static;
    /// The name that C knows it by.
    const NAME: &'static str;
}

type Held = Arc<dyn Any + Send + Sync>;

struct Table {
    /// The process whose handles these are.
    process: u32,
    slots: RwLock<Slots>,
}

#[derive(Default)]
struct Slots {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

struct Slot {
    generation: u32,
    held: Option<Held>,
}

/// A place in the table and a generation, as the bits of a pointer: half of them each. The generation is never 0, so no
/// handle is null.
#[derive(Clone, Copy)]
struct Key {
    place: u32,
    generation: u32,
}

impl Key {
    fn of(address: usize) -> Self {
        Self { place: address as u32, generation: (address >> 32) as u32 }
    }

    fn address(self) -> usize {
        self.place as usize | (self.generation as usize) << 32
    }
}

/// The generation given last. A fork copies it, so the child never gives one that the parent had given before.
static GENERATION: AtomicU32 = AtomicU32::new(0);
static TABLE: AtomicPtr<Table> = AtomicPtr::new(ptr::null_mut());

impl Table {
    /// The table of this process.
    fn of_this_process() -> &'static Self {
        let known = TABLE.load(Ordering::Acquire);
        if known.is_null() {
            fork::count();
        }
        let process = fork::process();
        // SAFETY: what is stored in TABLE was made by `Box::into_raw` and is never freed.
        if let Some(table) = unsafe { known.as_ref() }
            && table.process == process
        {
            return table;
        }
        // The parent's table stays where it is: to drop it could wait for a lock that nobody opens any more.
        let fresh = Box::into_raw(Box::new(Self { process, slots: RwLock::default() }));
        match TABLE.compare_exchange(known, fresh, Ordering::AcqRel, Ordering::Acquire) {
            // SAFETY: made just now, and from here on never freed.
            Ok(_) => unsafe { &*fresh },
            Err(other) => {
                // SAFETY: made just now, and nobody else has seen it.
                drop(unsafe { Box::from_raw(fresh) });
                // SAFETY: another thread of this process was faster; what it stored is never freed.
                unsafe { &*other }
            }
        }
    }

    /// Reads the slots. A panic can't leave them half-changed, so a poisoned lock is read all the same.
    fn read<R>(&self, reading: impl FnOnce(&Slots) -> R) -> R {
        reading(&self.slots.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<R>(&self, writing: impl FnOnce(&mut Slots) -> R) -> R {
        writing(&mut self.slots.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Slots {
    fn held(&self, key: Key) -> Option<&Held> {
        self.slots.get(key.place as usize).filter(|slot| slot.generation == key.generation)?.held.as_ref()
    }

    fn insert(&mut self, held: Held) -> Option<Key> {
        let generation = next_generation();
        if let Some(place) = self.free.pop()
            && let Some(slot) = self.slots.get_mut(place as usize)
        {
            *slot = Slot { generation, held: Some(held) };
            return Some(Key { place, generation });
        }
        let place = u32::try_from(self.slots.len()).ok()?;
        self.slots.push(Slot { generation, held: Some(held) });
        Some(Key { place, generation })
    }

    fn remove(&mut self, key: Key) -> Option<Held> {
        let slot = self.slots.get_mut(key.place as usize).filter(|slot| slot.generation == key.generation)?;
        let held = slot.held.take()?;
        self.free.push(key.place);
        Some(held)
    }
}

fn next_generation() -> u32 {
    loop {
        let next = GENERATION.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        if next != 0 {
            return next;
        }
    }
}

/// Hands something out to C.
pub(crate) fn give<H: Handle>(held: H::Held) -> Result<*mut H, Failure> {
    let key = Table::of_this_process().write(|slots| slots.insert(Arc::new(held)));
    let key = key.ok_or_else(|| Failure::border(Code::LimitExceeded, "too many handles; free some"))?;
    Ok(without_provenance_mut(key.address()))
}

/// What a handle stands for. It stays until the call is over, even where another thread frees the handle meanwhile.
pub(crate) fn lend<H: Handle>(handle: *const H) -> Result<Arc<H::Held>, Failure> {
    let held = Table::of_this_process().read(|slots| slots.held(Key::of(handle.addr())).cloned());
    held.and_then(|held| held.downcast().ok()).ok_or_else(|| invalid(handle))
}

/// Frees a handle; null is nothing to free.
pub(crate) fn take_back<H: Handle>(handle: *mut H) -> Result<(), Failure> {
    if handle.is_null() {
        return Ok(());
    }
    let key = Key::of(handle.addr());
    let removed = Table::of_this_process().write(|slots| {
        let right = slots.held(key).is_some_and(|held| held.is::<H::Held>());
        right.then(|| slots.remove(key)).flatten()
    });
    // Dropped here, when the table is open again: it can be large.
    removed.map(drop).ok_or_else(|| invalid(handle))
}

fn invalid<H: Handle>(handle: *const H) -> Failure {
    if handle.is_null() {
        return Failure::border(Code::NullPointer, format!("null where a {} is needed", H::NAME));
    }
    let message = format!("not a {} of this process, or no longer: it was freed, or is of another type", H::NAME);
    Failure::border(Code::InvalidHandle, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One;
    struct Other;

    impl Handle for One {
        type Held = String;
        const NAME: &'static str = "one";
    }

    impl Handle for Other {
        type Held = Vec<u8>;
        const NAME: &'static str = "other";
    }

    fn code<T>(result: Result<T, Failure>) -> Option<Code> {
        result.err().map(|failure| failure.code())
    }

    #[test]
    fn a_freed_handle_never_finds_what_took_its_place() {
        let first = give::<One>("first".into()).unwrap();
        assert_eq!(*lend::<One>(first).unwrap(), "first");
        take_back::<One>(first).unwrap();
        for _ in 0..100 {
            let next = give::<One>("next".into()).unwrap();
            assert_ne!(next.addr(), first.addr());
            assert_eq!(code(lend::<One>(first)), Some(Code::InvalidHandle));
            assert_eq!(code(take_back::<One>(first)), Some(Code::InvalidHandle));
            assert_eq!(*lend::<One>(next).unwrap(), "next");
            take_back::<One>(next).unwrap();
        }
    }

    #[test]
    fn other_types_and_made_up_handles() {
        let one = give::<One>("one".into()).unwrap();
        assert_eq!(code(lend::<Other>(one.cast())), Some(Code::InvalidHandle));
        assert_eq!(code(take_back::<Other>(one.cast())), Some(Code::InvalidHandle));
        assert_eq!(*lend::<One>(one).unwrap(), "one");
        for made_up in [1, 8, 4096, one.addr() ^ 1, one.addr() + (1 << 32), usize::MAX] {
            assert_eq!(code(lend::<One>(without_provenance_mut(made_up))), Some(Code::InvalidHandle));
        }
        assert_eq!(code(lend::<One>(ptr::null())), Some(Code::NullPointer));
        assert_eq!(code(take_back::<One>(ptr::null_mut())), None);
        take_back::<One>(one).unwrap();
    }

    #[test]
    fn what_is_lent_outlives_its_handle() {
        let one = give::<One>("one".into()).unwrap();
        let lent = lend::<One>(one).unwrap();
        take_back::<One>(one).unwrap();
        assert_eq!(*lent, "one");
    }

    #[test]
    fn keys_and_addresses() {
        for key in [Key { place: 0, generation: 1 }, Key { place: u32::MAX, generation: u32::MAX }] {
            let back = Key::of(key.address());
            assert_eq!((back.place, back.generation), (key.place, key.generation));
        }
    }
}
