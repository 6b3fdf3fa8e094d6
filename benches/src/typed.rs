//! The question of orphans over relations of any form: one compact array of each kind here, one general graph in
//! [`general`](crate::general).
//!
//! It is the question of the [`Tables`], asked as the model asks it: what a record's relations of a kind lead to.

use nhi_lifecycle::id::Namespace;

use crate::tables::{ACTIVE, GONE, NON_HUMAN, TEAM, Table, Tables};

/// Where relations lead.
pub trait Relations {
    /// The ends of a record's relations of one kind.
    fn ends(&self, table: Table, from: u32) -> impl Iterator<Item = u32> + Clone;

    /// Who acts for a principal.
    fn agents(&self, principal: u32) -> impl Iterator<Item = u32>;
}

/// Where one kind of relation leads from each record.
#[derive(Default)]
pub(crate) struct Arrows {
    begins: Vec<u32>,
    ends: Vec<u32>,
}

impl Arrows {
    /// From pairs in any order; those of one record keep theirs.
    pub(crate) fn new(records: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut begins = vec![0_u32; records + 2];
        for (from, _) in pairs.clone() {
            begins[from as usize + 2] += 1;
        }
        for index in 2..begins.len() {
            begins[index] += begins[index - 1];
        }
        let mut ends = vec![0; begins.last().copied().unwrap_or_default() as usize];
        for (from, to) in pairs {
            let next = &mut begins[from as usize + 1];
            ends[*next as usize] = to;
            *next += 1;
        }
        begins.pop();
        Self { begins, ends }
    }

    pub(crate) fn of(&self, record: u32) -> &[u32] {
        let [begin, end] = [self.begins[record as usize], self.begins[record as usize + 1]];
        &self.ends[begin as usize..end as usize]
    }
}

/// One compact array of each kind of relation.
pub struct Typed {
    arrows: Vec<Arrows>,
    agents: Arrows,
}

impl Typed {
    /// Lays the relations out; this is no part of an answer.
    #[must_use]
    pub fn new(tables: &Tables) -> Self {
        let records = |namespace| match namespace {
            Namespace::Asset => tables.in_service.len(),
            Namespace::Identity => tables.beings.len(),
            Namespace::Credential => tables.live.len(),
        };
        let arrows = |table: &Table| Arrows::new(records(table.ends()[0]), tables.of(*table).iter().copied());
        let agents = tables.of(Table::ActsFor).iter().map(|(agent, principal)| (*principal, *agent));
        Self { arrows: Table::ALL.iter().map(arrows).collect(), agents: Arrows::new(tables.beings.len(), agents) }
    }
}

impl Relations for Typed {
    fn ends(&self, table: Table, from: u32) -> impl Iterator<Item = u32> + Clone {
        self.arrows[table as usize].of(from).iter().copied()
    }

    fn agents(&self, principal: u32) -> impl Iterator<Item = u32> {
        self.agents.of(principal).iter().copied()
    }
}

/// Of each credential, whether it is a live orphan: one search for the owners, one for what is kept and one for what is needed, one
/// pass over identities, one over credentials.
#[must_use]
pub fn orphans(tables: &Tables, relations: &impl Relations) -> Vec<bool> {
    let ends = |table, from| relations.ends(table, from);
    let some = |table, from, of: &[bool]| ends(table, from).any(|end| of[end as usize]);
    let none = |table, from| ends(table, from).next().is_none();
    let is = |identity: u32, flag: u8| tables.beings[identity as usize] & flag != 0;
    let in_service = |asset: u32| tables.in_service[asset as usize];

    let mut answers: Vec<bool> = tables.beings.iter().map(|being| being & (GONE | TEAM | NON_HUMAN) == 0).collect();
    spread(
        &mut answers,
        |member, out| out.extend(ends(Table::MemberOf, member)),
        |team| is(team, TEAM) && !is(team, GONE),
    );

    let assets = 0..tables.in_service.len() as u32;
    let asset_answered: Vec<bool> = assets.clone().map(|asset| some(Table::AssetOwner, asset, &answers)).collect();
    let mut kept: Vec<bool> = assets.map(|asset| in_service(asset) && asset_answered[asset as usize]).collect();
    let below = |asset, out: &mut Vec<u32>| {
        out.extend(ends(Table::RunsOn, asset));
        out.extend(ends(Table::DependsOn, asset));
    };
    spread(&mut kept, below, in_service);

    let works = |identity| {
        is(identity, ACTIVE) && (none(Table::AttachedTo, identity) || some(Table::AttachedTo, identity, &kept))
    };
    let identities = 0..tables.beings.len() as u32;
    let begins = |identity| match is(identity, NON_HUMAN) {
        true => none(Table::ActsFor, identity) && works(identity),
        false => answers[identity as usize],
    };
    let mut needed: Vec<bool> = identities.clone().map(begins).collect();
    spread(&mut needed, |principal, out| out.extend(relations.agents(principal)), works);

    // What is wrong with each identity, and whether somebody answers for it.
    let judge = |identity| {
        if !is(identity, NON_HUMAN) {
            return [!is(identity, ACTIVE), answers[identity as usize]];
        }
        let fails = |table, of: &[bool]| !none(table, identity) && !some(table, identity, of);
        let wrong = !is(identity, ACTIVE)
            || fails(Table::AttachedTo, &kept)
            || fails(Table::ActsFor, &needed)
            || fails(Table::EntitledTo, &tables.in_service);
        let answered = match none(Table::IdentityOwner, identity) {
            false => some(Table::IdentityOwner, identity, &answers),
            true => some(Table::AttachedTo, identity, &asset_answered) || some(Table::ActsFor, identity, &answers),
        };
        [wrong, answered]
    };
    let (wrong, answered): (Vec<bool>, Vec<bool>) =
        identities.map(judge).map(|[wrong, answered]| (wrong, answered)).unzip();

    let orphaned = |credential| {
        let answered = match [none(Table::CredentialOwner, credential), none(Table::AuthenticatesAs, credential)] {
            [false, _] => some(Table::CredentialOwner, credential, &answers),
            [true, false] => some(Table::AuthenticatesAs, credential, &answered),
            [true, true] => some(Table::UsedBy, credential, &asset_answered),
        };
        !answered
            || some(Table::AuthenticatesAs, credential, &wrong)
            || !none(Table::UsedBy, credential) && !some(Table::UsedBy, credential, &kept)
            || ends(Table::IssuedBy, credential).any(|issuer| !in_service(issuer))
            || ends(Table::DerivedFrom, credential).any(|parent| !tables.live[parent as usize])
    };
    (0..).zip(&tables.live).map(|(credential, live)| *live && orphaned(credential)).collect()
}

/// Brings into a set what follows from it.
fn spread(set: &mut [bool], after: impl Fn(u32, &mut Vec<u32>), may_follow: impl Fn(u32) -> bool) {
    let mut stack: Vec<u32> = (0..).zip(set.iter()).filter(|(_, is_in)| **is_in).map(|(record, _)| record).collect();
    let mut next = Vec::new();
    while let Some(record) = stack.pop() {
        after(record, &mut next);
        for record in next.drain(..) {
            if !set[record as usize] && may_follow(record) {
                set[record as usize] = true;
                stack.push(record);
            }
        }
    }
}
