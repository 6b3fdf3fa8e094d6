//! Options: structs that the caller fills in. Each begins with its own size, so that later versions can add to it.

use std::{
    ffi::{c_char, c_void},
    num::NonZeroUsize,
};

use nhi_lifecycle::{
    Act, Context, Limits, Policy, Record, Reference, error::Problems, graph::DependencyFilter, id::IdentityRef,
    inventory::Footprint, relation::RelationKind, source::RecordSource,
};
use nhi_report::Table;

use crate::{
    guard::Failure,
    pointer::{self, Options, Text},
    watch::Watch,
};

/// A text that the caller gives: UTF-8, not ended by a NUL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_text {
    /// Where it begins.
    pub data: *const c_char,
    /// How many bytes it has.
    pub len: u64,
}

/// Who hands in a batch, when and why, and how strictly it is taken. Set everything to zero, then struct_size, then the rest.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_context {
    /// sizeof(nhi_context).
    pub struct_size: u64,
    /// When the batch is recorded, in microseconds since 1970 (UTC); never before the last one.
    pub recorded_at: i64,
    /// Not 0: a reference to a record that nobody knows makes an absent record, instead of an error.
    pub lenient: u64,
    /// Who hands it in; NULL where that is not said.
    pub actor: nhi_text,
    /// From which system it comes; NULL where that is not said. An observation needs it.
    pub source: nhi_text,
    /// Why; NULL where that is not said.
    pub reason: nhi_text,
    /// Called now and then while records are read; NULL for nothing. See nhi_progress.
    pub progress: nhi_progress,
    /// What it is called with.
    pub progress_data: *mut c_void,
    /// On how many threads a batch is added, 0 for one: a second applies what this one reads, more are of no use. It lives as long as
    /// the call, and begins where thousands of records come. What else takes a context works on this thread.
    pub threads: u64,
}

/// Is told how much was done since it was told last: records that were read, or bytes where exports of other systems are, or steps of a
/// long question. Where it returns anything but 0 the call stops with NHI_CODE_CANCELLED, and nothing of a batch is taken. It is called by
/// the thread that made the call. While a batch is read it must not use that call's inventory or monitor, for which it would wait for
/// ever.
pub type nhi_progress = Option<unsafe extern "C" fn(data: *mut c_void, more: u64) -> i32>;

/// How a long question is worked out. NULL stands for the thread of the caller alone, and nobody who is told.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_effort {
    /// sizeof(nhi_effort).
    pub struct_size: u64,
    /// On how many threads, where the question can be shared; 0 for one, and never more than the processor runs at once. They live as
    /// long as the call.
    pub threads: u64,
    /// Called at the first step and then at most twenty times a second, with how many steps were made since; NULL for nothing. Where it
    /// returns anything but 0 the call stops with NHI_CODE_CANCELLED. See nhi_progress.
    pub progress: nhi_progress,
    /// What it is called with.
    pub progress_data: *mut c_void,
}

/// Who does something, when and why, and what they hand in with it. Set everything to zero, then struct_size, then the rest.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_act {
    /// sizeof(nhi_act).
    pub struct_size: u64,
    /// When it is done, in microseconds since 1970 (UTC).
    pub at: i64,
    /// Not 0: `recorded_at` says when it is recorded. 0: at once, or with the last event where that was recorded later.
    pub recorded_later: u64,
    /// When it is recorded, in microseconds since 1970 (UTC).
    pub recorded_at: i64,
    /// Who does it.
    pub by: nhi_text,
    /// Why.
    pub reason: nhi_text,
    /// In which system; NULL where that is not said.
    pub source: nhi_text,
    /// Evidence and overrides that are handed in, as records in JSON Lines; NULL for none.
    pub handed_in: nhi_text,
}

/// What the organisation decides and goes along with every question. NULL stands for one that decides nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_policy {
    /// sizeof(nhi_policy).
    pub struct_size: u64,
    /// The id of the team that is responsible for retirements; NULL for none.
    pub retirement_team: nhi_text,
}

