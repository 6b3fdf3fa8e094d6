//! Watching what takes long: bytes are told as they are read, and the caller may stop it, also afterwards.

use std::{
    cell::{Cell, RefCell},
    io::{self, Read},
};

use nhi_lifecycle::{Code, Problem};

/// The caller's ear and say.
pub(crate) struct Watch<'a> {
    told: RefCell<&'a mut dyn FnMut(u64) -> bool>,
    stopped: Cell<bool>,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(told: &'a mut dyn FnMut(u64) -> bool) -> Self {
        Self { told: RefCell::new(told), stopped: Cell::new(false) }
    }

    /// These, as long as the caller lets it go on.
    pub(crate) fn over<I: IntoIterator>(&self, all: I) -> impl Iterator<Item = I::Item> {
        all.into_iter().take_while(|_| self.tell(0))
    }

    /// So many bytes more were read; whether to go on.
    fn tell(&self, bytes: u64) -> bool {
        if !self.stopped.get() && !(self.told.borrow_mut())(bytes) {
            self.stopped.set(true);
        }
        !self.stopped.get()
    }

    /// Whatever became of what was read last, it counts for nothing if the caller stopped it.
    pub(crate) fn result(&self) -> Result<(), Problem> {
        if self.stopped.get() { Err(Problem::new(Code::Cancelled, "stopped, as asked")) } else { Ok(()) }
    }
}

/// A reader whose bytes are told.
pub(crate) struct Watched<'w, 'a, R> {
    reader: R,
    watch: &'w Watch<'a>,
}

impl<'w, 'a, R> Watched<'w, 'a, R> {
    pub(crate) fn new(reader: R, watch: &'w Watch<'a>) -> Self {
        Self { reader, watch }
    }
}

impl<R: Read> Read for Watched<'_, '_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        if self.watch.tell(read as u64) { Ok(read) } else { Err(io::Error::other("stopped, as asked")) }
    }
}
