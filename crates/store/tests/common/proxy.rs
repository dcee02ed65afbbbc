//! A TCP proxy in front of PostgreSQL that can be told to refuse and cut every connection, to lose the
//! connection at COMMIT, or to delay what the server answers.

use guildhall_store::Target;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Pass,
    /// Cuts what is open and refuses what is new.
    Down,
    /// Cuts the connection when it sees COMMIT, before or after the server has done it.
    LoseCommit {
        reaches_server: bool,
    },
    /// Every answer arrives this much later, however many are on their way.
    Delay(Duration),
}

pub struct Proxy {
    mode: Arc<watch::Sender<Mode>>,
    target: Target,
}

impl Proxy {
    /// Starts in front of the server of `target`.
    pub async fn start(target: &Target) -> Self {
        let Target::Postgres(url) = target else { panic!("only PostgreSQL has a connection") };
        let (login, place) = url.rsplit_once('@').expect("a login");
        let (address, database) = place.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mode = Arc::new(watch::channel(Mode::Pass).0);
        tokio::spawn(accept(listener, address.to_owned(), Arc::clone(&mode)));
        Self { mode, target: Target::Postgres(format!("{login}@127.0.0.1:{port}/{database}")) }
    }

    pub fn target(&self) -> &Target {
        &self.target
    }

    pub fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

async fn accept(listener: TcpListener, address: String, mode: Arc<watch::Sender<Mode>>) {
    while let Ok((client, _)) = listener.accept().await {
        if *mode.borrow() != Mode::Down
            && let Ok(server) = TcpStream::connect(&address).await
        {
            tokio::spawn(pump(client, server, mode.subscribe()));
        }
    }
}

/// Copies both ways until either side ends or the mode says to cut.
async fn pump(client: TcpStream, server: TcpStream, mut mode: watch::Receiver<Mode>) {
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (late, mut due) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let deliver = async move {
        while let Some((at, bytes)) = due.recv().await {
            tokio::time::sleep_until(at).await;
            if to_client.write_all(&bytes).await.is_err() {
                return;
            }
        }
    };
    let copy = async move {
        let (mut asked, mut answered) = (vec![0; 65536], vec![0; 65536]);
        loop {
            tokio::select! {
                _ = mode.changed() => if *mode.borrow() == Mode::Down { return },
                n = from_client.read(&mut asked) => {
                    let Ok(n @ 1..) = n else { return };
                    let losing = match *mode.borrow() {
                        Mode::LoseCommit { reaches_server } if asked[..n].windows(7).any(|w| w == b"COMMIT\0") => Some(reaches_server),
                        _ => None,
                    };
                    if losing == Some(false) || to_server.write_all(&asked[..n]).await.is_err() { return }
                    if losing == Some(true) {
                        let _ = from_server.read(&mut answered).await;
                        return;
                    }
                }
                n = from_server.read(&mut answered) => {
                    let Ok(n @ 1..) = n else { return };
                    let delay = if let Mode::Delay(delay) = *mode.borrow() { delay } else { Duration::ZERO };
                    if late.send((Instant::now() + delay, answered[..n].to_vec())).is_err() { return }
                }
            }
        }
    };
    tokio::select! {
        () = deliver => {}
        () = copy => {}
    }
}
