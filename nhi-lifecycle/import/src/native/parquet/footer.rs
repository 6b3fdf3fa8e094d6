//! The footer of a Parquet file: what its schema says, before the library builds anything of it.

use std::{
    fs::File,
    io::{Read as _, Seek, SeekFrom},
};

use nhi_lifecycle::{Code, Problem};

use super::thrift::{Read, Type, Walker};

/// No footer of a table that a batch may hold is longer.
const LONGEST: u64 = 16 << 20;
/// Columns and the groups that lists and maps are made of.
const MOST_ELEMENTS: usize = 2_000;
/// A map in a list is no field of a record; one more level is refused with its column's name.
const DEEPEST: usize = 8;

/// Reads the footer and says what is wrong with it.
pub(super) fn check(file: &File, length: u64) -> Result<(), Problem> {
    let tail = read(file, length.checked_sub(8), 8)?;
    let (size, magic) = tail.split_at(4);
    if magic == b"PARE" {
        return Err(Problem::new(Code::InvalidSyntax, "the file is encrypted; write it in plain"));
    }
    if magic != b"PAR1" {
        return Err(no_parquet());
    }
    let size = u64::from(size.iter().rev().fold(0u32, |size, byte| size << 8 | u32::from(*byte)));
    if size > LONGEST {
        let message = format!("its footer is longer than {LONGEST} bytes; write it in fewer row groups");
        return Err(Problem::new(Code::LimitExceeded, message));
    }
    let footer = read(file, length.checked_sub(8 + size), size)?;
    match walk(&footer) {
        None => Err(no_parquet()),
        Some(Schema { deepest, .. }) if deepest > DEEPEST => {
            let message = format!("groups lie more than {DEEPEST} deep in each other; no field of a record does");
            Err(Problem::new(Code::LimitExceeded, message))
        }
        Some(Schema { elements, .. }) if elements > MOST_ELEMENTS => {
            Err(Problem::new(Code::LimitExceeded, format!("more than {MOST_ELEMENTS} columns; no record has so many")))
        }
        Some(_) => Ok(()),
    }
}

pub(super) fn no_parquet() -> Problem {
    Problem::new(Code::InvalidSyntax, "not a Parquet file, or a broken one; write it again")
}

fn read(file: &File, begin: Option<u64>, length: u64) -> Result<Vec<u8>, Problem> {
    let begin = begin.ok_or_else(no_parquet)?;
    read_at(file, begin, length)
}

/// Bytes of a file: so many, which were checked against what it holds.
pub(super) fn read_at(mut file: &File, begin: u64, length: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| no_parquet())?];
    file.seek(SeekFrom::Start(begin))
        .and_then(|_| file.read_exact(&mut bytes))
        .map_err(|error| Problem::new(Code::Io, format!("can't be read: {error}")))?;
    Ok(bytes)
}

#[derive(Default)]
struct Schema {
    elements: usize,
    deepest: usize,
}

/// The schema lies flat: each group says how many of those behind it are its own.
fn walk(footer: &[u8]) -> Option<Schema> {
    let mut schema = Schema::default();
    let mut whole = true;
    Walker::new(footer).fields(|walker, id, kind| {
        if (id, kind) != (2, Type::LIST) {
            return Some(Read::No);
        }
        let (elements, kind) = walker.list()?;
        if kind != Type::STRUCT {
            return None;
        }
        schema.elements = elements;
        // For each group that is open, how many of its members are still to come.
        let mut open: Vec<usize> = Vec::new();
        for element in 0..elements {
            let mut children = 0;
            walker.fields(|walker, id, kind| {
                if (id, kind) != (5, Type::I32) {
                    return Some(Read::No);
                }
                children = usize::try_from(walker.number()?).ok().filter(|children| *children <= elements)?;
                Some(Read::Yes)
            })?;
            while open.last() == Some(&0) {
                open.pop();
            }
            match open.last_mut() {
                Some(left) => *left -= 1,
                None => whole &= element == 0,
            }
            if children > 0 {
                open.push(children);
                schema.deepest = schema.deepest.max(open.len());
            }
        }
        whole &= open.iter().all(|left| *left == 0);
        Some(Read::Yes)
    })?;
    whole.then_some(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer whose schema is one of groups with so many members each.
    fn footer(children: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x29, 0xfc];
        // The length, in seven bits a byte.
        bytes.extend([0x80 | (children.len() & 0x7f) as u8, (children.len() >> 7) as u8]);
        for children in children {
            bytes.extend([0x55, children * 2, 0]);
        }
        bytes.push(0);
        bytes
    }

    fn measure(children: &[u8]) -> Option<(usize, usize)> {
        walk(&footer(children)).map(|schema| (schema.elements, schema.deepest))
    }

    #[test]
    fn schemas() {
        assert_eq!(measure(&[2, 0, 0]), Some((3, 1)));
        assert_eq!(measure(&[2, 1, 1, 0, 0]), Some((5, 3)));
        assert_eq!(measure(&[1; 900]), None, "the last has no member");
        assert_eq!(measure(&[&[1; 900][..], &[0]].concat()), Some((901, 900)), "deep, and looked at without recursion");
        assert_eq!(measure(&[1, 0, 0]), None, "two roots");
        assert_eq!(measure(&[3, 0, 0]), None, "one too few");
        assert_eq!(measure(&[63, 0]), None, "more than there are");
    }
}
