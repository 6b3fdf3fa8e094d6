//! Instants: UTC, whole microseconds, years 1 to 9999.
//!
//! The core never reads a clock. Every question carries its instant.

use std::{borrow::Cow, fmt, num::NonZeroI64, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::Code;

/// A point in time: microseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999 (UTC).
///
/// ```
/// use nhi_lifecycle::Instant;
///
/// let noon: Instant = "2026-02-01T12:00:00+01:00".parse()?;
/// assert_eq!(noon.to_string(), "2026-02-01T11:00:00Z");
/// assert!("2026-02-01T12:00:00".parse::<Instant>().is_err()); // no offset: which noon?
/// # Ok::<(), nhi_lifecycle::time::InvalidInstant>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(
    /// Microseconds since [`BEFORE`]: none is 0, so that an instant left out takes no more room than one that is there.
    NonZeroI64,
);

/// The microsecond before the first instant.
const BEFORE: i64 = -62_135_596_800_000_001;

/// Why a text or number is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidInstant {
    /// Not RFC 3339.
    #[error("not an instant; write it in RFC 3339, like `2026-02-01T09:30:00Z`")]
    Syntax,
    /// No offset from UTC.
    #[error("no offset from UTC; add `Z` or one like `+01:00`")]
    Offset,
    /// A leap second.
    #[error("a second of 60; instants have no leap seconds, write 59")]
    LeapSecond,
    /// Finer than a microsecond.
    #[error("finer than a microsecond; cut the fraction to six digits")]
    Fraction,
    /// Outside the years 1 to 9999.
    #[error("outside the years 1 to 9999 (UTC)")]
    Range,
}

impl Instant {
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self::of(BEFORE + 1);
    /// 9999-12-31T23:59:59.999999Z.
    pub const MAX: Self = Self::of(253_402_300_799_999_999);

    /// One that is known to be in range.
    const fn of(micros: i64) -> Self {
        match NonZeroI64::new(micros.saturating_sub(BEFORE)) {
            Some(since) => Self(since),
            None => Self(NonZeroI64::MIN),
        }
    }

    /// The instant this many microseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`InvalidInstant::Range`] outside the years 1 to 9999.
    pub const fn from_micros(micros: i64) -> Result<Self, InvalidInstant> {
        if micros < Self::MIN.as_micros() || micros > Self::MAX.as_micros() {
            return Err(InvalidInstant::Range);
        }
        Ok(Self::of(micros))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0.get() + BEFORE
    }

    /// The instant one microsecond earlier; none before the first.
    #[must_use]
    pub fn pred(self) -> Option<Self> {
        Self::from_micros(self.as_micros() - 1).ok()
    }

    /// The calendar day in UTC, `YYYY-MM-DD`.
    #[must_use]
    pub fn day(self) -> String {
        self.to_chrono().format("%Y-%m-%d").to_string()
    }

