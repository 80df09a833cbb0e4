//! Points in time as the API writes and reads them: RFC 3339, such as `2025-01-15T09:00:00.000Z`.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A point in time. Without a time zone it would be a different one for everybody, so that one must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(Timestamp);

impl Date {
    /// That many seconds after the first entry of the seeds, 2025-01-15 at 9 o'clock.
    pub fn seeded(seconds: i64) -> Self {
        let first = Timestamp::constant(1_736_931_600, 0);
        Self(first + SignedDuration::from_secs(seconds))
    }

    /// That many seconds later.
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0 + SignedDuration::from_secs(seconds))
    }

    /// That much later; the last date there is, if that is too late.
    pub fn after(self, time: Duration) -> Self {
        Self(self.0.checked_add(time).unwrap_or(Timestamp::MAX))
    }

    /// Seconds from `earlier` to this point.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.duration_since(earlier.0).as_secs()
    }

    /// The date as headers have it, to the second: `Wed, 15 Jan 2025 09:00:00 GMT`.
    pub fn http(self) -> String {
        let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
        // Years with more than four digits only, which no timestamp has.
        printer.timestamp_to_rfc9110_string(&self.0).unwrap_or_default()
    }

    /// Seconds since 1970.
    pub fn unix(self) -> i64 {
        self.0.as_second()
    }
}

impl From<SystemTime> for Date {
    /// To the millisecond, as it is written: so that a client that sends it back means the same moment.
    fn from(time: SystemTime) -> Self {
        let time = Timestamp::try_from(time).unwrap_or(Timestamp::MAX);
        let milliseconds = Timestamp::from_millisecond(time.as_millisecond());
        Self(milliseconds.unwrap_or(time))
    }
}

impl From<Date> for SystemTime {
    fn from(date: Date) -> Self {
        date.0.into()
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_date = text.as_bytes().get(10) == Some(&b'T');
        let timestamp = text.parse().ok().filter(|_| is_date);
        timestamp
            .map(Self)
            .ok_or_else(|| "must be a date with time and time zone, like 2025-01-15T09:00:00.000Z".to_owned())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.3}", self.0)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Everything between two dates; each may be missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Period {
    /// Everything in it is later than this.
    pub after: Option<Date>,
    /// Everything in it is earlier than this.
    pub before: Option<Date>,
}

impl Period {
    /// Whether that date lies in it.
    pub fn contains(&self, date: Date) -> bool {
        self.after.is_none_or(|after| date > after) && self.before.is_none_or(|before| date < before)
    }

    /// Whether that date lies in it; one that there is not lies in no period but the open one.
    pub fn allows(&self, date: Option<Date>) -> bool {
        let is_open = self.after.is_none() && self.before.is_none();
        date.map_or(is_open, |date| self.contains(date))
    }
}

/// A time span such as `30m`, `12h`, `7d` or `1y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub Duration);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let seconds = match text.chars().last() {
            Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3600,
            Some('d') => 86_400,
            Some('w') => 7 * 86_400,
            Some('y') => 365 * 86_400,
            _ => 0,
        };
        let number = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
        match number.parse::<u32>() {
            Ok(number) if seconds > 0 && number > 0 => Ok(Self(Duration::from_secs(u64::from(number) * seconds))),
            _ => Err("must be a time span like 30s, 10m, 12h, 7d or 1y".to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
