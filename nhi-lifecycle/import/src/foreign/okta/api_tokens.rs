//! Okta's API tokens.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `name`, `clientName` | the credential's id and name, a label |
//! | `userId` | the identity it authenticates as |
//! | `created`, `expiresAt` | `issued_at`, `expires_at` |
//! | `lastUpdated` | `last_used_at`: each use moves the end of the token's window |
//!
//! Guessed: a token listed is active until `expiresAt` (revoked ones are not listed); `lastUpdated` tells the last use.
//! Lost: from which network it may be used.

use nhi_lifecycle::{
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
};

use super::{mention_tenant, user_id};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "okta-api-tokens",
    system: "okta",
    title: "a list of Okta's API tokens",
    export: "curl -H \"Authorization: SSWS $TOKEN\" 'https://TENANT.okta.com/api/v1/api-tokens' > tokens.json",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let key = item.needed("id")?;
    let user = user_id(&item.needed("userId")?)?;
    reading.assume("the user of an API token is an active employee, unless another source knows better");
    reading.mention(Identity::new(user.clone(), IdentityKind::Employee, IdentityStatus::Active));
    let mut credential =
        Credential::new(id(&format!("okta:api_token/{key}"))?, CredentialKind::ApiKey, CredentialStatus::Active);
    reading.assume("an API token that is listed works until it expires");
    credential.name = item.text("name");
    credential.identity = one(identity(&user));
    credential.issued_by = one(asset(&mention_tenant(reading)?));
    credential.issued_at = item.instant("created");
    credential.expires_at = item.instant("expiresAt");
    credential.last_used_at = item.instant("lastUpdated");
    item.copy(&mut credential.labels, &[("clientName", "client")]);
    reading.push(credential);
    Ok(())
}
