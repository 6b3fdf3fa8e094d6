//! GitHub: tokens, deploy keys, app installations, members, the audit log of an organisation.

pub(super) mod audit_log;
pub(super) mod deploy_keys;
pub(super) mod installations;
pub(super) mod members;
pub(super) mod personal_access_tokens;

use nhi_lifecycle::{Id, asset::AssetKind, identity::IdentityKind};

use super::reading::{Reading, Skip, id};

/// The organisation, mentioned. Logins of organisations and users are unique and don't tell capitals apart.
pub(super) fn mention_organisation(reading: &Reading<'_>, login: &str) -> Result<Id, Skip> {
    let assumed = "an organisation on GitHub that the export names is in use";
    reading.mention_asset(&format!("github:org/{}", login.to_lowercase()), AssetKind::Saas, login, assumed)
}

/// A repository by its full name, mentioned.
fn mention_repository(reading: &Reading<'_>, full_name: &str) -> Result<Id, Skip> {
    let assumed = "a repository that the export names is in use";
    let text = format!("github:repo/{}", full_name.to_lowercase());
    reading.mention_asset(&text, AssetKind::Repository, full_name, assumed)
}

/// Words in the logins of machine users, which GitHub itself does not tell from people.
const PROGRAMS: &[&str] = &["bot", "robot", "svc", "service", "ci", "automation", "machine"];

/// What a user is, as far as the login tells, which is said in the report.
pub(super) fn kind_of_login(reading: &Reading<'_>, login: &str) -> IdentityKind {
    let word = |word: &str| PROGRAMS.contains(&word.to_lowercase().as_str());
    if login.ends_with("[bot]") {
        IdentityKind::Bot
    } else if login.split(['-', '_']).any(word) {
        reading.assume("a user on GitHub with a word like bot, ci or svc in the login is a bot, unless another source knows better");
        IdentityKind::Bot
    } else {
        reading.assume("a user on GitHub is an employee, unless another source knows better");
        IdentityKind::Employee
    }
}

/// A user by login, mentioned.
pub(super) fn mention_user(reading: &Reading<'_>, login: &str) -> Result<Id, Skip> {
    let kind = kind_of_login(reading, login);
    let assumed = "a user on GitHub that the export names is active, unless another source knows better";
    Ok(reading.mention_identity(user_id(login)?, kind, Some(login.into()), assumed))
}

pub(super) fn user_id(login: &str) -> Result<Id, Skip> {
    id(&format!("github:user/{}", login.to_lowercase()))
}
