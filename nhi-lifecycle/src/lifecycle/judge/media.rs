//! `sanitized`: every medium wiped as strongly as its data asks, checked by somebody else, and untouched since.

use super::{Asked, Piece, Ruling, best};
use crate::{
    asset::{Asset, AssetClass},
    blocker::{GateVerdict, Lack, Missing},
    evidence::{EvidenceKind, SanitizationMethod},
    id::IdentityRef,
    lifecycle::sanitization::{self, Way},
    time::Instant,
};

/// What `sanitized` looks at.
pub(crate) struct Wipe<'a> {
    pub(crate) asked: Asked<'a>,
    pub(crate) asset: &'a Asset,
    pub(crate) pieces: &'a [Piece<'a>],
    /// Every successful access to the asset so far, and who it was, where known.
    pub(crate) successes: &'a [(Instant, Option<IdentityRef>)],
}

impl Wipe<'_> {
    pub(crate) fn judge(&self) -> Ruling {
        let ways = sanitization::ways(self.asset.data_classification);
        let pieces: Vec<&Piece<'_>> =
            self.pieces.iter().filter(|piece| piece.evidence.kind == EvidenceKind::Sanitization).collect();
        if pieces.is_empty() {
            let message = format!(
                "there is no sanitization evidence{}; sanitize it and give the evidence: {}",
                self.asked.since_in_words(),
                sanitization::in_words(ways)
            );
            let weakest = ways.iter().map(|way| way.method).min().unwrap_or(SanitizationMethod::Clear);
            let missing = vec![
                self.asked.missing(EvidenceKind::Sanitization),
                Missing::new(Lack::Method).named(weakest.as_str()),
            ];
            return Ruling::fail(message, missing);
        }
        let graded: Vec<(&Piece<'_>, Ruling)> =
            pieces.into_iter().map(|piece| (piece, self.grade(piece, ways))).collect();
        if self.asset.kind.class() != AssetClass::Hardware {
            return best(graded.iter().map(|(_, ruling)| ruling.clone())).unwrap_or(Ruling::PASS);
        }
        let said = |serial: &&String| !serial.trim().is_empty();
        let mut media: Vec<&String> = self.asset.media_serials.iter().filter(said).collect();
        if media.is_empty() {
            media.extend(self.asset.serial_number.iter().filter(said));
        }
        if media.is_empty() {
            let best = best(graded.iter().map(|(_, ruling)| ruling.clone())).unwrap_or(Ruling::PASS);
            if best.verdict == GateVerdict::Fail {
                return best;
            }
            let record = self.asked.asset.clone();
            let missing = ["media_serials", "serial_number"]
                .map(|name| Missing::new(Lack::Field).about(record.clone()).named(name));
            let message = "which media it has is not known; record media_serials or its serial_number".to_owned();
            return Ruling::indeterminate(message, missing.to_vec());
        }
        self.cover(&media, &graded)
    }

    /// Each medium needs a piece that covers it; several may share the work.
    fn cover(&self, media: &[&String], graded: &[(&Piece<'_>, Ruling)]) -> Ruling {
        let mut worst = Ruling::PASS;
        let mut uncovered = Vec::new();
        for medium in media {
            let covering = graded.iter().filter(|(piece, _)| piece.evidence.media_serials.iter().any(|m| m == *medium));
            match best(covering.map(|(_, ruling)| ruling.clone())) {
                None => uncovered.push(Missing::new(Lack::Medium).about(self.asked.asset.clone()).named(*medium)),
                Some(ruling) => worst = worst.and(ruling),
            }
        }
        if uncovered.is_empty() {
            return worst;
        }
        let serials: Vec<String> =
            uncovered.iter().filter_map(|missing| Some(format!("`{}`", missing.name.as_ref()?))).take(5).collect();
        let message = format!(
            "no sanitization evidence covers {}; name in `media_serials` what was sanitized, or sanitize it",
            serials.join(", ")
        );
        Ruling::fail(message, uncovered)
    }

    /// What one piece is worth for the media that it covers.
    fn grade(&self, piece: &Piece<'_>, ways: &[Way]) -> Ruling {
        let evidence = piece.evidence;
        let others = piece.others().count();
        let by_method = |method: SanitizationMethod| ways.iter().any(|way| way.method <= method);
        let enough =
            |method: SanitizationMethod| ways.iter().any(|way| way.method <= method && way.verifiers <= others);
        let record = self.asked.asset.clone();
        let weak = |method: SanitizationMethod| {
            let asked = sanitization::in_words(ways);
            if by_method(method) {
                let message =
                    format!("the sanitization of {} was verified by too few others; asked is: {asked}", evidence.at);
                return Ruling::fail(message, vec![Missing::new(Lack::Verifier).about(record.clone())]);
            }
            let message = format!("`{method}` is too weak for its data; asked is: {asked}");
            let least = ways.iter().map(|way| way.method).min().unwrap_or(method);
            Ruling::fail(message, vec![Missing::new(Lack::Method).about(record.clone()).named(least.as_str())])
        };
        match evidence.method {
            Some(method) if !enough(method) => return weak(method),
            None if !enough(SanitizationMethod::Destroy) => return weak(SanitizationMethod::Destroy),
            _ => {}
        }
        let insider = |who: &IdentityRef| *who == evidence.by || evidence.verified_by.iter().any(|by| by == who);
        let later = || self.successes.iter().filter(|(at, _)| *at > evidence.at);
        let again = |at: Instant| vec![self.asked.missing(EvidenceKind::Sanitization).between(Some(at), self.asked.at)];
        let outsider = |who: &Option<IdentityRef>| who.as_ref().is_some_and(|who| !insider(who));
        if let Some((at, _)) = later().find(|(_, who)| outsider(who)) {
            let message =
                format!("somebody got in at {at}, after the sanitization of {}; sanitize it again", evidence.at);
            return Ruling::fail(message, again(*at));
        }
        if let Some((at, _)) = later().find(|(_, who)| who.is_none()) {
            let message = format!(
                "who got in at {at}, after the sanitization of {}, is not known; record the identity or sanitize it again",
                evidence.at
            );
            return Ruling::indeterminate(message, again(*at));
        }
        if evidence.method.is_none() {
            let message = "how it was sanitized is not said; record the `method`".to_owned();
            return Ruling::indeterminate(message, vec![Missing::new(Lack::Method).about(record)]);
        }
        if piece.doubtful.is_empty() { Ruling::PASS } else { super::doubted(&[piece]) }
    }
}
