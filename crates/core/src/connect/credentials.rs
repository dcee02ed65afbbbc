//! Credentials of an integration: named secrets that come in and never go out. What is shown is that they
//! are set, since when, and how the last one ends, so that a person can tell two tokens apart.

use super::seal::{Place, Sealed};
use super::vault::TABLE;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::field::{FieldType, Kind, Refused, simple};
use crate::time::Timestamp;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, OneOfBuilder, Schema, Type};
use zeroize::Zeroizing;

/// What is known of the secrets of an integration.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    kept: Vec<Known>,
    change: Change,
}

/// What is known of one secret.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    name: String,
    last4: Option<String>,
    updated_at: Timestamp,
}

/// What a request does to them.
#[derive(Debug, Clone, Default)]
enum Change {
    #[default]
    Nothing,
    Clear,
    /// By name; none takes one away.
    Set(BTreeMap<String, Option<Secret>>),
}

/// A secret on its way to the vault; it cannot be printed.
#[derive(Clone)]
struct Secret(Zeroizing<String>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Two are the same if they show the same; a secret that was set again has another time.
impl PartialEq for Credentials {
    fn eq(&self, other: &Self) -> bool {
        self.kept == other.kept
    }
}

impl Serialize for Credentials {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let last = self.kept.iter().rev().max_by_key(|known| known.updated_at);
        let mut shown = serializer.serialize_struct("Credentials", 3)?;
        shown.serialize_field("set", &last.is_some())?;
        shown.serialize_field("last4", &last.and_then(|known| known.last4.as_deref()))?;
        shown.serialize_field("updatedAt", &last.map(|known| known.updated_at))?;
        shown.end()
    }
}

const MOST: usize = 20;
const LONGEST: usize = 16_384;
/// A shorter secret would be half told by its end.
const SHORTEST_SHOWN: usize = 8;

impl FieldType for Credentials {
    const KIND: Kind = Kind::Document;
    /// Null takes all of them away.
    const NULLABLE: bool = true;

    fn parse(value: &Json) -> std::result::Result<Self, Refused> {
        let named = match value {
            Json::Null => return Ok(Self { kept: Vec::new(), change: Change::Clear }),
            Json::Object(named) => named,
            other => return Err(Refused::type_error("an object of secrets by name, or null", other)),
        };
        if named.len() > MOST {
            return Err(Refused { code: "too_many", detail: format!("at most {MOST} secrets") });
        }
        let mut set = BTreeMap::new();
        for (name, value) in named {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
                return Err(Refused::format("a secret's name has 1 to 64 letters, digits, `_`, `-` and `.`"));
            }
            let secret = match value {
                Json::Null => None,
                Json::String(text) if text.trim().is_empty() || text.len() > LONGEST => {
                    return Err(Refused::format(format!("`{name}` has 1 to {LONGEST} bytes; null takes it away")));
                }
                Json::String(text) => Some(Secret(Zeroizing::new(text.clone()))),
                _ => return Err(Refused { code: "type", detail: format!("`{name}` is a text, or null") }),
            };
            set.insert(name.clone(), secret);
        }
        Ok(Self { kept: Vec::new(), change: Change::Set(set) })
    }

    fn schema() -> Schema {
        let text_or_flag = OneOfBuilder::new()
            .item(simple(Type::String, None))
            .item(simple(Type::Boolean, None))
            .item(simple(Type::Null, None));
        let object = ObjectBuilder::new()
            .additional_properties(Some(AdditionalProperties::RefOr(Schema::OneOf(text_or_flag.build()).into())));
        Schema::Object(object.build())
    }
}

impl Credentials {
    /// Names of the secrets that are set.
    pub fn names(&self) -> Vec<String> {
        self.kept.iter().map(|known| known.name.clone()).collect()
    }

