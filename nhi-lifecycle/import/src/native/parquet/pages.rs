//! The pages of a row group: what each says of itself, held against limits before the library allocates by it.
//!
//! A page of a few bytes may say that it unfolds to two thousand million, that it holds as many values, or that a text in its
//! header is longer than memory. None of that is an error to the library before it has asked for the memory.

use std::fs::File;

use nhi_lifecycle::{Code, Problem};
use parquet::{
    basic::Compression,
    file::metadata::{ColumnChunkMetaData, RowGroupMetaData},
};

use super::{
    footer::{no_parquet, read_at},
    thrift::{Read, Type, Walker},
};

/// What one page may unfold to; usual are one or a few million bytes.
const PAGE_BYTES: u64 = 128 << 20;
/// How many values a column of lists may hold for each row, and how many at least.
const LISTED_EACH: u64 = 64;
const LISTED: u64 = 1 << 20;
/// How much of a file is read to find a page's header in it; and how much where that was not enough.
const HEADER_BYTES: [u64; 2] = [8 << 10, 1 << 20];

/// Plain, in a dictionary (two numbers for one), run lengths, and differences of numbers. The others are decoded by counts that
/// stand in the data and are not checked.
const ENCODINGS: [i64; 5] = [0, 2, 3, 5, 8];

/// How many times its size a page can unfold to, in each of the ways that are read; a few bytes are its frame.
fn most_times(codec: Compression) -> u64 {
    match codec {
        Compression::SNAPPY => 32,
        Compression::LZ4_RAW => 255,
        _ => u64::MAX,
    }
}
const SLACK: u64 = 64;

/// What a page says of itself.
#[derive(Default)]
struct Page {
    unfolded: i64,
    stored: i64,
    values: i64,
    encoding: i64,
    is_dictionary: bool,
}

/// Checks the pages of the columns that are to be read; gives how many bytes they unfold to.
pub(super) fn check(
    file: &File,
    length: u64,
    group: &RowGroupMetaData,
    wanted: impl Fn(usize) -> bool,
) -> Result<u64, Problem> {
    let rows = u64::try_from(group.num_rows()).map_err(|_| no_parquet())?;
    let mut unfolded = 0u64;
    for (_, column) in group.columns().iter().enumerate().filter(|(index, _)| wanted(*index)) {
        unfolded = unfolded.saturating_add(check_column(file, length, column, rows)?);
    }
    Ok(unfolded)
}

fn check_column(file: &File, length: u64, column: &ColumnChunkMetaData, rows: u64) -> Result<u64, Problem> {
    let named = |problem: Problem| problem.in_field(column.column_path().parts().first().cloned().unwrap_or_default());
    let codec = column.compression();
    let is_packed = !matches!(codec, Compression::UNCOMPRESSED);
    if is_packed && !matches!(codec, Compression::SNAPPY | Compression::ZSTD(_) | Compression::LZ4_RAW) {
        let message = "compressed in a way that is not read; write it with one of: snappy, zstd, lz4_raw, none";
        return Err(named(Problem::new(Code::InvalidSyntax, message)));
    }
    let listed = column.column_descr().max_rep_level() > 0;
    let most_values = if listed { rows.saturating_mul(LISTED_EACH).saturating_add(LISTED) } else { rows };
    let begin = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
    let begin = u64::try_from(begin).ok().filter(|begin| *begin <= length).ok_or_else(no_parquet)?;
    let stored = u64::try_from(column.compressed_size()).ok().filter(|size| *size <= length - begin);
    let (mut at, end) = (begin, begin + stored.ok_or_else(no_parquet)?);
    let (mut unfolded, mut values) = (0u64, 0u64);
    while at < end {
        let (page, header) = page_at(file, at, end).map_err(named)?;
        at += header;
        let size = |bytes: i64| u64::try_from(bytes).ok();
        let (Some(stored), Some(bytes), Some(count)) = (size(page.stored), size(page.unfolded), size(page.values))
        else {
            return Err(named(no_parquet()));
        };
        let possible = stored.saturating_add(SLACK).saturating_mul(most_times(codec)) >= bytes;
        let packed_as_said = if is_packed { possible } else { stored == bytes };
        // Each value of a dictionary takes a byte at least.
        if stored > end - at || !packed_as_said || (page.is_dictionary && count > bytes) {
            return Err(named(no_parquet()));
        }
        if !ENCODINGS.contains(&page.encoding) {
            let message = "in an encoding that is not read; write it with plain or dictionary encoding";
            return Err(named(Problem::new(Code::InvalidSyntax, message)));
        }
        at += stored;
        values += if page.is_dictionary { 0 } else { count };
        unfolded = unfolded.saturating_add(bytes);
        if bytes > PAGE_BYTES {
            let message = format!("a page unfolds to more than the limit of {PAGE_BYTES} bytes; write smaller pages");
            return Err(named(Problem::new(Code::LimitExceeded, message)));
        }
        if values > most_values {
            if !listed {
                return Err(named(no_parquet()));
            }
            let message = format!(
                "a row group of {rows} rows holds more than {most_values} values in lists; write relations as a table \
                 of their own"
            );
            return Err(named(Problem::new(Code::LimitExceeded, message)));
        }
    }
    Ok(unfolded)
}

