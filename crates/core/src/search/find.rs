//! Finding: the index hands out hits newest first, those with every word in the title before all others; the
//! rule of visibility filters them before they are counted towards the page. If nothing is found, words that
//! are near the typed ones are tried.

use super::highlight::{Marked, Range, mark, piece};
use super::{Text, hits, near, terms};
use crate::crud::id_column;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::{Error, Result};
use crate::intake::FormRequest;
use crate::list;
use crate::populate::{Populated, View};
use crate::sql::{Arg, Sql};
use crate::work::{Project, Task};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guildhall_store::search::{Part, Query};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// Hits that are looked at in one go: few at first, more while little of it can be seen.
const FIRST_LOOK: usize = 64;
const LONGEST_LOOK: usize = 4_096;
/// Hits that one request looks at; the next page goes on from there.
const MOST_LOOKED_AT: usize = 60_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Search {
    pub query: String,
    pub models: Vec<&'static str>,
    pub project: Option<AnyId>,
    pub limit: usize,
    pub cursor: Option<Place>,
}

/// Where the last page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    rest: bool,
    below: i64,
    corrected: bool,
}

/// One thing that was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    pub model: &'static str,
    #[schema(value_type = String)]
    pub id: AnyId,
    #[schema(value_type = Option<String>, required)]
    pub project_id: Option<AnyId>,
    /// The task that it is, or hangs on.
    #[schema(value_type = Option<String>, required)]
    pub task_id: Option<AnyId>,
    pub title: String,
    /// What was found in the title: from and to, in UTF-16 code units.
    #[schema(value_type = Vec<Vec<usize>>)]
    pub title_ranges: Vec<Range>,
    /// A piece of the text, around what was found.
    pub snippet: String,
    /// What was found in the piece: from and to, in UTF-16 code units.
    #[schema(value_type = Vec<Vec<usize>>)]
    pub snippet_ranges: Vec<Range>,
    /// How well it fits, 0 to 100; a page is sorted by it.
    pub score: i64,
    /// The whole object.
    #[schema(value_type = Object)]
    pub object: Box<RawValue>,
}

/// A page of what was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    pub data: Vec<Hit>,
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Nothing had the words as they were typed; these have words that are near.
    pub corrected: bool,
}

impl Place {
    /// Reads a cursor.
    pub fn read(text: &str) -> Result<Self> {
        let wrong = || Error::unreadable("bad_cursor", "this cursor is not one of a search; start without a cursor");
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let (rest, below, corrected) = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
        Ok(Self { rest, below, corrected })
    }

    fn write(self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::json!([self.rest, self.below, self.corrected]).to_string())
    }
}

/// A hit before it is read.
#[derive(Debug, Clone)]
struct Candidate {
    doc: i64,
    model: String,
    id: AnyId,
}

/// Runs a search.
pub async fn run(cx: &Ctx, search: &Search) -> Result<Found> {
    let mut query = terms(&search.query);
    let mut corrected = search.cursor.is_some_and(|place| place.corrected);
    if query.0.is_empty() || search.models.is_empty() {
        return Ok(Found { data: Vec::new(), next_cursor: None, corrected: false });
    }
    let narrowed = within_sight(cx, search).await?;
    let search = narrowed.as_ref().unwrap_or(search);
    if corrected {
        query = near::corrected(cx, &query).await?.unwrap_or(query);
    }
    let keyed = by_key(cx, search).await?;
    let (mut page, mut next) = page(cx, search, &query, keyed.as_ref()).await?;
    let nothing = page.is_empty() && next.is_none() && search.cursor.is_none() && keyed.is_none();
    if nothing && let Some(near) = near::corrected(cx, &query).await? {
        (page, next) = self::page(cx, search, &near, None).await?;
        (query, corrected) = (near, true);
    }
    if let Some(keyed) = keyed.filter(|_| search.cursor.is_none()) {
        page.insert(0, keyed);
    }
    let data = read(cx, &query, &page).await?;
    corrected &= !data.is_empty();
    Ok(Found { data, next_cursor: next.map(|place| Place { corrected, ..place }.write()), corrected })
}

/// One's own requests are in sight also where their form's project is not: where that is, the search does not tell.
async fn within_sight(cx: &Ctx, search: &Search) -> Result<Option<Search>> {
    let Some(project) = search.project.filter(|_| search.models.contains(&FormRequest::MODEL)) else { return Ok(None) };
    if seen::<Project>(cx, vec![project.as_bytes().to_vec()], None).await?.contains(&project) {
        return Ok(None);
    }
    let mut narrowed = search.clone();
    narrowed.models.retain(|model| *model != FormRequest::MODEL);
    Ok(Some(narrowed))
}

