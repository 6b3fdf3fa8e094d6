//! One plain sentence a person can act on.

use std::borrow::Cow;

use super::{
    judgement::Judgement,
    justification::Link,
    rings,
    witness::{State, Witness, of_reason, stage},
};
use crate::{
    facts::Slot,
    finding::Reason,
    id::{Namespace, Reference, is_bidi_control},
    identity::IdentityClass,
    time::Instant,
};

/// "`hd-key` still works, but `helpdesk`, which issued it, was retired on 2026-02-01 by dana".
///
/// `witnesses` are those of all its reasons, one reason after the other.
pub(super) fn orphaned(judgement: &Judgement, credential: u32, witnesses: &[Witness]) -> String {
    let mut reasons: Vec<Reason> = judgement.reasons(credential).iter().collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.severity()));
    let mut phrases: Vec<Phrase> = Vec::with_capacity(reasons.len());
    for reason in reasons {
        // They are in the order of their reasons.
        let begin = witnesses.partition_point(|witness| witness.reason < Some(reason));
        let len = witnesses[begin..].partition_point(|witness| witness.reason == Some(reason));
        let next = match &witnesses[begin..begin + len] {
            // Nobody owns it, or these are the witnesses of another finding.
            [] => phrase(judgement, credential, reason, &of_reason(judgement, credential, reason)),
            of_reason => phrase(judgement, credential, reason, of_reason),
        };
        // What became of one record is said once, with all that it was to the credential.
        match phrases.iter_mut().find(|phrase| phrase.is_about_the_same(&next)) {
            Some(same) => same.roles.extend(next.roles),
            None => phrases.push(next),
        }
    }
    let phrases: Vec<String> = phrases.iter().map(Phrase::text).collect();
    format!("`{}` still works, but {}", name(judgement, credential), listed(&phrases, "; and "))
}

/// A part of a sentence: a record, what it was to the credential, and what became of it.
struct Phrase {
    /// The record; empty where the whole part stands in `what`.
    id: String,
    /// "which issued it".
    roles: Vec<String>,
    /// "was retired on 2026-02-01 by dana".
    what: String,
}

impl Phrase {
    fn whole(what: String) -> Self {
        Self { id: String::new(), roles: Vec::new(), what }
    }

    fn is_about_the_same(&self, other: &Self) -> bool {
        !self.roles.is_empty() && !other.roles.is_empty() && self.id == other.id && self.what == other.what
    }

    fn text(&self) -> String {
        if self.roles.is_empty() {
            return self.what.clone();
        }
        format!("`{}`, {}, {}", self.id, self.roles.join(" and "), self.what)
    }
}

/// "`old-key` no longer works: it was revoked on 2026-02-01 by dana".
pub(super) fn not_live(judgement: &Judgement, credential: u32, state: &State) -> String {
    let name = name(judgement, credential);
    let what = became(Namespace::Credential, state.word, state.at, state.by.as_deref(), false);
    match state.word {
        "not_issued" | "pending" => format!("`{name}` does not work yet: it {what}"),
        "suspended" => format!("`{name}` does not work for now: it {what}"),
        "absent" => format!("`{name}` is referred to, but {what}"),
        "unknown" => format!("whether `{name}` worked then is not known: its history begins later"),
        _ => format!("`{name}` no longer works: it {what}"),
    }
}

/// "`ci-token` works and is needed: `alice` answers for it (…), and `ci` needs it (…)".
pub(super) fn justified(judgement: &Judgement, credential: u32, accountable: &[Link], needed: &[Link]) -> String {
    let name = name(judgement, credential);
    let way = |chain: &[Link]| -> String {
        let links = chain.iter().map(|link| format!("`{}` {} `{}`", link.from.id, link.relation, link.to.id));
        links.collect::<Vec<_>>().join(", ")
    };
    let end = |chain: &[Link]| -> Option<Reference> {
        let last = chain.last()?;
        // A chain goes on from where it came: the far end of its last link is the one that the link before does not touch.
        let before = chain.len().checked_sub(2).and_then(|index| chain.get(index));
        let touches = |reference: &Reference| {
            before.map_or(reference.namespace == Namespace::Credential, |link| {
                link.from == *reference || link.to == *reference
            })
        };
        Some(if touches(&last.to) { last.from.clone() } else { last.to.clone() })
    };
    let answers = end(accountable).map(|owner| format!("`{}` answers for it ({})", owner.id, way(accountable)));
    let needs = end(needed).map(|need| format!("`{}` needs it ({})", need.id, way(needed)));
    let both: Vec<String> = answers.into_iter().chain(needs).collect();
    if both.is_empty() {
        return format!("`{name}` works, and nothing speaks against it");
    }
    format!("`{name}` works and is accounted for: {}", both.join(", and "))
}