/// The page that begins here, and how long its header is.
fn page_at(file: &File, at: u64, end: u64) -> Result<(Page, u64), Problem> {
    for most in HEADER_BYTES {
        let bytes = read_at(file, at, most.min(end - at))?;
        let mut walker = Walker::new(&bytes);
        if let Some(page) = walk(&mut walker) {
            return Ok((page, (bytes.len() - walker.remaining()) as u64));
        }
        if most >= end - at {
            break;
        }
    }
    Err(no_parquet())
}

/// What a page's header says. The library reads one that contradicts itself in a way of its own, so of that nothing is taken: fields told
/// twice, in another type than theirs or by a number that is none, and a header of another kind than the page's.
fn walk(walker: &mut Walker<'_>) -> Option<Page> {
    let mut page = Page { encoding: -1, ..Page::default() };
    let (mut seen, mut page_type, mut header) = (0, None, None);
    walker.fields(|walker, id, kind| {
        once(&mut seen, id)?;
        match (id, kind) {
            (1, Type::I32) => page_type = Some(walker.number()?),
            (2, Type::I32) => page.unfolded = walker.number()?,
            (3, Type::I32) => page.stored = walker.number()?,
            // The header of a data page, of a dictionary, of a data page in its second version.
            (5 | 7 | 8, Type::STRUCT) if header.is_none() => {
                header = Some(id);
                page.is_dictionary = id == 7;
                let encoding = if id == 8 { 4 } else { 2 };
                let mut seen = 0;
                walker.fields(|walker, id, kind| {
                    once(&mut seen, id)?;
                    if id != 1 && id != encoding {
                        return Some(Read::No);
                    }
                    if kind != Type::I32 {
                        return None;
                    }
                    *if id == 1 { &mut page.values } else { &mut page.encoding } = walker.number()?;
                    Some(Read::Yes)
                })?;
            }
            (1..=3 | 5..=8, _) => return None,
            _ => return Some(Read::No),
        }
        Some(Read::Yes)
    })?;
    let is_what_it_says = matches!((page_type?, header?), (0, 5) | (2, 7) | (3, 8));
    is_what_it_says.then_some(page)
}

/// Notes that this field was seen; none if it was before, or if its number is none.
fn once(seen: &mut u32, id: i64) -> Option<()> {
    let id = u32::from(u16::try_from(id).ok().filter(|id| *id <= i16::MAX as u16)?);
    // Fields beyond mean nothing to anybody.
    let bit = 1_u32.checked_shl(id).unwrap_or(0);
    (*seen & bit == 0).then(|| *seen |= bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number in a field that comes so many after the last one.
    fn number(after: u8, value: u8) -> [u8; 2] {
        [after << 4 | 5, value << 1]
    }

    /// The headers of a page: plain, of two values; in a field that comes so many after the last one.
    fn header(after: u8, encoding: u8) -> Vec<u8> {
        [&[after << 4 | 12][..], &number(1, 2), &number(1, encoding), &[0]].concat()
    }

    fn page(page_type: u8, rest: &[u8]) -> Option<Page> {
        let bytes = [&number(1, page_type)[..], &number(1, 8), &number(1, 8), rest, &[0]].concat();
        walk(&mut Walker::new(&bytes))
    }

    #[test]
    fn reads_a_page_of_one_meaning() {
        let data = page(0, &header(2, 0)).unwrap();
        assert_eq!((data.unfolded, data.stored, data.values, data.encoding), (8, 8, 2, 0));
        assert!(page(2, &header(4, 0)).is_some_and(|page| page.is_dictionary));
    }

    #[test]
    fn refuses_a_page_of_several_meanings() {
        // Two headers: the library takes the one of the page's type, whichever comes last.
        assert!(page(0, &[header(2, 6), header(2, 0)].concat()).is_none());
        assert!(page(2, &header(2, 0)).is_none(), "of another type");
        assert!(page(1, &header(2, 0)).is_none(), "an index");
        // A field once more, by its whole number: the type, and one that means nothing to us.
        assert!(page(0, &[header(2, 0), vec![5, 2, 4]].concat()).is_none());
        // A number as one of 64 bits.
        assert!(walk(&mut Walker::new(&[&[0x16, 0][..], &header(4, 0), &[0]].concat())).is_none());
        // A field with a number that is the one of a header in sixteen bits: 65,541.
        let far = [vec![12, 0x8a, 0x80, 0x08], header(0, 0).split_off(1)].concat();
        assert!(page(0, &[header(2, 0), far].concat()).is_none());
    }
}
