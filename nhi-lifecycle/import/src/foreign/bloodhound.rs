//! BloodHound OpenGraph, as collectors write it; of its kinds those of GitHub are read.
//!
//! | node, edge | becomes |
//! | --- | --- |
//! | `GH_Organization`, `GH_Repository` | a SaaS asset, a repository: in use, or retired where `archived` |
//! | `GH_User` | an employee, or a bot, by `login`; `email` matches people across sources |
//! | `GH_Team` | a team |
//! | `GH_AppInstallation` | an application; `suspended_at` makes it suspended |
//! | `GH_PersonalAccessToken` | a token of `owner_login`: `access_granted_at`, `token_expires_at`, `token_last_used_at` |
//! | `GH_OrgSecret`, `GH_RepoSecret`, `GH_EnvironmentSecret` | a credential of kind other, since `updated_at` |
//! | `GH_HasSecret` | the repository uses the secret |
//!
//! An empty text means none, and never. Guessed: users are active, and people unless the login speaks of a program; a token that is not expired works; a secret is a
//! live credential, rotated when it was updated. Lost: roles and what they allow, branches, workflows, every other kind.

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Stage},
    credential::{Credential, CredentialKind, CredentialStatus},
    id::CredentialRef,
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::RelationKind,
};

use super::{
    format::{Format, Shape},
    github::{kind_of_login, mention_organisation, mention_user, user_id},
    item::Item,
    people::set_mail,
    reading::{Skip, asset, id, identity, one},
};

pub(super) const FORMAT: Format = Format {
    name: "bloodhound-opengraph",
    system: "github",
    title: "a graph in BloodHound's OpenGraph form",
    export: "run the collector, as GitHound does for GitHub, and take the JSON it would upload",
    shape: Shape::json(&["graph", "nodes", "edges"]),
    read,
};

/// The external id of a node, by which edges find it.
const NODE: &str = "github_node";

fn read(item: &Item<'_>) -> Result<(), Skip> {
    match item.list {
        "edges" => edge(item),
        "nodes" => node(item),
        _ => Err(Skip("stands in no list of nodes or edges".into())),
    }
}

fn node(item: &Item<'_>) -> Result<(), Skip> {
    let key = item.needed("id")?;
    let kinds = item.texts("kinds");
    let properties = item.item("properties").ok_or_else(|| Skip("field `properties` is missing".into()))?;
    match kinds.first().map_or("", String::as_str) {
        "GH_Organization" => {
            let login = properties.needed("login")?;
            place(item, &id(&format!("github:org/{}", login.to_lowercase()))?, AssetKind::Saas, login, key);
            Ok(())
        }
        "GH_Repository" => {
            let name = properties.needed("full_name")?;
            place(item, &id(&format!("github:repo/{}", name.to_lowercase()))?, AssetKind::Repository, name, key);
            Ok(())
        }
        "GH_User" => {
            let login = properties.needed("login")?;
            item.reading.assume("a user on GitHub is active");
            let kind = kind_of_login(item.reading, &login);
            let mut record = Identity::new(user_id(&login)?, kind, IdentityStatus::Active);
            record.name = properties.text("full_name").or(Some(login));
            set_mail(&mut record, properties.text("email"));
            record.external_ids.insert(NODE.into(), key);
            item.reading.push_assuming(record, &["kind", "status"]);
            Ok(())
        }
        "GH_Team" => {
            let mut record = Identity::new(item.reading.id("team", &key)?, IdentityKind::Team, IdentityStatus::Active);
            record.name = properties.text("name");
            record.external_ids.insert(NODE.into(), key);
            item.reading.push(record);
            Ok(())
        }
        "GH_AppInstallation" => {
            let suspended = properties.instant("suspended_at").is_some();
            let status = if suspended { IdentityStatus::Suspended } else { IdentityStatus::Active };
            let own = item.reading.id("installation", &properties.text("app_id").unwrap_or_else(|| key.clone()))?;
            let mut record = Identity::new(own, IdentityKind::Application, status);
            record.name = properties.first(&["app_slug", "name"]);
            record.starts_at = properties.instant("created_at");
            record.external_ids.insert(NODE.into(), key);
            item.reading.push(record);
            Ok(())
        }
        "GH_PersonalAccessToken" => token(item, &properties),
        "GH_OrgSecret" | "GH_RepoSecret" | "GH_EnvironmentSecret" => secret(item, &key, &properties),
        other => {
            item.unknown("kinds", if other.is_empty() { "missing" } else { other });
            item.reading.leave_out("nodes of kinds that are not read");
            Ok(())
        }
    }
}

