//! Section 1: what is recorded of assets, credentials, evidence, overrides and logs, beyond what sections 2 to 4 ask.

use super::model::chains::{Change, From, ordered};
use super::model::records::{Recorded, Relation};
use chrono::DateTime;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// "**evidence** `id`* `subject`* `kind`* `at`* `by`* `reference` `digest` `method` `verified_by` (one or more)
/// `media_serials`."
pub struct Evidence {
    pub subject: String,
    pub kind: String,
    pub at: i64,
    pub by: String,
    pub verified_by: BTreeSet<String>,
    pub method: Option<String>,
    pub media_serials: BTreeSet<String>,
}

/// "**override** `subject`* `gate`* `to`* `at`* `approved_by`* `reason`* `expires_at`*."
pub struct Override {
    pub subject: String,
    pub gate: String,
    pub to: String,
    pub at: i64,
    pub approved_by: BTreeSet<String>,
    pub expires_at: i64,
}

/// "**access** `at`* `outcome`* (success, failure) `credential` `identity` `asset` `source` `interactive`".
pub struct Access {
    pub at: i64,
    pub success: bool,
    pub credential: Option<String>,
    pub identity: Option<String>,
    pub asset: Option<String>,
}

/// "**coverage** `source`* `scope`* (`all`, or asset ids) `from`* `until`*".
pub struct Coverage {
    /// None for `all`.
    pub scope: Option<BTreeSet<String>>,
    pub from: i64,
    pub until: i64,
}

pub struct Facts {
    pub recorded: Recorded,
    pub evidence: Vec<Evidence>,
    pub overrides: Vec<Override>,
    pub access: Vec<Access>,
    pub coverage: Vec<Coverage>,
    /// Assets, identities and credentials as they were sent, by written name.
    records: BTreeMap<String, Value>,
    /// The stages of each asset that has changes, in the order of the chain.
    stages: BTreeMap<String, Vec<Change>>,
    /// The assets whose legal_hold has changes.
    hold_changed: BTreeSet<String>,
}

impl Facts {
    pub fn new(json: &[Value]) -> Facts {
        let mut new = Facts {
            recorded: Recorded::new(json),
            evidence: Vec::new(),
            overrides: Vec::new(),
            access: Vec::new(),
            coverage: Vec::new(),
            records: BTreeMap::new(),
            stages: BTreeMap::new(),
            hold_changed: BTreeSet::new(),
        };
        // "A key is ...; for changes ... their whole content": what is sent twice is recorded once.
        let mut seen = BTreeSet::new();
        for record in json {
            if seen.insert(record.to_string()) {
                new.add(record);
            }
        }
        for (asset, chain) in &mut new.stages {
            let own = new.records.get(asset).and_then(|record| text(record, "stage"));
            *chain = ordered(chain, own.as_deref());
        }
        new
    }

    fn add(&mut self, json: &Value) {
        match json["record"].as_str().expect("a record has its type") {
            "asset" => self.add_record("asset", json),
            "identity" => self.add_record("identity", json),
            "credential" => self.add_record("credential", json),
            "change" => self.add_change(json),
            "evidence" => self.evidence.push(Evidence {
                subject: name("asset", &required(json, "subject")),
                kind: required(json, "kind"),
                at: instant(json, "at").expect("evidence has its instant"),
                by: name("identity", &required(json, "by")),
                verified_by: names("identity", json, "verified_by"),
                method: text(json, "method"),
                media_serials: texts(json, "media_serials"),
            }),
            "override" => self.overrides.push(Override {
                subject: name("asset", &required(json, "subject")),
                gate: required(json, "gate"),
                to: required(json, "to"),
                at: instant(json, "at").expect("an override has its instant"),
                approved_by: names("identity", json, "approved_by"),
                expires_at: instant(json, "expires_at").expect("an override expires"),
            }),
            "access" => self.access.push(Access {
                at: instant(json, "at").expect("a row has its instant"),
                success: required(json, "outcome") == "success",
                credential: text(json, "credential").map(|c| name("credential", &c)),
                identity: text(json, "identity").map(|i| name("identity", &i)),
                asset: text(json, "asset").map(|a| name("asset", &a)),
            }),
            "coverage" => {
                let everything = text(json, "scope").as_deref() == Some("all");
                self.coverage.push(Coverage {
                    scope: (!everything).then(|| names("asset", json, "scope")),
                    from: instant(json, "from").expect("a window begins"),
                    until: instant(json, "until").expect("a window ends"),
                });
            }
            _ => {}
        }
    }

