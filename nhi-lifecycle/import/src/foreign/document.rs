//! JSON as systems export it: a list, an object around lists, one object alone, or many of these one after another.
//!
//! Entries are given one by one as they are parsed; the document around them is never held.

use std::{fmt, io::Read};

use nhi_lifecycle::{Code, Problem};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{
    gauge::{Gauge, Gauged},
    reading::Intake,
    value::Told,
};

/// Reads every document of a stream.
///
/// `lists` are the names under which entries lie. An object with none of them is an entry itself, and what else stands
/// beside a list is given as the entry `around`, for readers to see whether the export was cut into pages.
pub(crate) fn read(reader: impl Read, gauge: &Gauge, lists: &[&str], intake: &Intake<'_>) -> Result<(), Problem> {
    let mut parser = serde_json::Deserializer::from_reader(Gauged { reader, gauge });
    let mut stopped = None;
    loop {
        gauge.begin_entry();
        if parser.end().is_ok() {
            return Ok(());
        }
        let twice = &|name: &str| intake.field_twice(name);
        let mut documents = Documents { gauge, lists, intake, told: Told(twice), stopped: &mut stopped };
        let result = Top(&mut documents).deserialize(&mut parser);
        if let Some(problem) = stopped {
            return Err(problem);
        }
        result.map_err(|error| gauge.problem().unwrap_or_else(|| explain(&error)))?;
    }
}

/// The name under which what stands around a list is given.
pub(crate) const AROUND: &str = "around";

/// What is wrong, without the parser's own words where these may repeat a value.
fn explain(error: &serde_json::Error) -> Problem {
    use serde_json::error::Category;
    let message = match error.classify() {
        Category::Eof => "ends in the middle of its JSON; was it cut off? export it again",
        Category::Syntax => "not well-formed JSON; export it again, and save it as UTF-8",
        Category::Io => "can't be read: not text in an encoding that is known, or the file failed",
        Category::Data => "not an object or a list of objects; is it the export of this format?",
    };
    let problem = Problem::new(Code::InvalidSyntax, message);
    Problem { line: Some(error.line().max(1) as u64), ..problem }
}

struct Documents<'a, 'b> {
    gauge: &'a Gauge,
    lists: &'a [&'a str],
    intake: &'a Intake<'b>,
    told: Told<'a>,
    stopped: &'a mut Option<Problem>,
}

impl Documents<'_, '_> {
    /// Gives one entry, and the name of the list that holds it: empty for a list at the top and an object alone.
    fn give<E: Error>(&mut self, list: &str, value: Value, line: u64) -> Result<(), E> {
        self.intake.entry(list, &value, line).map_err(|problem| {
            *self.stopped = Some(problem);
            E::custom("stopped")
        })
    }
}

struct Top<'t, 'a, 'b>(&'t mut Documents<'a, 'b>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        entries(self.0, "", seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let line = self.0.gauge.line();
        let mut around = Map::new();
        let mut held = false;
        while let Some(name) = map.next_key::<String>()? {
            if let Some(list) = self.0.lists.iter().find(|list| **list == name) {
                held = true;
                map.next_value_seed(Within { documents: self.0, list })?;
            } else {
                let value = map.next_value_seed(self.0.told)?;
                self.0.told.put(&mut around, name, value);
            }
        }
        let name = if held { AROUND } else { "" };
        self.0.give(name, Value::Object(around), line)
    }
}

/// The value under the name of a list: the list, or its one entry where the exporter unwrapped it.
struct Within<'t, 'a, 'b> {
    documents: &'t mut Documents<'a, 'b>,
    list: &'t str,
}

impl<'de> DeserializeSeed<'de> for Within<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        entries(self.documents, self.list, seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let line = self.documents.gauge.line();
        let mut one = Map::new();
        let mut held = false;
        while let Some(name) = map.next_key::<String>()? {
            // A list may lie one object deeper, as in `{"graph": {"nodes": []}}`; the parser bounds how deep.
            if let Some(list) = self.documents.lists.iter().find(|list| **list == name) {
                held = true;
                map.next_value_seed(Within { documents: self.documents, list })?;
            } else {
                let value = map.next_value_seed(self.documents.told)?;
                self.documents.told.put(&mut one, name, value);
            }
        }
        let name = if held { AROUND } else { self.list };
        self.documents.give(name, Value::Object(one), line)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

fn entries<'de, A: SeqAccess<'de>>(documents: &mut Documents<'_, '_>, list: &str, mut seq: A) -> Result<(), A::Error> {
    loop {
        documents.gauge.begin_entry();
        // Where an entry begins is known once its first byte was seen.
        let placed = Placed { gauge: documents.gauge, told: documents.told };
        let Some((value, line)) = seq.next_element_seed(placed)? else {
            return Ok(());
        };
        documents.give(list, value, line)?;
    }
}

struct Placed<'a> {
    gauge: &'a Gauge,
    told: Told<'a>,
}

impl<'de> DeserializeSeed<'de> for Placed<'_> {
    type Value = (Value, u64);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let line = self.gauge.line();
        Ok((self.told.deserialize(deserializer)?, line))
    }
}

/// An object inside a text, as some logs wrap their events.
pub(crate) fn unwrap_text(text: &str) -> Option<Value> {
    serde_json::from_str::<Value>(text).ok().filter(Value::is_object)
}
