//! Section 1: what is recorded. Every record and every reference has its written name, `asset:web-1`.

use super::chains::{Change, From, ordered};
use chrono::DateTime;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// "The value of a field", for every field that a change can change.
pub const CHANGEABLE: [&str; 7] =
    ["stage", "status", "environment", "management", "legal_hold", "criticality", "data_classification"];

/// The short-hands: of which record, the field, the relation, the name space of what it names (used_by: "bears it
/// always").
const SHORT_HANDS: [(&str, &str, &str, &str); 14] = [
    ("asset", "owner", "owned_by", "identity"),
    ("asset", "assigned_to", "assigned_to", "identity"),
    ("asset", "runs_on", "runs_on", "asset"),
    ("asset", "depends_on", "depends_on", "asset"),
    ("identity", "owner", "owned_by", "identity"),
    ("identity", "member_of", "member_of", "identity"),
    ("identity", "attached_to", "attached_to", "asset"),
    ("identity", "acts_for", "acts_for", "identity"),
    ("credential", "identity", "authenticates_as", "identity"),
    ("credential", "owner", "owned_by", "identity"),
    ("credential", "issued_by", "issued_by", "asset"),
    ("credential", "stored_on", "stored_on", "asset"),
    ("credential", "used_by", "used_by", ""),
    ("credential", "derived_from", "derived_from", "credential"),
];

/// The relations: the kind, the name spaces of its ends where they are implied.
const RELATIONS: [(&str, &str, &str); 13] = [
    ("owned_by", "", "identity"),
    ("assigned_to", "asset", "identity"),
    ("member_of", "identity", "identity"),
    ("runs_on", "asset", "asset"),
    ("depends_on", "asset", "asset"),
    ("attached_to", "identity", "asset"),
    ("acts_for", "identity", "identity"),
    ("entitled_to", "identity", "asset"),
    ("authenticates_as", "credential", "identity"),
    ("issued_by", "credential", "asset"),
    ("stored_on", "credential", "asset"),
    ("used_by", "credential", ""),
    ("derived_from", "credential", "credential"),
];

/// One asset, identity or credential.
#[derive(Default)]
pub struct Record {
    pub kind: String,
    pub starts_at: Option<i64>,
    pub ends_at: Option<i64>,
    pub issued_at: Option<i64>,
    pub expires_at: Option<i64>,
    /// The record's own values of the changeable fields.
    own: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
pub struct Relation {
    pub kind: String,
    pub from: String,
    pub to: String,
    pub since: Option<i64>,
    pub until: Option<i64>,
    pub privilege: &'static str,
}

pub struct Recorded {
    pub records: BTreeMap<String, Record>,
    /// By kind.
    pub relations: BTreeMap<String, Vec<Relation>>,
    /// By subject and field, each in the order of its chain.
    chains: BTreeMap<String, BTreeMap<String, Vec<Change>>>,
}

impl Recorded {
    pub fn new(records: &[Value]) -> Recorded {
        let mut new = Recorded { records: BTreeMap::new(), relations: BTreeMap::new(), chains: BTreeMap::new() };
        // "A key is ...; for changes ... their whole content": what is sent twice is recorded once.
        let mut seen = BTreeSet::new();
        for json in records {
            if !seen.insert(json.to_string()) {
                continue;
            }
            for relation in relations_of(json) {
                let kind = relation.kind.clone();
                new.relations.entry(kind).or_default().push(relation);
            }
            match text(json, "record") {
                Some("asset" | "identity" | "credential") => {
                    new.records.insert(name_of(json), record(json));
                }
                Some("change") => {
                    let subject = name_of(json);
                    let field = changed_field(json, &subject);
                    let fields = new.chains.entry(subject).or_default();
                    fields.entry(field).or_default().push(change(json));
                }
                _ => {}
            }
        }
        for (subject, fields) in &mut new.chains {
            for (field, chain) in fields {
                let own = new.records.get(subject).and_then(|r| r.own.get(field));
                *chain = ordered(chain, own.map(String::as_str));
            }
        }
        new
    }

    /// The names of the recorded assets, identities or credentials, by id.
    pub fn of_type<'a>(&'a self, name_space: &str) -> Vec<&'a str> {
        let names = self.records.keys().map(String::as_str);
        names.filter(|name| name.split_once(':').unwrap().0 == name_space).collect()
    }

    /// "A reference to a record that neither the batch nor the inventory bears ... makes an *absent* record".
    pub fn absent(&self, name: &str) -> bool {
        !self.records.contains_key(name)
    }

    /// "The value of a field at t is the `to` of its last change with `at` ≤ t; before the first change, that
    /// change's `from` (...; null for unknown); without changes the record's own value at every t".
    pub fn value(&self, subject: &str, field: &str, t: i64) -> Option<&str> {
        let chain = self.chains.get(subject).and_then(|c| c.get(field));
        let Some(chain) = chain else {
            let record = self.records.get(subject)?;
            let own = record.own.get(field).map(String::as_str);
            return own.or_else(|| default(subject, field));
        };
        if let Some(last) = chain.iter().rfind(|change| change.at <= t) {
            return Some(&last.to);
        }
        match &chain[0].from {
            From::Value(value) => Some(value),
            From::Null | From::Omitted => None,
        }
    }

    /// Every instant at which a relation, a change or a record's own span begins or ends.
    pub fn breakpoints(&self) -> Vec<i64> {
        let mut all = BTreeSet::new();
        for record in self.records.values() {
            all.extend(record.starts_at);
            all.extend(record.ends_at);
            all.extend(record.issued_at);
            all.extend(record.expires_at);
        }
        for relation in self.relations.values().flatten() {
            all.extend(relation.since);
            all.extend(relation.until);
        }
        for chain in self.chains.values().flat_map(BTreeMap::values) {
            all.extend(chain.iter().map(|change| change.at));
        }
        all.into_iter().collect()
    }
}

