//! The gates of `reassign` and `rehome`.

use super::facts::Facts;
use super::model::at::At;
use super::proofs::holders;
use super::table::class;
use super::verdict::Verdict;

/// When the old holder's custody ended.
#[derive(Clone, Copy)]
enum Custody {
    /// Nobody ever had it.
    Never,
    Ended(i64),
    Continues,
}

/// "handed_over | a new holder | hardware: sanitization since the old holder's custody ended; any: no live credential
/// stored_on it that was not rotated or issued since". Where the one who received it is in doubt, so may be the gate.
pub fn handed_over(facts: &Facts, at: &At, a: &str, t: i64) -> Verdict {
    let certain = handed_over_since(facts, at, a, t, custody(facts, a, t, Verdict::Pass));
    let with_the_doubtful = handed_over_since(facts, at, a, t, custody(facts, a, t, Verdict::Indeterminate));
    certain.both(with_the_doubtful)
}

/// "custody_receipt by someone other than the holder; with it the old custody ends": of the custody that is recorded
/// as lasting, with the first receipt since it began; else when the last one ended. Receipts count whose people are at
/// least this certain.
fn custody(facts: &Facts, a: &str, t: i64, certainty: Verdict) -> Custody {
    let holders = holders(facts, a, t);
    if holders.is_empty() {
        let ends = facts.of("assigned_to", a).into_iter().filter_map(|custody| custody.until);
        return ends.filter(|until| *until <= t).max().map_or(Custody::Never, Custody::Ended);
    }
    let began = facts.holding("assigned_to", a, t).iter().filter_map(|custody| custody.since).max();
    let receipts = facts.counting(a, "custody_receipt", t).into_iter();
    let receipts = receipts.filter(|r| !holders.contains(r.by.as_str()) && facts.people(r) >= certainty);
    let instants = receipts.map(|r| r.at).filter(|at| began.is_none_or(|began| *at >= began));
    instants.min().map_or(Custody::Continues, Custody::Ended)
}

fn handed_over_since(facts: &Facts, at: &At, a: &str, t: i64, custody: Custody) -> Verdict {
    let sanitized = match (class(at.kind(a)), custody) {
        ("hardware", Custody::Ended(ended)) => {
            let all = facts.counting(a, "sanitization", t).into_iter();
            Verdict::any(all.filter(|evidence| evidence.at >= ended).map(|evidence| facts.people(evidence)))
        }
        ("hardware", Custody::Continues) => Verdict::Fail,
        _ => Verdict::Pass,
    };
    let stored = at.from("stored_on", a).into_iter().filter(|c| at.live(c));
    let renewed = Verdict::all(stored.map(|c| match custody {
        Custody::Never => Verdict::Pass,
        Custody::Continues => Verdict::Fail,
        Custody::Ended(ended) => renewed_since(facts, c, ended, t),
    }));
    sanitized.and(renewed)
}

/// "rotated or issued since". Where neither is recorded that is not known.
fn renewed_since(facts: &Facts, c: &str, ended: i64, t: i64) -> Verdict {
    let instants = [facts.instant(c, "rotated_at"), facts.instant(c, "issued_at")];
    if instants == [None, None] {
        return Verdict::Indeterminate;
    }
    Verdict::of(instants.iter().flatten().any(|renewed| *renewed >= ended && *renewed <= t))
}

/// "left_clean | a new environment or host | no live credential used by it, and no entitlement of an identity attached
/// to it, that belongs to the old place alone".
pub fn left_clean(at: &At, a: &str, environment: Option<&str>, host: Option<&str>) -> Verdict {
    let by_environment = environment.map(|new| left(at, a, |b| place_by_environment(at, a, new, b)));
    let by_host = host.map(|new| left(at, a, |b| place_by_host(at, a, new, b)));
    Verdict::all(by_environment.into_iter().chain(by_host))
}

/// Where an asset is once `a` has moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Old,
    /// The new one, or any other.
    Elsewhere,
    Unknown,
}

/// "no live credential used by it, and no entitlement of an identity attached to it".
fn left(at: &At, a: &str, place: impl Fn(&str) -> Place) -> Verdict {
    let used = at.from("used_by", a).into_iter().filter(|c| at.live(c));
    let credentials = used.map(|c| not_in_the_old_alone(lies(at, c).iter().map(|b| place(b)).collect()));
    let attached = at.from("attached_to", a).into_iter();
    let entitled = attached.flat_map(|i| at.entitlements(i));
    let entitlements = entitled.map(|(b, _)| not_in_the_old_alone(vec![place(b)]));
    Verdict::all(credentials.chain(entitlements))
}

/// "A credential lies where it is stored, else where its consumers are".
fn lies<'a>(at: &At<'a>, c: &str) -> Vec<&'a str> {
    let stored = at.to("stored_on", c);
    let consumers = at.to("used_by", c).into_iter().filter(|u| u.starts_with("asset:"));
    if stored.is_empty() { consumers.collect() } else { stored.into_iter().collect() }
}

/// "that belongs to the old place alone": then it fails.
fn not_in_the_old_alone(places: Vec<Place>) -> Verdict {
    if places.contains(&Place::Elsewhere) {
        Verdict::Pass
    } else if places.contains(&Place::Unknown) {
        Verdict::Indeterminate
    } else {
        Verdict::Fail
    }
}

/// "the place is an environment". What moves is in the new one.
fn place_by_environment(at: &At, a: &str, new: &str, b: &str) -> Place {
    let old = at.value(a, "environment");
    let is = if b == a { Some(new) } else { at.value(b, "environment") };
    match (is, old) {
        _ if old == Some(new) => Place::Elsewhere,
        (Some(is), _) if is == new => Place::Elsewhere,
        (Some(is), Some(old)) if is == old => Place::Old,
        (Some(_), Some(_)) => Place::Elsewhere,
        _ => Place::Unknown,
    }
}

/// "or a host": the host itself, and what runs on it. What moves runs on the new one.
fn place_by_host(at: &At, a: &str, new: &str, b: &str) -> Place {
    let on = |b: &str, host: &str| b == host || at.to("runs_on", b).contains(host);
    let old_hosts = at.to("runs_on", a).into_iter().filter(|old| *old != new).collect::<Vec<_>>();
    if b == a || on(b, new) || !old_hosts.iter().any(|old| on(b, old)) { Place::Elsewhere } else { Place::Old }
}
