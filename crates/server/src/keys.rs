//! The key ring as a file: made at the first start, readable by the server's user alone. Without the ring
//! that sealed them, credentials in the database are lost: a file that is missing or does not fit stops the
//! start with one sentence instead of making another.

use guildhall_core::connect::{KeyRing, KeyStore, Vault, vault};
use guildhall_store::Db;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where the key ring is.
#[derive(Debug, Clone)]
pub struct KeyFile {
    pub path: PathBuf,
    /// Somebody named it, so it has to be there; otherwise it is made in the data folder.
    pub named: bool,
}

/// Reads the ring, or makes one, and makes sure that it opens what is sealed in this database.
pub async fn open(db: &Db, file: &KeyFile) -> Result<Vault, String> {
    let in_use = vault::is_in_use(db).await.map_err(|e| format!("cannot look for sealed credentials: {e}"))?;
    let shown = file.path.display();
    let ring = match read(&file.path) {
        Ok(ring) => ring,
        Err(Unread::Missing) if in_use => {
            return Err(format!(
                "the database holds sealed credentials, but their key file {shown} is missing; put it back"
            ));
        }
        Err(Unread::Missing) if file.named => return Err(format!("the key file {shown} is missing")),
        Err(Unread::Missing) => make(&file.path)?,
        Err(Unread::Wrong(reason)) => return Err(format!("the key file {shown} cannot be used: {reason}")),
    };
    match vault::verify(db, &ring).await {
        Ok(None) => Ok(Vault::kept(ring, Box::new(file.clone()))),
        Ok(Some(why)) => Err(format!("the key file {shown} does not open the credentials in this database: {why}")),
        Err(error) => Err(format!("cannot read the sealed credentials: {error}")),
    }
}

/// Why there is no ring.
enum Unread {
    Missing,
    Wrong(String),
}

fn read(path: &Path) -> Result<KeyRing, Unread> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Unread::Missing),
        Err(error) => return Err(Unread::Wrong(error.to_string())),
    };
    KeyRing::parse(&text).map_err(Unread::Wrong)
}

fn make(path: &Path) -> Result<KeyRing, String> {
    let ring = KeyRing::generate();
    write(path, &ring).map_err(|error| format!("cannot make the key file {}: {error}", path.display()))?;
    tracing::info!(path = %path.display(), "made a key ring; keep a copy of it apart from the database");
    Ok(ring)
}

/// Written beside it and moved into place, so that at any moment one whole ring is there.
fn write(path: &Path, ring: &KeyRing) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let beside = path.with_extension("new");
    // Left by a process that was killed.
    let _ = std::fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(ring.to_text().as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    File::open(folder)?.sync_all()
}

impl KeyStore for KeyFile {
    fn load(&self) -> Result<KeyRing, String> {
        read(&self.path).map_err(|why| match why {
            Unread::Missing => format!("the key file {} is missing", self.path.display()),
            Unread::Wrong(reason) => format!("the key file {} cannot be used: {reason}", self.path.display()),
        })
    }

    fn save(&self, ring: &KeyRing) -> Result<(), String> {
        write(&self.path, ring).map_err(|error| format!("cannot write the key file {}: {error}", self.path.display()))
    }
}
