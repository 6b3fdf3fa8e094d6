//! Records that are taken as they stand are the same as records that are made: the same inventories, the same problems.

use std::sync::Arc;

use nhi_import::{Table, read_str};
use nhi_lifecycle::{
    Context, Instant, Inventory, Problem, Record, limits::Limits, record::RecordType, source::RecordSource,
};
use proptest::{prelude::*, sample::select};

/// A source whose records are always made.
pub(crate) struct Made<S>(pub(crate) S);

impl<S: RecordSource> RecordSource for Made<S> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        self.0.next_record()
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        self.0.place(record)
    }
}

/// What became of the batch, and what is known after it.
pub(crate) fn load(source: &mut dyn RecordSource, lenient: bool) -> (String, Vec<Record>) {
    let mut inventory = Inventory::new();
    let known = r#"{"record":"asset","id":"known","kind":"server","stage":"in_use","owner":"boss","name":"n"}
        {"record":"identity","id":"boss","kind":"employee","status":"active"}"#;
    let at = Instant::from_micros(0).unwrap();
    inventory.add_from(&mut read_str(known, &Limits::default()), &Context::at(at)).unwrap();
    let context = Context { lenient, ..Context::at(at) };
    let result = match inventory.add_from(source, &context) {
        Ok(added) => format!("{added:?}"),
        Err(error) => error.to_string(),
    };
    (result, inventory.records().collect())
}

fn value() -> impl Strategy<Value = String> {
    let instants = ["2026-02-01T09:30:00Z", "2026-02-01T09:30:00.5+01:00", "2026-02-01", "0001-01-01T00:00:00Z"];
    let words = [
        "a",
        "known",
        "boss",
        "b b",
        "\u{e9}",
        "",
        "asset:a",
        "identity:boss",
        "identity:a",
        "credential:a",
        "team",
        "server",
        "service_account",
        "api_key",
        "in_use",
        "retired",
        "active",
        "revoked",
        "production",
        "high",
        "true",
        "false",
        "null",
        "stage",
        "status",
        "legal_hold",
        "owned_by",
        "runs_on",
        "entitled_to",
        "authenticates_as",
        "read",
        "a\u{202e}",
        "ghp_aZ3kQ9xW1mB7aZ3kQ9xW1mB7aZ3kQ9xW1mB7aZ3k",
    ];
    prop_oneof![8 => select(words.to_vec()), 2 => select(instants.to_vec())].prop_map(str::to_owned)
}

fn json_value() -> impl Strategy<Value = String> {
    let quoted = || value().prop_map(|text| format!("\"{text}\""));
    prop_oneof![
        8 => quoted(),
        2 => prop::collection::vec(quoted(), 0..9).prop_map(|texts| format!("[{}]", texts.join(","))),
        1 => select(vec!["true", "false", "null", "1", "{}", "{\"k\":\"v\"}", "[[]]", r#""\u0061""#, "\"a", "\"\t\""])
            .prop_map(str::to_owned),
    ]
}

/// What records of a type need, and then anything.
fn required(record_type: RecordType) -> &'static [(&'static str, &'static [&'static str])] {
    const AT: &[&str] = &["2026-02-01T09:30:00Z", "2026-01-01T00:00:00Z"];
    match record_type {
        RecordType::Asset => {
            &[("id", &["a", "known"]), ("kind", &["server", "saas"]), ("stage", &["in_use", "retired"])]
        }
        RecordType::Identity => {
            &[("id", &["a", "boss"]), ("kind", &["team", "bot", "employee"]), ("status", &["active"])]
        }
        RecordType::Credential => &[("id", &["a", "b"]), ("kind", &["api_key"]), ("status", &["active", "revoked"])],
        RecordType::Relation => &[
            ("kind", &["owned_by", "runs_on", "entitled_to", "authenticates_as"]),
            ("from", &["asset:known", "credential:a", "a", "identity:a"]),
            ("to", &["boss", "asset:known", "identity:boss"]),
        ],
        RecordType::Change => {
            &[("subject", &["asset:known", "identity:boss", "credential:a"]), ("to", &["in_use", "active"]), ("at", AT)]
        }
        _ => &[("id", &["e"]), ("subject", &["asset:known"]), ("kind", &["approval"]), ("at", AT), ("by", &["b"])],
    }
}

