//! The gates that ask for evidence.

use super::facts::{Access, Evidence, Facts};
use super::table::class;
use super::verdict::Verdict;
use std::collections::BTreeSet;

/// "custody_closed | assigned hardware entering quarantine from pending_return, or sanitized; a new holder |
/// custody_receipt by someone other than the holder; with it the old custody ends". With no holder there is no custody
/// to close.
pub fn custody_closed(facts: &Facts, a: &str, t: i64) -> Verdict {
    let holders = holders(facts, a, t);
    if holders.is_empty() {
        return Verdict::Pass;
    }
    let receipts = facts.counting(a, "custody_receipt", t).into_iter();
    let by_others = receipts.filter(|receipt| !holders.contains(receipt.by.as_str()));
    Verdict::any(by_others.map(|receipt| facts.people(receipt)))
}

/// "assigned_to | asset → human, team | has custody of it".
pub fn holders<'a>(facts: &'a Facts, a: &str, t: i64) -> BTreeSet<&'a str> {
    let holding = facts.holding("assigned_to", a, t).into_iter();
    holding.map(|custody| custody.to.as_str()).collect()
}

/// "data_preserved | entering sanitized (not kinds without storage) | data_preserved evidence".
pub fn data_preserved(facts: &Facts, a: &str, t: i64) -> Verdict {
    facts.evidenced(a, "data_preserved", t)
}

/// "record_closed | entering retired | record_closed evidence".
pub fn record_closed(facts: &Facts, a: &str, t: i64) -> Verdict {
    facts.evidenced(a, "record_closed", t)
}

/// "sanitized | ... | sanitization evidence ...; for hardware covering every media_serial (where none is recorded, the
/// serial_number; where that is missing too, indeterminate)". Each medium may have its own evidence.
pub fn sanitized(facts: &Facts, a: &str, t: i64) -> Verdict {
    let all = facts.counting(a, "sanitization", t);
    let sanitizes = |evidence: &Evidence| {
        method_suffices(facts, a, t, evidence)
            .and(verified(facts, a, t, evidence))
            .and(untouched_since(facts, a, t, evidence))
            .and(facts.people(evidence))
    };
    if class(&facts.text(a, "kind").unwrap()) != "hardware" {
        return Verdict::any(all.into_iter().map(sanitizes));
    }
    let mut media = facts.texts(a, "media_serials");
    if media.is_empty() {
        media.extend(facts.text(a, "serial_number"));
    }
    if media.is_empty() {
        return Verdict::any(all.into_iter().map(sanitizes)).and(Verdict::Indeterminate);
    }
    Verdict::all(media.iter().map(|serial| {
        let covering = all.iter().filter(|evidence| evidence.media_serials.contains(serial));
        Verdict::any(covering.map(|evidence| sanitizes(evidence)))
    }))
}

/// "data_classification (public, internal, confidential, restricted; unknown is judged as confidential)".
fn classification(facts: &Facts, a: &str, t: i64) -> &'static str {
    match facts.recorded.value(a, "data_classification", t) {
        Some("public") => "public",
        Some("internal") => "internal",
        Some("restricted") => "restricted",
        _ => "confidential",
    }
}

/// "at least the method that data_classification asks (public, internal: clear; confidential: purge; restricted:
/// destroy, or purge with two verifiers)". Evidence that states no method does not decide.
fn method_suffices(facts: &Facts, a: &str, t: i64, evidence: &Evidence) -> Verdict {
    let Some(method) = evidence.method.as_deref() else {
        return Verdict::Indeterminate;
    };
    Verdict::of(match classification(facts, a, t) {
        "public" | "internal" => matches!(method, "clear" | "purge" | "destroy"),
        "confidential" => matches!(method, "purge" | "destroy"),
        _ => method == "destroy" || (method == "purge" && other_verifiers(evidence) >= 2),
    })
}

