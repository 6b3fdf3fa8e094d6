//! Vault's leases.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id` | the credential's id |
//! | the mount and role in `id` | the kind; the labels `mount` and `role` |
//! | `issue_time`, `expire_time` | `issued_at`, `expires_at` |
//! | `last_renewal`, `last_renewal_time` | a label: a renewal is no rotation |
//!
//! Guessed: the kind, by the words in the path (`aws`: access key, `pki`: certificate, `auth`: session token, `ssh`: SSH
//! key, else password); a lease that is listed is live until it expires. Lost: for whom it was made, which the audit log
//! has; when the system it was made for stops accepting it.

use nhi_lifecycle::credential::{Credential, CredentialKind, CredentialStatus};

use super::{answer, mention_server};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "vault-leases",
    system: "vault",
    title: "look-ups of Vault's leases",
    export: "vault list -format=json sys/leases/lookup/PATH | jq -r '.[]' | while read l; do vault write -format=json sys/leases/lookup lease_id=PATH/$l; done > leases.json",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let lease = answer(item);
    let key = lease.needed("id")?;
    let mut parts = key.split('/');
    let (mount, _, role) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let kind = match mount {
        "aws" => CredentialKind::AccessKey,
        "pki" => CredentialKind::Certificate,
        "auth" => CredentialKind::SessionToken,
        "ssh" => CredentialKind::SshKey,
        _ => CredentialKind::Password,
    };
    reading.assume("the kind of a lease follows from its path");
    let mut credential = Credential::new(reading.id("lease", &key)?, kind, CredentialStatus::Active);
    reading.assume("a lease that is listed is live until it expires");
    credential.issued_at = lease.instant("issue_time");
    credential.expires_at = lease.instant("expire_time");
    for (label, text) in [("mount", Some(mount)), ("role", role)] {
        if let Some(text) = text {
            credential.labels.insert(label.into(), text.to_owned());
        }
    }
    lease.copy(&mut credential.labels, &[("last_renewal_time", "last_renewal"), ("last_renewal", "last_renewal")]);
    credential.issued_by = one(asset(&mention_server(reading)?));
    reading.push(credential);
    Ok(())
}
