//! The exports of other systems, one file per format.

mod aws;
mod bloodhound;
mod document;
mod entra;
mod format;
mod gauge;
mod gcp;
#[cfg(test)]
mod gigabyte;
mod github;
mod glpi;
mod hr;
mod instants;
mod item;
mod kubernetes;
mod links;
mod load;
mod netbox;
mod okta;
mod people;
mod reading;
mod report;
mod servicenow;
mod snipe_it;
mod table;
mod value;
mod vault;
mod watch;

pub(crate) use aws::{CLOUD_INSTANCE, HOST_NAME, KEY_PLACE};
pub use format::Format;
pub use load::Source;
pub(crate) use load::read;
pub(crate) use people::MAIL;
pub(crate) use reading::{Entry, Place, Placed};
pub use report::{LoadReport, Skipped};
pub(crate) use watch::Watch;
