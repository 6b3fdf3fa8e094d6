//! What the history of an asset's stage tells the gates: where it is, and when it last entered service or quarantine.

use crate::{
    asset::{Stage, StageGroup},
    change::ChangeField,
    facts::{ChainKey, Facts, OMITTED, Slot, UNKNOWN},
    time::Instant,
};

/// A stage's history up to a point in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// The stage at its end, by number; 0 for unknown.
    stage: u8,
    /// When it last came into service from outside it.
    pub(crate) entered_service: Option<Instant>,
    /// When it last came into quarantine.
    pub(crate) entered_quarantine: Option<Instant>,
    /// Every entry into a stage.
    entries: Vec<(Stage, Instant)>,
}

impl Past {
    /// The past of an asset up to and with an instant.
    pub(crate) fn until(facts: &Facts, asset: u32, at: Instant) -> Self {
        let key = ChainKey { slot: Slot::asset(asset), field: ChangeField::Stage };
        let chain = facts.changes.chain(key);
        let after = chain.partition_point(|number| facts.changes.row(*number).at <= at);
        Self::before(facts, asset, after)
    }

    /// The past of an asset before the change at this position of its history.
    pub(crate) fn before(facts: &Facts, asset: u32, position: usize) -> Self {
        let key = ChainKey { slot: Slot::asset(asset), field: ChangeField::Stage };
        let chain = facts.changes.chain(key);
        let first = chain.first().map(|first| facts.changes.row(*first).from);
        let stage = match first {
            None => facts.own(key.slot, ChangeField::Stage),
            Some(OMITTED | UNKNOWN) => 0,
            Some(stage) => stage,
        };
        let mut past = Self { stage, ..Self::default() };
        for number in chain.iter().take(position) {
            let row = facts.changes.row(*number);
            past.enter(row.to, row.at);
        }
        past
    }

    fn enter(&mut self, number: u8, at: Instant) {
        let in_service = |stage: Option<Stage>| stage.is_some_and(|stage| stage.group() == StageGroup::InService);
        let (before, now) = (self.stage(), Stage::from_number(number));
        if in_service(now) && !in_service(before) {
            self.entered_service = Some(at);
        }
        if now == Some(Stage::Quarantine) && before != now {
            self.entered_quarantine = Some(at);
        }
        if before != now {
            self.entries.extend(now.map(|stage| (stage, at)));
        }
        self.stage = number;
    }

    /// The stage at its end; none where that is unknown.
    pub(crate) fn stage(&self) -> Option<Stage> {
        Stage::from_number(self.stage)
    }

    /// When it entered a stage, in order.
    pub(crate) fn entries_into(&self, stage: Stage) -> impl Iterator<Item = Instant> + '_ {
        self.entries.iter().filter(move |(entered, _)| *entered == stage).map(|(_, at)| *at)
    }
}
