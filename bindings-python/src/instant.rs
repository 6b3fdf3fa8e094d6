//! Instants: aware `datetime`s on Python's side.

use nhi_lifecycle::Instant;
use pyo3::{
    exceptions::{PyOverflowError, PyTypeError},
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDateTime, PyDelta, PyTzInfo},
};

use crate::error::invalid_argument;

/// The text of a `datetime`, for the core to read. One without a time zone stays without offset, so that the core refuses it
/// in its own words; the others are told in UTC, as an old local time can have an offset of odd seconds.
pub(crate) fn text(value: &Bound<'_, PyDateTime>) -> PyResult<String> {
    let py = value.py();
    if value.call_method0("utcoffset")?.is_none() {
        return value.call_method0("isoformat")?.extract();
    }
    match value.call_method1("astimezone", (PyTzInfo::utc(py)?,)) {
        Ok(utc) => utc.call_method0("isoformat")?.extract(),
        // Beyond the years that Python knows; the core knows the same ones, and says so.
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => value.call_method0("isoformat")?.extract(),
        Err(error) => Err(error),
    }
}

/// The instant of an aware `datetime` as most are; none of one that the core has to look at, to say what is wrong or because a
/// subclass may know more of it, like nanoseconds.
fn plain(value: &Bound<'_, PyDateTime>) -> PyResult<Option<Instant>> {
    const EACH_DAY: i64 = 86_400;
    const EACH_SECOND: i64 = 1_000_000;
    let py = value.py();
    if !value.is_exact_instance_of::<PyDateTime>() {
        return Ok(None);
    }
    let since = match value.sub(epoch(py)?) {
        // One of the two has no offset, and it is not the epoch.
        Err(error) if error.is_instance_of::<PyTypeError>(py) => return Ok(None),
        since => since?,
    };
    let part = |name| -> PyResult<i64> { since.getattr(name)?.extract() };
    let seconds = part(intern!(py, "days"))? * EACH_DAY + part(intern!(py, "seconds"))?;
    Ok(Instant::from_micros(seconds * EACH_SECOND + part(intern!(py, "microseconds"))?).ok())
}

/// An instant given as an argument.
pub(crate) struct Given(pub(crate) Instant);

impl FromPyObject<'_, '_> for Given {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let value = value.cast::<PyDateTime>()?;
        if let Some(instant) = plain(&value)? {
            return Ok(Self(instant));
        }
        if value.call_method0("utcoffset")?.is_none() {
            let message = "a datetime without a time zone; give it one, like `datetime.now(timezone.utc)`";
            return Err(invalid_argument(message));
        }
        let instant = text(&value)?.parse().map_err(|invalid| invalid_argument(format!("a datetime: {invalid}")))?;
        Ok(Self(instant))
    }
}

/// The `datetime` in UTC.
pub(crate) fn datetime(py: Python<'_>, instant: Instant) -> PyResult<Bound<'_, PyAny>> {
    // Whole days and the rest: a timedelta takes 32 bits of each.
    let micros = instant.as_micros();
    let (seconds, micros) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let (days, seconds) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let narrow = |number: i64| i32::try_from(number).unwrap_or_default();
    let delta = PyDelta::new(py, narrow(days), narrow(seconds), narrow(micros), false)?;
    epoch(py)?.add(delta)
}

/// 1970-01-01T00:00:00Z.
fn epoch(py: Python<'_>) -> PyResult<&Bound<'_, PyDateTime>> {
    static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();
    let made = EPOCH.get_or_try_init(py, || -> PyResult<_> {
        let utc = PyTzInfo::utc(py)?;
        Ok(PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc))?.unbind())
    })?;
    Ok(made.bind(py))
}

/// The clock, for calls that are recorded now.
pub(crate) fn now() -> PyResult<Instant> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
    Instant::from_micros(micros).map_err(|invalid| invalid_argument(format!("the clock: {invalid}")))
}
