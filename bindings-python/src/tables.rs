//! Writing an inventory to files.

use std::{fs::File, path::Path};

use nhi_import::{write_csv_folder, write_folder, write_jsonl, write_parquet_folder};
use nhi_lifecycle::{Error, Snapshot};
use pyo3::PyResult;

use crate::error::invalid_argument;

/// The form of the tables in a folder.
#[derive(Clone, Copy)]
pub(crate) enum Tables {
    Jsonl,
    Csv,
    Parquet,
}

impl Tables {
    pub(crate) fn named(name: &str) -> PyResult<Self> {
        match name {
            "jsonl" => Ok(Self::Jsonl),
            "csv" => Ok(Self::Csv),
            "parquet" => Ok(Self::Parquet),
            _ => Err(invalid_argument("tables: one of: jsonl, csv, parquet")),
        }
    }

    /// Writes every record to a `.jsonl` file, or to a folder.
    pub(crate) fn write(self, snapshot: &Snapshot, path: &Path) -> Result<(), Error> {
        let records = snapshot.records();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl")) {
            let written = File::create(path).and_then(|file| write_jsonl(records, file));
            return written.map_err(|source| Error::Io { path: path.to_owned(), source });
        }
        match self {
            Self::Jsonl => write_folder(records, path),
            Self::Csv => write_csv_folder(records, path),
            Self::Parquet => write_parquet_folder(records, path),
        }
    }
}
