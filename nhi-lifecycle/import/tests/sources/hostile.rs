//! Hostile variants of every format, from one table: nothing panics, nothing hangs, nothing is echoed, and what means the same
//! yields the same. A gigabyte of each is in the crate itself, where a stream can stand for a file.

use nhi_import::sources::{LoadReport, Loaded};
use nhi_lifecycle::{Code, Problem};
use serde_json::{Value, json};

use super::{
    samples::{SAMPLES, Sample},
    support::{counts, load_text},
};

/// Loads a variant that means the same as the sample.
fn same(sample: &Sample, what: &str, text: &[u8]) -> Loaded {
    let format = sample.format;
    let loaded = load_text(format, text).unwrap_or_else(|problem| panic!("{format}, {what}: {problem}"));
    assert_eq!(counts(&loaded.records), sample.yields, "{format}, {what}");
    loaded
}

fn csv() -> impl Iterator<Item = &'static Sample> {
    SAMPLES.iter().filter(|sample| sample.csv)
}

/// The samples in JSON, parsed.
fn json() -> impl Iterator<Item = (&'static Sample, Value)> {
    let samples = SAMPLES.iter().filter(|sample| !sample.csv);
    samples.map(|sample| (sample, serde_json::from_str(sample.text).expect("a sample is JSON")))
}

/// Changes every value within another, from the inside out; the samples are shallow.
fn map(value: Value, change: &mut dyn FnMut(Value) -> Value) -> Value {
    let mapped = match value {
        Value::Array(values) => Value::Array(values.into_iter().map(|value| map(value, change)).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, map(value, change))).collect())
        }
        plain => plain,
    };
    change(mapped)
}

#[test]
fn truncated_at_every_byte() {
    for sample in SAMPLES {
        let bytes = sample.text.trim_end().as_bytes();
        for length in 0..bytes.len() {
            let result = load_text(sample.format, &bytes[..length]);
            assert!(sample.csv || result.is_err(), "{} cut at {length} was read", sample.format);
            if let Err(problem) = result {
                assert!(problem.file.is_some() && !problem.message.ends_with('.'), "{problem}");
            }
        }
    }
}

#[test]
fn encodings() {
    for sample in SAMPLES {
        same(sample, "a mark of UTF-8", &[b"\xef\xbb\xbf", sample.text.as_bytes()].concat());
        let units: Vec<u16> = std::iter::once(0xfeff).chain(sample.text.encode_utf16()).collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        same(sample, "UTF-16, little end first", &little);
        same(sample, "UTF-16, big end first", &big);
        same(sample, "CRLF", sample.text.replace('\n', "\r\n").as_bytes());
        for bytes in
            [&little[2..], &b"\x1f\x8b\x08\0\0\0"[..], &b"\xff\xff\xff"[..], &b"\0\0\0\0"[..], &b""[..], &b"{"[..]]
        {
            assert!(load_text(sample.format, bytes).is_err(), "{}: {bytes:?}", sample.format);
        }
    }
}

/// Systems write JSON in UTF-8 or UTF-16; tables come out of office programs, too.
#[test]
fn western_encodings() {
    for sample in SAMPLES {
        if sample.csv {
            // Some text of the last row, and one of the header that nobody asks for.
            let text = sample.text.trim_end().replacen('\n', ",K\u{fc}rzel\n", 1) + ",\u{e9}t\u{e9}\n";
            let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
            let loaded = same(sample, "Latin-1", &bytes);
            assert!(
                loaded.sources[0].assumptions.keys().any(|sentence| sentence.contains("Windows-1252")),
                "{}",
                sample.format
            );
        } else {
            let at = sample.text.find(": \"").expect("a text") + 3;
            let bytes = [&sample.text.as_bytes()[..at], b"J\xfcrgen", &sample.text.as_bytes()[at..]].concat();
            let problem =
                load_text(sample.format, &bytes).err().unwrap_or_else(|| panic!("{} was read", sample.format));
            assert!(problem.message.contains("UTF-8") && problem.line.is_some(), "{problem}");
        }
    }
}

