//! One inventory out of many sources.

use nhi_import::sources::{Loaded, MergePolicy, Precedence, Rule, Source, load, load_watched};
use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis, change::ChangeField, limits::Limits};
use serde_json::json;

use super::support::{File, added, counts, find, try_load};

/// Loads texts, each in a format and under a name; the scope of all is an account.
fn load_all(texts: &[(&str, &str, &str)], policy: &MergePolicy) -> Loaded {
    let files: Vec<File> = texts.iter().map(|(_, _, text)| File::new(text.as_bytes())).collect();
    let sources: Vec<Source> = texts
        .iter()
        .zip(&files)
        .map(|((format, name, _), file)| Source { name: Some((*name).into()), ..Source::new(*format, file.path()) })
        .collect();
    load(&sources, &Limits::default(), policy).unwrap_or_else(|problem| panic!("{problem}"))
}

fn hardware(id: u64, name: &str, serial: &str) -> String {
    json!({"rows": [{"id": id, "name": name, "serial": serial, "asset_tag": format!("T-{id:04}"), "category": {"name": "Laptop"},
        "status_label": {"status_meta": "deployed"}, "assigned_to": {"id": 3, "type": "user", "email": "Ada@example.com"}}]})
    .to_string()
}

fn glpi(serial: &str, name: &str) -> String {
    json!({"deviceid": "d-1", "itemtype": "Computer", "content": {"hardware": {"name": name, "chassis_type": "Laptop"},
        "bios": {"ssn": serial, "smanufacturer": "Acme"}, "accesslog": {"logdate": "2026-01-03 08:00:00"}}})
    .to_string()
}

const PEOPLE: &str = "id,name,email,last day\n7,Ada,ada@EXAMPLE.com,2026-01-31\n";

#[test]
fn assets_match_by_serial_number_and_people_by_mail() {
    let (cmdb, agent) = (hardware(1, "ada-mac", "C02XK1AB"), glpi("c02xk1ab ", "ADA-MAC"));
    let texts =
        [("snipe-it-hardware", "cmdb", &*cmdb), ("glpi-inventory", "agent", &*agent), ("hr-people", "hr", PEOPLE)];
    let loaded = load_all(&texts, &MergePolicy::default());
    added(&loaded);
    assert_eq!(counts(&loaded.records), "1 assets, 1 identities");
    let asset = find(&loaded, "asset:snipe-it:asset/1");
    // What just one source says is kept, the holder is who human resources know.
    assert_eq!((&asset["manufacturer"], &asset["last_seen_at"]), (&"Acme".into(), &"2026-01-03T08:00:00Z".into()));
    assert_eq!(asset["assigned_to"], "hr:person/7");
    let rules: Vec<Rule> = loaded.merge.merges.iter().map(|merge| merge.rule).collect();
    assert_eq!(rules, [Rule::SerialNumber, Rule::Mail]);
    let conflicts: Vec<&str> = loaded.merge.conflicts.iter().map(|conflict| &*conflict.field).collect();
    assert_eq!(conflicts, ["name", "serial_number"], "how each writes it");
    assert_eq!(asset["name"], "ada-mac", "the first source is followed");
}

/// A user of Okta whose account was closed then.
fn closed(at: &str) -> String {
    json!([{"id": "00u1", "status": "DEPROVISIONED", "activated": "2023-01-01T07:30:00.000Z", "statusChanged": at,
        "profile": {"firstName": "Ada", "email": "ada@example.com", "userType": "agent"}}])
    .to_string()
}

