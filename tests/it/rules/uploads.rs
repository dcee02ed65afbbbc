//! What an organization with one of everything has of files.

use super::recipe::Ids;
use guildhall_tests::{Person, text};
use serde_json::json;

/// Attachments, files with two versions, and a review.
pub async fn uploads(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    let (task, project) = (ids.of("tasks", false).to_owned(), ids.of("projects", false).to_owned());
    for (slot, texts) in [("attachments", [("task", task.as_str())]), ("files", [("projectId", project.as_str())])] {
        let gone = who.upload(slot, &texts, &format!("{mark}.txt"), format!("{mark} gone")).await.expect(201);
        who.delete(&format!("{slot}/{}", text(&gone["id"]))).await.expect(204);
        ids.set(&format!("{slot}:trash"), text(&gone["id"]));
        let kept = who.upload(slot, &texts, &format!("{mark}.png"), picture(mark)).await.expect(201);
        ids.set(slot, text(&kept["id"]));
    }
    // The small pictures are there, so that looking at them changes nothing.
    who.get(&format!("attachments/{}/thumbnail", ids.of("attachments", false))).await.expect(200);
    let second =
        who.upload("files", &[("taskId", &task)], &format!("{mark}.txt"), format!("{mark} 1")).await.expect(201);
    ids.set("files2", text(&second["id"]));
    let (file, me) = (ids.of("files", false).to_owned(), &who.id);
    who.upload(&format!("files/{file}/versions"), &[("note", mark)], "x", format!("{mark} 2")).await.expect(201);
    ids.set("approvals", who.make("approvals", json!({"fileId": file, "reviewerId": me})).await);
}

/// A picture of its own for each mark.
fn picture(mark: &str) -> Vec<u8> {
    let shade = mark.bytes().fold(0_u8, u8::wrapping_add);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([shade, 0, 0]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
