//! Labels: names, and Trello's colour names as colours.

use super::export::{At, Card, Label};
use crate::{model::PlannedLabel, text::one_line};

/// External id of the label that marks archived cards.
pub(super) const ARCHIVED: &str = "archived";

/// The board's labels, those that only cards carry, and the mark of archived cards if needed.
pub(super) fn labels(board: Vec<At<Label>>, cards: &[At<Card>], archived: bool) -> Vec<PlannedLabel> {
    let mut seen = std::collections::HashSet::new();
    let on_cards = cards.iter().flat_map(|card| card.value.labels.iter().flatten()).cloned();
    let mut all: Vec<PlannedLabel> = board
        .into_iter()
        .map(|label| label.value)
        .chain(on_cards)
        .filter(|label| seen.insert(label.id.clone()))
        .map(planned)
        .collect();
    if archived {
        all.push(PlannedLabel {
            external_id: ARCHIVED.to_owned(),
            name: "Archived".to_owned(),
            color: hex("").to_owned(),
        });
    }
    all
}

fn planned(label: Label) -> PlannedLabel {
    let color = label.color.unwrap_or_default();
    let name = label
        .name
        .as_deref()
        .and_then(one_line)
        .or_else(|| one_line(&color.replace('_', " ")))
        .unwrap_or_else(|| "Label".to_owned());
    PlannedLabel { external_id: label.id, name, color: hex(&color).to_owned() }
}

/// Trello's label colours as its web app paints them; grey for none and for unknown ones.
fn hex(color: &str) -> &'static str {
    match color {
        "green" => "#4bce97",
        "green_light" => "#baf3db",
        "green_dark" => "#1f845a",
        "yellow" => "#f5cd47",
        "yellow_light" => "#f8e6a0",
        "yellow_dark" => "#946f00",
        "orange" => "#fea362",
        "orange_light" => "#fedec8",
        "orange_dark" => "#c25100",
        "red" => "#f87168",
        "red_light" => "#ffd5d2",
        "red_dark" => "#c9372c",
        "purple" => "#9f8fef",
        "purple_light" => "#dfd8fd",
        "purple_dark" => "#6e5dc6",
        "blue" => "#579dff",
        "blue_light" => "#cce0ff",
        "blue_dark" => "#0c66e4",
        "sky" => "#6cc3e0",
        "sky_light" => "#c6edfb",
        "sky_dark" => "#227d9b",
        "lime" => "#94c748",
        "lime_light" => "#d3f1a7",
        "lime_dark" => "#5b7f24",
        "pink" => "#e774bb",
        "pink_light" => "#fdd0ec",
        "pink_dark" => "#ae4787",
        "black_dark" => "#626f86",
        "black_light" => "#dcdfe4",
        _ => "#8590a2",
    }
}
