//! Gates that ask for evidence and for something beside it: custody, disposal, loss.

use super::{Asked, Piece, Ruling, best, doubted};
use crate::{
    blocker::{GateVerdict, Lack, Missing},
    evidence::EvidenceKind,
    id::{IdentityRef, Reference},
    relation::Span,
    time::Instant,
};

/// Who has custody of an asset, from when on.
pub(crate) struct Custody<'a> {
    pub(crate) asked: Asked<'a>,
    pub(crate) holders: &'a [(IdentityRef, Option<Instant>)],
    pub(crate) pieces: &'a [Piece<'a>],
}

impl Custody<'_> {
    /// Whether a receipt ends the custody of a holder: it is by none of the holders, and not from before the custody.
    fn ends(&self, piece: &Piece<'_>, since: Option<Instant>) -> bool {
        let by_holder = self.holders.iter().any(|(holder, _)| *holder == piece.evidence.by);
        piece.evidence.kind == EvidenceKind::CustodyReceipt
            && !by_holder
            && since.is_none_or(|since| since <= piece.evidence.at)
    }

    /// `custody_closed`: each custody was ended by a receipt.
    pub(crate) fn judge(&self) -> Ruling {
        let mut worst = Ruling::PASS;
        for (holder, since) in self.holders {
            let asked = Asked { since: self.asked.since.max(*since), ..self.asked };
            let remedy = format!("have it received from `{holder}` by somebody else");
            let fits = |piece: &Piece<'_>| self.ends(piece, *since);
            let mut ruling = asked.evidence(EvidenceKind::CustodyReceipt, self.pieces, fits, &remedy);
            if ruling.verdict == GateVerdict::Fail {
                ruling.missing.push(Missing::new(Lack::Custody).about(holder.clone()));
                return ruling;
            }
            if ruling.verdict == GateVerdict::Indeterminate {
                worst = ruling;
            }
        }
        worst
    }

    /// When the custody of a holder ended by a receipt: the first one, of those that nobody doubts or of all.
    pub(crate) fn ended_at(&self, since: Option<Instant>, doubted_too: bool) -> Option<Instant> {
        let stands = |piece: &&Piece<'_>| doubted_too || piece.doubtful.is_empty();
        let ending = self.pieces.iter().filter(stands).filter(|piece| self.ends(piece, since));
        ending.map(|piece| piece.evidence.at).min()
    }
}

/// What `disposed_of` looks at.
pub(crate) struct Disposal<'a> {
    pub(crate) asked: Asked<'a>,
    pub(crate) pieces: &'a [Piece<'a>],
    /// Every successful access to the asset so far.
    pub(crate) successes: &'a [Instant],
    /// Times in which some log is complete for the asset.
    pub(crate) covered: &'a [Span],
}

impl Disposal<'_> {
    pub(crate) fn judge(&self) -> Ruling {
        let kind = EvidenceKind::DisposalCertificate;
        let certificates = self.pieces.iter().filter(|piece| piece.evidence.kind == kind);
        let none = || {
            let remedy = "have it disposed of and give the certificate";
            self.asked.evidence(kind, &[], |_| true, remedy)
        };
        best(certificates.map(|piece| self.quiet_since(piece))).unwrap_or_else(none)
    }

    /// Whether nobody got in after this certificate.
    fn quiet_since(&self, certificate: &Piece<'_>) -> Ruling {
        let since = certificate.evidence.at;
        if let Some(later) = self.successes.iter().filter(|success| **success > since).min() {
            let missing =
                vec![self.asked.missing(EvidenceKind::DisposalCertificate).between(Some(*later), self.asked.at)];
            let message = format!(
                "somebody got in at {later}, after its disposal was certified; find out how, and certify it again"
            );
            return Ruling::fail(message, missing);
        }
        if !certificate.doubtful.is_empty() {
            return doubted(&[certificate]);
        }
        let Some((from, until)) = gap(since, self.asked.at, self.covered) else { return Ruling::PASS };
        let missing = Missing::new(Lack::Coverage).about(self.asked.asset.clone()).between(Some(from), until);
        let message = format!(
            "no log covers it from {from} to {until}, so nobody can tell whether somebody got in; add the coverage"
        );
        Ruling::indeterminate(message, vec![missing])
    }
}