fn name(judgement: &Judgement, credential: u32) -> &str {
    judgement.moment.snapshot.facts.id(Slot::credential(credential))
}

fn listed(phrases: &[String], last: &str) -> String {
    match phrases {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{}{last}{end}", first.join("; ")),
    }
}

fn phrase(judgement: &Judgement, credential: u32, reason: Reason, witnesses: &[Witness]) -> Phrase {
    let identity = judgement.identity(credential);
    let facts = &judgement.moment.snapshot.facts;
    let identity = identity.map_or("", |identity| facts.id(Slot::identity(identity)));
    let Some(first) = most_telling(reason, witnesses) else {
        return Phrase::whole("nobody owns it: no owner is recorded for it, its identity or what uses it".into());
    };
    let id = &first.record.id;
    let person = is_person(judgement, first, reason);
    let (who, whom) = if person { ("who", "whom") } else { ("which", "which") };
    let what = became(first.record.namespace, first.state, first.at, first.by.as_deref(), person);
    let what = what + &went_on(judgement, first);
    let more = match witnesses.len() - 1 {
        0 => String::new(),
        1 => " (and one more like it)".to_owned(),
        more => format!(" (and {more} more like it)"),
    };
    let role = match reason {
        Reason::AssetAbandoned => {
            let ring = ring(judgement, first);
            return Phrase::whole(format!(
                "nobody accountable needs `{id}` any more, for which its identity `{identity}` works{ring}{more}"
            ));
        }
        Reason::ConsumerAbandoned => {
            let ring = ring(judgement, first);
            return Phrase::whole(format!("nobody accountable needs `{id}` any more, {who} uses it{ring}{more}"));
        }
        Reason::Detached => {
            let day = first.at.map(Instant::day).unwrap_or_default();
            return Phrase::whole(format!(
                "its identity `{identity}` works for nothing any more: it was detached from `{id}` on {day}{more}"
            ));
        }
        Reason::TargetRetired => {
            return Phrase::whole(format!(
                "all that its identity `{identity}` is entitled to is out of service: `{id}` {what}{more}"
            ));
        }
        Reason::Unowned => return Phrase::whole("nobody owns it".into()),
        Reason::IdentityGone | Reason::IdentitySuspended => format!("as {whom} it authenticates"),
        Reason::AssetRetired => format!("for which its identity `{identity}` works"),
        Reason::PrincipalGone => format!("for {whom} its identity `{identity}` acts"),
        Reason::ConsumerGone => format!("{who} used it"),
        Reason::IssuerRetired => "which issued it".into(),
        Reason::ParentGone => "from which it was derived".into(),
        Reason::OwnerDeparted => format!("{who} answered for it"),
    };
    Phrase { id: id.to_string(), roles: vec![role], what: what + &more }
}

/// The witness to name: what is still there and no longer needed, or what came about last, as that made the reason true.
fn most_telling(reason: Reason, witnesses: &[Witness]) -> Option<&Witness> {
    let abandoned = matches!(reason, Reason::AssetAbandoned | Reason::ConsumerAbandoned);
    let left_over = witnesses.iter().find(|witness| abandoned && witness.state == "abandoned");
    left_over.or_else(|| witnesses.iter().rev().max_by_key(|witness| witness.at))
}

