//! What each gate asks for, as pure functions from plain facts to a ruling.

mod evidence;
mod media;

use super::{Gate, OwnGate, predicate};
use crate::{
    asset::{Asset, AssetClass, AssetKind, Management},
    blocker::{GateVerdict, Lack, Missing},
    evidence::{Evidence, EvidenceKind},
    id::{IdentityRef, Reference},
    relation::RelationKind,
    time::Instant,
};

pub(crate) use evidence::{Custody, Disposal, Handover, loss_reported};
pub(crate) use media::Wipe;

/// What a gate says of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) verdict: GateVerdict,
    pub(crate) message: String,
    pub(crate) missing: Vec<Missing>,
}

impl Ruling {
    pub(crate) const PASS: Self = Self { verdict: GateVerdict::Pass, message: String::new(), missing: Vec::new() };

    pub(crate) fn fail(message: String, missing: Vec<Missing>) -> Self {
        Self { verdict: GateVerdict::Fail, message, missing }
    }

    pub(crate) fn indeterminate(message: String, missing: Vec<Missing>) -> Self {
        Self { verdict: GateVerdict::Indeterminate, message, missing }
    }

    /// Fails on what is left, if anything is.
    fn clear(missing: Vec<Missing>, message: impl FnOnce(&str) -> String) -> Self {
        if missing.is_empty() {
            return Self::PASS;
        }
        Self::fail(message(&names(&missing)), missing)
    }

    /// How far it is from letting an act through.
    fn rank(&self) -> u8 {
        match self.verdict {
            GateVerdict::Pass => 0,
            GateVerdict::Indeterminate => 1,
            GateVerdict::Fail => 2,
        }
    }

    /// Both are asked for: the one further from letting through.
    fn and(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }

    /// The ruling where something unknown makes a difference: the two rulings that it may come to. Where they agree it stands;
    /// otherwise what would decide is missing, and `why` and `absent` say what.
    pub(crate) fn of_both(one: Self, other: Self, why: &str, absent: impl FnOnce() -> Vec<Reference>) -> Self {
        if one.verdict == other.verdict {
            return one;
        }
        let Self { message, mut missing, .. } = one.and(other);
        missing.extend(absent().into_iter().map(|record| Missing::new(Lack::Record).about(record)));
        missing.sort();
        missing.dedup();
        Self::indeterminate(format!("{message}; {why}"), missing)
    }
}

/// The records of what is missing, as a list of ids; at most five are named.
fn names(missing: &[Missing]) -> String {
    let mut named: Vec<String> =
        missing.iter().filter_map(|missing| Some(format!("`{}`", missing.record.as_ref()?.id))).collect();
    named.dedup();
    let more = named.len().saturating_sub(5);
    named.truncate(5);
    let list = named.join(", ");
    if more == 0 { list } else { format!("{list} and {more} more") }
}

/// Evidence that counts at the instant, and the people in it who could not vouch for it.
#[derive(Clone, Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) doubtful: Vec<IdentityRef>,
}

impl Piece<'_> {
    /// Those who verified it, other than who made it.
    pub(crate) fn others(&self) -> impl Iterator<Item = &IdentityRef> {
        let by = &self.evidence.by;
        self.evidence.verified_by.iter().filter(move |verifier| *verifier != by)
    }

    fn doubts(&self) -> impl Iterator<Item = Missing> + '_ {
        let at = self.evidence.at;
        self.doubtful.iter().map(move |person| Missing::new(Lack::Person).about(person.clone()).between(None, at))
    }
}

fn doubted(pieces: &[&Piece<'_>]) -> Ruling {
    let mut missing: Vec<Missing> = pieces.iter().flat_map(|piece| piece.doubts()).collect();
    missing.sort();
    missing.dedup();
    let message = format!(
        "the evidence names {}, no recorded identity that was present or active then; correct the name or add the record",
        names(&missing)
    );
    Ruling::indeterminate(message, missing)
}

/// Whom and what evidence must be about, and from when on it counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) asset: &'a Reference,
    pub(crate) since: Option<Instant>,
    pub(crate) at: Instant,
}

