//! What is written reads back as the same records.

use nhi_import::{open, read_str, write_csv_folder, write_folder, write_jsonl};
use nhi_lifecycle::{
    Instant, Record,
    access::Outcome,
    asset::{AssetKind, Criticality, DataClassification, Environment, Management, Stage},
    change::ChangeField,
    credential::{CredentialKind, CredentialStatus},
    evidence::{EvidenceKind, SanitizationMethod},
    field::{FieldValue, Fields},
    identity::{IdentityKind, IdentityStatus},
    limits::Limits,
    record::RecordType,
    relation::{Privilege, RelationKind},
};
use proptest::{prelude::*, sample::select};

use crate::{folder::Folder, records};

/// Texts that mean something to one of the forms, and any others.
fn text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        6 => select(vec![";", "=", "\\", "\"", ",", "\n", "\r", "\r\n", " ", "'", "\t", "null", "true", "all", "\u{feff}", "é", "a"])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat()).boxed()
}

fn id() -> BoxedStrategy<String> {
    text().prop_filter("an id", |id| id.parse::<nhi_lifecycle::Id>().is_ok()).boxed()
}

fn word(words: &'static [&'static str]) -> BoxedStrategy<FieldValue> {
    select(words).prop_map(|word| FieldValue::Text(word.to_owned())).boxed()
}

/// A value for a field, by its name: a new field of the model fails here until it has one.
fn value(record_type: RecordType, field: &str) -> BoxedStrategy<FieldValue> {
    let list = |texts: BoxedStrategy<String>| {
        let texts = prop::collection::vec(texts.prop_map(FieldValue::Text), 1..4);
        texts.prop_map(FieldValue::List).boxed()
    };
    let reference = |namespaces: &'static [&'static str]| {
        (select(namespaces), id()).prop_map(|(namespace, id)| format!("{namespace}{id}")).boxed()
    };
    match (record_type, field) {
        (RecordType::Asset, "kind") => word(AssetKind::WORDS),
        (RecordType::Identity, "kind") => word(IdentityKind::WORDS),
        (RecordType::Credential, "kind") => word(CredentialKind::WORDS),
        (RecordType::Relation, "kind") => word(RelationKind::WORDS),
        (RecordType::Evidence, "kind") => word(EvidenceKind::WORDS),
        (RecordType::Identity, "status") => word(IdentityStatus::WORDS),
        (RecordType::Credential, "status") => word(CredentialStatus::WORDS),
        (RecordType::Asset, "stage") | (RecordType::Override, "to") => word(Stage::WORDS),
        (RecordType::Change, "to") => {
            prop_oneof![word(Stage::WORDS), any::<bool>().prop_map(FieldValue::Truth)].boxed()
        }
        (RecordType::Change, "from") => {
            prop_oneof![word(Stage::WORDS), any::<bool>().prop_map(FieldValue::Truth), Just(FieldValue::Null)].boxed()
        }
        (RecordType::Relation, "from" | "to") => {
            reference(&["", "asset:", "identity:", "credential:"]).prop_map(FieldValue::Text).boxed()
        }
        (_, "environment") => word(Environment::WORDS),
        (_, "criticality") => word(Criticality::WORDS),
        (_, "data_classification") => word(DataClassification::WORDS),
        (_, "management") => word(Management::WORDS),
        (_, "method") => word(SanitizationMethod::WORDS),
        (_, "privilege") => word(Privilege::WORDS),
        (_, "outcome") => word(Outcome::WORDS),
        (_, "field") => word(ChangeField::WORDS),
        (_, "id") => id().prop_map(FieldValue::Text).boxed(),
        (_, "subject") if record_type != RecordType::Override => {
            reference(&["asset:", "identity:", "credential:"]).prop_map(FieldValue::Text).boxed()
        }
        (RecordType::Change, "by") => text().prop_map(FieldValue::Text).boxed(),
        (RecordType::Access, "credential" | "identity" | "asset") | (_, "by" | "approved_by" | "subject") => {
            id().prop_map(FieldValue::Text).boxed()
        }
        (_, "media_serials") => list(text()),
        // `all` stands alone for every asset; one of that id is written with its namespace.
        (_, "scope") => {
            let asset = reference(&["", "asset:"]).prop_filter("one asset", |asset| asset != "all").boxed();
            prop_oneof![1 => Just(FieldValue::List(vec![FieldValue::Text("all".into())])), 3 => list(asset)].boxed()
        }
        (_, "used_by") => list(reference(&["asset:", "identity:"])),
        (_, list_field) if record_type.lists().contains(&list_field) => list(id()),
        (_, map) if RecordType::MAPS.contains(&map) => {
            let empty_or_text = || prop_oneof![Just(String::new()), text()];
            prop::collection::btree_map(empty_or_text(), empty_or_text().prop_map(FieldValue::Text), 1..4)
                .prop_map(|map| FieldValue::Map(map.into_iter().collect()))
                .boxed()
        }
        (_, truth) if RecordType::TRUTHS.contains(&truth) => any::<bool>().prop_map(FieldValue::Truth).boxed(),
        (_, at) if at == "at" || at.ends_with("_at") || ["since", "until", "not_before", "from"].contains(&at) => {
            (Instant::MIN.as_micros()..=Instant::MAX.as_micros())
                .prop_map(|micros| FieldValue::Text(Instant::from_micros(micros).expect("in range").to_string()))
                .boxed()
        }
        (
            _,
            "name" | "serial_number" | "asset_tag" | "manufacturer" | "model" | "location" | "supplier" | "fingerprint"
            | "reference" | "digest" | "reason" | "gate" | "finding" | "source",
        ) => text().prop_map(FieldValue::Text).boxed(),
        _ => panic!("no values for `{field}` of {record_type}"),
    }
}

