//! What a write is asked besides its body: only to tell, to delete for good, to move no more than so many tasks.

use guildhall_core::Error;

/// Options of a write, from the query string; anything else is refused by name.
#[derive(Debug, Default, Clone, Copy)]
pub struct WriteOptions {
    pub dry_run: bool,
    pub purge: bool,
    /// Most tasks that may move because they depend on what changes.
    pub move_at_most: Option<usize>,
}

impl WriteOptions {
    /// Reads them, allowing `purge` only where there is something to purge.
    pub fn parse(query: &[(String, String)], may_purge: bool) -> Result<Self, Error> {
        Self::read(query, may_purge, false)
    }

    /// The same of a change that may move tasks which depend on it.
    pub fn parse_moving(query: &[(String, String)], may_purge: bool) -> Result<Self, Error> {
        Self::read(query, may_purge, true)
    }

    fn read(query: &[(String, String)], may_purge: bool, may_move: bool) -> Result<Self, Error> {
        let mut out = Self::default();
        for (name, value) in query {
            let bad = |what: &str| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
            let flag = || value.parse().map_err(|_| bad("true or false"));
            match name.as_str() {
                "dryRun" => out.dry_run = flag()?,
                "purge" if may_purge => out.purge = flag()?,
                "moveAtMost" if may_move => {
                    out.move_at_most = Some(value.parse().map_err(|_| bad("a number of tasks"))?);
                }
                _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{name}`"))),
            }
        }
        Ok(out)
    }
}