/// How much one batch may bring. Get them with nhi_inventory_limits, change some, set them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_limits {
    /// sizeof(nhi_limits).
    pub struct_size: u64,
    /// Bytes of one source.
    pub bytes: u64,
    /// Bytes of one line or row.
    pub line_bytes: u64,
    /// Records in one batch.
    pub records: u64,
    /// Relations in one batch, short-hands counted.
    pub relations: u64,
    /// Bytes of one text.
    pub field_bytes: u64,
    /// Lists and maps inside each other.
    pub nesting: u64,
}

/// What became of a batch. Set struct_size; the call fills in the rest.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_added {
    /// sizeof(nhi_added).
    pub struct_size: u64,
    /// The sequence number of its event.
    pub event: u64,
    /// Records with a key that was not known.
    pub records_new: u64,
    /// Records that took the place of one with the same key.
    pub records_replaced: u64,
    /// Records that were there already, the same.
    pub records_unchanged: u64,
}

/// The bytes that an inventory takes, by part, as it asked the allocator for them. Set struct_size; the call fills in the rest.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_footprint {
    /// sizeof(nhi_footprint).
    pub struct_size: u64,
    /// The texts of all ids, each once.
    pub id_texts: u64,
    /// What finds an id: where its text lies, and the tables of hashes.
    pub ids: u64,
    /// Assets, identities and credentials.
    pub records: u64,
    /// Relations, those of short-hands included.
    pub relations: u64,
    /// Changes and the histories that they make.
    pub changes: u64,
    /// Evidence, overrides, exceptions, coverage and lines of logs.
    pub papers: u64,
    /// What each source showed last, for observations.
    pub sources: u64,
    /// What is laid out for analyses when a question is asked, until the next batch.
    pub graph: u64,
    /// How many records there are, of every type; no bytes.
    pub record_count: u64,
    /// All parts together.
    pub total: u64,
    /// The total for each record, rounded; 0 where there is none.
    pub per_record: u64,
}

/// Which part of the dependency graph to draw. NULL stands for all of it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_dot_filter {
    /// sizeof(nhi_dot_filter).
    pub struct_size: u64,
    /// Not 0: only relations that hold at the instant `at`. 0: of all times.
    pub at_instant: u64,
    /// The instant, in microseconds since 1970 (UTC).
    pub at: i64,
    /// Only relations of these kinds (NHI_RELATION_...); none for all.
    pub kinds: *const i32,
    /// How many kinds.
    pub kinds_len: u64,
    /// Only what is connected with one of these records, such as asset:web-1, in either direction; none for everything.
    pub around: *const nhi_text,
    /// How many records.
    pub around_len: u64,
    /// At most so many relations away from them; 0 for any number.
    pub within: u64,
}

/// How a table looks. NULL stands for a hundred columns without colour and with explanations.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nhi_table_options {
    /// sizeof(nhi_table_options).
    pub struct_size: u64,
    /// How many columns wide; 0 for a hundred.
    pub width: u64,
    /// Not 0: with the colours of a terminal.
    pub colour: u64,
    /// Not 0: without a sentence under each finding.
    pub no_explanations: u64,
}

macro_rules! options {
    ($($name:ident: $first_size:literal,)+) => { $(
        // SAFETY: repr(C), eight bytes each, the first a u64; numbers and pointers take any bytes, functions those that a caller gives.
        unsafe impl Options for $name {
            const NAME: &'static str = stringify!($name);
            const FIRST_SIZE: usize = $first_size * size_of::<u64>();
        }
        // Until a version adds a field.
        const _: () = assert!(size_of::<$name>() == $name::FIRST_SIZE);
    )+ };
}

options! {
    nhi_context: 12,
    nhi_effort: 4,
    nhi_act: 12,
    nhi_policy: 3,
    nhi_limits: 7,
    nhi_added: 5,
    nhi_footprint: 12,
    nhi_dot_filter: 8,
    nhi_table_options: 4,
}

