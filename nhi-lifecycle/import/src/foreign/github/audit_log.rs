//! The audit log of an organisation.
//!
//! | field | becomes |
//! | --- | --- |
//! | `@timestamp`, else `created_at` | `at` |
//! | `actor` | the identity |
//! | `repo`, else `org` | the asset |
//! | `token_id` | the credential |
//! | `personal_access_token.access_revoked` and other `..._revoked` with a `token_id` | a change of that token: revoked |
//!
//! Guessed: what stands in the log succeeded. Lost: what exactly was done, from where. Events without an actor are skipped.

use nhi_lifecycle::{
    access::{Access, Outcome},
    change::Change,
    credential::{Credential, CredentialKind, CredentialStatus},
    id::CredentialRef,
};

use super::{mention_organisation, mention_repository, mention_user};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "github-audit-log",
    system: "github",
    title: "the audit log of an organisation",
    export: "gh api --paginate '/orgs/ORG/audit-log?include=all&per_page=100' > audit.json, or Settings, Logs, Audit log, Export",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let action = item.needed("action")?;
    let at = item.instant("@timestamp").or_else(|| item.instant("created_at"));
    let at = at.ok_or_else(|| Skip("has no instant".into()))?;
    let organisation = item.texts("org").into_iter().next();
    let repository = item.texts("repo").into_iter().next();
    let reached = match (repository, organisation) {
        (Some(repository), _) => Some(mention_repository(reading, &repository)?),
        (None, Some(organisation)) => Some(mention_organisation(reading, &organisation)?),
        (None, None) => None,
    };
    let token = item.text("token_id").filter(|token| token != "0");
    let token = token.map(|token| id(&format!("github:token/{token}"))).transpose()?;
    if let Some(token) = &token
        && (action.ends_with("_revoked") || action.ends_with(".revoke") || action.ends_with(".destroy"))
        && action.contains("token")
    {
        let revoked = CredentialStatus::Revoked;
        reading.mention(Credential::new(token.clone(), CredentialKind::PersonalAccessToken, revoked));
        let change = Change::new(CredentialRef::from(token.clone()).into(), revoked.into(), at);
        reading.push(Change { by: item.text("actor"), reason: Some(action), ..change });
    }
    let Some(actor) = item.text("actor") else {
        reading.leave_out("events of no actor");
        return Ok(());
    };
    reading.assume("what stands in the audit log succeeded");
    reading.push(Access {
        at,
        outcome: Outcome::Success,
        credential: token.map(Into::into),
        identity: Some(mention_user(reading, &actor)?.into()),
        asset: reached.as_ref().map(asset),
        source: Some(reading.source_name()),
        interactive: None,
    });
    Ok(())
}
