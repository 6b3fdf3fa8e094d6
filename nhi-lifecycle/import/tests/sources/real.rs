//! Real exports: which fields the records of some must have, worked out by reading the file. How many records each file must
//! yield is in `real.csv`.

use nhi_import::sources::{Loaded, Source};
use nhi_lifecycle::Record;
use serde_json::Value;

use super::support::{added, counts, find, real_data, try_load};

/// Loads one export, which must also go into an inventory, strictly.
fn load(format: &str, file: &str) -> Option<Loaded> {
    let path = real_data()?.join(file);
    let loaded = try_load(&[Source::new(format, path)]).unwrap_or_else(|problem| panic!("{problem}"));
    added(&loaded);
    Some(loaded)
}

/// The records that a question is asked of, as JSON.
fn records(loaded: &Loaded, wanted: &str) -> Vec<Value> {
    let records = loaded.records.iter().map(|record| serde_json::to_value(record).expect("a record is JSON"));
    records.filter(|record| record["record"] == wanted).collect()
}

fn count(loaded: &Loaded, wanted: &str, is: impl Fn(&Value) -> bool) -> usize {
    records(loaded, wanted).iter().filter(|record| is(record)).count()
}

#[test]
fn aws_credential_reports() {
    let custodian = "aws-cloud-custodian/test_account_credential_report/credential-report_1.csv";
    // 21 rows, `christopher` twice; 17 users have a password, 16 keys are on, none is off.
    if let Some(loaded) = load("aws-credential-report", custodian) {
        let is = |kind: &'static str| move |record: &Value| record["kind"] == kind;
        assert_eq!(count(&loaded, "credential", is("password")), 17);
        assert_eq!(count(&loaded, "credential", is("access_key")), 16);
        assert_eq!(count(&loaded, "credential", |record| record["status"] != "active"), 0);
        let never = |record: &Value| record["kind"] == "access_key" && record["last_used_at"].is_null();
        assert_eq!(count(&loaded, "credential", never), 3);
        // Twice in the report with two times of the password's change: said, and the first row followed.
        assert_eq!(loaded.merge.conflicts.len(), 1);
        let christopher = find(&loaded, "credential:arn:aws:iam::644160558196:user/christopher/password");
        assert_eq!(christopher["rotated_at"], "2016-08-30T17:40:36Z");
        assert_eq!(christopher["last_used_at"], "2016-11-21T14:42:22Z");
    }
}

#[test]
fn aws_access_keys() {
    let cartography = "cartography/aws.iam.access_keys/GET_ACCOUNT_ACCESS_KEY_DATA.json";
    if let Some(loaded) = load("aws-access-keys", cartography) {
        assert_eq!(counts(&loaded.records), "3 identities, 4 credentials");
        assert_eq!(count(&loaded, "credential", |record| record["status"] == "suspended"), 1);
        assert!(find(&loaded, "credential:AKIAEXAMPLE123")["last_used_at"].is_null(), "never used");
        assert_eq!(find(&loaded, "credential:AKIAJQ5CMEXAMPLE")["last_used_at"], "2023-02-10T09:15:00Z");
    }
}

