//! The local folder. A piece is hashed and written off the runtime's threads while the next one arrives, so
//! that an upload holds two pieces in memory and a thread only while there is something to write.

use super::{ASIDE, ObjectError, Outgoing, PIECE, Result, unique};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};

/// The folder that holds the objects.
#[derive(Debug)]
pub struct Folder {
    aside: PathBuf,
    store: Arc<LocalFileSystem>,
}

impl Folder {
    /// Opens the folder, and makes it if it is not there.
    pub fn open(root: &Path) -> Result<Self> {
        let aside = root.join(ASIDE);
        std::fs::create_dir_all(&aside)?;
        let store = LocalFileSystem::new_with_prefix(root)?.with_automatic_cleanup(false);
        Ok(Self { aside, store: Arc::new(store) })
    }

    /// The folder to read, list and delete in.
    pub fn store(&self) -> Arc<dyn ObjectStore> {
        Arc::<LocalFileSystem>::clone(&self.store)
    }
}

/// A file that lies aside; deleted when dropped.
#[derive(Debug)]
struct Aside(PathBuf);

impl Drop for Aside {
    fn drop(&mut self) {
        // It is not there any more once it has been renamed to its key.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A file that is being written, and the hash of what it holds.
struct Open {
    file: File,
    hash: Sha256,
    aside: Aside,
}

/// Takes pieces.
pub struct Writer {
    folder: Arc<Folder>,
    /// The last piece on its way to the disk.
    busy: JoinHandle<Result<Open>>,
    /// What has arrived since.
    waiting: Vec<Bytes>,
    length: usize,
}

impl Writer {
    /// Makes the file.
    pub async fn begin(folder: &Arc<Folder>) -> Result<Self> {
        let path = folder.aside.join(unique());
        let busy = spawn_blocking(move || {
            let file = File::create_new(&path)?;
            Ok(Open { file, hash: Sha256::new(), aside: Aside(path) })
        });
        Ok(Self { folder: Arc::clone(folder), busy, waiting: Vec::new(), length: 0 })
    }

    /// Takes the next bytes.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.length += bytes.len();
        self.waiting.push(bytes);
        if self.length >= PIECE { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        let mut open = (&mut self.busy).await??;
        let pieces = std::mem::take(&mut self.waiting);
        self.length = 0;
        self.busy = spawn_blocking(move || {
            for piece in pieces {
                open.hash.update(&piece);
                open.file.write_all(&piece)?;
            }
            Ok(open)
        });
        Ok(())
    }

    /// Makes the whole file durable.
    pub async fn finish(mut self) -> Result<(Sha256, Staged)> {
        self.flush().await?;
        let open = self.busy.await??;
        let synced = spawn_blocking(move || -> Result<Open> {
            open.file.sync_all()?;
            Ok(open)
        });
        let Open { hash, aside, .. } = synced.await??;
        Ok((hash, Staged { folder: self.folder, aside }))
    }
}

/// A durable file without a key.
#[derive(Debug)]
pub struct Staged {
    folder: Arc<Folder>,
    aside: Aside,
}

impl Staged {
    /// Renames it to its key.
    pub async fn keep(self, key: &str) -> Result<()> {
        let path = self.folder.store.path_to_filesystem(&Key::from(key))?;
        spawn_blocking(move || {
            let mut made = Vec::new();
            let parent = path.parent().unwrap_or(&path);
            for folder in parent.ancestors() {
                if folder.exists() {
                    break;
                }
                made.push(folder);
            }
            std::fs::create_dir_all(parent)?;
            std::fs::rename(&self.aside.0, &path)?;
            // The name is durable when its folder is, and a new folder when the one above it is.
            let above = made.iter().filter_map(|folder| folder.parent());
            for folder in std::iter::once(parent).chain(above) {
                File::open(folder)?.sync_all()?;
            }
            Ok(())
        })
        .await?
    }
}

/// Reads a part of a file, piece by piece.
pub fn read(mut file: File, range: Range<u64>) -> Outgoing {
    let start = range.start;
    let left = range.end.saturating_sub(range.start);
    let begun = spawn_blocking(move || file.seek(SeekFrom::Start(start)).map(|_| file));
    let pieces = stream::once(async move { Ok::<_, ObjectError>(begun.await??) }).flat_map(move |opened| {
        stream::unfold(Some((opened, left)), |state| async move {
            let (opened, left) = state?;
            let file = match opened {
                Ok(file) if left > 0 => file,
                Ok(_) => return None,
                Err(error) => return Some((Err(error), None)),
            };
            match spawn_blocking(move || piece(file, left)).await {
                Ok(Ok((file, bytes))) => {
                    let left = left - bytes.len() as u64;
                    Some((Ok(bytes), Some((Ok(file), left))))
                }
                Ok(Err(error)) => Some((Err(error), None)),
                Err(error) => Some((Err(error.into()), None)),
            }
        })
    });
    pieces.boxed()
}

fn piece(mut file: File, left: u64) -> Result<(File, Bytes)> {
    let length = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
    let mut bytes = vec![0; length];
    file.read_exact(&mut bytes)?;
    Ok((file, bytes.into()))
}
