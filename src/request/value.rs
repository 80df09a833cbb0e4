//! What parameters hold, read with the types that fields have. n8n's expressions give numbers as text and texts as numbers, so
//! both are taken.

use serde_json::{Number, Value};

/// Whether a value counts as not filled in.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// Text, or a number as text.
pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, or text that is one.
pub fn as_number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// True or false, or one of these words.
pub fn as_boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A list of texts, or one text with commas, as an expression often gives it.
pub fn as_list(value: &Value) -> Option<Vec<Value>> {
    let entries = match value {
        Value::Array(entries) => entries.iter().map(as_text).collect::<Option<Vec<_>>>()?,
        other => as_text(other)?.split(',').map(|entry| entry.trim().to_owned()).collect(),
    };
    Some(entries.into_iter().filter(|entry| !entry.trim().is_empty()).map(Value::String).collect())
}

/// Any JSON, or text that is JSON.
pub fn as_json(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    }
}

/// What a value is, for messages.
pub fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "other text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A value as it stands in a query or in a path.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Whether text is a date and time without a zone, such as n8n's date picker gives: `2026-11-22T10:30:00`.
pub fn is_local_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |places: &[usize]| places.iter().all(|place| bytes[*place].is_ascii_digit());
    bytes.len() >= 16
        && digits(&[0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15])
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes[10], b'T' | b' ')
        && bytes[13] == b':'
        && bytes[16..].iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_with_a_zone_is_not_local() {
        for text in ["2026-11-22T10:30", "2026-11-22T10:30:00", "2026-11-22 10:30:00.000"] {
            assert!(is_local_time(text), "{text}");
        }
        for text in [
            "2026-11-22T10:30:00Z",
            "2026-11-22T10:30:00+01:00",
            "2026-11-22",
            "tomorrow at ten",
            "",
            "2026-11-22T10:3",
        ] {
            assert!(!is_local_time(text), "{text}");
        }
    }
}
