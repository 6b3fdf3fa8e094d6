//! Observing: what the answer says, and what the shared cases do not reach.

use nhi_lifecycle::{Code, Context, Inventory};

use crate::{day, records};

fn scan(inventory: &mut Inventory, on: u32, lines: &str) -> nhi_lifecycle::inventory::Observed {
    inventory.observe(records(lines), day(on), &Context::at(day(on)).from_source("scan")).unwrap()
}

const ASSET: &str = r#"{"record":"asset","id":"web-1","kind":"server","stage":"in_use","owner":"alice","location":"x"}
{"record":"identity","id":"alice","kind":"employee","status":"active"}
{"record":"identity","id":"bob","kind":"employee","status":"active"}
{"record":"access","at":"2026-01-01T00:00:00Z","outcome":"success","asset":"web-1"}
{"record":"access","at":"2026-01-01T00:00:00Z","outcome":"success","asset":"web-1"}"#;

#[test]
fn an_unchanged_export_adds_nothing() {
    let mut inventory = Inventory::new();
    assert_eq!(scan(&mut inventory, 1, ASSET).added.records.new, 5);
    let before: Vec<_> = inventory.records().collect();
    for on in 2..5 {
        let observed = scan(&mut inventory, on, ASSET);
        assert_eq!(observed.added.records, nhi_lifecycle::inventory::Counts::default());
        assert!(observed.no_longer_shown.is_empty());
    }
    assert_eq!(inventory.records().collect::<Vec<_>>(), before);
    // One line of the log more than it showed before.
    let more = format!("{ASSET}\n{}", ASSET.lines().last().unwrap());
    assert_eq!(scan(&mut inventory, 5, &more).added.records.new, 1);
}

#[test]
fn what_is_no_longer_shown_is_reported_once() {
    let mut inventory = Inventory::new();
    scan(&mut inventory, 1, ASSET);
    let observed = scan(&mut inventory, 2, "");
    let names: Vec<String> = observed.no_longer_shown.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["asset:web-1", "identity:alice", "identity:bob"]);
    assert_eq!(inventory.len(), 5);
    assert!(scan(&mut inventory, 3, "").no_longer_shown.is_empty());
    // Shown again with another stage: it moved after the last time it was shown.
    let observed =
        scan(&mut inventory, 4, r#"{"record":"asset","id":"web-1","kind":"server","stage":"retired","owner":"alice"}"#);
    assert_eq!((observed.added.records.new, observed.added.records.replaced), (1, 1));
    let change = inventory.records().find_map(|record| match record {
        nhi_lifecycle::Record::Change(change) => Some(change),
        _ => None,
    });
    let change = change.unwrap();
    assert_eq!((change.not_before, change.at), (Some(day(1)), day(4)));
}

