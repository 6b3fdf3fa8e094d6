//! The inventory: the one place where records come in, and where everything that is known can be asked for.

mod act;
mod apply;
mod batch;
mod check;
mod derive;
mod ending;
mod export;
mod footprint;
mod intake;
mod memory;
mod normal;
mod observe;
mod order;
mod reading;
mod replay;
mod shorthand;
mod transition;
mod undo;
mod verify;
mod whole;

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, OnceLock},
};

pub use act::{Act, Reassignment, Rehoming, Transitioned};
use batch::Batch;
pub use batch::Counts;
pub use footprint::Footprint;
use intake::ALONE;
pub use observe::Observed;
use reading::Reading;

use crate::{
    change::ChangeField,
    error::{Error, Problems},
    event::{Context, Encoder},
    facts::{ChainKey, Facts, Touched},
    graph::{Graph, Snapshot},
    id::Reference,
    journal::Sink,
    lifecycle::Lifecycle,
    limits::Limits,
    record::Record,
    source::{Given, RecordSource},
    time::Instant,
};

/// Everything that is known about assets, identities, credentials and how they hang together, with its past.
///
/// Records come in as batches, each of which is accepted whole or not at all; each accepted batch is one event, which goes
/// to the sink that the host provided.
///
/// ```
/// use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis};
///
/// let records = r#"
///     {"record":"asset","id":"helpdesk","kind":"saas","stage":"retired"}
///     {"record":"identity","id":"alice","kind":"employee","status":"active"}
///     {"record":"credential","id":"hd-key","kind":"api_key","status":"active","issued_by":"helpdesk","owner":"alice"}
/// "#;
/// let records: Vec<Record> =
///     records.trim().lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
///
/// let mut inventory = Inventory::new();
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// inventory.add(records, &Context::at(now))?;
///
/// let report = analysis::orphans(&inventory.snapshot(), now, &Policy::default());
/// let finding = report.get(0).ok_or("no finding")?;
/// assert_eq!(finding.credential(), "hd-key");
/// assert_eq!(finding.reasons().to_string(), "issuer_retired");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Inventory {
    facts: Arc<Facts>,
    /// The compact graph of these facts, made when first asked for.
    graph: OnceLock<Arc<Graph>>,
    sources: memory::Sources,
    limits: Limits,
    lifecycle: Arc<Lifecycle>,
    sink: Option<Box<dyn Sink>>,
    sequence: u64,
    last_recorded_at: Option<Instant>,
    /// The sink failed once; what it holds is no longer known.
    sink_failed: bool,
    /// Events that were accepted before are coming in again.
    replaying: bool,
    /// What the change at hand touched, where somebody wants to know.
    noted: Option<Touched>,
}

/// What an accepted batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// The sequence number of its event.
    pub event: u64,
    /// How many records were new, replaced or unchanged.
    pub records: Counts,
}

impl Default for Inventory {
    fn default() -> Self {
        Self {
            facts: Arc::default(),
            graph: OnceLock::new(),
            sources: memory::Sources::new(),
            limits: Limits::default(),
            lifecycle: Lifecycle::shared_default(),
            sink: None,
            sequence: 0,
            last_recorded_at: None,
            sink_failed: false,
            replaying: false,
            noted: None,
        }
    }
}

impl Inventory {
    /// An empty inventory whose events are not kept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty inventory whose events go to this sink. For a sink that holds events already, see [`Self::replay`].
    #[must_use]
    pub fn with_sink(sink: Box<dyn Sink>) -> Self {
        Self { sink: Some(sink), ..Self::default() }
    }

    /// How much one batch may bring.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Sets how much one batch may bring.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// The lifecycle whose gates acts must pass; the model's, unless it was set.
    #[must_use]
    pub fn lifecycle(&self) -> &Lifecycle {
        &self.lifecycle
    }

    /// Sets the lifecycle. What happened under another one stays as it is.
    pub fn set_lifecycle(&mut self, lifecycle: Lifecycle) {
        self.lifecycle = Arc::new(lifecycle);
    }

