//! Passwords: Argon2id with the parameters OWASP asks for, away from the threads that serve requests and
//! two at a time, so that neither memory (19 MiB each) nor cores can be taken by a storm of sign-ins. An
//! account that is not there, or has no password, costs the same work as a wrong password.

use super::token;
use crate::error::{Error, Result};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Fewest and most characters of a password.
pub const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Verified where there is nothing to verify; made with the parameters above from random bytes.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$pbRZLyAP0TvrE4dJ3s2nQg$Wm9uZGVyIG5vYm9keSBrbm93cyB0aGlzIHdvcmQgIQ0";

static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// Who would wait longer than this is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Refuses a password that is too short or too long; any characters are good.
pub fn check(field: &str, password: &str) -> Result<()> {
    let length = password.chars().count();
    if length < *LENGTH.start() {
        return Err(Error::invalid(field, "too_short", format!("at least {} characters", LENGTH.start())));
    }
    if length > *LENGTH.end() {
        return Err(Error::invalid(field, "too_long", format!("at most {} characters", LENGTH.end())));
    }
    Ok(())
}

/// What is kept of a password.
pub async fn hash(password: String) -> Result<String> {
    let mut salt = [0; 16];
    token::fill(&mut salt)?;
    let hash = apart(move || {
        let salt = SaltString::encode_b64(&salt)?;
        Ok(argon2id()?.hash_password(password.as_bytes(), &salt)?.to_string())
    });
    hash.await
}

/// True if this is the password behind `hash`; takes the same time where there is none. While some accounts
/// still have a hash of bcrypt, `imported` is its cost: then every check does the work of both kinds, so that the
/// time tells nobody which kind an account has.
pub async fn verify(password: String, hash: Option<String>, imported: Option<u32>) -> Result<bool> {
    let verified = apart(move || {
        let old = hash.as_deref().filter(|text| bcrypt_cost(text).is_some());
        let own = hash.as_deref().filter(|_| old.is_none());
        let text = own.unwrap_or(NOBODY);
        let fits = match argon2id()?.verify_password(password.as_bytes(), &PasswordHash::new(text)?) {
            Ok(()) => own.is_some(),
            Err(argon2::password_hash::Error::Password) => false,
            Err(other) => return Err(other),
        };
        let fits_old = match (old, imported) {
            (Some(old), _) => bcrypt::verify(password.as_bytes(), old).unwrap_or(false),
            (None, Some(cost)) => {
                // Only the work counts: nobody has this hash.
                let _ = bcrypt::hash_with_salt(password.as_bytes(), cost, [0; 16]);
                false
            }
            (None, None) => false,
        };
        Ok(fits || fits_old)
    });
    verified.await
}

/// Costs of bcrypt that are taken over: below is no protection, above takes seconds for each try.
const BCRYPT_COSTS: std::ops::RangeInclusive<u32> = 4..=14;

/// The cost of a hash that bcrypt made, and that can be checked here.
pub fn bcrypt_cost(hash: &str) -> Option<u32> {
    let rest = ["$2a$", "$2b$", "$2y$"].iter().find_map(|start| hash.strip_prefix(start))?;
    let (cost, tail) = rest.split_once('$')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/');
    let cost = cost.parse().ok().filter(|_| cost.len() == 2)?;
    (tail.len() == 53 && tail.chars().all(plain) && BCRYPT_COSTS.contains(&cost)).then_some(cost)
}

fn argon2id() -> argon2::password_hash::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs the work on a thread of its own once there is room. It holds its place until it ends, also when
/// the client has left.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> argon2::password_hash::Result<T> + Send + 'static,
) -> Result<T> {
    let place = tokio::time::timeout(PATIENCE, AT_ONCE.acquire()).await.map_err(|_| Error::Unavailable {
        code: "busy",
        detail: "too many people are signing in at once; try again in a moment".into(),
    })?;
    let place = place.map_err(|e| Error::Internal(e.to_string()))?;
    let done = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(place);
        result
    });
    let result = done.await.map_err(|e| Error::Internal(format!("hashing a password: {e}")))?;
    result.map_err(|e| Error::Internal(format!("hashing a password: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn length_is_counted_in_characters() {
        assert!(check("password", "pässwört").is_ok());
        assert!(check("password", "pässwör").is_err());
        assert!(check("password", &"🔑".repeat(128)).is_ok());
        assert!(check("password", &"🔑".repeat(129)).is_err());
        assert!(check("password", " \0\t\n    ").is_ok());
    }

    #[test]
    fn the_hash_of_nobody_costs_what_a_real_one_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&nobody).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY_KIB, PASSES, LANES));
        assert_eq!(nobody.hash.unwrap().len(), 32);
        assert_eq!(nobody.salt.unwrap().as_str().len(), 22);
    }

    #[tokio::test]
    async fn a_hash_of_bcrypt_fits_its_password_and_no_other() {
        let old = "$2b$04$rgfXBGCNNVFV0oJyzEdB1.sCsLmdLxIwIZxZEUsiyhiTqz.C2B7fC".to_owned();
        assert_eq!(bcrypt_cost(&old), Some(4));
        assert!(verify("correct horse battery".into(), Some(old.clone()), Some(4)).await.unwrap());
        assert!(!verify("correct horse batterx".into(), Some(old.clone()), None).await.unwrap());
        for broken in ["$2b$31$", "plain", "$2b$04$short", &old.replace("$2b$", "$2x$")] {
            assert_eq!(bcrypt_cost(broken), None, "{broken}");
        }
    }

    #[tokio::test]
    async fn a_missing_password_fits_nothing() {
        assert!(!verify("correct horse".into(), None, None).await.unwrap());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]
        #[test]
        fn a_password_fits_its_own_hash_and_no_other(password in "\\PC{8,40}", other in "\\PC{8,40}") {
            prop_assume!(password != other);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let kept = hash(password.clone()).await.unwrap();
                assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
                assert!(verify(password, Some(kept.clone()), None).await.unwrap());
                assert!(!verify(other, Some(kept), None).await.unwrap());
            });
        }
    }
}
