//! The limit to aim at: a bare sweep over the relations of a workload, as tight as it can be written by hand.
//!
//! It answers the simpler question of the [`Tables`]: all names are gone, nobody is absent, no history is read, and nothing is said
//! of an orphan but that it is one. What lies between it and [`nhi_lifecycle::analysis::orphans`] is the price of the rest.
//!
//! Only what a search goes along lies in arrays by record; every other relation is a list of pairs in the order of the records, read
//! once from front to back, and what is known of a record is one byte.

use crate::{
    tables::{ACTIVE, GONE, NON_HUMAN, TEAM, Table, Tables},
    typed::Arrows,
};

/// Somebody is there to answer for it.
const ANSWERED: u8 = 1;
/// Nothing is wrong with it.
const HOLDS: u8 = 4;

/// A credential without identity.
const NOBODY: u32 = u32::MAX;

/// What the sweep runs over.
pub struct Sweep {
    below: Arrows,
    teams: Arrows,
    agents: Arrows,
    /// Of each credential; at most one at a time.
    identity: Vec<u32>,
}

impl Sweep {
    /// Lays the relations out; this is no part of the sweep.
    #[must_use]
    pub fn new(tables: &Tables) -> Self {
        let [assets, beings] = [tables.in_service.len(), tables.beings.len()];
        let below = tables.of(Table::RunsOn).iter().chain(tables.of(Table::DependsOn)).copied();
        let agents = tables.of(Table::ActsFor).iter().map(|(agent, principal)| (*principal, *agent));
        let mut identity = vec![NOBODY; tables.live.len()];
        tables
            .of(Table::AuthenticatesAs)
            .iter()
            .for_each(|(credential, being)| identity[*credential as usize] = *being);
        Self {
            below: Arrows::new(assets, below),
            teams: Arrows::new(beings, tables.of(Table::MemberOf).iter().copied()),
            agents: Arrows::new(beings, agents),
            identity,
        }
    }

    /// Of each credential, whether it is a live orphan.
    #[must_use]
    pub fn orphans(&self, tables: &Tables) -> Vec<bool> {
        let beings = &tables.beings;
        let mut answers: Vec<bool> = beings.iter().map(|being| being & (GONE | TEAM | NON_HUMAN) == 0).collect();
        spread(&mut answers, &self.teams, |team| beings[team as usize] & (TEAM | GONE) == TEAM);

        let mut asset_answered = vec![false; tables.in_service.len()];
        for (asset, owner) in tables.of(Table::AssetOwner) {
            asset_answered[*asset as usize] |= answers[*owner as usize];
        }
        let mut kept: Vec<bool> = tables.in_service.iter().zip(&asset_answered).map(|(a, b)| *a & *b).collect();
        spread(&mut kept, &self.below, |asset| tables.in_service[asset as usize]);

        let identities = self.identities(tables, &answers, &asset_answered, &kept);
        self.credentials(tables, &identities, &answers, &asset_answered, &kept)
    }

