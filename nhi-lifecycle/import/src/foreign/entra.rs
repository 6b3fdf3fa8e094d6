//! Microsoft Entra ID: applications, service principals, users, devices; as Graph and its PowerShell modules write them.

pub(super) mod applications;
pub(super) mod devices;
pub(super) mod service_principals;
pub(super) mod users;

use nhi_lifecycle::{
    Id,
    asset::AssetKind,
    credential::{Credential, CredentialKind, CredentialStatus},
};

use super::{
    item::Item,
    reading::{Reading, Skip, asset, id, identity, one},
};

/// The tenant, mentioned: it issues what its directory holds.
fn mention_tenant(reading: &Reading<'_>) -> Result<Id, Skip> {
    reading.mention_system(AssetKind::Saas, "Entra ID", "the Entra tenant is in use")
}

/// An application and its service principal are one identity, by the id of the application.
fn application_id(app: &str) -> Result<Id, Skip> {
    id(&format!("entra:app/{app}"))
}

/// The client secrets and certificates of an application or a service principal.
fn read_credentials(item: &Item<'_>, own: &Id) -> Result<(), Skip> {
    let reading = item.reading;
    let kinds =
        [("passwordCredentials", CredentialKind::ClientSecret), ("keyCredentials", CredentialKind::Certificate)];
    for (field, kind) in kinds {
        for given in item.items(field) {
            let key = given.needed("keyId")?;
            let mut credential = Credential::new(id(&format!("entra:key/{key}"))?, kind, CredentialStatus::Active);
            reading.assume("a secret or certificate that is listed works until it expires");
            credential.name = given.text("displayName");
            credential.issued_at = given.instant("startDateTime");
            credential.expires_at = given.instant("endDateTime");
            credential.identity = one(identity(own));
            credential.issued_by = one(asset(&mention_tenant(reading)?));
            reading.push(credential);
        }
    }
    Ok(())
}
