//! Reading an extension from its JSON text, with every mistake at its place.

use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;

use super::extension::{Extension, OwnGate, OwnRow};
use crate::error::{Code, Error, Problem, Problems};

impl FromStr for Extension {
    type Err = Error;

    /// Reads JSON.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] whose problems name their place, like `gates[1]`.
    ///
    /// ```
    /// use nhi_lifecycle::lifecycle::Extension;
    ///
    /// let text = r#"{"gates":[{"name":"dpo","requires":"legal_hold = maybe"}]}"#;
    /// let error = text.parse::<Extension>().err().ok_or("accepted")?;
    /// assert!(error.to_string().starts_with("field `gates[0]`: column 14: not a truth value"));
    /// # Ok::<(), &str>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::InvalidInput(problems(text, &error)))
    }
}

/// What is wrong, place by place: serde stops at the first mistake, and tells no place within an object.
fn problems(text: &str, error: &serde_json::Error) -> Problems {
    let mut problems = Problems::default();
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        misfits::<OwnRow>(&value, "rows", &mut problems);
        misfits::<OwnGate>(&value, "gates", &mut problems);
    }
    if problems.is_empty() {
        problems.push(problem(error));
    }
    problems
}

fn misfits<'a, T: Deserialize<'a>>(extension: &'a Value, name: &str, problems: &mut Problems) {
    let parts = extension.get(name).and_then(Value::as_array);
    for (index, part) in parts.into_iter().flatten().enumerate() {
        if let Err(error) = T::deserialize(part) {
            problems.push(problem(&error).in_field(format!("{name}[{index}]")));
        }
    }
}

fn problem(error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    // A predicate writes the code of its mistake before it, as serde carries nothing but text.
    let message =
        text.split_once(": ").filter(|(word, _)| word.parse::<Code>().is_ok()).map_or(&*text, |(_, rest)| rest);
    let code = if error.is_data() { Code::InvalidLifecycle } else { Code::InvalidSyntax };
    Problem::new(code, message)
}
