//! The exports of other systems as one inventory, and what became of each.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use nhi_import::{
    Files,
    sources::{self, LoadReport, Loaded, MergePolicy, MergeReport, Source, load},
};
use nhi_lifecycle::{Error, Problem, Record, limits::Limits, source::RecordSource};

/// Reads exports, and beside them tables in the library's own format for what no export tells.
///
/// # Errors
/// Those of [`load`] and [`nhi_import::open`].
pub fn read(sources: &[Source], tables: Option<&Path>) -> Result<(Records, Account), Error> {
    let limits = Limits::default();
    let Loaded { records, sources, merge } = load(sources, &limits, &MergePolicy::default())?;
    let tables = tables.map(|path| nhi_import::open(path, &limits)).transpose()?;
    Ok((Records { given: records.len(), loaded: records, tables }, Account { sources, merge }))
}

/// The records of exports, and those of tables after them, as one batch: each may name those of the other.
pub struct Records {
    loaded: sources::Records,
    /// How many records the exports gave.
    given: usize,
    tables: Option<Files>,
}

impl RecordSource for Records {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        let next = self.loaded.next_record();
        if next.is_some() { next } else { self.tables.as_mut()?.next_record() }
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        match record.checked_sub(self.given) {
            Some(record) => self.tables.as_ref()?.place(record),
            None => self.loaded.place(record),
        }
    }
}

/// What became of the exports.
#[derive(Debug)]
pub struct Account {
    /// What was read of each, in the order given.
    pub sources: Vec<LoadReport>,
    /// What was merged, and what was not.
    pub merge: MergeReport,
}

impl Account {
    /// Writes a line for each export, and below it what wants a look: what is missing, what was left aside, what two of them say
    /// differently.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        for report in &self.sources {
            write!(out, "{}: entries {}", report.source, report.entries)?;
            for (record_type, count) in &report.records {
                write!(out, ", {} {count}", record_type.table())?;
            }
            writeln!(out)?;
            for what in report.incomplete.keys() {
                writeln!(out, "  incomplete: {what}")?;
            }
            for (value, count) in &report.unknown_values {
                writeln!(out, "  unknown value: {value} ({count})")?;
            }
            let dropped: usize = report.secrets_dropped.values().sum();
            if dropped > 0 {
                writeln!(out, "  dropped, as they look like secrets: {dropped}")?;
            }
            for skipped in &report.skipped {
                let file = nhi_report::visible(&skipped.file);
                writeln!(out, "  skipped: {file}:{}: {}", skipped.line, skipped.why)?;
            }
            let unseen = report.skipped_total - report.skipped.len();
            if unseen > 0 {
                writeln!(out, "  and {unseen} more skipped")?;
            }
        }
        let MergeReport { merges, conflicts, ambiguous, near_misses, clashes, discovered } = &self.merge;
        writeln!(out, "merged into records of other exports: {}", merges.len())?;
        writeln!(
            out,
            "conflicts: {}, ambiguous: {}, ids of two things: {}, alike by name: {}, devices that no CMDB knows: {}",
            conflicts.len(),
            ambiguous.len(),
            clashes.len(),
            near_misses.len(),
            discovered.len()
        )?;
        for conflict in conflicts {
            writeln!(out, "  {conflict}")?;
        }
        Ok(())
    }
}
