//! Sections 1 and 2: the state of the inventory at one instant.

use super::records::{Record, Recorded, Relation};
use std::collections::BTreeSet;

/// "A reason that would not hold if the absent records were present, active, in service and owned is indeterminate":
/// everything is judged in two worlds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// "an absent asset counts as out of service, an absent identity as gone, an absent credential as not live".
    AsRecorded,
    /// An absent asset is in service, owned and kept; an absent identity is active, needed and owned, and stands as a
    /// present human where it is an owner, a member or a principal; an absent credential is live and rooted.
    AbsentPresent,
}

pub struct At<'a> {
    recorded: &'a Recorded,
    t: i64,
    world: World,
    staffed: BTreeSet<&'a str>,
    pub(super) kept: BTreeSet<&'a str>,
    pub(super) needed: BTreeSet<&'a str>,
    pub(super) rooted: BTreeSet<&'a str>,
}

/// "The sets are **least** fixpoints": begins with nothing, and adds what belongs given what is already in, until
/// nothing changes.
pub fn least<'a>(candidates: &[&'a str], belongs: impl Fn(&str, &BTreeSet<&'a str>) -> bool) -> BTreeSet<&'a str> {
    let mut set = BTreeSet::new();
    loop {
        let before = set.len();
        for candidate in candidates {
            if !set.contains(candidate) && belongs(candidate, &set) {
                set.insert(candidate);
            }
        }
        if set.len() == before {
            return set;
        }
    }
}

impl<'a> At<'a> {
    pub fn new(recorded: &'a Recorded, t: i64, world: World) -> At<'a> {
        let mut at = At {
            recorded,
            t,
            world,
            staffed: BTreeSet::new(),
            kept: BTreeSet::new(),
            needed: BTreeSet::new(),
            rooted: BTreeSet::new(),
        };
        // Each needs only those before it.
        let identities = recorded.of_type("identity");
        let assets = recorded.of_type("asset");
        let credentials = recorded.of_type("credential");
        at.staffed = least(&identities, |i, staffed| at.is_staffed(i, staffed));
        at.kept = least(&assets, |a, kept| at.is_kept(a, kept));
        at.needed = least(&identities, |i, needed| at.is_needed(i, needed));
        at.rooted = least(&credentials, |c, rooted| at.is_rooted(c, rooted));
        at
    }

    pub fn absent(&self, name: &str) -> bool {
        self.recorded.absent(name)
    }

    /// What the absent are in this world.
    pub fn absent_are_present(&self) -> bool {
        self.world == World::AbsentPresent
    }

    /// Absent, in the world where the absent are kept, needed and rooted.
    pub fn absent_and_present(&self, x: &str) -> bool {
        self.absent(x) && self.absent_are_present()
    }

    // Relations.

    /// "A relation holds at t when (`since` absent or `since` ≤ t) and (`until` absent or t < `until`)."
    fn holds(&self, relation: &Relation) -> bool {
        relation.since.is_none_or(|since| since <= self.t) && relation.until.is_none_or(|until| self.t < until)
    }

    /// All relations of a kind, whenever they hold.
    fn at_any_time(&self, kind: &str) -> &'a [Relation] {
        self.recorded.relations.get(kind).map_or(&[], Vec::as_slice)
    }

    pub fn holding(&self, kind: &str) -> impl Iterator<Item = &'a Relation> {
        let all = self.at_any_time(kind).iter();
        all.filter(|relation| self.holds(relation))
    }

    /// What `from` is in this relation to, at t.
    pub fn to(&self, kind: &str, from: &str) -> BTreeSet<&'a str> {
        let found = self.holding(kind).filter(|r| r.from == from);
        found.map(|r| r.to.as_str()).collect()
    }

    /// What is in this relation to `to`, at t.
    pub fn from(&self, kind: &str, to: &str) -> BTreeSet<&'a str> {
        let found = self.holding(kind).filter(|r| r.to == to);
        found.map(|r| r.from.as_str()).collect()
    }

    /// Whether an attached_to of it "ended at or before t".
    pub fn an_attachment_ended(&self, i: &str) -> bool {
        let mut all = self.at_any_time("attached_to").iter();
        all.any(|r| r.from == i && r.until.is_some_and(|until| until <= self.t))
    }

    // Kinds. An absent record has none.

    pub fn kind(&self, name: &str) -> &'a str {
        let record = self.recorded.records.get(name);
        record.map_or("", |record| record.kind.as_str())
    }

    /// "human | employee contractor".
    pub fn human(&self, i: &str) -> bool {
        matches!(self.kind(i), "employee" | "contractor")
    }

    /// "team | team".
    pub fn team(&self, i: &str) -> bool {
        self.kind(i) == "team"
    }

    /// "non-human | service_account workload device_account application bot ai_agent role third_party".
    pub fn non_human(&self, i: &str) -> bool {
        !self.absent(i) && !self.human(i) && !self.team(i)
    }

    // Section 2.

    pub fn value(&self, subject: &str, field: &str) -> Option<&'a str> {
        self.recorded.value(subject, field, self.t)
    }

    /// "in service | in_use maintenance pending_return pending_retirement". An unknown stage is in no group.
    pub fn in_service(&self, a: &str) -> bool {
        if self.absent(a) {
            return self.absent_are_present();
        }
        matches!(self.value(a, "stage"), Some("in_use" | "maintenance" | "pending_return" | "pending_retirement"))
    }

    /// "out of service | quarantine sanitized retired disposed missing", and "an absent asset counts as out of
    /// service".
    pub fn out_of_service(&self, a: &str) -> bool {
        if self.absent(a) {
            return !self.absent_are_present();
        }
        matches!(self.value(a, "stage"), Some("quarantine" | "sanitized" | "retired" | "disposed" | "missing"))
    }

    /// "`gone(i,t)`: status deprovisioned, or `ends_at` ≤ t, or absent."
    pub fn gone(&self, i: &str) -> bool {
        let Some(record) = self.recorded.records.get(i) else {
            return !self.absent_are_present();
        };
        self.value(i, "status") == Some("deprovisioned") || record.ends_at.is_some_and(|ends_at| ends_at <= self.t)
    }

    /// "`active(i,t)`: status active, not gone, and not `starts_at` > t."
    pub fn active(&self, i: &str) -> bool {
        let Some(record) = self.recorded.records.get(i) else {
            return self.absent_are_present();
        };
        self.value(i, "status") == Some("active")
            && !self.gone(i)
            && record.starts_at.is_none_or(|starts_at| starts_at <= self.t)
    }

    /// "`present(h,t)`: a human that is not gone (a person on leave or about to start still answers for things)."
    pub fn present(&self, h: &str) -> bool {
        if self.absent(h) {
            return self.absent_are_present();
        }
        self.human(h) && !self.gone(h)
    }

    /// "`staffed(g,t)`: the least set of teams that are not gone and for which one of these holds: no human's or
    /// team's membership in it is recorded at any time; a present human or a staffed team is a member at t." An absent
    /// member counts as a human's recorded membership.
    fn is_staffed(&self, g: &str, staffed: &BTreeSet<&str>) -> bool {
        let mut recorded_memberships =
            self.at_any_time("member_of").iter().filter(|r| r.to == g && !self.non_human(&r.from));
        let none_is_recorded = recorded_memberships.next().is_none();
        let mut members = self.from("member_of", g).into_iter();
        let a_member_answers = members.any(|m| self.present(m) || staffed.contains(m));
        self.team(g) && !self.gone(g) && (none_is_recorded || a_member_answers)
    }

    pub fn staffed(&self, g: &str) -> bool {
        self.staffed.contains(g)
    }

    /// "`live(c,t)`: status active, not `issued_at` > t, not `expires_at` ≤ t."
    pub fn live(&self, c: &str) -> bool {
        let Some(record) = self.recorded.records.get(c) else {
            return self.absent_are_present();
        };
        let Record { issued_at, expires_at, .. } = record;
        self.value(c, "status") == Some("active")
            && issued_at.is_none_or(|issued_at| issued_at <= self.t)
            && expires_at.is_none_or(|expires_at| expires_at > self.t)
    }

    /// "`entitlements(i,t)`: its own entitled_to, and those of every team that is not gone and of which it is a member
    /// through any number of such teams." As asset and privilege.
    pub fn entitlements(&self, i: &str) -> BTreeSet<(&'a str, &'static str)> {
        let mut teams: BTreeSet<&str> = BTreeSet::new();
        loop {
            let mut more = self.to("member_of", i);
            for team in &teams {
                more.extend(self.to("member_of", team));
            }
            more.retain(|team| !self.gone(team));
            if more == teams {
                break;
            }
            teams = more;
        }
        let found = self.holding("entitled_to").filter(|r| r.from == i || teams.contains(r.from.as_str()));
        found.map(|r| (r.to.as_str(), r.privilege)).collect()
    }
}
