//! Where each record of a source stands, kept as runs of consecutive lines.

/// The lines of what one file gave, by position. A file of one record per line is a single run, however long it is.
#[derive(Debug, Default)]
pub(crate) struct Places {
    given: usize,
    runs: Vec<Run>,
}

/// From this position on, each line is the one after that of the position before.
#[derive(Debug)]
struct Run {
    first: usize,
    line: u64,
}

impl Run {
    fn line_of(&self, position: usize) -> u64 {
        self.line + (position - self.first) as u64
    }
}

impl Places {
    /// Notes the line of what was given next: a record, or a problem in its stead.
    pub(crate) fn give(&mut self, line: u64) {
        if self.runs.last().is_none_or(|run| run.line_of(self.given) != line) {
            self.runs.push(Run { first: self.given, line });
        }
        self.given += 1;
    }

    /// How much was given so far.
    pub(crate) fn given(&self) -> usize {
        self.given
    }

    /// The line of what was given at this position, from 0.
    pub(crate) fn line(&self, position: usize) -> Option<u64> {
        if position >= self.given {
            return None;
        }
        let after = self.runs.partition_point(|run| run.first <= position);
        let run = self.runs.get(after.checked_sub(1)?)?;
        Some(run.line_of(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs() {
        let lines = [2, 3, 4, 7, 8, 8, 20, 1];
        let mut places = Places::default();
        for line in lines {
            places.give(line);
        }
        let back: Vec<u64> = (0..9).filter_map(|position| places.line(position)).collect();
        assert_eq!(back, lines);
        assert_eq!((places.given(), places.runs.len()), (8, 5));
        assert_eq!(Places::default().line(0), None);
    }
}
