//! The formats that are read: one table.

use super::{
    aws, bloodhound, entra, gcp, github, glpi, hr, item::Item, kubernetes, links, netbox, okta, reading::Skip,
    servicenow, snipe_it, vault,
};

/// A format of export that is read.
#[derive(Debug)]
pub struct Format {
    /// Its name, as callers give it: `aws-credential-report`.
    pub name: &'static str,
    /// The system that writes it; its ids begin with this word.
    pub system: &'static str,
    /// What it holds.
    pub title: &'static str,
    /// How one exports it from there: the command, or the menu.
    pub export: &'static str,
    pub(crate) shape: Shape,
    pub(crate) read: fn(&Item<'_>) -> Result<(), Skip>,
}

/// How a format is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The names under which entries lie in JSON; none where it is never JSON.
    pub(crate) lists: Option<&'static [&'static str]>,
    /// The columns that its CSV has at least, one of each of these; none where it is never CSV.
    pub(crate) columns: Option<&'static [&'static [&'static str]]>,
}

impl Shape {
    pub(crate) const fn json(lists: &'static [&'static str]) -> Self {
        Self { lists: Some(lists), columns: None }
    }

    pub(crate) const fn csv(columns: &'static [&'static [&'static str]]) -> Self {
        Self { lists: None, columns: Some(columns) }
    }

    pub(crate) const fn either(lists: &'static [&'static str], columns: &'static [&'static [&'static str]]) -> Self {
        Self { lists: Some(lists), columns: Some(columns) }
    }
}

impl Format {
    /// Every format, by system.
    pub const ALL: &'static [Self] = &[
        aws::credential_report::FORMAT,
        aws::access_keys::FORMAT,
        aws::authorization_details::FORMAT,
        aws::instances::FORMAT,
        aws::secrets::FORMAT,
        aws::cloudtrail::FORMAT,
        snipe_it::hardware::FORMAT,
        snipe_it::users::FORMAT,
        hr::FORMAT,
        okta::users::FORMAT,
        okta::api_tokens::FORMAT,
        okta::system_log::FORMAT,
        github::personal_access_tokens::FORMAT,
        github::deploy_keys::FORMAT,
        github::installations::FORMAT,
        github::members::FORMAT,
        github::audit_log::FORMAT,
        entra::applications::FORMAT,
        entra::service_principals::FORMAT,
        entra::users::FORMAT,
        entra::devices::FORMAT,
        gcp::service_accounts::FORMAT,
        gcp::keys::FORMAT,
        kubernetes::FORMAT,
        netbox::devices::FORMAT,
        netbox::virtual_machines::FORMAT,
        glpi::FORMAT,
        servicenow::configuration_items::FORMAT,
        servicenow::users::FORMAT,
        vault::leases::FORMAT,
        vault::tokens::FORMAT,
        bloodhound::FORMAT,
        links::FORMAT,
    ];

    /// The format of this name.
    ///
    /// ```
    /// use nhi_import::sources::Format;
    ///
    /// assert!(Format::named("snipe-it-hardware").is_some());
    /// assert!(Format::named("spreadsheet").is_none());
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|format| format.name == name)
    }

    /// Whether it is an inventory of hardware that ought to know every device.
    pub(crate) fn is_cmdb(&self) -> bool {
        matches!(
            self.name,
            "snipe-it-hardware" | "netbox-devices" | "servicenow-configuration-items" | "glpi-inventory"
        )
    }

    /// Whether it shows devices that something saw, whoever owns them.
    pub(crate) fn sees_devices(&self) -> bool {
        self.name == "entra-devices"
    }
}
