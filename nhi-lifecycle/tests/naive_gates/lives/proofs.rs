//! Evidence, overrides, logs.

use super::super::table::{self, GATES};
use super::asset::Asset;
use super::{ACT, LAST_STAGE, Maker, written};
use serde_json::json;

/// "sanitization, data_preserved, ..., custody_receipt, disposal_certificate, approval, loss_report, remote_wipe,
/// record_closed, revocation_observed, attestation".
const KINDS: [&str; 10] = [
    "sanitization",
    "data_preserved",
    "custody_receipt",
    "disposal_certificate",
    "approval",
    "loss_report",
    "remote_wipe",
    "record_closed",
    "revocation_observed",
    "attestation",
];

const STAGES: [&str; 6] = ["sanitized", "retired", "disposed", "in_use", "quarantine", "in_stock"];

impl Maker {
    pub(super) fn proofs_of(&mut self, asset: &Asset, t: i64) {
        let mut n = 0;
        for kind in KINDS {
            let likely = if needed(asset, kind) { 80 } else { 8 };
            if !self.rng.percent(likely) {
                continue;
            }
            for _ in 0..1 + self.rng.weighted(&[70, 20, 10]) {
                self.evidence(asset, kind, n, t);
                n += 1;
            }
        }
        for gate in GATES {
            let asked = table::asked(gate, asset.kind, true, asset.from, asset.to);
            if self.rng.percent(if asked { 20 } else { 2 }) {
                self.one_override(asset, gate, asset.to, t);
            }
            // That of an operation bears the stage, which stays.
            let moving = ["accountable", "custody_closed", "handed_over", "left_clean"].contains(&gate);
            if moving && table::IN_SERVICE.contains(&asset.from) && self.rng.percent(20) {
                self.one_override(asset, gate, asset.from, t);
            }
        }
        self.logs(asset, t);
    }

    fn evidence(&mut self, asset: &Asset, kind: &str, n: usize, t: i64) {
        let at = self.evidence_at(asset, t);
        let doubtful = if kind == "custody_receipt" { 65 } else { 48 };
        let bad = if self.rng.percent(doubtful) { 75 } else { 0 };
        let by = self.someone(bad);
        let wipes = matches!(kind, "sanitization" | "remote_wipe");
        let method = ["clear", "purge", "destroy"][self.rng.weighted(&[15, 45, 40])];
        let states_method = wipes && self.rng.percent(if kind == "sanitization" { 94 } else { 70 });
        let likely = if kind == "sanitization" { 88 } else { 10 };
        let verified = self.rng.percent(likely).then(|| {
            let mut verifiers: Vec<String> = (0..=self.rng.below(3)).map(|_| self.someone(bad / 2)).collect();
            if self.rotten() {
                verifiers = vec![by.clone()];
            }
            if verifiers.len() == 1 && self.rng.percent(50) { json!(verifiers[0]) } else { json!(verifiers) }
        });
        let mut media = asset.media.clone();
        if !media.is_empty() && self.rotten() {
            media.remove(0);
        }
        let media = (wipes && !media.is_empty()).then(|| json!(media));
        let reference = self.rng.percent(20).then(|| json!("TICKET-1"));
        let (id, subject) = (format!("ev-{}-{n}", asset.id), asset.name());
        let evidence = json!({"record": "evidence", "id": id, "subject": subject, "kind": kind, "by": by});
        self.push(
            &evidence,
            &[
                ("at", Some(written(at))),
                ("method", states_method.then(|| json!(method))),
                ("verified_by", verified),
                ("media_serials", media),
                ("reference", reference),
            ],
        );
    }

    /// Mostly between the last change and the act; else at these boundaries and about the earlier changes.
    fn evidence_at(&mut self, asset: &Asset, t: i64) -> i64 {
        let between = [self.pool[LAST_STAGE], self.pool[LAST_STAGE + 1]];
        match self.rng.weighted(&[60, 10, 4, 26]) {
            0 => *self.rng.pick(&between),
            1 => t,
            2 => *self.rng.pick(&[t - 1, t + 1]),
            _ if asset.changed.is_empty() => self.pool[0],
            _ => {
                let changed = *self.rng.pick(&asset.changed);
                changed + *self.rng.pick(&[-1, 0, 0, 1])
            }
        }
    }

