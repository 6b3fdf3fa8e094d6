//! One inventory out of the exports that other systems write.
//!
//! Each [`Source`] is a file, or a folder of files, in one [`Format`]. [`load`] reads them all, finds the records that mean
//! the same thing, and gives one set of records with an account of everything that was assumed, left out and merged.
//!
//! ```
//! use nhi_import::sources::{MergePolicy, Source, load};
//! use nhi_lifecycle::{Record, limits::Limits};
//!
//! let folder = std::env::temp_dir().join(format!("nhi-sources-{}", std::process::id()));
//! std::fs::create_dir_all(&folder)?;
//! std::fs::write(
//!     folder.join("keys.json"),
//!     r#"{"AccessKeyMetadata":[{"UserName":"deploy","AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Active","CreateDate":"2024-05-01T10:00:00Z"}]}"#,
//! )?;
//! std::fs::write(folder.join("people.csv"), "id;name;email;last day\n7;Ada;ada@example.com;2026-01-31\n")?;
//!
//! let sources = [
//!     Source::new("aws-access-keys", folder.join("keys.json")).from_scope("123456789012"),
//!     Source::new("hr-people", folder.join("people.csv")),
//! ];
//! let loaded = load(&sources, &Limits::default(), &MergePolicy::default()).map_err(|problem| problem.to_string())?;
//!
//! let keys = loaded.records.iter().filter(|record| matches!(record, Record::Credential(_))).count();
//! assert_eq!(keys, 1);
//! for report in &loaded.sources {
//!     println!("{report}");
//! }
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An export shows the present. Give its [`Records`] to [`add_from`](nhi_lifecycle::Inventory::add_from) the first time, or to
//! [`observe_from`](nhi_lifecycle::Inventory::observe_from) every time, which turns what differs from the last time into
//! changes.

mod records;

use std::fmt;

pub use self::records::Records;
pub use crate::{
    foreign::{Format, LoadReport, Skipped, Source},
    merge::{Clash, Conflict, Merge, MergePolicy, MergeReport, NearMiss, Precedence, Rule, UnknownRule},
};

use nhi_lifecycle::{Problem, limits::Limits};

use crate::{
    foreign::{self, Watch},
    merge,
};

/// What the sources gave together.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The records, each key once; assets, identities and credentials first, in the order of their ids.
    pub records: Records,
    /// What became of each source, in the order given.
    pub sources: Vec<LoadReport>,
    /// What was merged, and what was not.
    pub merge: MergeReport,
}

impl fmt::Display for Loaded {
    /// The reports of the sources, a few lines each, and of what became of them together.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for report in &self.sources {
            writeln!(f, "{report}")?;
        }
        write!(f, "{}", self.merge)
    }
}

/// Reads these sources into one set of records.
///
/// Unknown fields and values, and entries that can't be used, never stop a load: they are counted in the reports. The limits
/// hold for each source.
///
/// # Errors
/// A [`Problem`] that names the file where one can't be read, is not in its format at all, was cut off, or goes over a limit.
pub fn load(sources: &[Source], limits: &Limits, policy: &MergePolicy) -> Result<Loaded, Problem> {
    load_watched(sources, limits, policy, &mut |_| true)
}

/// As [`load`]; the watch is told how many bytes were read since it was told last, and says whether to go on. While what was
/// read is joined, it is asked on and on, and told of no bytes.
///
/// # Errors
/// As for [`load`]; a [`Problem`] of the code `cancelled` where the watch said no.
pub fn load_watched(
    sources: &[Source],
    limits: &Limits,
    policy: &MergePolicy,
    watch: &mut dyn FnMut(u64) -> bool,
) -> Result<Loaded, Problem> {
    let watch = Watch::new(watch);
    let mut entries = Vec::new();
    let mut reports = Vec::new();
    for (position, source) in sources.iter().enumerate() {
        let (found, report) = foreign::read(source, position, limits, &watch)?;
        entries.extend(found);
        reports.push(report);
    }
    let (records, merge) = merge::merge(entries, sources, policy, &watch)?;
    Ok(Loaded { records: Records::new(records), sources: reports, merge })
}
