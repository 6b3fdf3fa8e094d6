//! A line of JSON that is as plain as most are: one object, its type first, its values texts without escapes, truth values,
//! `null` and lists of such texts. It becomes a record without a copy of any text. Any other line is left to serde_json,
//! which also says what is wrong with it.

use std::{mem, str};

use nhi_lifecycle::{
    incoming::{Draft, Incoming, Scalar, Taken},
    record::RecordType,
};

/// Puts in the record of a plain line, of this table if it is to be of one; gives the place back where anything is out of the
/// ordinary.
pub(super) fn put<'r>(line: &str, table: Option<RecordType>, incoming: Incoming<'r>) -> Result<Taken, Incoming<'r>> {
    let mut rest = Cursor(line);
    match record_type(&mut rest) {
        Some(found) if table.is_none_or(|table| table == found) => {
            incoming.draft(found, |draft| members(draft, &mut rest))
        }
        _ => Err(incoming),
    }
}

fn record_type(rest: &mut Cursor<'_>) -> Option<RecordType> {
    rest.take(b'{')?;
    if rest.text()? != "record" {
        return None;
    }
    rest.take(b':')?;
    rest.text()?.parse().ok()
}

/// What stands behind the type, up to the end of the line.
fn members<'a>(draft: &mut Draft<'_, 'a>, rest: &mut Cursor<'a>) -> Option<()> {
    loop {
        match rest.next()? {
            b',' => member(draft, rest)?,
            b'}' => return rest.peek().is_none().then_some(()),
            _ => return None,
        }
    }
}

fn member<'a>(draft: &mut Draft<'_, 'a>, rest: &mut Cursor<'a>) -> Option<()> {
    let name = rest.text()?;
    rest.take(b':')?;
    match rest.peek()? {
        b'"' => draft.set(name, Scalar::Text(rest.text()?)),
        b'[' => list(draft, name, rest),
        b't' => draft.set(name, rest.word("true", Scalar::Truth(true))?),
        b'f' => draft.set(name, rest.word("false", Scalar::Truth(false))?),
        b'n' => draft.set(name, rest.word("null", Scalar::Null)?),
        _ => None,
    }
}

/// A list of at least one text.
fn list<'a>(draft: &mut Draft<'_, 'a>, name: &str, rest: &mut Cursor<'a>) -> Option<()> {
    rest.take(b'[')?;
    draft.begin(name, rest.text()?)?;
    loop {
        match rest.next()? {
            b',' => draft.add(name, rest.text()?)?,
            b']' => return Some(()),
            _ => return None,
        }
    }
}

/// What is left of a line.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.0.as_bytes();
        let first = *bytes.first()?;
        if !matches!(first, b' ' | b'\t' | b'\n' | b'\r') {
            return Some(first);
        }
        let blank = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.0 = self.0.get(blank..)?;
        self.0.bytes().next()
    }

    /// Takes that byte, which must be ASCII.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.0 = self.0.get(1..)?;
        Some(byte)
    }

    #[inline]
    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    fn word(&mut self, word: &str, value: Scalar<'a>) -> Option<Scalar<'a>> {
        self.0 = self.0.strip_prefix(word)?;
        Some(value)
    }

    /// A text that stands as it is: without escapes and control characters.
    #[inline]
    fn text(&mut self) -> Option<&'a str> {
        self.take(b'"')?;
        let end = plain_length(self.0.as_bytes());
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.strip_prefix('"')?;
        Some(text)
    }
}

/// How many bytes stand before the first quote, backslash or control character.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const WORD: usize = mem::size_of::<u64>();
    let mut at = 0;
    for chunk in bytes.chunks_exact(WORD) {
        // The chunks are as long as a word.
        let special = chunk.try_into().map_or(0, |chunk| special(u64::from_le_bytes(chunk)));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += WORD;
    }
    let tail = bytes.get(at..).unwrap_or_default();
    at + tail.iter().take_while(|byte| **byte >= 0x20 && !matches!(byte, b'"' | b'\\')).count()
}

