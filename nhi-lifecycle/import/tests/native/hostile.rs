//! Input that someone made to do harm.

use std::io::{self, BufReader, Read};

use nhi_import::{JsonLines, Table, from_reader, read_str};
use nhi_lifecycle::{Code, limits::Limits, record::RecordType, source::RecordSource};
use proptest::prelude::*;

fn codes(mut source: impl RecordSource) -> Vec<Result<(), Code>> {
    std::iter::from_fn(|| source.next_record()).map(|record| record.map(drop).map_err(|problem| problem.code)).collect()
}

#[test]
fn deep_nesting() {
    let limits = Limits::default();
    for open in ["[", "{\"labels\":", "{\"record\":", "{\"a\":["] {
        let bare = open.repeat(100_000);
        assert!(codes(read_str(&bare, &limits)).iter().all(Result::is_err), "{open}");
        for field in ["owner", "labels", "record", "schema", "colour"] {
            let line = format!("{{\"{field}\":{bare}");
            assert_eq!(codes(read_str(&line, &limits)), [Err(Code::LimitExceeded)], "{open} in {field}");
            let line = format!("{{\"record\":\"asset\",\"{field}\":{bare}");
            assert_eq!(
                codes(read_str(&line, &limits)),
                [Err(Code::LimitExceeded)],
                "{open} in {field} behind the type"
            );
        }
    }
    let closed = format!("{{\"labels\":{}{},\"record\":\"asset\"}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(codes(read_str(&closed, &limits)), [Err(Code::LimitExceeded)]);
    // With a limit that lets them through, nothing recurses either.
    let lax = Limits { nesting: usize::MAX, ..limits };
    assert_eq!(codes(read_str(&closed, &lax)), [Err(Code::WrongType)]);
}

#[test]
fn a_line_of_ten_megabytes() {
    let limits = Limits::default();
    let good = r#"{"record":"identity","id":"alice","kind":"employee","status":"active"}"#;
    for filler in ["x", "[", "\"", "{}", "\r", "\0"] {
        let long = filler.repeat((10 << 20) / filler.len());
        assert_eq!(
            codes(read_str(&format!("{good}\n{long}\n{good}\n"), &limits)),
            [Ok(()), Err(Code::LimitExceeded), Ok(())]
        );
        let table = format!("id,kind,status\nalice,employee,active\n{long}\nbob,employee,active\n");
        let read = codes(Table::new(table.as_bytes(), "f", RecordType::Identity, &limits));
        assert_eq!(read, [Ok(()), Err(Code::LimitExceeded)]);
    }
}

/// Bytes without end.
struct Endless(u8);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.fill(self.0);
        Ok(buffer.len())
    }
}

#[test]
fn streams_without_end() {
    let limits = Limits { bytes: 8 << 20, ..Limits::default() };
    for byte in *b"\n \r{\"a\0\xff" {
        let read = codes(from_reader(Endless(byte), "endless", &limits));
        let last = read.last();
        assert!(matches!(last, Some(Err(Code::LimitExceeded | Code::InvalidSyntax))), "{byte}: {last:?}");
        let table = Table::new(BufReader::new(Endless(byte)), "endless", RecordType::Asset, &limits);
        assert_eq!(codes(table).len(), 1, "{byte}");
    }
}

#[test]
fn a_stream_that_fails() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("cable pulled"))
        }
    }
    let good = "{\"record\":\"identity\",\"id\":\"alice\",\"kind\":\"employee\",\"status\":\"active\"}\n{\"rec";
    let mut source = from_reader(good.as_bytes().chain(Failing), "f", &Limits::default());
    assert!(source.next_record().is_some_and(|first| first.is_ok()));
    let problem = source.next_record().and_then(Result::err).expect("a problem");
    assert_eq!((problem.code, problem.to_string().as_str()), (Code::Io, "f:2: can't be read: cable pulled"));
    assert!(source.next_record().is_none());
}

/// Values may be secrets in the wrong place.
#[test]
fn no_message_repeats_a_value() {
    const SECRET: &str = "hunter2-hunter2";
    let limits = Limits::default();
    let problems = |mut source: Box<dyn RecordSource>| {
        std::iter::from_fn(move || source.next_record()).filter_map(Result::err).map(|problem| problem.to_string())
    };
    let mut messages = Vec::new();
    for line in [
        "S",
        "\"S\"",
        "[\"S\"]",
        "{\"S",
        "{S}",
        r#"{"record":"S"}"#,
        r#"{"record":"asset","id":"a","kind":"S"}"#,
        r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","due_back_at":"S"}"#,
        r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","legal_hold":"S"}"#,
        r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","labels":"S"}"#,
        r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","labels":{"S":1}}"#,
        r#"{"record":"asset","id":"identity:S","kind":"server","stage":"in_use"}"#,
        r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","owner":"asset:S"}"#,
        r#"{"record":"inventory","schema":"S"}"#,
        r#"{"record":"inventory","schema":1} S"#,
    ] {
        let line = line.replace('S', SECRET);
        messages.extend(problems(Box::new(JsonLines::new(io::Cursor::new(line), "f", &limits))));
    }
    assert_eq!(messages.len(), 15);
    for cells in [
        "S",
        "S,S",
        "S;S",
        "id,kind,stage\nS",
        "id,kind,stage\na,S,S",
        "id,kind,stage,labels\na,server,in_use,S",
        "id,kind,stage,legal_hold\na,server,in_use,S",
        "id,kind,stage\na,\"S",
        "id,kind,stage\na,server,in_use,S",
    ] {
        let table = cells.replace('S', SECRET);
        messages.extend(problems(Box::new(Table::new(io::Cursor::new(table), "f", RecordType::Asset, &limits))));
    }
    assert_eq!(messages.len(), 24);
    for message in messages {
        assert!(!message.contains("hunter2"), "{message}");
    }
}

/// Bytes of which many mean something to the readers.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        4 => prop::sample::select(&b"\r\n\",;=\\{}[]:0\0 \xef\xbb\xbf\xff\xfe"[..]).prop_map(|byte| vec![byte]),
        2 => prop::sample::select(vec![
            "\"record\":", "\"asset\"", "\"id\":", "id,kind,stage", "\"inventory\"", "\"schema\":1", "in_use", "server", "null",
            "\n", "{\"record\":\"asset\",\"id\":\"a\",\"kind\":\"server\",\"stage\":\"in_use\"}", "a,server,in_use\n",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_make_it_panic(bytes in bytes(), record_type in prop::sample::select(RecordType::ALL), buffer in 1usize..40, small in any::<bool>()) {
        let limits = if small {
            Limits { bytes: 200, line_bytes: 30, records: 3, nesting: 2, ..Limits::default() }
        } else {
            Limits::default()
        };
        let reader = || BufReader::with_capacity(buffer, bytes.as_slice());
        let whole = codes(JsonLines::new(bytes.as_slice(), "f", &limits));
        prop_assert_eq!(codes(JsonLines::new(reader(), "f", &limits)), whole, "a smaller buffer changes nothing");
        let whole = codes(Table::new(bytes.as_slice(), "f", record_type, &limits));
        prop_assert_eq!(codes(Table::new(reader(), "f", record_type, &limits)), whole);
    }
}
