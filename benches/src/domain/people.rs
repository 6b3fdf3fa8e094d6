//! The people of a domain and their teams.

use nhi_lifecycle::{
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::{Relation, RelationKind},
};

use super::{Domain, days_ago, reference};

impl Domain<'_> {
    /// People in teams of about eight. 10 % of them have left, and 3 % of the teams have former members alone.
    pub(super) fn people(&mut self, number: usize) {
        for _ in 0..number / 8 + 1 {
            let id = self.id();
            self.records.push(Identity::new(id.clone(), IdentityKind::Team, IdentityStatus::Active).into());
            self.teams.push(id);
        }
        let (mut filled, mut emptied) = (Vec::new(), Vec::new());
        for team in self.teams.clone() {
            if self.random.percent(3) { emptied.push(team) } else { filled.push(team) }
        }
        for place in 0..number {
            let id = self.id();
            let left = self.random.percent(10);
            let status = if left { IdentityStatus::Deprovisioned } else { IdentityStatus::Active };
            let mut person = Identity::new(id.clone(), IdentityKind::Employee, status);
            // Where every team is empty, people have none.
            let team = filled.get(place % filled.len().max(1)).cloned();
            person.member_of.0.extend(team.map(Into::into));
            self.records.push(person.into());
            if left {
                let at = days_ago(1 + self.random.below(700));
                self.change("identity", &id, "active", "deprovisioned", at);
            }
            if let Some(team) = emptied.get(place) {
                let left = days_ago(1 + self.random.below(700));
                let ends = [reference("identity", &id), reference("identity", team)];
                let former = |membership| Relation { since: Some(days_ago(1_000)), until: Some(left), ..membership };
                self.relate(RelationKind::MemberOf, ends, former);
            }
            self.people.push(id);
        }
    }
}
