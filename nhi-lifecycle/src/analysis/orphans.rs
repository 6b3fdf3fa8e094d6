//! Which credentials outlived what they were made for.

use std::{collections::BTreeMap, num::NonZeroUsize, ops::Range, sync::Arc};

use fixedbitset::FixedBitSet;

use super::{
    ahead::fetch_responsible,
    explain::responsible,
    judgement::{Judgement, Weighed},
    moment::{Moment, World},
    sentence,
    sift::{SIFTED, sift},
    since::{Since, replayed, since},
    view::View,
    witness::{Witness, witnesses},
    workers::Workers,
};
use crate::{
    controls::{self, Control},
    facts::Slot,
    finding::{Reason, Reasons, Severity, Status},
    graph::{BLOCK, Snapshot},
    id::ReferenceView,
    identity::IdentityClass,
    policy::Policy,
    time::Instant,
};

/// Finds every orphaned credential at an instant: section 5 of the model.
///
/// Returns a report whose findings are sorted, the most severe first, then by credential id. Witnesses, sentences and the like
/// are made when a finding is asked for them.
///
/// O(records + relations); the first question to a snapshot that puts credentials in order sorts the ids of all of them, once. `since` is
/// worked out on request, by [`Report::with_since`].
///
/// See [`Inventory`](crate::Inventory) for an example.
#[must_use]
pub fn orphans(snapshot: &Snapshot, at: Instant, policy: &Policy) -> Report {
    orphans_on(NonZeroUsize::MIN, snapshot, at, policy)
}

/// The same as [`orphans()`], on so many threads, and no more than the processor runs at once.
///
/// They live as long as the call. What is asked of all records in order is shared among them; what spreads from record to record (who
/// is kept and needed) is not. A small inventory is left to the thread of the caller, and so is what no thread can be had for.
#[must_use]
pub fn orphans_on(threads: NonZeroUsize, snapshot: &Snapshot, at: Instant, policy: &Policy) -> Report {
    let workers = Workers::new(threads, snapshot.facts.credentials.len() as usize);
    let judge = |world| Judgement::of(Moment::with(snapshot, at, world, workers));
    let judgement = judge(World::AsRecorded);
    let completed = snapshot.graph.has_absent.then(|| judge(World::AbsentPresent));
    let rows = rows(&judgement, completed.as_ref());
    Report { judgement: Arc::new(judgement), policy: policy.clone(), rows, since: Vec::new() }
}

/// The most severe first, then by credential id.
fn rows(judgement: &Judgement, completed: Option<&Judgement>) -> Vec<Row> {
    let by_id = judgement.moment.snapshot.credentials_by_id();
    let (mut places, count) = places(&judgement.weighed);
    let mut rows = vec![Row::default(); count];
    let orphaned = orphaned(&judgement.weighed);
    let is_orphaned = |credential| orphaned.contains(credential as usize);
    // In the order of ids they lie all over the memory: each step waits for many of them at once, as it does nothing else.
    let mut weighed = [Weighed::default(); SIFTED];
    sift(by_id, is_orphaned, |found| {
        weighed.iter_mut().zip(found).for_each(|(weighed, credential)| *weighed = judgement.weighed(*credential));
        for (credential, weighed) in found.iter().copied().zip(weighed) {
            let (reasons, severity) = (weighed.reasons(), weighed.severity_number());
            let certain = completed.map_or(reasons, |completed| completed.reasons(credential));
            let place = &mut places[usize::from(severity)];
            rows[*place] = Row { credential, reasons, indeterminate: reasons.without(certain), severity };
            *place += 1;
        }
    });
    rows
}

/// Which credentials are orphaned, as bits: few enough bytes to stay near while they are looked up in another order.
fn orphaned(weighed: &[Weighed]) -> FixedBitSet {
    let blocks = weighed.chunks(usize::BITS as usize).map(|block| {
        let mut orphaned = [0; usize::BITS as usize];
        orphaned.iter_mut().zip(block).for_each(|(orphaned, weighed)| *orphaned = u8::from(!weighed.is_none()));
        // Eight bytes of 0 or 1 become the eight bits of the highest byte.
        let bits = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        let (bytes, _) = orphaned.as_chunks();
        (0..).step_by(8).zip(bytes).fold(0, |all, (shift, bytes)| all | (bits(bytes) as usize) << shift)
    });
    FixedBitSet::with_capacity_and_blocks(weighed.len(), blocks)
}

