//! One object of an export, or one row: its fields, read leniently and with an account of it.

use std::collections::BTreeMap;

use nhi_lifecycle::{Instant, secret::secret_kind};
use serde_json::{Map, Value};

use super::{
    instants,
    reading::{Reading, Skip},
    report::{LoadReport, shown},
};

/// An object of an export. Asking for a field marks it as read; the rest is counted as unread.
pub(crate) struct Item<'a> {
    pub(crate) reading: &'a Reading<'a>,
    /// The name of the list that holds the entry; empty for a list at the top.
    pub(crate) list: &'a str,
    path: String,
    fields: &'a Map<String, Value>,
}

/// A field within an object.
pub(super) fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

impl<'a> Item<'a> {
    pub(super) fn top(reading: &'a Reading<'a>, list: &'a str, fields: &'a Map<String, Value>) -> Self {
        Self { reading, list, path: list.to_owned(), fields }
    }

    /// The same reading of another object, such as one that lay inside a text.
    pub(crate) fn unwrapped<'b>(&'b self, name: &str, fields: &'b Map<String, Value>) -> Item<'b> {
        Item { reading: self.reading, list: self.list, path: joined(&self.path, name), fields }
    }

    /// A field that is there and not null; also in other letters, as PowerShell writes names with a capital and data
    /// warehouses without any.
    fn value(&self, name: &str) -> Option<&'a Value> {
        self.reading.asked(&self.path, name);
        let found = self.fields.get(name).or_else(|| {
            let (written, found) = self.fields.iter().find(|(written, _)| written.eq_ignore_ascii_case(name))?;
            self.reading.asked(&self.path, written);
            Some(found)
        });
        found.filter(|value| !value.is_null())
    }

    /// Whether the field is there, also as null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.reading.asked(&self.path, name);
        self.fields.contains_key(name)
    }

    /// Its names, for objects used as maps; one that looks like a secret is left out.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.fields.keys().map(String::as_str).filter(|name| secret_kind(name).is_none())
    }

    fn checked(&self, name: &str, text: &str) -> Option<String> {
        let text = text.trim();
        let refused = if text.is_empty() {
            return None;
        } else if secret_kind(text).is_some() {
            |report: &mut LoadReport, field| LoadReport::count(&mut report.secrets_dropped, field)
        } else if text.len() > self.reading.field_bytes() {
            |report: &mut LoadReport, field| LoadReport::count(&mut report.too_long, field)
        } else {
            return Some(text.to_owned());
        };
        refused(&mut self.reading.report.borrow_mut(), shown(&joined(&self.path, name)));
        None
    }

    /// A text that is not empty; numbers and truth values are written out. A secret is dropped, and counted.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.value(name)? {
            Value::String(text) => self.checked(name, text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => {
                self.unknown(name, "not a text");
                None
            }
        }
    }

    /// A text as it stands, for one that is parsed further and not kept.
    pub(crate) fn raw(&self, name: &str) -> Option<&'a str> {
        self.value(name)?.as_str()
    }

    /// A text, or the entry is skipped.
    pub(crate) fn needed(&self, name: &str) -> Result<String, Skip> {
        self.text(name).ok_or_else(|| Skip(format!("field `{}` is missing or no text", joined(&self.path, name))))
    }

    /// The first of these fields that has a text.
    pub(crate) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// A word of a vocabulary, in lower case.
    pub(crate) fn word(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.to_lowercase())
    }

    /// Yes or no, also as text or number.
    pub(crate) fn truth(&self, name: &str) -> Option<bool> {
        let word = self.word(name)?;
        match word.as_str() {
            "true" | "1" | "yes" | "y" | "on" => Some(true),
            "false" | "0" | "no" | "n" | "off" => Some(false),
            _ => {
                self.unknown(name, &word);
                None
            }
        }
    }

    /// An instant; one that can't be read counts as an unknown value.
    pub(crate) fn instant(&self, name: &str) -> Option<Instant> {
        let value = self.value(name)?;
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return None;
        }
        let Some(read) = instants::read(value) else {
            self.unknown(name, "not an instant");
            return None;
        };
        if let Some(assumed) = read.assumed {
            self.reading.assume(assumed);
        }
        Some(read.at)
    }

    /// The object in a field.
    pub(crate) fn item(&self, name: &str) -> Option<Item<'a>> {
        let fields = self.value(name)?.as_object()?;
        Some(self.within(name, fields))
    }

    /// The objects in a field; one alone stands for a list of one.
    pub(crate) fn items(&self, name: &str) -> Vec<Item<'a>> {
        match self.value(name) {
            Some(Value::Object(fields)) => vec![self.within(name, fields)],
            Some(Value::Array(values)) => {
                values.iter().filter_map(|value| Some(self.within(name, value.as_object()?))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn within(&self, name: &str, fields: &'a Map<String, Value>) -> Item<'a> {
        Item { reading: self.reading, list: self.list, path: joined(&self.path, name), fields }
    }

    /// Copies texts into a map of labels or external ids: from each field, under the name beside it.
    pub(crate) fn copy(&self, to: &mut BTreeMap<String, String>, fields: &[(&str, &str)]) {
        for (field, name) in fields {
            if let Some(text) = self.text(field) {
                to.insert((*name).to_owned(), text);
            }
        }
    }

    /// The whole number in a field that may hold an object instead.
    pub(crate) fn number(&self, name: &str) -> Option<String> {
        Some(self.value(name)?.as_u64()?.to_string())
    }

    /// The same object once more.
    pub(crate) fn same(&self) -> Self {
        Item { reading: self.reading, list: self.list, path: self.path.clone(), fields: self.fields }
    }

    /// The texts in a field; one alone stands for a list of one.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        match self.value(name) {
            Some(Value::Array(values)) => {
                values.iter().filter_map(|value| self.checked(name, value.as_str()?)).collect()
            }
            Some(Value::String(text)) => self.checked(name, text).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Counts a value that is not known; it is named where it is a short word.
    pub(crate) fn unknown(&self, name: &str, value: &str) {
        let field = shown(&joined(&self.path, name));
        let mut report = self.reading.report.borrow_mut();
        LoadReport::count(&mut report.unknown_values, format!("{field}: {}", shown(value)));
    }
}