fn place(item: &Item<'_>, own: &Id, kind: AssetKind, name: String, key: String) {
    let archived = item.item("properties").and_then(|properties| properties.truth("archived")) == Some(true);
    let stage = if archived { Stage::Retired } else { Stage::InUse };
    if archived {
        item.reading.assume("an archived repository is retired");
    }
    let mut record = Asset::new(own.clone(), kind, stage);
    record.name = Some(name);
    record.external_ids.insert(NODE.into(), key);
    item.reading.push(record);
}

/// The organisation of a node, mentioned.
fn organisation(properties: &Item<'_>) -> Result<Option<Id>, Skip> {
    let name = properties.text("environment_name");
    name.map(|name| mention_organisation(properties.reading, &name)).transpose()
}

fn token(item: &Item<'_>, properties: &Item<'_>) -> Result<(), Skip> {
    let expired = properties.truth("token_expired") == Some(true);
    let status = if expired { CredentialStatus::Revoked } else { CredentialStatus::Active };
    let own = id(&format!("github:token/{}", properties.needed("token_id")?))?;
    let user = mention_user(item.reading, &properties.needed("owner_login")?)?;
    let mut credential = Credential::new(own, CredentialKind::PersonalAccessToken, status);
    item.reading.assume("a token that is listed and not expired works");
    credential.name = properties.text("token_name");
    credential.identity = one(identity(&user));
    credential.issued_at = properties.instant("access_granted_at");
    credential.expires_at = properties.instant("token_expires_at");
    credential.last_used_at = properties.instant("token_last_used_at");
    credential.issued_by.0.extend(organisation(properties)?.as_ref().map(asset));
    item.reading.push(credential);
    Ok(())
}

fn secret_id(item: &Item<'_>, key: &str) -> Result<Id, Skip> {
    item.reading.id("secret", key)
}

fn secret(item: &Item<'_>, key: &str, properties: &Item<'_>) -> Result<(), Skip> {
    let mut credential = Credential::new(secret_id(item, key)?, CredentialKind::Other, CredentialStatus::Active);
    item.reading.assume("a secret of Actions is a live credential, rotated when it was updated");
    credential.name = properties.text("name");
    credential.issued_at = properties.instant("created_at");
    credential.rotated_at = properties.instant("updated_at");
    item.reading.push(credential);
    Ok(())
}

fn edge(item: &Item<'_>) -> Result<(), Skip> {
    let kind = item.needed("kind")?;
    let end = |name: &str| item.item(name).ok_or_else(|| Skip(format!("field `{name}` is missing")))?.needed("value");
    let (start, end) = (end("start")?, end("end")?);
    if kind != "GH_HasSecret" || !start.starts_with("R_") {
        item.reading.leave_out("edges of kinds that are not read");
        return Ok(());
    }
    let own = item.reading.id("node", &start)?;
    let mut repository = Asset::new(own.clone(), AssetKind::Repository, Stage::InUse);
    repository.external_ids.insert(NODE.into(), start);
    item.reading.mention(repository);
    item.reading.relate(RelationKind::UsedBy, CredentialRef::from(secret_id(item, &end)?), asset(&own));
    Ok(())
}
