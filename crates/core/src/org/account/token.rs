//! Secrets that stand for a person: sessions, personal access tokens, invitations. 32 bytes from the
//! operating system, shown once; what is kept is their SHA-256, which is enough for a secret that cannot
//! be guessed. The prefix tells the kinds apart, also for those who scan for leaked secrets.

use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};

/// Prefix of a session's token.
pub(super) const SESSION: &str = "ghs_";
/// Prefix of a personal access token.
pub(super) const PERSONAL: &str = "ghp_";
/// Prefix of an invitation's token.
pub(super) const INVITATION: &str = "ghi_";

/// A new secret with this prefix.
pub(super) fn draw(prefix: &str) -> Result<String> {
    let mut bytes = [0; 32];
    fill(&mut bytes)?;
    Ok(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// Fills the buffer with random bytes from the operating system.
pub(super) fn fill(bytes: &mut [u8]) -> Result<()> {
    OsRng.try_fill_bytes(bytes).map_err(|e| Error::Internal(format!("no random bytes: {e}")))
}

/// The SHA-256 of a secret.
pub(super) type Hash = [u8; 32];

/// What is kept of a secret, and looked up.
pub(super) fn hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_its_prefix_and_256_bits_and_is_never_drawn_twice() {
        let (one, two) = (draw(SESSION).unwrap(), draw(SESSION).unwrap());
        assert_ne!(one, two);
        assert_ne!(hash(&one), hash(&two));
        let random = URL_SAFE_NO_PAD.decode(one.strip_prefix("ghs_").unwrap()).unwrap();
        assert_eq!(random.len(), 32);
    }
}
