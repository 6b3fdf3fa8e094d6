//! Entra's service principals (enterprise applications).
//!
//! | field | becomes |
//! | --- | --- |
//! | `appId`, `displayName` | the identity of the application, shared with the export of applications |
//! | `id` | the external id `entra_service_principal` |
//! | `accountEnabled` | `false`: suspended |
//! | `servicePrincipalType` | `ManagedIdentity`: workload; `Application`, `Legacy`: application |
//! | `appOwnerOrganizationId` other than the scope | third_party |
//! | `passwordCredentials`, `keyCredentials` | client secrets and certificates |
//!
//! Guessed: the application is one's own where the owner's tenant is not the scope given or none is given. Lost: roles
//! and permissions, sign-in activity.

use nhi_lifecycle::identity::{Identity, IdentityKind, IdentityStatus};

use super::{application_id, read_credentials};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::Skip,
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "entra-service-principals",
    system: "entra",
    title: "a list of Entra's service principals",
    export: "az ad sp list --all > principals.json, or Get-MgServicePrincipal -All | ConvertTo-Json -Depth 5 > principals.json",
    shape: Shape::json(&["value"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let app = item.needed("appId")?;
    let own = application_id(&app)?;
    let status = match item.truth("accountEnabled") {
        Some(false) => IdentityStatus::Suspended,
        Some(true) => IdentityStatus::Active,
        None => {
            item.reading.assume("a service principal of unknown state is active");
            IdentityStatus::Active
        }
    };
    let kind = match item.word("servicePrincipalType").as_deref() {
        Some("managedidentity") => IdentityKind::Workload,
        Some("application" | "legacy" | "socialidp") | None => kind_by_owner(item),
        Some(other) => {
            item.unknown("servicePrincipalType", other);
            IdentityKind::Application
        }
    };
    let mut record = Identity::new(own.clone(), kind, status);
    record.name = item.text("displayName");
    record.external_ids.insert("entra_app".into(), app);
    item.copy(&mut record.external_ids, &[("id", "entra_service_principal")]);
    item.reading.push(record);
    read_credentials(item, &own)
}

fn kind_by_owner(item: &Item<'_>) -> IdentityKind {
    match (item.text("appOwnerOrganizationId"), item.reading.scope()) {
        (Some(owner), Some(tenant)) if owner != tenant => IdentityKind::ThirdParty,
        _ => {
            item.reading.assume("a service principal is of one's own application, unless its owner is another tenant");
            IdentityKind::Application
        }
    }
}
