//! What is to be worked out again, step by step: each step takes its own marks and may make new ones for later steps.

use fixedbitset::FixedBitSet;

use crate::graph::EdgeKind as E;

/// Records that one step looks at again, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    all: bool,
    marked: FixedBitSet,
    records: Vec<u32>,
}

impl Marks {
    pub(super) fn add(&mut self, record: u32) {
        if self.all {
            return;
        }
        if self.marked.len() <= record as usize {
            self.marked.grow(record as usize + 1);
        }
        if !self.marked.put(record as usize) {
            self.records.push(record);
        }
    }

    pub(super) fn extend(&mut self, records: impl Iterator<Item = u32>) {
        records.for_each(|record| self.add(record));
    }

    /// Hands out the marks and forgets them. Room for the next ones is given back with [`Self::give_back`].
    pub(super) fn take(&mut self, len: usize) -> Vec<u32> {
        let mut records = std::mem::take(&mut self.records);
        for record in &records {
            self.marked.remove(*record as usize);
        }
        if std::mem::take(&mut self.all) {
            records.clear();
            records.extend(0..len as u32);
        }
        records
    }

    /// Gives the room of marks that were taken back, unless it is much.
    pub(super) fn give_back(&mut self, mut room: Vec<u32>) {
        if room.capacity() <= 4_096 {
            room.clear();
            self.records = room;
        }
    }
}

/// The marks of every step, in the order of the steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    /// Identities: whether they are a present human or a staffed team.
    pub(super) answers: Marks,
    /// Assets: what their owners come to.
    pub(super) asset_owners: Marks,
    /// Identities: whom they reach along acts_for.
    pub(super) principals: Marks,
    /// Identities: what their owners come to.
    pub(super) identity_owners: Marks,
    /// Assets.
    pub(super) kept: Marks,
    /// Identities.
    pub(super) needed: Marks,
    /// Identities: what they may use.
    pub(super) entitled: Marks,
    /// Identities: the reasons that their credentials have through them.
    pub(super) identity_reasons: Marks,
    /// Credentials: every reason but `parent_gone`.
    pub(super) credentials: Marks,
    /// Credentials that others are derived from: whether they stand on their own.
    pub(super) rooted: Marks,
    /// Credentials: `parent_gone`, severity and status.
    pub(super) verdicts: Marks,
}

impl Agenda {
    /// Everything is to be worked out.
    pub(super) fn all() -> Self {
        let all = || Marks { all: true, ..Marks::default() };
        Self {
            answers: all(),
            asset_owners: all(),
            principals: all(),
            identity_owners: all(),
            kept: all(),
            needed: all(),
            entitled: all(),
            identity_reasons: all(),
            credentials: all(),
            rooted: all(),
            verdicts: all(),
        }
    }

    /// A relation came, went, began or ended: what reads it directly.
    pub(super) fn relation(&mut self, kind: E, from: u32, to: u32) {
        match kind {
            E::OwnerOfAsset => self.asset_owners.add(from),
            E::OwnerOfIdentity => self.identity_owners.add(from),
            E::OwnerOfCredential | E::IssuedBy | E::UsedByAsset | E::UsedByIdentity => self.credentials.add(from),
            E::MemberOf => {
                self.answers.add(to);
                self.entitled.add(from);
            }
            E::RunsOn | E::DependsOn => self.kept.add(to),
            E::AttachedTo => {
                self.identity_owners.add(from);
                self.needed.add(from);
                self.identity_reasons.add(from);
            }
            E::ActsFor => {
                self.principals.add(from);
                self.identity_owners.add(from);
                self.needed.add(from);
                self.identity_reasons.add(from);
            }
            E::EntitledTo => self.entitled.add(from),
            E::AuthenticatesAs => {
                self.credentials.add(from);
                self.verdicts.add(from);
            }
            E::DerivedFrom => {
                self.rooted.add(from);
                // Until it had a child, nobody asked for it.
                self.rooted.add(to);
                self.verdicts.add(from);
            }
            // Custody and storage decide about no orphan.
            E::AssignedTo | E::StoredOn => {}
        }
    }
}