#[test]
fn a_key_and_its_row_in_the_report_are_one() {
    let Some(folder) = real_data() else { return };
    let folder = folder.join("aws-cloud-custodian/test_iam_user_credential_multi_delete");
    let sources = [
        Source::new("aws-credential-report", folder.join("credential-report_1.csv")),
        Source::new("aws-access-keys", folder.join("iam.ListAccessKeys_1.json")),
    ];
    let loaded = try_load(&sources).unwrap_or_else(|problem| panic!("{problem}"));
    added(&loaded);
    // One of the two keys was made at the instant in the report; of the other the list has a second, later key.
    let keys: Vec<String> = records(&loaded, "credential")
        .iter()
        .filter(|record| record["kind"] == "access_key")
        .map(|record| record["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(keys.contains(&"AKIAIFX6HPKAM5F7JVAA".to_owned()), "{keys:?}");
    assert_eq!(count(&loaded, "identity", |_| true), 1, "the user of the list is the user of the report");
}

#[test]
fn aws_authorization_details() {
    let cloudmapper = "aws-cloudmapper-demo/iam-get-account-authorization-details.json";
    if let Some(loaded) = load("aws-authorization-details", cloudmapper) {
        // 2 users, 4 roles, 1 group; all but `USER` have a policy.
        assert_eq!(counts(&loaded.records), "2 assets, 7 identities, 6 relations");
        let privilege = |role: &str| {
            let from = format!("identity:arn:aws:iam::123456789012:role/{role}");
            let found = records(&loaded, "relation").into_iter().find(|record| record["from"] == from.as_str());
            found.map_or(Value::Null, |record| record["privilege"].clone())
        };
        assert_eq!(privilege("bad_role"), "admin");
        assert_eq!(privilege("exfiller"), "write");
        assert_eq!(privilege("level3"), "read");
        assert_eq!(privilege("service-role/level1"), "read");
    }
}

#[test]
fn aws_instances_and_secrets() {
    let described = "cartography/aws.ec2.instances/DESCRIBE_INSTANCES.json";
    if let Some(loaded) = load("aws-instances", described) {
        assert_eq!(
            count(&loaded, "asset", |record| record["kind"] == "virtual_machine" && record["stage"] == "in_use"),
            4
        );
        assert_eq!(loaded.sources[0].incomplete.len(), 1, "the export has a token of a next page");
    }
    let demo = "aws-cloudmapper-demo/secretsmanager-list-secrets.json";
    if let Some(loaded) = load("aws-secrets", demo) {
        let secret =
            find(&loaded, "credential:arn:aws:secretsmanager:us-east-1:0123456789012:secret:demo-secret-lfUPRe");
        assert_eq!(secret["last_used_at"], "2019-10-17T00:00:00Z");
        assert_eq!(secret["rotated_at"], "2019-10-17T21:47:00.587Z");
        assert_eq!(secret["labels"]["access-team"], "eng");
    }
}

#[test]
fn aws_cloudtrail() {
    let Some(folder) = real_data() else { return };
    let mut totals = [0; 3];
    // The licence beside the logs does not end like an export; the note of their origin does, so that each is loaded by name.
    for entry in std::fs::read_dir(folder.join("aws-cloudtrail-invictus")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let loaded = try_load(&[Source::new("aws-cloudtrail", path)]).unwrap_or_else(|problem| panic!("{problem}"));
        totals[0] += loaded.sources[0].entries;
        totals[1] += loaded.sources[0].left_out.values().sum::<usize>();
        let failed = |record: &Record| matches!(record, Record::Access(access) if access.outcome.as_str() == "failure");
        totals[2] += loaded.records.iter().filter(|record| failed(record)).count();
    }
    // 954 events, 8 of them by services in their own name, 112 with an error.
    assert_eq!(totals, [954, 8, 112]);
    if let Some(loaded) = load("aws-cloudtrail", "access-logs-panther/AWS.CloudTrail.jsonl") {
        assert_eq!(loaded.sources[0].entries, 223);
    }
}

#[test]
fn snipe_it() {
    let Some(folder) = real_data() else { return };
    let read = |name: &str| -> Value {
        let text = std::fs::read_to_string(folder.join("cartography").join(name)).expect("a file");
        serde_json::from_str(&text).expect("JSON")
    };
    // The fixtures hold the rows of two servers by name.
    let (assets, users) = (read("snipeit.assets/ASSETS.json"), read("snipeit.users/USERS.json"));
    let rows = |all: &Value, server: &str| {
        super::support::File::new(serde_json::json!({ "rows": all[server] }).to_string().as_bytes())
    };
    let (hardware, people) = (rows(&assets, "simpson_corp"), rows(&users, "simpson_corp"));
    let sources = [Source::new("snipe-it-hardware", hardware.path()), Source::new("snipe-it-users", people.path())];
    let loaded = try_load(&sources).unwrap_or_else(|problem| panic!("{problem}"));
    added(&loaded);
    assert_eq!(counts(&loaded.records), "5 assets, 2 identities");
    let donut = find(&loaded, "asset:snipe-it:asset/1373");
    assert_eq!((&donut["stage"], &donut["kind"]), (&"in_use".into(), &"laptop".into()));
    assert_eq!(
        (&donut["serial_number"], &donut["assigned_to"]),
        (&"SIMP-MAC-HOMER-01".into(), &"snipe-it:user/2".into())
    );
    assert_eq!(find(&loaded, "identity:snipe-it:user/2")["name"], "Homer Simpson");
    let sink = rows(&assets, "south_park");
    let loaded =
        try_load(&[Source::new("snipe-it-hardware", sink.path())]).unwrap_or_else(|problem| panic!("{problem}"));
    // Undeployable, under the label `Lost/Stolen`.
    assert_eq!(find(&loaded, "asset:snipe-it:asset/2598")["stage"], "missing");
}

#[test]
fn identity_providers() {
    if let Some(loaded) = load("okta-api-tokens", "okta-openhound/api_tokens.json") {
        assert_eq!(counts(&loaded.records), "1 assets, 1 identities, 2 credentials");
        assert_eq!(
            find(&loaded, "credential:okta:api_token/00T1234567890abcdefg")["expires_at"],
            "2021-11-11T20:43:10Z"
        );
    }
    let Some(folder) = real_data() else { return };
    // PowerShell writes capitals, `/Date(ms)/`, and one credential without its list.
    let text =
        std::fs::read_to_string(folder.join("entra-scubagear/ProviderSettingsExport.aad-part.json")).expect("a file");
    let export: Value = serde_json::from_str(&text).expect("JSON");
    let applications = super::support::File::new(export["risky_applications"].to_string().as_bytes());
    let loaded = try_load(&[Source::new("entra-applications", applications.path())])
        .unwrap_or_else(|problem| panic!("{problem}"));
    let certificate = find(&loaded, "credential:entra:key/5c6980d5-ac09-4b7b-aa39-1f1824baaaaa");
    assert_eq!(
        (&certificate["kind"], &certificate["issued_at"]),
        (&"certificate".into(), &"2012-04-27T10:31:18Z".into())
    );
    let secret = find(&loaded, "credential:entra:key/b784bacb-acaa-44a1-8d17-6e2411baaaaa");
    assert_eq!((&secret["kind"], &secret["name"]), (&"client_secret".into(), &"Test secret 1".into()));
}

#[test]
fn github() {
    let tokens = "cartography/github.personal_access_tokens/FINE_GRAINED_PERSONAL_ACCESS_TOKENS.json";
    if let Some(loaded) = load("github-personal-access-tokens", tokens) {
        let token = find(&loaded, "credential:github:token/98716");
        assert_eq!(
            (&token["identity"], &token["expires_at"]),
            (&"github:user/hjsimpson".into(), &"2025-04-16T15:47:09Z".into())
        );
    }
    if let Some(loaded) = load("bloodhound-opengraph", "opengraph-githound/githound_O_kgDOCoV2OQ.json") {
        // 12 repositories and the organisation; 13 users, 8 teams, 5 installations; 6 tokens, 3 of them expired; 4 + 5 + 2
        // secrets; 33 repositories have a secret.
        assert_eq!(counts(&loaded.records), "13 assets, 26 identities, 17 credentials, 33 relations");
        let token = |record: &Value| record["kind"] == "personal_access_token";
        assert_eq!(count(&loaded, "credential", |record| token(record) && record["status"] == "revoked"), 3);
        // An empty text means never.
        assert!(find(&loaded, "credential:github:token/11407964")["last_used_at"].is_null());
    }
}

#[test]
fn clouds_and_clusters() {
    let keys = "gcp-cloud-custodian/iam-service-account-key-query/get-v1-projects-cloud-custodian-serviceAccounts-test-cutodian-scc@cloud-custodian.iam.gserviceaccount.com-keys_1.json";
    if let Some(loaded) = load("gcp-service-account-keys", keys) {
        // Two keys; one is Google's own, the other never expires.
        assert_eq!(counts(&loaded.records), "1 assets, 1 identities, 1 credentials");
        assert_eq!(count(&loaded, "credential", |record| record["expires_at"].is_null()), 1);
        assert_eq!(loaded.sources[0].left_out.values().sum::<usize>(), 1);
    }
    if let Some(loaded) = load("gcp-service-accounts", "cartography/gcp.iam/LIST_SERVICE_ACCOUNTS_RESPONSE.json") {
        assert_eq!(count(&loaded, "identity", |record| record["status"] == "suspended"), 1);
    }
    // Four accounts; two act for a cloud identity.
    let accounts = "cartography/kubernetes.rbac/KUBERNETES_CLUSTER_1_SERVICE_ACCOUNTS_RAW.json";
    if let Some(loaded) = load("kubernetes", accounts) {
        assert_eq!(count(&loaded, "identity", |record| record["kind"] == "service_account"), 5);
        let acting = find(&loaded, "identity:kubernetes:service_account/demo-ns/demo-sa");
        assert_eq!(acting["acts_for"], "arn:aws:iam::123456789012:role/demo-irsa-role");
    }
}

#[test]
fn inventories() {
    let dump = "netbox-demo/netbox-demo-v3.1.selected-models.json";
    if let Some(loaded) = load("netbox-devices", dump) {
        // 72 devices, 58 of two tenants.
        assert_eq!(count(&loaded, "asset", |record| record["owner"].is_string()), 58);
    }
    if let Some(loaded) = load("netbox-virtual-machines", dump) {
        // 180 machines on 9 clusters.
        assert_eq!(count(&loaded, "asset", |record| record["kind"] == "cluster"), 9);
    }
    if let Some(loaded) = load("glpi-inventory", "glpi-inventory/computer_1.json") {
        let laptop = find(&loaded, "asset:glpi:device/glpixps-2018-07-09-09-07-13");
        assert_eq!((&laptop["kind"], &laptop["serial_number"]), (&"laptop".into(), &"640HP72".into()));
        assert_eq!(
            (&laptop["media_serials"], &laptop["last_seen_at"]),
            (&"S29NNXAH146409".into(), &"2020-06-12T14:19:54Z".into())
        );
    }
    for (file, kind, serial) in [
        ("networkequipment_3.json", "network_device", "CN5BFP62CP"),
        ("phone_1.json", "mobile_device", "af8d8fcfa6fa4794"),
        ("printer_1.json", "embedded_device", "PHCVN191TG"),
    ] {
        if let Some(loaded) = load("glpi-inventory", &format!("glpi-inventory/{file}")) {
            let found = records(&loaded, "asset");
            assert_eq!((&found[0]["kind"], &found[0]["serial_number"]), (&kind.into(), &serial.into()), "{file}");
        }
    }
    if let Some(loaded) = load("vault-leases", "vault-lease-quarkus/sys_leases_lookup.json") {
        let lease = find(&loaded, "credential:vault:lease/database/creds/mydbrole/ogc3AZMvy579Pk2PEvjS82rw");
        assert_eq!(
            (&lease["issued_at"], &lease["expires_at"]),
            (&"2019-07-07T07:26:04.466784Z".into(), &"2019-07-07T09:26:04.466784Z".into())
        );
        assert_eq!(lease["labels"]["role"], "mydbrole");
    }
}
