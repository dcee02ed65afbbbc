//! The built web app, embedded: a table of files with their compressed forms, ready to be answered by a server.
//! Empty without the feature `ui`.

/// One file of the web app.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its path below the root, without a leading slash.
    pub path: &'static str,
    pub bytes: &'static [u8],
    /// The same, gzipped, where that is smaller.
    pub gzip: Option<&'static [u8]>,
    /// The same, in brotli, where that is smaller.
    pub br: Option<&'static [u8]>,
    pub content_type: &'static str,
    /// Its name holds a hash of its content: a client may keep it for ever. Everything else is to be asked for again.
    pub immutable: bool,
    /// A quoted entity tag of the plain content.
    pub etag: &'static str,
}

/// Sorted by path.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// The file at exactly this path, with or without a leading slash; the root is the page.
pub fn get(path: &str) -> Option<Asset> {
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let found = ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
    ASSETS.get(found).copied()
}

/// What to answer for an address of the site: its file, or the page that knows the app's own addresses. Nothing for
/// what only could be a file or an API call: a page in its place would hide the mistake.
pub fn resolve(path: &str) -> Option<Asset> {
    get(path).or_else(|| {
        let path = path.trim_start_matches('/');
        let closed = ["api", "assets"]
            .iter()
            .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        if closed { None } else { get("index.html") }
    })
}

/// Every file, sorted by path.
pub fn all() -> &'static [Asset] {
    ASSETS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_so_that_they_are_found() {
        assert!(ASSETS.is_sorted_by_key(|asset| asset.path));
        for asset in ASSETS {
            assert_eq!(get(asset.path).map(|found| found.etag), Some(asset.etag));
        }
    }

    #[test]
    fn a_page_never_stands_in_for_an_api_call_or_a_missing_file() {
        for path in ["/api", "/api/v1/nothing", "/assets", "/assets/gone-1234.js"] {
            assert!(resolve(path).is_none(), "{path}");
        }
    }

    #[cfg(feature = "ui")]
    #[test]
    fn the_page_answers_the_addresses_of_the_app() {
        for path in ["", "/", "/sign-in", "/o/0123456789abcdef01234567/projects/WEB/list", "/apiary"] {
            assert_eq!(resolve(path).map(|asset| asset.path), Some("index.html"), "{path}");
        }
        assert!(all().iter().any(|asset| asset.immutable && asset.br.is_some() && asset.gzip.is_some()));
        assert!(get("index.html").is_some_and(|page| !page.immutable && page.content_type.starts_with("text/html")));
    }
}
