//! Loading in tests.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use nhi_import::sources::{Loaded, MergePolicy, Source, load};
use nhi_lifecycle::{Problem, Record, limits::Limits};

/// The folder of real exports, or a word that it is absent.
pub(crate) fn real_data() -> Option<PathBuf> {
    let folder = env::var_os("NHI_REAL_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("NHI_REAL_DATA is not set: real exports were not read");
    }
    folder
}

/// A file with this content, in a folder that is removed when the value goes.
pub(crate) struct File(PathBuf);

impl File {
    pub(crate) fn new(content: &[u8]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("nhi-source-{}-{number}", std::process::id()));
        fs::write(&path, content).expect("the temporary folder can be written");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

pub(crate) fn try_load(sources: &[Source]) -> Result<Loaded, Problem> {
    load(sources, &Limits::default(), &MergePolicy::default())
}

/// Loads one text in a format.
pub(crate) fn load_text(format: &str, text: &[u8]) -> Result<Loaded, Problem> {
    let file = File::new(text);
    try_load(&[Source::new(format, file.path())])
}

/// How many records of each type, as `2 assets, 1 credentials`.
pub(crate) fn counts(records: &[Record]) -> String {
    let mut types: Vec<_> = records.iter().map(Record::record_type).collect();
    types.sort_unstable();
    let groups = types.chunk_by(|a, b| a == b);
    groups.map(|group| format!("{} {}", group.len(), group[0].table())).collect::<Vec<_>>().join(", ")
}

/// A record as JSON, by its name space and id.
pub(crate) fn find(loaded: &Loaded, reference: &str) -> serde_json::Value {
    let found = loaded.records.iter().map(|record| serde_json::to_value(record).expect("a record is JSON"));
    let (namespace, id) = reference.split_once(':').expect("a reference has a prefix");
    let mut found = found.filter(|record| record["record"] == namespace && record["id"] == id);
    found.next().unwrap_or_else(|| panic!("`{reference}` was not loaded"))
}

/// Adds everything to an empty inventory, strictly.
pub(crate) fn added(loaded: &Loaded) -> nhi_lifecycle::Inventory {
    let mut inventory = nhi_lifecycle::Inventory::new();
    let at = "2030-01-01T00:00:00Z".parse().expect("an instant");
    let context = nhi_lifecycle::Context::at(at);
    inventory.add(loaded.records.clone(), &context).unwrap_or_else(|error| panic!("{error}"));
    inventory
}
