//! Section 7: evidence freshness, people, overrides.

use super::facts::{Evidence, Facts, Override};
use super::table::IN_SERVICE;
use super::verdict::Verdict;

impl Facts {
    /// "Evidence counts at t when its `at` is ≤ t and not before the asset last entered service (if it ever did".
    pub fn counting(&self, asset: &str, kind: &str, t: i64) -> Vec<&Evidence> {
        let entered_service = self.last_entered(asset, &IN_SERVICE, t);
        let all = self.evidence.iter().filter(|e| e.subject == asset && e.kind == kind);
        all.filter(|e| e.at <= t && entered_service.is_none_or(|entered| e.at >= entered)).collect()
    }

    /// Some evidence of the kind counts, and the people it names are there.
    pub fn evidenced(&self, asset: &str, kind: &str, t: i64) -> Verdict {
        Verdict::any(self.counting(asset, kind, t).into_iter().map(|e| self.people(e)))
    }

    /// "People named in `by`, `verified_by`, `approved_by` are ids of recorded identities, present or active at that
    /// instant; otherwise the gate is indeterminate." That instant: the evidence's.
    pub fn people(&self, evidence: &Evidence) -> Verdict {
        let verifiers = evidence.verified_by.iter();
        let named: Vec<&String> = verifiers.chain([&evidence.by]).collect();
        self.all_there(named, evidence.at)
    }

    fn all_there<'a>(&self, people: impl IntoIterator<Item = &'a String>, at: i64) -> Verdict {
        let all_there = people.into_iter().all(|person| self.is_there(person, at));
        if all_there { Verdict::Pass } else { Verdict::Indeterminate }
    }

    /// "recorded identities, present or active at that instant".
    fn is_there(&self, person: &str, at: i64) -> bool {
        let Some(record) = self.recorded.records.get(person) else {
            return false;
        };
        let status = self.recorded.value(person, "status", at);
        // "`gone(i,t)`: status deprovisioned, or `ends_at` ≤ t, or absent."
        let gone = status == Some("deprovisioned") || record.ends_at.is_some_and(|ends_at| ends_at <= at);
        // "`present(h,t)`: a human that is not gone".
        let present = matches!(record.kind.as_str(), "employee" | "contractor") && !gone;
        // "`active(i,t)`: status active, not gone, and not `starts_at` > t."
        let active = status == Some("active") && !gone && record.starts_at.is_none_or(|starts_at| starts_at <= at);
        present || active
    }

    /// "An override passes one gate of one act; `sanitized` can't be overridden". Pass: one passes it. Indeterminate:
    /// one would, were its approver there at the instant of the override.
    pub fn overridden(&self, asset: &str, gate: &str, to: &str, t: i64) -> Verdict {
        if gate == "sanitized" {
            return Verdict::Fail;
        }
        let in_force = self.overrides.iter().filter(|o| {
            let Override { subject, gate: of, to: entering, at, expires_at, .. } = o;
            subject == asset && of == gate && entering == to && *at <= t && *expires_at > t
        });
        Verdict::any(in_force.map(|o| self.all_there(&o.approved_by, o.at)))
    }
}
