//! Section 5: orphaned credentials.

use super::NaiveFinding;
use super::at::At;
use std::collections::BTreeSet;

/// "reason | severity", in the order of the table.
pub const REASONS: [(&str, &str); 13] = [
    ("identity_gone", "high"),
    ("identity_suspended", "medium"),
    ("asset_retired", "high"),
    ("asset_abandoned", "medium"),
    ("detached", "medium"),
    ("principal_gone", "high"),
    ("consumer_gone", "high"),
    ("consumer_abandoned", "medium"),
    ("issuer_retired", "high"),
    ("target_retired", "medium"),
    ("parent_gone", "high"),
    ("owner_departed", "medium"),
    ("unowned", "medium"),
];

const SEVERITIES: [&str; 4] = ["low", "medium", "high", "critical"];

pub fn rank(severity: &str) -> usize {
    let found = SEVERITIES.iter().position(|s| *s == severity);
    found.expect("a severity")
}

/// The finding, should it be an orphan; `hoped_for` is the same instant where the absent are present.
pub fn finding(at: &At, hoped_for: &At, c: &str) -> Option<NaiveFinding> {
    // "live, and some reason holds"
    if !at.live(c) {
        return None;
    }
    let reasons = at.reasons(c);
    if reasons.is_empty() {
        return None;
    }
    let still_holding = hoped_for.reasons(c);
    // "A reason that would not hold if the absent records were present, active, in service and owned is indeterminate,
    // and so is a finding all of whose reasons are."
    let mut indeterminate = reasons.clone();
    indeterminate.retain(|reason| !still_holding.contains(reason));
    let status = if indeterminate == reasons { "indeterminate" } else { "open" };
    Some(NaiveFinding {
        credential: c["credential:".len()..].to_owned(),
        severity: at.severity(c, &reasons),
        reasons,
        indeterminate,
        status,
        responsible: at.owners(c).into_iter().collect(),
    })
}

