//! Changes: "Changes of one subject and field form a chain".

use super::Maker;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const IN_SERVICE: [&str; 6] = ["in_use", "in_use", "in_use", "maintenance", "pending_return", "pending_retirement"];
const NOT_IN_SERVICE: [&str; 10] = [
    "quarantine",
    "sanitized",
    "retired",
    "retired",
    "disposed",
    "missing",
    "discovered",
    "requested",
    "ordered",
    "in_stock",
];
const NOT_LIVE: [&str; 4] = ["pending", "suspended", "revoked", "destroyed"];
const ENVIRONMENTS: [&str; 6] = ["production", "production", "staging", "development", "test", "other"];

struct Step {
    at: i64,
    /// None: null.
    from: Option<&'static str>,
    to: &'static str,
}

impl Maker {
    /// How many changes: none, in so many of 100, or one to four.
    pub(super) fn chained(&mut self, none: usize) -> usize {
        let some = 100 - none;
        self.rng.weighted(&[none * 100, some * 45, some * 30, some * 15, some * 10])
    }

    /// The record's own value of a field, and its changes.
    pub(super) fn field(&mut self, record: &mut Map<String, Value>, name: &str, field: &'static str, changes: usize) {
        let required = matches!(field, "stage" | "status");
        let (own, may_be_left_out) = match self.chain(name, field, changes) {
            Some(last) => (last, 30),
            None => (self.value(name, field), 40),
        };
        if required || !self.rng.percent(may_be_left_out) {
            record.insert(field.into(), json!(own));
        }
    }

    /// The changes, and the value after them all.
    pub(super) fn chain(&mut self, subject: &str, field: &'static str, changes: usize) -> Option<&'static str> {
        let steps = self.steps(subject, field, changes);
        let last = steps.last()?.to;
        for (index, step) in steps.iter().enumerate() {
            let mut record = Map::new();
            record.insert("record".into(), json!("change"));
            record.insert("subject".into(), json!(subject));
            if !matches!(field, "stage" | "status") {
                record.insert("field".into(), json!(field));
            }
            // "required on a first change, and where several share an instant"
            let first = index == 0;
            let shares_its_instant = steps.iter().filter(|s| s.at == step.at).count() > 1;
            if first || shares_its_instant || self.rng.percent(65) {
                record.insert("from".into(), json!(step.from));
            }
            record.insert("to".into(), json!(step.to));
            let at = self.written(step.at);
            record.insert("at".into(), at);
            let not_before = self.instant();
            if not_before < step.at && self.rng.percent(25) {
                let not_before = self.written(not_before);
                record.insert("not_before".into(), not_before);
            }
            self.others.push(Value::Object(record));
        }
        Some(last)
    }

    fn steps(&mut self, subject: &str, field: &'static str, changes: usize) -> Vec<Step> {
        let mut instants: Vec<i64> = (0..changes).map(|_| self.instant()).collect();
        for index in 1..changes {
            if self.rng.percent(20) {
                instants[index] = instants[index - 1];
            }
        }
        instants.sort_unstable();
        let begin = self.value(subject, field);
        let mut value = begin;
        let mut steps: Vec<Step> = Vec::new();
        let mut distinct = BTreeSet::new();
        for at in instants {
            let from = value;
            while value == from {
                value = self.value(subject, field);
            }
            // The same change twice at one instant is one record.
            if !distinct.insert((at, from, value)) {
                break;
            }
            let first_of_its_instant = steps.last().is_none_or(|last| last.at < at);
            let null = first_of_its_instant && self.rng.percent(12);
            steps.push(Step { at, from: if null { None } else { Some(from) }, to: value });
        }
        // Changes at the first instant that end where they began could be ordered in several ways, unless they begin
        // with the unknown.
        if let Some(first_at) = steps.first().map(|step| step.at) {
            let end = steps.iter().rfind(|step| step.at == first_at);
            if end.is_some_and(|end| end.to == begin) {
                steps[0].from = None;
            }
        }
        steps
    }

    fn value(&mut self, subject: &str, field: &str) -> &'static str {
        let broken = self.rng.percent(self.rot);
        let credential = subject.starts_with("credential:");
        let values: &[&'static str] = match (field, broken) {
            ("stage", false) => &IN_SERVICE,
            ("stage", true) => &NOT_IN_SERVICE,
            ("status", _) if credential => {
                let broken = self.rng.percent(14);
                if broken { &NOT_LIVE } else { &["active"] }
            }
            ("status", false) if self.rng.percent(95) => &["active"],
            ("status", _) => &["deprovisioned", "deprovisioned", "suspended", "pending"],
            ("environment", _) => &ENVIRONMENTS,
            ("criticality", _) => &["low", "medium", "medium", "high", "critical"],
            ("management", _) => &["managed", "unmanaged", "unknown"],
            _ => &["public", "internal", "confidential", "restricted"],
        };
        values[self.rng.below(values.len())]
    }
}
