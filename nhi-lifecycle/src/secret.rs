//! Texts that look like live secrets.
//!
//! An inventory tells of credentials and never holds one. A value that looks like the secret half of a well-known token
//! format, or like a private key, is refused without being repeated. Public halves (access key ids, client ids, the
//! fingerprint of a certificate) pass.

use std::sync::LazyLock;

/// What a secret-looking text seems to be, or `None`.
///
/// Linear in the text. A text that holds none costs little more than to be cut into words.
#[must_use]
pub fn secret_kind(text: &str) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    private_key(text).or_else(|| {
        if text.is_ascii() {
            text.as_bytes().split(|byte| is_separator(char::from(*byte))).find_map(token)
        } else {
            text.split(is_separator).map(str::as_bytes).find_map(token)
        }
    })
}

/// No format below is shorter.
const SHORTEST: usize = 20;

fn private_key(text: &str) -> Option<&'static str> {
    // That is in all of these, and in few others.
    if !text.as_bytes().contains(&b'K') {
        return None;
    }
    let begins = text.contains("-----BEGIN ") && text.contains("PRIVATE KEY");
    let found = begins || text.contains("PuTTY-User-Key-File-") || text.contains("AGE-SECRET-KEY-1");
    found.then_some("a private key")
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '=' | '&' | '(' | ')' | '<' | '>' | '@' | ':')
}

/// A prefix that only secrets of one format have, how many characters follow at least, and what it is.
const PREFIXES: &[(&str, usize, &str)] = &[
    ("ghp_", 36, "a GitHub personal access token"),
    ("gho_", 36, "a GitHub OAuth token"),
    ("ghu_", 36, "a GitHub user token"),
    ("ghs_", 36, "a GitHub server token"),
    ("ghr_", 36, "a GitHub refresh token"),
    ("github_pat_", 40, "a GitHub personal access token"),
    ("glpat-", 20, "a GitLab access token"),
    ("glptt-", 20, "a GitLab trigger token"),
    ("gldt-", 20, "a GitLab deploy token"),
    ("glrt-", 20, "a GitLab runner token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("xoxa-", 20, "a Slack token"),
    ("xoxr-", 20, "a Slack token"),
    ("xoxs-", 20, "a Slack token"),
    ("xapp-", 20, "a Slack token"),
    ("sk_live_", 16, "a Stripe key"),
    ("rk_live_", 16, "a Stripe key"),
    ("AIza", 35, "a Google API key"),
    ("ya29.", 20, "a Google access token"),
    ("GOCSPX-", 20, "a Google client secret"),
    ("npm_", 36, "an npm token"),
    ("pypi-AgE", 50, "a PyPI token"),
    ("SG.", 60, "a SendGrid key"),
    ("sk-ant-", 20, "an Anthropic key"),
    ("sk-proj-", 20, "an OpenAI key"),
    ("sk-svcacct-", 20, "an OpenAI key"),
    ("hvs.", 20, "a Vault token"),
    ("hvb.", 20, "a Vault token"),
    ("hf_", 30, "a Hugging Face token"),
    ("dop_v1_", 60, "a DigitalOcean token"),
    ("shpat_", 30, "a Shopify token"),
    ("dapi", 32, "a Databricks token"),
    ("glsa_", 32, "a Grafana token"),
    ("lin_api_", 30, "a Linear key"),
    ("dckr_pat_", 20, "a Docker token"),
    ("PMAK-", 50, "a Postman key"),
    ("NRAK-", 27, "a New Relic key"),
    ("tfp_", 40, "a Typeform token"),
    ("doo_v1_", 60, "a DigitalOcean token"),
];

/// How the prefixes begin: one look at these rules out most words.
static STARTS: LazyLock<Vec<u32>> =
    LazyLock::new(|| PREFIXES.iter().filter_map(|(prefix, ..)| start(prefix.as_bytes())).collect());

/// The first three bytes, as a number.
fn start(word: &[u8]) -> Option<u32> {
    let [first, second, third, ..] = *word else { return None };
    Some(u32::from_le_bytes([first, second, third, 0]))
}

fn token(word: &[u8]) -> Option<&'static str> {
    if word.len() < SHORTEST {
        return None;
    }
    if STARTS.contains(&start(word)?) {
        let is = |(prefix, rest, _): &&(&str, usize, &str)| {
            word.strip_prefix(prefix.as_bytes()).is_some_and(|tail| is_secret(tail, *rest))
        };
        if let Some((_, _, what)) = PREFIXES.iter().find(is) {
            return Some(what);
        }
    }
    json_web_token(word).or_else(|| webhook(word))
}

