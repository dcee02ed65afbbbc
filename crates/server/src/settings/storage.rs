//! Where uploaded files go, and how much of them.

use clap::Args;
use guildhall_connectors::Objects;
use guildhall_connectors::objects::{BucketSettings, MOST_IN_BUCKET};
use serde::Deserialize;
use std::path::Path;

/// Largest upload where nothing else is said: 5 GiB.
pub const MOST_UPLOAD: u64 = 5 << 30;

/// Flags for uploaded files.
#[derive(Debug, Clone, Default, Args)]
pub struct StorageFlags {
    /// Largest upload, in bytes or like 500M or 5G.
    #[arg(long, env = "GUILDHALL_MAX_UPLOAD", value_parser = bytes)]
    pub max_upload: Option<u64>,
    /// Most bytes that one organization stores, like 100G; without it there is no limit.
    #[arg(long, env = "GUILDHALL_STORAGE_QUOTA", value_parser = bytes)]
    pub storage_quota: Option<u64>,
    /// Keep files in this S3-compatible bucket instead of the data folder.
    #[arg(long, env = "GUILDHALL_S3_BUCKET")]
    pub s3_bucket: Option<String>,
    /// Address of the service, like https://s3.example.org; AWS when absent.
    #[arg(long, env = "GUILDHALL_S3_ENDPOINT")]
    pub s3_endpoint: Option<String>,
    /// Region of the bucket.
    #[arg(long, env = "GUILDHALL_S3_REGION")]
    pub s3_region: Option<String>,
    /// Key to sign requests with; the instance's own role when absent.
    #[arg(long, env = "GUILDHALL_S3_ACCESS_KEY_ID")]
    pub s3_access_key_id: Option<String>,
    /// Secret of that key; better in the environment than on the command line.
    #[arg(long, env = "GUILDHALL_S3_SECRET_ACCESS_KEY", hide_env_values = true)]
    pub s3_secret_access_key: Option<String>,
}

/// The section `[storage]` of `guildhall.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct StorageFile {
    max_upload: Option<Bytes>,
    storage_quota: Option<Bytes>,
    s3_bucket: Option<String>,
    s3_endpoint: Option<String>,
    s3_region: Option<String>,
    s3_access_key_id: Option<String>,
    s3_secret_access_key: Option<String>,
}

/// Without the secret.
impl std::fmt::Debug for StorageFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "storage in {:?}", self.s3_bucket)
    }
}

/// A number of bytes, as a number or as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Bytes {
    Number(u64),
    Text(String),
}

impl Bytes {
    fn read(self, name: &str) -> Result<u64, String> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Text(text) => bytes(&text).map_err(|error| format!("{name}: {error}")),
        }
    }
}

/// Reads `1048576`, `500M`, `5G`.
fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches("iB").trim_end_matches('B');
    let (digits, shift) = match text.char_indices().last() {
        Some((at, unit)) if unit.is_ascii_alphabetic() => {
            let shift = match unit.to_ascii_uppercase() {
                'K' => 10,
                'M' => 20,
                'G' => 30,
                'T' => 40,
                _ => return Err("a number of bytes like 500M or 5G".into()),
            };
            (&text[..at], shift)
        }
        _ => (text, 0),
    };
    let number: Option<u64> = digits.trim().parse().ok();
    let number = number.and_then(|number| number.checked_mul(1 << shift)).filter(|n| i64::try_from(*n).is_ok());
    number.ok_or_else(|| "a number of bytes like 500M or 5G".into())
}

/// Everything decided about uploaded files.
#[derive(Debug, Clone)]
pub struct Storage {
    /// Absent for the data folder.
    bucket: Option<BucketSettings>,
    pub max_upload: u64,
    pub quota: Option<u64>,
}

impl Storage {
    /// Lays flags and environment over the file.
    pub fn read(flags: &StorageFlags, file: StorageFile) -> Result<Self, String> {
        let sized = |flag: Option<u64>, file: Option<Bytes>, name: &str| match (flag, file) {
            (Some(flag), _) => Ok(Some(flag)),
            (None, file) => file.map(|file| file.read(name)).transpose(),
        };
        let max_upload = sized(flags.max_upload, file.max_upload, "max-upload")?.unwrap_or(MOST_UPLOAD);
        let quota = sized(flags.storage_quota, file.storage_quota, "storage-quota")?;
        let settings = BucketSettings {
            bucket: flags.s3_bucket.clone().or(file.s3_bucket).unwrap_or_default(),
            endpoint: flags.s3_endpoint.clone().or(file.s3_endpoint),
            region: flags.s3_region.clone().or(file.s3_region),
            access_key_id: flags.s3_access_key_id.clone().or(file.s3_access_key_id),
            secret_access_key: flags.s3_secret_access_key.clone().or(file.s3_secret_access_key),
        };
        if settings.bucket.is_empty() && (settings.endpoint.is_some() || settings.access_key_id.is_some()) {
            return Err("--s3-bucket names the bucket; without it the other S3 settings do nothing".into());
        }
        if settings.access_key_id.is_some() != settings.secret_access_key.is_some() {
            return Err("give both --s3-access-key-id and --s3-secret-access-key, or neither".into());
        }
        let bucket = Some(settings).filter(|settings| !settings.bucket.is_empty());
        if bucket.is_some() && max_upload > MOST_IN_BUCKET {
            return Err("an S3 bucket takes uploads of at most 5G; lower --max-upload".into());
        }
        Ok(Self { bucket, max_upload, quota })
    }

    /// Opens the object store; files of the data folder stand in its folder `files`.
    pub fn open(&self, data: &Path) -> Result<Objects, String> {
        match &self.bucket {
            Some(bucket) => Objects::bucket(bucket).map_err(|e| format!("cannot use the bucket: {e}")),
            None => {
                let folder = data.join("files");
                Objects::folder(&folder).map_err(|e| format!("cannot keep files in {}: {e}", folder.display()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, number) in
            [("1048576", 1 << 20), ("500M", 500 << 20), ("5G", 5 << 30), ("5GiB", 5 << 30), ("2k", 2048)]
        {
            assert_eq!(bytes(text), Ok(number), "{text}");
        }
        for wrong in ["", "x", "5X", "-1", "99999999T", "1.5G"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn half_a_bucket_is_refused() {
        let read = |flags: StorageFlags| Storage::read(&flags, StorageFile::default());
        assert!(read(StorageFlags::default()).is_ok_and(|s| s.max_upload == MOST_UPLOAD && s.quota.is_none()));
        assert!(read(StorageFlags { s3_endpoint: Some("http://x".into()), ..Default::default() }).is_err());
        let bucket = StorageFlags { s3_bucket: Some("b".into()), ..Default::default() };
        assert!(read(StorageFlags { s3_access_key_id: Some("k".into()), ..bucket.clone() }).is_err());
        assert!(read(StorageFlags { max_upload: Some(6 << 30), ..bucket }).is_err());
    }
}