    /// How many records there are, of every type.
    #[must_use]
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sequence number of the last event; 0 before the first.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Adds a batch of records, all or nothing.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] with the first hundred problems of the batch; [`Error::ClockBackwards`];
    /// [`Error::JournalFailed`]. The inventory is then as it was.
    pub fn add<I>(&mut self, records: I, context: &Context) -> Result<Added, Error>
    where
        I: IntoIterator<Item: Into<Record>>,
    {
        self.add_from(&mut Given(records.into_iter()), context)
    }

    /// Adds what a source gives as one batch, all or nothing, record by record as it comes.
    ///
    /// # Errors
    /// As for [`Self::add`]; the problems bear the places that the source knows.
    pub fn add_from(&mut self, source: &mut dyn RecordSource, context: &Context) -> Result<Added, Error> {
        self.add_from_on(ALONE, source, context)
    }

    /// The same as [`Self::add_from`], on so many threads, and no more than the processor runs at once: a second one applies what this
    /// one reads, so the source stays on the thread of the caller. More than two are of no use. The second begins where there is more to
    /// read than some thousand records, and ends with the call.
    ///
    /// # Errors
    /// As for [`Self::add`].
    pub fn add_from_on(
        &mut self,
        threads: NonZeroUsize,
        source: &mut dyn RecordSource,
        context: &Context,
    ) -> Result<Added, Error> {
        self.check_context(context)?;
        let mut encoder = self.encoder(context);
        let accepted = self.apply(threads, source, context, encoder.as_mut())?;
        self.settle(accepted, encoder.map(Encoder::added), context)
    }

    /// Makes a change that is one batch, and says what it touched.
    pub(crate) fn noting<T>(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<(T, Touched), Error> {
        self.noted = Some(Touched::default());
        // A source is the host's code, and may panic: what comes later is not noted then.
        let changed = catch_unwind(AssertUnwindSafe(|| change(self)));
        let noted = self.noted.take().unwrap_or_default();
        changed.unwrap_or_else(|panic| resume_unwind(panic)).map(|changed| (changed, noted))
    }

    /// Adds records that an event tells in another form.
    fn add_as(
        &mut self,
        source: &mut dyn RecordSource,
        event: Option<Vec<u8>>,
        context: &Context,
    ) -> Result<Added, Error> {
        let accepted = self.apply(ALONE, source, context, None)?;
        self.settle(accepted, event, context)
    }

    /// Applies a batch, or nothing of it.
    fn apply(
        &mut self,
        threads: NonZeroUsize,
        source: &mut dyn RecordSource,
        context: &Context,
        event: Option<&mut Encoder>,
    ) -> Result<undo::Accepted, Error> {
        self.graph = OnceLock::new();
        // What was accepted once is not judged again by limits that may have been others then.
        let limits = (!self.replaying).then_some(self.limits);
        let reading = Reading::new(self.facts.keys(), limits);
        let mut batch = Batch::new(Arc::make_mut(&mut self.facts), context);
        // A source is the host's code: if it panics, the batch goes back before the panic goes on.
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| batch.take(reading, threads, source, event))) {
            batch.take_back();
            resume_unwind(panic);
        }
        batch.verify();
        batch.finish(source)
    }

    /// Acknowledges a batch that was applied: its event goes to the sink, or the batch goes back.
    fn settle(&mut self, accepted: undo::Accepted, event: Option<Vec<u8>>, context: &Context) -> Result<Added, Error> {
        let sequence = self.sequence + 1;
        if let (Some(sink), Some(event)) = (&mut self.sink, event) {
            // A sink is the host's code, too: also if it panics the batch goes back.
            let failure = match catch_unwind(AssertUnwindSafe(|| sink.append(&event))) {
                Ok(Ok(())) => None,
                Ok(Err(source)) => Some(Ok(source)),
                Err(panic) => Some(Err(panic)),
            };
            if let Some(failure) = failure {
                accepted.take_back(Arc::make_mut(&mut self.facts));
                self.sink_failed = true;
                let source = failure.unwrap_or_else(|panic| resume_unwind(panic));
                return Err(Error::JournalFailed { sequence, source });
            }
        }
        if let Some(noted) = &mut self.noted {
            *noted = accepted.touched(&self.facts);
        }
        let records = accepted.keep(Arc::make_mut(&mut self.facts));
        self.sequence = sequence;
        self.last_recorded_at = Some(context.recorded_at);
        Ok(Added { event: sequence, records })
    }

    /// Whether the next event may be recorded with this context.
    fn check_context(&self, context: &Context) -> Result<(), Error> {
        if !self.replaying {
            let mut found = Vec::new();
            check::check_context(context, &self.limits, &mut found);
            let mut problems = Problems::default();
            found.into_iter().for_each(|problem| problems.push(problem));
            problems.into_result()?;
        }
        let failed = |source| Error::JournalFailed { sequence: self.sequence + 1, source };
        if self.sequence == 0
            && let Some(sink) = &self.sink
            && let Some(mut events) = sink.events().map_err(failed)?
            && events.next().is_some()
        {
            return Err(failed("it holds events already; replay it".into()));
        }
        if self.sink_failed {
            let source = "it failed before, and what it holds is no longer known; replay it into a new inventory";
            return Err(Error::JournalFailed { sequence: self.sequence + 1, source: source.into() });
        }
        match self.last_recorded_at {
            Some(last) if context.recorded_at < last => Err(Error::ClockBackwards { given: context.recorded_at, last }),
            _ => Ok(()),
        }
    }

    /// Encodes the next event as its records come; nothing without a sink.
    fn encoder(&self, context: &Context) -> Option<Encoder> {
        self.sink.as_ref().map(|_| Encoder::new(self.sequence + 1, context))
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// An immutable view of what is known now; cheap once made, and independent of later batches.
    ///
    /// The first snapshot after a batch orders all relations: O(records). Further ones share it. A batch that is added
    /// while a snapshot is still held copies the facts first.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let graph = self.graph.get_or_init(|| Arc::new(Graph::new(&self.facts)));
        Snapshot::new(Arc::clone(&self.facts), Arc::clone(graph))
    }

    /// The value of a field at an instant, as a word; `None` where it is unknown.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a record that the inventory does not bear, [`Error::InvalidArgument`] for a field that it
    /// does not have.
    pub fn value(&self, subject: &Reference, field: ChangeField, at: Instant) -> Result<Option<&'static str>, Error> {
        let slot = self.facts.find(subject).filter(|slot| self.facts.is_present(*slot));
        let slot = slot.ok_or_else(|| Error::NotFound(subject.clone()))?;
        if !field.belongs_to(subject.namespace) {
            return Err(Error::InvalidArgument(format!("`{subject}` has no field `{field}`")));
        }
        let key = ChainKey { slot, field };
        let own = || match self.facts.own(slot, field) {
            0 => field.default_number(),
            own => own,
        };
        let number = self.facts.changes.value_at(key, at).unwrap_or_else(own);
        Ok(field.word_of(subject.namespace, number))
    }
}

impl std::fmt::Debug for Inventory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inventory").field("records", &self.len()).field("sequence", &self.sequence).finish()
    }
}

impl PartialEq for Inventory {
    /// Whether two inventories know the same, whatever order it came in.
    fn eq(&self, other: &Self) -> bool {
        self.records().eq(other.records())
    }
}
