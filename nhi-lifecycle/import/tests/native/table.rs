use std::io::BufReader;

use nhi_import::Table;
use nhi_lifecycle::{Record, change::Prior, limits::Limits, record::RecordType};

use crate::{assert_outcomes, outcomes, records};

fn check_within(limits: &Limits, record_type: RecordType, input: &[u8], expected: &[&str]) {
    for buffer in [1, 7, 64 << 10] {
        let reader = BufReader::with_capacity(buffer, input);
        assert_outcomes(&outcomes(Table::new(reader, "f", record_type, limits)), expected, input);
    }
}

fn check(input: impl AsRef<[u8]>, expected: &[&str]) {
    check_within(&Limits::default(), RecordType::Asset, input.as_ref(), expected);
}

fn read(record_type: RecordType, input: &str) -> Vec<Record> {
    records(Table::new(input.as_bytes(), "f", record_type, &Limits::default()))
}

/// A table and lines of JSON that say the same.
fn check_same(record_type: RecordType, table: &str, json: &[&str]) {
    let expected: Vec<Record> = json.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(read(record_type, table), expected, "{table}");
}

#[test]
fn rows() {
    check("id,kind,stage\n", &[]);
    check("id,kind,stage", &[]);
    check("id,kind,stage\na,server,in_use\n", &["f:2 asset"]);
    check("stage,id,kind\r\n\r\nin_use,a,server\r\nin_use,b,server", &["f:3 asset", "f:4 asset"]);
    check("\u{feff}id,kind,stage\na,server,in_use\n", &["f:2 asset"]);
    check("\u{feff}\"id\",\"kind\",\"stage\"\n\"a\",\"server\",\"in_use\"\n", &["f:2 asset"]);
    check("id,kind,stage,name\na,server,in_use,\"two\nlines\"\nb,server,in_use,\n", &["f:2 asset", "f:4 asset"]);
    check("\n\nid,kind,stage\na,server,in_use\n", &["f:4 asset"]);
}

#[test]
fn cells() {
    check_same(
        RecordType::Asset,
        "id,kind,stage,name,legal_hold,owner,media_serials,labels,external_ids\n\
         a,server,in_use, web one ,true,alice;identity:bob,s\\;1;s2,k=v;l=w=x,\n\
         b,server,in_use,,,DOMAIN\\alice,,,cmdb=7\n",
        &[
            r#"{"record":"asset","id":"a","kind":"server","stage":"in_use","name":" web one ","legal_hold":true,
                "owner":["alice","bob"],"media_serials":["s;1","s2"],"labels":{"k":"v","l":"w=x"}}"#,
            r#"{"record":"asset","id":"b","kind":"server","stage":"in_use","owner":"DOMAIN\\alice",
                "external_ids":{"cmdb":"7"}}"#,
        ],
    );
    check_same(
        RecordType::Coverage,
        "source,scope,from,until\ns,all,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z\n\
         s,a;b,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z\n",
        &[
            r#"{"record":"coverage","source":"s","scope":"all","from":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z"}"#,
            r#"{"record":"coverage","source":"s","scope":["a","b"],"from":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z"}"#,
        ],
    );
    let changes = read(
        RecordType::Change,
        "subject,field,from,to,at\n\
         asset:a,,,retired,2026-01-01T00:00:00Z\n\
         asset:a,,null,retired,2026-01-01T00:00:00Z\n\
         asset:a,legal_hold,false,true,2026-01-01T00:00:00Z\n",
    );
    let from: Vec<Prior> = changes
        .into_iter()
        .map(|change| if let Record::Change(change) = change { change.from } else { unreachable!() })
        .collect();
    assert_eq!(from, [Prior::Omitted, Prior::Unknown, Prior::Value("false".into())]);
}

#[test]
fn values() {
    let with = |column: &str, cell: &str| format!("id,kind,stage,{column}\na,server,in_use,{cell}\n");
    check(
        with("legal_hold", "TRUE"),
        &["unknown_value f:2: field `legal_hold`: not a truth value; one of: true, false"],
    );
    check(with("legal_hold", "1"), &["unknown_value f:2: field `legal_hold`"]);
    check(
        with("labels", "k"),
        &["invalid_syntax f:2: field `labels`: an entry without `=`; write a map like `key=value"],
    );
    check(with("labels", "k=v;"), &["invalid_syntax f:2: field `labels`"]);
    check(with("labels", "k=v;k=w"), &["duplicate_field f:2: field `labels`"]);
    check(with("environment", "live"), &["unknown_value f:2: field `environment`: not "]);
    check(with("environment", " production"), &["unknown_value f:2: field `environment`"]);
    check(with("owner", "alice;"), &["invalid_reference f:2: field `owner`: an id is empty"]);
    check(with("owner", "alice;asset:b"), &["invalid_reference f:2: field `owner`"]);
    check(with("due_back_at", "2026-02-01"), &["invalid_instant f:2: field `due_back_at`"]);
    check(with("name", "null"), &["f:2 asset"]);
    check(
        "id,kind,stage\n,server,in_use\na,server,in_use\n",
        &["missing_field f:2: field `id`: missing, ", "f:3 asset"],
    );
    check("id,kind,stage\n,,\n", &["missing_field f:2: field `id`"]);
}

#[test]
fn numbers_of_cells() {
    check(
        "id,kind,stage\na,server\nb,server,in_use\nc,server,in_use,x,y\n",
        &[
            "invalid_syntax f:2: 2 cells where the header has 3",
            "f:3 asset",
            "invalid_syntax f:4: 5 cells where the header has 3; quote a cell that holds a comma",
        ],
    );
    check("id,kind,stage\n \n", &["invalid_syntax f:2: 1 cells where the header has 3"]);
}

