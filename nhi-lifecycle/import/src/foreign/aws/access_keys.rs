//! Access keys of IAM users, with their last use where it was asked for.
//!
//! | field | becomes |
//! | --- | --- |
//! | `AccessKeyId` | the credential's id |
//! | `UserName` | the identity it authenticates as; by ARN where the source's scope is the account's number |
//! | `Status` | `Active`: active, `Inactive`: suspended, `Expired`: revoked |
//! | `CreateDate` | `issued_at` |
//! | `LastUsedDate`, or `AccessKeyLastUsed.LastUsedDate` as get-access-key-last-used gives it | `last_used_at` |
//!
//! Guessed: the user is active, and a service account unless another source knows better. Lost: region and service of the
//! last use. The export does not say which account it is of: give it as the scope, or load the credential report beside it,
//! whose one user of that name is then meant.

use nhi_lifecycle::credential::{Credential, CredentialKind, CredentialStatus};

use super::{is_account, mention_account, mention_user};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "aws-access-keys",
    system: "aws",
    title: "a list of access keys of IAM",
    export: "for u in $(aws iam list-users --query 'Users[].UserName' --output text); do aws iam list-access-keys --user-name $u; done > keys.json",
    shape: Shape::json(&["AccessKeyMetadata"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let user = item.needed("UserName")?;
    let key = item.needed("AccessKeyId")?;
    let account = reading.scope().filter(|scope| is_account(scope));
    let user_id = mention_user(reading, &user, account)?;
    let status = match item.word("Status").as_deref() {
        Some("active") => CredentialStatus::Active,
        Some("inactive") => CredentialStatus::Suspended,
        Some("expired") => CredentialStatus::Revoked,
        other => {
            item.unknown("Status", other.unwrap_or("missing"));
            reading.assume("a key of unknown status is active");
            CredentialStatus::Active
        }
    };
    let mut credential = Credential::new(id(&key)?, CredentialKind::AccessKey, status);
    credential.identity = one(identity(&user_id));
    if let Some(account) = account {
        credential.issued_by = one(asset(&mention_account(reading, account)?));
    }
    credential.issued_at = item.instant("CreateDate");
    let last_use = item.item("AccessKeyLastUsed");
    credential.last_used_at = match last_use {
        Some(last_use) => last_use.instant("LastUsedDate"),
        None => item.instant("LastUsedDate"),
    };
    reading.push(credential);
    Ok(())
}