/// Where the findings of each severity begin, by its number, the worst ones first; and how many findings there are.
fn places(weighed: &[Weighed]) -> ([usize; SEVERITIES], usize) {
    let mut places = [0; SEVERITIES];
    for block in weighed.chunks(BLOCK) {
        // Small counters, so that many are counted at once.
        let mut counts = [0_u16; SEVERITIES];
        for weighed in block {
            let number = weighed.severity_number();
            (0..).zip(&mut counts).for_each(|(severity, count)| *count += u16::from(number == severity));
        }
        places.iter_mut().zip(counts).for_each(|(all, count)| *all += usize::from(count));
    }
    let mut count = 0;
    for place in places.iter_mut().skip(1).rev() {
        count += std::mem::replace(place, count);
    }
    (places, count)
}

/// How many severities there are, and none.
const SEVERITIES: usize = Severity::ALL.len() + 1;

/// From how many findings on it is faster to replay the history than to look at each by itself.
const MANY: usize = 1_000;

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    credential: u32,
    reasons: Reasons,
    indeterminate: Reasons,
    /// By its number.
    severity: u8,
}

/// The orphaned credentials of a snapshot at an instant.
#[derive(Clone, Debug)]
pub struct Report {
    judgement: Arc<Judgement>,
    policy: Policy,
    rows: Vec<Row>,
    /// By finding, since when it has held; empty until that is asked for.
    since: Vec<Option<Since>>,
}

impl Report {
    /// The instant it is about.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.judgement.moment.at
    }

    /// The snapshot it is about.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.judgement.moment.snapshot
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The finding at this place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Finding<'_>> {
        self.rows.get(index).map(|row| self.finding(index, row))
    }

    /// The findings, the most severe first, then by credential id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Finding<'_>> {
        self.rows.iter().enumerate().map(|(place, row)| self.finding(place, row))
    }

    /// The findings at these places, as far as there are any, to be asked for their ids and who is responsible one after the other.
    ///
    /// What these rest on lies all over the memory, and is read for all of them before any is given. That takes a few microseconds
    /// for a hundred, and saves several times as much; some thousand at once still lie at hand afterwards.
    pub fn at_once(&self, places: Range<usize>) -> impl ExactSizeIterator<Item = Finding<'_>> {
        let places = places.start.min(self.rows.len())..places.end.min(self.rows.len());
        let rows = self.rows.get(places.clone()).unwrap_or_default();
        let credentials: Vec<u32> = rows.iter().map(|row| row.credential).collect();
        fetch_responsible(&self.judgement, &credentials);
        rows.iter().zip(places).map(|(row, place)| self.finding(place, row))
    }

    fn finding<'a>(&'a self, place: usize, row: &'a Row) -> Finding<'a> {
        Finding { report: self, row, since: self.since.get(place).copied().flatten() }
    }

    /// The same report, with since when each finding has held. As [`Self::fill_since`].
    #[must_use]
    pub fn with_since(mut self) -> Self {
        self.fill_since(|| true);
        self
    }

    /// Works out since when each finding has held; `go_on` is asked at each step and may stop it. Whether it went through.
    ///
    /// O(what decides about the credential × its changes) for each finding; for many findings, once through the whole
    /// history: O(n log n) for n records, plus what depends on each turning point.
    pub fn fill_since(&mut self, go_on: impl FnMut() -> bool) -> bool {
        if self.rows.len() < MANY { self.since_of_each(go_on) } else { self.replay_since(go_on) }
    }

    fn since_of_each(&mut self, mut go_on: impl FnMut() -> bool) -> bool {
        self.since.resize(self.rows.len(), None);
        for (row, known) in self.rows.iter().zip(&mut self.since).filter(|(_, known)| known.is_none()) {
            *known = Some(since(&self.judgement.moment.snapshot, row.credential, self.judgement.moment.at));
            if !go_on() {
                return false;
            }
        }
        true
    }

    /// As [`Self::fill_since`], by going once through the whole history, however few findings there are. What is stopped has filled
    /// nothing in.
    pub fn replay_since(&mut self, go_on: impl FnMut() -> bool) -> bool {
        let moment = &self.judgement.moment;
        let Some(since) = replayed(&moment.snapshot, moment.at, go_on) else { return false };
        self.since = self.rows.iter().map(|row| since[row.credential as usize]).collect();
        true
    }

    /// How many findings there are of each kind that matters.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary {
            live_credentials: self.judgement.moment.live.iter().filter(|live| **live).count(),
            ..Summary::default()
        };
        for row in &self.rows {
            summary.orphaned += 1;
            *summary.by_severity.entry(row.severity()).or_default() += 1;
            for reason in row.reasons.iter() {
                *summary.by_reason.entry(reason).or_default() += 1;
            }
            summary.unowned_only += usize::from(row.reasons == [Reason::Unowned].into_iter().collect());
            summary.indeterminate += usize::from(row.status() == Status::Indeterminate);
        }
        summary
    }
}