#[test]
fn carriage_returns_alone() {
    for sample in SAMPLES {
        let text = sample.text.replace('\n', "\r");
        if sample.csv {
            let problem = load_text(sample.format, text.as_bytes()).err();
            assert!(problem.is_some_and(|problem| problem.message.contains("carriage return")), "{}", sample.format);
        } else {
            same(sample, "carriage returns alone", text.as_bytes());
        }
    }
}

#[test]
fn bytes_flipped() {
    for sample in SAMPLES {
        for (at, flip) in (0..sample.text.len()).zip([0x80, 0x01, 0x20, 0xff].into_iter().cycle()) {
            let mut bytes = sample.text.as_bytes().to_vec();
            bytes[at] ^= flip;
            let _ = load_text(sample.format, &bytes);
        }
    }
}

#[test]
fn tables_of_other_hands() {
    for sample in csv() {
        same(sample, "semicolons", sample.text.replace(',', ";").as_bytes());
        same(sample, "tabs", sample.text.replace(',', "\t").as_bytes());
        same(
            sample,
            "quotes",
            sample
                .text
                .replace('\n', "\"\n")
                .replace(',', "\",\"")
                .replace("\"\n", "\"\n\"")
                .trim_end_matches('"')
                .replacen("", "\"", 1)
                .as_bytes(),
        );
        let (header, rows) = sample.text.split_once('\n').expect("a header");
        let first = header.split(',').next().expect("a column");
        let rows: String = rows.lines().map(|row| format!("{row},twice\n")).collect();
        let loaded = same(sample, "a column twice", format!("{header},{first}\n{rows}").as_bytes());
        assert!(
            loaded.sources[0].assumptions.keys().any(|sentence| sentence.contains("same name")),
            "{}",
            sample.format
        );
        let open = load_text(sample.format, format!("{}\"open", sample.text).as_bytes());
        assert!(open.is_err_and(|problem| problem.message.contains("never closed")), "{}", sample.format);
        let long = load_text(sample.format, format!("{}{}\n", sample.text, ",".repeat(50)).as_bytes());
        let skipped = long.map(|loaded| loaded.sources[0].skipped_total);
        assert_eq!(skipped.ok(), Some(1), "{}: a row longer than the header", sample.format);
    }
}

