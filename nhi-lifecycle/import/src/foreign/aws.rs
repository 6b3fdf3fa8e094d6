//! Amazon Web Services: accounts, IAM users and roles, keys, instances, secrets, CloudTrail.
//!
//! Users and roles go by their ARN, accounts by `aws:` and their number, keys by their access key id. An account that an
//! ARN names is taken to be in use: it answered.

pub(super) mod access_keys;
pub(super) mod authorization_details;
pub(super) mod cloudtrail;
pub(super) mod credential_report;
pub(super) mod instances;
pub(super) mod secrets;

use nhi_lifecycle::{
    Id,
    asset::AssetKind,
    identity::{Identity, IdentityKind, IdentityStatus},
};

pub(crate) use self::instances::{CLOUD_INSTANCE, HOST_NAME};
use super::{
    item::Item,
    reading::{Reading, Skip, id},
};

/// What is read of an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Arn<'a> {
    account: &'a str,
}

impl<'a> Arn<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (arn, _partition, _service, _region) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let (account, _resource) = (parts.next()?, parts.next()?);
        (arn == "arn" && !account.is_empty()).then_some(Self { account })
    }
}

/// Whether the text is the number of an account.
fn is_account(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The tags of a resource that have a value.
fn tags<'a>(item: &Item<'a>) -> impl Iterator<Item = (String, String)> + use<'a> {
    item.items("Tags").into_iter().filter_map(|tag| Some((tag.text("Key")?, tag.text("Value")?)))
}

/// The account of this number, mentioned.
fn mention_account(reading: &Reading<'_>, account: &str) -> Result<Id, Skip> {
    let assumed = "an account that the export names is in use";
    reading.mention_asset(&format!("aws:{account}"), AssetKind::CloudAccount, account, assumed)
}

/// The external id under which users without ARN are matched.
const USER_NAME: &str = "aws_user_name";

/// The external id that says that a credential has no id of its own: it is a place in a table.
pub(crate) const KEY_PLACE: &str = "aws_key_place";

/// The user of this name: by ARN where the account is known, else by a stand-in that yields to the one user of that name.
fn mention_user(reading: &Reading<'_>, name: &str, account: Option<&str>) -> Result<Id, Skip> {
    let text = match account {
        Some(account) => format!("arn:aws:iam::{account}:user/{name}"),
        None => format!("aws:user/{name}"),
    };
    let user_id = id(&text)?;
    let mut identity = Identity::new(user_id.clone(), IdentityKind::ServiceAccount, IdentityStatus::Active);
    identity.name = Some(name.into());
    identity.external_ids.insert(USER_NAME.into(), name.into());
    reading.mention(identity);
    Ok(user_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns() {
        let user = Arn::parse("arn:aws:iam::123456789012:user/ops/alice").unwrap();
        assert_eq!(user, Arn { account: "123456789012" });
        for bad in ["", "arn", "arn:aws:s3:::bucket", "x:aws:iam::1:user/a"] {
            assert_eq!(Arn::parse(bad), None, "{bad}");
        }
    }
}