/// "criticality (...; default medium)", "management (...; default unknown)".
fn default(subject: &str, field: &str) -> Option<&'static str> {
    match (subject.split_once(':')?.0, field) {
        ("asset", "criticality") => Some("medium"),
        ("asset", "management") => Some("unknown"),
        _ => None,
    }
}

/// The relations that a record states: a relation states itself, any other its short-hands. "A short-hand is a
/// relation without `since`".
pub fn relations_of(json: &Value) -> Vec<Relation> {
    let record = text(json, "record").expect("a record has its type");
    let mut relations = Vec::new();
    if record == "relation" {
        let kind = text(json, "kind").expect("a relation has a kind");
        let (_, from_space, to_space) = *RELATIONS.iter().find(|row| row.0 == kind).unwrap();
        relations.push(Relation {
            kind: kind.to_owned(),
            from: name(from_space, text(json, "from").expect("a relation has ends")),
            to: name(to_space, text(json, "to").expect("a relation has ends")),
            since: instant(json, "since"),
            until: instant(json, "until"),
            privilege: privilege(text(json, "privilege")),
        });
    }
    for (of, field, kind, to_space) in SHORT_HANDS {
        if record == of {
            for to in texts(json, field) {
                relations.push(Relation {
                    kind: kind.to_owned(),
                    from: name_of(json),
                    to: name(to_space, to),
                    since: None,
                    until: None,
                    privilege: "read",
                });
            }
        }
    }
    relations
}

/// The name of an asset, identity or credential; of a change, that of its subject.
pub fn name_of(json: &Value) -> String {
    match text(json, "record") {
        Some("change") => text(json, "subject").unwrap().to_owned(),
        Some(record) => format!("{record}:{}", text(json, "id").unwrap()),
        None => panic!("a record has its type"),
    }
}

/// "where the type is implied the prefix may be left out". No id begins with a prefix.
fn name(implied: &str, reference: &str) -> String {
    let prefixes = ["asset:", "identity:", "credential:"];
    if prefixes.iter().any(|prefix| reference.starts_with(prefix)) {
        return reference.to_owned();
    }
    assert!(!implied.is_empty(), "{reference} needs its prefix");
    format!("{implied}:{reference}")
}

/// "privilege (read, write, admin; entitled_to only, default read)".
fn privilege(given: Option<&str>) -> &'static str {
    match given {
        Some("admin") => "admin",
        Some("write") => "write",
        _ => "read",
    }
}

fn record(json: &Value) -> Record {
    let mut own = BTreeMap::new();
    for field in CHANGEABLE {
        if let Some(value) = json.get(field).and_then(scalar) {
            own.insert(field.to_owned(), value);
        }
    }
    Record {
        kind: text(json, "kind").expect("a record has a kind").to_owned(),
        starts_at: instant(json, "starts_at"),
        ends_at: instant(json, "ends_at"),
        issued_at: instant(json, "issued_at"),
        expires_at: instant(json, "expires_at"),
        own,
    }
}

/// "a step in the history of an asset's stage or an identity's or credential's status, or of another `field`".
fn changed_field(json: &Value, subject: &str) -> String {
    let otherwise = if subject.starts_with("asset:") { "stage" } else { "status" };
    text(json, "field").unwrap_or(otherwise).to_owned()
}

/// "The true instant lies in [`not_before`, `at`]": section 2 judges by `at` alone.
fn change(json: &Value) -> Change {
    let from = match json.get("from") {
        None => From::Omitted,
        Some(value) => scalar(value).map_or(From::Null, From::Value),
    };
    Change {
        at: instant(json, "at").expect("a change has its instant"),
        from,
        to: scalar(&json["to"]).expect("a change has the new value"),
    }
}

fn text<'a>(json: &'a Value, field: &str) -> Option<&'a str> {
    json.get(field).and_then(Value::as_str)
}

/// "A field that takes several references takes one text or a list".
fn texts<'a>(json: &'a Value, field: &str) -> Vec<&'a str> {
    match json.get(field) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    }
}

/// A text, or a truth value (legal_hold) as text; none for null.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// "Instants are UTC in whole microseconds ...; text form is RFC 3339 with an offset."
fn instant(json: &Value, field: &str) -> Option<i64> {
    let written = text(json, field)?;
    let parsed = DateTime::parse_from_rfc3339(written).expect("an instant is RFC 3339");
    Some(parsed.timestamp_micros())
}
