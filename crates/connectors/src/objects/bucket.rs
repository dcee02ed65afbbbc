//! An S3-compatible bucket. What fits into one part is put under its key at once. What is larger goes up in
//! parts beside the objects and is copied to its key by the bucket itself, because the key carries the hash.

use super::{ASIDE, ObjectError, Result, unique};
use bytes::Bytes;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{ClientOptions, MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

/// Size of a part; a bucket takes at most 10,000.
const PART: usize = 8 << 20;
/// Parts of one upload on their way at once, besides the one that is filling.
const IN_FLIGHT: usize = 2;
/// Uploads that hold parts in memory at once; others wait and send nothing meanwhile.
const UPLOADS: usize = 8;

/// Where the bucket is, and how to sign.
#[derive(Clone, Default)]
pub struct BucketSettings {
    pub bucket: String,
    /// The address of the service; AWS itself when absent.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    pub access_key_id: Option<String>,
    pub secret_access_key: Option<String>,
}

impl std::fmt::Debug for BucketSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "bucket {} at {:?}", self.bucket, self.endpoint)
    }
}

/// The bucket that holds the objects.
#[derive(Debug)]
pub struct Bucket {
    store: Arc<AmazonS3>,
    turns: Arc<Semaphore>,
}

impl Bucket {
    /// Prepares requests; the bucket is first asked when something is read or written.
    pub fn open(settings: &BucketSettings) -> Result<Self> {
        // Whoever comes first decides; it is the same one everywhere in this process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let options = ClientOptions::new().with_timeout_disabled().with_connect_timeout(Duration::from_secs(10));
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_client_options(options)
            .with_allow_http(settings.endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("http://")));
        if let Some(endpoint) = &settings.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        builder = builder.with_region(settings.region.as_deref().unwrap_or("us-east-1"));
        if let (Some(id), Some(secret)) = (&settings.access_key_id, &settings.secret_access_key) {
            builder = builder.with_access_key_id(id).with_secret_access_key(secret);
        }
        Ok(Self { store: Arc::new(builder.build()?), turns: Arc::new(Semaphore::new(UPLOADS)) })
    }

    /// The bucket to read, list and delete in.
    pub fn store(&self) -> Arc<dyn ObjectStore> {
        Arc::<AmazonS3>::clone(&self.store)
    }
}

/// Takes pieces and sends parts.
pub struct Writer {
    bucket: Arc<Bucket>,
    hash: Sha256,
    /// The part that is filling.
    part: Vec<Bytes>,
    length: usize,
    parts: Option<Parts>,
    turn: OwnedSemaphorePermit,
}

/// An upload in parts; taken back when dropped.
struct Parts {
    bucket: Arc<Bucket>,
    key: Key,
    upload: Option<Box<dyn MultipartUpload>>,
    sending: JoinSet<object_store::Result<()>>,
}

impl Drop for Parts {
    fn drop(&mut self) {
        let (Some(mut upload), Ok(runtime)) = (self.upload.take(), tokio::runtime::Handle::try_current()) else {
            return;
        };
        let mut sending = std::mem::take(&mut self.sending);
        runtime.spawn(async move {
            sending.shutdown().await;
            if let Err(error) = upload.abort().await {
                tracing::warn!(%error, "parts of an upload that was cut off stay in the bucket");
            }
        });
    }
}

impl Parts {
    async fn begin(bucket: &Arc<Bucket>) -> Result<Self> {
        let key = Key::from_iter([ASIDE, &unique()]);
        let upload = Some(bucket.store.put_multipart(&key).await?);
        Ok(Self { bucket: Arc::clone(bucket), key, upload, sending: JoinSet::new() })
    }

    async fn send(&mut self, part: Vec<Bytes>) -> Result<()> {
        while self.sending.len() >= IN_FLIGHT {
            self.sent().await?;
        }
        if let Some(upload) = &mut self.upload {
            self.sending.spawn(upload.put_part(part.into_iter().collect::<PutPayload>()));
        }
        Ok(())
    }

    async fn sent(&mut self) -> Result<()> {
        match self.sending.join_next().await {
            Some(done) => Ok(done??),
            None => Ok(()),
        }
    }

    async fn complete(mut self) -> Result<Aside> {
        while !self.sending.is_empty() {
            self.sent().await?;
        }
        if let Some(upload) = &mut self.upload {
            upload.complete().await?;
        }
        self.upload = None;
        Ok(Aside { bucket: Arc::clone(&self.bucket), key: Some(self.key.clone()) })
    }
}

impl Writer {
    /// Waits for its turn.
    pub async fn begin(bucket: &Arc<Bucket>) -> Result<Self> {
        let turn = Arc::clone(&bucket.turns).acquire_owned().await;
        let turn = turn.map_err(|error| ObjectError::Other(error.to_string()))?;
        let bucket = Arc::clone(bucket);
        Ok(Self { bucket, hash: Sha256::new(), part: Vec::new(), length: 0, parts: None, turn })
    }

    /// Takes the next bytes; a part is always exactly as long as the others.
    pub async fn write(&mut self, mut bytes: Bytes) -> Result<()> {
        self.hash.update(&bytes);
        while self.length + bytes.len() > PART {
            self.part.push(bytes.split_to(PART - self.length));
            let full = std::mem::take(&mut self.part);
            self.length = 0;
            let parts = match &mut self.parts {
                Some(parts) => parts,
                none => none.insert(Parts::begin(&self.bucket).await?),
            };
            parts.send(full).await?;
        }
        self.length += bytes.len();
        self.part.push(bytes);
        Ok(())
    }

    /// Sends what is left.
    pub async fn finish(self) -> Result<(Sha256, Staged)> {
        let Self { bucket, hash, part, parts, turn, .. } = self;
        let Some(mut parts) = parts else {
            return Ok((hash, Staged::Small { bucket, part, _turn: turn }));
        };
        parts.send(part).await?;
        Ok((hash, Staged::Large(parts.complete().await?)))
    }
}

/// An object beside the others; deleted when dropped.
#[derive(Debug)]
pub struct Aside {
    bucket: Arc<Bucket>,
    key: Option<Key>,
}

impl Drop for Aside {
    fn drop(&mut self) {
        let (Some(key), Ok(runtime)) = (self.key.take(), tokio::runtime::Handle::try_current()) else { return };
        let store = Arc::clone(&self.bucket.store);
        runtime.spawn(async move {
            if let Err(error) = store.delete(&key).await {
                tracing::info!(%error, "an upload without a key is left to the next sweep");
            }
        });
    }
}

/// All bytes, without a key.
#[derive(Debug)]
pub enum Staged {
    /// In memory still.
    Small { bucket: Arc<Bucket>, part: Vec<Bytes>, _turn: OwnedSemaphorePermit },
    /// In the bucket, beside the objects.
    Large(Aside),
}

impl Staged {
    /// Gives them their key.
    pub async fn keep(self, key: &str) -> Result<()> {
        let to = Key::from(key);
        match self {
            Self::Small { bucket, part, .. } => {
                bucket.store.put(&to, part.into_iter().collect::<PutPayload>()).await?;
            }
            Self::Large(aside) => {
                if let Some(from) = &aside.key {
                    aside.bucket.store.copy(from, &to).await?;
                }
            }
        }
        Ok(())
    }
}
