//! How relations are written: as such, or as short-hands.

use super::Maker;
use serde_json::{Map, Value, json};

/// The short-hand of a relation on a record of this type; entitled_to has none.
fn short_hand(kind: &str) -> Option<&'static str> {
    match kind {
        "owned_by" => Some("owner"),
        "assigned_to" => Some("assigned_to"),
        "member_of" => Some("member_of"),
        "runs_on" => Some("runs_on"),
        "depends_on" => Some("depends_on"),
        "attached_to" => Some("attached_to"),
        "acts_for" => Some("acts_for"),
        "authenticates_as" => Some("identity"),
        "issued_by" => Some("issued_by"),
        "stored_on" => Some("stored_on"),
        "used_by" => Some("used_by"),
        "derived_from" => Some("derived_from"),
        _ => None,
    }
}

impl Maker {
    /// With this chance one, then with half of it another, up to `most`.
    pub(super) fn some<T: Into<Option<String>>>(
        &mut self,
        kind: &'static str,
        from: &str,
        chance: usize,
        most: usize,
        to: impl Fn(&mut Maker) -> T,
    ) {
        let mut chance = chance;
        for _ in 0..=most {
            if !self.rng.percent(chance) {
                return;
            }
            if let Some(to) = to(self).into() {
                self.link(kind, from, &to);
            }
            chance /= 2;
        }
    }

    /// A short-hand or a relation, and sometimes another relation beside it with the same ends.
    pub(super) fn link(&mut self, kind: &'static str, from: &str, to: &str) {
        if short_hand(kind).is_some() && self.rng.percent(50) {
            self.short(kind, from, to);
        } else {
            self.relation(kind, from, Some(to.to_owned()));
        }
        if self.rng.percent(6) {
            self.relation(kind, from, Some(to.to_owned()));
        }
    }

    fn short(&mut self, kind: &'static str, from: &str, to: &str) {
        let Some(field) = short_hand(kind) else {
            return;
        };
        if !self.new_key(kind, from, to, None) {
            return;
        }
        let written = self.reference(to, kind != "used_by");
        let as_list = !one_at_a_time(kind) && self.rng.percent(30);
        let record = self.records.get_mut(from).expect("short-hands are of records");
        match record.get_mut(field) {
            None if as_list => {
                record.insert(field.into(), json!([written]));
            }
            None => {
                record.insert(field.into(), written);
            }
            Some(Value::Array(list)) => list.push(written),
            Some(one) => *one = json!([one.take(), written]),
        }
    }

    pub(super) fn relation(&mut self, kind: &'static str, from: &str, to: Option<String>) {
        let (since, until) = self.span();
        if let Some(to) = to {
            self.spanned(kind, from, &to, since, until);
        }
    }

    pub(super) fn spanned(&mut self, kind: &'static str, from: &str, to: &str, since: Option<i64>, until: Option<i64>) {
        if !self.new_key(kind, from, to, since) {
            return;
        }
        let mut record = Map::new();
        record.insert("record".into(), json!("relation"));
        record.insert("kind".into(), json!(kind));
        let from = self.reference(from, kind != "owned_by");
        record.insert("from".into(), from);
        let to = self.reference(to, kind != "used_by");
        record.insert("to".into(), to);
        for (field, instant) in [("since", since), ("until", until)] {
            if let Some(instant) = instant {
                let written = self.written(instant);
                record.insert(field.into(), written);
            }
        }
        if kind == "entitled_to" && self.rng.percent(70) {
            let privilege = *self.rng.pick(&["read", "write", "admin", "admin"]);
            record.insert("privilege".into(), json!(privilege));
        }
        self.others.push(Value::Object(record));
    }

    /// A short-hand, or one to three relations of which each ends before or when the next begins.
    pub(super) fn one_at_a_time(
        &mut self,
        kind: &'static str,
        from: &str,
        chance: usize,
        to: impl Fn(&mut Maker) -> String,
    ) {
        if !self.rng.percent(chance) {
            return;
        }
        let recorded = self.records.contains_key(from);
        if recorded && self.rng.percent(65) {
            let to = to(self);
            self.short(kind, from, &to);
            return;
        }
        let periods = 1 + self.rng.weighted(&[60, 25, 15]);
        let bounds = self.instants(2 * periods);
        let mut begin = if self.rng.percent(60) { None } else { Some(bounds[0]) };
        let mut next = bounds.into_iter().skip(1).peekable();
        loop {
            let to = to(self);
            let goes_on = next.peek().is_none() || self.rng.percent(30);
            if goes_on {
                self.spanned(kind, from, &to, begin, None);
                return;
            }
            let end = next.next();
            self.spanned(kind, from, &to, begin, end);
            // The next begins when this one ends, or later.
            begin = if self.rng.percent(50) { end } else { next.next() };
            if begin.is_none() {
                return;
            }
        }
    }

    fn new_key(&mut self, kind: &'static str, from: &str, to: &str, since: Option<i64>) -> bool {
        let new = (self.keys).insert((kind, from.to_owned(), to.to_owned(), since));
        if new && (!self.records.contains_key(from) || !self.records.contains_key(to)) {
            self.dangled = true;
        }
        new
    }

    /// "where the type is implied the prefix may be left out".
    fn reference(&mut self, name: &str, implied: bool) -> Value {
        let (_, id) = name.split_once(':').expect("names bear their prefix");
        if implied && self.rng.percent(70) { json!(id) } else { json!(name) }
    }
}

/// "at most one at a time".
fn one_at_a_time(kind: &str) -> bool {
    matches!(kind, "authenticates_as" | "issued_by" | "derived_from")
}
