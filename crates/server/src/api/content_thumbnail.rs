//! Small pictures of pictures, made when one is first asked for and stored like any other bytes. A file that
//! says it is a picture may be built to eat memory: it is measured before it is decoded, and one is decoded
//! at a time.

use crate::state::AppState;
use crate::sweep::failed;
use axum::body::Bytes;
use futures_util::TryStreamExt;
use guildhall_core::files::blob::{self, LOST};
use guildhall_core::files::{Blob, Upload, media};
use guildhall_core::time::Timestamp;
use guildhall_core::{Caller, Error, ids};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// Longest side of a small picture.
const SIDE: u32 = 320;
/// Largest file that is decoded.
const MOST_BYTES: i64 = 64 << 20;
/// Largest picture that is decoded: that of a good camera.
const MOST_PIXELS: u64 = 50_000_000;
const LONGEST_SIDE: u32 = 20_000;
/// Memory that decoding may take.
const MOST_MEMORY: u64 = 256 << 20;

/// Pictures that are decoded at once; others wait.
static TURNS: Semaphore = Semaphore::const_new(1);

fn none(why: &str) -> Error {
    tracing::debug!(why, "no small picture");
    Error::NotFound
}

/// The small picture of some bytes; not found if they are no picture.
pub async fn of(state: &AppState, caller: &Caller, blob: Blob) -> Result<Blob, Error> {
    if let Some(id) = blob.thumbnail {
        let read = state.app.read(caller, move |cx| Box::pin(async move { blob::get(cx, Some(id)).await }));
        return read.await;
    }
    if !media::PICTURES.contains(&blob.media_type.as_str()) {
        return Err(none("it is no picture"));
    }
    if blob.size > MOST_BYTES {
        return Err(none("it is too large"));
    }
    let turn = TURNS.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    let pieces: Vec<Bytes> =
        state.objects.get(&blob.key(), None).await.map_err(failed)?.try_collect().await.map_err(failed)?;
    let made = tokio::task::spawn_blocking(move || shrink(&pieces.concat())).await;
    drop(turn);
    let (small, media_type) = made.map_err(|_| none("decoding it failed"))??;
    store(state, caller, &blob, small.into(), media_type).await
}

/// Decodes a picture and encodes a small one.
fn shrink(bytes: &[u8]) -> Result<(Vec<u8>, &'static str), Error> {
    let reader = || {
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
        reader.map_err(|error| none(&error.to_string()))
    };
    let (width, height) = reader()?.into_dimensions().map_err(|error| none(&error.to_string()))?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(none("it has too many pixels"));
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LONGEST_SIDE), Some(LONGEST_SIDE));
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = reader()?;
    reader.limits(limits);
    let small = reader.decode().map_err(|error| none(&error.to_string()))?.thumbnail(SIDE, SIDE);
    let mut out = Vec::new();
    let (written, kind) = if small.color().has_alpha() {
        (small.write_to(&mut Cursor::new(&mut out), ImageFormat::Png), "image/png")
    } else {
        let plain = DynamicImage::ImageRgb8(small.into_rgb8());
        (plain.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 82)), "image/jpeg")
    };
    written.map_err(|error| none(&error.to_string()))?;
    Ok((out, kind))
}

/// Stores it; it counts as used while the picture is there.
async fn store(
    state: &AppState,
    caller: &Caller,
    of: &Blob,
    small: Bytes,
    media_type: &'static str,
) -> Result<Blob, Error> {
    let staged = state.objects.stage(small).await.map_err(failed)?;
    let upload = Upload {
        sha256: staged.sha256.clone(),
        size: i64::try_from(staged.size).unwrap_or(i64::MAX),
        media_type: media_type.to_owned(),
        candidate: ids::fresh(Timestamp::now()),
        kept: true,
        // Nobody is refused a preview for want of room.
        quota: None,
    };
    let key = blob::key(caller.organization, &upload.sha256, upload.candidate);
    staged.keep(&key).await.map_err(failed)?;
    let (id, candidate) = (of.id, upload.candidate);
    let write = state.app.write(caller, move |cx| {
        let upload = upload.clone();
        Box::pin(async move { blob::set_thumbnail(cx, id, &upload).await })
    });
    match write.await {
        Ok(stored) => {
            if stored.id != candidate {
                state.objects.delete(&key).await.map_err(failed)?;
            }
            Ok(stored)
        }
        Err(error @ Error::Unavailable { code, .. }) if code != LOST => Err(error),
        Err(error) => {
            state.objects.delete(&key).await.map_err(failed)?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_gets_small_and_a_bomb_does_not_go_off() {
        let mut bytes = Vec::new();
        let large = DynamicImage::new_rgb8(1000, 500);
        large.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        let (small, kind) = shrink(&bytes).unwrap();
        let small = image::load_from_memory(&small).unwrap();
        assert_eq!((small.width(), small.height(), kind), (320, 160, "image/jpeg"));
        // The header of the same picture, saying that it is 100,000 by 100,000.
        bytes[16..20].copy_from_slice(&100_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&100_000_u32.to_be_bytes());
        assert!(shrink(&bytes).is_err());
        assert!(shrink(b"\x89PNG\r\n\x1a\n").is_err());
    }
}
