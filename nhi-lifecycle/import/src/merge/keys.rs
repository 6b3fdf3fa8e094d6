//! What a rule compares: the values by which it tells one thing from another.

use std::collections::BTreeMap;

use nhi_lifecycle::{Namespace, Record, Reference, identity::IdentityClass};

use super::{Noun, policy::Rule, union::Union};
use crate::foreign::{CLOUD_INSTANCE, HOST_NAME, KEY_PLACE, MAIL};

/// The values by which the rule tells one thing from another.
pub(super) fn values(rule: Rule, noun: &Noun, nouns: &[Noun], union: &mut Union) -> Vec<String> {
    let mut values = Vec::new();
    for entry in &noun.entries {
        let record = &entry.record;
        let value = match rule {
            Rule::SerialNumber => serial_number(record),
            Rule::AssetTag => asset_tag(record),
            Rule::CloudInstance => external(record, CLOUD_INSTANCE).map(str::to_owned),
            Rule::HostName => external(record, HOST_NAME).and_then(host_name),
            Rule::Mail => mail(record),
            Rule::IssuedAt => issue(record, nouns, union),
            Rule::Named => {
                let ids = external_ids(record).into_iter().flatten();
                let ids = ids.filter(|(key, _)| !matches!(key.as_str(), MAIL | HOST_NAME | KEY_PLACE | "user_name"));
                values.extend(ids.map(|(key, value)| format!("{}:{key}={value}", noun.reference.namespace)));
                None
            }
        };
        values.extend(value);
    }
    values.sort_unstable();
    values.dedup();
    values
}

fn external_ids(record: &Record) -> Option<&BTreeMap<String, String>> {
    match record {
        Record::Asset(asset) => Some(&asset.external_ids),
        Record::Identity(identity) => Some(&identity.external_ids),
        Record::Credential(credential) => Some(&credential.external_ids),
        _ => None,
    }
}

pub(super) fn external<'a>(record: &'a Record, key: &str) -> Option<&'a str> {
    external_ids(record)?.get(key).map(String::as_str)
}

/// What makers and people write where there is no number.
const NO_NUMBER: &[&str] = &[
    "NONE",
    "N/A",
    "NA",
    "UNKNOWN",
    "NULL",
    "DEFAULT STRING",
    "SYSTEM SERIAL NUMBER",
    "TO BE FILLED BY O.E.M.",
    "NOT SPECIFIED",
    "NOT AVAILABLE",
    "SERIAL",
    "XXXX",
    "12345678",
    "123456789",
    "0123456789",
];

fn number(text: &str) -> Option<String> {
    let number = text.trim().to_uppercase();
    let same = number.chars().next().is_some_and(|first| number.chars().all(|c| c == first));
    (number.len() > 3 && !same && !NO_NUMBER.contains(&number.as_str())).then_some(number)
}

pub(super) fn serial_number(record: &Record) -> Option<String> {
    let Record::Asset(asset) = record else { return None };
    asset.serial_number.as_deref().and_then(number)
}

fn asset_tag(record: &Record) -> Option<String> {
    let Record::Asset(asset) = record else { return None };
    asset.asset_tag.as_deref().and_then(number)
}

/// A host name that is more than the first label, which many hosts share.
fn host_name(text: &str) -> Option<String> {
    let name = text.trim().trim_end_matches('.').to_lowercase();
    (name.contains('.') && !name.starts_with("localhost.")).then_some(name)
}

/// The mail address of a person; programs may share one.
fn mail(record: &Record) -> Option<String> {
    let Record::Identity(identity) = record else { return None };
    let mail = external(record, MAIL)?;
    (identity.kind.class() == IdentityClass::Human && mail.contains('@')).then(|| mail.to_owned())
}

/// User, kind and instant of issue of a key that has all of them.
fn issue(record: &Record, nouns: &[Noun], union: &mut Union) -> Option<String> {
    let Record::Credential(credential) = record else { return None };
    let user = credential.identity.iter().next()?;
    let reference = Reference { namespace: Namespace::Identity, id: user.id().clone() };
    let position = nouns.binary_search_by(|noun| noun.reference.cmp(&reference)).ok()?;
    Some(format!("{} {} {}", union.root(position), credential.kind, credential.issued_at?))
}
