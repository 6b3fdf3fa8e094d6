//! A small sample of each format, and what it yields, worked out by reading it.

use nhi_import::sources::Format;

use super::support::{counts, find, load_text};

/// A sample: its format, whether it is CSV, and how many records of each type it yields.
pub(crate) struct Sample {
    pub(crate) format: &'static str,
    pub(crate) csv: bool,
    pub(crate) text: &'static str,
    pub(crate) yields: &'static str,
}

macro_rules! samples {
    ($($format:literal $extension:literal $yields:literal)+) => {
        &[ $( Sample {
            format: $format,
            csv: matches!($extension.as_bytes(), b"csv"),
            text: include_str!(concat!("samples/", $format, ".", $extension)),
            yields: $yields,
        } ),+ ]
    };
}

/// At least one for each format, one of each form that it has.
pub(crate) const SAMPLES: &[Sample] = samples! {
    "aws-credential-report" "csv" "1 assets, 2 identities, 2 credentials, 1 relations"
    "aws-access-keys" "json" "1 identities, 1 credentials"
    "aws-authorization-details" "json" "1 assets, 2 identities, 1 relations"
    "aws-instances" "json" "2 assets, 1 identities, 1 relations"
    "aws-secrets" "json" "2 assets, 1 credentials"
    "aws-cloudtrail" "json" "1 assets, 1 identities, 1 credentials, 1 changes, 1 access"
    "snipe-it-hardware" "json" "1 assets, 1 identities"
    "snipe-it-users" "json" "1 identities"
    "hr-people" "csv" "2 identities"
    "okta-users" "json" "1 assets, 1 identities, 1 credentials"
    "okta-api-tokens" "json" "1 assets, 1 identities, 1 credentials"
    "okta-system-log" "json" "1 assets, 2 identities, 1 changes, 1 access"
    "github-personal-access-tokens" "json" "1 assets, 1 identities, 1 credentials, 1 relations"
    "github-deploy-keys" "json" "1 assets, 1 credentials"
    "github-app-installations" "json" "1 assets, 1 identities, 1 relations"
    "github-members" "json" "1 identities"
    "github-audit-log" "json" "1 assets, 1 identities, 1 credentials, 1 changes, 1 access"
    "entra-applications" "json" "1 assets, 1 identities, 1 credentials"
    "entra-service-principals" "json" "1 identities"
    "entra-users" "json" "1 identities"
    "entra-devices" "json" "1 assets"
    "gcp-service-accounts" "json" "1 assets, 1 identities"
    "gcp-service-account-keys" "json" "1 assets, 1 identities, 1 credentials"
    "kubernetes" "json" "1 assets, 1 identities, 1 credentials, 1 relations"
    "netbox-devices" "json" "1 assets, 1 identities"
    "netbox-virtual-machines" "json" "2 assets"
    "glpi-inventory" "json" "1 assets"
    "servicenow-configuration-items" "json" "1 assets, 1 identities"
    "servicenow-configuration-items" "csv" "1 assets"
    "servicenow-users" "json" "1 identities"
    "servicenow-users" "csv" "2 identities"
    "vault-leases" "json" "1 assets, 1 credentials"
    "vault-tokens" "json" "1 assets, 1 identities, 1 credentials, 1 relations"
    "bloodhound-opengraph" "json" "1 assets, 1 identities, 1 credentials, 1 relations"
    "links" "csv" "2 relations"
};

#[test]
fn every_format_has_a_sample() {
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    let mut samples: Vec<_> = SAMPLES.iter().map(|sample| sample.format).collect();
    samples.dedup();
    assert_eq!(formats, samples);
    for format in Format::ALL {
        assert!(!format.title.is_empty() && !format.export.is_empty(), "{}", format.name);
    }
}

