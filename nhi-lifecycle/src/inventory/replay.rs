//! Replaying a journal: the same events give the same inventory.

use super::Inventory;
use crate::{
    error::Error,
    event::{Context, ENCODING, Event, Happened},
    journal::Sink,
};

impl Inventory {
    /// The inventory that the events of a sink tell, going on where they end.
    ///
    /// # Errors
    /// [`Error::JournalNotKept`] if the sink keeps no events; [`Error::JournalCorrupt`] naming the first event that does not
    /// follow from those before it; [`Error::JournalFailed`] if the sink can't be read.
    pub fn replay(sink: Box<dyn Sink>) -> Result<Self, Error> {
        let mut inventory = Self::replayed(&*sink, u64::MAX)?;
        inventory.sink = Some(sink);
        Ok(inventory)
    }

    /// What was known when this event had just been accepted, whatever was learnt since. Event 0 is the empty beginning.
    ///
    /// # Errors
    /// As for [`Self::replay`]; [`Error::InvalidArgument`] for an event that has not happened.
    pub fn as_known_at(&self, event: u64) -> Result<Self, Error> {
        if event > self.sequence {
            let message = format!("event {event} has not happened; the last is {}", self.sequence);
            return Err(Error::InvalidArgument(message));
        }
        let sink = self.sink.as_ref().ok_or(Error::JournalNotKept)?;
        let inventory = Self::replayed(&**sink, event)?;
        if inventory.sequence < event {
            let message = "the journal ends before it".to_owned();
            return Err(Error::JournalCorrupt { sequence: event, message });
        }
        Ok(inventory)
    }

    fn replayed(sink: &dyn Sink, last: u64) -> Result<Self, Error> {
        let failed = |sequence: u64| move |source| Error::JournalFailed { sequence, source };
        let events = sink.events().map_err(failed(0))?.ok_or(Error::JournalNotKept)?;
        let mut inventory = Self::new();
        for bytes in events.take(usize::try_from(last).unwrap_or(usize::MAX)) {
            let sequence = inventory.sequence + 1;
            inventory.replay_event(&bytes.map_err(failed(sequence))?)?;
        }
        Ok(inventory)
    }

    fn replay_event(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let sequence = self.sequence + 1;
        let corrupt = |message: String| Error::JournalCorrupt { sequence, message };
        let event: Event = serde_json::from_slice(bytes).map_err(|error| {
            // serde_json's own words may repeat a value; its place is enough to find it.
            corrupt(format!("it is not an event of encoding {ENCODING} (column {})", error.column()))
        })?;
        if event.v != ENCODING || event.sequence != sequence {
            let message = format!("it says encoding {} and sequence {}", event.v, event.sequence);
            return Err(corrupt(message));
        }
        // Strictness was settled when the batch was accepted.
        let context = Context {
            recorded_at: event.recorded_at,
            actor: event.actor,
            source: event.source,
            reason: event.reason,
            lenient: true,
        };
        let replayed = match event.happened {
            Happened::Added { records } => self.add(records, &context).map(|_| ()),
            // What the gates said then is history; only what was done is done again.
            Happened::Acted { records, .. } => self.add(records, &context).map(|_| ()),
            Happened::Observed { observed_at, records, no_longer_shown, relations_no_longer_shown } => {
                self.replay_observed(records, observed_at, no_longer_shown, relations_no_longer_shown, &context)
            }
        };
        replayed.map_err(|error| corrupt(error.to_string()))
    }
}
