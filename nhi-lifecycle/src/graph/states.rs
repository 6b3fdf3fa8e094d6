//! What a sweep reads of every identity and credential, in columns: ten bytes a record, where the whole row has several times as
//! many.

use crate::{
    change::ChangeField,
    facts::{Core, CredentialFacts, Facts, IdentityFacts},
    heap::{Heap, room_of},
    time::Instant,
};

/// When a record begins and ends by its own dates, if it does.
type Dates = [Option<Instant>; 2];

/// How an instant lies to a record's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Within {
    pub(crate) begun: bool,
    pub(crate) ended: bool,
}

impl Within {
    /// For an identity: whether it has started, and whether it is over.
    pub(crate) fn identity(core: &IdentityFacts, at: Instant) -> Self {
        Self::of(dates_of_identity(core), at)
    }

    /// For a credential: whether it is issued, and whether it has expired.
    pub(crate) fn credential(core: &CredentialFacts, at: Instant) -> Self {
        Self::of(dates_of_credential(core), at)
    }

    fn of([begin, end]: Dates, at: Instant) -> Self {
        Self { begun: begin.is_none_or(|begin| begin <= at), ended: end.is_some_and(|end| end <= at) }
    }
}

fn dates_of_identity(core: &IdentityFacts) -> Dates {
    [core.starts_at, core.ends_at]
}

fn dates_of_credential(core: &CredentialFacts) -> Dates {
    [core.issued_at, core.expires_at]
}

/// The states of the records of one name space.
#[derive(Clone, Debug)]
pub(crate) struct States {
    /// The number of the kind; 0 for an absent record.
    pub(crate) kinds: Vec<u8>,
    /// The own status; what it was earlier is for `histories`.
    pub(crate) statuses: Vec<u8>,
    /// The dates, in steps.
    begins: Vec<u32>,
    ends: Vec<u32>,
}

impl Heap for States {
    fn heap(&self) -> usize {
        room_of(&self.kinds) + room_of(&self.statuses) + room_of(&self.begins) + room_of(&self.ends)
    }
}

/// A step is two minutes and a quarter: there are less than 2^32 of them in all the years.
const STEP_BITS: u32 = 27;

fn step(instant: Instant) -> u32 {
    ((instant.as_micros() - Instant::MIN.as_micros()) >> STEP_BITS) as u32
}

impl States {
    pub(super) fn of_identities(facts: &Facts) -> Self {
        let kind = |core: &IdentityFacts| core.kind().map_or(0, |kind| kind.number());
        Self::new(facts.identities.cores(), kind, dates_of_identity)
    }

    pub(super) fn of_credentials(facts: &Facts) -> Self {
        let kind = |core: &CredentialFacts| core.kind().map_or(0, |kind| kind.number());
        Self::new(facts.credentials.cores(), kind, dates_of_credential)
    }

    fn new<C: Core>(cores: &[C], kind: impl Fn(&C) -> u8, dates: impl Fn(&C) -> Dates) -> Self {
        Self {
            kinds: cores.iter().map(kind).collect(),
            statuses: cores.iter().map(|core| core.own(ChangeField::Status)).collect(),
            begins: cores.iter().map(|core| dates(core)[0].map_or(0, step)).collect(),
            ends: cores.iter().map(|core| dates(core)[1].map_or(u32::MAX, step)).collect(),
        }
    }

    /// For each record, how an instant lies to its dates; right but for those that are [near](Self::near).
    pub(crate) fn within(&self, at: Instant) -> impl ExactSizeIterator<Item = Within> + '_ {
        let now = step(at);
        self.begins.iter().zip(&self.ends).map(move |(begin, end)| Within { begun: *begin < now, ended: *end < now })
    }

    /// The records of which a date lies in the same step as an instant: their rows say how it lies.
    pub(crate) fn near(&self, at: Instant) -> impl Iterator<Item = u32> + '_ {
        // There are few: whole lines are passed over at once.
        const LINE: usize = 16;
        let now = step(at);
        let is_near = move |(begin, end): (&u32, &u32)| (*begin == now) | (*end == now);
        let lines = (0..).step_by(LINE).zip(self.begins.chunks(LINE).zip(self.ends.chunks(LINE)));
        let lines = lines
            .filter(move |(_, (begins, ends))| begins.iter().zip(*ends).fold(false, |any, dates| any | is_near(dates)));
        let records = lines.flat_map(|(first, (begins, ends))| (first..).zip(begins.iter().zip(ends)));
        records.filter(move |(_, dates)| is_near(*dates)).map(|(record, _)| record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_as_exact_as_dates() {
        let instant = |micros: i64| Instant::from_micros(micros).unwrap();
        let width = 1 << STEP_BITS;
        let near = [-width - 1, -width, -1, 0, 1, width - 1, width, width + 1].map(instant);
        let instants: Vec<Instant> = near.into_iter().chain([Instant::MIN, Instant::MAX]).collect();
        let ends = || instants.iter().copied().map(Some).chain([None]);
        let dates: Vec<Dates> = ends().flat_map(|begin| ends().map(move |end| [begin, end])).collect();
        let states = States {
            kinds: Vec::new(),
            statuses: Vec::new(),
            begins: dates.iter().map(|dates| dates[0].map_or(0, step)).collect(),
            ends: dates.iter().map(|dates| dates[1].map_or(u32::MAX, step)).collect(),
        };
        for at in &instants {
            let exact: Vec<Within> = dates.iter().map(|dates| Within::of(*dates, *at)).collect();
            let mut within: Vec<Within> = states.within(*at).collect();
            states.near(*at).for_each(|record| within[record as usize] = exact[record as usize]);
            assert_eq!(within, exact);
            assert!(states.near(*at).count() < dates.len(), "most are told by their steps");
        }
    }
}
