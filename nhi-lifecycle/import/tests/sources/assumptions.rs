//! What is assumed may say who answers for something. It accuses nobody, and yields to what a source states.

use nhi_import::sources::{Loaded, MergePolicy, Source, load};
use nhi_lifecycle::{Context, Policy, analysis, limits::Limits};

use super::{
    samples::SAMPLES,
    support::{File, added, find, load_text},
};

/// Loads texts in their formats.
fn load_all(texts: &[(&str, &str)]) -> Loaded {
    let files: Vec<_> = texts.iter().map(|(_, text)| File::new(text.as_bytes())).collect();
    let sources: Vec<_> =
        texts.iter().zip(&files).map(|((format, _), file)| Source::new(*format, file.path())).collect();
    load(&sources, &Limits::default(), &MergePolicy::default()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn sample(format: &str) -> &'static str {
    SAMPLES.iter().find(|sample| sample.format == format).expect("a sample").text
}

/// The reasons of every orphan, by credential.
fn reasons(loaded: &Loaded) -> Vec<String> {
    let at = "2026-03-01T00:00:00Z".parse().expect("an instant");
    let report = analysis::orphans(&added(loaded).snapshot(), at, &Policy::default());
    let reasons = report.iter().map(|finding| {
        let reasons: Vec<_> = finding.reasons().iter().map(|reason| reason.to_string()).collect();
        format!("{}: {}", finding.credential(), reasons.join(", "))
    });
    reasons.collect()
}

/// Accounts work for their cluster as far as someone owns it: else all that is known is that nobody is known.
#[test]
fn an_account_is_not_abandoned_because_nobody_is_known_to_own_its_cluster() {
    let token = "kubernetes:secret/build/ci-token";
    let people = "id,name,last day\n1,Ada,\n2,Bob,2026-01-31\n";
    let with = |owner: u8| {
        let links = format!("kind,from,to\nowned_by,asset:kubernetes:cluster,identity:hr:person/{owner}\n");
        reasons(&load_all(&[("kubernetes", sample("kubernetes")), ("hr-people", people), ("links", &links)]))
    };
    assert_eq!(reasons(&load_all(&[("kubernetes", sample("kubernetes"))])), [format!("{token}: unowned")]);
    assert_eq!(with(1), Vec::<String>::new(), "who answers for the cluster answers for its accounts");
    assert_eq!(with(2), [format!("{token}: asset_abandoned, owner_departed")]);
}

#[test]
fn a_pod_that_has_ended_proves_nothing() {
    let pods = |phase: &str| {
        format!(
            r#"{{"items":[{{"kind":"Secret","metadata":{{"name":"key","namespace":"jobs"}}}},
                {{"kind":"Pod","metadata":{{"name":"nightly-1","namespace":"jobs"}},"status":{{"phase":"{phase}"}},
                "spec":{{"volumes":[{{"secret":{{"secretName":"key"}}}}]}}}}]}}"#
        )
    };
    let loaded = load_text("kubernetes", pods("Succeeded").as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(find(&loaded, "asset:kubernetes:pod/jobs/nightly-1")["stage"], "retired");
    assert_eq!(reasons(&loaded), ["kubernetes:secret/jobs/key: unowned"]);
    let running = load_text("kubernetes", pods("Running").as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(reasons(&running), ["kubernetes:secret/jobs/key: consumer_abandoned, unowned"]);
}

/// GitHub calls machine users users.
#[test]
fn a_login_that_speaks_of_a_program_is_a_bot() {
    let members = r#"[{"login":"acme-CI","type":"User"},{"login":"talbot","type":"User"},{"login":"x-bot","type":"User"},
        {"login":"renovate","type":"Bot"}]"#;
    let loaded = load_text("github-members", members.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
    for (login, kind) in [("acme-ci", "bot"), ("talbot", "employee"), ("x-bot", "bot"), ("renovate", "bot")] {
        assert_eq!(find(&loaded, &format!("identity:github:user/{login}"))["kind"], kind, "{login}");
    }
    let said: usize = loaded.sources[0].assumptions.values().sum();
    assert_eq!(said, 3, "what GitHub says itself is not assumed");
}

/// What an inventory finds wrong later still names the line of the export.
#[test]
fn a_problem_found_later_names_its_line() {
    let links = File::new(b"kind,from,to\nowned_by,asset:a,identity:b\n\nused_by,credential:c,asset:a\n");
    let mut loaded = load(&[Source::new("links", links.path())], &Limits::default(), &MergePolicy::default())
        .unwrap_or_else(|problem| panic!("{problem}"));
    let at = "2026-03-01T00:00:00Z".parse().expect("an instant");
    let context = Context { source: Some("links".into()), ..Context::at(at) };
    let refused = nhi_lifecycle::Inventory::new().observe_from(&mut loaded.records, at, &context);
    let message = refused.expect_err("nothing of it is there").to_string();
    let file = links.path().display();
    assert!(message.contains(&format!("{file}:2: ")) && message.contains(&format!("{file}:4: ")), "{message}");
}

/// A word that is not known is named, whatever is assumed in its stead.
#[test]
fn unknown_words_are_named() {
    for (format, text, named) in [
        ("hr-people", "id,type\n7,steward\n", "type: steward"),
        (
            "okta-users",
            r#"[{"id":"1","status":"ACTIVE","profile":{"userType":"steward"}}]"#,
            "profile.userType: steward",
        ),
        ("okta-users", r#"[{"id":"1","status":"STEWARD","profile":{}}]"#, "status: steward"),
        ("entra-users", r#"{"value":[{"id":"1","userType":"steward"}]}"#, "value.userType: steward"),
        (
            "kubernetes",
            r#"{"items":[{"kind":"Secret","type":"steward","metadata":{"name":"x"}}]}"#,
            "items.type: steward",
        ),
        ("servicenow-configuration-items", "name,environment\nx,steward\n", "environment: steward"),
        ("servicenow-configuration-items", "name,install_status\nx,steward\n", "install_status: steward"),
        ("aws-access-keys", r#"[{"UserName":"u","AccessKeyId":"k","Status":"steward"}]"#, "Status: steward"),
        (
            "github-app-installations",
            r#"[{"id":1,"account":{"login":"o"},"permissions":{"contents":"steward"}}]"#,
            "permissions.contents: steward",
        ),
    ] {
        let loaded = load_text(format, text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
        let unknown = &loaded.sources[0].unknown_values;
        assert_eq!(unknown.get(named), Some(&1), "{format}: {unknown:?}");
    }
}