#[test]
fn the_hour_of_the_last_day_is_no_conflict_and_another_day_is() {
    let people = "name,email,status,hire date,last day\nAda,ada@example.com,terminated,2023-01-02,2026-01-31\n";
    let check = |at: &str, expected: &str, conflicts: &[&str]| {
        let okta = closed(at).replace("agent", "employee");
        let forth = [("hr-people", "hr", people), ("okta-users", "okta", &*okta)];
        let back = [("okta-users", "okta", &*okta), ("hr-people", "hr", people)];
        for texts in [forth, back] {
            let first = texts[0].1;
            let loaded = load_all(&texts, &MergePolicy::default());
            added(&loaded);
            let id = if first == "hr" { "identity:hr:person/ada@example.com" } else { "identity:okta:user/00u1" };
            let ada = find(&loaded, id);
            assert_eq!(ada["starts_at"], "2023-01-02T00:00:00Z", "an account's activation yields");
            assert_eq!(ada["status"], "active", "until the end");
            if conflicts.is_empty() || first == "hr" {
                assert_eq!(ada["ends_at"], expected, "{at}, {first} first");
            } else {
                assert_eq!(ada["ends_at"], at, "{first} first");
            }
            let found: Vec<&str> = loaded.merge.conflicts.iter().map(|conflict| &*conflict.field).collect();
            assert_eq!(found, conflicts, "{at}, {first} first");
        }
    };
    check("2026-01-31T16:00:00Z", "2026-01-31T16:00:00Z", &[]);
    // In Kiritimati the day begins 14 hours before it does in UTC, on Baker Island it ends 12 hours after.
    check("2026-01-30T10:00:00Z", "2026-01-30T10:00:00Z", &[]);
    check("2026-02-01T12:00:00Z", "2026-02-01T12:00:00Z", &[]);
    check("2026-01-30T09:59:00Z", "2026-02-01T00:00:00Z", &["ends_at"]);
    check("2026-02-20T08:00:00Z", "2026-02-01T00:00:00Z", &["ends_at"]);
}

#[test]
fn a_log_and_an_export_that_agree_are_no_conflict() {
    let okta = closed("2026-01-31T16:00:00Z");
    let log = json!([{"published": "2026-01-31T16:00:00.120Z", "eventType": "user.lifecycle.deactivate",
        "actor": {"id": "00u9", "type": "User"}, "outcome": {"result": "SUCCESS"}, "target": [{"id": "00u1", "type": "User"}]}])
    .to_string();
    let loaded =
        load_all(&[("okta-users", "users", &*okta), ("okta-system-log", "log", &*log)], &MergePolicy::default());
    added(&loaded);
    let ada = find(&loaded, "identity:okta:user/00u1");
    assert_eq!((&ada["status"], &ada["kind"]), (&"deprovisioned".into(), &"ai_agent".into()));
    assert_eq!(loaded.merge.conflicts, []);
}

/// Before a suspension someone was active: so what rests on it has held since then, and not for ever.
#[test]
fn what_a_suspension_followed_is_known() {
    let log = |event: &str| {
        json!([{"published": "2026-01-05T10:00:00.000Z", "eventType": event, "actor": {"id": "00u9", "type": "User"},
            "outcome": {"result": "SUCCESS"}, "target": [{"id": "00u1", "type": "User"}]}])
        .to_string()
    };
    let before = |event: &str| {
        let loaded = load_all(&[("okta-system-log", "log", &*log(event))], &MergePolicy::default());
        let inventory = added(&loaded);
        let at = "2026-01-05T09:59:59Z".parse().unwrap();
        inventory.value(&"identity:okta:user/00u1".parse().unwrap(), ChangeField::Status, at).unwrap()
    };
    assert_eq!(before("user.lifecycle.suspend"), Some("active"));
    assert_eq!(before("user.lifecycle.unsuspend"), Some("suspended"));
    assert_eq!(before("user.lifecycle.deactivate"), None);
}

