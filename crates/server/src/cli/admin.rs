//! `guildhall admin`: what whoever runs the server does to it, and no organization can.

use super::carry_out;
use crate::orders::{Answer, Order};
use crate::settings::Settings;
use clap::Subcommand;

/// What there is to do.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Add a key to the key ring and seal every credential anew with it; the older keys stay for backups.
    RotateKeys,
}

/// Does it.
pub async fn run(settings: &Settings, command: AdminCommand) -> Result<(), String> {
    match command {
        AdminCommand::RotateKeys => match carry_out(settings, Order::RotateKeys, Vec::new(), |_, _| {}).await? {
            Answer::Rotated(done) => super::print(&format!(
                "Key {} is active; {} credentials were sealed anew\n",
                done.active, done.resealed
            )),
            _ => Err("the server answered something else".into()),
        },
    }
}
