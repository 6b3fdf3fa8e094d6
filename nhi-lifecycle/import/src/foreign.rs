//! The exports of other systems, one file per format.

mod aws;
mod document;
mod format;
mod gauge;
mod hr;
mod instants;
mod item;
mod load;
mod people;
mod reading;
mod report;
mod snipe_it;
mod table;

pub(crate) use aws::{
    KEY_PLACE,
    instances::{CLOUD_INSTANCE, HOST_NAME},
};
pub use format::Format;
pub use load::Source;
pub(crate) use load::read;
pub(crate) use people::MAIL;
pub(crate) use reading::Entry;
pub use report::{LoadReport, Skipped};
