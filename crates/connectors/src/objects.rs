//! The object store: uploaded bytes in a local folder or in an S3-compatible bucket. Bytes are hashed while
//! they arrive and lie aside until they are complete and durable; only then they get their key. What was cut
//! off never has one. A key is written once and never changed.

mod bucket;
mod folder;

use bucket::Bucket;
pub use bucket::BucketSettings;
use bytes::Bytes;
use folder::Folder;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, GetResultPayload, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Why the object store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// Nothing has this key.
    #[error("there is no such object")]
    NotFound,
    /// The disk is full.
    #[error("there is no room left for files")]
    Full,
    #[error("the object store failed: {0}")]
    Other(String),
}

/// Result of the object store.
pub type Result<T, E = ObjectError> = std::result::Result<T, E>;

impl From<object_store::Error> for ObjectError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<std::io::Error> for ObjectError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<tokio::task::JoinError> for ObjectError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Other(format!("a write stopped: {error}"))
    }
}

/// Bytes on their way out.
pub type Outgoing = BoxStream<'static, Result<Bytes>>;

/// Largest piece in which bytes go in and out.
pub const PIECE: usize = 256 << 10;

/// Largest object that a bucket copies to its key in one request.
pub const MOST_IN_BUCKET: u64 = 5 << 30;

/// Where bytes lie aside until they have a key.
const ASIDE: &str = "incoming";

/// An object store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Folder(Arc<Folder>),
    Bucket(Arc<Bucket>),
}

/// What is stored under a key.
#[derive(Debug, Clone)]
pub struct Stored {
    pub key: String,
    pub size: u64,
    pub age: Duration,
}

/// Bytes that are complete and durable, but have no key yet. Without one they go when this is dropped.
#[derive(Debug)]
pub struct Staged {
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    pub size: u64,
    /// How they begin: enough to tell what they are.
    pub head: Vec<u8>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(folder::Staged),
    Bucket(bucket::Staged),
}

/// Bytes that are arriving. They go when this is dropped unfinished.
pub struct Incoming {
    tally: Tally,
    writer: Writer,
}

enum Writer {
    Folder(folder::Writer),
    Bucket(Box<bucket::Writer>),
}

/// How much of the beginning is kept to tell what it is.
const HEAD: usize = 8 << 10;

/// What is counted of bytes that arrive.
#[derive(Default)]
struct Tally {
    size: u64,
    head: Vec<u8>,
}

impl Objects {
    /// A local folder, made if absent.
    pub fn folder(root: &Path) -> Result<Self> {
        let folder = Arc::new(Folder::open(root)?);
        Ok(Self { store: folder.store(), kind: Kind::Folder(folder) })
    }

    /// An S3-compatible bucket.
    pub fn bucket(settings: &BucketSettings) -> Result<Self> {
        let bucket = Arc::new(Bucket::open(settings)?);
        Ok(Self { store: bucket.store(), kind: Kind::Bucket(bucket) })
    }

    /// Begins to take bytes in.
    pub async fn begin(&self) -> Result<Incoming> {
        let writer = match &self.kind {
            Kind::Folder(folder) => Writer::Folder(folder::Writer::begin(folder).await?),
            Kind::Bucket(bucket) => Writer::Bucket(Box::new(bucket::Writer::begin(bucket).await?)),
        };
        Ok(Incoming { tally: Tally::default(), writer })
    }

    /// Takes in bytes that are at hand.
    pub async fn stage(&self, bytes: Bytes) -> Result<Staged> {
        let mut incoming = self.begin().await?;
        incoming.write(bytes).await?;
        incoming.finish().await
    }

    /// The bytes of a key, or a part of them.
    pub async fn get(&self, key: &str, range: Option<Range<u64>>) -> Result<Outgoing> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.store.get_opts(&Key::from(key), options).await?;
        Ok(match found.payload {
            GetResultPayload::File(file, _) => folder::read(file, found.range),
            GetResultPayload::Stream(stream) => stream.map_err(ObjectError::from).boxed(),
        })
    }

    /// True if something has this key.
    pub async fn exists(&self, key: &str) -> Result<bool> {
        match self.store.head(&Key::from(key)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }

    /// Deletes a key; one that is not there is gone already.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.store.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Everything that has a key, in no order.
    pub fn list(&self) -> BoxStream<'static, Result<Stored>> {
        let named = |found: &Stored| !found.key.starts_with(ASIDE);
        self.walk(None).try_filter(move |found| std::future::ready(named(found))).boxed()
    }

    fn walk(&self, under: Option<&str>) -> BoxStream<'static, Result<Stored>> {
        let under = under.map(Key::from);
        self.store.list(under.as_ref()).map_ok(|meta| stored(&meta)).map_err(ObjectError::from).boxed()
    }

    /// Deletes what has lain aside for longer than this: it was cut off. Answers how many there were.
    pub async fn sweep_aside(&self, older_than: Duration) -> Result<usize> {
        let mut cut_off = self.walk(Some(ASIDE));
        let mut swept = 0;
        while let Some(found) = cut_off.try_next().await? {
            if found.age >= older_than {
                self.delete(&found.key).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// True if nobody but this process writes here, so that what lies aside when it starts was cut off.
    pub fn is_local(&self) -> bool {
        matches!(self.kind, Kind::Folder(_))
    }
}

/// A name that nothing else has.
#[expect(clippy::disallowed_methods, reason = "a name for what has no hash yet; nothing depends on which")]
fn unique() -> String {
    format!("{:032x}", rand::random::<u128>())
}

fn stored(meta: &object_store::ObjectMeta) -> Stored {
    let modified = SystemTime::from(meta.last_modified);
    #[expect(clippy::disallowed_methods, reason = "compared with the clock of the disk, which no test holds still")]
    let age = SystemTime::now().duration_since(modified).unwrap_or_default();
    Stored { key: meta.location.to_string(), size: meta.size, age }
}

impl Incoming {
    /// Takes the next bytes. Waits while more arrives than can be written.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.tally.size += bytes.len() as u64;
        let wanted = HEAD.saturating_sub(self.tally.head.len()).min(bytes.len());
        self.tally.head.extend_from_slice(&bytes[..wanted]);
        match &mut self.writer {
            Writer::Folder(writer) => writer.write(bytes).await,
            Writer::Bucket(writer) => writer.write(bytes).await,
        }
    }

    /// How many bytes there are so far.
    pub fn size(&self) -> u64 {
        self.tally.size
    }

    /// Makes them durable.
    pub async fn finish(self) -> Result<Staged> {
        let (hash, place) = match self.writer {
            Writer::Folder(writer) => {
                let (hash, staged) = writer.finish().await?;
                (hash, Place::Folder(staged))
            }
            Writer::Bucket(writer) => {
                let (hash, staged) = writer.finish().await?;
                (hash, Place::Bucket(staged))
            }
        };
        Ok(Staged { sha256: hex(hash), size: self.tally.size, head: self.tally.head, place })
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Staged {
    /// Gives the bytes their key; from now on they stay. Durable when this returns.
    pub async fn keep(self, key: &str) -> Result<()> {
        match self.place {
            Place::Folder(staged) => staged.keep(key).await,
            Place::Bucket(staged) => staged.keep(key).await,
        }
    }
}
