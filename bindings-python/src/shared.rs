//! An inventory that several threads share, with its monitor if it has one.
//!
//! Calls take turns; who waits does so without the interpreter, and hears Ctrl-C. Two mistakes that would wait for ever are
//! told instead: a call from within another one of the same thread (its iterator of records, its progress callback), and a
//! turn that belongs to a process from which this one was forked.

use std::{
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread::{self, ThreadId},
    time::Duration,
};

use nhi_lifecycle::{
    Inventory, Monitor, Snapshot,
    monitor::{Monitorable, Ticket},
};
use pyo3::{
    prelude::*,
    types::{IntoPyDict, PyCFunction},
};

use crate::{
    border::{detached, guarded},
    error::{half_changed, invalid_argument, raised},
};

/// How long to wait before listening for Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(50);

/// Who has the turn.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Holder {
    /// How often it was forked off: whoever asked the system each time would wait longer than for all the rest.
    process: u32,
    thread: ThreadId,
}

/// How often this process and those it comes from were forked.
static FORKS: AtomicU32 = AtomicU32::new(0);

/// Lets Python count the forks.
pub(crate) fn count_forks(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let Ok(register) = py.import("os")?.getattr("register_at_fork") else {
        // This system has no forks.
        return Ok(());
    };
    let forked = PyCFunction::new_closure(py, None, None, |_, _| {
        FORKS.fetch_add(1, Ordering::Relaxed);
    })?;
    register.call((), Some(&[("after_in_child", forked)].into_py_dict(py)?)).map(drop)
}

/// Whose turn it is.
#[derive(Default)]
struct Turns {
    holder: Option<Holder>,
    /// How many threads wait for theirs. To wake somebody asks the system, and mostly nobody waits.
    waiting: usize,
}

pub(crate) struct Shared {
    turns: Mutex<Turns>,
    free: Condvar,
    /// Only the holder takes it. A panic poisons it, as what it holds may be half-changed then.
    inventory: Mutex<Monitorable>,
}

/// The turn, given back when dropped.
struct Turn<'a>(&'a Shared);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turns = self.0.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.holder = None;
        if turns.waiting > 0 {
            self.0.free.notify_one();
        }
    }
}

impl Shared {
    pub(crate) fn new(inventory: Inventory) -> Self {
        Self { turns: Mutex::default(), free: Condvar::new(), inventory: Mutex::new(Monitorable::new(inventory)) }
    }

    /// Asks the inventory, without the interpreter, when it is this thread's turn.
    pub(crate) fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&Inventory) -> PyResult<T> + Send,
    ) -> PyResult<T> {
        self.with(py, |held| ask(held.inventory()))
    }

    /// Changes the inventory, which is refused while it is monitored.
    pub(crate) fn change<T: Send>(
        &self,
        py: Python<'_>,
        change: impl FnOnce(&mut Inventory) -> PyResult<T> + Send,
    ) -> PyResult<T> {
        self.with(py, |held| change(held.inventory_mut().map_err(raised)?))
    }

    /// What is known now, to be asked at leisure.
    pub(crate) fn snapshot(&self, py: Python<'_>) -> PyResult<Snapshot> {
        self.ask(py, |inventory| Ok(inventory.snapshot()))
    }

    /// Begins to monitor the inventory.
    pub(crate) fn begin(&self, py: Python<'_>, at: nhi_lifecycle::Instant) -> PyResult<Ticket> {
        self.with(py, |held| held.begin(at).map_err(raised))
    }

    /// Works with the monitor of this ticket.
    pub(crate) fn monitor<T: Send>(
        &self,
        py: Python<'_>,
        ticket: &Ticket,
        work: impl FnOnce(&mut Monitor) -> PyResult<T> + Send,
    ) -> PyResult<T> {
        self.with(py, |held| work(held.monitor_mut(ticket).map_err(raised)?))
    }

    fn with<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut Monitorable) -> PyResult<T> + Send) -> PyResult<T> {
        let _turn = self.turn(py)?;
        detached(py, || work(&mut *self.inventory.lock().map_err(|_| half_changed())?))
    }

    /// Works with the inventory for less time than it takes to give the interpreter away and to get it back.
    pub(crate) fn quickly<T>(&self, py: Python<'_>, work: impl FnOnce(&Inventory) -> PyResult<T>) -> PyResult<T> {
        let _turn = self.turn(py)?;
        guarded(|| work(self.inventory.lock().map_err(|_| half_changed())?.inventory()))
    }

    fn turn(&self, py: Python<'_>) -> PyResult<Turn<'_>> {
        let own = Holder { process: FORKS.load(Ordering::Relaxed), thread: thread::current().id() };
        // Most calls wait for nobody. Whoever holds this lock does so for a moment and needs no interpreter meanwhile.
        if let Ok(mut turns) = self.turns.try_lock()
            && turns.holder.is_none()
        {
            turns.holder = Some(own);
            return Ok(Turn(self));
        }
        loop {
            match py.detach(|| self.try_turn(own)) {
                None => return Ok(Turn(self)),
                Some(holder) if holder == own => {
                    let message =
                        "this inventory is being changed by this very call's records or progress; wait for it";
                    return Err(invalid_argument(message));
                }
                Some(holder) if holder.process != own.process => {
                    let message = "this inventory was being changed when this process was forked; load it again here";
                    return Err(invalid_argument(message));
                }
                Some(_) => py.check_signals()?,
            }
        }
    }

    /// Takes the turn, or says who has it after waiting a while.
    fn try_turn(&self, own: Holder) -> Option<Holder> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.holder.is_some_and(|holder| holder != own && holder.process == own.process) {
            turns.waiting += 1;
            turns = self.free.wait_timeout(turns, PATIENCE).unwrap_or_else(PoisonError::into_inner).0;
            turns.waiting -= 1;
        }
        if turns.holder.is_none() {
            turns.holder = Some(own);
            return None;
        }
        turns.holder
    }
}