/// A task that the query names by its key comes first, however old it is.
async fn by_key(cx: &Ctx, search: &Search) -> Result<Option<Candidate>> {
    let key = search.query.trim().to_ascii_uppercase();
    let named = key.split_once('-').is_some_and(|(project, number)| {
        !project.is_empty() && project.chars().all(|c| c.is_ascii_alphanumeric()) && number.parse::<u32>().is_ok()
    });
    if !named || !search.models.contains(&Task::MODEL) {
        return Ok(None);
    }
    let sql = "SELECT id FROM tasks WHERE organization_id = $1 AND key = $2";
    let Some((id,)) = cx.tx.row::<(AnyId,)>(sql, &[&key]).await? else { return Ok(None) };
    let seen = seen::<Task>(cx, vec![id.as_bytes().to_vec()], search.project).await?;
    Ok(seen.contains(&id).then(|| Candidate { doc: i64::MAX, model: Task::MODEL.to_owned(), id }))
}

/// The next hits that the caller sees, and where the page after them begins.
async fn page(
    cx: &Ctx,
    search: &Search,
    query: &Query,
    besides: Option<&Candidate>,
) -> Result<(Vec<Candidate>, Option<Place>)> {
    let start = search.cursor.unwrap_or(Place { rest: false, below: i64::MAX, corrected: false });
    let limit = search.limit - usize::from(besides.is_some() && search.cursor.is_none());
    let mut out: Vec<Candidate> = Vec::new();
    let (mut looked_at, mut place) = (0, start);
    for (part, rest) in [(Part::Head, false), (Part::Rest, true)] {
        if start.rest && !rest {
            continue;
        }
        if rest != place.rest {
            place = Place { rest, below: i64::MAX, ..place };
        }
        let text = hits(cx, query, part);
        let wanted = |one: &&Candidate| search.models.contains(&one.model.as_str());
        let mut look = FIRST_LOOK.max(search.limit + 1);
        loop {
            let candidates = candidates(cx, &text, place.below, look).await?;
            let visible = visible(cx, search, candidates.iter().filter(wanted)).await?;
            let fresh = |one: &&Candidate| besides.is_none_or(|keyed| keyed.id != one.id);
            for one in candidates.iter().filter(|one| visible.contains(&(one.model.clone(), one.id))).filter(fresh) {
                if out.len() == limit {
                    return Ok((out, Some(place)));
                }
                out.push(one.clone());
                place.below = one.doc;
            }
            looked_at += candidates.len();
            match candidates.last() {
                Some(last) if candidates.len() == look => place.below = last.doc,
                _ => break,
            }
            if looked_at > MOST_LOOKED_AT {
                return Ok((out, Some(place)));
            }
            look = (look * 4).min(LONGEST_LOOK);
        }
    }
    Ok((out, None))
}

/// The next hits, of whatever kind. They are cut off before anything is joined to them: a common word has a
/// hit in every second text.
async fn candidates(cx: &Ctx, text: &str, below: i64, most: usize) -> Result<Vec<Candidate>> {
    let sql = format!(
        "SELECT m.doc, d.model, d.object_id FROM \
         (SELECT s.doc FROM search_match($2, $3) s ORDER BY s.doc DESC LIMIT {most}) m \
         CROSS JOIN search_docs d WHERE d.organization_id = $1 AND d.doc = m.doc ORDER BY m.doc DESC"
    );
    let rows: Vec<(i64, String, AnyId)> = cx.tx.rows(&sql, &[&text, &below]).await?;
    Ok(rows.into_iter().map(|(doc, model, id)| Candidate { doc, model, id }).collect())
}

fn by_model<'c>(candidates: impl Iterator<Item = &'c Candidate>) -> HashMap<&'c str, Vec<Vec<u8>>> {
    let mut out: HashMap<&str, Vec<Vec<u8>>> = HashMap::new();
    for one in candidates {
        out.entry(&one.model).or_default().push(one.id.as_bytes().to_vec());
    }
    out
}

async fn visible<'c>(
    cx: &Ctx,
    search: &Search,
    candidates: impl Iterator<Item = &'c Candidate>,
) -> Result<HashSet<(String, AnyId)>> {
    let mut out = HashSet::new();
    for (model, ids) in by_model(candidates) {
        let seen = crate::entity_of!(model, E => seen::<E>(cx, ids, search.project).await?, HashSet::new());
        out.extend(seen.into_iter().map(|id| (model.to_owned(), id)));
    }
    Ok(out)
}

