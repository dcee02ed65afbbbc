//! Extended JSON made plain: an `$oid` becomes its text, a `$date` an instant in RFC 3339, a number a number.
//! A date beyond the years that the product writes becomes a mark that no field reads as a date.

use guildhall_core::error::shorten;
use guildhall_core::time::Timestamp;
use serde_json::{Map, Value};

/// Stands where a date was that cannot be kept.
pub(crate) const OUT_OF_RANGE: &str = "\u{1}date out of range";

/// What is wrong: the way to it, and a sentence.
pub(super) type Wrong = (String, String);

/// Makes a value plain, in place of it.
pub(super) fn plain(value: Value) -> Result<Value, Wrong> {
    match value {
        Value::Object(map) => object(map),
        Value::Array(items) => {
            let plain = |(at, item)| plain(item).map_err(|(way, detail)| (format!("/{at}{way}"), detail));
            items.into_iter().enumerate().map(plain).collect::<Result<Vec<_>, _>>().map(Value::Array)
        }
        other => Ok(other),
    }
}

fn object(mut map: Map<String, Value>) -> Result<Value, Wrong> {
    let Some(name) = WRAPPERS.into_iter().find(|name| map.contains_key(*name)) else {
        let mut out = Map::new();
        for (name, value) in map {
            let value = plain(value).map_err(|(way, detail)| (format!("/{}{way}", shorten(&name)), detail))?;
            out.insert(name, value);
        }
        return Ok(Value::Object(out));
    };
    let inner = map.remove(name).unwrap_or_default();
    let wrong = |expected: &str| Err((String::new(), format!("`{name}`: {expected}")));
    let text = inner.as_str();
    match name {
        "$oid" => match text.filter(|text| is_hex(text)) {
            Some(text) => Ok(Value::String(text.to_ascii_lowercase())),
            None => wrong("an ObjectId is 24 hexadecimal digits"),
        },
        "$uuid" => match text {
            Some(text) => Ok(Value::String(text.to_ascii_lowercase())),
            None => wrong("a UUID is a text"),
        },
        "$numberInt" | "$numberLong" => match text.map(str::parse::<i64>) {
            Some(Ok(number)) => Ok(number.into()),
            _ if inner.is_i64() => Ok(inner),
            _ => wrong("a whole number in quotes"),
        },
        "$numberDouble" | "$numberDecimal" => match text {
            Some("Infinity" | "-Infinity" | "NaN") => Ok(Value::Null),
            Some(text) => number(text).map_or_else(|| wrong("a number in quotes"), Ok),
            None if inner.is_number() => Ok(inner),
            None => wrong("a number in quotes"),
        },
        "$date" => date(inner).map_or_else(|| wrong("a time in RFC 3339, or milliseconds since 1970"), Ok),
        "$binary" => Ok(binary(&inner, &map)),
        "$symbol" | "$code" => Ok(text.map_or(Value::Null, |text| Value::String(text.to_owned()))),
        "$ref" => map.remove("$id").map_or(Ok(Value::Null), plain),
        // An expression, a key that bounds others, the clock of a replica: nothing that the product keeps.
        _ => Ok(Value::Null),
    }
}

/// Names that stand for a type, as the specification of Extended JSON lists them.
const WRAPPERS: [&str; 18] = [
    "$oid",
    "$date",
    "$numberInt",
    "$numberLong",
    "$numberDouble",
    "$numberDecimal",
    "$uuid",
    "$binary",
    "$symbol",
    "$code",
    "$ref",
    "$undefined",
    "$minKey",
    "$maxKey",
    "$timestamp",
    "$regex",
    "$regularExpression",
    "$dbPointer",
];

fn is_hex(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A number from its text, exactly; `1.` and `.5` are numbers here and none in JSON.
fn number(text: &str) -> Option<Value> {
    let json = |text: &str| serde_json::from_str::<serde_json::Number>(text).ok().map(Value::Number);
    json(text).or_else(|| text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from))
}