/// ", and is retired now", for an asset that went on to another stage after that one.
fn went_on(judgement: &Judgement, witness: &Witness) -> String {
    let facts = &judgement.moment.snapshot.facts;
    let changed = witness.record.namespace == Namespace::Asset && witness.at.is_some();
    let slot = facts.find(&witness.record).filter(|_| changed);
    let stage = slot.map(|slot| stage(&judgement.moment, slot.index)).filter(|stage| *stage != witness.state);
    stage.map_or(String::new(), |stage| format!(", and is {} now", in_words(stage)))
}

/// Whether the record is a person's. Of an absent identity the kind is not known; one that should answer is taken for a person.
fn is_person(judgement: &Judgement, witness: &Witness, reason: Reason) -> bool {
    let facts = &judgement.moment.snapshot.facts;
    let slot = facts.find(&witness.record).filter(|slot| slot.namespace == Namespace::Identity);
    slot.is_some_and(|slot| match facts.class(slot.index) {
        None => reason == Reason::OwnerDeparted,
        class => class == Some(IdentityClass::Human),
    })
}

/// ", though it and `b` hold up each other", where that is so.
fn ring(judgement: &Judgement, witness: &Witness) -> String {
    let facts = &judgement.moment.snapshot.facts;
    let Some(slot) = facts.find(&witness.record).filter(|slot| slot.namespace == Namespace::Asset) else {
        return String::new();
    };
    let mut others: Vec<String> = rings::around(&judgement.moment, slot.index)
        .into_iter()
        .filter(|asset| *asset != slot.index)
        .map(|asset| format!("`{}`", facts.id(Slot::asset(asset))))
        .collect();
    others.sort_unstable();
    let more = others.len().saturating_sub(3);
    others.truncate(3);
    match (others.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(", though it and {} hold up each other", others.join(", ")),
        (false, more) => format!(", though it, {} and {more} more hold up each other", others.join(", ")),
    }
}

/// What became of a record, as the end of a sentence about it.
fn became(namespace: Namespace, word: &str, at: Option<Instant>, by: Option<&str>, person: bool) -> String {
    let done = match (namespace, word) {
        (_, "absent") => return "is not in the inventory".into(),
        (_, "unstaffed") => return "has nobody left in it".into(),
        (_, "abandoned") => return "is no longer needed by anybody accountable".into(),
        (_, "orphaned") => return "is orphaned itself".into(),
        (Namespace::Identity, "ended" | "deprovisioned") if person => "left",
        (Namespace::Identity, "ended") => "ended",
        (Namespace::Asset, "missing") => "went missing",
        (Namespace::Asset, "quarantine") => "was put in quarantine",
        (Namespace::Asset, "disposed") => "was disposed of",
        (Namespace::Credential, "expired") => "expired",
        (_, "not_started") => "has its first day",
        (_, "not_issued") => "is issued",
        (_, "active" | "pending" | "unknown") => "became",
        (_, word) => return finished(&format!("was {word}"), &format!("is {word}"), at, by),
    };
    let done = if done == "became" { format!("became {word}") } else { done.to_owned() };
    finished(&done, &format!("is {}", in_words(word)), at, by)
}

/// A stage or status as a sentence says it.
fn in_words(word: &str) -> String {
    if word == "disposed" { "disposed of".into() } else { word.replace('_', " ") }
}

fn finished(done: &str, is: &str, at: Option<Instant>, by: Option<&str>) -> String {
    match (at, by.map(in_line).as_deref()) {
        // People leave by themselves; somebody else may have recorded it.
        (Some(at), Some(by)) if done == "left" => format!("left on {} (recorded by {by})", at.day()),
        (Some(at), Some(by)) => format!("{done} on {} by {by}", at.day()),
        (Some(at), None) => format!("{done} on {}", at.day()),
        (None, _) => is.to_owned(),
    }
}

/// A name that somebody wrote, in a sentence: what would break its line or turn its direction is written as an escape.
fn in_line(name: &str) -> Cow<'_, str> {
    let breaks = |c: char| c.is_control() || is_bidi_control(c);
    if !name.contains(breaks) {
        return Cow::Borrowed(name);
    }
    let shown = |c: char| if breaks(c) { c.escape_unicode().to_string() } else { c.to_string() };
    Cow::Owned(name.chars().map(shown).collect())
}
