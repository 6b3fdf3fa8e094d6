//! The lifecycle that acts follow.

use std::hash::{DefaultHasher, Hash, Hasher};

use nhi_lifecycle::lifecycle::{Extension, Lifecycle as Core, dot, mermaid};
use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyMapping, PyString, PyTuple},
};

use crate::{
    border::guarded,
    error::{internal, raised},
    questions::parsed,
};

/// Which stages follow each other for each class of asset, and which gates stand between them: the model's, and what an
/// extension adds to it, a mapping or JSON text. Nothing can be taken away.
///
/// >>> import nhi_lifecycle as nhi
/// >>> nhi.Lifecycle().gates("hardware", "retired", "disposed")
/// ('no_hold', 'disposed_of')
/// >>> own = nhi.Lifecycle({"gates": [
/// ...     {"name": "dpo_agreed", "entering": ["disposed"], "requires": 'label("dpo") = "yes"'},
/// ... ]})
/// >>> own.gates("hardware", "retired", "disposed")
/// ('no_hold', 'disposed_of', 'dpo_agreed')
/// >>> own.legal("hardware", "in_stock")
/// ('in_use', 'sanitized', 'missing')
#[pyclass(frozen, eq, module = "nhi_lifecycle")]
#[derive(PartialEq, Eq)]
pub(crate) struct Lifecycle {
    pub(crate) core: Core,
    /// What it was made from, in one form.
    extension: String,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self { core: Core::default(), extension: "{}".to_owned() }
    }
}

#[pymethods]
impl Lifecycle {
    #[new]
    #[pyo3(signature = (extension = None))]
    fn new(py: Python<'_>, extension: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(extension) = extension else { return Ok(Self::default()) };
        let text = json(py, extension)?;
        guarded(|| {
            let extension: Extension = text.parse().map_err(raised)?;
            let text = serde_json::to_string(&extension).map_err(|_| internal())?;
            Ok(Self { core: Core::default().extended(extension).map_err(raised)?, extension: text })
        })
    }

    /// The stages that an asset of this class may enter from a stage.
    fn legal<'py>(&self, py: Python<'py>, asset_class: &str, stage: &str) -> PyResult<Bound<'py, PyTuple>> {
        let (class, stage) = (parsed("asset_class", asset_class)?, parsed("stage", stage)?);
        PyTuple::new(py, self.core.legal(class, stage).map(|stage| stage.as_str()).collect::<Vec<_>>())
    }

    /// The gates of a transition, the model's first; None where it is not legal.
    #[pyo3(signature = (asset_class, from_, to))]
    fn gates<'py>(
        &self,
        py: Python<'py>,
        asset_class: &str,
        from_: &str,
        to: &str,
    ) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let (class, from, to) = (parsed("asset_class", asset_class)?, parsed("from_", from_)?, parsed("to", to)?);
        let row = self.core.row(class, from, to);
        row.map(|row| PyTuple::new(py, row.gates().collect::<Vec<_>>())).transpose()
    }

    /// What people call a stage.
    fn name_of(&self, stage: &str) -> PyResult<String> {
        Ok(self.core.name_of(parsed("stage", stage)?).into_owned())
    }

    /// The lifecycle of a class as a Mermaid state diagram.
    fn mermaid(&self, asset_class: &str) -> PyResult<String> {
        Ok(mermaid(&self.core, parsed("asset_class", asset_class)?))
    }

    /// The lifecycle of a class in the DOT language of Graphviz.
    fn dot(&self, asset_class: &str) -> PyResult<String> {
        Ok(dot(&self.core, parsed("asset_class", asset_class)?))
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.extension.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        format!("<Lifecycle rows={} own_gates={}>", self.core.rows().len(), self.core.own_gates().len())
    }

    fn __getnewargs__(&self) -> (&str,) {
        (&self.extension,)
    }
}

/// The text of an extension. What JSON does not hold, Python's own encoder refuses.
fn json(py: Python<'_>, extension: &Bound<'_, PyAny>) -> PyResult<String> {
    static DUMPS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if extension.is_instance_of::<PyString>() {
        return extension.extract();
    }
    let mapping = extension.cast::<PyMapping>()?;
    let plain = py.get_type::<PyDict>().call1((mapping,))?;
    DUMPS.import(py, "json", "dumps")?.call1((plain,))?.extract()
}
