//! Entra's applications (app registrations).
//!
//! | field | becomes |
//! | --- | --- |
//! | `appId`, `displayName` | an identity of kind application |
//! | `id` | the external id `entra_object` |
//! | `createdDateTime` | `starts_at` |
//! | `passwordCredentials`, `keyCredentials`: `keyId`, `displayName`, `startDateTime`, `endDateTime` | client secrets and certificates |
//! | `disabledByMicrosoftStatus` | suspended |
//! | `tags`, `publisherDomain` | the label `publisher_domain` |
//!
//! Guessed: an application is active, and a secret listed works until it expires. Lost: permissions, owners (export them
//! with `az ad app owner list` into `links.csv`), federated credentials.

use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

use super::{application_id, read_credentials};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::Skip,
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "entra-applications",
    system: "entra",
    title: "a list of Entra's applications",
    export: "az ad app list --all > applications.json, or Get-MgApplication -All | ConvertTo-Json -Depth 5 > applications.json",
    shape: Shape::json(&["value"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let app = item.needed("appId")?;
    let own = application_id(&app)?;
    let blocked = item.word("disabledByMicrosoftStatus").is_some_and(|status| status != "notdisabled");
    let status = if blocked { IdentityStatus::Suspended } else { IdentityStatus::Active };
    let mut record = Identity::new(own.clone(), IdentityKind::Application, status);
    item.reading.assume("an application that is registered is active, unless its service principal is not");
    record.name = item.text("displayName");
    record.starts_at = item.instant("createdDateTime");
    record.external_ids.insert("entra_app".into(), app);
    item.copy(&mut record.external_ids, &[("id", "entra_object")]);
    item.copy(&mut record.labels, &[("publisherDomain", "publisher_domain")]);
    item.reading.push_assuming(record, &["status"]);
    read_credentials(item, &own)
}