#[test]
fn headers() {
    check("", &["invalid_syntax f:1: empty; the first line must name the columns"]);
    check("\n\n", &["invalid_syntax f:1: empty"]);
    check(
        "id,kind,stage,colour,size\na,server,in_use,red,1\nb,server,in_use,blue,2\n",
        &[
            "unknown_field f:1: field `colour`: no such column in `assets`; it has: id, kind, stage, name, ",
            "unknown_field f:1: field `size`: no such column",
            "f:2 asset",
            "f:3 asset",
        ],
    );
    check("id,kind,stage, name\n", &["unknown_field f:1: field ` name`"]);
    check(
        "ID,kind,stage\na,server,in_use\n",
        &["unknown_field f:1: field `ID`", "missing_field f:1: field `id`: required, and the table"],
    );
    check(
        "id,kind,stage,\na,server,in_use,\n",
        &["unknown_field f:1: a column has no name; name it or delete it", "f:2 asset"],
    );
    check(
        "id,kind,stage,id,kind\na,server,in_use,b,server\n",
        &[
            "duplicate_field f:1: field `id`: stands twice in the header; leave one column out",
            "duplicate_field f:1: field `kind`",
            "f:2 asset",
        ],
    );
    check(
        "\nid,kind,name\na,server,x\nb,server,y\n",
        &["missing_field f:2: field `stage`: required, and the table has no such column; add it"],
    );
    check(
        "web-1,server,in_use\nweb-2,server,in_use\n",
        &[
            "unknown_field f:1: no column has the name of a field; the first line must name the columns of `assets`: id, kind",
        ],
    );
    check("sk_live_secret\nx\n", &["unknown_field f:1: no column has the name of a field; the first line must name"]);
    let long = format!("id,kind,stage,{}\n", "x".repeat(1000));
    check(long, &[&format!("unknown_field f:1: field `{}`: no such column", "x".repeat(64))]);
}

#[test]
fn separators() {
    let message = |what: &str| format!("invalid_syntax f:1: cells are separated by {what}; save the file with commas");
    check("id;kind;stage\na;server;in_use\n", &[&message("semicolons")]);
    check("\u{feff}\"id\";\"kind\";\"stage\"\r\n\"a\";\"server\";\"in_use\"\r\n", &[&message("semicolons")]);
    check("id\tkind\tstage\na\tserver\tin_use\n", &[&message("tabs")]);
    check("id|kind|stage\n", &[&message("bars")]);
}

#[test]
fn quotes() {
    let open = "invalid_syntax f:3: a quote that opens in this row is never closed, so the rest of the file is one cell; \
                close it, or double it if it is part of the text";
    check("id,kind,stage\na,server,in_use\n\"b,server,in_use\nc,server,in_use\n", &["f:2 asset", open]);
    check("id,kind,stage\na,server,in_use\nb,server,\"in_use", &["f:2 asset", open]);
    check("\"id,kind,stage\na,server,in_use\n", &["invalid_syntax f:1: a quote that opens in this row"]);
    check(
        "id,kind,stage\n\"a,server,in_use\nb\",server,in_use\nc,server,in_use\n",
        &["invalid_id f:2: field `id`: an id holds a control", "f:4 asset"],
    );
    check("id,kind,stage,name\na,server,in_use,5\" disk\n", &["f:2 asset"]);
    let limits = Limits { line_bytes: 100, ..Limits::default() };
    let input = format!("id,kind,stage\n\"a,server,in_use\n{}", "b,server,in_use\n".repeat(1000));
    let over = "limit_exceeded f:2: the row is longer than the limit of 100 bytes; is a quote in it not closed?";
    check_within(&limits, RecordType::Asset, input.as_bytes(), &[over]);
}

#[test]
fn encodings() {
    let text = "id,kind,stage\na,server,in_use\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let message = "invalid_syntax f:1: the file seems to be in UTF-16; save it as UTF-8";
    check(&utf16, &[message]);
    check([b"\xfe\xff", &utf16[..]].concat(), &[message]);
    let message = "invalid_syntax f:1: a carriage return alone ends no line; save the file with line ends LF or CRLF";
    check(text.replace('\n', "\r"), &[message]);
    check("id,kind,stage\na\rb,server,in_use\n", &["invalid_syntax f:2: a carriage return alone"]);
    check(
        b"id,kind,stage\nb\xe9,server,in_use\nc,server,in_use\n",
        &["invalid_syntax f:2: not UTF-8; save the file as UTF-8", "f:3 asset"],
    );
    check(b"id,kind,\xe9\n", &["invalid_syntax f:1: not UTF-8"]);
    check("id,kind,stage\na\0b,server,in_use\n", &["invalid_id f:2: field `id`"]);
}

#[test]
fn limits() {
    let text = "id,kind,stage\na,server,in_use\nb,server,in_use\nc,server,in_use\n";
    let limits = Limits { records: 2, ..Limits::default() };
    check_within(
        &limits,
        RecordType::Asset,
        text.as_bytes(),
        &["f:2 asset", "f:3 asset", "limit_exceeded f:4: the source holds"],
    );
    let limits = Limits { bytes: 40, ..Limits::default() };
    check_within(
        &limits,
        RecordType::Asset,
        text.as_bytes(),
        &["f:2 asset", "limit_exceeded f:3: the source is longer"],
    );
    let limits = Limits { line_bytes: 20, ..Limits::default() };
    let long = format!("id,kind,stage\na,server,in_use\n{},server,in_use\n", "b".repeat(20));
    check_within(&limits, RecordType::Asset, long.as_bytes(), &["f:2 asset", "limit_exceeded f:3: the line is longer"]);
}
