//! The columns of a batch as the values of a table's cells, read where they lie.

use arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, LargeListArray, LargeStringArray, ListArray, MapArray, StringArray,
    StringViewArray, StructArray,
    cast::AsArray,
    types::{TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType},
};
use arrow_schema::{DataType, TimeUnit};

use super::cell::Value;

/// Texts, however they lie.
#[derive(Debug)]
pub(super) enum Texts {
    Short(StringArray),
    Long(LargeStringArray),
    View(StringViewArray),
    /// For each row the place of its text, and the texts.
    Dictionary(Vec<Option<usize>>, Box<Texts>),
    Nothing,
}

impl Texts {
    /// Whether a column of this type is one of texts.
    pub(super) fn fit(data_type: &DataType) -> bool {
        match data_type {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
            DataType::Dictionary(_, values) => Self::fit(values) && !matches!(**values, DataType::Dictionary(..)),
            _ => false,
        }
    }

    fn new(array: &ArrayRef) -> Self {
        match array.data_type() {
            DataType::Utf8 => Self::Short(array.as_string().clone()),
            DataType::LargeUtf8 => Self::Long(array.as_string().clone()),
            DataType::Utf8View => Self::View(array.as_string_view().clone()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                let keys = dictionary.normalized_keys().into_iter().enumerate();
                let keys = keys.map(|(row, key)| (!dictionary.keys().is_null(row)).then_some(key)).collect();
                Self::Dictionary(keys, Box::new(Self::new(dictionary.values())))
            }
            _ => Self::Nothing,
        }
    }

    /// None of them has more bytes.
    fn longest(&self) -> usize {
        match self {
            Self::Short(texts) => texts.offsets().lengths().max().unwrap_or_default(),
            Self::Long(texts) => texts.offsets().lengths().max().unwrap_or_default(),
            // The length is the lower quarter of a view.
            Self::View(texts) => texts.views().iter().map(|view| *view as u32).max().unwrap_or_default() as usize,
            Self::Dictionary(_, texts) => texts.longest(),
            Self::Nothing => 0,
        }
    }

    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Short(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Long(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::View(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Dictionary(places, texts) => texts.get((*places.get(row)?)?),
            Self::Nothing => None,
        }
    }
}

/// A column.
#[derive(Debug)]
pub(super) enum Values {
    Texts(Texts),
    Truths(BooleanArray),
    /// How many of them make a second.
    Instants(Int64Array, i64),
    Lists(Ranges, Texts),
    Maps(Ranges, Texts, Texts),
    /// A map that has the same keys in every row.
    Struct(StructArray, Vec<(String, Texts)>),
}

/// Where the items of each row lie.
#[derive(Debug)]
pub(super) struct Ranges {
    ends: Vec<usize>,
    array: ArrayRef,
}

impl Ranges {
    /// No row has more items.
    fn longest(&self) -> usize {
        let lengths = self.ends.iter().zip(self.ends.iter().skip(1)).map(|(begin, end)| end.saturating_sub(*begin));
        lengths.max().unwrap_or_default()
    }