#[test]
fn samples_yield_what_they_hold() {
    for sample in SAMPLES {
        let loaded = load_text(sample.format, sample.text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(counts(&loaded.records), sample.yields, "{}", sample.format);
        assert_eq!(loaded.sources[0].skipped, [], "{}", sample.format);
    }
}

/// One field of one record of a format's sample.
fn check(format: &str, reference: &str, field: &str, expected: &str) {
    check_in(SAMPLES.iter().find(|sample| sample.format == format).expect("a sample"), reference, field, expected);
}

fn check_in(sample: &Sample, reference: &str, field: &str, expected: &str) {
    let format = sample.format;
    let loaded = load_text(format, sample.text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
    let record = find(&loaded, reference);
    let found = match &record[field] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    assert_eq!(found, expected, "{format}: {reference} {field}");
}

#[test]
fn fields_mean_what_the_mappings_say() {
    let deploy = "arn:aws:iam::111122223333:user/deploy";
    check("aws-credential-report", &format!("credential:{deploy}/access_key_2"), "status", "suspended");
    check(
        "aws-credential-report",
        &format!("credential:{deploy}/access_key_1"),
        "last_used_at",
        "2026-01-02T00:00:00Z",
    );
    check("aws-credential-report", &format!("identity:{deploy}"), "kind", "service_account");
    check("aws-access-keys", "credential:AKIAIOSFODNN7EXAMPLE", "issued_at", "2024-05-01T10:00:00Z");
    check(
        "aws-authorization-details",
        &format!("identity:{deploy}"),
        "member_of",
        "arn:aws:iam::111122223333:group/ops",
    );
    check("aws-instances", "asset:i-0abc", "stage", "retired");
    check("aws-instances", "asset:i-0abc", "environment", "production");
    check(
        "aws-secrets",
        "credential:arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
        "issued_at",
        "2024-01-01T00:00:00Z",
    );
    check("aws-cloudtrail", "credential:AKIAIOSFODNN7EXAMPLE", "status", "suspended");
    check("snipe-it-hardware", "asset:snipe-it:asset/7", "kind", "laptop");
    check("snipe-it-hardware", "asset:snipe-it:asset/7", "assigned_to", "snipe-it:user/3");
    // The last day is worked: gone from the midnight after it.
    check("snipe-it-users", "identity:snipe-it:user/3", "ends_at", "2026-02-01T00:00:00Z");
    check("hr-people", "identity:hr:person/7", "ends_at", "2026-02-01T00:00:00Z");
    check("hr-people", "identity:hr:person/8", "ends_at", "null");
    // Gone from the instant at which the account was closed, and active before it.
    check("okta-users", "identity:okta:user/00u1", "status", "active");
    check("okta-users", "identity:okta:user/00u1", "ends_at", "2026-02-01T00:00:00Z");
    check("okta-users", "credential:okta:user/00u1/password", "status", "revoked");
    check("okta-system-log", "identity:okta:user/00u1", "status", "suspended");
    check("github-audit-log", "credential:github:token/55", "status", "revoked");
    check("entra-applications", "credential:entra:key/k-1", "issued_at", "2024-01-01T00:00:00Z");
    check("entra-service-principals", "identity:entra:app/aa-1", "status", "suspended");
    check(
        "gcp-service-account-keys",
        "credential:gcp:projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com/keys/k1",
        "expires_at",
        "null",
    );
    check(
        "kubernetes",
        "credential:kubernetes:secret/build/ci-token",
        "identity",
        "kubernetes:service_account/build/ci",
    );
    check("netbox-devices", "asset:netbox:device/4", "kind", "network_device");
    check("netbox-virtual-machines", "asset:netbox:virtual_machine/9", "stage", "pending_retirement");
    check("glpi-inventory", "asset:glpi:device/ada-2024", "serial_number", "C02XK1");
    check("servicenow-configuration-items", "asset:servicenow:ci/0123456789abcdef0123456789abcdef", "stage", "retired");
    check(
        "servicenow-configuration-items",
        "asset:servicenow:ci/0123456789abcdef0123456789abcdef",
        "criticality",
        "critical",
    );
    check("servicenow-users", "identity:servicenow:user/aaaabbbbccccddddaaaabbbbccccdddd", "status", "deprovisioned");
    // Finer than a microsecond is cut.
    check("vault-leases", "credential:vault:lease/database/creds/web/x1", "issued_at", "2026-01-01T00:00:00.123456Z");
    check("bloodhound-opengraph", "asset:github:repo/org/web", "stage", "retired");
}

#[test]
fn a_list_of_servicenow_has_what_people_see() {
    let sample = |format: &str| SAMPLES.iter().find(|sample| sample.csv && sample.format == format).expect("a sample");
    let items = sample("servicenow-configuration-items");
    // Without the id in the list, the serial number is it.
    let database = "asset:servicenow:ci/SN-0042";
    for (field, expected) in [
        ("kind", "server"),
        ("stage", "retired"),
        ("environment", "production"),
        ("criticality", "critical"),
        ("asset_tag", "P1000479"),
        ("manufacturer", "Dell Inc."),
        ("model", "PowerEdge R640"),
        ("last_seen_at", "2026-01-04T10:11:12Z"),
        // A name is no id.
        ("labels", r#"{"owned_by":"Ada Lovelace"}"#),
        ("external_ids", r#"{"host_name":"ledger-db.example.com"}"#),
    ] {
        check_in(items, database, field, expected);
    }
    let users = sample("servicenow-users");
    check_in(users, "identity:servicenow:user/ada", "status", "active");
    check_in(users, "identity:servicenow:user/ada", "last_active_at", "2026-01-04T10:11:12Z");
    check_in(users, "identity:servicenow:user/bob", "status", "deprovisioned");
    // By way of Excel the header has the labels of the fields.
    let labels = [
        ("sys_class_name", "Class"),
        ("install_status", "Status"),
        ("fqdn", "Fully qualified domain name"),
        ("last_discovered", "Most recent discovery"),
        ("virtual", "Is Virtual"),
        ("serial_number", "Serial number"),
        ("user_name", "User ID"),
    ];
    for sample in [items, users] {
        let text = labels.iter().fold(sample.text.to_owned(), |text, (name, label)| text.replace(name, label));
        let [by_name, by_label] = [sample.text, &text]
            .map(|text| load_text(sample.format, text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}")));
        assert_eq!(by_name.records[..], by_label.records[..], "{}", sample.format);
    }
}

#[test]
fn the_life_cycle_of_servicenow_is_read_where_no_older_field_tells() {
    let stage = |fields: &str| {
        let text = format!(r#"{{"result":[{{"sys_id":"0123456789abcdef0123456789abcdef","name":"x",{fields}}}]}}"#);
        let loaded =
            load_text("servicenow-configuration-items", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        find(&loaded, "asset:servicenow:ci/0123456789abcdef0123456789abcdef")["stage"].as_str().map(str::to_owned)
    };
    for (fields, expected) in [
        (r#""life_cycle_stage":"End of Life","life_cycle_stage_status":"Disposed""#, "disposed"),
        (r#""life_cycle_stage":{"display_value":"End of Life","value":"End of Life"}"#, "retired"),
        (r#""life_cycle_stage":"Inventory","life_cycle_stage_status":"Available""#, "in_stock"),
        (r#""install_status":"1","life_cycle_stage":"End of Life""#, "in_use"),
        (r#""hardware_status":"in_maintenance""#, "maintenance"),
        (r#""life_cycle_stage":{"link":"x","value":"aaaabbbbccccddddaaaabbbbccccdddd"}"#, "in_use"),
    ] {
        assert_eq!(stage(fields).as_deref(), Some(expected), "{fields}");
    }
}

/// With `sysparm_display_value=all` every field is an object of what is stored and what people see.
#[test]
fn servicenow_may_write_every_field_twice() {
    for sample in SAMPLES.iter().filter(|sample| !sample.csv && sample.format.starts_with("servicenow")) {
        let mut all: serde_json::Value = serde_json::from_str(sample.text).expect("a sample is JSON");
        for (_, field) in all["result"][0].as_object_mut().expect("an object") {
            let value = if field.is_object() { field["value"].clone() } else { field.clone() };
            let seen = if field.is_object() { "Ada Lovelace".into() } else { field.clone() };
            *field = serde_json::json!({ "display_value": seen, "value": value });
        }
        let [plain, twice] = [sample.text.to_owned(), all.to_string()]
            .map(|text| load_text(sample.format, text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}")));
        assert_eq!(plain.records[..], twice.records[..], "{}", sample.format);
        assert!(twice.sources[0].unknown_values.is_empty(), "{}", twice.sources[0]);
    }
}

#[test]
fn lists_of_people_have_other_names_for_their_columns() {
    let lists = [
        "Employee #;First Name;Last Name;Work Email;Hire Date;Termination Date;Employment Status;Supervisor\n\
         7;Ada;Lovelace;Ada@example.com;01.03.2020;31.1.2026;Full-Time;Grace Hopper\n",
        "id,name,email,start_date,end_date,status,manager\n\
         7,Ada Lovelace,ada@example.com,2020-03-01,2026-01-31,active,Grace Hopper\n",
    ];
    let [theirs, ours] = lists.map(|text| {
        let loaded = load_text("hr-people", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
        assert!(loaded.sources[0].unknown_values.is_empty() && loaded.sources[0].unread_fields.is_empty(), "{loaded}");
        find(&loaded, "identity:hr:person/7")
    });
    assert_eq!(theirs, ours);
    assert_eq!(
        (&ours["starts_at"], &ours["ends_at"]),
        (&"2020-03-01T00:00:00Z".into(), &"2026-02-01T00:00:00Z".into())
    );
}