/// The next export of a directory in which someone was closed brings the instant, not just the days between which it lies.
#[test]
fn an_account_closed_between_two_observations_ends_at_its_instant() {
    let mut inventory = Inventory::new();
    let mut observe = |text: &str, at: &str| {
        let loaded = load_all(&[("okta-users", "okta", text)], &MergePolicy::default());
        let context = Context { source: Some("okta".into()), ..Context::at(at.parse().unwrap()) };
        inventory.observe(loaded.records, at.parse().unwrap(), &context).unwrap_or_else(|error| panic!("{error}"));
    };
    let open = closed("2023-01-01T07:30:00.000Z").replace("DEPROVISIONED", "ACTIVE");
    observe(&open, "2026-01-30T00:00:00Z");
    observe(&closed("2026-01-31T16:00:00.000Z"), "2026-02-02T00:00:00Z");
    let records: Vec<Record> = inventory.records().collect();
    assert!(!records.iter().any(|record| matches!(record, Record::Change(_))), "nothing between two days: {records:?}");
    let ends = records.iter().find_map(|record| match record {
        Record::Identity(ada) => ada.ends_at,
        _ => None,
    });
    assert_eq!(ends, "2026-01-31T16:00:00Z".parse().ok());
}

#[test]
fn precedence_says_who_is_right() {
    let (cmdb, agent) = (hardware(1, "ada-mac", "C02XK1AB"), glpi("C02XK1AB", "ADA-MAC"));
    let texts = [("snipe-it-hardware", "cmdb", &*cmdb), ("glpi-inventory", "agent", &*agent)];
    let precedence = vec![Precedence { field: "name".into(), sources: vec!["agent".into()] }];
    let loaded = load_all(&texts, &MergePolicy { precedence, ..MergePolicy::default() });
    let asset = find(&loaded, "asset:snipe-it:asset/1");
    assert_eq!((&asset["name"], &asset["kind"]), (&"ADA-MAC".into(), &"laptop".into()));
}

#[test]
fn a_merge_is_undone_by_keeping_apart() {
    let (cmdb, agent) = (hardware(1, "ada-mac", "C02XK1AB"), glpi("C02XK1AB", "ada-mac"));
    let texts = [("snipe-it-hardware", "cmdb", &*cmdb), ("glpi-inventory", "agent", &*agent)];
    let merged = load_all(&texts, &MergePolicy::default());
    let merge = &merged.merge.merges[0];
    let keep_apart = vec![(merge.kept.clone(), merge.joined.clone())];
    let apart = load_all(&texts, &MergePolicy { keep_apart, ..MergePolicy::default() });
    assert_eq!(
        (counts(&merged.records), counts(&apart.records)),
        ("1 assets, 1 identities".into(), "2 assets, 1 identities".into())
    );
    assert!(apart.merge.merges.is_empty() && apart.merge.near_misses.is_empty());
}

#[test]
fn no_number_is_no_match_and_names_are_just_proposed() {
    for serial in ["To be filled by O.E.M.", "0000000", "N/A", "x"] {
        let (cmdb, agent) = (hardware(1, "ada-macbook", serial), glpi(serial, "ada-macbok"));
        let texts = [("snipe-it-hardware", "cmdb", &*cmdb), ("glpi-inventory", "agent", &*agent)];
        let loaded = load_all(&texts, &MergePolicy::default());
        assert_eq!(counts(&loaded.records), "2 assets, 1 identities", "{serial}");
        assert_eq!(loaded.merge.near_misses.len(), 1, "{serial}");
    }
}

#[test]
fn a_number_that_stands_twice_in_a_source_matches_nothing() {
    let mut two: serde_json::Value = serde_json::from_str(&hardware(1, "a", "C02XK1AB")).expect("JSON");
    let mut other = two["rows"][0].clone();
    other["id"] = 2.into();
    other["asset_tag"] = "T-0002".into();
    two["rows"].as_array_mut().expect("rows").push(other);
    let (cmdb, agent) = (two.to_string(), glpi("C02XK1AB", "x"));
    let loaded =
        load_all(&[("snipe-it-hardware", "cmdb", &cmdb), ("glpi-inventory", "agent", &agent)], &MergePolicy::default());
    assert_eq!(counts(&loaded.records), "3 assets, 1 identities");
    assert_eq!((loaded.merge.ambiguous.len(), loaded.merge.ambiguous[0].1.len()), (1, 3));
}

