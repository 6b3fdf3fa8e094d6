//! What columns are made of: words of closed sets, texts, lists, instants.

use std::{
    fmt::{Display, Write},
    sync::Arc,
};

use arrow_array::{
    ArrayRef, DictionaryArray, Int8Array, ListArray, StringArray, TimestampMicrosecondArray,
    builder::{OffsetBufferBuilder, StringBuilder},
    types::Int8Type,
};
use arrow_schema::{ArrowError, DataType, Field, TimeUnit};
use nhi_lifecycle::{Instant, ReferenceView};

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
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows {
            let before = keys.len();
            for word in row {
                keys.push(self.place(word)?);
            }
            offsets.push_length(keys.len() - before);
        }
        lists(offsets, word_type(), Arc::new(self.array(keys.into())?))
    }

    /// Several words a row, of rows that are often the one before once more.
    pub(super) fn recurring_lists<T: 'static>(
        &self,
        rows: impl ExactSizeIterator<Item = &'static [T]>,
        word: impl Fn(&T) -> &'static str,
    ) -> Result<ArrayRef, ArrowError> {
        let mut offsets = OffsetBufferBuilder::new(rows.len());
        let mut keys = Vec::new();
        let mut last: &[T] = &[];
        for row in rows {
            if std::ptr::eq(row, last) {
                keys.extend_from_within(keys.len() - row.len()..);
            } else {
                for item in row {
                    keys.push(self.place(word(item))?);
                }
                last = row;
            }
            offsets.push_length(row.len());
        }
        lists(offsets, word_type(), Arc::new(self.array(keys.into())?))
    }
}

/// Texts one after the other: room for so many, and for so many bytes in all.
pub(super) struct Texts(StringBuilder);

impl Texts {
    pub(super) fn new(texts: usize, bytes: usize) -> Self {
        Self(StringBuilder::with_capacity(texts, bytes))
    }

    pub(super) fn push(&mut self, text: &str) {
        self.0.append_value(text);
    }

    /// Writes a value where its text is to lie, without one of its own in between.
    pub(super) fn write(&mut self, value: impl Display) {
        // Writing into memory does not fail.
        let _ = write!(self.0, "{value}");
        self.0.append_value("");
    }

    pub(super) fn finish(mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}

/// Several references a row. They are gathered before their texts are read: these lie all over the memory, and many are waited for at
/// once where nothing else is done in between.
pub(super) fn reference_lists<'a, L>(rows: impl ExactSizeIterator<Item = L>) -> Result<ArrayRef, ArrowError>
where
    L: IntoIterator<Item = ReferenceView<'a>>,
{
    let mut offsets = OffsetBufferBuilder::new(rows.len());
    let mut references = Vec::with_capacity(rows.len());
    for row in rows {
        let before = references.len();
        references.extend(row);
        offsets.push_length(references.len() - before);
    }
    let bytes =
        references.iter().map(|reference| reference.namespace().as_str().len() + 1 + reference.id().len()).sum();
    let mut texts = Texts::new(references.len(), bytes);
    references.iter().for_each(|reference| texts.write(reference));
    lists(offsets, DataType::Utf8, texts.finish())
}

/// Lists of items of this type, none of which is null.
pub(super) fn lists(
    offsets: OffsetBufferBuilder<i32>,
    item_type: DataType,
    items: ArrayRef,
) -> Result<ArrayRef, ArrowError> {
    Ok(Arc::new(ListArray::try_new(list_item(item_type), offsets.finish(), items, None)?))
}
