//! What was imported before: for each thing its id in the file, the object it became and the fingerprint of
//! its row. An object that is gone for good may leave its line behind; the line is then used anew.

use super::print;
use guildhall_core::{AnyId, Ctx, Result};
use std::collections::HashMap;

/// What a thing of the file became.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub object: AnyId,
    pub print: String,
}

/// What is known of a file's things, by model and external id.
#[derive(Debug, Default)]
pub(super) struct Refs(HashMap<&'static str, HashMap<String, Known>>);

/// Most ids in one query.
const MOST: usize = 2_000;
/// Longest external id that is kept as it is.
const LONGEST: usize = 300;

/// The external id of a thing within its scope.
pub(super) fn key(scope: &str, id: &str) -> String {
    let key = format!("{scope}/{id}").replace('\0', " ");
    if key.len() <= LONGEST {
        return key;
    }
    // An index entry has a limit; what is cut off still counts.
    let head: String = key.chars().take(100).collect();
    format!("{head}…{}", print::digest(&key))
}

impl Refs {
    /// Reads what is known of these things.
    pub(super) async fn load(&mut self, cx: &Ctx, source: &str, model: &'static str, keys: &[String]) -> Result<()> {
        let sql = "SELECT external_id, object_id, fingerprint FROM external_refs WHERE organization_id = $1 \
            AND source = $2 AND model = $3 AND external_id = ANY($4)";
        let of_model = self.0.entry(model).or_default();
        for some in keys.chunks(MOST) {
            let rows: Vec<(String, AnyId, String)> = cx.tx.rows(sql, &[&source, &model, &some.to_vec()]).await?;
            of_model.extend(rows.into_iter().map(|(key, object, print)| (key, Known { object, print })));
        }
        Ok(())
    }

    /// What a thing became.
    pub(super) fn get(&self, model: &str, key: &str) -> Option<&Known> {
        self.0.get(model)?.get(key)
    }

    /// Every object of a model.
    pub(super) fn objects(&self, model: &str) -> Vec<AnyId> {
        self.0.get(model).into_iter().flatten().map(|(_, known)| known.object).collect()
    }
}

/// A line to write: what a thing of the file is here.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub model: &'static str,
    pub key: String,
    pub object: AnyId,
    pub print: String,
    /// There is a line already.
    pub known: bool,
}

impl Mark {
    /// Writes the line. Two imports of the same file at once meet here: the later one is refused as a whole.
    pub(super) async fn write(&self, cx: &Ctx, source: &str) -> Result<()> {
        let sql = if self.known {
            "UPDATE external_refs SET object_id = $5, fingerprint = $6 WHERE organization_id = $1 AND source = $2 \
             AND model = $3 AND external_id = $4"
        } else {
            "INSERT INTO external_refs (organization_id, source, model, external_id, object_id, fingerprint) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        };
        Ok(cx.tx.execute_later(sql, &[&source, &self.model, &self.key, &self.object, &self.print]).await?)
    }
}

/// Forgets what these objects were imported from, so that a later import makes them again.
pub(super) async fn forget(cx: &Ctx, objects: &[AnyId]) -> Result<()> {
    let sql = "DELETE FROM external_refs WHERE organization_id = $1 AND object_id = ANY($2)";
    cx.tx.execute(sql, &[&objects.to_vec()]).await?;
    Ok(())
}
