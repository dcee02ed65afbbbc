//! Comparing a form while it streams by: everything in it but the boundary, which a client draws anew for each try
//! (RFC 2046, 5.1.1). What stands behind the closing boundary says nothing and is not compared.

use axum::body::{Body, Bytes};
use futures_util::StreamExt;
use guildhall_core::Error;
use guildhall_core::idempotency::Claim;
use memchr::memmem::Finder;
use std::sync::Arc;
use std::time::Duration;

/// How long nothing may arrive.
const IDLE: Duration = Duration::from_secs(60);
/// What a form adds to its file at most.
const MOST_AROUND: u64 = 64 << 10;
/// The boundary of a form, from its media type; none of anything else.
pub(super) fn boundary(kind: &str) -> Option<String> {
    let (kind, parameters) = kind.split_once(';')?;
    let value = |one: &str| {
        let (name, value) = one.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    };
    let boundary = parameters.split(';').find_map(value)?;
    let is_form = kind.trim().eq_ignore_ascii_case("multipart/form-data") && !boundary.is_empty();
    is_form.then_some(boundary)
}

/// The same body, each piece of which the claim takes up as it comes in.
pub(super) fn watched(body: Body, boundary: &str, claim: Arc<Claim>) -> Body {
    let mut scanner = Scanner::new(boundary);
    Body::from_stream(body.into_data_stream().map(move |piece| {
        if let Ok(piece) = &piece {
            scanner.take(piece, |part| claim.arrived(part));
        }
        piece
    }))
}

/// Reads a body to its end, for what its claim hears of it.
pub(super) async fn drain(body: Body, most: u64) -> Result<(), Error> {
    let (mut body, mut length) = (body.into_data_stream(), 0_u64);
    let stalled = |_| Error::unreadable("cut_short", format!("nothing arrived for {} seconds", IDLE.as_secs()));
    while let Some(piece) = tokio::time::timeout(IDLE, body.next()).await.map_err(stalled)? {
        let piece: Bytes =
            piece.map_err(|_| Error::unreadable("cut_short", "the body ended before it was complete"))?;
        length += piece.len() as u64;
        if length > most.saturating_add(MOST_AROUND) {
            return Err(Error::TooLarge(format!("an upload has at most {most} bytes")));
        }
    }
    Ok(())
}

/// Goes through a form and hands on what stands between its boundaries, and a mark for each of them.
struct Scanner {
    finder: Finder<'static>,
    /// What has come and may be the beginning of a boundary.
    held: Vec<u8>,
    ended: bool,
}

impl Scanner {
    fn new(boundary: &str) -> Self {
        let delimiter = format!("\r\n--{boundary}");
        // The first one stands at the very beginning.
        Self { finder: Finder::new(delimiter.as_bytes()).into_owned(), held: b"\r\n".to_vec(), ended: false }
    }

    fn take(&mut self, piece: &[u8], mut out: impl FnMut(&[u8])) {
        if self.ended {
            return;
        }
        self.held.extend_from_slice(piece);
        let (length, mut from) = (self.finder.needle().len(), 0);
        while let Some(at) = self.finder.find(&self.held[from..]).map(|at| from + at) {
            // Two hyphens more close the form.
            let Some(next) = self.held.get(at + length..at + length + 2) else { break };
            self.ended = next == b"--";
            out(&self.held[from..at]);
            out(b"--");
            from = at + length;
            if self.ended {
                self.held = Vec::new();
                return;
            }
        }
        // A boundary that began is at most this long with what tells whether it closes.
        let sure = self.held.len().saturating_sub(length + 1).max(from);
        out(&self.held[from..sure]);
        self.held.drain(..sure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(boundary: &str, body: &[u8], cut: usize) -> Vec<u8> {
        let (mut scanner, mut out) = (Scanner::new(boundary), Vec::new());
        body.chunks(cut).for_each(|piece| scanner.take(piece, |part| out.extend_from_slice(part)));
        out
    }

    fn form(boundary: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n");
        [head.as_bytes(), content, format!("\r\n--{boundary}--\r\n").as_bytes()].concat()
    }

    #[test]
    fn a_boundary_is_read_from_the_media_type() {
        assert_eq!(boundary("multipart/form-data; boundary=ab"), Some("ab".to_owned()));
        assert_eq!(boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), Some("a b".to_owned()));
        assert_eq!(boundary("application/json; boundary=ab"), None);
        assert_eq!(boundary("multipart/form-data"), None);
    }

    proptest! {
        #[test]
        fn a_form_is_known_by_its_content_however_it_is_cut_and_bounded(
            content in prop::collection::vec(prop::sample::select(b"-\r\nxy".to_vec()), 0..60),
            other in prop::collection::vec(prop::sample::select(b"-\r\nxy".to_vec()), 0..60),
            cut in 1_usize..20,
        ) {
            let first = seen("Qa", &form("Qa", &content), 1000);
            prop_assert_eq!(&first, &seen("Qa", &form("Qa", &content), cut));
            prop_assert_eq!(&first, &seen("Zzz", &form("Zzz", &content), cut));
            prop_assert_eq!(first == seen("Qa", &form("Qa", &other), cut), content == other);
        }
    }
}