/// "from confidential up a `verified_by` other than `by`".
fn verified(facts: &Facts, a: &str, t: i64, evidence: &Evidence) -> Verdict {
    match classification(facts, a, t) {
        "public" | "internal" => Verdict::Pass,
        _ => Verdict::of(other_verifiers(evidence) >= 1),
    }
}

/// Nobody verifies what they did themselves.
fn other_verifiers(evidence: &Evidence) -> usize {
    evidence.verified_by.iter().filter(|verifier| **verifier != evidence.by).count()
}

/// "not before the last known successful access by anyone but its `by` and `verified_by`". An access after it of which
/// nobody knows whose it was does not decide.
fn untouched_since(facts: &Facts, a: &str, t: i64, evidence: &Evidence) -> Verdict {
    Verdict::all(successes(facts, a, t).into_iter().filter(|row| row.at > evidence.at).map(|row| {
        match accessed_by(facts, row) {
            Some(i) => Verdict::of(i == evidence.by || evidence.verified_by.contains(&i)),
            None => Verdict::Indeterminate,
        }
    }))
}

/// The successful accesses to the asset that are known at t.
fn successes<'a>(facts: &'a Facts, a: &str, t: i64) -> Vec<&'a Access> {
    let all = facts.access.iter();
    all.filter(|row| row.success && row.asset.as_deref() == Some(a) && row.at <= t).collect()
}

/// The identity of the row, else that which its credential authenticates as at the row.
fn accessed_by(facts: &Facts, row: &Access) -> Option<String> {
    let of_credential = || {
        let credential = row.credential.as_deref()?;
        let holding = facts.holding("authenticates_as", credential, row.at);
        holding.first().map(|r| r.to.clone())
    };
    row.identity.clone().or_else(of_credential)
}

/// "disposed_of | entering disposed | disposal_certificate; no later success in covered logs (not covered:
/// indeterminate)". A later success that is recorded fails it, covered or not.
pub fn disposed_of(facts: &Facts, a: &str, t: i64) -> Verdict {
    Verdict::any(facts.counting(a, "disposal_certificate", t).into_iter().map(|certificate| {
        let later_success = successes(facts, a, t).iter().any(|row| row.at > certificate.at);
        let quiet = if later_success {
            Verdict::Fail
        } else if covered(facts, a, certificate.at, t) {
            Verdict::Pass
        } else {
            Verdict::Indeterminate
        };
        quiet.and(facts.people(certificate))
    }))
}

/// "a window in which the access log of `source` is complete for these assets": windows, of whatever sources, that
/// reach from one instant to the other without a gap.
fn covered(facts: &Facts, a: &str, from: i64, until: i64) -> bool {
    let mut reached = from;
    loop {
        if reached >= until {
            return true;
        }
        let windows = facts.coverage.iter().filter(|w| w.scope.as_ref().is_none_or(|scope| scope.contains(a)));
        let furthest = windows.filter(|w| w.from <= reached).map(|w| w.until).max();
        match furthest {
            Some(furthest) if furthest > reached => reached = furthest,
            _ => return false,
        }
    }
}

/// "released | quarantine to in_use | approval evidence"; "approval for `released`: not before it entered
/// quarantine". When that was unknown, an approval does not decide.
pub fn released(facts: &Facts, a: &str, t: i64) -> Verdict {
    let approvals = facts.evidence.iter().filter(|e| e.subject == a && e.kind == "approval" && e.at <= t);
    match facts.last_entered(a, &["quarantine"], t) {
        Some(entered) => Verdict::any(approvals.filter(|e| e.at >= entered).map(|e| facts.people(e))),
        None => Verdict::any(approvals.map(|_| Verdict::Indeterminate)),
    }
}

/// "loss_reported | missing to retired | loss_report, and remote_wipe or an override".
pub fn loss_reported(facts: &Facts, a: &str, to: &str, t: i64) -> Verdict {
    let wiped = facts.evidenced(a, "remote_wipe", t);
    let overridden = facts.overridden(a, "loss_reported", to, t);
    facts.evidenced(a, "loss_report", t).and(wiped.or(overridden))
}
