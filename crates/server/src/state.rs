//! What every handler can reach, and the settings it was started with.

use crate::settings::storage::MOST_UPLOAD;
use guildhall_connectors::Objects;
use guildhall_core::App;
use std::sync::Arc;

/// Shared by all requests.
#[derive(Clone)]
pub struct AppState {
    pub app: App,
    /// The bytes of uploaded files.
    pub objects: Objects,
    pub config: Arc<Config>,
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Anybody.
    #[default]
    Open,
    /// The very first person, and who holds an invitation.
    Closed,
}

/// Settings of a running server.
#[derive(Debug, Clone)]
pub struct Config {
    pub registration: Registration,
    /// Cookies are sent over https only.
    pub secure_cookies: bool,
    /// Largest upload, in bytes.
    pub max_upload: u64,
    /// Most bytes that one organization stores.
    pub storage_quota: Option<u64>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            registration: Registration::default(),
            secure_cookies: false,
            max_upload: MOST_UPLOAD,
            storage_quota: None,
        }
    }
}
