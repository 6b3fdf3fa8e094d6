//! A gigabyte of each format, made on the fly: it meets a limit after a bounded piece of it, whatever it repeats.

use std::io::{self, Read};

use nhi_lifecycle::{Code, Problem, limits::Limits};

use super::{
    format::{Format, Shape},
    load::read_file,
    reading::Reading,
};

const GIGABYTE: usize = 1 << 30;

/// A beginning, and then one thing again and again.
struct Endless<'a> {
    begins: &'a [u8],
    /// That thing, many times.
    block: Vec<u8>,
    given: usize,
}

impl<'a> Endless<'a> {
    fn new(begins: &'a str, repeats: &str) -> Self {
        Self { begins: begins.as_bytes(), block: repeats.repeat(4096).into_bytes(), given: 0 }
    }
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let next = match self.begins.get(self.given..) {
            Some(next) if !next.is_empty() => next,
            _ => &self.block[(self.given - self.begins.len()) % self.block.len()..],
        };
        let read = next.len().min(buffer.len()).min(GIGABYTE - self.given);
        buffer[..read].copy_from_slice(&next[..read]);
        self.given += read;
        Ok(read)
    }
}

/// What the format says of such a gigabyte, and how much of it was taken for that.
fn load(format: &'static Format, begins: &str, repeats: &str, limits: &Limits) -> (Result<(), Problem>, usize) {
    let mut stream = Endless::new(begins, repeats);
    let reading = Reading::new(format, 0, format.name, None, limits);
    let result = read_file(&mut stream, &"endless".into(), &reading, format, limits);
    (result, stream.given)
}

/// What JSON can go on with for a gigabyte, behind what begins it.
fn json(lists: &[&str]) -> Vec<(String, &'static str)> {
    let within = lists.first().map_or_else(|| "[".to_owned(), |list| format!("{{\"{list}\":["));
    vec![
        ("[{\"id\":\"".into(), "x"),
        ("[{\"".into(), "x"),
        ("[".into(), "["),
        ("[{\"a\":[".into(), "{},"),
        ("[".into(), "{},"),
        (within, "{},"),
        (String::new(), "{} "),
        ("[".into(), " "),
        ("{}".into(), "\n"),
        ("[".into(), "1"),
        ("[{".into(), "\"id\":1,"),
        ("{".into(), "\"id\":1,"),
    ]
}

/// What CSV can.
fn csv(columns: &[&[&str]]) -> Vec<(String, &'static str)> {
    let names: Vec<&str> = columns.iter().filter_map(|names| names.first().copied()).collect();
    let header = names.join(",");
    vec![
        ("x".into(), "x"),
        ("x".into(), ","),
        (format!("{header}\n"), "x"),
        (format!("{header}\n\""), "x\n"),
        (format!("{header}\n"), ",\n"),
        (format!("{header}\n"), "\n"),
        (format!("{header}\n"), "\r"),
        (format!("{header}\n"), "\u{fc}"),
    ]
}

#[test]
fn a_gigabyte_meets_a_limit_in_every_format() {
    let limits = Limits { bytes: 1 << 20, line_bytes: 16 << 10, records: 1000, ..Limits::default() };
    let check = |format, variants: Vec<(String, &str)>| {
        for (begins, repeats) in variants {
            let (result, taken) = load(format, &begins, repeats, &limits);
            let code = result.err().map(|problem| problem.code);
            assert_eq!(code, Some(Code::LimitExceeded), "{}: `{begins}`, then `{repeats}`", format.name);
            assert!(taken < (1 << 20) + (128 << 10), "{}: `{begins}`, then `{repeats}`: {taken}", format.name);
        }
    };
    for format in Format::ALL {
        let Shape { lists, columns } = format.shape;
        if let Some(lists) = lists {
            check(format, json(lists));
        }
        if let Some(columns) = columns {
            check(format, csv(columns));
        }
    }
}

#[test]
fn a_gigabyte_in_one_entry_meets_the_usual_limits() {
    for (format, begins) in [("okta-users", "[{\"id\":\""), ("hr-people", "id\n")] {
        let (result, _) = load(Format::named(format).unwrap(), begins, "x", &Limits::default());
        assert_eq!(result.err().map(|problem| problem.code), Some(Code::LimitExceeded), "{format}");
    }
}
