//! Limits on what comes in.

use nhi_lifecycle::Limits as Core;
use pyo3::{prelude::*, types::PyDict};

/// How much one batch may bring; what is left out is as the library has it.
///
/// >>> import nhi_lifecycle as nhi
/// >>> nhi.Limits(records=1_000).records
/// 1000
#[pyclass(frozen, eq, module = "nhi_lifecycle")]
#[derive(PartialEq, Eq)]
pub(crate) struct Limits(pub(crate) Core);

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $type:ty),+ $(,)?) => {
        #[pymethods]
        impl Limits {
            #[new]
            #[pyo3(signature = (*, $($name = None),+))]
            fn new($($name: Option<$type>),+) -> Self {
                let usual = Core::default();
                Self(Core { $($name: $name.unwrap_or(usual.$name)),+ })
            }

            $( $(#[$doc])*
            #[getter]
            fn $name(&self) -> $type {
                self.0.$name
            } )+

            fn __hash__(&self) -> u64 {
                use std::hash::{DefaultHasher, Hash, Hasher};
                let mut hasher = DefaultHasher::new();
                $( self.0.$name.hash(&mut hasher); )+
                hasher.finish()
            }

            fn __repr__(&self) -> String {
                let limits = [$( format!(concat!(stringify!($name), "={}"), self.0.$name) ),+];
                format!("Limits({})", limits.join(", "))
            }

            fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
                let limits = PyDict::new(py);
                $( limits.set_item(stringify!($name), self.0.$name)?; )+
                Ok(((), limits))
            }
        }
    };
}

limits! {
    /// Bytes of one source.
    bytes: u64,
    /// Bytes of one line or row.
    line_bytes: usize,
    /// Records in one batch.
    records: usize,
    /// Relations in one batch, short-hands counted.
    relations: usize,
    /// Bytes of one text.
    field_bytes: usize,
    /// Lists and maps inside each other, in formats that nest.
    nesting: usize,
}