impl nhi_text {
    /// # Safety
    /// As for [`Text::new`].
    pub(crate) unsafe fn get<'a>(self) -> Text<'a> {
        // SAFETY: as promised.
        unsafe { Text::new(self.data, self.len) }
    }
}

/// Reads a context.
///
/// # Safety
/// As for [`pointer::options`], and its texts as for [`Text::new`].
pub(crate) unsafe fn context(given: *const nhi_context) -> Result<Context, Failure> {
    // SAFETY: as promised.
    let given = unsafe { pointer::options(given)? }.ok_or_else(|| pointer::null("context"))?;
    // SAFETY: as promised.
    let (actor, source, reason) = unsafe { (given.actor.get(), given.source.get(), given.reason.get()) };
    Ok(Context {
        recorded_at: pointer::instant(given.recorded_at, "recorded_at")?,
        actor: actor.optional("actor")?.map(str::to_owned),
        source: source.optional("source")?.map(str::to_owned),
        reason: reason.optional("reason")?.map(str::to_owned),
        lenient: given.lenient != 0,
    })
}

/// Reads how a long question is worked out: on how many threads, and under which watch.
///
/// # Safety
/// As for [`pointer::options`]; what it calls is a function that takes what it takes.
pub(crate) unsafe fn effort(given: *const nhi_effort) -> Result<(NonZeroUsize, Watch), Failure> {
    // SAFETY: as promised.
    let given = unsafe { pointer::options(given)? };
    let threads = given.map_or(NonZeroUsize::MIN, |given| so_many(given.threads));
    // SAFETY: as promised.
    let watch = given.map_or_else(Watch::none, |given| unsafe { Watch::of(given.progress, given.progress_data) });
    Ok((threads, watch))
}

/// Reads on how many threads a batch is added.
///
/// # Safety
/// As for [`pointer::options`].
pub(crate) unsafe fn threads(given: *const nhi_context) -> Result<NonZeroUsize, Failure> {
    // SAFETY: as promised.
    let given = unsafe { pointer::options(given)? };
    Ok(given.map_or(NonZeroUsize::MIN, |given| so_many(given.threads)))
}

/// A number of threads; 0 stands for one.
fn so_many(threads: u64) -> NonZeroUsize {
    NonZeroUsize::new(usize::try_from(threads).unwrap_or(usize::MAX)).unwrap_or(NonZeroUsize::MIN)
}

/// Reads an act, and what is handed in with it.
///
/// # Safety
/// As for [`context`].
pub(crate) unsafe fn act(given: *const nhi_act, limits: &Limits) -> Result<Act, Failure> {
    // SAFETY: as promised.
    let given = unsafe { pointer::options(given)? }.ok_or_else(|| pointer::null("act"))?;
    // SAFETY: as promised.
    let (by, reason, source) = unsafe { (given.by.get(), given.reason.get(), given.source.get()) };
    // SAFETY: as promised.
    let handed_in = unsafe { given.handed_in.get() }.needed("handed_in")?;
    let mut act = Act::new(pointer::instant(given.at, "at")?, by.needed("by")?, reason.needed("reason")?);
    act.source = source.optional("source")?.map(str::to_owned);
    if given.recorded_later != 0 {
        act.recorded_at = Some(pointer::instant(given.recorded_at, "recorded_at")?);
    }
    let mut records = nhi_import::read_str(handed_in, limits);
    let mut problems = Problems::default();
    while let Some(record) = records.next_record() {
        match record {
            Ok(Record::Evidence(evidence)) => act.evidence.push(*evidence),
            Ok(Record::Override(leave)) => act.overrides.push(*leave),
            Ok(_) => return Err(Failure::argument("only evidence and overrides are handed in with an act")),
            Err(problem) => problems.push(problem),
        }
    }
    problems.into_result()?;
    Ok(act)
}

