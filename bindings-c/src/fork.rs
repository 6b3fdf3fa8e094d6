//! Which process this is, without asking the system: that would cost every call more than all the rest of it.

use std::{
    process,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
};

/// How often this process and those it comes from were forked, from a number that no process has.
static FORKS: AtomicU32 = AtomicU32::new(1 << 31);
/// Whether forks are counted.
static COUNTED: AtomicBool = AtomicBool::new(false);

/// A number that differs from that of the process from which this one was forked.
pub(crate) fn process() -> u32 {
    if COUNTED.load(Ordering::Relaxed) { FORKS.load(Ordering::Relaxed) } else { process::id() }
}

/// Counts forks from here on, where the system can be told to.
pub(crate) fn count() {
    if !COUNTED.load(Ordering::Relaxed) && told_to_count() {
        COUNTED.store(true, Ordering::Relaxed);
    }
}

#[cfg(unix)]
fn told_to_count() -> bool {
    type Handler = Option<unsafe extern "C" fn()>;
    unsafe extern "C" {
        fn pthread_atfork(prepare: Handler, parent: Handler, child: Handler) -> std::ffi::c_int;
    }
    unsafe extern "C" fn forked() {
        FORKS.fetch_add(1, Ordering::Relaxed);
    }
    // SAFETY: as POSIX declares it; the handler takes no lock and allocates nothing, and its code stays mapped.
    unsafe { pthread_atfork(None, None, Some(forked)) == 0 }
}

#[cfg(not(unix))]
fn told_to_count() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_has_one_number() {
        count();
        assert!(process() >= 1 << 31);
        assert_eq!(process(), process());
        count();
        assert_eq!(process(), FORKS.load(Ordering::Relaxed));
    }
}