    fn add_record(&mut self, name_space: &str, json: &Value) {
        self.records.insert(format!("{name_space}:{}", required(json, "id")), json.clone());
    }

    fn add_change(&mut self, json: &Value) {
        let subject = required(json, "subject");
        let field = text(json, "field").unwrap_or("stage".into());
        if field == "legal_hold" {
            self.hold_changed.insert(subject.clone());
        }
        if field != "stage" || !subject.starts_with("asset:") {
            return;
        }
        let from = match json.get("from") {
            None => From::Omitted,
            Some(Value::String(from)) => From::Value(from.clone()),
            Some(_) => From::Null,
        };
        let at = instant(json, "at").expect("a change has its instant");
        self.stages.entry(subject).or_default().push(Change { at, from, to: required(json, "to") });
    }

    // Records.

    /// A field of a record that is one text, where it is given.
    pub fn text(&self, record: &str, field: &str) -> Option<String> {
        text(self.records.get(record)?, field)
    }

    /// A field of a record that is a list of texts.
    pub fn texts(&self, record: &str, field: &str) -> BTreeSet<String> {
        self.records.get(record).map_or(BTreeSet::new(), |record| texts(record, field))
    }

    /// A field of a record that is an instant, where it is given.
    pub fn instant(&self, record: &str, field: &str) -> Option<i64> {
        instant(self.records.get(record)?, field)
    }

    /// Whether changes of the legal hold of the asset are recorded.
    pub fn hold_changed(&self, asset: &str) -> bool {
        self.hold_changed.contains(asset)
    }

    // Relations.

    /// The relations of a kind that `from` is or was or will be in.
    pub fn of(&self, kind: &str, from: &str) -> Vec<&Relation> {
        let all = self.recorded.relations.get(kind).into_iter().flatten();
        all.filter(|relation| relation.from == from).collect()
    }

    /// Those of them that hold: "(`since` absent or `since` ≤ t) and (`until` absent or t < `until`)".
    pub fn holding(&self, kind: &str, from: &str, t: i64) -> Vec<&Relation> {
        let mut all = self.of(kind, from);
        all.retain(|r| r.since.is_none_or(|since| since <= t) && r.until.is_none_or(|until| t < until));
        all
    }

    // Stages.

    /// The last instant up to t at which a change took the asset from a stage outside of these to one of these. One
    /// that was unknown before was outside.
    pub fn last_entered(&self, asset: &str, stages: &[&str], t: i64) -> Option<i64> {
        let mut before = None;
        let mut entered = None;
        for change in self.stages.get(asset).into_iter().flatten() {
            if change.at > t {
                break;
            }
            let from = match (&change.from, before) {
                (From::Value(from), None) => Some(from.as_str()),
                (_, before) => before,
            };
            if stages.contains(&change.to.as_str()) && !from.is_some_and(|from| stages.contains(&from)) {
                entered = Some(change.at);
            }
            before = Some(change.to.as_str());
        }
        entered
    }
}

/// "where the type is implied the prefix may be left out".
pub fn name(implied: &str, reference: &str) -> String {
    let prefixes = ["asset:", "identity:", "credential:"];
    if prefixes.iter().any(|prefix| reference.starts_with(prefix)) {
        return reference.to_owned();
    }
    format!("{implied}:{reference}")
}

fn names(implied: &str, json: &Value, field: &str) -> BTreeSet<String> {
    texts(json, field).iter().map(|reference| name(implied, reference)).collect()
}

fn required(json: &Value, field: &str) -> String {
    text(json, field).unwrap_or_else(|| panic!("{field} is required: {json}"))
}

fn text(json: &Value, field: &str) -> Option<String> {
    json.get(field)?.as_str().map(str::to_owned)
}

/// "A field that takes several references takes one text or a list".
fn texts(json: &Value, field: &str) -> BTreeSet<String> {
    match json.get(field) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => BTreeSet::from([one.clone()]),
        _ => BTreeSet::new(),
    }
}

fn instant(json: &Value, field: &str) -> Option<i64> {
    let parsed = DateTime::parse_from_rfc3339(&text(json, field)?).expect("an instant is RFC 3339");
    Some(parsed.timestamp_micros())
}
