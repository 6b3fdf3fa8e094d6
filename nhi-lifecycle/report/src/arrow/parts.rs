//! What columns are made of: words of closed sets, lists, instants.

use std::{fmt::Write, sync::Arc};

use arrow_array::{
    ArrayRef, DictionaryArray, Int8Array, ListArray, StringArray, TimestampMicrosecondArray,
    builder::{OffsetBufferBuilder, StringBuilder},
    types::Int8Type,
};
use arrow_schema::{ArrowError, DataType, Field, TimeUnit};
use nhi_lifecycle::Instant;

/// The type of instants.
pub(super) fn instant_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The type of words.
pub(super) fn word_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8))
}

/// A list of this type; no item of it is null.
pub(super) fn list_type(item: DataType) -> DataType {
    DataType::List(list_item(item))
}

fn list_item(item: DataType) -> Arc<Field> {
    Arc::new(Field::new("item", item, false))
}

pub(super) fn instants(instants: impl Iterator<Item = Option<Instant>>) -> ArrayRef {
    let micros: TimestampMicrosecondArray = instants.map(|instant| instant.map(Instant::as_micros)).collect();
    Arc::new(micros.with_timezone("UTC"))
}

/// The words of a closed set, in their order: a word is the number of its place.
pub(super) struct Words {
    values: ArrayRef,
    words: Vec<&'static str>,
}

impl Words {
    pub(super) fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let words: Vec<&'static str> = words.into_iter().collect();
        Self { values: Arc::new(StringArray::from(words.clone())), words }
    }

    /// The place of a word. Words are constants, so most are found by where they lie.
    fn place(&self, word: &'static str) -> Result<i8, ArrowError> {
        let here = |known: &&str| std::ptr::eq(*known, word);
        let place = self.words.iter().position(here).or_else(|| self.words.iter().position(|known| *known == word));
        let place = place.and_then(|place| i8::try_from(place).ok());
        place.ok_or_else(|| ArrowError::InvalidArgumentError("a word of no closed set".to_owned()))
    }

    fn array(&self, keys: Int8Array) -> Result<DictionaryArray<Int8Type>, ArrowError> {
        DictionaryArray::try_new(keys, Arc::clone(&self.values))
    }

    /// One word a row.
    pub(super) fn column(&self, words: impl Iterator<Item = &'static str>) -> Result<ArrayRef, ArrowError> {
        let keys: Vec<i8> = words.map(|word| self.place(word)).collect::<Result<_, _>>()?;
        Ok(Arc::new(self.array(keys.into())?))
    }

    /// Several words a row.
    pub(super) fn lists<L>(&self, rows: impl ExactSizeIterator<Item = L>) -> Result<ArrayRef, ArrowError>
    where
        L: IntoIterator<Item = &'static str>,
    {
        let mut offsets = OffsetBufferBuilder::new(rows.len());
        let mut keys = Vec::new();
        for row in rows {
            let before = keys.len();
            for word in row {
                keys.push(self.place(word)?);
            }
            offsets.push_length(keys.len() - before);
        }
        let items = Arc::new(self.array(keys.into())?);
        Ok(Arc::new(ListArray::try_new(list_item(word_type()), offsets.finish(), items, None)?))
    }
}

/// Several texts a row.
pub(super) fn text_lists<L>(rows: impl ExactSizeIterator<Item = L>) -> Result<ArrayRef, ArrowError>
where
    L: IntoIterator<Item: std::fmt::Display>,
{
    let mut offsets = OffsetBufferBuilder::new(rows.len());
    let mut texts = StringBuilder::new();
    let mut given = 0;
    for row in rows {
        let before = given;
        for text in row {
            // Writing into memory does not fail.
            let _ = write!(texts, "{text}");
            texts.append_value("");
            given += 1;
        }
        offsets.push_length(given - before);
    }
    let items = Arc::new(texts.finish());
    Ok(Arc::new(ListArray::try_new(list_item(DataType::Utf8), offsets.finish(), items, None)?))
}
