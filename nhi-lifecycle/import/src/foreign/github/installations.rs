//! GitHub Apps installed in an organisation.
//!
//! | field | becomes |
//! | --- | --- |
//! | `id`, `app_slug` | an identity of kind application, its id and name |
//! | `suspended_at` | suspended |
//! | `created_at` | `starts_at` |
//! | `account.login` | the organisation, to which it is entitled |
//! | `permissions` | the privilege: the most of them |
//!
//! Guessed: an app whose slug is not the organisation's own is not told from one that is; both are applications. Lost:
//! which repositories, which events. The app's private keys and tokens are not listed by GitHub.

use nhi_lifecycle::{
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::Privilege,
};

use super::{mention_organisation, personal_access_tokens::most};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "github-app-installations",
    system: "github",
    title: "a list of app installations",
    export: "gh api --paginate /orgs/ORG/installations > installations.json",
    shape: Shape::json(&["installations"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let own = id(&format!("github:installation/{}", item.needed("id")?))?;
    let suspended = item.instant("suspended_at").is_some();
    let status = if suspended { IdentityStatus::Suspended } else { IdentityStatus::Active };
    let mut record = Identity::new(own.clone(), IdentityKind::Application, status);
    record.name = item.text("app_slug");
    record.starts_at = item.instant("created_at");
    item.copy(&mut record.external_ids, &[("app_id", "github_app")]);
    reading.push(record);
    let account = item.item("account").and_then(|account| account.text("login"));
    if let Some(login) = account.or_else(|| reading.scope().map(str::to_owned)) {
        let organisation = mention_organisation(reading, &login)?;
        let privilege = item.item("permissions").and_then(|permissions| most(&permissions)).unwrap_or_else(|| {
            reading.assume("an app of which no permission is listed may read");
            Privilege::Read
        });
        reading.entitle(identity(&own), asset(&organisation), privilege);
    }
    Ok(())
}
