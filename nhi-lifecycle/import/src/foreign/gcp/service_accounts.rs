//! Google Cloud's service accounts.
//!
//! | field | becomes |
//! | --- | --- |
//! | `email`, `displayName` | the identity's id and name |
//! | `uniqueId`, `oauth2ClientId` | external ids |
//! | `disabled` | `true`: suspended; left out, active, as Google leaves out what is false |
//! | `projectId` | the project it is attached to, where an owner of that is known |
//! | `description` | a label |
//!
//! Guessed: a service account works for the project it was made in, as far as that has an owner in any of the sources, who then
//! answers for the account. Lost: what it may do, which the policies of projects
//! say; who may act as it.

use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

use super::{account_id, mention_project};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::Skip,
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "gcp-service-accounts",
    system: "gcp",
    title: "a list of Google Cloud's service accounts",
    export: "gcloud iam service-accounts list --project PROJECT --format json > accounts.json",
    shape: Shape::json(&["accounts"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let mail = item.needed("email")?;
    let disabled = item.truth("disabled") == Some(true);
    let status = if disabled { IdentityStatus::Suspended } else { IdentityStatus::Active };
    let mut record = Identity::new(account_id(&mail)?, IdentityKind::ServiceAccount, status);
    record.name = item.text("displayName").or(Some(mail));
    item.copy(&mut record.external_ids, &[("uniqueId", "gcp_unique_id"), ("oauth2ClientId", "gcp_client_id")]);
    item.copy(&mut record.labels, &[("description", "description")]);
    if let Some(project) = item.text("projectId") {
        let assumed = "a service account works for the project it was made in, where an owner of that is known";
        reading.attach_assuming(&record.id, &mention_project(reading, &project)?, assumed);
    }
    reading.push(record);
    Ok(())
}
