//! What became of a load: what was read, what was assumed, what was left out and why.

use std::{collections::BTreeMap, fmt, sync::Arc};

use nhi_lifecycle::{record::RecordType, secret::secret_kind};

/// What one source gave, and what it cost to read it.
///
/// Nothing is lost silently: what was not read, not understood, assumed or left out stands here with counts. No value is
/// repeated but short words where a word of a vocabulary was expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadReport {
    /// The source, as the caller named it.
    pub source: String,
    /// The name of its format.
    pub format: &'static str,
    /// Entries of the export: rows, or objects of its lists.
    pub entries: usize,
    /// Records that they gave, by type.
    pub records: BTreeMap<RecordType, usize>,
    /// Records that stand in for what is named but not shown, by type; they yield to a source that shows it.
    pub mentioned: BTreeMap<RecordType, usize>,
    /// Fields that this library has no use for or does not know, and how often each stood there.
    pub unread_fields: BTreeMap<String, usize>,
    /// Values that are not known to this library, as `field: value`, and how often.
    pub unknown_values: BTreeMap<String, usize>,
    /// What was taken for granted, each as a sentence, and for how many records.
    pub assumptions: BTreeMap<&'static str, usize>,
    /// What the export says is missing from it.
    pub incomplete: BTreeMap<&'static str, usize>,
    /// Entries that are understood and give no record of our kinds, by what they are.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Entries that could not be used, and why: the first hundred.
    pub skipped: Vec<Skipped>,
    /// How many entries were skipped.
    pub skipped_total: usize,
    /// Values that looked like a live secret and were dropped, by field.
    pub secrets_dropped: BTreeMap<String, usize>,
    /// Values longer than the limit that were dropped, by field.
    pub too_long: BTreeMap<String, usize>,
}

/// An entry that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub file: Arc<str>,
    /// The line where the entry begins, from 1.
    pub line: u64,
    /// The position of the entry in its file, from 0.
    pub index: usize,
    /// Why.
    pub why: String,
}

/// Names and words that are kept; more are counted together, as an export may use ids for names.
const MOST_NAMES: usize = 1000;

/// Skipped entries that are kept.
const MOST_SKIPPED: usize = 100;

/// Skipped entries, and fields that were not read, that are printed.
const MOST_PRINTED: usize = 10;

/// What further names are counted under.
const OTHERS: &str = "(others)";

impl LoadReport {
    pub(crate) fn count(map: &mut BTreeMap<String, usize>, name: String) {
        let full = map.len() >= MOST_NAMES && !map.contains_key(&name);
        *map.entry(if full { OTHERS.to_owned() } else { name }).or_default() += 1;
    }

    pub(crate) fn skip(&mut self, skipped: Skipped) {
        self.skipped_total += 1;
        if self.skipped.len() < MOST_SKIPPED {
            self.skipped.push(skipped);
        }
    }
}

/// A name or word from the input as it may be shown: short, plain, and no secret.
pub(crate) fn shown(text: &str) -> String {
    // A path has names of the input behind its points.
    let is_secret = secret_kind(text).is_some() || text.split('.').any(|part| secret_kind(part).is_some());
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | ':' | '@' | '#' | '$' | '(' | ')');
    if text.chars().count() > 64 || is_secret || !text.chars().all(plain) {
        return "(not shown)".to_owned();
    }
    text.to_owned()
}

impl fmt::Display for LoadReport {
    /// A few lines for people: what was read first, then what needs their eyes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if self.source != self.format {
            write!(f, " ({})", self.format)?;
        }
        write!(f, ": {} entries", self.entries)?;
        for (record_type, count) in &self.records {
            write!(f, ", {count} {}", record_type.table())?;
        }
        for (what, count) in &self.incomplete {
            write!(f, "\n  incomplete: {what} ({count})")?;
        }
        for (what, count) in &self.left_out {
            write!(f, "\n  left out: {what} ({count})")?;
        }
        for (what, count) in &self.assumptions {
            write!(f, "\n  assumed: {what} ({count})")?;
        }
        let counted = [
            ("unknown value", &self.unknown_values),
            ("secret dropped from", &self.secrets_dropped),
            ("too long", &self.too_long),
        ];
        for (what, counts) in counted {
            for (name, count) in counts {
                write!(f, "\n  {what}: {name} ({count})")?;
            }
        }
        // An export has dozens of fields that nobody misses: one line for all.
        let unread: Vec<&str> = self.unread_fields.keys().take(MOST_PRINTED).map(String::as_str).collect();
        if !unread.is_empty() {
            let more = self.unread_fields.len() - unread.len();
            let more = if more > 0 { format!(" and {more} more fields") } else { String::new() };
            write!(f, "\n  not read: {}{more}", unread.join(", "))?;
        }
        for skipped in self.skipped.iter().take(MOST_PRINTED) {
            write!(f, "\n  skipped: {}:{} (entry {}): {}", skipped.file, skipped.line, skipped.index, skipped.why)?;
        }
        let unseen = self.skipped_total - self.skipped.len().min(MOST_PRINTED);
        if unseen > 0 {
            write!(f, "\n  and {unseen} more skipped")?;
        }
        Ok(())
    }
}
