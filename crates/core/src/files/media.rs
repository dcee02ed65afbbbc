//! What bytes are, told by how they begin and never by what somebody calls them. A browser believes the type
//! that it is given here (`nosniff`), so a type is named only when the bytes really have its marks.

/// Bytes of which nothing is known.
pub const UNKNOWN: &str = "application/octet-stream";

/// Types that have a small picture.
pub const PICTURES: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];

/// The media type of a file that begins like this.
pub fn sniff(head: &[u8]) -> &'static str {
    // Markup first: a file may be a picture and a page at once to readers that are less strict.
    if let Some(markup) = markup(head) {
        return markup;
    }
    match infer::get(head) {
        Some(kind) if kind.mime_type() == "text/html" => "text/html",
        Some(kind) if kind.matcher_type() != infer::MatcherType::Text => kind.mime_type(),
        _ if is_text(head) => "text/plain",
        _ => UNKNOWN,
    }
}

/// True if a browser may show it in its own window: it has no way to run a script.
pub fn is_safe_inline(media_type: &str) -> bool {
    let shown = ["application/pdf", "text/plain", "image/avif", "image/bmp"];
    shown.contains(&media_type)
        || PICTURES.contains(&media_type)
        || media_type.starts_with("audio/")
        || media_type.starts_with("video/")
}

/// HTML, SVG and other XML, wherever in the beginning their first tag stands.
fn markup(head: &[u8]) -> Option<&'static str> {
    let text = beginning(head)?.to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        return None;
    }
    let tag = |name: &str| {
        text.match_indices(name).any(|(at, _)| !text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric()))
    };
    let html = ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<title", "<style"];
    if tag("<svg") {
        Some("image/svg+xml")
    } else if html.into_iter().any(tag) {
        Some("text/html")
    } else if text.starts_with("<?xml") {
        Some("application/xml")
    } else {
        None
    }
}

/// The beginning as text, cut where a character is incomplete.
fn beginning(head: &[u8]) -> Option<&str> {
    match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).ok(),
        Err(_) => None,
    }
}

fn is_text(head: &[u8]) -> bool {
    let plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}');
    beginning(head).is_some_and(|text| text.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_they_are() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"GIF89a\x01\0\x01\0", "image/gif"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"PK\x03\x04\x14\0", "application/zip"),
            (b"hello\nworld", "text/plain"),
            ("Grüße".as_bytes(), "text/plain"),
            (&"Grüße".as_bytes()[..3], "text/plain"),
            (b"", "text/plain"),
            (b"{\"a\": 1}", "text/plain"),
            (b"\0\x01\x02", UNKNOWN),
            (b"  <!DOCTYPE html><p>", "text/html"),
            (b"\xef\xbb\xbf<html>", "text/html"),
            (b"<!-- x --><script>alert(1)</script>", "text/html"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
            (b"<?xml version='1.0'?><!-- x --><svg onload='alert(1)'>", "image/svg+xml"),
            (b"<?xml version='1.0'?><Project>", "application/xml"),
        ] {
            assert_eq!(sniff(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn nothing_that_runs_scripts_is_shown_in_the_window() {
        for kind in ["text/html", "image/svg+xml", "application/xml", "text/xml", UNKNOWN, "text/javascript"] {
            assert!(!is_safe_inline(kind), "{kind}");
        }
        for kind in ["image/png", "application/pdf", "text/plain", "video/mp4", "audio/mpeg"] {
            assert!(is_safe_inline(kind), "{kind}");
        }
    }
}