impl Asked<'_> {
    fn missing(&self, kind: EvidenceKind) -> Missing {
        Missing::new(Lack::Evidence).about(self.asset.clone()).named(kind.as_str()).between(self.since, self.at)
    }

    fn since_in_words(&self) -> String {
        self.since.map_or(String::new(), |since| format!(" since {since}"))
    }

    /// Evidence of a kind that some condition fits.
    pub(crate) fn evidence(
        &self,
        kind: EvidenceKind,
        pieces: &[Piece<'_>],
        fits: impl Fn(&Piece<'_>) -> bool,
        remedy: &str,
    ) -> Ruling {
        let fitting: Vec<&Piece<'_>> =
            pieces.iter().filter(|piece| piece.evidence.kind == kind && fits(piece)).collect();
        if fitting.iter().any(|piece| piece.doubtful.is_empty()) {
            return Ruling::PASS;
        }
        if !fitting.is_empty() {
            return doubted(&fitting);
        }
        let message = format!("there is no {kind} evidence{}; {remedy}", self.since_in_words());
        Ruling::fail(message, vec![self.missing(kind)])
    }
}

/// The fields by which an asset is told from others.
pub(crate) struct Identification<'a> {
    pub(crate) asset: &'a Asset,
}

impl Identification<'_> {
    pub(crate) fn judge(&self) -> Ruling {
        let told = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        let asset = self.asset;
        let lack = |name: &str| Missing::new(Lack::Field).about(reference(asset)).named(name);
        match asset.kind.class() {
            AssetClass::Hardware if told(&asset.serial_number) || told(&asset.asset_tag) => Ruling::PASS,
            AssetClass::Hardware => Ruling::fail(
                "it has neither serial_number nor asset_tag; record one".to_owned(),
                vec![lack("serial_number"), lack("asset_tag")],
            ),
            _ if told(&asset.name) => Ruling::PASS,
            _ => Ruling::fail("it has no name; record one".to_owned(), vec![lack("name")]),
        }
    }
}

fn reference(asset: &Asset) -> Reference {
    Reference { namespace: crate::id::Namespace::Asset, id: asset.id.clone() }
}

/// `accountable`: somebody answers for it, and devices are managed.
pub(crate) fn accountable(asset: &Asset, answered_for: bool, has_owners: bool) -> Ruling {
    if !answered_for {
        let message = if has_owners {
            "none of its owners is a present human or a staffed team; name one who is"
        } else {
            "nobody owns it; name an owner"
        };
        return Ruling::fail(message.to_owned(), vec![Missing::new(Lack::Owner).about(reference(asset))]);
    }
    let device =
        matches!(asset.kind, AssetKind::Laptop | AssetKind::Desktop | AssetKind::MobileDevice | AssetKind::Server);
    let missing = || vec![Missing::new(Lack::Field).about(reference(asset)).named("management")];
    match asset.management {
        _ if !device => Ruling::PASS,
        Some(Management::Managed) => Ruling::PASS,
        Some(Management::Unmanaged) => Ruling::fail("it is unmanaged; enrol it".to_owned(), missing()),
        Some(Management::Unknown) | None => {
            Ruling::indeterminate("whether it is managed is not known; record `management`".to_owned(), missing())
        }
    }
}

/// `no_hold`: where nothing is said of a hold there is none; where it is said that it is not known, it is not.
pub(crate) fn no_hold(asset: &Asset, said_to_be_unknown: bool) -> Ruling {
    if asset.legal_hold == Some(true) {
        let missing = vec![Missing::new(Lack::Release).about(reference(asset))];
        return Ruling::fail(
            "it is under legal hold; have the hold released and record the change".to_owned(),
            missing,
        );
    }
    if said_to_be_unknown {
        let missing = vec![Missing::new(Lack::Field).about(reference(asset)).named("legal_hold")];
        let message = "whether it was under legal hold then is not known; record the change that tells it".to_owned();
        return Ruling::indeterminate(message, missing);
    }
    Ruling::PASS
}

