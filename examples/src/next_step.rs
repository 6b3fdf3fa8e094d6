//! What to do about an orphaned credential.
//!
//! One line, derived from the reasons. It is cautious: what somebody still uses is rotated before it is revoked, what only
//! lacks an owner gets one, and what rests on missing records is looked into first.

use nhi_lifecycle::{
    Instant, Reference, ReferenceView,
    analysis::{Finding, Since},
    finding::{
        Reason::{self, ConsumerAbandoned, ConsumerGone, IdentitySuspended, OwnerDeparted, PrincipalGone, Unowned},
        Reasons, Severity, Status,
    },
};

/// What is known about a credential beside the finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The identity it authenticates as.
    pub identity: Option<Reference>,
    /// The assets in service and the active identities that use it.
    pub consumers: Vec<Reference>,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
}

/// What to do next about a finding.
#[must_use]
pub fn next_step(finding: &Finding<'_>, circumstances: &Circumstances) -> String {
    let reasons = finding.reasons();
    let holds = |reason| reasons.contains(reason);
    let only = |some: &[Reason]| reasons.without(some.iter().copied().collect::<Reasons>()).is_empty();
    let identity =
        circumstances.identity.as_ref().map_or("its identity".to_owned(), |identity| quoted([identity.as_view()]));

    if finding.status() == Status::Indeterminate {
        return format!("complete the records first: {} is referred to and missing", found(finding, "absent"));
    }
    // Where none of its consumers were needed, one of these two reasons would hold.
    let survivors = !circumstances.consumers.is_empty() && !holds(ConsumerGone) && !holds(ConsumerAbandoned);
    let end = |it: &str| {
        let consumers = quoted(circumstances.consumers.iter().map(Reference::as_view));
        let rotated = format!("rotate {it} for what still uses it ({consumers}), then revoke this one");
        if survivors { rotated } else { format!("revoke {it}") }
    };
    let abandoned = found(finding, "abandoned");
    if only(&[Unowned]) {
        return format!("find out what it is for, and name an owner; if nobody claims it, {}", end("it"));
    }
    if only(&[Unowned, OwnerDeparted]) {
        let owners = quoted(finding.responsible());
        return format!("name an owner in place of {owners}; then rotate it, as those who left may know it");
    }
    if holds(IdentitySuspended) {
        return format!("suspend it until {identity} is active again; if that will not be, {}", end("it"));
    }
    if holds(PrincipalGone) {
        return format!("name somebody for whom {identity} acts; if there is nobody, {}", end("it"));
    }
    if reasons.severity() < Some(Severity::High) && !abandoned.is_empty() {
        let end = end("the credential");
        return format!("name an owner for {abandoned} if it is still wanted; otherwise retire it, and {end}");
    }
    let used_since = |used: &Instant| finding.since().is_some_and(|since| was_orphaned(since, *used));
    match circumstances.last_used_at.filter(|_| !survivors).filter(used_since) {
        Some(used) => format!("revoke it, and find out who used it on {}, when it was orphaned already", used.day()),
        None => end("it"),
    }
}

/// Whether an instant, one before that of the question, lies in the time in which the finding has held.
fn was_orphaned(since: Since, instant: Instant) -> bool {
    since.instant().is_none_or(|since| since <= instant)
}

/// The witnesses of a finding that are in this state.
fn found(finding: &Finding<'_>, state: &str) -> String {
    let witnesses = finding.witnesses();
    let records = witnesses.iter().filter(|witness| witness.state == state).map(|witness| witness.record.as_view());
    let mut records: Vec<ReferenceView<'_>> = records.collect();
    records.sort_unstable();
    records.dedup();
    quoted(records)
}

fn quoted<'a>(references: impl IntoIterator<Item = ReferenceView<'a>>) -> String {
    let ids: Vec<String> = references.into_iter().map(|reference| format!("`{}`", reference.id())).collect();
    ids.join(", ")
}

