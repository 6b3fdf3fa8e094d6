//! Section 4: "what nobody accountable still needs is garbage".

use super::at::At;
use std::collections::BTreeSet;

impl At<'_> {
    /// "`kept(a,t)`: in service, and (accountable, or some kept asset runs_on or depends_on it)."
    pub(super) fn is_kept(&self, a: &str, kept: &BTreeSet<&str>) -> bool {
        let mut holds_up = self.from("runs_on", a);
        holds_up.extend(self.from("depends_on", a));
        let some_is_kept = || {
            let mut dependents = holds_up.iter();
            dependents.any(|b| kept.contains(b) || self.absent_and_present(b))
        };
        self.in_service(a) && (self.accountable(a) || some_is_kept())
    }

    pub fn kept(&self, a: &str) -> bool {
        self.kept.contains(a) || self.absent_and_present(a)
    }

    /// "`needed(i,t)`: a human: present. A team: staffed. A non-human: active, and (attached to no asset, or to some
    /// kept asset), and (acts_for nobody, or for some needed identity)."
    pub(super) fn is_needed(&self, i: &str, needed: &BTreeSet<&str>) -> bool {
        if self.human(i) {
            return self.present(i);
        }
        if self.team(i) {
            return self.staffed(i);
        }
        let assets = self.to("attached_to", i);
        let principals = self.to("acts_for", i);
        let some_is_needed = || {
            let mut principals = principals.iter();
            principals.any(|p| needed.contains(p) || self.absent_and_present(p))
        };
        self.active(i)
            && (assets.is_empty() || assets.iter().any(|a| self.kept(a)))
            && (principals.is_empty() || some_is_needed())
    }

    pub fn needed(&self, i: &str) -> bool {
        self.needed.contains(i) || self.absent_and_present(i)
    }
}
