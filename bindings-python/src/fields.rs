//! A mapping of Python as the fields of a record.
//!
//! Values go one level deep, as fields do: a list inside a list is noted and not looked into, so no nesting of the caller's
//! makes this recurse. What is wrong is a problem of the batch and not an exception, so that all of them are told together.

use nhi_lifecycle::{
    Code, Problem,
    field::{FieldValue, Fields},
};
use pyo3::{
    prelude::*,
    types::{PyBool, PyDateTime, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PyMapping, PySet, PyString, PyTuple},
};

use crate::instant;

/// The fields of a record, or what is wrong with it. An exception that the caller's own classes raise stays one.
pub(crate) fn fields(record: &Bound<'_, PyAny>) -> PyResult<Result<Fields, Problem>> {
    let Some(items) = items(record)? else {
        return Ok(Err(misfit(record, "a record, which is a mapping like a dict")?));
    };
    let mut fields = Fields::default();
    for (name, value) in items {
        let name = match text(&name, "the name of a field")? {
            Ok(name) => name,
            Err(problem) => return Ok(Err(problem)),
        };
        match field(&value)? {
            Ok(value) => fields.push(name, value),
            Err(problem) => return Ok(Err(problem.in_field(name))),
        }
    }
    Ok(Ok(fields))
}

type Item<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// The items of a mapping, all taken before any is looked at: looking may run code of the caller's that changes it.
fn items<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Item<'py>>>> {
    if let Ok(dict) = value.cast::<PyDict>() {
        return Ok(Some(dict.iter().collect()));
    }
    let Ok(mapping) = value.cast::<PyMapping>() else { return Ok(None) };
    mapping.items()?.iter().map(|item| item.extract()).collect::<PyResult<_>>().map(Some)
}

fn field(value: &Bound<'_, PyAny>) -> PyResult<Result<FieldValue, Problem>> {
    if let Some(plain) = plain(value)? {
        return Ok(plain);
    }
    if let Some(items) = items(value)? {
        let mut entries = Vec::with_capacity(items.len());
        for (key, value) in items {
            match (text(&key, "a key of a map")?, inner(&value)?) {
                (Ok(key), Ok(value)) => entries.push((key, value)),
                (Err(problem), _) | (_, Err(problem)) => return Ok(Err(problem)),
            }
        }
        return Ok(Ok(FieldValue::Map(entries)));
    }
    if is_list(value) {
        let mut values = Vec::new();
        for value in value.try_iter()? {
            match inner(&value?)? {
                Ok(value) => values.push(value),
                Err(problem) => return Ok(Err(problem)),
            }
        }
        return Ok(Ok(FieldValue::List(values)));
    }
    Ok(Err(misfit(value, "a value of a field")?))
}

/// A value inside a list or map.
fn inner(value: &Bound<'_, PyAny>) -> PyResult<Result<FieldValue, Problem>> {
    if let Some(plain) = plain(value)? {
        return Ok(plain);
    }
    if is_list(value) || value.cast::<PyMapping>().is_ok() {
        return Ok(Ok(FieldValue::Nested));
    }
    Ok(Err(misfit(value, "a value of a field")?))
}

/// A value that holds no others.
fn plain(value: &Bound<'_, PyAny>) -> PyResult<Option<Result<FieldValue, Problem>>> {
    Ok(Some(if value.is_instance_of::<PyString>() {
        text(value, "a text")?.map(FieldValue::Text)
    } else if value.is_none() {
        Ok(FieldValue::Null)
    } else if let Ok(truth) = value.cast::<PyBool>() {
        Ok(FieldValue::Truth(truth.is_true()))
    } else if value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>() {
        Ok(FieldValue::Number)
    } else if let Ok(datetime) = value.cast::<PyDateTime>() {
        Ok(FieldValue::Text(instant::text(datetime)?))
    } else {
        return Ok(None);
    }))
}

/// Whether it is a list, as far as a record is concerned: a finite collection without keys.
fn is_list(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>()
}

fn text(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Result<String, Problem>> {
    let Ok(text) = value.cast::<PyString>() else { return misfit(value, what).map(Err) };
    let not_utf_8 = "a str with a lone surrogate, which no text has";
    Ok(text.to_str().map(str::to_owned).map_err(|_| Problem::new(Code::InvalidUtf8, not_utf_8)))
}

fn misfit(value: &Bound<'_, PyAny>, expected: &str) -> PyResult<Problem> {
    let found = value.get_type().qualname()?;
    Ok(Problem::new(Code::WrongType, format!("a Python `{found}` where {expected} belongs")))
}