/// Reads a policy; null is the default one.
///
/// # Safety
/// As for [`context`].
pub(crate) unsafe fn policy(given: *const nhi_policy) -> Result<Policy, Failure> {
    // SAFETY: as promised.
    let Some(given) = (unsafe { pointer::options(given)? }) else { return Ok(Policy::default()) };
    // SAFETY: as promised.
    let team = unsafe { given.retirement_team.get() }.optional("retirement_team")?;
    let team =
        team.map(|team| team.parse::<IdentityRef>().map_err(|error| pointer::reference("retirement_team", &error)));
    Ok(Policy { retirement_team: team.transpose()? })
}

/// Reads which part of the graph to draw; null is all of it.
///
/// # Safety
/// As for [`context`], and its lists as for [`pointer::list`].
pub(crate) unsafe fn dot_filter(given: *const nhi_dot_filter) -> Result<DependencyFilter, Failure> {
    // SAFETY: as promised.
    let Some(given) = (unsafe { pointer::options(given)? }) else { return Ok(DependencyFilter::default()) };
    // SAFETY: as promised.
    let (kinds, around) = unsafe {
        (
            pointer::list(given.kinds, given.kinds_len, "kinds")?,
            pointer::list(given.around, given.around_len, "around")?,
        )
    };
    let kind = |number: &i32| pointer::word(*number, RelationKind::from_number, "relation");
    let reference = |text: &nhi_text| -> Result<Reference, Failure> {
        // SAFETY: as promised.
        let text = unsafe { text.get() }.needed("around")?;
        text.parse().map_err(|error| pointer::reference("around", &error))
    };
    let at = (given.at_instant != 0).then(|| pointer::instant(given.at, "at")).transpose()?;
    Ok(DependencyFilter {
        at,
        kinds: kinds.iter().map(kind).collect::<Result<_, _>>()?,
        around: around.iter().map(reference).collect::<Result<_, _>>()?,
        within: (given.within != 0).then(|| usize::try_from(given.within).unwrap_or(usize::MAX)),
    })
}

/// Reads how a table looks; null is the usual way.
///
/// # Safety
/// As for [`pointer::options`].
pub(crate) unsafe fn table(given: *const nhi_table_options) -> Result<Table, Failure> {
    // SAFETY: as promised.
    let Some(given) = (unsafe { pointer::options(given)? }) else { return Ok(Table::new()) };
    let table = Table::new().colour(given.colour != 0).explanations(given.no_explanations == 0);
    let width = usize::try_from(given.width).unwrap_or(usize::MAX);
    Ok(if width == 0 { table } else { table.width(width) })
}

impl nhi_footprint {
    pub(crate) fn of(footprint: &Footprint) -> Self {
        let Footprint { id_texts, ids, records, relations, changes, papers, sources, graph, record_count } = *footprint;
        Self {
            struct_size: size_of::<Self>() as u64,
            id_texts: id_texts as u64,
            ids: ids as u64,
            records: records as u64,
            relations: relations as u64,
            changes: changes as u64,
            papers: papers as u64,
            sources: sources as u64,
            graph: graph as u64,
            record_count: record_count as u64,
            total: footprint.total() as u64,
            per_record: footprint.per_record() as u64,
        }
    }
}

impl nhi_limits {
    pub(crate) fn of(limits: &Limits) -> Self {
        let Limits { bytes, line_bytes, records, relations, field_bytes, nesting } = *limits;
        Self {
            struct_size: size_of::<Self>() as u64,
            bytes,
            line_bytes: line_bytes as u64,
            records: records as u64,
            relations: relations as u64,
            field_bytes: field_bytes as u64,
            nesting: nesting as u64,
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Limits {
            bytes: self.bytes,
            line_bytes: size(self.line_bytes),
            records: size(self.records),
            relations: size(self.relations),
            field_bytes: size(self.field_bytes),
            nesting: size(self.nesting),
        }
    }
}