/// The fields of each record type and whether they are required, as the schema has them.
fn fields(record_type: RecordType) -> Vec<(String, bool)> {
    let schema = serde_json::to_value(Record::json_schema()).expect("a schema");
    let variants = schema["oneOf"].as_array().expect("a schema of variants");
    let variant = variants
        .iter()
        .find(|variant| variant["properties"]["record"]["const"] == record_type.as_str())
        .expect("a variant for each type");
    let properties = match variant.get("$ref").and_then(|reference| reference.as_str()) {
        Some(reference) => &schema["$defs"][reference.rsplit('/').next().expect("a name")],
        None => variant,
    };
    let required = |of: &serde_json::Value, name: &str| {
        of["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name))
    };
    let named = properties["properties"].as_object().expect("properties").keys();
    named.filter(|name| *name != "record").map(|name| (name.clone(), required(properties, name))).collect()
}

fn record() -> impl Strategy<Value = Record> {
    let of_type = |record_type: RecordType| {
        let fields = fields(record_type);
        assert!(fields.len() >= 4, "{record_type}: {fields:?}");
        let values: Vec<_> = fields
            .iter()
            .map(|(name, required)| {
                let value = value(record_type, name);
                if *required { value.prop_map(Some).boxed() } else { prop::option::weighted(0.4, value).boxed() }
            })
            .collect();
        values.prop_map(move |values| {
            let mut present = Fields::default();
            for ((name, _), value) in fields.iter().zip(values) {
                if let Some(value) = value {
                    present.push(name.clone(), value);
                }
            }
            Record::from_fields(record_type, present).expect("a good record")
        })
    };
    prop::strategy::Union::new(RecordType::ALL.iter().copied().map(of_type))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn json_lines(given in prop::collection::vec(record(), 0..8)) {
        let mut bytes = Vec::new();
        write_jsonl(&given, &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("UTF-8");
        prop_assert_eq!(text.lines().count(), given.len() + 1);
        prop_assert_eq!(records(read_str(&text, &Limits::default())), given);
    }

    #[test]
    fn folders(given in prop::collection::vec(record(), 0..20)) {
        let (lines, rows) = (Folder::new(), Folder::new());
        write_folder(&given, &lines.0).expect("written");
        write_csv_folder(&given, &rows.0).expect("written");
        let from_lines = records(open(&lines.0, &Limits::default()).expect("a folder"));
        let from_rows = records(open(&rows.0, &Limits::default()).expect("a folder"));
        // Tables part the types, and keep the order in each.
        let mut by_type = given;
        by_type.sort_by_key(Record::record_type);
        prop_assert_eq!(&from_lines, &by_type);
        prop_assert_eq!(&from_rows, &by_type);
        #[cfg(feature = "parquet")]
        {
            let columns = Folder::new();
            nhi_import::write_parquet_folder(&by_type, &columns.0).expect("written");
            prop_assert_eq!(&records(open(&columns.0, &Limits::default()).expect("a folder")), &by_type);
        }
    }
}
