//! Texts that look like live secrets.
//!
//! An inventory tells of credentials and never holds one. A value that looks like the secret half of a well-known token
//! format, or like a private key, is refused without being repeated. Public halves (access key ids, client ids, the
//! fingerprint of a certificate) pass.

/// What a secret-looking text seems to be, or `None`.
///
/// Linear in the text; the common short text costs one pass over its bytes.
#[must_use]
pub fn secret_kind(text: &str) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    private_key(text).or_else(|| text.split(is_separator).find_map(token))
}

/// No format below is shorter.
const SHORTEST: usize = 20;

fn private_key(text: &str) -> Option<&'static str> {
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

fn token(word: &str) -> Option<&'static str> {
    if word.len() < SHORTEST {
        return None;
    }
    let known =
        PREFIXES.iter().find(|(prefix, rest, _)| word.strip_prefix(prefix).is_some_and(|tail| is_secret(tail, *rest)));
    known.map(|(_, _, what)| *what).or_else(|| json_web_token(word)).or_else(|| webhook(word))
}

/// Whether a text begins with so many characters of a token, and is no name: names have no digits and capitals.
fn is_secret(text: &str, least: usize) -> bool {
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'+');
    let token = || text.bytes().take_while(is_token);
    token().count() >= least && token().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// Header, claims and a signature, each base64url; `eyJ` is `{"` encoded.
fn json_web_token(word: &str) -> Option<&'static str> {
    let mut parts = word.split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let signed = header.starts_with("eyJ") && claims.starts_with("eyJ") && signature.len() >= SHORTEST;
    signed.then_some("a signed JSON Web Token")
}

/// A Slack webhook's address is its secret.
fn webhook(word: &str) -> Option<&'static str> {
    word.contains("hooks.slack.com/services/T").then_some("a Slack webhook address")
}

#[cfg(test)]
mod tests {
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