/// `dependents_clear`: what is in service and runs on it or depends on it.
pub(crate) fn dependents_clear(dependents: Vec<(Reference, RelationKind)>) -> Ruling {
    Ruling::clear(connected(Lack::Dependent, dependents), |names| {
        format!("in service and still in need of it: {names}; move them or take them out of service")
    })
}

fn connected(lack: Lack, records: Vec<(Reference, RelationKind)>) -> Vec<Missing> {
    let mut missing: Vec<Missing> = records
        .into_iter()
        .map(|(record, relation)| Missing::new(lack).about(record).named(relation.as_str()))
        .collect();
    missing.sort();
    missing.dedup();
    missing
}

/// What `credentials_closed` looks at.
pub(crate) struct Credentials<'a> {
    /// Live ones that are stored on it, issued by it, or used by it and by nothing else that is kept or needed.
    pub(crate) live: Vec<(Reference, RelationKind)>,
    /// Where policy asks that revocations are observed, those that were closed.
    pub(crate) closed: Vec<Closed<'a>>,
    pub(crate) at: Instant,
}

/// A credential that was revoked or destroyed, from when on an observation of that counts, and the observations.
pub(crate) struct Closed<'a> {
    pub(crate) credential: Reference,
    pub(crate) since: Option<Instant>,
    pub(crate) observations: Vec<Piece<'a>>,
}

impl Credentials<'_> {
    pub(crate) fn judge(self) -> Ruling {
        let live = Ruling::clear(connected(Lack::Credential, self.live), |names| {
            format!("still working: {names}; revoke them, or rotate those that others use")
        });
        if live.verdict != GateVerdict::Pass {
            return live;
        }
        let unobserved = self.closed.iter().filter(|closed| closed.observations.is_empty()).map(|closed| {
            let kind = EvidenceKind::RevocationObserved.as_str();
            Missing::new(Lack::Evidence).about(closed.credential.clone()).named(kind).between(closed.since, self.at)
        });
        let unobserved = Ruling::clear(unobserved.collect(), |names| {
            format!(
                "nobody observed that these no longer work: {names}; try them and give revocation_observed evidence"
            )
        });
        if unobserved.verdict != GateVerdict::Pass {
            return unobserved;
        }
        let vouched = |closed: &&Closed<'_>| closed.observations.iter().any(|piece| piece.doubtful.is_empty());
        let in_doubt = self.closed.iter().filter(|closed| !vouched(closed));
        let in_doubt: Vec<&Piece<'_>> = in_doubt.flat_map(|closed| &closed.observations).collect();
        if in_doubt.is_empty() { Ruling::PASS } else { doubted(&in_doubt) }
    }
}

/// `identities_closed`: the active identities that are attached to it alone.
pub(crate) fn identities_closed(identities: Vec<Reference>) -> Ruling {
    let missing = identities.into_iter().map(|identity| Missing::new(Lack::Identity).about(identity));
    Ruling::clear(missing.collect(), |names| {
        format!("active and attached to nothing else that is kept: {names}; deprovision them or attach them elsewhere")
    })
}

/// `entitlements_closed`: who is still entitled to it.
pub(crate) fn entitlements_closed(asset: &Reference, holders: Vec<Reference>) -> Ruling {
    let asset = asset.id.as_str();
    let missing = holders.into_iter().map(|holder| Missing::new(Lack::Entitlement).about(holder).named(asset));
    Ruling::clear(missing.collect(), |names| format!("still entitled to it: {names}; end their entitlements"))
}

/// Where something lies once an asset has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// In the old place alone.
    Old,
    /// Perhaps: what would tell is not known.
    Unknown,
    /// Not in the old place, or not there alone.
    Elsewhere,
}

