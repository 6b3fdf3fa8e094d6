//! Overrides: who gave leave to pass a gate, and whether that was used.

use super::{Move, Scene, vouches};
use crate::{
    asset::Stage,
    blocker::{Lack, Missing},
    change::ChangeField,
    facts::{ChainKey, Row, Slot},
    id::IdentityRef,
    lifecycle::Ruling,
    relation::RelationKind,
    time::Instant,
};

impl Scene<'_> {
    /// Who gave leave to pass a gate by an override that stands; a ruling where nobody who could have did.
    pub(in crate::analysis::gates) fn leave(&self, gate: &str) -> Result<Option<IdentityRef>, Ruling> {
        let to = match self.act {
            Move::Enter { to, .. } => Some(to),
            _ => self.past.stage(),
        };
        let standing = self.dossier.overrides().filter(|leave| {
            leave.gate == gate
                && Some(leave.to) == to
                && leave.at <= self.at
                && self.at < leave.expires_at
                && !self.was_done_since(leave.at, leave.to)
        });
        let mut doubt = None;
        for leave in standing {
            if vouches(self.facts(), &leave.approved_by, leave.at) {
                return Ok(Some(leave.approved_by.clone()));
            }
            let person = &leave.approved_by;
            let message = format!(
                "its override was approved by `{person}`, no recorded identity that was present or active then; correct the \
                 name or add the record"
            );
            let lack = Missing::new(Lack::Person);
            doubt = Some(Ruling::indeterminate(message, vec![lack.about(person.clone()).between(None, leave.at)]));
        }
        doubt.map_or(Ok(None), Err)
    }

    /// Whether the same was done from an instant on: an override serves one act.
    fn was_done_since(&self, since: Instant, to: Stage) -> bool {
        let mut relations = self.facts().relations.outgoing(Slot::asset(self.asset));
        let mut began = |kinds: &[RelationKind]| {
            let began = |row: &Row| row.span().since.is_some_and(|at| since <= at && at <= self.at);
            relations.any(|(_, row)| kinds.contains(&row.kind) && began(&row))
        };
        match self.act {
            Move::Enter { .. } => self.past.entries_into(to).any(|entered| since <= entered),
            Move::Reassign { .. } => began(&[RelationKind::AssignedTo, RelationKind::OwnedBy]),
            Move::Rehome { .. } => {
                let key = ChainKey { slot: Slot::asset(self.asset), field: ChangeField::Environment };
                let changes = &self.facts().changes;
                let mut moved = changes.chain(key).iter().map(|number| changes.row(*number).at);
                began(&[RelationKind::RunsOn]) || moved.any(|at| since <= at && at <= self.at)
            }
        }
    }
}
