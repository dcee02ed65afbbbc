//! Extended JSON made plain: an `$oid` becomes its text, a `$date` an instant in RFC 3339, a number a number.
//! A date beyond the years that the product writes, or a number that is not finite, becomes a mark that no field
//! takes, so that whoever reads the document can say what was left out.

use guildhall_core::error::shorten;
use guildhall_core::time::Timestamp;
use serde_json::{Map, Value, json};

/// The only name in the object that stands where a value was that cannot be kept.
const MARK: &str = "\u{1}";
const OUT_OF_RANGE: &str = "a date out of range";

/// Stands where a value was that cannot be kept. An object, so that nothing takes it for a text or a number.
fn unkept(what: &str) -> Value {
    json!({MARK: what})
}

/// What the value was, where it is one that cannot be kept.
pub(crate) fn as_unkept(value: &Value) -> Option<&str> {
    value.as_object()?.get(MARK)?.as_str()
}

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
            Some(text @ ("Infinity" | "-Infinity" | "NaN")) => Ok(unkept(text)),
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
    let millis = match &inner {
        Value::Object(_) => plain(inner.clone()).ok()?.as_i64()?,
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => return text_date(text),
        _ => return None,
    };
    Some(jiff::Timestamp::from_millisecond(millis).map_or_else(|_| unkept(OUT_OF_RANGE), kept))
}

/// An instant as its text, if the product writes its year.
fn kept(at: jiff::Timestamp) -> Value {
    if (0..=9999).contains(&at.to_zoned(jiff::tz::TimeZone::UTC).year()) {
        Value::String(Timestamp::from(at).to_string())
    } else {
        unkept(OUT_OF_RANGE)
    }
}

fn text_date(text: &str) -> Option<Value> {
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
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => Some(kept(at)),
        Err(_) => is_beyond(text).then(|| unkept(OUT_OF_RANGE)),
    }
}

/// A time in RFC 3339 that jiff does not reach: it ends some hours before the year 9999 does, where many put their
/// "never". JavaScript writes years beyond four digits as six with a sign.
fn is_beyond(text: &str) -> bool {
    let signed = || {
        let (year, rest) = text.strip_prefix(['+', '-'])?.split_at_checked(6)?;
        year.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
    };
    let rest = text.strip_prefix("9999").or_else(signed);
    rest.is_some_and(|rest| format!("2000{rest}").parse::<jiff::Timestamp>().is_ok())
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
            (json!({"$numberDouble": "NaN"}), unkept("NaN")),
            (json!({"$date": {"$numberLong": "9223372036854775807"}}), unkept(OUT_OF_RANGE)),
            (json!({"$date": {"$numberLong": "253402300799000"}}), unkept(OUT_OF_RANGE)),
            (json!({"$date": "9999-12-30T21:59:59Z"}), json!("9999-12-30T21:59:59.000Z")),
            (json!({"$date": "9999-12-31T23:59:59Z"}), unkept(OUT_OF_RANGE)),
            (json!({"$date": "9999-12-31T23:59:59.999+0000"}), unkept(OUT_OF_RANGE)),
            (json!({"$date": "+275760-09-13T00:00:00.000Z"}), unkept(OUT_OF_RANGE)),
            (json!({"$date": "-271821-04-20T00:00:00.000Z"}), unkept(OUT_OF_RANGE)),
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
            (json!({"when": {"$date": "9999-13-31T23:59:59Z"}}), "/when"),
            (json!({"n": {"$numberInt": "1.5"}}), "/n"),
        ] {
            assert_eq!(plain(given.clone()).unwrap_err().0, way, "{given}");
        }
    }
}