/// Whether a text begins with so many characters of a token, and is no name: names have no digits and capitals.
fn is_secret(text: &[u8], least: usize) -> bool {
    let is_token = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'+');
    let token = || text.iter().take_while(is_token);
    token().count() >= least && token().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// Header, claims and a signature, each base64url; `eyJ` is `{"` encoded.
fn json_web_token(word: &[u8]) -> Option<&'static str> {
    if !word.starts_with(b"eyJ") {
        return None;
    }
    let mut parts = word.split(|byte| *byte == b'.').skip(1);
    let (claims, signature) = (parts.next()?, parts.next()?);
    let signed = claims.starts_with(b"eyJ") && signature.len() >= SHORTEST;
    signed.then_some("a signed JSON Web Token")
}

/// A Slack webhook's address is its secret.
fn webhook(word: &[u8]) -> Option<&'static str> {
    const ADDRESS: &[u8] = b"hooks.slack.com/services/T";
    let found = word.contains(&b'/') && word.windows(ADDRESS.len()).any(|part| part == ADDRESS);
    found.then_some("a Slack webhook address")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Put together at run time: a literal would make scanners of this repository cry.
    fn made(prefix: &str, length: usize) -> String {
        let alphabet = "aZ3kQ9xW1mB7";
        prefix.chars().chain(alphabet.chars().cycle().take(length)).collect()
    }

    #[test]
    fn secrets_are_seen() {
        for (prefix, length, what) in PREFIXES {
            assert_eq!(secret_kind(&made(prefix, *length)), Some(*what), "{prefix}");
        }
        assert!(secret_kind(&format!("key={} # old", made("ghp_", 36))).is_some());
        let key = format!("-----BEGIN {} PRIVATE KEY-----\nMIIEow\n", "RSA");
        assert_eq!(secret_kind(&key), Some("a private key"));
        let jwt = format!("{}.{}.{}", made("eyJ", 20), made("eyJ", 30), made("", 43));
        assert_eq!(secret_kind(&jwt), Some("a signed JSON Web Token"));
    }

    /// As the formats are described, without any short cut. What is shorter than any of them is a mention and no secret.
    fn naive(text: &str) -> Option<&'static str> {
        if text.len() < 20 {
            return None;
        }
        let marks = ["PuTTY-User-Key-File-", "AGE-SECRET-KEY-1"];
        if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY") || marks.iter().any(|mark| text.contains(mark))
        {
            return Some("a private key");
        }
        text.split(is_separator).filter(|word| word.len() >= SHORTEST).find_map(|word| {
            let known = PREFIXES.iter().find(|(prefix, rest, _)| {
                word.strip_prefix(prefix).is_some_and(|tail| is_secret(tail.as_bytes(), *rest))
            });
            let parts: Vec<&str> = word.split('.').collect();
            let is_signed =
                parts.len() > 2 && parts[..2].iter().all(|part| part.starts_with("eyJ")) && parts[2].len() >= 20;
            known
                .map(|(_, _, what)| *what)
                .or_else(|| is_signed.then_some("a signed JSON Web Token"))
                .or_else(|| word.contains("hooks.slack.com/services/T").then_some("a Slack webhook address"))
        })
    }

    fn pieces() -> impl Strategy<Value = String> {
        let prefixes: Vec<&str> = PREFIXES.iter().map(|(prefix, ..)| *prefix).collect();
        let marks = vec![
            "-----BEGIN ",
            "PRIVATE KEY",
            "PuTTY-User-Key-File-",
            "AGE-SECRET-KEY-1",
            "eyJ",
            ".eyJ",
            ".",
            "hooks.slack.com/services/T",
            "https://",
            " ",
            ";",
            "\u{a0}",
            "\u{e9}",
            "=",
        ];
        let piece = prop_oneof![prop::sample::select(prefixes), prop::sample::select(marks)].prop_map(str::to_owned);
        prop::collection::vec(prop_oneof![piece, "[a-zA-Z0-9]{1,60}", "[a-z]{30}"], 1..6)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn short_cuts_change_nothing(text in pieces()) {
            prop_assert_eq!(secret_kind(&text), naive(&text), "{}", text);
        }
    }

    #[test]
    fn public_halves_pass() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "ASIAIOSFODNN7EXAMPLE",
            "8f14e45f-ceea-467f-9a36-dedd4bea2543",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
            "arn:aws:iam::123456789012:user/deploy-service-account",
            "sk-learn-pipeline-service-account-name",
            "dapi-gateway-production-europe-west-cluster",
            "hf_internal_platform_team_shared_runners_pool",
            "-----BEGIN CERTIFICATE-----",
            "https://hooks.example.com/services/deployments/notify",
        ] {
            assert_eq!(secret_kind(text), None, "{text}");
        }
    }
}
