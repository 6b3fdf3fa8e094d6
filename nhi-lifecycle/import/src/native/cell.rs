//! How a list or a map stands in one cell of a table: `a;b` and `k=v;k=v`.
//!
//! A backslash takes the meaning from `;`, from `=` in a map, and from a backslash; before any other character it is just a
//! backslash, so that `DOMAIN\alice` is what it seems.

use std::borrow::Cow;

/// The characters that a backslash may stand before, in a list.
const LIST: [char; 2] = [';', '\\'];
/// And in a map.
const MAP: [char; 3] = [';', '=', '\\'];

/// The texts of a list.
pub(super) fn read_list(cell: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pieces(cell).map(|piece| unescape(piece, &LIST))
}

/// The entries of a map; `None` for one that has no `=`. Only the first `=` of an entry parts it.
pub(super) fn read_map(cell: &str) -> impl Iterator<Item = Option<(Cow<'_, str>, Cow<'_, str>)>> {
    pieces(cell).map(|entry| {
        let at = find_bare(entry, b'=')?;
        let (key, value) = (entry.get(..at)?, entry.get(at + 1..)?);
        Some((unescape(key, &MAP), unescape(value, &MAP)))
    })
}

/// Adds a text to the list in a cell.
pub(super) fn write_item(cell: &mut String, first: bool, text: &str) {
    if !first {
        cell.push(';');
    }
    escape(cell, text, &LIST);
}

/// Adds an entry to the map in a cell.
pub(super) fn write_entry(cell: &mut String, first: bool, key: &str, value: &str) {
    if !first {
        cell.push(';');
    }
    escape(cell, key, &MAP);
    cell.push('=');
    // Behind the first, a `=` parts nothing.
    escape(cell, value, &LIST);
}

/// What stands between bare semicolons.
fn pieces(cell: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(cell);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        match find_bare(text, b';') {
            Some(at) => {
                rest = text.get(at + 1..);
                text.get(..at)
            }
            None => Some(text),
        }
    })
}

/// Where an ASCII character first stands without a backslash before it.
fn find_bare(text: &str, wanted: u8) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        if byte == wanted {
            return Some(at);
        }
        if byte == b'\\' {
            bytes.next();
        }
    }
    None
}

fn unescape<'a>(text: &'a str, special: &[char]) -> Cow<'a, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next_if(|next| special.contains(next)) } else { None };
        plain.push(escaped.unwrap_or(c));
    }
    Cow::Owned(plain)
}

fn escape(cell: &mut String, text: &str, special: &[char]) {
    for c in text.chars() {
        if special.contains(&c) {
            cell.push('\\');
        }
        cell.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists() {
        for (cell, texts) in [
            ("a", vec!["a"]),
            ("a;b;c", vec!["a", "b", "c"]),
            (" a ; b ", vec![" a ", " b "]),
            (r"a\;b;c", vec!["a;b", "c"]),
            (r"a\\;b", vec![r"a\", "b"]),
            (r"a\\\;b", vec![r"a\;b"]),
            (r"DOMAIN\alice;DOMAIN\bob", vec![r"DOMAIN\alice", r"DOMAIN\bob"]),
            (r"a\=b", vec![r"a\=b"]),
            (r"a\", vec![r"a\"]),
            (r"é\é;é", vec![r"é\é", "é"]),
            ("a;", vec!["a", ""]),
            (";", vec!["", ""]),
        ] {
            assert_eq!(read_list(cell).collect::<Vec<_>>(), texts, "{cell}");
        }
    }

    #[test]
    fn maps() {
        let check = |cell: &str, expected: Option<&[(&str, &str)]>| {
            let read: Option<Vec<_>> = read_map(cell).collect();
            let read: Option<Vec<(&str, &str)>> =
                read.as_ref().map(|entries| entries.iter().map(|(key, value)| (&**key, &**value)).collect());
            assert_eq!(read.as_deref(), expected, "{cell}");
        };
        check("k=v", Some(&[("k", "v")]));
        check("k=v;l=w", Some(&[("k", "v"), ("l", "w")]));
        check("k=a=b=", Some(&[("k", "a=b=")]));
        check(r"k\=l=v\=w", Some(&[("k=l", "v=w")]));
        check(r"k=a\;b;l\\=c", Some(&[("k", "a;b"), (r"l\", "c")]));
        check("k=", Some(&[("k", "")]));
        check("=", Some(&[("", "")]));
        check("k", None);
        check(r"k\=v", None);
        check("k=v;", None);
    }

    proptest! {
        #[test]
        fn cells_hold_lists_and_maps(texts in prop::collection::vec(r"[a;=\\é]{0,6}", 1..5)) {
            let mut list = String::new();
            let mut map = String::new();
            for (index, text) in texts.iter().enumerate() {
                write_item(&mut list, index == 0, text);
                write_entry(&mut map, index == 0, text, text);
            }
            prop_assert_eq!(read_list(&list).collect::<Vec<_>>(), texts.clone());
            let entries: Option<Vec<_>> = read_map(&map).collect();
            prop_assert_eq!(entries, Some(texts.iter().map(|text| (text.into(), text.into())).collect()));
        }
    }
}
