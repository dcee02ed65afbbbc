//! The running server's local socket: how commands of the same machine reach the embedded database that the
//! server holds. Only who may open files in the data folder can connect; such a person could read the
//! database itself. One JSON line asks, the bytes of a file may follow; JSON lines answer.

use crate::orders::{self, Answer, Order};
use guildhall_core::App;
use serde::{Deserialize, Serialize};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;

/// Longest line, and largest file.
const MOST_LINE: u64 = 1 << 20;
const MOST_FILE: u64 = 256 << 20;
/// The answer's line holds a whole report.
const MOST_ANSWER: u64 = 1 << 30;

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    order: Order,
    /// Length of the file that follows.
    file: u64,
}

/// One line of the answer.
#[derive(Debug, Serialize, Deserialize)]
enum Reply {
    Progress(i64, i64),
    Done(Answer),
    Failed(String),
}

fn path(data: &Path) -> PathBuf {
    data.join("guildhall.sock")
}

/// Listens in the data folder, whose lock this process holds, until it ends. Without the socket the server
/// serves all the same; commands then say that it is running.
pub fn listen(app: App, data: &Path) {
    let path = path(data);
    // Left by a process that was killed.
    let _ = std::fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => return tracing::warn!(%error, path = %path.display(), "no local socket"),
    };
    if let Err(error) = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)) {
        let _ = std::fs::remove_file(&path);
        return tracing::warn!(%error, "no local socket: its permissions cannot be set");
    }
    tokio::spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let app = app.clone();
                    tokio::spawn(async move {
                        if let Err(error) = serve(&app, stream).await {
                            tracing::info!(%error, "a local command was cut off");
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "the local socket failed");
                    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                }
            }
        }
    });
}

async fn serve(app: &App, stream: UnixStream) -> std::io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut from = BufReader::new(from);
    let asked: Asked = line(&mut from, MOST_LINE).await?;
    if asked.file > MOST_FILE {
        let text = format!("a file to import has at most {} MiB", MOST_FILE >> 20);
        return say(&mut to, &Reply::Failed(text)).await;
    }
    let mut file = Vec::new();
    from.take(asked.file).read_to_end(&mut file).await?;
    let (told, mut heard) = mpsc::unbounded_channel();
    let app = app.clone();
    // A task of its own: what has begun is finished when the command is interrupted.
    let work = tokio::spawn(async move {
        orders::carry_out(&app, asked.order, file, move |done, total| {
            let _ = told.send((done, total));
        })
        .await
    });
    while let Some((done, total)) = heard.recv().await {
        say(&mut to, &Reply::Progress(done, total)).await?;
    }
    let reply = match work.await {
        Ok(Ok(answer)) => Reply::Done(answer),
        Ok(Err(error)) => Reply::Failed(error.to_string()),
        Err(error) => Reply::Failed(format!("the command stopped: {error}")),
    };
    say(&mut to, &reply).await
}

async fn say(to: &mut (impl AsyncWrite + Unpin), value: &impl Serialize) -> std::io::Result<()> {
    let mut text = serde_json::to_vec(value)?;
    text.push(b'\n');
    to.write_all(&text).await
}

async fn line<T: for<'de> Deserialize<'de>>(
    from: &mut BufReader<impl AsyncRead + Unpin>,
    most: u64,
) -> std::io::Result<T> {
    let mut text = Vec::new();
    from.take(most).read_until(b'\n', &mut text).await?;
    if text.is_empty() {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(serde_json::from_slice(&text)?)
}

/// Asks the server that runs on this data folder; none if there is no such server.
pub async fn ask(
    data: &Path,
    order: &Order,
    file: &[u8],
    mut progress: impl FnMut(i64, i64),
) -> Option<Result<Answer, String>> {
    let stream = UnixStream::connect(path(data)).await.ok()?;
    let (from, mut to) = stream.into_split();
    let mut from = BufReader::new(from);
    let cut = |error: std::io::Error| format!("the running server did not answer: {error}");
    let asked = Asked { order: order.clone(), file: file.len() as u64 };
    if let Err(error) = say(&mut to, &asked).await {
        return Some(Err(cut(error)));
    }
    // A file that is refused is not read to its end; the answer says why.
    let _ = to.write_all(file).await;
    loop {
        match line(&mut from, MOST_ANSWER).await {
            Ok(Reply::Progress(done, total)) => progress(done, total),
            Ok(Reply::Done(answer)) => return Some(Ok(answer)),
            Ok(Reply::Failed(reason)) => return Some(Err(reason)),
            Err(error) => return Some(Err(cut(error))),
        }
    }
}