impl Place {
    /// Where something lies that lies in all of these.
    pub(crate) fn of(places: impl Iterator<Item = Self>) -> Self {
        places.max().unwrap_or(Self::Elsewhere)
    }
}

/// `left_clean`: credentials it uses and entitlements of its identities, with where each lies.
pub(crate) fn left_clean(
    credentials: Vec<(Reference, Place)>,
    entitlements: Vec<(Reference, Reference, Place)>,
) -> Ruling {
    let lacks = |place: Place| -> Vec<Missing> {
        let credentials = credentials.iter().filter(|(_, lies)| *lies == place);
        let entitlements = entitlements.iter().filter(|(.., lies)| *lies == place);
        credentials
            .map(|(credential, _)| Missing::new(Lack::Credential).about(credential.clone()))
            .chain(entitlements.map(|(holder, asset, _)| {
                Missing::new(Lack::Entitlement).about(holder.clone()).named(asset.id.as_str())
            }))
            .collect()
    };
    let left = lacks(Place::Old);
    if !left.is_empty() {
        return Ruling::clear(left, |names| {
            format!("these belong to the old place alone: {names}; replace the credentials and end the entitlements")
        });
    }
    let unknown = lacks(Place::Unknown);
    if unknown.is_empty() {
        return Ruling::PASS;
    }
    let message = format!("where these belong is not known: {}; record the environments", names(&unknown));
    Ruling::indeterminate(message, unknown)
}

/// A gate of the user's own; none where it is not asked of this asset.
pub(crate) fn own_gate(gate: &OwnGate, subject: &predicate::Subject<'_>) -> Option<Ruling> {
    let asked = gate.when.as_ref().map_or(Some(true), |when| predicate::holds(when, subject));
    if asked == Some(false) {
        return None;
    }
    let remedy = gate.remedy.as_ref().map_or(String::new(), |remedy| format!("; {remedy}"));
    let missing = vec![Missing::new(Lack::Condition).about(reference(subject.asset)).named(&gate.name)];
    let requires = &gate.requires;
    Some(match (predicate::holds(requires, subject), asked) {
        (Some(true), _) => Ruling::PASS,
        (Some(false), Some(_)) => Ruling::fail(format!("`{requires}` does not hold{remedy}"), missing),
        (Some(false), None) => {
            Ruling::indeterminate(format!("whether it is asked hangs on what is not known{remedy}"), missing)
        }
        (None, _) => Ruling::indeterminate(format!("`{requires}` hangs on what is not known{remedy}"), missing),
    })
}

/// The ruling closest to letting an act through.
fn best(rulings: impl Iterator<Item = Ruling>) -> Option<Ruling> {
    rulings.min_by_key(Ruling::rank)
}

/// `released`: an approval since it came into quarantine. When that was not known, no approval is known to be newer.
pub(crate) fn released(asked: Asked<'_>, pieces: &[Piece<'_>]) -> Ruling {
    let approved = attested(Gate::Released, asked, pieces);
    if asked.since.is_some() || approved.verdict != GateVerdict::Pass {
        return approved;
    }
    let missing = Missing::new(Lack::Field).about(asked.asset.clone()).named("stage");
    let message = "since when it is in quarantine is not known; record the change that tells it".to_owned();
    Ruling::indeterminate(message, vec![missing])
}

/// Evidence that closes a gate by being there: `record_closed`, `data_preserved`, `released`.
pub(crate) fn attested(gate: Gate, asked: Asked<'_>, pieces: &[Piece<'_>]) -> Ruling {
    let (kind, remedy) = match gate {
        Gate::DataPreserved => (EvidenceKind::DataPreserved, "give it, even to state that there was nothing to keep"),
        Gate::Released => (EvidenceKind::Approval, "have the release approved and give the approval"),
        _ => (EvidenceKind::RecordClosed, "close its record and give the evidence"),
    };
    asked.evidence(kind, pieces, |_| true, remedy)
}