/// How many findings there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Credentials that work.
    pub live_credentials: usize,
    /// Credentials that work and are orphaned.
    pub orphaned: usize,
    /// Of these, those whose only reason is that nobody owns them: on a first import most are, and what is missing may be data.
    pub unowned_only: usize,
    /// Of these, those that rest on records which are referred to and missing.
    pub indeterminate: usize,
    /// How many there are of each severity.
    pub by_severity: BTreeMap<Severity, usize>,
    /// How many bear each reason; one may bear several.
    pub by_reason: BTreeMap<Reason, usize>,
}

impl Row {
    fn severity(&self) -> Severity {
        // It was the number of one; a finding has reasons.
        Severity::from_number(self.severity).unwrap_or(Severity::Low)
    }

    fn status(&self) -> Status {
        Status::of(self.reasons, self.indeterminate)
    }
}

/// One orphaned credential.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    report: &'a Report,
    row: &'a Row,
    since: Option<Since>,
}

impl<'a> Finding<'a> {
    /// The kind of finding.
    pub const KIND: &'static str = "orphaned";

    fn judgement(&self) -> &'a Judgement {
        &self.report.judgement
    }

    /// The id of the credential.
    #[must_use]
    pub fn credential(&self) -> &'a str {
        self.report.snapshot().facts.credentials.names.text(self.row.credential)
    }

    /// The credential as a reference.
    #[must_use]
    pub fn subject(&self) -> ReferenceView<'a> {
        self.report.snapshot().facts.view(Slot::credential(self.row.credential))
    }

    /// All reasons that hold.
    #[must_use]
    pub fn reasons(&self) -> Reasons {
        self.row.reasons
    }

    /// Of these, those that would not hold if the absent records were present, active, in service and owned.
    #[must_use]
    pub fn indeterminate(&self) -> Reasons {
        self.row.indeterminate
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.row.severity()
    }

    /// Open, or indeterminate where all of its reasons are.
    #[must_use]
    pub fn status(&self) -> Status {
        self.row.status()
    }

    /// Since when it has held, if that was asked for.
    #[must_use]
    pub fn since(&self) -> Option<Since> {
        self.since
    }

    /// Who is responsible: the owners, gone or not, and the team that the policy names.
    #[must_use]
    pub fn responsible(&self) -> Vec<ReferenceView<'a>> {
        responsible(self.judgement(), &self.report.policy, self.row.credential)
    }

    /// The controls it touches.
    #[must_use]
    pub fn controls(&self) -> &'static [Control] {
        let judgement = self.judgement();
        let class = judgement.identity(self.row.credential).map(|identity| judgement.moment.being(identity).class());
        controls::of_orphaned(!matches!(class, Some(Some(IdentityClass::Human | IdentityClass::Team))))
    }

    /// The records and changes that make each reason true.
    #[must_use]
    pub fn witnesses(&self) -> Vec<Witness> {
        witnesses(self.judgement(), self.row.credential)
    }

    /// One plain sentence that a person can act on.
    #[must_use]
    pub fn explanation(&self) -> String {
        self.explanation_from(&self.witnesses())
    }

    /// The same, from its [`witnesses`](Self::witnesses), where these are at hand: finding them is a good part of the work.
    #[must_use]
    pub fn explanation_from(&self, witnesses: &[Witness]) -> String {
        sentence::orphaned(self.judgement(), self.row.credential, witnesses)
    }
}
