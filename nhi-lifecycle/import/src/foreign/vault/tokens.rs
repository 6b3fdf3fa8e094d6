//! Vault's tokens, looked up by accessor.
//!
//! | field | becomes |
//! | --- | --- |
//! | `accessor`, `display_name` | the credential's id and name |
//! | `creation_time` or `issue_time`, `expire_time` | `issued_at`, `expires_at` |
//! | `entity_id` | the identity it authenticates as |
//! | `policies` | `root`: the entity is admin of the server; all are a label |
//! | `type`, `path` | labels |
//! | `id` | never read: it is the token itself |
//!
//! Guessed: an entity is a service account unless another source knows it; a token that is listed is live until it expires.
//! Lost: what policies allow, the parent of the token.

use nhi_lifecycle::{
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::Privilege,
};

use super::{answer, mention_server};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "vault-tokens",
    system: "vault",
    title: "look-ups of Vault's tokens",
    export: "vault list -format=json auth/token/accessors | jq -r '.[]' | while read a; do vault token lookup -format=json -accessor $a; done > tokens.json",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let token = answer(item);
    let own = reading.id("token", &token.needed("accessor")?)?;
    let server = mention_server(reading)?;
    let mut credential = Credential::new(own, CredentialKind::OauthToken, CredentialStatus::Active);
    reading.assume("a token that is listed is live until it expires");
    credential.name = token.text("display_name");
    credential.issued_at = token.instant("issue_time").or_else(|| token.instant("creation_time"));
    credential.expires_at = token.instant("expire_time");
    credential.issued_by = one(asset(&server));
    token.copy(&mut credential.labels, &[("type", "type"), ("path", "path")]);
    let policies = token.texts("policies");
    if !policies.is_empty() {
        credential.labels.insert("policies".into(), policies.join(","));
    }
    if let Some(entity) = token.text("entity_id") {
        let entity = reading.id("entity", &entity)?;
        reading.assume("an entity of Vault is an active service account, unless another source knows better");
        reading.mention(Identity::new(entity.clone(), IdentityKind::ServiceAccount, IdentityStatus::Active));
        if policies.iter().any(|policy| policy == "root") {
            reading.entitle(identity(&entity), asset(&server), Privilege::Admin);
        }
        credential.identity = one(identity(&entity));
    }
    reading.push(credential);
    Ok(())
}
