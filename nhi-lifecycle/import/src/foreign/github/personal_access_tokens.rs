//! Fine-grained personal access tokens with access to an organisation.
//!
//! | field | becomes |
//! | --- | --- |
//! | `token_id`, else `id`; `token_name` | the credential's id and name |
//! | `owner.login` | the identity it authenticates as |
//! | `access_granted_at`, else `created_at` | `issued_at`: the grant, which is not before the token |
//! | `token_expires_at`, `token_last_used_at` | `expires_at`, `last_used_at` |
//! | `token_expired` | `true`: revoked |
//! | `repositories_url`, or the scope of the source | the organisation, which accepts the token |
//! | `permissions` | an entitlement of the owner: admin, write or read, the most of them |
//!
//! Guessed: a token listed works until it expires. Without a scope the organisation goes by its number, which other exports
//! don't have: give its login as the scope. Lost: which repositories, and which permission on what. Classic tokens
//! are not listed by GitHub at all.

use nhi_lifecycle::{
    credential::{Credential, CredentialKind, CredentialStatus},
    relation::Privilege,
};

use super::{mention_organisation, mention_user};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "github-personal-access-tokens",
    system: "github",
    title: "a list of fine-grained personal access tokens",
    export: "gh api --paginate '/orgs/ORG/personal-access-tokens?per_page=100' > tokens.json",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let key = item.text("token_id").map_or_else(|| item.needed("id"), Ok)?;
    let owner = item.item("owner").ok_or_else(|| Skip("field `owner` is missing".into()))?;
    let user = mention_user(reading, &owner.needed("login")?)?;
    let expired = item.truth("token_expired") == Some(true);
    let status = if expired { CredentialStatus::Revoked } else { CredentialStatus::Active };
    let own = id(&format!("github:token/{key}"))?;
    let mut credential = Credential::new(own, CredentialKind::PersonalAccessToken, status);
    reading.assume("a token that is listed and not expired works");
    credential.name = item.text("token_name");
    credential.identity = one(identity(&user));
    credential.issued_at = item.instant("access_granted_at").or_else(|| item.instant("created_at"));
    credential.expires_at = item.instant("token_expires_at");
    credential.last_used_at = item.instant("token_last_used_at");
    if let Some(organisation) = organisation(item) {
        let organisation = mention_organisation(reading, &organisation)?;
        credential.issued_by = one(asset(&organisation));
        if let Some(most) = item.item("permissions").and_then(|permissions| most(&permissions)) {
            reading.entitle(identity(&user), asset(&organisation), most);
        }
    }
    reading.push(credential);
    Ok(())
}

/// The number of the organisation in `.../organizations/652551/...`, unless the caller names it.
fn organisation(item: &Item<'_>) -> Option<String> {
    let url = item.text("repositories_url");
    item.reading.scope().map(str::to_owned).or_else(|| {
        let (_, rest) = url.as_deref()?.split_once("/organizations/")?;
        Some(rest.split('/').next()?.to_owned())
    })
}

/// The most that any permission gives.
pub(super) fn most(permissions: &Item<'_>) -> Option<Privilege> {
    let mut most = None;
    for name in permissions.names() {
        let found = match permissions.item(name) {
            Some(inner) => self::most(&inner),
            None => match permissions.word(name).as_deref() {
                Some("admin") => Some(Privilege::Admin),
                Some("write") => Some(Privilege::Write),
                Some("read") => Some(Privilege::Read),
                other => {
                    permissions.unknown(name, other.unwrap_or("missing"));
                    None
                }
            },
        };
        most = most.max(found);
    }
    most
}