#[test]
fn two_servers_that_use_one_id_for_two_things() {
    let (one, other) = (hardware(1, "a", "SERIAL-A"), hardware(1, "b", "SERIAL-B"));
    let loaded = load_all(
        &[("snipe-it-hardware", "east", &one), ("snipe-it-hardware", "west", &other)],
        &MergePolicy::default(),
    );
    assert_eq!(loaded.merge.clashes.len(), 1);
    let renamed = loaded.merge.clashes[0].renamed.to_string();
    assert!(renamed.starts_with("west"), "{renamed}");
    assert_eq!(find(&loaded, "asset:snipe-it:asset/1")["serial_number"], "SERIAL-A");
    assert_eq!(find(&loaded, &format!("asset:{renamed}"))["serial_number"], "SERIAL-B");
}

#[test]
fn devices_that_no_cmdb_knows_are_discovered() {
    let devices = r#"{"value":[{"deviceId":"d1","displayName":"UNKNOWN-PC","operatingSystem":"Windows"}]}"#;
    let cmdb = hardware(1, "ada-mac", "C02XK1AB");
    let loaded =
        load_all(&[("snipe-it-hardware", "cmdb", &cmdb), ("entra-devices", "entra", devices)], &MergePolicy::default());
    let found = find(&loaded, "asset:entra:device/d1");
    assert_eq!((&found["stage"], &found["management"]), (&"discovered".into(), &"unmanaged".into()));
    assert_eq!(loaded.merge.discovered.len(), 1);
    // Without a CMDB nothing is known of what it knows.
    let alone = load_all(&[("entra-devices", "entra", devices)], &MergePolicy::default());
    assert_eq!(find(&alone, "asset:entra:device/d1")["stage"], "in_use");
}

#[test]
fn a_key_without_its_id_meets_the_one_with_it() {
    let report = "user,arn,password_enabled,access_key_1_active,access_key_1_last_rotated\n\
                  deploy,arn:aws:iam::111122223333:user/deploy,false,true,2024-05-01T10:00:00+00:00\n";
    let keys = r#"{"AccessKeyMetadata":[{"UserName":"deploy","AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Active","CreateDate":"2024-05-01T10:00:00Z"}]}"#;
    let links = "kind,from,to\nowned_by,identity:arn:aws:iam::111122223333:user/deploy,identity:hr:person/7\n";
    let texts = [
        ("aws-credential-report", "report", report),
        ("aws-access-keys", "keys", keys),
        ("hr-people", "hr", PEOPLE),
        ("links", "links", links),
    ];
    let loaded = load_all(&texts, &MergePolicy::default());
    assert_eq!(counts(&loaded.records), "1 assets, 2 identities, 1 credentials, 1 relations");
    let key = find(&loaded, "credential:AKIAIOSFODNN7EXAMPLE");
    assert_eq!(
        (&key["identity"], &key["issued_by"]),
        (&"arn:aws:iam::111122223333:user/deploy".into(), &"aws:111122223333".into())
    );
    // The whole way: whose owner left at the end of January is orphaned in February, and was not before.
    let snapshot = added(&loaded).snapshot();
    let orphans = |at: &str| analysis::orphans(&snapshot, at.parse().expect("an instant"), &Policy::default()).len();
    assert_eq!((orphans("2026-01-15T00:00:00Z"), orphans("2026-02-01T00:00:00Z")), (0, 1));
}

