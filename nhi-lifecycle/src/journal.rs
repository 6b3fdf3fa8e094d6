//! The journal: every accepted batch is one event, and its bytes go to a sink that the host provides.

use std::sync::{Arc, Mutex, PoisonError};

/// Why a sink did not do what was asked.
pub type SinkError = Box<dyn std::error::Error + Send + Sync>;

/// Events in their order, each as the bytes that were appended.
pub type Events<'a> = Box<dyn Iterator<Item = Result<Vec<u8>, SinkError>> + 'a>;

/// Takes the bytes of events. The host decides where they lie: a file, a database, memory.
pub trait Sink: Send + Sync {
    /// Stores one event for good. When it returns `Ok`, the event is acknowledged and must not get lost.
    ///
    /// # Errors
    /// Whatever kept it from storing the event; the inventory then applies nothing and takes no more events.
    fn append(&mut self, event: &[u8]) -> Result<(), SinkError>;

    /// The events from the first one on, or `None` where the sink does not keep them.
    ///
    /// # Errors
    /// Whatever keeps it from reading.
    fn events(&self) -> Result<Option<Events<'_>>, SinkError>;
}

/// A sink in memory. Clones share their events, so the host can keep one end and give the other to the inventory.
#[derive(Clone, Debug, Default)]
pub struct MemorySink(Arc<Mutex<Vec<Vec<u8>>>>);

impl MemorySink {
    /// The events so far.
    #[must_use]
    pub fn bytes(&self) -> Vec<Vec<u8>> {
        // Appending a vector can't leave it half-made, so a poisoned lock holds whole events.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Sink for MemorySink {
    fn append(&mut self, event: &[u8]) -> Result<(), SinkError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event.to_vec());
        Ok(())
    }

    fn events(&self) -> Result<Option<Events<'_>>, SinkError> {
        Ok(Some(Box::new(self.bytes().into_iter().map(Ok))))
    }
}
