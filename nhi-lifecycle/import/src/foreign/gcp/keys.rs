//! Keys of Google Cloud's service accounts.
//!
//! | field | becomes |
//! | --- | --- |
//! | `name` | the credential's id; the account and the project in it |
//! | `validAfterTime` | `issued_at` |
//! | `validBeforeTime` | `expires_at`; the year 9999 means never |
//! | `keyType` | `SYSTEM_MANAGED` keys are Google's own, rotated by it, and left out |
//! | `disabled` | `true`: suspended |
//! | `keyOrigin`, `keyAlgorithm` | labels |
//!
//! Guessed: the account is active unless its own list says otherwise. Lost: the last use, which the policy analyzer has.

use nhi_lifecycle::{
    Instant,
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
};

use super::{account_id, mention_project};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "gcp-service-account-keys",
    system: "gcp",
    title: "a list of keys of a service account",
    export: "gcloud iam service-accounts keys list --iam-account ACCOUNT --format json > keys.json, for each account",
    shape: Shape::json(&["keys"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let name = item.needed("name")?;
    if item.word("keyType").as_deref() == Some("system_managed") {
        reading.leave_out("keys that Google manages itself");
        return Ok(());
    }
    let mut parts = name.split('/');
    let (Some("projects"), Some(project), Some("serviceAccounts"), Some(account), Some("keys"), Some(_)) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Skip("field `name` is not projects/../serviceAccounts/../keys/..".into()));
    };
    let account_id = account_id(account)?;
    let mut owner = Identity::new(account_id.clone(), IdentityKind::ServiceAccount, IdentityStatus::Active);
    owner.name = Some(account.to_owned());
    reading.assume("the service account of a key is active, unless its own list says otherwise");
    reading.mention(owner);
    let disabled = item.truth("disabled") == Some(true);
    let status = if disabled { CredentialStatus::Suspended } else { CredentialStatus::Active };
    let mut credential = Credential::new(id(&format!("gcp:{name}"))?, CredentialKind::AccessKey, status);
    credential.identity = one(identity(&account_id));
    // `-` stands for whatever project the account is in.
    if project != "-" {
        credential.issued_by = one(asset(&mention_project(reading, project)?));
    }
    credential.issued_at = item.instant("validAfterTime");
    credential.expires_at = item.instant("validBeforeTime").filter(|end| !is_never(*end));
    item.copy(&mut credential.labels, &[("keyOrigin", "key_origin"), ("keyAlgorithm", "key_algorithm")]);
    reading.push(credential);
    Ok(())
}

fn is_never(end: Instant) -> bool {
    end.day().starts_with("9999-")
}
