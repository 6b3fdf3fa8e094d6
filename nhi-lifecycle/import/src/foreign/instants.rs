//! Instants as other systems write them.

use nhi_lifecycle::Instant;
use serde_json::Value;

/// An instant, and what had to be assumed to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) at: Instant,
    pub(crate) assumed: Option<&'static str>,
}

pub(crate) const UTC: &str = "an instant without a time zone is in UTC";
pub(crate) const MIDNIGHT: &str = "a date without a time is its midnight in UTC";

/// Reads RFC 3339 and what comes near it, a date, also as `31.1.2026`, epoch seconds or milliseconds, and `/Date(ms)/`. Of
/// `1/2/2026` it is not known which is the month, so that is none.
pub(crate) fn read(value: &Value) -> Option<Read> {
    match value {
        Value::Number(number) => {
            let whole = number.as_i64().or_else(|| number.as_f64().filter(|n| n.abs() < 1e15).map(|n| n as i64))?;
            epoch(whole)
        }
        Value::String(text) => of_text(text.trim()),
        _ => None,
    }
}

fn exact(at: Instant) -> Read {
    Read { at, assumed: None }
}

/// Seconds until the year 5138, milliseconds beyond.
fn epoch(number: i64) -> Option<Read> {
    let micros = if number.abs() < 100_000_000_000 { 1_000_000 } else { 1_000 };
    Instant::from_micros(number.checked_mul(micros)?).ok().map(exact)
}

fn of_text(text: &str) -> Option<Read> {
    if !text.is_ascii() || text.len() > 64 {
        return None;
    }
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        let digits = inner.split_once(['+', ' ']).map_or(inner, |(millis, _)| millis);
        return Instant::from_micros(digits.parse::<i64>().ok()?.checked_mul(1000)?).ok().map(exact);
    }
    if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return epoch(text.parse().ok()?);
    }
    if let Some(day) = dotted(text) {
        return Some(Read { at: format!("{day}T00:00:00Z").parse().ok()?, assumed: Some(MIDNIGHT) });
    }
    let day = text.get(..10)?;
    let shaped = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !shaped {
        return None;
    }
    let rest = text.get(10..)?.trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() {
        return Some(Read { at: format!("{day}T00:00:00Z").parse().ok()?, assumed: Some(MIDNIGHT) });
    }
    let clock_ends = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(clock_ends);
    let (seconds, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let seconds = match seconds.len() {
        5 => format!("{seconds}:00"),
        _ => seconds.to_owned(),
    };
    // Finer than a microsecond is cut.
    let fraction: String = fraction.chars().take(6).collect();
    let point = if fraction.is_empty() { "" } else { "." };
    let zone = zone.trim();
    let (zone, assumed) = match zone {
        "" => ("Z".to_owned(), Some(UTC)),
        "Z" | "z" | "UTC" | "GMT" => ("Z".to_owned(), None),
        // `+0000`, as some write it.
        offset if offset.len() == 5 => (format!("{}:{}", offset.get(..3)?, offset.get(3..)?), None),
        offset => (offset.to_owned(), None),
    };
    let at = format!("{day}T{seconds}{point}{fraction}{zone}").parse().ok()?;
    Some(Read { at, assumed })
}

/// `31.1.2026` as `2026-01-31`.
fn dotted(text: &str) -> Option<String> {
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits =
        |part: &str, most: usize| !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    let shaped = digits(day, 2) && digits(month, 2) && digits(year, 4) && year.len() == 4 && parts.next().is_none();
    shaped.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn forms() {
        let check = |value: Value, expected: Option<(&str, Option<&str>)>| {
            let found = read(&value).map(|read| (read.at.to_string(), read.assumed));
            assert_eq!(found, expected.map(|(at, assumed)| (at.to_owned(), assumed)), "{value}");
        };
        let noon = "2026-02-01T12:00:00Z";
        check(json!("2026-02-01T12:00:00Z"), Some((noon, None)));
        check(json!("2026-02-01T13:00:00+01:00"), Some((noon, None)));
        check(json!("2026-02-01T13:00:00+0100"), Some((noon, None)));
        check(json!("2026-02-01 12:00:00"), Some((noon, Some(UTC))));
        check(json!("2026-02-01 12:00"), Some((noon, Some(UTC))));
        check(json!("2026-02-01 12:00:00 UTC"), Some((noon, None)));
        check(json!("2026-02-01"), Some(("2026-02-01T00:00:00Z", Some(MIDNIGHT))));
        check(json!("1.2.2026"), Some(("2026-02-01T00:00:00Z", Some(MIDNIGHT))));
        check(json!("01.02.2026"), Some(("2026-02-01T00:00:00Z", Some(MIDNIGHT))));
        check(json!("2026-02-01T12:00:00.123456789Z"), Some(("2026-02-01T12:00:00.123456Z", None)));
        check(json!(1_769_947_200), Some((noon, None)));
        check(json!("1769947200000"), Some((noon, None)));
        check(json!("/Date(1769947200000)/"), Some((noon, None)));
        for bad in [
            "",
            "soon",
            "2026-13-01",
            "2026-02-01T25:00:00Z",
            "/Date(x)/",
            "N/A",
            "2026-02-01T12:00:60Z",
            "２０２６",
            "31.13.2026",
            "1.2.26",
            "1.2",
            "1/2/2026",
        ] {
            check(json!(bad), None);
        }
        check(json!(null), None);
        check(json!(true), None);
        check(json!(1e300), None);
    }
}
