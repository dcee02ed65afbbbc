//! `guildhall demo`: an account with the sample organization. Its password is said once and kept nowhere.

use super::carry_out;
use crate::orders::{Answer, DemoOrder, Order};
use crate::settings::Settings;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What `demo` takes.
#[derive(Debug, clap::Args)]
pub struct DemoFlags {
    /// Address to sign in with.
    #[arg(long, default_value = "demo@example.org")]
    pub email: String,
    /// Password to sign in with; one is made and printed when absent.
    #[arg(long, env = "GUILDHALL_DEMO_PASSWORD", hide_env_values = true)]
    pub password: Option<String>,
}

/// Makes them.
pub async fn run(settings: &Settings, flags: DemoFlags) -> Result<(), String> {
    let DemoFlags { email, password } = flags;
    let (password, shown) = match password {
        Some(password) => (password, "the password that you gave".to_owned()),
        None => {
            let made = made_up();
            (made.clone(), made)
        }
    };
    let order = DemoOrder { email: email.clone(), password };
    match carry_out(settings, Order::Demo(order), Vec::new(), |_, _| {}).await? {
        Answer::Founded { organization } => {
            let text = format!("Made “{organization}”. Sign in as {email} with {shown}\n");
            super::print(&text)
        }
        _ => Err("the server answered something else".into()),
    }
}

#[expect(clippy::disallowed_methods, reason = "a password of 96 random bits, made in the process that shows it")]
fn made_up() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 12]>())
}