    /// What they will be once the change of the request is done to what was there.
    pub fn settle(&mut self, old: &Self, cx: &Ctx) {
        let mut kept = old.kept.clone();
        match &self.change {
            Change::Nothing => {}
            Change::Clear => kept.clear(),
            Change::Set(set) => {
                kept.retain(|known| !set.contains_key(&known.name));
                let fresh = set.iter().filter_map(|(name, secret)| Some((name, secret.as_ref()?)));
                kept.extend(fresh.map(|(name, secret)| Known {
                    name: name.clone(),
                    last4: secret.end(),
                    updated_at: cx.now,
                }));
                kept.sort_by(|a, b| a.name.cmp(&b.name));
            }
        }
        self.kept = kept;
    }

    /// Seals what the request set, and forgets what it took away.
    pub async fn store(&mut self, cx: &Ctx, integration: AnyId) -> Result<()> {
        match std::mem::take(&mut self.change) {
            Change::Nothing => {}
            Change::Clear => purge(cx, integration).await?,
            Change::Set(set) => {
                for (name, secret) in set {
                    match secret {
                        Some(secret) => keep(cx, integration, &name, &secret).await?,
                        None => {
                            let sql = "DELETE FROM integration_credentials \
                                WHERE organization_id = $1 AND integration_id = $2 AND name = $3";
                            cx.tx.execute(sql, &[&integration, &name]).await?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

impl Secret {
    fn end(&self) -> Option<String> {
        let count = self.0.chars().count();
        (count >= SHORTEST_SHOWN).then(|| self.0.chars().skip(count - 4).collect())
    }
}

async fn keep(cx: &Ctx, integration: AnyId, name: &str, secret: &Secret) -> Result<()> {
    let place = Place { organization: cx.organization, table: TABLE, row: integration, field: name };
    let Sealed { key_id, bytes } = cx.outside.vault.seal(&place, &secret.0)?;
    let sql = "INSERT INTO integration_credentials (organization_id, integration_id, name, key_id, sealed, last4, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization_id, integration_id, name) DO UPDATE \
        SET key_id = excluded.key_id, sealed = excluded.sealed, last4 = excluded.last4, updated_at = excluded.updated_at";
    cx.tx.execute(sql, &[&integration, &name, &key_id, &bytes, &secret.end(), &cx.now]).await?;
    Ok(())
}

/// Forgets all secrets of an integration.
pub async fn purge(cx: &Ctx, integration: AnyId) -> Result<()> {
    let sql = "DELETE FROM integration_credentials WHERE organization_id = $1 AND integration_id = $2";
    cx.tx.execute(sql, &[&integration]).await?;
    Ok(())
}

/// What is known of the secrets of many integrations, in one query.
pub async fn load(cx: &Ctx, integrations: &[AnyId]) -> Result<BTreeMap<AnyId, Credentials>> {
    let sql = "SELECT integration_id, name, last4, updated_at FROM integration_credentials \
        WHERE organization_id = $1 AND integration_id = ANY($2) ORDER BY integration_id, name";
    let rows: Vec<(AnyId, String, Option<String>, Timestamp)> = cx.tx.rows(sql, &[&integrations.to_vec()]).await?;
    let mut out: BTreeMap<AnyId, Credentials> = BTreeMap::new();
    for (integration, name, last4, updated_at) in rows {
        out.entry(integration).or_default().kept.push(Known { name, last4, updated_at });
    }
    Ok(out)
}

/// The secrets themselves, opened; for whoever uses them, never for an answer.
pub async fn open(cx: &Ctx, integration: AnyId) -> Result<BTreeMap<String, Zeroizing<String>>> {
    let sql = "SELECT name, key_id, sealed FROM integration_credentials \
        WHERE organization_id = $1 AND integration_id = $2 ORDER BY name";
    let rows: Vec<(String, i64, Vec<u8>)> = cx.tx.rows(sql, &[&integration]).await?;
    let opened = rows.into_iter().map(|(name, key_id, bytes)| {
        let place = Place { organization: cx.organization, table: TABLE, row: integration, field: &name };
        let text = cx.outside.vault.open(&place, &Sealed { key_id, bytes })?;
        Ok::<_, Error>((name, text))
    });
    opened.collect()
}
