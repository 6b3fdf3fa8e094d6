//! The IAM credential report: one row per user, with a password, two access keys and two certificates each.
//!
//! | column | becomes |
//! | --- | --- |
//! | `user`, `arn` | the identity's name and id; the account in the ARN is an asset |
//! | `user_creation_time` | the identity's `starts_at` |
//! | `password_enabled`, `password_last_used`, `password_last_changed` | a password credential that is active, its last use, its rotation |
//! | `access_key_N_active`, `_last_rotated`, `_last_used_date` | an access key: active or suspended, issued, last used |
//! | `cert_N_active`, `_last_rotated` | a certificate likewise |
//! | `mfa_active` | a label of the identity |
//!
//! Guessed: who may sign in with a password is a person (`employee`), all others service accounts; the root of the account
//! is a service account with admin on it. A key that is off has `last_rotated` where it exists; without it the place is
//! empty. Lost: the ids of keys, which the report does not have (list-access-keys joins on user and time of creation),
//! region and service of the last use, when the password expires.

use nhi_lifecycle::{
    Id, Instant,
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::Privilege,
};

use super::{Arn, KEY_PLACE, USER_NAME, mention_account};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "aws-credential-report",
    system: "aws",
    title: "an IAM credential report",
    export: "aws iam generate-credential-report, then aws iam get-credential-report --query Content --output text | base64 -d > report.csv",
    shape: Shape::csv(&[&["user"], &["arn"], &["password_enabled"], &["access_key_1_active"]]),
    read,
};

/// What the report writes for a cell that does not apply or is not known.
const NOTHING: [&str; 4] = ["n/a", "no_information", "not_supported", "none"];

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let arn = item.needed("arn")?;
    let user = item.needed("user")?;
    let user_id = id(&arn)?;
    let account = Arn::parse(&arn).ok_or_else(|| Skip("field `arn` is no ARN".into()))?.account.to_owned();
    let account_id = mention_account(reading, &account)?;
    let root = user == "<root_account>";
    let password = item.word("password_enabled");
    let signs_in = password.as_deref() == Some("true");
    let kind = if signs_in && !root { IdentityKind::Employee } else { IdentityKind::ServiceAccount };
    reading.assume(match kind {
        IdentityKind::Employee => "an IAM user with a password is a person",
        _ => "an IAM user without a password, or the root user, is a service account",
    });
    let mut person = Identity::new(user_id.clone(), kind, IdentityStatus::Active);
    person.starts_at = known(item, "user_creation_time");
    if let Some(mfa) = item.truth("mfa_active") {
        person.labels.insert("mfa_active".into(), mfa.to_string());
    }
    person.external_ids.insert(USER_NAME.into(), user.clone());
    person.name = Some(user);
    reading.push_assuming(person, &["kind"]);
    if root {
        reading.entitle(identity(&user_id), asset(&account_id), Privilege::Admin);
    }
    let owner = Owner { user: &user_id, account: &account_id };
    if signs_in {
        let mut credential = owner.credential(&format!("{arn}/password"), CredentialKind::Password, true)?;
        credential.last_used_at = known(item, "password_last_used");
        credential.rotated_at = known(item, "password_last_changed");
        reading.push(credential);
    }
    for place in ["access_key_1", "access_key_2"] {
        read_place(item, place, CredentialKind::AccessKey, &owner, &arn)?;
    }
    for place in ["cert_1", "cert_2"] {
        read_place(item, place, CredentialKind::Certificate, &owner, &arn)?;
    }
    Ok(())
}

/// A place of the row that holds a key or a certificate, or nothing.
fn read_place(item: &Item<'_>, place: &str, kind: CredentialKind, owner: &Owner<'_>, arn: &str) -> Result<(), Skip> {
    let active = item.truth(&format!("{place}_active")).unwrap_or(false);
    let issued_at = known(item, &format!("{place}_last_rotated"));
    let last_used_at =
        if kind == CredentialKind::AccessKey { known(item, &format!("{place}_last_used_date")) } else { None };
    if !active && issued_at.is_none() {
        return Ok(());
    }
    let mut credential = owner.credential(&format!("{arn}/{place}"), kind, active)?;
    credential.issued_at = issued_at;
    credential.last_used_at = last_used_at;
    credential.external_ids.insert(KEY_PLACE.into(), place.into());
    item.reading.push(credential);
    Ok(())
}

struct Owner<'a> {
    user: &'a Id,
    account: &'a Id,
}

impl Owner<'_> {
    fn credential(&self, text: &str, kind: CredentialKind, active: bool) -> Result<Credential, Skip> {
        let status = if active { CredentialStatus::Active } else { CredentialStatus::Suspended };
        let mut credential = Credential::new(id(text)?, kind, status);
        credential.identity = one(identity(self.user));
        credential.issued_by = one(asset(self.account));
        Ok(credential)
    }
}

/// An instant, where the cell holds one.
fn known(item: &Item<'_>, column: &str) -> Option<Instant> {
    let word = item.word(column)?;
    if NOTHING.contains(&word.as_str()) { None } else { item.instant(column) }
}
