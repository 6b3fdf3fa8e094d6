//! The workload as files, and as tables in memory as another library would have them.

use std::{error::Error, fs, fs::File, path::PathBuf};

use arrow_array::{RecordBatch, RecordBatchIterator};
use nhi_import::{ArrowTables, RecordBatchStreamReader};
use nhi_lifecycle::{limits::Limits, record::RecordType};
use nhi_report::arrow::stream;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// A folder in the system's place for temporary files; it goes when it is dropped.
#[derive(Debug)]
pub struct Folder(pub PathBuf);

impl Folder {
    /// An empty one; `what` is part of its name.
    ///
    /// # Errors
    /// What keeps the system from making it.
    pub fn new(what: &str) -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("nhi-{what}-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be deleted stays for the system to delete.
        fs::remove_dir_all(&self.0).ok();
    }
}

/// A table in memory.
pub type Batches = (RecordType, Vec<RecordBatch>);

/// The Parquet tables of a folder, in memory.
///
/// # Errors
/// What keeps them from being read.
pub fn batches(folder: &Folder) -> Result<Vec<Batches>, Box<dyn Error>> {
    let table = |record_type: &RecordType| {
        let path = folder.0.join(record_type.table()).with_extension("parquet");
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.with_batch_size(1 << 16).build()?;
        Ok((*record_type, reader.collect::<Result<_, _>>()?))
    };
    RecordType::ALL.iter().map(table).collect()
}

/// These tables as streams of the C interface.
///
/// # Errors
/// What keeps a stream from being taken.
pub fn streams(tables: &[Batches]) -> Result<ArrowTables<RecordBatchStreamReader>, Box<dyn Error>> {
    let mut streams = Vec::new();
    for (record_type, batches) in tables {
        let Some(first) = batches.first() else { continue };
        let reader = RecordBatchIterator::new(batches.clone().into_iter().map(Ok), first.schema());
        streams.push((*record_type, RecordBatchStreamReader::try_new(stream(reader))?));
    }
    Ok(ArrowTables::new(streams, &Limits::default()))
}