#[test]
fn the_log_moves_what_the_export_shows() {
    let keys = r#"{"AccessKeyMetadata":[{"UserName":"deploy","AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Active","CreateDate":"2024-05-01T10:00:00Z"}]}"#;
    let event = |name: &str, at: &str| {
        json!({"eventTime": at, "eventName": name, "recipientAccountId": "111122223333",
            "userIdentity": {"arn": "arn:aws:iam::111122223333:user/alice"},
            "requestParameters": {"userName": "deploy", "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "status": "Inactive"}})
    };
    let (off, gone) =
        (event("UpdateAccessKey", "2026-01-05T10:00:00Z"), event("DeleteAccessKey", "2026-01-06T10:00:00Z"));
    let trail = json!({"Records": [gone, off, off]}).to_string();
    let loaded =
        load_all(&[("aws-access-keys", "keys", keys), ("aws-cloudtrail", "trail", &trail)], &MergePolicy::default());
    added(&loaded);
    assert_eq!(find(&loaded, "credential:AKIAIOSFODNN7EXAMPLE")["status"], "revoked");
    assert_eq!(loaded.merge.conflicts.len(), 1, "the list still shows it active");
    assert!(counts(&loaded.records).contains("2 changes, 3 access"), "{}", counts(&loaded.records));
}

#[test]
fn the_three_wrappings_of_cloudtrail_say_the_same() {
    let event = json!({"eventTime": "2026-01-05T10:00:00Z", "eventName": "GetObject", "recipientAccountId": "111122223333",
        "userIdentity": {"arn": "arn:aws:iam::111122223333:user/alice", "accessKeyId": "AKIAIOSFODNN7EXAMPLE"}});
    let wrapped = json!({"Events": [{"EventId": "e", "CloudTrailEvent": event.to_string()}]}).to_string();
    let files = json!({"Records": [event]}).to_string();
    let texts: Vec<Loaded> = [files, wrapped, event.to_string(), json!([event]).to_string()]
        .iter()
        .map(|text| load_all(&[("aws-cloudtrail", "trail", text)], &MergePolicy::default()))
        .collect();
    assert!(texts.windows(2).all(|pair| pair[0].records[..] == pair[1].records[..]));
}

#[test]
fn tomorrow_adds_just_what_changed() {
    let keys = |status: &str| {
        format!(
            r#"{{"AccessKeyMetadata":[{{"UserName":"deploy","AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"{status}","CreateDate":"2024-05-01T10:00:00Z"}}]}}"#
        )
    };
    let mut inventory = nhi_lifecycle::Inventory::new();
    let mut observe = |status: &str, at: &str| {
        let loaded = load_all(&[("aws-access-keys", "keys", &keys(status))], &MergePolicy::default());
        let at = at.parse().expect("an instant");
        let context = Context { source: Some("aws".into()), ..Context::at(at) };
        inventory.observe(loaded.records, at, &context).unwrap_or_else(|error| panic!("{error}")).added.records
    };
    // The key and its user.
    assert_eq!(observe("Active", "2026-01-01T00:00:00Z").new, 2);
    let same = observe("Active", "2026-01-02T00:00:00Z");
    assert_eq!((same.new, same.replaced), (0, 0));
    // The key, and the change between the two observations.
    let changed = observe("Inactive", "2026-01-03T00:00:00Z");
    assert_eq!((changed.new, changed.replaced), (1, 1));
}

#[test]
fn problems_name_the_place_and_the_remedy() {
    let file = File::new(b"{\"Reservations\":[]}");
    let check = |format: &str, expected: &str| {
        let problem =
            try_load(&[Source::new(format, file.path())]).err().unwrap_or_else(|| panic!("{format} was loaded"));
        assert!(problem.message.contains(expected), "{format}: {problem}");
    };
    check("spreadsheet", "no such format; one of: aws-credential-report");
    check("aws-credential-report", "this is JSON where CSV belongs");
    check("okta-users", "holds nothing that is a list of Okta's users");
    let absent = try_load(&[Source::new("okta-users", "/nonexistent/users.json")]);
    assert!(absent.is_err_and(|problem| problem.to_string().starts_with("/nonexistent/users.json: can't be read")));
}

#[test]
fn a_folder_of_exports_is_one_source() {
    let folder = std::env::temp_dir().join(format!("nhi-folder-{}", std::process::id()));
    let inner = folder.join("2026/01");
    std::fs::create_dir_all(&inner).expect("the temporary folder can be written");
    let write = |path: std::path::PathBuf, text: &str| std::fs::write(path, text).expect("a file can be written");
    let load_folder = || try_load(&[Source::new("gcp-service-accounts", &folder)]);
    assert!(load_folder().is_err_and(|problem| problem.message.contains("a folder without")));
    write(inner.join("a.json"), r#"[{"email":"a@p.iam.gserviceaccount.com"}]"#);
    write(folder.join("b.json"), r#"{"email":"b@p.iam.gserviceaccount.com"}"#);
    write(folder.join("LICENSE"), "no export");
    let loaded = load_folder().unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(counts(&loaded.records), "2 identities");
    assert_eq!(loaded.sources[0].left_out.values().sum::<usize>(), 1);
    std::fs::write(folder.join("c.json.gz"), [0x1f, 0x8b, 8, 0]).expect("a file can be written");
    assert!(load_folder().is_err_and(|problem| problem.message.contains("unpack it first")));
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

#[test]
fn limits_hold() {
    let file = File::new(
        json!({"AccessKeyMetadata": vec![json!({"UserName": "u", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}); 50]})
            .to_string()
            .as_bytes(),
    );
    let source = [Source::new("aws-access-keys", file.path())];
    for limits in [
        Limits { bytes: 100, ..Limits::default() },
        Limits { records: 10, ..Limits::default() },
        Limits { line_bytes: 1, ..Limits::default() },
        Limits { nesting: 0, ..Limits::default() },
    ] {
        let code = load(&source, &limits, &MergePolicy::default()).err().map(|problem| problem.code);
        assert_eq!(code, Some(nhi_lifecycle::Code::LimitExceeded), "{limits:?}");
    }
}

#[test]
fn reports_are_a_few_lines() {
    let people = "id,name,email,desk\n7,Ada Lovelace,ada@example.com,4\n";
    let users = r#"[{"id":"00u1","status":"ACTIVE","type":{"id":"t"},"profile":{"login":"ada","email":"ada@example.com","firstName":"Ada"}}]"#;
    let loaded = load_all(&[("hr-people", "hr", people), ("okta-users", "okta", users)], &MergePolicy::default());
    let text = loaded.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("hr (hr-people): 1 entries, 1 identities"), "{text}");
    assert!(lines.contains(&"  not read: desk"), "{text}");
    assert!(lines.contains(&"together: merged 1, conflicts 1"), "{text}");
    let merged = "  merged: `identity:hr:person/7` and `identity:okta:user/00u1` are one: the same mail address";
    assert!(lines.contains(&merged), "{text}");
    assert!(text.ends_with("field `name`: hr was followed, okta says something else"), "{text}");
}

#[test]
fn a_watch_hears_every_byte_and_may_stop() {
    let text = "id,name,email\n7,Ada,ada@example.com\n";
    let file = File::new(text.as_bytes());
    let sources = [Source::new("hr-people", file.path())];
    let mut told = 0;
    let mut watch = |bytes| {
        told += bytes;
        true
    };
    let loaded = load_watched(&sources, &Limits::default(), &MergePolicy::default(), &mut watch);
    assert!(loaded.is_ok());
    assert_eq!(told, text.len() as u64);
    let stopped = |watch: &mut dyn FnMut(u64) -> bool| {
        let stopped = load_watched(&sources, &Limits::default(), &MergePolicy::default(), watch);
        assert_eq!(stopped.err().map(|problem| problem.code), Some(nhi_lifecycle::Code::Cancelled));
    };
    stopped(&mut |_| false);
    // Also once everything was read, while it is joined.
    let mut read = 0;
    stopped(&mut |bytes| {
        read += bytes;
        bytes > 0 || read < text.len() as u64
    });
    assert_eq!(read, text.len() as u64);
}

#[test]
fn every_rule_has_a_word() {
    for (rule, word) in Rule::ALL.iter().zip(Rule::WORDS) {
        assert_eq!(word.parse(), Ok(*rule));
    }
    assert!("the_same".parse::<Rule>().is_err_and(|unknown| unknown.to_string().contains("serial_number, asset_tag")));
}
