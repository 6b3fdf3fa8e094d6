//! Writing records, so that reading them back gives the same ones.

use std::{
    borrow::Borrow,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use nhi_lifecycle::{
    Error, Record,
    record::{RecordType, SCHEMA},
};

use super::{
    csv_table::CsvTable,
    folder::{Form, table_files},
};

/// Writes records as JSON Lines, behind a header.
///
/// ```
/// use nhi_lifecycle::Record;
///
/// let record: Record = serde_json::from_str(r#"{"id":"web-1","kind":"server","stage":"in_use","record":"asset"}"#)?;
/// let mut lines = Vec::new();
/// nhi_import::write_jsonl([&record], &mut lines)?;
/// assert_eq!(
///     String::from_utf8(lines)?,
///     "{\"record\":\"inventory\",\"schema\":1}\n\
///      {\"record\":\"asset\",\"id\":\"web-1\",\"kind\":\"server\",\"stage\":\"in_use\"}\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What the writer says.
pub fn write_jsonl<I>(records: I, out: impl Write) -> io::Result<()>
where
    I: IntoIterator,
    I::Item: Borrow<Record>,
{
    let mut table = LinesTable::begin(out)?;
    for record in records {
        table.put(record.borrow())?;
    }
    table.out.flush()
}

/// Writes records into a folder as tables of JSON Lines, all ten of them. The folder is made if it is not there.
///
/// The files take the place of former ones once all are written.
///
/// # Errors
/// [`Error::Io`] where a file can't be written; [`Error::InvalidArgument`] where a table is there already as a file of
/// another form, as the folder could no longer be read.
pub fn write_folder<I>(records: I, path: impl AsRef<Path>) -> Result<(), Error>
where
    I: IntoIterator,
    I::Item: Borrow<Record>,
{
    write_tables::<LinesTable<BufWriter<File>>>(records.into_iter(), path.as_ref())
}

/// Writes records into a folder as CSV tables, all ten of them, each with every column its records can have. The folder
/// is made if it is not there.
///
/// The cells are exact, for loading them again; a spreadsheet may take a text that begins with `=` for a formula. The
/// files take the place of former ones once all are written.
///
/// # Errors
/// As [`write_folder`], and [`Error::InvalidArgument`] for a record that CSV can't hold: one with an empty text, which
/// can't be told from a text left out.
pub fn write_csv_folder<I>(records: I, path: impl AsRef<Path>) -> Result<(), Error>
where
    I: IntoIterator,
    I::Item: Borrow<Record>,
{
    write_tables::<CsvTable>(records.into_iter(), path.as_ref())
}

/// Writes records into a folder as Parquet tables, all ten of them, each with every column its records can have: instants as
/// timestamps in UTC, lists and maps as such. The folder is made if it is not there.
///
/// The files take the place of former ones once all are written.
///
/// # Errors
/// As [`write_folder`].
#[cfg(feature = "parquet")]
pub fn write_parquet_folder<I>(records: I, path: impl AsRef<Path>) -> Result<(), Error>
where
    I: IntoIterator,
    I::Item: Borrow<Record>,
{
    write_tables::<super::parquet_writer::ParquetWriter>(records.into_iter(), path.as_ref())
}

/// A table that is being written.
pub(super) trait TableWriter: Sized {
    const FORM: Form;

    fn begin(file: File, record_type: RecordType) -> io::Result<Self>;
    fn put(&mut self, record: &Record) -> Result<(), Fault>;
    fn end(self) -> io::Result<()>;
}

/// Why a record is not written.
pub(super) enum Fault {
    Io(io::Error),
    /// The form can't hold it.
    Unfit(String),
}

impl<E: Into<io::Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Io(error.into())
    }
}

struct LinesTable<W> {
    out: W,
}

impl<W: Write> LinesTable<BufWriter<W>> {
    fn begin(out: W) -> io::Result<Self> {
        let mut out = BufWriter::new(out);
        writeln!(out, r#"{{"record":"inventory","schema":{SCHEMA}}}"#)?;
        Ok(Self { out })
    }

    fn put(&mut self, record: &Record) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, record)?;
        self.out.write_all(b"\n")
    }
}

impl TableWriter for LinesTable<BufWriter<File>> {
    const FORM: Form = Form::JsonLines;

    fn begin(file: File, _: RecordType) -> io::Result<Self> {
        Self::begin(file)
    }

    fn put(&mut self, record: &Record) -> Result<(), Fault> {
        Ok(self.put(record)?)
    }

    fn end(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A table on its way to its place; dropped before it gets there, it leaves nothing behind.
struct Staged<T> {
    record_type: RecordType,
    writer: T,
    part: Part,
}

struct Part {
    path: PathBuf,
    table: PathBuf,
}

impl Drop for Part {
    fn drop(&mut self) {
        // Once it is in its place there is nothing to remove; and a rest that stays is no table.
        let _ = fs::remove_file(&self.path);
    }
}

impl Part {
    fn failed(&self) -> impl FnOnce(io::Error) -> Error {
        let path = self.path.clone();
        move |source| Error::Io { path, source }
    }
}

fn write_tables<T: TableWriter>(records: impl Iterator<Item: Borrow<Record>>, folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
    let table_path = |record_type: RecordType| folder.join(record_type.table()).with_extension(T::FORM.extension());
    if let Some(other) = table_files(folder)?.into_iter().find(|file| file.path != table_path(file.record_type)) {
        let (table, path) = (table_path(other.record_type), other.path);
        let message =
            format!("`{}` would be the same table as `{}`; remove that first", table.display(), path.display());
        return Err(Error::InvalidArgument(message));
    }
    let mut tables = Vec::new();
    for record_type in RecordType::ALL.iter().copied() {
        let table = table_path(record_type);
        let path = table.with_extension(format!("{}.part", T::FORM.extension()));
        let part = Part { path, table };
        let file = File::create(&part.path).map_err(part.failed())?;
        let writer = T::begin(file, record_type).map_err(part.failed())?;
        tables.push(Staged { record_type, writer, part });
    }
    for (position, record) in records.enumerate() {
        let record = record.borrow();
        // There is a table of each type.
        let Some(table) = tables.iter_mut().find(|table| table.record_type == record.record_type()) else { continue };
        table.writer.put(record).map_err(|fault| match fault {
            Fault::Io(source) => table.part.failed()(source),
            Fault::Unfit(message) => Error::InvalidArgument(format!("record {position}: {message}")),
        })?;
    }
    let mut parts = Vec::new();
    for Staged { writer, part, .. } in tables {
        writer.end().map_err(part.failed())?;
        parts.push(part);
    }
    parts.iter().try_for_each(|part| fs::rename(&part.path, &part.table).map_err(part.failed()))
}
