//! Walking over Thrift's compact form without building anything.
//!
//! The library that reads Parquet trusts what lengths and counts say and recurses over nested groups: before it sees
//! anything, it is walked over here, where each length is held against the bytes that are there.

/// How deep structs lie in each other; Parquet's own reach 6.
const DEEPEST: usize = 16;

/// A place in bytes in compact form. `None` anywhere: they end too early, or a length or depth in them can't be.
pub(super) struct Walker<'a> {
    rest: &'a [u8],
}

/// The type of a value, as its nibble says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Type(u8);

impl Type {
    pub(super) const I32: Self = Self(5);
    pub(super) const LIST: Self = Self(9);
    pub(super) const STRUCT: Self = Self(12);
}

impl<'a> Walker<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes lie ahead.
    pub(super) fn remaining(&self) -> usize {
        self.rest.len()
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A signed number.
    pub(super) fn number(&mut self) -> Option<i64> {
        let zigzag = self.varint()?;
        Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    /// The length of a list and the type of what is in it. Each takes a byte at least.
    pub(super) fn list(&mut self) -> Option<(usize, Type)> {
        let head = self.byte()?;
        let short = u64::from(head >> 4);
        let length = usize::try_from(if short == 15 { self.varint()? } else { short }).ok()?;
        (length <= self.rest.len()).then_some((length, Type(head & 15)))
    }

    /// Goes through the fields of a struct; `field` reads a field's value and says so, or leaves it where it is.
    pub(super) fn fields(&mut self, mut field: impl FnMut(&mut Self, i64, Type) -> Option<Read>) -> Option<()> {
        let mut id = 0i64;
        loop {
            let head = self.byte()?;
            let kind = Type(head & 15);
            if kind.0 == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.number()?,
                delta => id.checked_add(i64::from(delta))?,
            };
            if let Read::No = field(self, id, kind)? {
                self.skip(kind, false, 0)?;
            }
        }
    }

    /// Skips a value. A truth value is a byte within a list, and nothing at all as a field.
    fn skip(&mut self, kind: Type, listed: bool, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match kind.0 {
            1 | 2 => self.take(listed.into()),
            3 => self.take(1),
            4..=6 => self.varint().map(drop),
            7 => self.take(8),
            8 => {
                let length = self.varint()?;
                self.take(length)
            }
            9 | 10 => {
                let (length, kind) = self.list()?;
                (0..length).try_for_each(|_| self.skip(kind, true, depth + 1))
            }
            12 => loop {
                let head = self.byte()?;
                let kind = Type(head & 15);
                if kind.0 == 0 {
                    return Some(());
                }
                if head >> 4 == 0 {
                    self.number()?;
                }
                self.skip(kind, false, depth + 1)?;
            },
            // Parquet has no maps.
            _ => None,
        }
    }
}

/// Whether a field's value was read.
pub(super) enum Read {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_is_refused() {
        let walk = |bytes: &[u8]| Walker::new(bytes).fields(|_, _, _| Some(Read::No)).is_some();
        assert!(walk(&[0]));
        assert!(walk(&[0x15, 0x02, 0x18, 0x01, b'x', 0]));
        assert!(!walk(&[]), "no end");
        assert!(!walk(&[0x18, 0x05, b'x', 0]), "a text longer than what is there");
        assert!(!walk(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]), "a list of thousands of millions");
        assert!(
            !walk(&[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0]),
            "no end of a number"
        );
        assert!(!walk(&[&[0x1c; 100][..], &[0; 101]].concat()), "too deep");
        assert!(!walk(&[0x1b, 0x01, 0x55, 0x02, 0x02, 0]), "a map");
    }

    #[test]
    fn numbers_and_fields() {
        // Field 1 is 3, field 3 is -1, field 20 a truth value.
        let bytes = [0x15, 0x06, 0x25, 0x01, 0x01, 0x28, 0];
        let mut seen = Vec::new();
        let walked = Walker::new(&bytes).fields(|walker, id, kind| {
            Some(if kind == Type::I32 {
                seen.push((id, walker.number()?));
                Read::Yes
            } else {
                seen.push((id, 0));
                Read::No
            })
        });
        assert_eq!((walked, seen), (Some(()), vec![(1, 3), (3, -1), (20, 0)]));
    }
}