/// Marks the first byte in a word that is a quote, a backslash or a control character; later marks may be wrong.
#[inline]
fn special(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word;
    let quote = below(word ^ (ONES * b'"' as u64), 1);
    let backslash = below(word ^ (ONES * b'\\' as u64), 1);
    (quote | backslash | below(word, 0x20)) & HIGHS
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nhi_lifecycle::{Context, Instant, Inventory, Problem, Record, source::RecordSource};
    use proptest::prelude::*;

    use super::*;

    /// One line, and whether it was taken as it stands.
    struct Line<'a> {
        line: Option<&'a str>,
        plain: bool,
    }

    impl RecordSource for Line<'_> {
        fn next_record(&mut self) -> Option<Result<Record, Problem>> {
            None
        }

        fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
            let taken = put(self.line.take()?, None, incoming);
            self.plain = taken.is_ok();
            taken.ok().map(Ok)
        }

        fn place(&self, _: usize) -> Option<(Arc<str>, u64)> {
            None
        }
    }

    fn is_plain(line: &str) -> bool {
        let mut source = Line { line: Some(line), plain: false };
        // What becomes of it later does not count.
        Inventory::new().add_from(&mut source, &Context::at(Instant::MIN).lenient()).ok();
        source.plain
    }

    #[test]
    fn what_is_plain() {
        for line in [
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"}"#,
            " { \"record\" : \"asset\" , \"id\":\"\u{e9}t\u{e9}\",\"kind\":\"server\",\"stage\":\"in_use\",\"owner\":[ \"x\" , \"y\" ] } \r\n",
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","name":"n","legal_hold":true,"owner":"x"}"#,
            r#"{"record":"credential","id":"a","kind":"api_key","status":"active","used_by":["asset:x","identity:y"]}"#,
            r#"{"record":"relation","kind":"owned_by","from":"asset:a","to":"x","since":"2026-01-01T00:00:00Z"}"#,
            r#"{"record":"change","subject":"asset:a","to":"retired","at":"2026-01-01T00:00:00Z","from":null}"#,
            r#"{"record":"change","subject":"asset:a","to":true,"at":"2026-01-01T00:00:00Z","from":"false","field":"legal_hold"}"#,
        ] {
            assert!(is_plain(line), "{line}");
        }
    }

    #[test]
    fn what_is_not() {
        for line in [
            "",
            "{}",
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"},"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"]"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use""#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use",}"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"}}"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","id":"a"}"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","owner":"x","owner":"y"}"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","owner":[]}"#,
            r#"{"record":"asset","id":"\u0061","kind":"server","stage":"in_use"}"#,
            "{\"record\":\"asset\",\"id\":\"a\tb\",\"kind\":\"server\",\"stage\":\"in_use\"}",
            r#"{"record":"asset","id":"asset:a","kind":"server","stage":"in_use"}"#,
            r#"{"record":"asset","id":"a","kind":"server"}"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","colour":"red"}"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","name":null}"#,
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","name":["n"]}"#,
            r#"{"record":"credential","id":"a","kind":"api_key","status":"active","used_by":"x"}"#,
            r#"{"record":"relation","kind":"owned_by","from":"a","to":"x"}"#,
            r#"{"record":"relation","kind":"runs_on","from":"a","to":"b","privilege":"read"}"#,
            r#"{"record":"change","subject":"asset:a","to":"active","at":"2026-01-01T00:00:00Z"}"#,
            r#"{"record":"evidence","id":"e","subject":"asset:a","kind":"approval","at":"2026-01-01T00:00:00Z","by":"b"}"#,
        ] {
            assert!(!is_plain(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn plain_lengths(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(0x1f), Just(0x80)], 0..40)) {
            let expected = bytes.iter().position(|byte| *byte < 0x20 || *byte == b'"' || *byte == b'\\');
            prop_assert_eq!(plain_length(&bytes), expected.unwrap_or(bytes.len()));
        }
    }
}