    /// Valid, or wrong in one way or more.
    fn one_override(&mut self, asset: &Asset, gate: &str, to: &str, t: i64) {
        let gate = if self.rotten() { *self.rng.pick(&GATES) } else { gate };
        let to = if self.rotten() { *self.rng.pick(&STAGES) } else { to };
        let at = [self.pool[LAST_STAGE], self.pool[1], t, t + 1][self.rng.weighted(&[55, 25, 15, 5])];
        let expires = [t, t + 1, self.pool[ACT + 2] + 2][self.rng.weighted(&[15, 15, 70])];
        let expires = expires.max(at + 1);
        // Also those who own, hold or wipe it themselves: nothing is said of them.
        let approved_by = self.someone(25);
        let subject = asset.name();
        let one = json!({
            "record": "override", "subject": subject, "gate": gate, "to": to, "approved_by": approved_by,
            "reason": format!("because {}", self.rng.below(1000)),
        });
        self.push(&one, &[("at", Some(written(at))), ("expires_at", Some(written(expires)))]);
    }

    fn logs(&mut self, asset: &Asset, t: i64) {
        let a = asset.name();
        for _ in 0..self.rng.below(3) {
            let late = self.rng.percent(if asset.to == "disposed" { 70 } else { 55 });
            let row_at = if late { self.evidence_at(asset, t) } else { self.pool[self.rng.below(LAST_STAGE)] };
            let outcome = if self.rng.percent(75) { "success" } else { "failure" };
            let row = json!({"record": "access", "asset": a, "outcome": outcome});
            let identity = self.rng.percent(55).then(|| json!(self.someone(10)));
            let credential = self.rng.percent(40).then(|| json!(format!("key-{}-0", asset.id)));
            let source = self.rng.percent(50).then(|| json!("vpn"));
            let at = Some(written(row_at));
            self.push(&row, &[("at", at), ("identity", identity), ("credential", credential), ("source", source)]);
        }
        let likely = if asset.to == "disposed" { 85 } else { 15 };
        if !self.rng.percent(likely) {
            return;
        }
        let scope = match self.rng.below(5) {
            0 => json!("all"),
            1 => json!([a, "asset:b"]),
            2 if self.rotten() => json!(["asset:b"]),
            _ => json!(a),
        };
        // One window, or two that meet, or two with a gap.
        let ends = [t, t + 1, t - 1, self.pool[ACT + 1]][self.rng.weighted(&[40, 15, 10, 35])];
        let begins = self.pool[self.rng.weighted(&[40, 20, 15, 10, 10, 5])];
        let middle = self.pool[LAST_STAGE + 1];
        let windows = match self.rng.weighted(&[60, 28, 12]) {
            0 => vec![(begins, ends)],
            1 => vec![(begins, middle), (middle, ends)],
            _ => vec![(begins, middle), (middle + 5, ends)],
        };
        for (from, until) in windows.into_iter().filter(|(from, until)| from < until) {
            let source = *self.rng.pick(&["vpn", "mdm"]);
            let window = json!({"record": "coverage", "source": source, "scope": scope});
            self.push(&window, &[("from", Some(written(from))), ("until", Some(written(until)))]);
        }
    }
}

/// Whether a gate of the act, or of an operation on the asset, asks for evidence of this kind.
fn needed(asset: &Asset, kind: &str) -> bool {
    let asked = |gate| table::asked(gate, asset.kind, true, asset.from, asset.to);
    let in_service = [asset.from, asset.to].iter().any(|stage| table::IN_SERVICE.contains(stage));
    match kind {
        "sanitization" => asked("sanitized") || in_service,
        "custody_receipt" => asked("custody_closed") || in_service,
        "data_preserved" => asked("data_preserved"),
        "record_closed" => asked("record_closed"),
        "disposal_certificate" => asked("disposed_of"),
        "approval" => asked("released"),
        "loss_report" | "remote_wipe" => asked("loss_reported"),
        _ => false,
    }
}