/// Which of these the caller sees, by the rule of lists.
async fn seen<E: Resource>(cx: &Ctx, ids: Vec<Vec<u8>>, project: Option<AnyId>) -> Result<HashSet<AnyId>> {
    if !cx.reaches(E::READ) {
        return Ok(HashSet::new());
    }
    let mut sql = Sql::default();
    let (these, id) = (sql.arg(Arg::Ids(ids)), id_column::<E>());
    sql.and(&format!("t.{id} = ANY({these}) AND t.{} IS NULL", E::DELETED));
    if let Some(project) = project {
        in_project::<E>(project, &mut sql);
    }
    crate::own::narrow::<E>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text = format!("SELECT t.{id} FROM {} t{joins} WHERE t.organization_id = $1{conditions}", E::TABLE);
    let rows: Vec<(AnyId,)> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Narrows to what belongs to a project: it, its tasks, and what hangs on them.
fn in_project<E: Entity>(project: AnyId, sql: &mut Sql) {
    let has = |column: &str| E::FIELDS.iter().any(|field| field.column == column && !field.is_virtual);
    let own = sql.arg(project);
    let through_task = format!(
        "EXISTS (SELECT 1 FROM tasks kp WHERE kp.organization_id = t.organization_id AND kp.id = t.task_id \
         AND kp.project_id = {own})"
    );
    let through_form = format!(
        "EXISTS (SELECT 1 FROM form_templates kf WHERE kf.organization_id = t.organization_id \
         AND kf.id = t.template_id AND kf.project_id = {own})"
    );
    sql.and(&match (E::MODEL, has("project_id"), has("task_id")) {
        ("Project", ..) => format!("t.id = {own}"),
        ("FormRequest", ..) => through_form,
        (_, true, false) => format!("t.project_id = {own}"),
        (_, true, true) => format!("(t.project_id = {own} OR {through_task})"),
        (_, false, true) => through_task,
        _ => format!("1 = 0 AND t.organization_id = {own}"),
    });
}

/// Reads what was found, best first.
async fn read(cx: &Ctx, query: &Query, page: &[Candidate]) -> Result<Vec<Hit>> {
    let mut read: HashMap<(String, AnyId), Hit> = HashMap::new();
    for (model, ids) in by_model(page.iter()) {
        let hits = crate::entity_of!(model, E => shown::<E>(cx, query, ids).await?, Vec::new());
        read.extend(hits.into_iter().map(|hit| ((model.to_owned(), hit.id), hit)));
    }
    let requests = || read.values().filter(|hit| hit.model == FormRequest::MODEL);
    if requests().next().is_some() {
        let homes = requests().filter_map(|hit| hit.project_id).map(|id| id.as_bytes().to_vec()).collect();
        let homes = seen::<Project>(cx, homes, None).await?;
        for hit in read.values_mut().filter(|hit| hit.model == FormRequest::MODEL) {
            hit.project_id = hit.project_id.filter(|id| homes.contains(id));
        }
    }
    let mut data: Vec<Hit> = page.iter().filter_map(|one| read.remove(&(one.model.clone(), one.id))).collect();
    let keyed = page.first().filter(|one| one.doc == i64::MAX).map(|one| one.id);
    data.sort_by_key(|hit| (Some(hit.id) != keyed, std::cmp::Reverse(hit.score)));
    Ok(data)
}

async fn shown<E: Resource>(cx: &Ctx, query: &Query, ids: Vec<Vec<u8>>) -> Result<Vec<Hit>> {
    let none = Populated::new();
    let rows = list::by_ids::<E>(cx, ids).await?;
    rows.iter()
        .map(|row| {
            let Text { title, body, .. } = row.search_text().unwrap_or_default();
            let (title, piece) = (mark(query, &title), piece(query, &body));
            let (project_id, task_id) = row.seen(cx).home();
            let score = score(query, &title, &piece);
            let (title, title_ranges) = (title.text, title.ranges);
            Ok(Hit {
                model: E::MODEL,
                id: row.head().id,
                project_id,
                task_id,
                title,
                title_ranges,
                snippet: piece.text,
                snippet_ranges: piece.ranges,
                score,
                object: View::whole(row, cx, &none).raw()?,
            })
        })
        .collect()
}

/// A word in the title counts thrice as much as one in the text.
fn score(query: &Query, title: &Marked, text: &Marked) -> i64 {
    let words = i64::try_from(query.0.len()).unwrap_or(1).max(1);
    (title.weight * 75 + text.weight * 25) / (3 * words)
}
