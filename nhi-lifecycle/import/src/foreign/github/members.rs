//! Members of an organisation.
//!
//! | field | becomes |
//! | --- | --- |
//! | `login`, `id` | the identity's id and name, an external id |
//! | `type` | `Bot`: bot; `User`: employee, or a bot where the login has a word like `bot`, `ci` or `svc` in it |
//! | `email`, where the export has it | the mail address, which matches people across sources |
//! | `role`, `site_admin`, the scope of the source | an entitlement on the organisation: `admin`: admin, else read |
//! | `suspended_at` | suspended |
//!
//! Guessed: a member is active, and a person unless the login speaks of a program, as GitHub calls machine users users. Lost: teams, everything personal.

use nhi_lifecycle::{
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::Privilege,
};

use super::{kind_of_login, mention_organisation, user_id};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    people::set_mail,
    reading::{Skip, asset, identity},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "github-members",
    system: "github",
    title: "a list of the members of an organisation",
    export: "gh api --paginate '/orgs/ORG/members?per_page=100' > members.json",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let login = item.needed("login")?;
    let own = user_id(&login)?;
    let kind = match item.word("type").as_deref() {
        Some("bot") => IdentityKind::Bot,
        Some("organization") => return Err(Skip("an organisation, not a member".into())),
        _ => kind_of_login(reading, &login),
    };
    let suspended = item.instant("suspended_at").is_some();
    let status = if suspended { IdentityStatus::Suspended } else { IdentityStatus::Active };
    let mut record = Identity::new(own.clone(), kind, status);
    record.name = item.text("name").or(Some(login));
    item.copy(&mut record.external_ids, &[("id", "github_user")]);
    set_mail(&mut record, item.text("email"));
    reading.push_assuming(record, &["kind"]);
    if let Some(organisation) = reading.scope() {
        let organisation = mention_organisation(reading, organisation)?;
        let admin = item.word("role").as_deref() == Some("admin") || item.truth("site_admin") == Some(true);
        let privilege = if admin { Privilege::Admin } else { Privilege::Read };
        reading.entitle(identity(&own), asset(&organisation), privilege);
    }
    Ok(())
}
