//! Okta's system log.
//!
//! | field | becomes |
//! | --- | --- |
//! | `published` | `at` |
//! | `actor.id` | the identity, where the actor is a user |
//! | `outcome.result` | `SUCCESS`, `ALLOW`, `CHALLENGE`: success; `FAILURE`, `DENY`, `SKIPPED`, `UNANSWERED`, `ABANDONED`: failure |
//! | the tenant | the asset |
//! | `user.session.start`, `user.authentication.*` | `interactive` |
//! | `user.lifecycle.deactivate`, `.suspend`, `.unsuspend`, `.activate`, `.reactivate` | a change of each user in `target` |
//! | `system.api_token.revoke` | a change of each token in `target` |
//!
//! Guessed: an event without an outcome succeeded. Lost: addresses, devices, applications, with
//! which credential. Events of Okta itself have no
//! identity here and are skipped.

use nhi_lifecycle::{
    Instant,
    access::{Access, Outcome},
    change::{Change, Prior, Value},
    credential::{Credential, CredentialKind, CredentialStatus},
    id::CredentialRef,
    identity::{Identity, IdentityKind, IdentityStatus},
};

use super::{mention_tenant, user_id};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "okta-system-log",
    system: "okta",
    title: "Okta's system log",
    export: "curl -H \"Authorization: SSWS $TOKEN\" 'https://TENANT.okta.com/api/v1/logs?since=2026-01-01T00:00:00Z&limit=1000' > log.json, every page",
    shape: Shape::json(&[]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let event = item.needed("eventType")?;
    let at = item.instant("published").ok_or_else(|| Skip("field `published` is no instant".into()))?;
    let outcome = match item.item("outcome").and_then(|outcome| outcome.word("result")).as_deref() {
        Some("success" | "allow" | "challenge") => Outcome::Success,
        Some("failure" | "deny" | "skipped" | "unanswered" | "abandoned") => Outcome::Failure,
        other => {
            if let Some(other) = other {
                item.unknown("outcome.result", other);
            }
            reading.assume("an event without an outcome succeeded");
            Outcome::Success
        }
    };
    if outcome == Outcome::Success {
        for target in item.items("target") {
            changed(&event, at, &target)?;
        }
    }
    let actor = item.item("actor").ok_or_else(|| Skip("field `actor` is missing".into()))?;
    if actor.word("type").as_deref() != Some("user") {
        reading.leave_out("events of no user");
        return Ok(());
    }
    let user = mention_user(&actor)?;
    reading.push(Access {
        at,
        outcome,
        credential: None,
        identity: Some(user.into()),
        asset: Some(asset(&mention_tenant(reading)?)),
        source: Some(reading.source_name()),
        interactive: Some(event.starts_with("user.session.start") || event.starts_with("user.authentication")),
    });
    Ok(())
}

fn mention_user(item: &Item<'_>) -> Result<nhi_lifecycle::Id, Skip> {
    let user = user_id(&item.needed("id")?)?;
    let mut record = Identity::new(user.clone(), IdentityKind::Employee, IdentityStatus::Active);
    record.name = item.text("displayName");
    item.reading.mention(record);
    Ok(user)
}

fn changed(event: &str, at: Instant, target: &Item<'_>) -> Result<(), Skip> {
    let kind = target.word("type");
    let to: Value = match (event, kind.as_deref()) {
        ("user.lifecycle.deactivate" | "user.lifecycle.delete.completed", Some("user")) => {
            IdentityStatus::Deprovisioned.into()
        }
        ("user.lifecycle.suspend", Some("user")) => IdentityStatus::Suspended.into(),
        ("user.lifecycle.unsuspend" | "user.lifecycle.activate" | "user.lifecycle.reactivate", Some("user")) => {
            IdentityStatus::Active.into()
        }
        ("system.api_token.revoke", Some("token")) => {
            let token = id(&format!("okta:api_token/{}", target.needed("id")?))?;
            let mut record = Credential::new(token.clone(), CredentialKind::ApiKey, CredentialStatus::Revoked);
            record.name = target.text("displayName");
            target.reading.mention(record);
            let subject = CredentialRef::from(token).into();
            let change = Change::new(subject, CredentialStatus::Revoked.into(), at);
            target.reading.push(Change { reason: Some(event.to_owned()), ..change });
            return Ok(());
        }
        _ => return Ok(()),
    };
    let user = mention_user(target)?;
    let change = Change::new(identity(&user).into(), to, at);
    // Okta suspends just who is active, and takes that back of just who is suspended.
    let from = match event {
        "user.lifecycle.suspend" => Prior::Value(IdentityStatus::Active.into()),
        "user.lifecycle.unsuspend" => Prior::Value(IdentityStatus::Suspended.into()),
        _ => change.from,
    };
    target.reading.push(Change { from, reason: Some(event.to_owned()), ..change });
    Ok(())
}
