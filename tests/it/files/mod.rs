//! Attachments, files with versions, their bytes and their reviews.

mod approvals;
mod attachments;
mod bucket;
mod bytes;
mod trash;
mod versions;

use guildhall_tests::{Person, World};
use reqwest::Method;
use reqwest::header::HeaderMap;
use sha2::{Digest, Sha256};

/// A download, read whole.
struct Download {
    status: u16,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Download {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

async fn download(who: &Person<'_>, path: &str, headers: &[(&str, &str)]) -> Download {
    let request = who.request(Method::GET, path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Download { status, headers, bytes: answer.bytes().await.unwrap().to_vec() }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Files below the world's folder that have a key, and those that lie aside.
fn stored(world: &World) -> (usize, usize) {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
    }
    let aside = count(&world.folder().join("incoming"));
    (count(world.folder()) - aside, aside)
}

/// Bytes that no compression makes small and that are the same every time.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}
