//! Secrets of Secrets Manager: their metadata; the export never holds the secrets.
//!
//! | field | becomes |
//! | --- | --- |
//! | `ARN` | the credential's id |
//! | `Name` | its name |
//! | `CreatedDate`, `LastRotatedDate`, `LastAccessedDate` | `issued_at`, `rotated_at`, `last_used_at` |
//! | `DeletedDate` | the secret is scheduled to be deleted: suspended |
//! | `Tags` | labels |
//! | the account and region in the ARN | stored on that secret store, which runs on the account |
//!
//! Guessed: that a secret is a live credential, of kind `other`; that `LastChangedDate` is a rotation where no rotation is
//! recorded; reading a secret counts as a use. Lost: who uses it, which `links.csv` can say, and its versions.

use nhi_lifecycle::{
    asset::{Asset, AssetKind, Stage},
    credential::{Credential, CredentialKind, CredentialStatus},
};

use super::{Arn, mention_account, tags};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "aws-secrets",
    system: "aws",
    title: "a list of secrets of Secrets Manager",
    export: "aws secretsmanager list-secrets --include-planned-deletion > secrets.json",
    shape: Shape::json(&["SecretList"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let arn = item.needed("ARN")?;
    let account = Arn::parse(&arn).ok_or_else(|| Skip("field `ARN` is no ARN".into()))?.account;
    let region = arn.split(':').nth(3).unwrap_or_default();
    let deleted = item.instant("DeletedDate").is_some();
    let status = if deleted { CredentialStatus::Suspended } else { CredentialStatus::Active };
    let mut credential = Credential::new(id(&arn)?, CredentialKind::Other, status);
    reading.assume("a secret in the store is a live credential");
    credential.name = item.text("Name");
    credential.issued_at = item.instant("CreatedDate");
    credential.last_used_at = item.instant("LastAccessedDate");
    credential.rotated_at = match (item.instant("LastRotatedDate"), item.instant("LastChangedDate")) {
        (None, Some(changed)) => {
            reading.assume("a change of a secret that is not rotated by the store is a rotation");
            Some(changed)
        }
        (rotated, _) => rotated,
    };
    credential.labels.extend(tags(item));
    let store_id = id(&format!("aws:{account}/secretsmanager/{region}"))?;
    let mut store = Asset::new(store_id.clone(), AssetKind::SecretStore, Stage::InUse);
    store.name = Some(format!("Secrets Manager in {region}"));
    store.runs_on = one(asset(&mention_account(reading, account)?));
    reading.mention(store);
    credential.stored_on = one(asset(&store_id));
    reading.push(credential);
    Ok(())
}