/// The first time between two instants that none of the spans covers.
fn gap(since: Instant, until: Instant, covered: &[Span]) -> Option<(Instant, Instant)> {
    let mut spans: Vec<Span> = covered.to_vec();
    spans.sort_unstable();
    let mut reached = since;
    for span in spans {
        if reached >= until {
            break;
        }
        let begins = span.since.unwrap_or(Instant::MIN);
        if begins > reached {
            return Some((reached, begins.min(until)));
        }
        reached = reached.max(span.until.unwrap_or(Instant::MAX));
    }
    (reached < until).then_some((reached, until))
}

/// `loss_reported`: the report, and a wipe from afar; an override stands in for the wipe alone, so it counts once the report
/// is there. The second value says whether it did.
pub(crate) fn loss_reported(
    asked: Asked<'_>,
    pieces: &[Piece<'_>],
    leave: Result<Option<IdentityRef>, Ruling>,
) -> (Ruling, Option<IdentityRef>) {
    let report = asked.evidence(EvidenceKind::LossReport, pieces, |_| true, "report the loss");
    let remedy = "wipe it from afar, or have somebody answer for it by an override";
    let wipe = asked.evidence(EvidenceKind::RemoteWipe, pieces, |_| true, remedy);
    if report.verdict == GateVerdict::Pass {
        return match leave {
            _ if wipe.verdict == GateVerdict::Pass => (wipe, None),
            Ok(Some(leave)) => (wipe, Some(leave)),
            Ok(None) => (wipe, None),
            Err(doubt) => (best([wipe, doubt].into_iter()).unwrap_or(Ruling::PASS), None),
        };
    }
    let waived = wipe.verdict == GateVerdict::Pass || matches!(leave, Ok(Some(_)));
    if waived {
        return (report, None);
    }
    let wipe = match leave {
        Err(doubt) => best([wipe, doubt].into_iter()).unwrap_or(Ruling::PASS),
        Ok(_) => wipe,
    };
    let message = format!("{}; {}", report.message, wipe.message);
    let missing = report.missing.iter().chain(&wipe.missing).cloned().collect();
    (Ruling { verdict: report.and(wipe).verdict, message, missing }, None)
}

/// `handed_over`: what the next holder must not get.
pub(crate) struct Handover<'a> {
    pub(crate) asked: Asked<'a>,
    pub(crate) pieces: &'a [Piece<'a>],
    pub(crate) hardware: bool,
    /// When the old holder's custody ended; none while it lasts.
    pub(crate) ended: Option<Instant>,
    /// Live credentials stored on it, with their last issue or rotation, where known.
    pub(crate) stored: Vec<(Reference, Option<Instant>)>,
}

impl Handover<'_> {
    pub(crate) fn judge(&self) -> Ruling {
        let Some(ended) = self.ended else {
            if !self.hardware && self.stored.is_empty() {
                return Ruling::PASS;
            }
            let missing = vec![Missing::new(Lack::Custody).about(self.asked.asset.clone())];
            let message = "the old holder's custody has not ended; have it received first".to_owned();
            return Ruling::fail(message, missing);
        };
        let asked = Asked { since: self.asked.since.max(Some(ended)), ..self.asked };
        let since = |piece: &Piece<'_>| piece.evidence.at >= ended;
        let wiped = if self.hardware {
            asked.evidence(EvidenceKind::Sanitization, self.pieces, since, "have it sanitized for the next holder")
        } else {
            Ruling::PASS
        };
        if wiped.verdict == GateVerdict::Fail {
            return wiped;
        }
        let lack =
            |(credential, _): &(Reference, Option<Instant>)| Missing::new(Lack::Credential).about(credential.clone());
        let old = self.stored.iter().filter(|(_, renewed)| renewed.is_some_and(|renewed| renewed < ended));
        let old = Ruling::clear(old.map(lack).collect(), |names| {
            format!("stored on it and known to the old holder: {names}; rotate or revoke them")
        });
        if old.verdict != GateVerdict::Pass || wiped.verdict != GateVerdict::Pass {
            return if old.verdict == GateVerdict::Pass { wiped } else { old };
        }
        let unknown: Vec<Missing> = self.stored.iter().filter(|(_, renewed)| renewed.is_none()).map(lack).collect();
        if unknown.is_empty() {
            return Ruling::PASS;
        }
        let message = format!(
            "stored on it, and when it was issued or rotated is not known: {}; record it",
            super::names(&unknown)
        );
        Ruling::indeterminate(message, unknown)
    }
}