/// v2 canonical `{"$numberLong": "…"}`, v2 relaxed and v1 a text, v1 also a number.
fn date(inner: Value) -> Option<Value> {
    let kept = |at: Timestamp| {
        let years = 0..=9999;
        if at.0 != 0 && !years.contains(&at.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).year()) {
            return Value::String(OUT_OF_RANGE.into());
        }
        Value::String(at.to_string())
    };
    let millis = match &inner {
        Value::Object(_) => plain(inner.clone()).ok()?.as_i64()?,
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => return text_date(text).map(kept),
        _ => return None,
    };
    // What jiff does not reach is no date anybody meant.
    let reach = -62_167_219_200_000..=253_402_300_799_999_i64;
    Some(if reach.contains(&millis) { kept(Timestamp(millis * 1000)) } else { Value::String(OUT_OF_RANGE.into()) })
}

fn text_date(text: &str) -> Option<Timestamp> {
    // v1 wrote the offset without a colon: +0200.
    let bytes = text.as_bytes();
    let bare = bytes.len() > 5 && matches!(bytes[bytes.len() - 5], b'+' | b'-') && text.contains('T');
    let colon;
    let text = if bare && text.is_char_boundary(bytes.len() - 2) {
        colon = format!("{}:{}", &text[..bytes.len() - 2], &text[bytes.len() - 2..]);
        &colon
    } else {
        text
    };
    text.parse::<jiff::Timestamp>().ok().map(Timestamp::from)
}

/// A UUID as its hexadecimal digits where it is an id; other bytes have no use here.
fn binary(inner: &Value, rest: &Map<String, Value>) -> Value {
    let (bytes, kind) = match inner {
        Value::Object(map) => (map.get("base64"), map.get("subType")),
        text => (Some(text), rest.get("$type")),
    };
    match (bytes.and_then(Value::as_str), kind.and_then(Value::as_str)) {
        (Some(bytes), Some("03" | "04" | "3" | "4")) => Value::String(format!("uuid:{bytes}")),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn all_three_spellings_read_the_same() {
        for (given, read) in [
            (json!({"$oid": "5F1E0A0B0C0D0E0F10111213"}), json!("5f1e0a0b0c0d0e0f10111213")),
            (json!({"$date": {"$numberLong": "1767225600123"}}), json!("2026-01-01T00:00:00.123Z")),
            (json!({"$date": "2026-01-01T00:00:00.123Z"}), json!("2026-01-01T00:00:00.123Z")),
            (json!({"$date": "2026-01-01T02:00:00.123+0200"}), json!("2026-01-01T00:00:00.123Z")),
            (json!({"$date": 1_767_225_600_123_i64}), json!("2026-01-01T00:00:00.123Z")),
            (json!({"$date": -1}), json!("1969-12-31T23:59:59.999Z")),
            (json!({"$numberInt": "7"}), json!(7)),
            (json!({"$numberLong": "-9007199254740993"}), json!(-9_007_199_254_740_993_i64)),
            (json!({"$numberDecimal": "12.50"}), serde_json::from_str("12.50").unwrap()),
            (json!({"$numberDouble": "2.5"}), json!(2.5)),
            (json!({"$numberDouble": "NaN"}), Value::Null),
            (json!({"$date": {"$numberLong": "9223372036854775807"}}), json!(OUT_OF_RANGE)),
            (json!({"a": [{"$undefined": true}]}), json!({"a": [null]})),
        ] {
            assert_eq!(plain(given.clone()), Ok(read), "{given}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_the_way_to_it() {
        for (given, way) in [
            (json!({"a": [{"$oid": "zz"}]}), "/a/0"),
            (json!({"when": {"$date": "soon"}}), "/when"),
            (json!({"n": {"$numberInt": "1.5"}}), "/n"),
        ] {
            assert_eq!(plain(given.clone()).unwrap_err().0, way, "{given}");
        }
    }
}
