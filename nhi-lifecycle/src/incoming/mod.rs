//! Records on their way in.
//!
//! A source puts each record into an [`Incoming`]: one that it made, or the record's fields one by one from where they stand (a line,
//! a row, a column), which makes no [`Record`] and copies no text twice. What a [`Draft`] takes is right. It gives up at whatever is
//! out of the ordinary: then the source makes the record, and making it says what is wrong. So a draft is no more than the shorter way.

mod draft;
mod links;
mod nouns;
mod text;
mod waiting;

pub use draft::{Draft, Scalar};
pub(crate) use text::refused;
pub(crate) use waiting::{Content, Item, MUCH, Name, Waiting};

use crate::{
    facts::Keys,
    limits::Limits,
    record::{Record, RecordType},
};

/// Where records come together until some two hundred are applied at once.
pub(crate) struct Room {
    pub(crate) waiting: Waiting,
    /// What ids are hashed with.
    pub(crate) keys: Keys,
    /// What texts are held to; none where they were before.
    pub(crate) limits: Option<Limits>,
    /// The position of the record that comes next.
    pub(crate) position: usize,
    /// The record that was made and put in last, until it is said to count.
    pub(crate) made: Option<Record>,
    /// How many relations the draft brings that waits last, until it is said to count.
    pub(crate) drafted: Option<usize>,
}

impl Room {
    /// Forgets what was put in last and is said not to count.
    pub(crate) fn forget(&mut self) {
        self.made = None;
        if self.drafted.take().is_some() {
            self.waiting.forget_last();
        }
    }
}

/// The place of one record, for a source to put it in.
pub struct Incoming<'r>(&'r mut Room);

/// That a record was put in.
#[derive(Debug)]
#[must_use = "a record counts when its source hands this out"]
pub struct Taken(());

impl<'r> Incoming<'r> {
    /// The place, empty whatever happened there before.
    pub(crate) fn new(room: &'r mut Room) -> Self {
        if room.waiting.has_loose_names() {
            room.waiting.discard();
        }
        Self(room)
    }

    /// Puts in a record that was made.
    pub fn put(self, record: impl Into<Record>) -> Taken {
        self.0.made = Some(record.into());
        Taken(())
    }

    /// Puts in a record of this type from the fields that `fill` sets in its draft, all of them.
    ///
    /// # Errors
    /// The same place, empty as before, where `fill` or one of the fields gave up, something is missing, or fields do not go together.
    #[inline]
    pub fn draft<'t>(
        self,
        record_type: RecordType,
        fill: impl FnOnce(&mut Draft<'_, 't>) -> Option<()>,
    ) -> Result<Taken, Self> {
        let drafted = Draft::new(self.0, record_type).and_then(|mut draft| {
            fill(&mut draft)?;
            draft.finish()
        });
        if drafted.is_some() {
            self.0.drafted = drafted;
            return Ok(Taken(()));
        }
        self.0.waiting.discard();
        Err(self)
    }
}

impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").finish_non_exhaustive()
    }
}
