//! Columns: how the width of a table is shared among them, and how the cells of a row become lines.

use std::io::{self, Read, Write};

use crate::text::{width, wrap};

/// What stands between two columns.
const GAP: &str = "  ";

/// The widths of a table's columns.
pub(crate) struct Columns {
    widths: Vec<usize>,
}

impl Columns {
    /// Shares a table's width among columns that want these widths. Narrow ones get what they want; the others share the rest.
    pub(crate) fn sharing(total: usize, wanted: &[usize]) -> Self {
        let mut rest = total.saturating_sub(GAP.len() * wanted.len().saturating_sub(1));
        let mut narrowest_first: Vec<(usize, usize)> = wanted.iter().copied().enumerate().collect();
        narrowest_first.sort_by_key(|(_, wanted)| *wanted);
        let mut shares = Vec::with_capacity(wanted.len());
        for (given, (column, wanted)) in narrowest_first.iter().enumerate() {
            let share = (*wanted).min(rest / (narrowest_first.len() - given)).max(1);
            rest = rest.saturating_sub(share);
            shares.push((*column, share));
        }
        shares.sort_unstable();
        Self { widths: shares.into_iter().map(|(_, share)| share).collect() }
    }

    /// Where the second column begins.
    pub(crate) fn second(&self) -> usize {
        self.widths.first().map_or(0, |first| first + GAP.len())
    }

    /// Writes a row: as many lines as its highest cell has. `style` writes the text of a cell of this column.
    pub(crate) fn write_row<W: Write>(
        &self,
        out: &mut W,
        cells: &[impl AsRef<str>],
        style: impl Fn(&mut W, usize, &str) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut lines: Vec<_> =
            cells.iter().zip(&self.widths).map(|(cell, width)| wrap(cell.as_ref(), *width)).collect();
        loop {
            let line: Vec<Option<&str>> = lines.iter_mut().map(Iterator::next).collect();
            let Some(last) = line.iter().rposition(Option::is_some) else { return Ok(()) };
            for (column, (text, share)) in line.into_iter().zip(&self.widths).enumerate().take(last + 1) {
                let text = text.unwrap_or_default();
                style(out, column, text)?;
                if column < last {
                    blank(out, share.saturating_sub(width(text)) + GAP.len())?;
                }
            }
            writeln!(out)?;
        }
    }
}

/// Writes spaces. As a width in a format string, more than 65,535 would panic.
pub(crate) fn blank(out: &mut impl Write, columns: usize) -> io::Result<()> {
    io::copy(&mut io::repeat(b' ').take(columns as u64), out).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_columns_get_what_they_want() {
        let check = |total: usize, wanted: &[usize], expected: &[usize]| {
            assert_eq!(Columns::sharing(total, wanted).widths, expected, "{wanted:?} in {total}");
        };
        check(100, &[8, 20, 10], &[8, 20, 10]);
        check(44, &[8, 100, 50], &[8, 16, 16]);
        check(44, &[8, 12, 50], &[8, 12, 20]);
        check(3, &[8, 8], &[1, 1]);
        check(10, &[], &[]);
    }

    #[test]
    fn cells_wrap_beside_each_other() {
        let columns = Columns::sharing(14, &[5, 7]);
        let mut out = Vec::new();
        columns.write_row(&mut out, &["資産", "one two three"], |out, _, text| write!(out, "{text}")).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "資産   one two\n       three\n");
    }
}
