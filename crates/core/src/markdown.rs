//! Markdown to HTML that is safe to show: rendered here, then reduced to an allow-list of elements and
//! link schemes, so that no text from anybody runs as a script.

use pulldown_cmark::{Event, Options, Parser, TagEnd, html};

/// Renders Markdown (CommonMark with tables, strikethrough and task lists) to sanitised HTML.
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut raw = String::with_capacity(text.len() * 2);
    html::push_html(&mut raw, Parser::new_ext(text, options));
    ammonia::Builder::default()
        .add_tags(["input"])
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(&raw)
        .to_string()
}

/// The words of a Markdown text without its marks.
pub fn to_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in Parser::new(text) {
        match event {
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock) => out.push('\n'),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_do_not_survive() {
        for text in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "<a href='data:text/html,x'>x</a>",
            "<iframe src=//x></iframe>",
        ] {
            let html = to_html(text);
            let hostile = ["<script", "javascript:", "onerror", "data:", "<iframe"];
            assert!(hostile.iter().all(|h| !html.contains(h)), "{html}");
        }
        assert_eq!(to_html("**bold** [x](https://x.example)").matches("<strong>").count(), 1);
    }
}
