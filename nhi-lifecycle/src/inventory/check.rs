//! What a record must be on its own, before it meets the others: texts in bounds and free of secrets, fields that go
//! together, intervals that are not empty.

use std::collections::BTreeMap;

use crate::{
    access::Scope,
    asset::Asset,
    change::Change,
    credential::Credential,
    error::{Code, Problem},
    event::Context,
    id::Id,
    identity::Identity,
    incoming::refused,
    limits::Limits,
    record::Record,
    relation::{Relation, RelationKind},
};

/// Finds what is wrong with one record.
pub(super) fn check(record: &Record, limits: &Limits, problems: &mut Vec<Problem>) {
    Texts { limits, problems }.of(record);
    match record {
        Record::Relation(relation) => check_relation(relation, problems),
        Record::Change(change) => check_change(change, problems),
        Record::Evidence(evidence) if evidence.method.is_some() && !evidence.kind.takes_method() => {
            let message = "goes with sanitization and remote_wipe only; leave it out";
            problems.push(Problem::new(Code::MisplacedField, message).in_field("method"));
        }
        Record::Coverage(coverage) if coverage.until <= coverage.from => problems.push(empty_interval("from")),
        _ => {}
    }
}

fn empty_interval(begin: &str) -> Problem {
    let message = format!("must lie after `{begin}`: the interval is empty");
    Problem::new(Code::EmptyInterval, message).in_field("until")
}

fn check_relation(relation: &Relation, problems: &mut Vec<Problem>) {
    if relation.privilege.is_some() && relation.kind != RelationKind::EntitledTo {
        let message = "goes with entitled_to only; leave it out";
        problems.push(Problem::new(Code::MisplacedField, message).in_field("privilege"));
    }
    if let (Some(since), Some(until)) = (relation.since, relation.until)
        && until <= since
    {
        problems.push(empty_interval("since"));
    }
}

fn check_change(change: &Change, problems: &mut Vec<Problem>) {
    let namespace = change.subject.namespace;
    let field = change.field();
    if !field.belongs_to(namespace) {
        let message = format!("`{field}` is no field of this subject's record type");
        problems.push(Problem::new(Code::MisplacedField, message).in_field("field"));
        return;
    }
    if let Err(unknown) = field.number_of(namespace, change.to.as_str()) {
        problems.push(Problem::new(Code::UnknownValue, unknown.to_string()).in_field("to"));
    }
    if let crate::change::Prior::Value(value) = &change.from
        && let Err(unknown) = field.number_of(namespace, value.as_str())
    {
        problems.push(Problem::new(Code::UnknownValue, unknown.to_string()).in_field("from"));
    }
    if change.not_before.is_some_and(|not_before| change.at < not_before) {
        let message = "must not lie after `at`: the true instant lies between the two";
        problems.push(Problem::new(Code::EmptyInterval, message).in_field("not_before"));
    }
}

/// Finds what is wrong with what is said of a batch.
pub(super) fn check_context(context: &Context, limits: &Limits, problems: &mut Vec<Problem>) {
    let mut texts = Texts { limits, problems };
    texts.text("by", &context.actor);
    texts.text("source", &context.source);
    texts.text("reason", &context.reason);
}

/// Visits every text of a record.
struct Texts<'a> {
    limits: &'a Limits,
    problems: &'a mut Vec<Problem>,
}

impl Texts<'_> {
    fn of(&mut self, record: &Record) {
        match record {
            Record::Asset(asset) => {
                self.id(&asset.id);
                self.asset(asset);
                self.texts("owner", &asset.owner);
                self.texts("assigned_to", &asset.assigned_to);
                self.texts("runs_on", &asset.runs_on);
                self.texts("depends_on", &asset.depends_on);
            }
            Record::Identity(identity) => {
                self.id(&identity.id);
                self.identity(identity);
                self.texts("owner", &identity.owner);
                self.texts("member_of", &identity.member_of);
                self.texts("attached_to", &identity.attached_to);
                self.texts("acts_for", &identity.acts_for);
            }
            Record::Credential(credential) => {
                self.id(&credential.id);
                self.credential(credential);
                self.texts("identity", &credential.identity);
                self.texts("owner", &credential.owner);
                self.texts("issued_by", &credential.issued_by);
                self.texts("stored_on", &credential.stored_on);
                self.texts("used_by", credential.used_by.iter().map(|consumer| consumer.id.as_str()));
                self.texts("derived_from", &credential.derived_from);
            }
            Record::Relation(relation) => {
                self.one("from", relation.from.id.as_str());
                self.one("to", relation.to.id.as_str());
            }
            Record::Change(change) => {
                self.one("subject", change.subject.id.as_str());
                self.text("by", &change.by);
                self.text("reason", &change.reason);
            }
            Record::Evidence(evidence) => {
                self.id(&evidence.id);
                self.one("subject", evidence.subject.id.as_str());
                self.one("by", evidence.by.as_ref());
                self.text("reference", &evidence.reference);
                self.text("digest", &evidence.digest);
                self.texts("verified_by", &evidence.verified_by);
                self.texts("media_serials", &evidence.media_serials);
            }
            Record::Override(permit) => {
                self.one("subject", permit.subject.as_ref());
                self.one("gate", &permit.gate);
                self.one("approved_by", permit.approved_by.as_ref());
                self.one("reason", &permit.reason);
            }
            Record::Exception(exception) => {
                self.one("subject", exception.subject.id.as_str());
                self.one("finding", &exception.finding);
                self.one("approved_by", exception.approved_by.as_ref());
                self.one("reason", &exception.reason);
            }
            Record::Coverage(coverage) => {
                self.one("source", &coverage.source);
                if let Scope::Assets(assets) = &coverage.scope {
                    self.texts("scope", assets);
                }
            }
            Record::Access(access) => {
                self.text("source", &access.source);
                self.texts("credential", &access.credential);
                self.texts("identity", &access.identity);
                self.texts("asset", &access.asset);
            }
        }
    }

    /// What is said of an asset, but for ids.
    fn asset(&mut self, asset: &Asset) {
        self.text("name", &asset.name);
        self.text("serial_number", &asset.serial_number);
        self.texts("media_serials", &asset.media_serials);
        self.text("asset_tag", &asset.asset_tag);
        self.text("manufacturer", &asset.manufacturer);
        self.text("model", &asset.model);
        self.text("location", &asset.location);
        self.text("supplier", &asset.supplier);
        self.map("labels", &asset.labels);
        self.map("external_ids", &asset.external_ids);
    }

    fn identity(&mut self, identity: &Identity) {
        self.text("name", &identity.name);
        self.map("labels", &identity.labels);
        self.map("external_ids", &identity.external_ids);
    }

    fn credential(&mut self, credential: &Credential) {
        self.text("name", &credential.name);
        self.text("fingerprint", &credential.fingerprint);
        self.map("labels", &credential.labels);
        self.map("external_ids", &credential.external_ids);
    }

    fn id(&mut self, id: &Id) {
        self.one("id", id.as_str());
    }

    fn text(&mut self, field: &'static str, text: &Option<String>) {
        if let Some(text) = text {
            self.one(field, text);
        }
    }

    fn texts(&mut self, field: &'static str, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        for text in texts {
            self.one(field, text.as_ref());
        }
    }

    fn map(&mut self, field: &'static str, map: &BTreeMap<String, String>) {
        for (key, value) in map {
            self.one(field, key);
            self.one(field, value);
        }
    }

    fn one(&mut self, field: &'static str, text: &str) {
        if let Some(problem) = refused(text, self.limits) {
            self.problems.push(problem.in_field(field));
        }
    }
}
