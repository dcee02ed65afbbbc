//! Slows down the guessing of passwords. Three counts are kept: of one client address at one account, of
//! one client address, and of one account. The first failures are free, then each doubles the wait, up to
//! a limit. An attempt is counted before its password is looked at, so that a thousand at once are not all
//! free, and one that comes while it should wait is refused uncounted, so that waiting always helps.
//! Nobody can lock a person out: the count of the account alone waits a minute at most, and an address
//! from which the person has signed in before does not wait for what others did.

use super::token;
use crate::ctx::App;
use crate::error::{Error, Result};
use crate::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guildhall_store::{Scope, Tx};
use std::net::IpAddr;
use std::sync::Arc;

/// What is counted, and how patient the count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pair,
    Address,
    Account,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Address => "address",
            Self::Account => "account",
        }
    }

    /// Failures that cost nothing.
    fn free(self) -> i64 {
        match self {
            Self::Pair => 5,
            Self::Address => 50,
            Self::Account => 20,
        }
    }

    /// The longest wait, in seconds.
    fn longest(self) -> i64 {
        match self {
            Self::Pair | Self::Address => 15 * 60,
            Self::Account => 60,
        }
    }

    /// Seconds to wait after so many failures.
    fn wait(self, failures: i64) -> i64 {
        let beyond = failures - self.free();
        if beyond <= 0 { 0 } else { self.longest().min(1_i64 << (beyond - 1).min(30)) }
    }
}

/// Failures this old do not count any more.
const MEMORY_SECONDS: i64 = 60 * 60;
/// An address that signed in is known for so long.
const KNOWN_SECONDS: i64 = 90 * 24 * 60 * 60;

/// A counted attempt; its failure needs no further word.
#[derive(Debug)]
pub struct Attempt {
    counts: Vec<Count>,
    known: String,
}

#[derive(Debug)]
struct Count {
    kind: Kind,
    subject: String,
    /// When the next attempt may come, before this one and since.
    before: Timestamp,
    since: Timestamp,
}

/// Counts an attempt at an account, or refuses it with the seconds to wait.
pub async fn begin(app: &App, account: &str, address: Option<IpAddr>) -> Result<Arc<Attempt>> {
    let address = address.map_or_else(|| "unknown".to_owned(), network);
    let account = account.to_owned();
    let counted = app.db().write(Scope::System("sign-in attempt"), move |tx| {
        let (account, address) = (account.clone(), address.clone());
        Box::pin(async move { count(&tx, &account, &address, Timestamp::now()).await })
    });
    counted.await.map(Arc::new)
}

/// What one client holds: an IPv4 address, or the half of an IPv6 address that names a network.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Hashed, because people type passwords into the field for the address.
fn subject(kind: &str, what: &str) -> String {
    format!("{kind}:{}", URL_SAFE_NO_PAD.encode(token::hash(what)))
}

const COUNT: &str = "INSERT INTO login_attempts (subject, failures, blocked_until, updated_at) VALUES ($1, 1, 0, $2) \
    ON CONFLICT (subject) DO UPDATE SET updated_at = $2, failures = \
        CASE WHEN login_attempts.updated_at < $3 THEN 1 ELSE login_attempts.failures + 1 END \
    RETURNING failures, blocked_until";
const BLOCK: &str = "UPDATE login_attempts SET blocked_until = $2 WHERE subject = $1";

async fn count(tx: &Tx, account: &str, address: &str, now: Timestamp) -> Result<Attempt> {
    let known = subject("known", &format!("{account}\n{address}"));
    let sql = "SELECT updated_at FROM login_attempts WHERE subject = $1 AND updated_at > $2";
    let is_known = tx.row::<(Timestamp,)>(sql, &[&known, &now.plus_seconds(-KNOWN_SECONDS)]).await?.is_some();
    let mut counts = Vec::with_capacity(3);
    for (kind, what) in
        [(Kind::Pair, &format!("{account}\n{address}") as &str), (Kind::Address, address), (Kind::Account, account)]
    {
        let subject = subject(kind.name(), what);
        let row = tx.row::<(i64, Timestamp)>(COUNT, &[&subject, &now, &now.plus_seconds(-MEMORY_SECONDS)]).await?;
        let (failures, before) = row.ok_or_else(|| Error::Internal("an attempt was not counted".into()))?;
        if before > now && !(kind == Kind::Account && is_known) {
            return Err(Error::TooMany((before.0 - now.0 + 999_999) / 1_000_000));
        }
        let since = now.plus_seconds(kind.wait(failures));
        tx.execute(BLOCK, &[&subject, &since]).await?;
        counts.push(Count { kind, subject, before, since });
    }
    Ok(Attempt { counts, known })
}

const UNCOUNT: &str = "UPDATE login_attempts SET failures = failures - 1, \
    blocked_until = CASE WHEN blocked_until = $2 THEN $3 ELSE blocked_until END WHERE subject = $1 AND failures > 0";
const KNOW: &str = "INSERT INTO login_attempts (subject, failures, blocked_until, updated_at) VALUES ($1, 0, 0, $2) \
    ON CONFLICT (subject) DO UPDATE SET updated_at = $2";

impl Attempt {
    /// Takes the attempt back in the transaction of what it led to: it was the right password.
    pub async fn succeeded(&self, tx: &Tx, now: Timestamp) -> Result<()> {
        for count in &self.counts {
            match count.kind {
                Kind::Pair => tx.execute("DELETE FROM login_attempts WHERE subject = $1", &[&count.subject]).await?,
                // The failures of others at this account, or of this address at others, stay counted.
                _ => tx.execute(UNCOUNT, &[&count.subject, &count.since, &count.before]).await?,
            };
        }
        tx.execute(KNOW, &[&self.known, &now]).await?;
        let sql = "DELETE FROM login_attempts WHERE updated_at < $1 AND failures > 0";
        tx.execute(sql, &[&now.plus_seconds(-24 * MEMORY_SECONDS)]).await?;
        let sql = "DELETE FROM login_attempts WHERE updated_at < $1";
        tx.execute(sql, &[&now.plus_seconds(-KNOWN_SECONDS)]).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
