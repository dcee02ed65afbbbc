//! Connections to outside systems: integrations with their sealed credentials, and the log of what they did.

pub mod connector;
pub mod credentials;
pub mod integration;
pub mod kind;
pub mod seal;
pub mod sync_log;
pub mod vault;

pub use connector::{Connector, Connectors};
pub use integration::Integration;
pub use seal::KeyRing;
pub use sync_log::SyncLog;
pub use vault::{KeyStore, Vault};

/// What the product reaches beyond its database.
#[derive(Default)]
pub struct Outside {
    /// Keys to the credentials of integrations.
    pub vault: Vault,
    /// Who works for which type of integration.
    pub connectors: Connectors,
}
