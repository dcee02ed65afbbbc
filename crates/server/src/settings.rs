//! Settings: a flag beats the environment, the environment beats `guildhall.toml`, the file beats the default.

pub mod storage;

use crate::keys::KeyFile;
use crate::state::{Config, Registration};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use storage::{Storage, StorageFile, StorageFlags};

/// What `serve` and the other commands take.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// Folder of the embedded database and the uploaded files.
    #[arg(long, env = "GUILDHALL_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database: postgres://user:password@host/database.
    #[arg(long, env = "GUILDHALL_DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// File of the keys that seal credentials; made in the data folder when not named. Several servers on one
    /// database share it.
    #[arg(long, env = "GUILDHALL_MASTER_KEY_FILE", global = true)]
    pub master_key_file: Option<PathBuf>,
    /// Settings file.
    #[arg(long, env = "GUILDHALL_CONFIG", global = true)]
    pub config: Option<PathBuf>,
}

/// What `serve` takes besides.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ServeFlags {
    /// Address and port; port 0 picks a free one.
    #[arg(long, env = "GUILDHALL_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Who may make an account.
    #[arg(long, env = "GUILDHALL_REGISTRATION", value_enum)]
    pub registration: Option<Registration>,
    /// Send cookies over https only (behind a TLS proxy).
    #[arg(long, env = "GUILDHALL_SECURE_COOKIES")]
    pub secure_cookies: bool,
    #[command(flatten)]
    pub storage: StorageFlags,
}

/// `guildhall.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    database_url: Option<String>,
    master_key_file: Option<PathBuf>,
    registration: Option<Registration>,
    secure_cookies: bool,
    storage: StorageFile,
}

/// Everything decided.
#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database_url: Option<String>,
    pub keys: KeyFile,
    pub storage: Storage,
    pub config: Config,
}

impl Settings {
    /// Reads the settings file, if there is one, and lays flags and environment over it.
    pub fn read(flags: &Flags, serve: &ServeFlags) -> Result<Self, String> {
        let file = read_file(flags.config.as_deref())?;
        let registration = serve.registration.or(file.registration).unwrap_or_default();
        let data = flags.data.clone().or(file.data).unwrap_or_else(|| PathBuf::from("data"));
        let keys = match flags.master_key_file.clone().or(file.master_key_file) {
            Some(path) => KeyFile { path, named: true },
            None => KeyFile { path: data.join("keys.json"), named: false },
        };
        let storage = Storage::read(&serve.storage, file.storage)?;
        let config = Config {
            registration,
            secure_cookies: serve.secure_cookies || file.secure_cookies,
            max_upload: storage.max_upload,
            storage_quota: storage.quota,
        };
        Ok(Self {
            listen: serve.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            data,
            database_url: flags.database_url.clone().or(file.database_url),
            keys,
            storage,
            config,
        })
    }
}

fn read_file(named: Option<&Path>) -> Result<File, String> {
    let path = named.unwrap_or_else(|| Path::new("guildhall.toml"));
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display())),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}
