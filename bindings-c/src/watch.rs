//! Watching long calls: the caller is told what was read, and may stop them.

use std::{
    ffi::c_void,
    sync::Arc,
    time::{Duration, Instant},
};

use nhi_lifecycle::{
    Code, Record,
    error::Problem,
    incoming::{Incoming, Taken},
    source::RecordSource,
};

use crate::{
    guard::Failure,
    options::{nhi_context, nhi_progress},
    pointer,
};

/// How long the steps of a question go on untold: short enough for a person, and long enough to cost nothing.
const PATIENCE: Duration = Duration::from_millis(50);

/// How many records are read between two calls of the caller's.
const STRIDE: u64 = 1024;

/// What goes along with a call that takes long.
pub(crate) struct Watch {
    call: nhi_progress,
    data: *mut c_void,
    untold: u64,
    /// When a step was told last.
    told: Option<Instant>,
    stopped: bool,
}

impl Watch {
    /// The watch that a context asks for, if it asks for one.
    ///
    /// # Safety
    /// As for [`pointer::options`]; what it calls is a function that takes what it takes.
    pub(crate) unsafe fn new(context: *const nhi_context) -> Result<Self, Failure> {
        // SAFETY: as promised.
        let given = unsafe { pointer::options(context)? }.ok_or_else(|| pointer::null("context"))?;
        // SAFETY: as promised.
        Ok(unsafe { Self::of(given.progress, given.progress_data) })
    }

    /// The watch that tells this function.
    ///
    /// # Safety
    /// It takes this data.
    pub(crate) unsafe fn of(call: nhi_progress, data: *mut c_void) -> Self {
        Self { call, data, untold: 0, told: None, stopped: false }
    }

    /// A watch that tells nobody.
    pub(crate) fn none() -> Self {
        Self { call: None, data: std::ptr::null_mut(), untold: 0, told: None, stopped: false }
    }

    /// One more step of a question was made; whether to go on.
    pub(crate) fn step(&mut self) -> bool {
        let is_due = self.call.is_some() && self.told.is_none_or(|told| told.elapsed() >= PATIENCE);
        self.untold += u64::from(!is_due);
        if !is_due {
            return !self.stopped;
        }
        self.told = Some(Instant::now());
        self.tell(1)
    }

    /// So much more was read; whether to go on. It is told at once.
    pub(crate) fn tell(&mut self, more: u64) -> bool {
        self.untold += more;
        if let Some(call) = self.call.filter(|_| !self.stopped) {
            // SAFETY: the caller gave both, for each other.
            self.stopped = unsafe { call(self.data, std::mem::take(&mut self.untold)) } != 0;
        }
        !self.stopped
    }

    /// What a call comes to: nothing counts where it was stopped.
    pub(crate) fn result<T>(self, done: Result<T, Failure>) -> Result<T, Failure> {
        if self.stopped { Err(Failure::border(Code::Cancelled, "stopped, as asked")) } else { done }
    }
}

/// Records under a watch. Where it stops them the batch has a problem, so that nothing of it is taken.
pub(crate) struct Watched<'a> {
    source: Box<dyn RecordSource + 'a>,
    watch: &'a mut Watch,
    ended: bool,
}

impl<'a> Watched<'a> {
    pub(crate) fn new(source: Box<dyn RecordSource + 'a>, watch: &'a mut Watch) -> Self {
        Self { source, watch, ended: false }
    }

    /// Counts the record that is asked for next; the problem that ends the batch, where the caller wants no more.
    fn step(&mut self) -> Option<Problem> {
        let due = self.watch.call.is_some() && self.watch.untold == STRIDE;
        if due && !self.watch.tell(0) {
            self.ended = true;
            return Some(Problem::new(Code::Cancelled, "stopped, as asked"));
        }
        self.watch.untold += 1;
        None
    }
}

/// Tells of the last records, at the end; the problem that ends the batch, where the caller does not want it.
fn last<T>(watch: &mut Watch, ended: &mut bool) -> Option<Result<T, Problem>> {
    // The step to the end was none to a record.
    watch.untold -= 1;
    *ended = true;
    let go_on = watch.untold == 0 || watch.tell(0);
    (!go_on).then(|| Err(Problem::new(Code::Cancelled, "stopped, as asked")))
}

impl RecordSource for Watched<'_> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        if self.ended {
            return None;
        }
        match self.step() {
            Some(problem) => Some(Err(problem)),
            None => self.source.next_record().or_else(|| last(self.watch, &mut self.ended)),
        }
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        if self.ended {
            return None;
        }
        match self.step() {
            Some(problem) => Some(Err(problem)),
            None => self.source.next_into(incoming).or_else(|| last(self.watch, &mut self.ended)),
        }
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        self.source.place(record)
    }
}