impl At<'_> {
    /// "`orphaned(c,t)`: live, and some reason holds."
    pub fn orphaned(&self, c: &str) -> bool {
        self.live(c) && !self.reasons(c).is_empty()
    }

    /// "Each reason is judged on its own, and all that hold are reported."
    pub fn reasons(&self, c: &str) -> Vec<&'static str> {
        let names = REASONS.iter().map(|row| row.0);
        names.filter(|reason| self.reason(reason, c)).collect()
    }

    fn reason(&self, reason: &str, c: &str) -> bool {
        match reason {
            "identity_gone" => self.identity_gone(c),
            "identity_suspended" => self.identity_suspended(c),
            "asset_retired" => self.asset_retired(c),
            "asset_abandoned" => self.asset_abandoned(c),
            "detached" => self.detached(c),
            "principal_gone" => self.principal_gone(c),
            "consumer_gone" => self.consumer_gone(c),
            "consumer_abandoned" => self.consumer_abandoned(c),
            "issuer_retired" => self.issuer_retired(c),
            "target_retired" => self.target_retired(c),
            "parent_gone" => self.parent_gone(c),
            "owner_departed" => self.owner_departed(c),
            "unowned" => self.unowned(c),
            _ => panic!("no reason of the table"),
        }
    }

    /// "gone(I)".
    fn identity_gone(&self, c: &str) -> bool {
        self.authenticates_as(c).is_some_and(|i| self.gone(i))
    }

    /// "I is neither gone nor active".
    fn identity_suspended(&self, c: &str) -> bool {
        let i = self.authenticates_as(c);
        i.is_some_and(|i| !self.gone(i) && !self.active(i))
    }

    /// "I is an active non-human ...".
    fn active_non_human(&self, c: &str) -> Option<&str> {
        let i = self.authenticates_as(c);
        i.filter(|i| self.active(i) && self.non_human(i))
    }

    /// "I is an active non-human attached to assets, all out of service".
    fn asset_retired(&self, c: &str) -> bool {
        self.active_non_human(c).is_some_and(|i| {
            let assets = self.to("attached_to", i);
            !assets.is_empty() && assets.iter().all(|a| self.out_of_service(a))
        })
    }

    /// "I is an active non-human attached to assets, some in service, none kept".
    fn asset_abandoned(&self, c: &str) -> bool {
        self.active_non_human(c).is_some_and(|i| {
            let assets = self.to("attached_to", i);
            assets.iter().any(|a| self.in_service(a)) && !assets.iter().any(|a| self.kept(a))
        })
    }

    /// "I is an active non-human attached to nothing at t, and an attached_to of it ended at or before t".
    fn detached(&self, c: &str) -> bool {
        self.active_non_human(c).is_some_and(|i| self.to("attached_to", i).is_empty() && self.an_attachment_ended(i))
    }

    /// "I is an active non-human with acts_for principals, none needed".
    fn principal_gone(&self, c: &str) -> bool {
        self.active_non_human(c).is_some_and(|i| {
            let principals = self.to("acts_for", i);
            !principals.is_empty() && !principals.iter().any(|p| self.needed(p))
        })
    }

    /// "U is not empty, every asset in it is out of service and every identity in it is gone".
    fn consumer_gone(&self, c: &str) -> bool {
        let u = self.to("used_by", c);
        let is_gone = |x: &&str| {
            if x.starts_with("asset:") { self.out_of_service(x) } else { self.gone(x) }
        };
        !u.is_empty() && u.iter().all(is_gone)
    }

    /// "U is not empty, not consumer_gone, some member is in service or an active identity, and none is kept or
    /// needed".
    fn consumer_abandoned(&self, c: &str) -> bool {
        let u = self.to("used_by", c);
        let is_at_work = |x: &&str| {
            if x.starts_with("asset:") { self.in_service(x) } else { self.active(x) }
        };
        let is_kept_or_needed = |x: &&str| self.kept(x) || self.needed(x);
        !u.is_empty() && !self.consumer_gone(c) && u.iter().any(is_at_work) && !u.iter().any(is_kept_or_needed)
    }

    /// "its issued_by asset is out of service".
    fn issuer_retired(&self, c: &str) -> bool {
        let issuer = self.to("issued_by", c);
        issuer.iter().any(|a| self.out_of_service(a))
    }

    /// "I is a non-human with entitlements, all on assets out of service". I need not be active.
    fn target_retired(&self, c: &str) -> bool {
        let i = self.authenticates_as(c).filter(|i| self.non_human(i));
        i.is_some_and(|i| {
            let entitlements = self.entitlements(i);
            let all_out = entitlements.iter().all(|(a, _)| self.out_of_service(a));
            !entitlements.is_empty() && all_out
        })
    }

    /// "it is derived_from a credential that is not *rooted*".
    fn parent_gone(&self, c: &str) -> bool {
        let parent = self.to("derived_from", c);
        parent.iter().any(|p| !self.rooted.contains(p) && !self.absent_and_present(p))
    }

    /// "rooted is the least set of live credentials for which no reason but unowned or owner_departed holds and whose
    /// parent, if any, is rooted". That the parent is rooted is the same as that parent_gone does not hold.
    pub(super) fn is_rooted(&self, c: &str, rooted: &BTreeSet<&str>) -> bool {
        let but = ["parent_gone", "unowned", "owner_departed"];
        let mut others = REASONS.iter().map(|row| row.0);
        let another_holds = others.any(|r| !but.contains(&r) && self.reason(r, c));
        let parent = self.to("derived_from", c);
        let mut parent = parent.iter();
        self.live(c) && !another_holds && parent.all(|p| rooted.contains(p) || self.absent_and_present(p))
    }

    /// "departed(c)".
    fn owner_departed(&self, c: &str) -> bool {
        self.departed(c)
    }

    /// "Severity: the highest of its reasons; one higher, once, when I, of whatever kind and state, holds, among its
    /// entitlements on in-service assets, admin on any, or anything on one of high or critical criticality in
    /// production (an unknown environment counts as production); at most critical."
    fn severity(&self, c: &str, reasons: &[&str]) -> &'static str {
        let of_reasons = REASONS.iter().filter(|row| reasons.contains(&row.0));
        let highest = of_reasons.map(|row| rank(row.1)).max().unwrap();
        let mighty = self.authenticates_as(c).is_some_and(|i| {
            let entitlements = self.entitlements(i).into_iter();
            entitlements
                .filter(|(a, _)| self.in_service(a))
                .any(|(a, privilege)| privilege == "admin" || self.critical_in_production(a))
        });
        let raised = if mighty { highest + 1 } else { highest };
        SEVERITIES[raised.min(rank("critical"))]
    }

    fn critical_in_production(&self, a: &str) -> bool {
        let criticality = self.value(a, "criticality");
        let environment = self.value(a, "environment");
        matches!(criticality, Some("high" | "critical")) && matches!(environment, None | Some("production"))
    }
}
