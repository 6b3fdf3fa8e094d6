//! Where the records of a batch come from: a path, an iterable of mappings, or tables.

use std::{collections::VecDeque, path::PathBuf, sync::Arc};

use nhi_import::{ArrowTables, Files, RecordBatchStreamReader, sources};
use nhi_lifecycle::{
    Code, Limits, Problem, Record,
    field::Fields,
    incoming::{Incoming, Taken},
    record::RecordType,
    source::RecordSource,
};
use pyo3::{
    prelude::*,
    types::{PyIterator, PyMapping, PyString},
};

use crate::{
    arrow,
    error::{invalid_argument, raised},
    fields::fields,
    watch::Watch,
};

/// How many records are taken from Python at a time: enough that waiting for the interpreter costs little beside them.
const SLICE: usize = 1024;

/// What a caller gave as records.
pub(crate) enum Given {
    Path(PathBuf),
    Records(Py<PyIterator>),
    Tables(Vec<(RecordType, RecordBatchStreamReader)>),
}

impl FromPyObject<'_, '_> for Given {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(tables) = value.cast::<PyMapping>() {
            return arrow::tables(&tables).map(Self::Tables);
        }
        if value.hasattr("__arrow_c_stream__")? {
            return Err(invalid_argument("a table without its name; give it like {\"assets\": table}"));
        }
        let is_path = value.is_instance_of::<PyString>() || value.hasattr("__fspath__")?;
        if is_path { value.extract().map(Self::Path) } else { Ok(Self::Records(value.try_iter()?.unbind())) }
    }
}

impl Given {
    /// Opens it, to be read under a watch.
    pub(crate) fn open(self, limits: &Limits, watch: Watch) -> PyResult<Source> {
        let records = match self {
            Self::Path(path) => Records::Files(Box::new(nhi_import::open(path, limits).map_err(raised)?)),
            Self::Records(iterator) => Records::Mappings(Mappings::new(iterator)),
            Self::Tables(tables) => Records::Tables(Box::new(ArrowTables::new(tables, limits))),
        };
        Ok(Source { records, watch, ended: false })
    }
}

enum Records {
    Files(Box<Files>),
    Mappings(Mappings),
    Tables(Box<ArrowTables<RecordBatchStreamReader>>),
    Loaded(sources::Records),
}

/// Records under a watch. When it has to stop, the batch gets a problem, so that nothing of it is applied; the exception
/// says more.
pub(crate) struct Source {
    records: Records,
    watch: Watch,
    /// The batch has the problem already.
    ended: bool,
}

impl Source {
    /// Records that other systems' exports gave.
    pub(crate) fn loaded(records: sources::Records, watch: Watch) -> Self {
        Self { records: Records::Loaded(records), watch, ended: false }
    }

    /// The exception that stopped it, if one did.
    pub(crate) fn result(self) -> PyResult<()> {
        self.watch.result()
    }
}

impl RecordSource for Source {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        if self.ended {
            return None;
        }
        let next = match &mut self.records {
            Records::Files(files) => files.next_record(),
            Records::Tables(tables) => tables.next_record(),
            Records::Mappings(mappings) => mappings.next_record(&mut self.watch),
            Records::Loaded(records) => records.next_record(),
        };
        under(&mut self.watch, &mut self.ended, next)
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        if self.ended {
            return None;
        }
        let next = match &mut self.records {
            Records::Files(files) => files.next_into(incoming),
            Records::Tables(tables) => tables.next_into(incoming),
            Records::Mappings(mappings) => {
                mappings.next_record(&mut self.watch).map(|next| next.map(|record| incoming.put(record)))
            }
            Records::Loaded(records) => records.next_into(incoming),
        };
        under(&mut self.watch, &mut self.ended, next)
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        match &self.records {
            Records::Files(files) => files.place(record),
            Records::Tables(tables) => tables.place(record),
            Records::Loaded(records) => records.place(record),
            Records::Mappings(_) => None,
        }
    }
}

/// What comes next, or the problem that ends the batch where the watch has to stop.
fn under<T>(watch: &mut Watch, ended: &mut bool, next: Option<Result<T, Problem>>) -> Option<Result<T, Problem>> {
    let go_on = if next.is_some() { watch.step() } else { watch.look() };
    if go_on {
        return next;
    }
    *ended = true;
    Some(Err(Problem::new(Code::Cancelled, "stopped, as asked")))
}

/// Mappings, taken from Python a slice at a time and read as records without the interpreter.
struct Mappings {
    iterator: Option<Py<PyIterator>>,
    slice: VecDeque<Result<Fields, Problem>>,
}

impl Mappings {
    fn new(iterator: Py<PyIterator>) -> Self {
        Self { iterator: Some(iterator), slice: VecDeque::new() }
    }

    fn next_record(&mut self, watch: &mut Watch) -> Option<Result<Record, Problem>> {
        if self.slice.is_empty() {
            Python::attach(|py| self.take_slice(py)).unwrap_or_else(|error| watch.stop(error));
        }
        Some(self.slice.pop_front()?.and_then(Record::from_tagged_fields))
    }

    fn take_slice(&mut self, py: Python<'_>) -> PyResult<()> {
        let Some(iterator) = &self.iterator else { return Ok(()) };
        for record in iterator.bind(py).clone().take(SLICE) {
            self.slice.push_back(fields(&record?)?);
        }
        if self.slice.len() < SLICE {
            self.iterator = None;
        }
        Ok(())
    }
}
