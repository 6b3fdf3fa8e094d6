//! What the sequences of this module have in common: places, slices, and what Python mixes into every sequence.

use pyo3::{
    exceptions::PyIndexError,
    prelude::*,
    types::{PySlice, PyTuple},
};

use crate::answers::tuple;

/// What stands between the brackets.
#[derive(FromPyObject)]
pub(crate) enum Index<'py> {
    One(isize),
    Slice(Bound<'py, PySlice>),
}

impl<'py> Index<'py> {
    /// The item of a sequence of this length, or a tuple of those in the slice. `item` is asked for a place that may lie outside.
    pub(crate) fn of(
        self,
        py: Python<'py>,
        len: usize,
        item: impl Fn(usize) -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let len = len.cast_signed();
        match self {
            Self::One(index) => {
                let index = if index < 0 { index + len } else { index };
                item(usize::try_from(index).unwrap_or(usize::MAX))
            }
            Self::Slice(slice) => {
                let range = slice.indices(len)?;
                let places = (0..range.slicelength).map(|step| range.start + step.cast_signed() * range.step);
                Ok(tuple(py, places, |place| item(place.cast_unsigned()))?.into_any())
            }
        }
    }
}

/// The error that ends a loop over a sequence.
pub(crate) fn out_of_range(what: &str) -> PyErr {
    PyIndexError::new_err(format!("{what} index out of range"))
}

/// What `collections.abc.Sequence` has for every sequence.
pub(crate) fn mixed_in<'py, T>(
    sequence: &Bound<'py, T>,
    name: &str,
    rest: &Bound<'py, PyTuple>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = sequence.py();
    let method = py.import("collections.abc")?.getattr("Sequence")?.getattr(name)?;
    let all: Vec<_> = std::iter::once(sequence.clone().into_any()).chain(rest.iter()).collect();
    method.call1(PyTuple::new(py, all)?)
}

/// Gives a class with a length and items the rest of a sequence's methods.
macro_rules! sequence {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            fn __contains__<'py>(slf: &Bound<'py, Self>, value: Bound<'py, PyAny>) -> PyResult<bool> {
                $crate::sequence::mixed_in(slf, "__contains__", &(value,).into_pyobject(slf.py())?)?.extract()
            }

            fn __reversed__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
                $crate::sequence::mixed_in(slf, "__reversed__", &pyo3::types::PyTuple::empty(slf.py()))
            }

            /// Where an item stands.
            #[pyo3(signature = (value, start = 0, stop = None))]
            fn index<'py>(
                slf: &Bound<'py, Self>,
                value: Bound<'py, PyAny>,
                start: isize,
                stop: Option<isize>,
            ) -> PyResult<Bound<'py, PyAny>> {
                $crate::sequence::mixed_in(slf, "index", &(value, start, stop).into_pyobject(slf.py())?)
            }

            /// How often an item stands in it.
            fn count<'py>(slf: &Bound<'py, Self>, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
                $crate::sequence::mixed_in(slf, "count", &(value,).into_pyobject(slf.py())?)
            }
        }
    };
}
pub(crate) use sequence;