    fn get(&self, row: usize) -> Option<std::ops::Range<usize>> {
        self.array.is_valid(row).then(|| Some(*self.ends.get(row)?..*self.ends.get(row + 1)?))?
    }
}

impl Values {
    /// What a column of this type can't be, in words; nothing where it can be read.
    pub(super) fn misfit(data_type: &DataType) -> Option<&'static str> {
        const TEXTS_ONLY: &str = "holds lists or maps of something else than text; cast it to text";
        match data_type {
            DataType::Boolean => None,
            data_type if Texts::fit(data_type) => None,
            DataType::Timestamp(_, Some(zone)) if !zone.is_empty() => None,
            DataType::Timestamp(..) => Some("holds timestamps without a time zone; give it UTC"),
            DataType::Date32 | DataType::Date64 => {
                Some("holds days; an instant is a timestamp in UTC, or text in RFC 3339")
            }
            DataType::List(item) | DataType::LargeList(item) if Texts::fit(item.data_type()) => None,
            DataType::List(item) | DataType::LargeList(item) if is_entry(item.data_type()) => None,
            DataType::Map(entry, _) if is_entry(entry.data_type()) => None,
            DataType::Struct(fields) if fields.iter().all(|field| Texts::fit(field.data_type())) => None,
            DataType::List(_) | DataType::LargeList(_) | DataType::Map(..) | DataType::Struct(_) => Some(TEXTS_ONLY),
            data_type if data_type.is_numeric() => Some("holds numbers, which no field takes; cast it to text"),
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
                Some("holds bytes; cast it to text in UTF-8")
            }
            _ => {
                Some("is of a type that no field has; cast it to text, boolean, timestamp in UTC, list or map of text")
            }
        }
    }

    /// The values of a column that fits.
    pub(super) fn new(array: &ArrayRef) -> Self {
        match array.data_type() {
            DataType::Boolean => Self::Truths(array.as_boolean().clone()),
            DataType::Timestamp(unit, _) => {
                let (numbers, each) = match unit {
                    TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().reinterpret_cast(), 1),
                    TimeUnit::Millisecond => {
                        (array.as_primitive::<TimestampMillisecondType>().reinterpret_cast(), 1_000)
                    }
                    TimeUnit::Microsecond => {
                        (array.as_primitive::<TimestampMicrosecondType>().reinterpret_cast(), 1_000_000)
                    }
                    TimeUnit::Nanosecond => {
                        (array.as_primitive::<TimestampNanosecondType>().reinterpret_cast(), 1_000_000_000)
                    }
                };
                Self::Instants(numbers, each)
            }
            DataType::List(_) => {
                let lists: &ListArray = array.as_list();
                Self::listed(lists.offsets().iter().map(|offset| *offset as usize), array, lists.values())
            }
            DataType::LargeList(_) => {
                let lists: &LargeListArray = array.as_list();
                Self::listed(lists.offsets().iter().map(|offset| *offset as usize), array, lists.values())
            }
            DataType::Map(..) => {
                let maps: &MapArray = array.as_map();
                let ends = maps.offsets().iter().map(|offset| *offset as usize).collect();
                let ranges = Ranges { ends, array: array.clone() };
                Self::Maps(ranges, Texts::new(maps.keys()), Texts::new(maps.values()))
            }
            DataType::Struct(fields) => {
                let entries = array.as_struct();
                let texts = entries.columns().iter().map(Texts::new);
                Self::Struct(entries.clone(), fields.iter().map(|field| field.name().clone()).zip(texts).collect())
            }
            _ => Self::Texts(Texts::new(array)),
        }
    }

    fn listed(ends: impl Iterator<Item = usize>, array: &ArrayRef, items: &ArrayRef) -> Self {
        let ranges = Ranges { ends: ends.collect(), array: array.clone() };
        match items.as_struct_opt().map(StructArray::columns) {
            Some([keys, values]) => Self::Maps(ranges, Texts::new(keys), Texts::new(values)),
            _ => Self::Lists(ranges, Texts::new(items)),
        }
    }

    /// No cell holds more bytes; each in a list or map counts for one more.
    pub(super) fn longest(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.longest(),
            Self::Truths(_) | Self::Instants(..) => 8,
            Self::Lists(ranges, items) => ranges.longest().saturating_mul(items.longest() + 1),
            Self::Maps(ranges, keys, values) => ranges.longest().saturating_mul(keys.longest() + values.longest() + 2),
            Self::Struct(_, entries) => entries.iter().map(|(key, texts)| key.len() + texts.longest() + 2).sum(),
        }
    }

    /// What stands in a row, unless nothing does.
    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<Value<'_>> {
        match self {
            Self::Texts(texts) => texts.get(row).map(Value::Text),
            Self::Truths(truths) => truths.is_valid(row).then(|| Value::Truth(truths.value(row))),
            Self::Instants(numbers, each) => numbers.is_valid(row).then(|| Value::Instant(numbers.value(row), *each)),
            Self::Lists(ranges, items) => Some(Value::List(ranges.get(row)?.start, ranges.get(row)?.end, items)),
            Self::Maps(ranges, keys, values) => {
                let range = ranges.get(row)?;
                Some(Value::Map(range.start, range.end, keys, values))
            }
            Self::Struct(array, fields) => array.is_valid(row).then_some(Value::Struct(row, fields)),
        }
    }
}

/// Whether a list of these is a map: a text, and the text that it stands for.
fn is_entry(data_type: &DataType) -> bool {
    match data_type {
        DataType::Struct(fields) => fields.len() == 2 && fields.iter().all(|field| Texts::fit(field.data_type())),
        _ => false,
    }
}