/// JSON in which the first field of every object stands twice, and is null the first time.
fn twice(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let first = fields.keys().next().map(|name| format!("{}:null", json!(name)));
            let fields = fields.iter().map(|(name, value)| format!("{}:{}", json!(name), twice(value)));
            format!("{{{}}}", first.into_iter().chain(fields).collect::<Vec<_>>().join(","))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(twice).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

#[test]
fn a_field_twice_is_told() {
    for (sample, value) in json() {
        let loaded = same(sample, "a field twice", twice(&value).as_bytes());
        let report = &loaded.sources[0];
        assert!(report.assumptions.keys().any(|sentence| sentence.contains("the last is the right one")), "{report}");
        assert!(report.unread_fields.keys().any(|field| field.ends_with("(the first)")), "{report}");
    }
}

/// In a table, brackets are text like any other.
#[test]
fn nesting_in_a_cell() {
    for sample in csv() {
        let text = sample.text.replacen('\n', ",deep\n", 1);
        let text = text.trim_end().to_owned() + "," + &"[".repeat(100_000) + "\n";
        same(sample, "a cell of brackets", text.as_bytes());
    }
}

#[test]
fn nesting_beyond_the_limit() {
    for (sample, value) in json() {
        for depth in [100, 100_000] {
            let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let text = value.to_string().replacen('{', &format!("{{\"deep\":{deep},"), 1);
            let code = load_text(sample.format, text.as_bytes()).err().map(|problem| problem.code);
            assert_eq!(code, Some(Code::LimitExceeded), "{} at {depth}", sample.format);
        }
    }
}

#[test]
fn lists_of_one_as_the_one() {
    for (sample, value) in json() {
        let one = |value: Value| match value {
            Value::Array(mut values) if values.len() == 1 && values[0].is_object() => values.remove(0),
            value => value,
        };
        same(sample, "lists of one unwrapped", map(value, &mut { one }).to_string().as_bytes());
    }
}

#[test]
fn numbers_and_truth_values_as_texts() {
    for (sample, value) in json() {
        let text = |value: Value| match value {
            Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
            value => value,
        };
        same(sample, "numbers as texts", map(value, &mut { text }).to_string().as_bytes());
    }
}

#[test]
fn unknown_fields_are_named() {
    for (sample, value) in json() {
        let more = |value: Value| match value {
            Value::Object(mut fields) => {
                fields.insert("news_of_tomorrow".into(), json!({"a": [1, {"b": null}]}));
                Value::Object(fields)
            }
            value => value,
        };
        let loaded = same(sample, "an unknown field in every object", map(value, &mut { more }).to_string().as_bytes());
        let report: &LoadReport = &loaded.sources[0];
        assert!(report.unread_fields.keys().any(|field| field.contains("news_of_tomorrow")), "{}", sample.format);
    }
}

/// Everything that a load says, in records, reports and problems.
fn said(result: &Result<Loaded, Problem>) -> String {
    match result {
        Ok(loaded) => {
            let records = serde_json::to_string(&*loaded.records).expect("records are JSON");
            format!("{records} {:?} {}", loaded.sources, loaded.sources[0])
        }
        Err(problem) => format!("{problem:?} {problem}"),
    }
}

#[test]
fn secrets_are_never_echoed() {
    // Put together at run time, so that no scanner takes it for one.
    let secret = format!("gh{}_{}", "p", "aZ3kQ9xW1mB7".repeat(3));
    for (sample, value) in json() {
        let mut texts = 0;
        map(value.clone(), &mut |value| {
            texts += usize::from(value.is_string());
            value
        });
        for target in 0..texts {
            let mut at = 0;
            let variant = map(value.clone(), &mut |value| {
                let hit = value.is_string() && at == target;
                at += usize::from(value.is_string());
                if hit { Value::String(secret.clone()) } else { value }
            });
            let result = load_text(sample.format, variant.to_string().as_bytes());
            assert!(!said(&result).contains(&secret), "{}: text {target} was echoed", sample.format);
        }
        let as_name = value.to_string().replacen('{', &format!("{{\"{secret}\":1,"), 1);
        assert!(!said(&load_text(sample.format, as_name.as_bytes())).contains(&secret), "{}: a name", sample.format);
    }
    for sample in csv() {
        let (header, rows) = sample.text.split_once('\n').expect("a header");
        let columns = header.split(',').count();
        for column in 0..columns {
            let row: Vec<&str> = rows.lines().next().expect("a row").split(',').collect();
            let cells = row.iter().enumerate().map(|(at, cell)| if at == column { &*secret } else { cell });
            let text = format!("{header}\n{}\n", cells.collect::<Vec<_>>().join(","));
            assert!(!said(&load_text(sample.format, text.as_bytes())).contains(&secret), "{} {column}", sample.format);
        }
    }
}

#[test]
fn values_of_every_wrong_type() {
    let wrong = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!([]),
        json!({}),
        json!([[]]),
        json!("\u{202e}x\u{0}"),
    ];
    for (sample, value) in json() {
        let mut count = 0;
        map(value.clone(), &mut |value| {
            count += 1;
            value
        });
        for target in 0..count {
            for wrong in &wrong {
                let mut at = 0;
                let variant = map(value.clone(), &mut |value| {
                    at += 1;
                    if at - 1 == target { wrong.clone() } else { value }
                });
                let _ = load_text(sample.format, variant.to_string().as_bytes());
            }
        }
    }
}