#[test]
fn another_owner_ends_the_former_relation() {
    let mut inventory = Inventory::new();
    scan(&mut inventory, 1, ASSET);
    scan(&mut inventory, 2, &ASSET.replace(r#""owner":"alice""#, r#""owner":"bob""#));
    let relations: Vec<String> = inventory
        .records()
        .filter(|record| matches!(record, nhi_lifecycle::Record::Relation(_)))
        .map(|record| serde_json::to_string(&record).unwrap())
        .collect();
    assert_eq!(
        relations,
        [
            r#"{"record":"relation","kind":"owned_by","from":"asset:web-1","to":"identity:alice","until":"2026-01-02T00:00:00Z"}"#,
            r#"{"record":"relation","kind":"owned_by","from":"asset:web-1","to":"identity:bob","since":"2026-01-02T00:00:00Z"}"#,
        ]
    );
    // Back again, and seen once more as it was: still one history.
    scan(&mut inventory, 3, ASSET);
    scan(&mut inventory, 4, ASSET);
    assert_eq!(inventory.records().filter(|record| matches!(record, nhi_lifecycle::Record::Relation(_))).count(), 3);
}

#[test]
fn sources_do_not_contradict_each_other() {
    let mut inventory = Inventory::new();
    scan(&mut inventory, 1, ASSET);
    let cmdb = Context::at(day(2)).from_source("cmdb");
    let retired = ASSET.replace("in_use", "retired");
    inventory.observe(records(&retired), day(2), &cmdb).unwrap();
    let value = |inventory: &Inventory, on| {
        inventory.value(&"asset:web-1".parse().unwrap(), "stage".parse().unwrap(), day(on)).unwrap()
    };
    assert_eq!((value(&inventory, 1), value(&inventory, 2)), (Some("in_use"), Some("retired")));
    // The scan repeats itself: no news, even though the CMDB says otherwise.
    assert_eq!(scan(&mut inventory, 3, ASSET).added.records.new, 0);
    assert_eq!(value(&inventory, 3), Some("retired"));
}

#[test]
fn what_can_not_be_observed_is_said() {
    let mut inventory = Inventory::new();
    let nameless = inventory.observe(records(ASSET), day(1), &Context::at(day(1)));
    assert_eq!(nameless.unwrap_err().code(), Code::InvalidArgument);
    scan(&mut inventory, 5, ASSET);
    let earlier = inventory.observe(records(ASSET), day(4), &Context::at(day(6)).from_source("scan"));
    assert_eq!(earlier.unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn a_key_shown_twice_is_refused_even_where_one_is_what_was_shown_last() {
    let mut inventory = Inventory::new();
    scan(&mut inventory, 1, ASSET);
    let before: Vec<_> = inventory.records().collect();
    let other = ASSET.lines().next().unwrap().replace("in_use", "retired");
    for lines in [format!("{ASSET}\n{other}"), format!("{other}\n{ASSET}")] {
        let refused = inventory.observe(records(&lines), day(2), &Context::at(day(2)).from_source("scan")).unwrap_err();
        assert_eq!(refused.problems()[0].code, Code::DuplicateKey);
        assert_eq!(inventory.records().collect::<Vec<_>>(), before);
    }
}

#[test]
fn another_source_takes_no_short_hands_away() {
    let mut inventory = Inventory::new();
    scan(&mut inventory, 1, ASSET);
    let hosts = r#"{"record":"asset","id":"rack-1","kind":"server","stage":"in_use"}
{"record":"asset","id":"web-1","kind":"server","stage":"in_use","runs_on":"rack-1"}"#;
    inventory.observe(records(hosts), day(2), &Context::at(day(2)).from_source("racks")).unwrap();
    let web = inventory.records().find_map(|record| match record {
        nhi_lifecycle::Record::Asset(asset) if asset.id.as_str() == "web-1" => Some(asset),
        _ => None,
    });
    let web = web.unwrap();
    assert_eq!((web.owner.0.len(), web.runs_on.0.len()), (1, 1));
    // Later it came and went at instants between which it was shown.
    inventory
        .observe(
            records(&hosts.replace(r#","runs_on":"rack-1""#, "")),
            day(3),
            &Context::at(day(3)).from_source("racks"),
        )
        .unwrap();
    let ended = inventory
        .records()
        .any(|record| matches!(record, nhi_lifecycle::Record::Relation(relation) if relation.until == Some(day(3))));
    assert!(ended);
}

#[test]
fn a_relation_is_the_same_with_and_without_its_name_space() {
    let mut inventory = Inventory::new();
    let shown = format!("{ASSET}\n{}", r#"{"record":"relation","kind":"assigned_to","from":"asset:web-1","to":"bob"}"#);
    scan(&mut inventory, 1, &shown);
    let observed =
        scan(&mut inventory, 2, &shown.replace("asset:web-1", "web-1").replace("\"bob\"}", "\"identity:bob\"}"));
    assert!(observed.relations_no_longer_shown.is_empty());
    assert_eq!(observed.added.records.new, 0);
}

#[test]
fn a_source_without_end_is_left_at_the_limit() {
    let limits = nhi_lifecycle::limits::Limits { records: 3, ..Default::default() };
    let mut inventory = Inventory::new();
    inventory.set_limits(limits);
    let line = records(ASSET.lines().last().unwrap()).remove(0);
    let endless = std::iter::repeat(line);
    let refused = inventory.observe(endless, day(1), &Context::at(day(1)).from_source("scan")).unwrap_err();
    assert_eq!(refused.problems()[0].code, Code::LimitExceeded);
    assert!(inventory.is_empty());
}

#[test]
fn a_log_beside_the_export_tells_when_it_moved() {
    let mut inventory = Inventory::new();
    scan(&mut inventory, 1, ASSET);
    let log =
        r#"{"record":"change","subject":"identity:bob","from":"active","to":"suspended","at":"2026-01-02T08:00:00Z"}"#;
    let shown = ASSET.replace(
        r#""id":"bob","kind":"employee","status":"active""#,
        r#""id":"bob","kind":"employee","status":"suspended""#,
    );
    for on in 3..5 {
        scan(&mut inventory, on, &format!("{shown}\n{log}"));
        let changes: Vec<_> = inventory
            .records()
            .filter_map(|record| match record {
                nhi_lifecycle::Record::Change(change) => Some((change.at.to_string(), change.not_before)),
                _ => None,
            })
            .collect();
        assert_eq!(changes, [("2026-01-02T08:00:00Z".to_owned(), None)]);
    }
    // The export knows of one step more than the log.
    let gone = shown.replace("suspended", "deprovisioned");
    let back =
        r#"{"record":"change","subject":"identity:bob","from":"suspended","to":"active","at":"2026-01-05T08:00:00Z"}"#;
    scan(&mut inventory, 6, &format!("{gone}\n{back}"));
    let last = inventory.value(&"identity:bob".parse().unwrap(), nhi_lifecycle::change::ChangeField::Status, day(6));
    assert_eq!(last.unwrap(), Some("deprovisioned"));
}

#[test]
fn a_log_may_stand_in_any_order() {
    let step = |from: &str, to: &str| {
        format!(
            r#"{{"record":"change","subject":"identity:bob","from":"{from}","to":"{to}","at":"2026-01-02T08:00:00Z"}}"#
        )
    };
    let shown = ASSET.replace(
        r#""id":"bob","kind":"employee","status":"active""#,
        r#""id":"bob","kind":"employee","status":"deprovisioned""#,
    );
    let (first, second) = (step("active", "suspended"), step("suspended", "deprovisioned"));
    for log in [format!("{first}\n{second}"), format!("{second}\n{first}")] {
        let mut inventory = Inventory::new();
        scan(&mut inventory, 1, ASSET);
        scan(&mut inventory, 3, &format!("{log}\n{shown}"));
        let changes = inventory.records().filter(|record| matches!(record, nhi_lifecycle::Record::Change(_)));
        assert_eq!(changes.count(), 2, "{log}");
    }
}

/// A source that breaks down after a record.
struct Breaking(usize);

impl nhi_lifecycle::source::RecordSource for Breaking {
    fn next_record(&mut self) -> Option<Result<nhi_lifecycle::Record, nhi_lifecycle::Problem>> {
        self.0 += 1;
        assert!(self.0 < 4, "the source broke down");
        Some(Ok(records(ASSET.lines().nth(self.0).unwrap()).remove(0)))
    }

    fn place(&self, _: usize) -> Option<(std::sync::Arc<str>, u64)> {
        None
    }
}

#[test]
fn nothing_is_left_of_a_source_that_panics() {
    let mut inventory = Inventory::new();
    scan(&mut inventory, 1, ASSET.lines().nth(1).unwrap());
    let before: Vec<_> = inventory.records().collect();
    let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        inventory.add_from(&mut Breaking(0), &Context::at(day(2)))
    }));
    assert!(broken.is_err());
    assert_eq!(inventory.records().collect::<Vec<_>>(), before);
    assert_eq!(inventory.add(records(ASSET), &Context::at(day(2))).unwrap().records.new, 4);
}
