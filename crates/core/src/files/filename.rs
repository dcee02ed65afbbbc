//! Names of files. A name is shown and offered when a file is saved; it is never a path on the server.

use crate::error::{Error, Result};

/// Longest name, in characters; what file systems take.
pub const LONGEST: usize = 255;

/// A name as it came with an upload, made fit: without folders and control characters, of fair length.
pub fn tidy(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| fits(*c)).take(LONGEST).collect();
    match plain.trim() {
        "" | "." | ".." => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// Refuses a name that `tidy` would change.
pub fn check(field: &str, name: &str) -> Result<()> {
    if tidy(name) == name {
        return Ok(());
    }
    Err(Error::invalid(field, "format", "a name without folders, control characters and space around it"))
}

/// Characters that turn the direction of writing can make `exe.png` of `gnp.exe`.
fn fits(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path() {
        for (given, kept) in [
            ("plan.pdf", "plan.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
            ("a\r\nb", "ab"),
            ("..", "file"),
            ("", "file"),
            ("x/", "file"),
            ("Übersicht 日本.pdf", "Übersicht 日本.pdf"),
            ("gpj.\u{202e}exe", "gpj.exe"),
        ] {
            assert_eq!(tidy(given), kept);
            assert!(check("filename", kept).is_ok());
        }
        assert_eq!(tidy(&"x".repeat(999)).len(), LONGEST);
    }
}
