//! The journal in a file, read under a watch: replaying a long one can be stopped.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use nhi_lifecycle::{
    Error,
    journal::{Events, Sink, SinkError},
};
use nhi_store::FileSink;
use pyo3::prelude::*;

use crate::{error::raised, watch::Watch};

/// The watch of whoever reads the journal, while they do.
#[derive(Clone, Default)]
pub(crate) struct Reader(Arc<Mutex<Option<Watch>>>);

impl Reader {
    /// Opens the journal that this one reads.
    pub(crate) fn open(&self, path: PathBuf) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(Journal { file: FileSink::open(path)?, reader: self.clone() }))
    }

    /// Does what reads the journal, each event a step of the watch.
    pub(crate) fn read<T>(&self, watch: Watch, read: impl FnOnce() -> Result<T, Error>) -> PyResult<T> {
        *self.lock() = Some(watch);
        let result = read();
        if let Some(mut watch) = self.lock().take() {
            watch.look();
            watch.result()?;
        }
        result.map_err(raised)
    }

    fn step(&self) -> bool {
        self.lock().as_mut().is_none_or(Watch::long_step)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Watch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Journal {
    file: FileSink,
    reader: Reader,
}

impl Sink for Journal {
    fn append(&mut self, event: &[u8]) -> Result<(), SinkError> {
        self.file.append(event)
    }

    fn events(&self) -> Result<Option<Events<'_>>, SinkError> {
        let Some(events) = self.file.events()? else { return Ok(None) };
        let watched = events.map(|event| if self.reader.step() { event } else { Err("stopped, as asked".into()) });
        Ok(Some(Box::new(watched)))
    }
}
