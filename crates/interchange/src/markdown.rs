//! The little Markdown that an import writes itself: a list of links below a description.

use crate::text::one_line;

/// `text` followed by a list of links, each a title and an address; without links, `text`.
pub(crate) fn with_links(text: &str, links: &[(&str, &str)]) -> String {
    let mut result = text.to_owned();
    for (index, (title, address)) in links.iter().enumerate() {
        if index == 0 && !result.is_empty() {
            result.push_str("\n\n");
        } else if index > 0 {
            result.push('\n');
        }
        result.push_str("- ");
        result.push_str(&link(title, address));
    }
    result
}

/// A link that can't break out of its line; what is not a web address is shown as text.
fn link(title: &str, address: &str) -> String {
    let title = one_line(title).unwrap_or_default();
    let title = title.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]");
    let address = one_line(address).unwrap_or_default();
    let plain = |char: char| !char.is_whitespace() && !char.is_control() && !"<>\\".contains(char);
    let web = ["http://", "https://", "mailto:"].iter().any(|start| address.starts_with(start));
    if web && address.chars().all(plain) {
        return format!("[{title}](<{address}>)");
    }
    format!("{title}: `{}`", address.replace('`', "'"))
}