pub(crate) const TYPES: [RecordType; 6] = [
    RecordType::Asset,
    RecordType::Identity,
    RecordType::Credential,
    RecordType::Relation,
    RecordType::Change,
    RecordType::Evidence,
];

const MORE: &[&str] = &[
    "name",
    "environment",
    "criticality",
    "legal_hold",
    "due_back_at",
    "owner",
    "runs_on",
    "member_of",
    "attached_to",
    "identity",
    "issued_by",
    "used_by",
    "derived_from",
    "issued_at",
    "since",
    "until",
    "privilege",
    "from",
    "field",
    "not_before",
    "reason",
    "id",
    "labels",
    "colour",
];

pub(crate) fn fields(record_type: RecordType) -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let needed: Vec<_> = required(record_type)
        .iter()
        .map(|(name, words)| select(words.to_vec()).prop_map(move |word| (*name, word.to_owned())))
        .collect();
    let more = prop::collection::vec((select(MORE.to_vec()), value()), 0..4);
    (needed, more, any::<bool>()).prop_map(|(mut fields, more, shuffled)| {
        fields.extend(more);
        if shuffled {
            fields.reverse();
        }
        fields
    })
}

fn line() -> impl Strategy<Value = String> {
    select(TYPES.to_vec()).prop_flat_map(|record_type| {
        let odd = prop::option::weighted(0.3, (select(MORE.to_vec()), json_value()));
        (fields(record_type), odd, select(vec![",", " , ", ",\t", ",,"])).prop_map(move |(fields, odd, comma)| {
            let comma = if fields.len() % 3 == 0 { comma } else { "," };
            let members = fields.iter().map(|(name, text)| format!("\"{name}\":\"{text}\""));
            let odd = odd.map(|(name, value)| format!("\"{name}\":{value}"));
            let members: Vec<String> = members.chain(odd).collect();
            format!("{{\"record\":\"{record_type}\",{}}}", members.join(comma))
        })
    })
}

#[test]
fn a_relation_told_twice_by_one_record_counts_once() {
    let line = r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","owner":["x","y","x"]}"#;
    let load = |relations: usize| {
        let mut inventory = Inventory::new();
        inventory.set_limits(Limits { relations, ..Limits::default() });
        let context = Context::at(Instant::from_micros(0).unwrap()).lenient();
        inventory.add_from(&mut read_str(line, &Limits::default()), &context).is_ok()
    };
    assert!(load(2));
    assert!(!load(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn lines(lines in prop::collection::vec(line(), 1..5), lenient: bool) {
        let text = lines.join("\n");
        let limits = Limits { field_bytes: 40, ..Limits::default() };
        let straight = load(&mut read_str(&text, &limits), lenient);
        prop_assert_eq!(straight, load(&mut Made(read_str(&text, &limits)), lenient), "{}", text);
    }

    #[test]
    fn rows(
        (record_type, rows) in select(TYPES.to_vec())
            .prop_flat_map(|record_type| (Just(record_type), prop::collection::vec(fields(record_type), 1..4))),
        lenient: bool,
    ) {
        let mut names: Vec<&str> = rows.iter().flatten().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        let mut text = names.join(",");
        for row in &rows {
            let cells = names.iter().map(|name| {
                let texts = row.iter().filter(|(field, _)| field == name).map(|(_, text)| text.as_str());
                texts.collect::<Vec<_>>().join(";")
            });
            text.push('\n');
            text.push_str(&cells.collect::<Vec<_>>().join(","));
        }
        let table = || Table::new(text.as_bytes(), "table", record_type, &Limits::default());
        prop_assert_eq!(load(&mut table(), lenient), load(&mut Made(table()), lenient), "{}", text);
    }
}
