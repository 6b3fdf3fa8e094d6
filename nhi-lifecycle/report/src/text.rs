//! Text as it shows: which characters stand for themselves, how wide they are, and where a line ends.

use std::{borrow::Cow, iter};

use unicode_width::UnicodeWidthChar;

/// The text with every character that does not show as itself written as an escape.
///
/// These are the control characters, those that turn the direction of a text, line and paragraph separators, blanks other
/// than the space, and what has no shape: a terminal obeys some of them, and others make two ids look like one.
///
/// ```
/// assert_eq!(nhi_report::visible("key\u{1b}[2J\n"), r"key\u{1b}[2J\n");
/// assert_eq!(nhi_report::visible("invoice\u{202e}fdp.exe"), r"invoice\u{202e}fdp.exe");
/// assert_eq!(nhi_report::visible("Schlüssel für 東京"), "Schlüssel für 東京");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_visible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_visible(c) {
            shown.push(c);
        } else {
            shown.extend(c.escape_debug());
        }
    }
    Cow::Owned(shown)
}

/// Whether a character shows as itself.
pub(crate) fn is_visible(c: char) -> bool {
    if c.is_ascii() {
        return c == ' ' || c.is_ascii_graphic();
    }
    // A mark that combines with the character before it counts as printable only behind one.
    c.escape_debug().eq([c]) || format!(" {c}").escape_debug().eq([' ', c])
}

/// How many columns of a terminal a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The lines of a text that may be so many columns wide. They end at spaces; what is longer than a line is cut.
pub(crate) fn wrap(text: &str, most: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        rest = rest.trim_start_matches(' ');
        let (line, after) = rest.split_at_checked(end_of_line(rest, most)).filter(|(line, _)| !line.is_empty())?;
        rest = after;
        Some(line.trim_end_matches(' '))
    })
}

/// Where the first line of a text ends, in bytes; not before its first character, however narrow the line.
fn end_of_line(text: &str, most: usize) -> usize {
    let mut width = 0;
    let mut last_space = None;
    for (place, c) in text.char_indices() {
        if c == ' ' {
            last_space = Some(place);
        }
        width += char_width(c);
        if width > most && place > 0 {
            return last_space.unwrap_or(place);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_show_is_escaped() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected, "{text:?}");
        check("plain 'quoted' \"twice\" back\\slash", "plain 'quoted' \"twice\" back\\slash");
        check("\u{1b}[31mred\u{1b}[0m", r"\u{1b}[31mred\u{1b}[0m");
        check("one\r\ntwo\tthree\0", r"one\r\ntwo\tthree\0");
        check("\u{7f}\u{9b}31m", r"\u{7f}\u{9b}31m");
        check("\u{202e}\u{2066}\u{200f}\u{61c}", r"\u{202e}\u{2066}\u{200f}\u{61c}");
        check("a\u{200b}b\u{feff}c\u{ad}d\u{200d}e\u{200c}", r"a\u{200b}b\u{feff}c\u{ad}d\u{200d}e\u{200c}");
        check("a\u{a0}b\u{3000}c\u{2028}d\u{e0041}", r"a\u{a0}b\u{3000}c\u{2028}d\u{e0041}");
        check("é e\u{301} 資産 שלום กำ 🔑", "é e\u{301} 資産 שלום กำ 🔑");
    }

    #[test]
    fn lines() {
        let check = |text: &str, most: usize, expected: &[&str]| {
            assert_eq!(wrap(text, most).collect::<Vec<_>>(), expected, "{text:?} in {most}");
        };
        check("", 5, &[]);
        check("   ", 5, &[]);
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 6, &["one", "two", "three"]);
        check("one  two", 4, &["one", "two"]);
        check("abcdefgh ij", 3, &["abc", "def", "gh", "ij"]);
        check("資産台帳", 4, &["資産", "台帳"]);
        check("資産台帳", 3, &["資", "産", "台", "帳"]);
        check("資産", 1, &["資", "産"]);
        check("e\u{301}e\u{301}", 1, &["e\u{301}", "e\u{301}"]);
    }
}
