use std::io::BufReader;

use nhi_import::JsonLines;
use nhi_lifecycle::limits::Limits;

use crate::{assert_outcomes, outcomes};

const ASSET: &str = r#"{"record":"asset","id":"a","kind":"server","stage":"in_use"}"#;
const ALICE: &str = r#"{"record":"identity","id":"alice","kind":"employee","status":"active"}"#;
const HEADER: &str = r#"{"record":"inventory","schema":1}"#;

fn check_within(limits: &Limits, input: &[u8], expected: &[&str]) {
    for buffer in [1, 7, 64 << 10] {
        let reader = BufReader::with_capacity(buffer, input);
        assert_outcomes(&outcomes(JsonLines::new(reader, "f", limits)), expected, input);
    }
}

fn check(input: impl AsRef<[u8]>, expected: &[&str]) {
    check_within(&Limits::default(), input.as_ref(), expected);
}

#[test]
fn lines() {
    check("", &[]);
    check("\n\n", &[]);
    check(HEADER, &[]);
    check(ASSET, &["f:1 asset"]);
    check(format!("{ASSET}\n{ALICE}\n"), &["f:1 asset", "f:2 identity"]);
    check(format!("\n \t\n{ASSET}\r\n\r\n  {ALICE}  \r\n"), &["f:3 asset", "f:5 identity"]);
    check(format!("\u{feff}{ASSET}\n"), &["f:1 asset"]);
    check(format!("\u{feff}{HEADER}\n{ASSET}\n"), &["f:2 asset"]);
    check(format!("{ASSET}\r"), &["f:1 asset"]);
    check(r#"{"id":"a","labels":{"k":"v"},"stage":"in_use","kind":"server","record":"asset"}"#, &["f:1 asset"]);
}

#[test]
fn header() {
    let newer = HEADER.replace('1', "2");
    check(format!("\n{HEADER}\r\n{ASSET}"), &["f:3 asset"]);
    check(
        format!("{newer}\n{ASSET}\n{ALICE}"),
        &["newer_schema f:1: field `schema`: schema 2 is newer than 1, the newest this library reads; update it"],
    );
    check(
        format!("{ASSET}\n{HEADER}\n{ALICE}"),
        &[
            "f:1 asset",
            "unknown_record f:2: field `record`: a header stands in the first line of a file alone; delete it here",
            "f:3 identity",
        ],
    );
    check(format!("{HEADER}\n{HEADER}"), &["unknown_record f:2: "]);
    check(
        format!("{HEADER} x\n{ASSET}"),
        &["invalid_syntax f:1: not JSON at column 35: trailing characters", "f:2 asset"],
    );
    check(r#"{"record":"inventory"}"#, &["missing_field f:1: field `schema`: missing, and required; add it"]);
}

#[test]
fn syntax() {
    let no_object =
        "invalid_syntax f:1: not an object; write one record a line, like `{\"record\":\"asset\",…}`, without a list";
    check("[]", &[no_object]);
    check(format!("[{ASSET}]"), &[no_object]);
    check("null", &[no_object]);
    check("7", &[no_object]);
    check("\"sk_live_secret\"", &[no_object]);
    check("web-1,server", &[no_object]);
    check("\0\0\0", &[no_object]);
    check(format!("[\n{ASSET}\n]"), &[no_object, "f:2 asset", "invalid_syntax f:3: "]);
    check(
        "{\n}",
        &[
            "invalid_syntax f:1: the line ends before its record does; write each record in one line",
            "invalid_syntax f:2",
        ],
    );
    check(&ASSET[..20], &["invalid_syntax f:1: the line ends before its record does"]);
    check(format!("{ASSET},"), &["invalid_syntax f:1: not JSON at column 61: trailing characters"]);
    check(format!("{ASSET}{ALICE}"), &["invalid_syntax f:1: not JSON at column 61: trailing characters"]);
    check(format!("{ASSET} # old"), &["invalid_syntax f:1: not JSON at column 62: trailing characters"]);
    check("{'record':'asset'}", &["invalid_syntax f:1: not JSON at column 2: key must be a string"]);
    check(r#"{"record":"asset",}"#, &["invalid_syntax f:1: not JSON at column 19: trailing comma"]);
    check(r#"{"record":"asset" "id":"a"}"#, &["invalid_syntax f:1: not JSON at column 19: expected `,` or `}`"]);
    check("{\"record\":\"as\0set\"}", &["invalid_syntax f:1: not JSON at column 14: control character"]);
    check("{\"record\":\"as\tset\"}", &["invalid_syntax f:1: not JSON at column 14: control character"]);
    check(r#"{"record":"\ud800"}"#, &["invalid_syntax f:1: not JSON at column 18: "]);
    check(r#"{"record":"asset","id":NaN}"#, &["invalid_syntax f:1: not JSON at column 24: expected value"]);
    check(r#"{"record":"asset","id":1e999}"#, &["invalid_syntax f:1: not JSON at column 28: number out of range"]);
    check(
        b"{\"record\":\"asset\",\"id\":\"\xe9\"}",
        &["invalid_syntax f:1: not UTF-8 at column 25; save the file as UTF-8"],
    );
    check(b"{\"record\":\"asset\",\"id\":\"\xc0\xaf\"}", &["invalid_syntax f:1: not UTF-8 at column 25"]);
}

#[test]
fn records_that_are_none() {
    check("{}", &["unknown_record f:1: field `record`: missing; say what record this is, like `asset`"]);
    check(r#"{"record":"host"}"#, &["unknown_record f:1: field `record`: not a record type; one of: asset, identity"]);
    check(r#"{"record":7}"#, &["unknown_record f:1: field `record`: must be a text"]);
    let with = |field: &str| ASSET.replace('}', &format!(",{field}}}"));
    check(with(r#""id":"b""#), &["duplicate_field f:1: field `id`: stands twice; leave one out"]);
    check(with(r#""labels":{"k":"v","k":"v"}"#), &["duplicate_field f:1: field `labels`: a key stands twice"]);
    check(
        with(r#""colour":"red""#),
        &["unknown_field f:1: field `colour`: no such field in this record; it has: id, kind"],
    );
    check(with(r#""name":7"#), &["wrong_type f:1: field `name`: a number where "]);
    check(with(r#""name":["x"]"#), &["wrong_type f:1: field `name`: a list where "]);
    check(with(r#""legal_hold":"true""#), &["wrong_type f:1: field `legal_hold`: a text where "]);
    check(with(r#""owner":{"x":"y"}"#), &["wrong_type f:1: field `owner`: an object where "]);
    check(with(r#""owner":[["x"]]"#), &["wrong_type f:1: field `owner`: "]);
    check(with(r#""labels":{"k":{"k":"v"}}"#), &["wrong_type f:1: field `labels`: "]);
    check(with(r#""labels":["k"]"#), &["wrong_type f:1: field `labels`: "]);
    check(with(r#""owner":"asset:x""#), &["invalid_reference f:1: field `owner`: "]);
    check(
        with(r#""due_back_at":"soon""#),
        &["invalid_instant f:1: field `due_back_at`: not an instant; write it in RFC 3339"],
    );
    check(
        format!("{}\n{ALICE}\n{}", with(r#""x":1"#), with(r#""y":1"#)),
        &["unknown_field f:1: ", "f:2 identity", "unknown_field f:3: "],
    );
}

#[test]
fn encodings() {
    let utf16: Vec<u8> = format!("\u{feff}{ASSET}\n{ALICE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let message = "invalid_syntax f:1: the file seems to be in UTF-16; save it as UTF-8";
    check(&utf16, &[message]);
    check(&utf16[2..], &[message]);
    let message = "invalid_syntax f:1: a carriage return alone ends no line; save the file with line ends LF or CRLF";
    check(format!("{ASSET}\r{ALICE}\r"), &[message]);
    check(format!("{HEADER}\r{ALICE}\r"), &[message]);
}

#[test]
fn limits() {
    let limits = Limits { line_bytes: 80, ..Limits::default() };
    let long = format!("{ASSET}{}", " ".repeat(21));
    check_within(
        &limits,
        format!("{ASSET}\n{long}\n{ALICE}").as_bytes(),
        &["f:1 asset", "limit_exceeded f:2: the line is longer than the limit of 80 bytes", "f:3 identity"],
    );
    check_within(&limits, &long.as_bytes()[1..], &["invalid_syntax"]);
    let returns = format!("{ASSET}\r{ALICE}\r");
    check_within(
        &limits,
        returns.as_bytes(),
        &["limit_exceeded f:1: the line is longer than the limit of 80 bytes; a carriage"],
    );

    let limits = Limits { bytes: 130, ..Limits::default() };
    let over = "limit_exceeded f:3: the source is longer than the limit of 130 bytes; split it or raise the limit";
    check_within(&limits, format!("{ASSET}\n{ASSET}\n{ASSET}\n{ASSET}").as_bytes(), &["f:1 asset", "f:2 asset", over]);

    let limits = Limits { records: 2, ..Limits::default() };
    let over = "limit_exceeded f:4: the source holds more than the limit of 2 records; split it or raise the limit";
    check_within(&limits, format!("{HEADER}\n{ASSET}\n{ASSET}").as_bytes(), &["f:2 asset", "f:3 asset"]);
    let many = format!("{HEADER}\n{ASSET}\n{{}}\n{ASSET}\n{ASSET}");
    check_within(&limits, many.as_bytes(), &["f:2 asset", "unknown_record f:3", over]);

    let limits = Limits { nesting: 3, ..Limits::default() };
    let deep = |depth| format!(r#"{{"record":"asset","owner":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    check_within(&limits, deep(2).as_bytes(), &["wrong_type f:1: field `owner`"]);
    let over = "limit_exceeded f:1: lists and objects lie more than the limit of 3 deep in each other";
    check_within(&limits, deep(3).as_bytes(), &[over]);
    let limits = Limits { nesting: 1, ..Limits::default() };
    let labelled = ASSET.replace('}', r#","labels":{}}"#);
    check_within(&limits, format!("{ASSET}\n{labelled}").as_bytes(), &["f:1 asset", "limit_exceeded f:2"]);
}
