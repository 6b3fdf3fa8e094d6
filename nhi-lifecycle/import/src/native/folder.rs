//! What lies at a path: a folder of tables, or one file of records.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use nhi_lifecycle::{Error, limits::Limits, record::RecordType};

use super::files::{Content, Files, Unread};

/// How a file holds a table, as the end of its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    JsonLines,
    Csv,
    Parquet,
}

impl Form {
    pub(super) const ALL: [Self; 3] = [Self::JsonLines, Self::Csv, Self::Parquet];

    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        Self::ALL.into_iter().find(|form| extension.eq_ignore_ascii_case(form.extension()))
    }
}

/// Opens the records at a path: a folder of tables, a `.jsonl` file of any records, or a `.csv` or `.parquet` file named
/// like a table.
///
/// In a folder, the tables are `assets`, `identities`, `credentials`, `relations`, `changes`, `evidence`, `overrides`,
/// `exceptions`, `coverage` and `access`, each as `.jsonl`, `.csv` or (with the feature `parquet`) `.parquet`; other files
/// are left alone. Together they are one source, so one batch, within one set of limits.
///
/// ```no_run
/// use nhi_lifecycle::{limits::Limits, source::RecordSource};
///
/// let mut records = nhi_import::open("inventory/", &Limits::default())?;
/// while let Some(record) = records.next_record() {
///     println!("{:?}", record?);
/// }
/// # Ok::<(), nhi_lifecycle::Error>(())
/// ```
///
/// # Errors
/// [`Error::Io`] where the path or a table can't be opened; [`Error::InvalidArgument`] where there is no table, or one in
/// two forms, or in one that is not read. What is wrong inside a file is said when its records are asked for.
pub fn open(path: impl AsRef<Path>, limits: &Limits) -> Result<Files, Error> {
    let path = path.as_ref();
    let metadata = fs::metadata(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    let found = if metadata.is_dir() { tables_in(path)? } else { vec![file_at(path)?] };
    let unread = found.into_iter().map(Found::open).collect::<Result<Vec<Unread>, Error>>()?;
    Ok(Files::new(unread, limits))
}

/// A file to read.
struct Found {
    path: PathBuf,
    content: Content,
}

impl Found {
    fn open(self) -> Result<Unread, Error> {
        let name = self.path.display().to_string().into();
        let file = File::open(&self.path).map_err(|source| Error::Io { path: self.path, source })?;
        Ok(Unread { name, file, content: self.content })
    }
}

fn invalid<T>(message: String) -> Result<T, Error> {
    Err(Error::InvalidArgument(message))
}

#[cfg(feature = "parquet")]
fn parquet(_: &Path, table: RecordType) -> Result<Content, Error> {
    Ok(Content::Parquet(table))
}

#[cfg(not(feature = "parquet"))]
fn parquet(path: &Path, _: RecordType) -> Result<Content, Error> {
    let path = path.display();
    invalid(format!("`{path}`: Parquet is not built in; turn on the feature `parquet` of nhi-import, or export .csv"))
}

fn file_at(path: &Path) -> Result<Found, Error> {
    let content = match (Form::of(path), table_of(path)) {
        (Some(Form::JsonLines), _) => Content::Lines(None),
        (Some(Form::Csv), Some(table)) => Content::Rows(table),
        (Some(Form::Parquet), Some(table)) => parquet(path, table)?,
        (Some(form @ (Form::Csv | Form::Parquet)), None) => {
            let (path, form, names) = (path.display(), form.extension(), table_names());
            return invalid(format!("`{path}`: the name of a .{form} file says which table it is; one of: {names}"));
        }
        (None, _) => {
            let path = path.display();
            return invalid(format!("`{path}`: not a folder of tables, a .jsonl file, or a .csv or .parquet table"));
        }
    };
    Ok(Found { path: path.to_owned(), content })
}

/// A file with the name of a table.
pub(super) struct TableFile {
    pub(super) path: PathBuf,
    pub(super) record_type: RecordType,
    form: Form,
}

/// Every file in a folder with the name of a table, by table and then by name.
pub(super) fn table_files(folder: &Path) -> Result<Vec<TableFile>, Error> {
    let failed = |source| Error::Io { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if let (Some(form), Some(record_type)) = (Form::of(&path), table_of(&path)) {
            files.push(TableFile { path, record_type, form });
        }
    }
    files.sort_unstable_by(|a, b| (a.record_type, &a.path).cmp(&(b.record_type, &b.path)));
    Ok(files)
}

fn tables_in(folder: &Path) -> Result<Vec<Found>, Error> {
    let files = table_files(folder)?;
    if files.is_empty() {
        let names = table_names();
        return invalid(format!("`{}` holds no table, as .jsonl, .csv or .parquet; one of: {names}", folder.display()));
    }
    if let Some((one, other)) = files.iter().zip(files.iter().skip(1)).find(|(a, b)| a.record_type == b.record_type) {
        let (one, other) = (one.path.display(), other.path.display());
        return invalid(format!("`{one}` and `{other}` are the same table; keep one"));
    }
    files
        .into_iter()
        .map(|TableFile { path, record_type, form }| {
            let content = match form {
                Form::JsonLines => Content::Lines(Some(record_type)),
                Form::Csv => Content::Rows(record_type),
                Form::Parquet => parquet(&path, record_type)?,
            };
            Ok(Found { path, content })
        })
        .collect()
}

/// The table that a file is named like.
fn table_of(path: &Path) -> Option<RecordType> {
    let stem = path.file_stem()?;
    RecordType::ALL.iter().copied().find(|record_type| stem.eq_ignore_ascii_case(record_type.table()))
}

fn table_names() -> String {
    RecordType::ALL.iter().map(|record_type| record_type.table()).collect::<Vec<_>>().join(", ")
}
