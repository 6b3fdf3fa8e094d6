//! Tables out, and in, through Arrow's C interface alone: pyarrow, pandas, Polars and DuckDB all speak it, and none of them is
//! needed here.

use std::ffi::CStr;

use nhi_import::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use nhi_lifecycle::record::RecordType;
use nhi_report::arrow::{Table as Core, stream};
use pyo3::{
    exceptions::PyModuleNotFoundError,
    prelude::*,
    types::{IntoPyDict, PyCFunction, PyCapsule, PyMapping, PyString},
};

use crate::{border::guarded, error::invalid_argument};

/// What Arrow's protocol calls the capsule of a stream.
const STREAM: &CStr = c"arrow_array_stream";

/// A table that data frames take without a copy: `pyarrow.table(t)`, `polars.DataFrame(t)`, `duckdb.sql("from t")`.
///
/// Its rows are made while they are taken, each time anew.
#[pyclass(frozen, module = "nhi_lifecycle")]
pub(crate) struct ArrowTable(Core);

impl ArrowTable {
    pub(crate) fn new(table: Core) -> Self {
        Self(table)
    }
}

/// A table as the capsule that Arrow's protocol asks for.
fn capsule<'py>(py: Python<'py>, table: &Core) -> PyResult<Bound<'py, PyCapsule>> {
    let stream: FFI_ArrowArrayStream = guarded(|| Ok(stream(table.reader())))?;
    PyCapsule::new_with_value(py, stream, STREAM)
}

/// The tables that a caller gives by their names.
pub(crate) fn tables(given: &Bound<'_, PyMapping>) -> PyResult<Vec<(RecordType, RecordBatchStreamReader)>> {
    given.items()?.iter().map(|item| table(&item.get_item(0)?, &item.get_item(1)?)).collect()
}

fn table(name: &Bound<'_, PyAny>, given: &Bound<'_, PyAny>) -> PyResult<(RecordType, RecordBatchStreamReader)> {
    let record_type = name.cast::<PyString>().ok().and_then(|name| {
        let name = name.to_str().ok()?;
        RecordType::ALL.iter().copied().find(|record_type| record_type.table() == name)
    });
    let Some(record_type) = record_type else {
        let names: Vec<&str> = RecordType::ALL.iter().map(|record_type| record_type.table()).collect();
        let names = names.join(", ");
        return Err(invalid_argument(format!(
            "a mapping gives tables by their names, of which this is none; one of: {names} (records go in a list)"
        )));
    };
    let name = record_type.table();
    let Ok(export) = given.getattr("__arrow_c_stream__") else {
        return Err(invalid_argument(format!(
            "`{name}`: no table with `__arrow_c_stream__`; give a data frame of pandas or Polars, a table of pyarrow or a \
             relation of DuckDB"
        )));
    };
    let capsule = export.call0()?.cast_into::<PyCapsule>()?;
    let place = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds such a stream, which its consumer moves out.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(place.as_ptr()) };
    // What its producer says may repeat a value.
    let reader = guarded(|| {
        RecordBatchStreamReader::try_new(stream)
            .map_err(|_| invalid_argument(format!("`{name}`: not a stream of Arrow, or one that failed")))
    })?;
    Ok((record_type, reader))
}

/// A library that is an extra, or how to get it.
fn extra<'py>(py: Python<'py>, module: &str, extra: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(module).map_err(|error| {
        if !error.is_instance_of::<PyModuleNotFoundError>(py) {
            return error;
        }
        let missing = format!("{module} is not installed; get it with: pip install 'nhi-lifecycle[{extra}]'");
        let told = PyModuleNotFoundError::new_err(missing);
        told.set_cause(py, Some(error));
        told
    })
}

#[pymethods]
impl ArrowTable {
    /// The names of its columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The stream of Arrow's PyCapsule interface. It comes in the types it has, whatever `requested_schema` says.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        capsule(py, &self.0)
    }

    /// As a pandas `DataFrame`: words as categories, instants as timestamps, lists as they lie in Arrow (`ArrowDtype`), each a list of
    /// Python when it is looked at.
    ///
    /// Needs the extra `pandas`.
    pub(crate) fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let of_arrow = extra(py, "pandas", "pandas")?.getattr("ArrowDtype")?.unbind();
        let pyarrow = extra(py, "pyarrow", "pandas")?;
        let is_list = py.import("pyarrow.types")?.getattr("is_list")?.unbind();
        // An array of its own for each list takes longer than all the rest.
        let mapper = PyCFunction::new_closure(py, None, None, move |arguments, _| -> PyResult<Option<Py<PyAny>>> {
            let py = arguments.py();
            let lists = is_list.call1(py, arguments)?.is_truthy(py)?;
            lists.then(|| of_arrow.call1(py, arguments)).transpose()
        })?;
        let told = [("types_mapper", mapper)].into_py_dict(py)?;
        pyarrow.call_method1("table", (slf,))?.call_method("to_pandas", (), Some(&told))
    }

    /// As a Polars `DataFrame`. Needs the extra `polars`.
    pub(crate) fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        extra(slf.py(), "polars", "polars")?.call_method1("DataFrame", (slf,))
    }

    fn __repr__(&self) -> String {
        format!("<ArrowTable columns={}>", self.column_names().join(","))
    }
}
