//! Watching long calls: progress is told, and Ctrl-C is heard.

use std::time::{Duration, Instant};

use pyo3::prelude::*;

/// How long a call goes on between two looks at the interpreter: short enough for a person, long enough that waiting for
/// the interpreter costs little.
const PATIENCE: Duration = Duration::from_millis(50);

/// How many steps go by between two looks at the clock.
const STRIDE: usize = 256;

/// Goes along with a call that works detached from the interpreter.
pub(crate) struct Watch {
    progress: Option<Py<PyAny>>,
    /// Steps that were not told yet.
    untold: usize,
    looked: Instant,
    /// Why the call has to stop.
    stopped: Option<PyErr>,
}

impl Watch {
    /// A watch that tells this callable how many steps were made since it was told last: `tqdm.update` fits.
    pub(crate) fn new(progress: Option<Py<PyAny>>) -> Self {
        Self { progress, untold: 0, looked: Instant::now(), stopped: None }
    }

    /// A step was made; whether to go on. For cheap steps: most of them do not even look at the clock.
    pub(crate) fn step(&mut self) -> bool {
        self.untold += 1;
        self.stopped.is_none() && (!self.untold.is_multiple_of(STRIDE) || self.go_on())
    }

    /// Whether to go on, after a step that may have been long.
    pub(crate) fn long_step(&mut self) -> bool {
        self.untold += 1;
        self.go_on()
    }

    /// So many steps were made at once, as the bytes of a block; whether to go on.
    pub(crate) fn steps(&mut self, steps: u64) -> bool {
        self.untold += usize::try_from(steps).unwrap_or(usize::MAX);
        self.go_on()
    }

    fn go_on(&mut self) -> bool {
        self.stopped.is_none() && (self.looked.elapsed() < PATIENCE || self.look())
    }

    /// Listens for Ctrl-C and tells the progress so far, whatever the clock says; whether to go on.
    pub(crate) fn look(&mut self) -> bool {
        let told = std::mem::take(&mut self.untold);
        let looked = Python::attach(|py| {
            py.check_signals()?;
            match &self.progress {
                Some(progress) if told > 0 => progress.call1(py, (told,)).map(drop),
                _ => Ok(()),
            }
        });
        looked.unwrap_or_else(|error| self.stop(error));
        self.looked = Instant::now();
        self.stopped.is_none()
    }

    /// Lets the call stop with this exception.
    pub(crate) fn stop(&mut self, error: PyErr) {
        self.stopped.get_or_insert(error);
    }

    /// The exception, if the call was stopped by one.
    pub(crate) fn result(self) -> PyResult<()> {
        self.stopped.map_or(Ok(()), Err)
    }
}
