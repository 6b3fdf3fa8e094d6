//! What became of exports that were loaded: what each gave, and what was merged.

use std::ffi::c_char;

use nhi_import::sources::{LoadReport, Loaded, Merge};
use nhi_lifecycle::record::RecordType;

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    pointer::{self, Out, TextOut},
    string::{give_string, give_strings, nhi_string, nhi_strings},
};

/// What became of exports that were loaded together. Immutable: any number of threads may read it at once.
pub struct nhi_load_report {
    _private: [u8; 0],
}

impl Handle for nhi_load_report {
    /// Without the records: those are in the inventory.
    type Held = Loaded;
    const NAME: &'static str = "nhi_load_report";
}

pub(crate) fn give(place: Out<*mut nhi_load_report>, loaded: Loaded) -> Result<(), Failure> {
    if place.is_wanted() {
        place.set(handle::give::<nhi_load_report>(loaded)?);
    }
    Ok(())
}

fn source(loaded: &Loaded, index: u64) -> Result<&LoadReport, Failure> {
    let index = pointer::index(index, loaded.sources.len(), "source")?;
    loaded.sources.get(index).ok_or_else(|| Failure::argument("no such source"))
}

fn merge(loaded: &Loaded, index: u64) -> Result<&Merge, Failure> {
    let index = pointer::index(index, loaded.merge.merges.len(), "merge")?;
    loaded.merge.merges.get(index).ok_or_else(|| Failure::argument("no such merge"))
}

/// Frees a load report. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_free(report: *mut nhi_load_report, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(report))
}

/// All of it in a few lines for people: what was read of each export, what was assumed, not known, dropped and skipped, and what
/// was merged.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_text(
    report: *const nhi_load_report,
    text: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text) = unsafe { (Out::new(err), Out::new(text)) };
    guard(err, || give_string(text.needed_handle("text")?, handle::lend(report)?.to_string()))
}

/// How many exports were loaded, and how many pairs of records became one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_len(
    report: *const nhi_load_report,
    sources: *mut u64,
    merges: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, sources, merges) = unsafe { (Out::new(err), Out::new(sources), Out::new(merges)) };
    guard(err, || {
        let loaded = handle::lend(report)?;
        sources.set(loaded.sources.len() as u64);
        merges.set(loaded.merge.merges.len() as u64);
        Ok(())
    })
}

/// The name of one export, as the caller gave it. Valid until the report is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_source(
    report: *const nhi_load_report,
    source: u64,
    data: *mut *const c_char,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, name) = unsafe { (Out::new(err), TextOut::new(data, len)) };
    guard(err, || {
        name.needed()?.set(&self::source(&*handle::lend(report)?, source)?.source);
        Ok(())
    })
}

/// How many entries one export has: rows, or objects of its lists; and how many of them could not be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_entries(
    report: *const nhi_load_report,
    source: u64,
    entries: *mut u64,
    skipped: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, entries, skipped) = unsafe { (Out::new(err), Out::new(entries), Out::new(skipped)) };
    guard(err, || {
        let loaded = handle::lend(report)?;
        let source = self::source(&loaded, source)?;
        entries.set(source.entries as u64);
        skipped.set(source.skipped_total as u64);
        Ok(())
    })
}

/// How many records of a type (NHI_RECORD_TYPE_...) one export shows, and how many it just names, which yield to an export that
/// shows them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_records(
    report: *const nhi_load_report,
    source: u64,
    record_type: i32,
    shown: *mut u64,
    named: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, shown, named) = unsafe { (Out::new(err), Out::new(shown), Out::new(named)) };
    guard(err, || {
        let record_type = pointer::word(record_type, RecordType::from_number, "type of records")?;
        let loaded = handle::lend(report)?;
        let source = self::source(&loaded, source)?;
        shown.set(source.records.get(&record_type).copied().unwrap_or_default() as u64);
        named.set(source.mentioned.get(&record_type).copied().unwrap_or_default() as u64);
        Ok(())
    })
}

/// What was taken for granted of one export, each as a sentence.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_assumptions(
    report: *const nhi_load_report,
    source: u64,
    sentences: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, sentences) = unsafe { (Out::new(err), Out::new(sentences)) };
    guard(err, || {
        let sentences = sentences.needed_handle("sentences")?;
        give_strings(sentences, self::source(&*handle::lend(report)?, source)?.assumptions.keys())
    })
}

/// Fields of one export that this library has no use for or does not know.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_unread_fields(
    report: *const nhi_load_report,
    source: u64,
    fields: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, fields) = unsafe { (Out::new(err), Out::new(fields)) };
    guard(err, || {
        let fields = fields.needed_handle("fields")?;
        give_strings(fields, self::source(&*handle::lend(report)?, source)?.unread_fields.keys())
    })
}

/// One entry of an export that could not be used, of the first hundred: where it begins, its file and line from 1, and why.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_skipped(
    report: *const nhi_load_report,
    source: u64,
    index: u64,
    file: *mut *mut nhi_string,
    line: *mut u64,
    why: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, file, line, why) = unsafe { (Out::new(err), Out::new(file), Out::new(line), Out::new(why)) };
    guard(err, || {
        let (file, why) = (file.needed_handle("file")?, why.needed_handle("why")?);
        let loaded = handle::lend(report)?;
        let skipped = &self::source(&loaded, source)?.skipped;
        let index = pointer::index(index, skipped.len(), "entry")?;
        let skipped = skipped.get(index).ok_or_else(|| Failure::argument("no such entry"))?;
        line.set(skipped.line);
        give_string(file, &*skipped.file)?;
        give_string(why, skipped.why.as_str())
    })
}

/// Two records that became one: the one that they are now, such as asset:web-1, the one that went into it, and the rule that said
/// so. nhi_sources_keep_apart with both undoes it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_load_report_merge(
    report: *const nhi_load_report,
    index: u64,
    kept: *mut *mut nhi_string,
    joined: *mut *mut nhi_string,
    rule: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, kept, joined, rule) = unsafe { (Out::new(err), Out::new(kept), Out::new(joined), Out::new(rule)) };
    guard(err, || {
        let (kept, joined) = (kept.needed_handle("kept")?, joined.needed_handle("joined")?);
        let rule = rule.needed_handle("rule")?;
        let loaded = handle::lend(report)?;
        let merge = merge(&loaded, index)?;
        give_string(kept, merge.kept.to_string())?;
        give_string(joined, merge.joined.to_string())?;
        give_string(rule, merge.rule.as_str())
    })
}
