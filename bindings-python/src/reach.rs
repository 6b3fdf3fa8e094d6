//! What a credential reaches. The way to an asset is made when it is asked for: in a long chain all of them together would be longer than
//! any memory.

use nhi_lifecycle::analysis::{self, Path};
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    sync::PyOnceLock,
    types::{PyString, PyTuple},
};

use crate::{
    answers::{Answer, answer, tuple},
    border::guarded,
    error::internal,
};

/// An asset within the radius of a credential. It compares by value, and can be pickled.
#[pyclass(frozen, module = "nhi_lifecycle")]
pub(crate) struct Reached {
    asset: Py<PyString>,
    privilege: Py<PyString>,
    path: PyOnceLock<Py<PyTuple>>,
    /// What the path is made from; nothing where it came along.
    way: Option<Path>,
}

#[pymethods]
impl Reached {
    #[new]
    fn new(py: Python<'_>, asset: Py<PyString>, privilege: Py<PyString>, path: Py<PyTuple>) -> Self {
        let made = PyOnceLock::new();
        made.get_or_init(py, || path);
        Self { asset, privilege, path: made, way: None }
    }

    /// Its id.
    #[getter]
    fn asset(&self) -> &Py<PyString> {
        &self.asset
    }

    /// The highest privilege with which it is entered.
    #[getter]
    fn privilege(&self) -> &Py<PyString> {
        &self.privilege
    }

    /// A shortest way to enter it so: references, from the credential to the asset. Made when it is first asked for.
    #[getter]
    fn path(&self, py: Python<'_>) -> PyResult<&Py<PyTuple>> {
        self.path.get_or_try_init(py, || {
            let way = self.way.as_ref().ok_or_else(internal)?;
            guarded(|| Ok(PyTuple::new(py, way.iter())?.unbind()))
        })
    }

    /// How many steps the path takes.
    #[getter]
    fn steps(&self, py: Python<'_>) -> PyResult<usize> {
        match &self.way {
            Some(way) => Ok(way.steps()),
            None => Ok(self.path(py)?.bind(py).len().saturating_sub(1)),
        }
    }

    fn __eq__(&self, other: &Self, py: Python<'_>) -> PyResult<bool> {
        // Most differ in what is at hand.
        let same = (&self.asset, &self.privilege).into_pyobject(py)?.as_any().eq((&other.asset, &other.privilege))?;
        let same = same && self.steps(py)? == other.steps(py)?;
        Ok(same && self.path(py)?.bind(py).as_any().eq(other.path(py)?)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (&self.asset, &self.privilege).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (asset, privilege) = (self.asset.bind(py).repr()?, self.privilege.bind(py).repr()?);
        Ok(format!("<Reached asset={asset} privilege={privilege} steps={}>", self.steps(py)?))
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        (&self.asset, &self.privilege, self.path(py)?).into_pyobject(py)
    }
}

pub(crate) fn reach<'py>(py: Python<'py>, reach: analysis::Reach) -> Answer<'py> {
    let analysis::Reach { credential, assets } = reach;
    let reached = |analysis::Reached { asset, privilege, path }: analysis::Reached| {
        let asset = PyString::new(py, &asset).unbind();
        let privilege = PyString::intern(py, privilege.as_str()).unbind();
        Reached { asset, privilege, path: PyOnceLock::new(), way: Some(path) }.into_bound_py_any(py)
    };
    answer(
        py,
        "Reach",
        [
            ("credential", credential.to_string().into_bound_py_any(py)?),
            ("assets", tuple(py, assets, reached)?.into_any()),
        ],
    )
}
