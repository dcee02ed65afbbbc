//! Names and titles: text that must fit on one line.

/// The text without line breaks, tabs and other control characters, and without space around it;
/// none when nothing is left.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let line = text
        .split(|char: char| char.is_control())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!line.is_empty()).then_some(line)
}
