//! Versions of a file: bytes, who uploaded them when, and what they say about it. A version never changes.

use super::{Blob, File, Upload};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::field::{FieldType, Kind, Refused, id_schema, simple};
use crate::org::{Organization, User};
use crate::schema::nullable;
use crate::time::Timestamp;
use guildhall_store::{FromRow, Id, Row};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::HashMap;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// One version of a file.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Counts from 1.
    pub version_number: i64,
    /// Who uploaded it.
    #[schema(value_type = String)]
    pub uploaded_by: Id<User>,
    /// Where this API hands it out.
    pub url: String,
    #[schema(value_type = String, format = DateTime)]
    pub upload_date: Timestamp,
    /// SHA-256 of its bytes, in hexadecimal digits; null where an import did not bring the bytes.
    #[schema(required)]
    pub sha256: Option<String>,
    /// Bytes.
    pub size: i64,
    /// Media type, told by its bytes.
    pub mime_type: String,
    /// What its uploader says about it.
    pub note: String,
    /// Where it was before an import brought it without its bytes.
    #[schema(required)]
    pub origin: Option<String>,
    #[serde(skip)]
    pub blob_id: Option<Id<Blob>>,
}

impl FieldType for Version {
    const KIND: Kind = Kind::Document;
    fn parse(value: &Json) -> std::result::Result<Self, Refused> {
        Err(Refused::type_error("nothing: a version is uploaded", value))
    }
    fn schema() -> Schema {
        let text = || simple(Type::String, None);
        let object = ObjectBuilder::new()
            .property("versionNumber", i64::schema())
            .property("uploadedBy", id_schema())
            .property("url", text())
            .property("uploadDate", Timestamp::schema())
            .property("sha256", nullable(text()))
            .property("size", i64::schema())
            .property("mimeType", text())
            .property("note", text())
            .property("origin", nullable(text()));
        let names = ["versionNumber", "uploadedBy", "url", "uploadDate", "sha256", "size", "mimeType", "note"];
        Schema::Object(names.into_iter().fold(object, ObjectBuilder::required).build())
    }
}

/// A version as it is stored, with the file that it belongs to.
struct Stored(Id<File>, Version);

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let version = Version {
            version_number: row.get(1)?,
            uploaded_by: row.get(2)?,
            upload_date: row.get(3)?,
            sha256: row.get(4)?,
            size: row.get(5)?,
            mime_type: row.get(6)?,
            note: row.get(7)?,
            origin: row.get(8)?,
            blob_id: row.get(9)?,
            url: String::new(),
        };
        Ok(Self(row.get(0)?, version))
    }
}

/// The versions of files, oldest first, in one query.
pub async fn of_files(cx: &Ctx, files: &[Id<File>]) -> Result<HashMap<Id<File>, Vec<Version>>> {
    let sql = "SELECT file_id, version_number, uploaded_by, created_at, sha256, size, mime_type, note, origin, blob_id \
        FROM file_versions WHERE organization_id = $1 AND file_id = ANY($2) ORDER BY file_id, version_number";
    let mut out: HashMap<Id<File>, Vec<Version>> = HashMap::new();
    for Stored(file, mut version) in cx.tx.rows(sql, &[&files.to_vec()]).await? {
        version.url = url(cx.organization, file, version.version_number);
        out.entry(file).or_default().push(version);
    }
    Ok(out)
}

/// The download path.
fn url(organization: Id<Organization>, file: Id<File>, number: i64) -> String {
    format!("/api/v1/organizations/{organization}/files/{file}/versions/{number}/content")
}

/// The version that bytes which have arrived become.
pub async fn of_upload(cx: &Ctx, file: Id<File>, number: i64, note: &str, upload: &Upload) -> Result<Version> {
    Ok(Version {
        version_number: number,
        uploaded_by: cx.actor,
        url: url(cx.organization, file, number),
        upload_date: cx.now,
        sha256: Some(upload.sha256.clone()),
        size: upload.size,
        mime_type: upload.media_type.clone(),
        note: note.to_owned(),
        origin: None,
        blob_id: Some(upload.claim(cx).await?),
    })
}

/// Stores a version of a file whose row is there.
pub async fn store(cx: &Ctx, file: Id<File>, version: &Version) -> Result<()> {
    let sql = "INSERT INTO file_versions (organization_id, file_id, version_number, blob_id, origin, sha256, size, \
        mime_type, note, uploaded_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let Version { version_number, blob_id, origin, sha256, size, mime_type, note, uploaded_by, upload_date, .. } =
        version;
    let values: [&dyn guildhall_store::Bind; 10] =
        [&file, version_number, blob_id, origin, sha256, size, mime_type, note, uploaded_by, upload_date];
    cx.tx.execute(sql, &values).await?;
    Ok(())
}