    /// Of each identity, whether somebody answers for it and whether it [`HOLDS`].
    fn identities(&self, tables: &Tables, answers: &[bool], asset_answered: &[bool], kept: &[bool]) -> Vec<u8> {
        let beings = &tables.beings;
        let mut state: Vec<u8> = beings.iter().map(|being| if being & ACTIVE == 0 { 0 } else { HOLDS }).collect();
        // Whether each works; and whether somebody answers for what it is attached to.
        fails(&mut state, tables.of(Table::AttachedTo), |asset| {
            (kept[asset as usize], if asset_answered[asset as usize] { ANSWERED } else { 0 })
        });
        let works = |identity: u32| state[identity as usize] & HOLDS != 0;
        let mut needed: Vec<bool> = (0..)
            .zip(beings)
            .zip(answers)
            .map(|((identity, being), answers)| if being & NON_HUMAN == 0 { *answers } else { works(identity) })
            .collect();
        for (agent, _) in tables.of(Table::ActsFor) {
            if beings[*agent as usize] & NON_HUMAN != 0 {
                needed[*agent as usize] = false;
            }
        }
        spread(&mut needed, &self.agents, works);

        fails(&mut state, tables.of(Table::ActsFor), |principal| {
            (needed[principal as usize], if answers[principal as usize] { ANSWERED } else { 0 })
        });
        fails(&mut state, tables.of(Table::EntitledTo), |asset| (tables.in_service[asset as usize], 0));
        for owned in tables.of(Table::IdentityOwner).chunk_by(|a, b| a.0 == b.0) {
            let state = &mut state[owned[0].0 as usize];
            let answered = owned.iter().any(|(_, owner)| answers[*owner as usize]);
            *state = *state & !ANSWERED | u8::from(answered);
        }
        for ((state, being), answers) in state.iter_mut().zip(beings).zip(answers) {
            if being & NON_HUMAN == 0 {
                *state = if being & ACTIVE == 0 { 0 } else { HOLDS } | u8::from(*answers);
            }
        }
        state
    }

    fn credentials(
        &self,
        tables: &Tables,
        identities: &[u8],
        answers: &[bool],
        asset_answered: &[bool],
        kept: &[bool],
    ) -> Vec<bool> {
        let mut state: Vec<u8> =
            self.identity.iter().map(|identity| identities.get(*identity as usize).copied().unwrap_or(HOLDS)).collect();
        for used in tables.of(Table::UsedBy).chunk_by(|a, b| a.0 == b.0) {
            let place = used[0].0 as usize;
            if !used.iter().any(|(_, asset)| kept[*asset as usize]) {
                state[place] &= !HOLDS;
            }
            if self.identity[place] == NOBODY && used.iter().any(|(_, asset)| asset_answered[*asset as usize]) {
                state[place] |= ANSWERED;
            }
        }
        for owned in tables.of(Table::CredentialOwner).chunk_by(|a, b| a.0 == b.0) {
            let state = &mut state[owned[0].0 as usize];
            let answered = owned.iter().any(|(_, owner)| answers[*owner as usize]);
            *state = *state & !ANSWERED | u8::from(answered);
        }
        for (credential, issuer) in tables.of(Table::IssuedBy) {
            if !tables.in_service[*issuer as usize] {
                state[*credential as usize] &= !HOLDS;
            }
        }
        for (credential, parent) in tables.of(Table::DerivedFrom) {
            if !tables.live[*parent as usize] {
                state[*credential as usize] &= !HOLDS;
            }
        }
        let good = ANSWERED | HOLDS;
        state.iter().zip(&tables.live).map(|(state, live)| *live & (state & good != good)).collect()
    }
}

/// Takes [`HOLDS`] from each record that bears such relations of which none leads where it should; what else an end gives is added.
fn fails(state: &mut [u8], pairs: &[(u32, u32)], end: impl Fn(u32) -> (bool, u8)) {
    for pairs in pairs.chunk_by(|a, b| a.0 == b.0) {
        let state = &mut state[pairs[0].0 as usize];
        let mut holds = false;
        for (_, to) in pairs {
            let (good, more) = end(*to);
            holds |= good;
            *state |= more;
        }
        if !holds {
            *state &= !HOLDS;
        }
    }
}

/// Brings into a set what follows from it: one pass over all, and a stack for what that brings in.
fn spread(set: &mut [bool], after: &Arrows, may_follow: impl Fn(u32) -> bool) {
    let mut stack = Vec::new();
    for record in 0..set.len() as u32 {
        if !set[record as usize] {
            continue;
        }
        stack.push(record);
        while let Some(record) = stack.pop() {
            for next in after.of(record) {
                if !set[*next as usize] && may_follow(*next) {
                    set[*next as usize] = true;
                    stack.push(*next);
                }
            }
        }
    }
}
