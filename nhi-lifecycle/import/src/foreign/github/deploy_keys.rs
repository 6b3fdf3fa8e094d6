//! Deploy keys of a repository.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `title` | the credential's id and name |
//! | `created_at`, `last_used` | `issued_at`, `last_used_at` |
//! | `enabled` | `false`: suspended |
//! | `url`, or the scope of the source | the repository that accepts it |
//! | `added_by` | a label: who added a key need not answer for it |
//! | `read_only`, `verified` | labels |
//!
//! Guessed: nothing of who uses the key; `links.csv` can say it. Lost: `key`, the public half, which is not needed.

use nhi_lifecycle::credential::{Credential, CredentialKind, CredentialStatus};

use super::mention_repository;
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "github-deploy-keys",
    system: "github",
    title: "a list of deploy keys",
    export: "gh api --paginate /repos/OWNER/REPO/keys > keys.json, for each repository",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let own = id(&format!("github:deploy_key/{}", item.needed("id")?))?;
    let off = item.truth("enabled") == Some(false);
    let status = if off { CredentialStatus::Suspended } else { CredentialStatus::Active };
    let mut credential = Credential::new(own, CredentialKind::DeployKey, status);
    credential.name = item.text("title");
    credential.issued_at = item.instant("created_at");
    credential.last_used_at = item.instant("last_used");
    item.copy(
        &mut credential.labels,
        &[("added_by", "added_by"), ("read_only", "read_only"), ("verified", "verified")],
    );
    let url = item.text("url");
    let named = url.as_deref().and_then(|url| {
        let (_, rest) = url.split_once("/repos/")?;
        let mut parts = rest.split('/');
        Some(format!("{}/{}", parts.next()?, parts.next()?))
    });
    if let Some(repository) = named.or_else(|| reading.scope().map(str::to_owned)) {
        credential.issued_by = one(asset(&mention_repository(reading, &repository)?));
    }
    reading.push(credential);
    Ok(())
}
