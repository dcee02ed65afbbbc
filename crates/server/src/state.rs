//! What every handler can reach, and the settings it was started with.

use guildhall_core::App;
use std::sync::Arc;

/// Shared by all requests.
#[derive(Clone)]
pub struct AppState {
    pub app: App,
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
#[derive(Debug, Clone, Default)]
pub struct Config {
    pub registration: Registration,
    /// Cookies are sent over https only.
    pub secure_cookies: bool,
}