#[cfg(test)]
mod tests {
    use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis};

    use super::*;

    /// What to do about `key`, of which these records tell, in a small firm.
    fn check(records: &[&str], circumstances: &Circumstances, expected: &str) {
        let firm = [
            r#"{"record":"identity","id":"alice","kind":"employee","status":"active"}"#,
            r#"{"record":"identity","id":"leaver","kind":"employee","status":"deprovisioned"}"#,
            r#"{"record":"asset","id":"shop","kind":"application","stage":"in_use","owner":"alice"}"#,
            r#"{"record":"asset","id":"forgotten","kind":"application","stage":"in_use","owner":"leaver"}"#,
            r#"{"record":"asset","id":"old-shop","kind":"application","stage":"retired","owner":"alice"}"#,
        ];
        let records = firm.iter().chain(records).map(|text| serde_json::from_str(text));
        let records: Vec<Record> = records.collect::<Result<_, _>>().unwrap();
        let now = "2026-03-01T00:00:00Z".parse().unwrap();
        let mut inventory = Inventory::new();
        inventory.add(records, &Context::at(now).lenient()).unwrap();
        let report = analysis::orphans(&inventory.snapshot(), now, &Policy::default()).with_since();
        let finding = report.iter().find(|finding| finding.credential() == "key").unwrap();
        assert_eq!(next_step(&finding, circumstances), expected);
    }

    fn key(fields: &str) -> String {
        format!(r#"{{"record":"credential","id":"key","kind":"api_key","status":"active",{fields}}}"#)
    }

    fn nothing_known() -> Circumstances {
        Circumstances::default()
    }

    #[test]
    fn an_owner_is_named_where_nothing_else_is_wrong() {
        let owner_left = key(r#""owner":"leaver","used_by":"asset:shop""#);
        check(
            &[&owner_left],
            &nothing_known(),
            "name an owner in place of `leaver`; then rotate it, as those who left may know it",
        );
        check(
            &[&key(r#""name":"key""#)],
            &nothing_known(),
            "find out what it is for, and name an owner; if nobody claims it, revoke it",
        );
    }

    #[test]
    fn what_is_still_used_is_rotated_before_it_is_revoked() {
        let issuer_retired = key(r#""owner":"alice","issued_by":"old-shop","used_by":["asset:shop","asset:old-shop"]"#);
        let used = Circumstances { consumers: vec!["asset:shop".parse().unwrap()], ..nothing_known() };
        check(&[&issuer_retired], &used, "rotate it for what still uses it (`shop`), then revoke this one");
        let consumer_gone = key(r#""owner":"alice","used_by":"asset:old-shop""#);
        check(&[&consumer_gone], &nothing_known(), "revoke it");
    }

    #[test]
    fn use_while_orphaned_is_looked_into() {
        let used = Circumstances { last_used_at: "2026-01-01T00:00:00Z".parse().ok(), ..nothing_known() };
        let issuer_retired = key(r#""owner":"alice","issued_by":"old-shop""#);
        check(
            &[&issuer_retired],
            &used,
            "revoke it, and find out who used it on 2026-01-01, when it was orphaned already",
        );
        let until_february = r#"{"record":"change","subject":"asset:old-shop","from":"in_use","to":"retired","at":"2026-02-01T00:00:00Z"}"#;
        check(&[&issuer_retired, until_february], &used, "revoke it");
    }

    #[test]
    fn identities_that_may_come_back_or_be_wanted_are_asked_about_first() {
        let bot = |more: &str| format!(r#"{{"record":"identity","id":"bot","kind":"bot","owner":"alice",{more}}}"#);
        let key = key(r#""identity":"bot""#);
        let known = Circumstances { identity: "identity:bot".parse().ok(), ..nothing_known() };
        check(
            &[&key, &bot(r#""status":"suspended""#)],
            &known,
            "suspend it until `bot` is active again; if that will not be, revoke it",
        );
        check(
            &[&key, &bot(r#""status":"active","acts_for":"leaver""#)],
            &known,
            "name somebody for whom `bot` acts; if there is nobody, revoke it",
        );
        check(
            &[&key, &bot(r#""status":"active","attached_to":"forgotten""#)],
            &known,
            "name an owner for `forgotten` if it is still wanted; otherwise retire it, and revoke the credential",
        );
    }

    #[test]
    fn missing_records_come_first() {
        let owner_missing = key(r#""owner":"zoe""#);
        check(&[&owner_missing], &nothing_known(), "complete the records first: `zoe` is referred to and missing");
    }
}