    fn to_chrono(self) -> DateTime<Utc> {
        // In range by construction; chrono's range is wider than ours.
        DateTime::from_timestamp_micros(self.as_micros()).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

impl FromStr for Instant {
    type Err = InvalidInstant;

    fn from_str(text: &str) -> Result<Self, InvalidInstant> {
        let bytes = text.as_bytes();
        if let Some(instant) = plain(bytes) {
            return Ok(instant);
        }
        if bytes.len() < 19 || !bytes.is_ascii() {
            return Err(InvalidInstant::Syntax);
        }
        let (_, after_seconds) = bytes.split_at(19);
        // chrono would cut a tenth digit silently, so finer fractions are looked for here.
        let digits = after_seconds.strip_prefix(b".").unwrap_or_default();
        let fraction = digits.iter().take_while(|byte| byte.is_ascii_digit());
        if fraction.skip(6).any(|digit| *digit != b'0') {
            return Err(InvalidInstant::Fraction);
        }
        if bytes.get(17..19) == Some(b"60") {
            return Err(InvalidInstant::LeapSecond);
        }
        let Ok(instant) = DateTime::parse_from_rfc3339(text) else {
            let with_offset = format!("{text}Z");
            return Err(match DateTime::parse_from_rfc3339(&with_offset) {
                Ok(_) => InvalidInstant::Offset,
                Err(_) => InvalidInstant::Syntax,
            });
        };
        Self::from_micros(instant.timestamp_micros())
    }
}

/// The instant in a text like `2026-02-01T09:30:00Z`, as most are; any other is left to chrono, which also knows what is wrong.
fn plain(text: &[u8]) -> Option<Instant> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', rest @ ..] = text else { return None };
    let [h0, h1, b':', i0, i1, b':', s0, s1, b'Z'] = rest else { return None };
    let two = |tens: &u8, ones: &u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
    };
    let year = two(y0, y1)? * 100 + two(y2, y3)?;
    let (month, day) = (two(m0, m1)?, two(d0, d1)?);
    let (hour, minute, second) = (two(h0, h1)?, two(i0, i1)?, two(s0, s1)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(is_leap),
        _ => return None,
    };
    if year < 1 || day < 1 || day > days || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // In years that begin with March, the leap day is the last, and the months' days follow one line.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * month + 2) / 5 + day - 1;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + of_year - DAYS_TO_1970;
    Instant::from_micros((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000).ok()
}

/// From the first of March of the year 0 to the first of January of 1970.
const DAYS_TO_1970: i64 = 719_468;

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<DateTime<Utc>> for Instant {
    type Error = InvalidInstant;

    /// A chrono instant, cut to whole microseconds.
    fn try_from(value: DateTime<Utc>) -> Result<Self, InvalidInstant> {
        Self::from_micros(value.timestamp_micros())
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(value: Instant) -> Self {
        value.to_chrono()
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InstantText;
        impl de::Visitor<'_> for InstantText {
            type Value = Instant;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an instant as RFC 3339 text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Instant, E> {
                text.parse().map_err(|invalid: InvalidInstant| Code::InvalidInstant.refuse(invalid))
            }

            /// Microseconds since 1970, from formats that hold instants as such. One in which they are texts refuses a number.
            fn visit_i64<E: de::Error>(self, micros: i64) -> Result<Instant, E> {
                Instant::from_micros(micros).map_err(|invalid| Code::InvalidInstant.refuse(invalid))
            }
        }
        deserializer.deserialize_str(InstantText)
    }
}

impl schemars::JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "format": "date-time",
            "description": "RFC 3339 with an offset, at most six digits of fraction, years 1 to 9999"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, InvalidInstant>) {
        let parsed = text.parse::<Instant>().map(|instant| instant.to_string());
        assert_eq!(parsed.as_deref().map_err(|e| *e), expected, "{text}");
    }

    #[test]
    fn texts() {
        check("2026-02-01T09:30:00Z", Ok("2026-02-01T09:30:00Z"));
        check("2026-02-01T09:30:00.000001Z", Ok("2026-02-01T09:30:00.000001Z"));
        check("2026-02-01T09:30:00.1230000Z", Ok("2026-02-01T09:30:00.123Z"));
        check("2026-02-01T09:30:00+05:30", Ok("2026-02-01T04:00:00Z"));
        check("0001-01-01T00:00:00Z", Ok("0001-01-01T00:00:00Z"));
        check("9999-12-31T23:59:59.999999Z", Ok("9999-12-31T23:59:59.999999Z"));
        check("0001-01-01T00:00:00+01:00", Err(InvalidInstant::Range));
        check("9999-12-31T23:59:59-01:00", Err(InvalidInstant::Range));
        check("2026-02-01T09:30:00.0000001Z", Err(InvalidInstant::Fraction));
        check("2026-02-01T09:30:00.00000000001Z", Err(InvalidInstant::Fraction));
        check("2026-02-01T09:30:60Z", Err(InvalidInstant::LeapSecond));
        check("2026-02-01T09:30:00", Err(InvalidInstant::Offset));
        check("2026-02-30T09:30:00Z", Err(InvalidInstant::Syntax));
        check("2026-02-01", Err(InvalidInstant::Syntax));
        check("10000-01-01T00:00:00Z", Err(InvalidInstant::Syntax));
        check("", Err(InvalidInstant::Syntax));
        check("２026-02-01T09:30:00Z", Err(InvalidInstant::Syntax));
    }

    fn by_chrono(text: &str) -> Option<Instant> {
        Instant::from_micros(DateTime::parse_from_rfc3339(text).ok()?.timestamp_micros()).ok()
    }

    #[test]
    fn every_day_is_what_chrono_says() {
        let mut day = Some(chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap());
        while let Some(date) = day.filter(|date| *date <= chrono::NaiveDate::from_ymd_opt(9999, 12, 31).unwrap()) {
            let text = date.format("%Y-%m-%dT23:59:59Z").to_string();
            assert_eq!(plain(text.as_bytes()), by_chrono(&text), "{text}");
            day = date.succ_opt();
        }
    }

    proptest::proptest! {
        /// What is taken the short way is what chrono takes, also where fields are out of range or no digits.
        #[test]
        fn plain_texts_are_what_chrono_says(text in "[0-2][0-9]{2}[0-9:]-[01][0-9/]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]Z") {
            if let Some(instant) = plain(text.as_bytes()) {
                proptest::prop_assert_eq!(Some(instant), by_chrono(&text));
            } else {
                // 60 is a second to chrono.
                proptest::prop_assert!(by_chrono(&text).is_none() || text.contains(":60Z"));
            }
        }
    }

    #[test]
    fn bounds_are_what_their_texts_say() {
        assert_eq!(Instant::MIN.to_string(), "0001-01-01T00:00:00Z");
        assert_eq!(Instant::MAX.to_string(), "9999-12-31T23:59:59.999999Z");
        assert_eq!(Instant::MIN.pred(), None);
        assert_eq!(size_of::<Option<Instant>>(), size_of::<i64>());
    }
}
