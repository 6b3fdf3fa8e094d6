//! From a path to the entries of an export: which files, in which encoding, in which form.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use encoding_rs_io::DecodeReaderBytesBuilder;
use nhi_lifecycle::{Code, Problem, limits::Limits};

use super::{
    document,
    format::Format,
    gauge::Gauge,
    reading::{Entry, Reading},
    report::LoadReport,
    table,
    watch::{Watch, Watched},
};

/// An export to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of its [`Format`].
    pub format: String,
    /// The file, or a folder of such files, as logs are delivered.
    pub path: PathBuf,
    /// What reports call it; left out, the name of its format.
    pub name: Option<String>,
    /// The account, tenant, organisation, cluster or server it comes from, for exports that don't say so themselves, and to
    /// tell two of the same kind apart.
    pub scope: Option<String>,
}

impl Source {
    /// An export in this format at this path.
    pub fn new(format: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { format: format.into(), path: path.into(), name: None, scope: None }
    }

    /// The same export, from this account, tenant, organisation, cluster or server.
    #[must_use]
    pub fn from_scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// What reports call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.format)
    }
}

/// Bytes that are looked at to tell JSON from CSV and one delimiter from another.
const OPENING: u64 = 8 << 10;

/// Files in one folder that are read.
const MOST_FILES: usize = 1_000_000;

/// Reads one source: what it gave, and the account of it.
pub(crate) fn read(
    source: &Source,
    position: usize,
    limits: &Limits,
    watch: &Watch<'_>,
) -> Result<(Vec<Entry>, LoadReport), Problem> {
    let Some(format) = Format::named(&source.format) else {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name).collect();
        return Err(Problem::new(Code::InvalidInput, format!("no such format; one of: {}", names.join(", "))));
    };
    let reading = Reading::new(format, position, source.name(), source.scope.as_deref(), limits);
    let mut left = limits.bytes;
    for path in files(&source.path, &reading)? {
        let name: Arc<str> = path.display().to_string().into();
        let file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
        let length = file.metadata().map_or(0, |metadata| metadata.len());
        let within = Limits { bytes: left, ..*limits };
        left = left.checked_sub(length).ok_or_else(|| too_long(&name, limits))?;
        let done = read_file(Watched::new(file, watch), &name, &reading, format, &within);
        watch.result()?;
        done.map_err(|problem| Problem { file: Some(problem.file.clone().unwrap_or(name)), ..problem })?;
    }
    let (entries, report) = reading.finish();
    if entries.is_empty() && report.entries > 0 && report.skipped_total == report.entries {
        let why = report.skipped.first().map_or("", |skipped| skipped.why.as_str());
        let message = format!("holds nothing that is {}: {why}; export it so: {}", format.title, format.export);
        let problem = Problem::new(Code::InvalidInput, message);
        return Err(Problem { file: Some(source.path.display().to_string().into()), ..problem });
    }
    Ok((entries, report))
}

fn too_long(file: &Arc<str>, limits: &Limits) -> Problem {
    let message = format!("the source is longer than the limit of {} bytes; split it or raise the limit", limits.bytes);
    Problem { file: Some(Arc::clone(file)), ..Problem::new(Code::LimitExceeded, message) }
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let problem = Problem::new(Code::Io, format!("can't be read: {error}"));
    Problem { file: Some(path.display().to_string().into()), ..problem }
}

/// How the names of exports end; in a folder, what ends otherwise is no export. A compressed one is refused with a remedy.
const ENDINGS: &[&str] = &["json", "jsonl", "ndjson", "csv", "log", "txt", "gz"];

fn is_export(name: &Path) -> bool {
    name.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The file, or every export in a folder and the folders within it, in the order of their names.
fn files(path: &Path, reading: &Reading<'_>) -> Result<Vec<PathBuf>, Problem> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let file_type = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
            // Links are not followed: they can lead round in a circle.
            if file_type.is_dir() {
                folders.push(entry.path());
            } else if file_type.is_file() && is_export(&entry.path()) {
                found.push(entry.path());
            } else {
                reading.leave_out("files and links in the folder that are no exports by their names");
            }
        }
        if found.len() > MOST_FILES {
            return Err(Problem::new(Code::LimitExceeded, "the folder holds more than a million files; split it"));
        }
    }
    if found.is_empty() {
        let problem = Problem::new(Code::InvalidInput, "a folder without a .json, .jsonl, .csv or .log file");
        return Err(Problem { file: Some(path.display().to_string().into()), ..problem });
    }
    found.sort_unstable();
    Ok(found)
}

/// Reads one stream; marks of UTF-8 and UTF-16 at its beginning are heeded.
pub(crate) fn read_file(
    stream: impl Read,
    file: &Arc<str>,
    reading: &Reading<'_>,
    format: &Format,
    limits: &Limits,
) -> Result<(), Problem> {
    let mut decoded = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(stream);
    let mut opening = Vec::new();
    (&mut decoded)
        .take(OPENING)
        .read_to_end(&mut opening)
        .map_err(|error| Problem::new(Code::Io, format!("can't be read: {error}")))?;
    let refuse = |message: &str| Err(Problem::new(Code::InvalidSyntax, format!("{message}: {}", format.export)));
    if opening.starts_with(&[0x1f, 0x8b]) {
        return Err(Problem::new(Code::InvalidSyntax, "compressed with gzip; unpack it first"));
    }
    let first = opening.iter().find(|byte| !byte.is_ascii_whitespace()).copied();
    let json = matches!(first, Some(b'{' | b'['));
    let between = table::delimiter(&opening);
    let stream = BufReader::with_capacity(64 << 10, io::Cursor::new(opening).chain(decoded));
    let intake = reading.intake(file);
    match (json, format.shape.lists, format.shape.columns) {
        (true, Some(lists), _) => {
            let gauge = Gauge::new(limits);
            document::read(stream, &gauge, lists, &intake)
        }
        (false, _, Some(needs)) => {
            let expected = table::Expected { delimiter: between, needs };
            table::read(stream, file, limits, &expected, &intake)
        }
        (true, None, _) => refuse("this is JSON where CSV belongs; export it so"),
        (false, _, None) if first.is_none() => Err(Problem::new(Code::InvalidSyntax, "empty; export it again")),
        (false, _, None) => refuse("this is not JSON; export it so"),
    }
}
