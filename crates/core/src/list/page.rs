//! Reads the rows of one page, in the way that was planned (see `reach`). Every way ends in the same order and
//! is cut off at the same place.

use super::reach::{Plan, Reach, Way};
use super::sort::{self, Sorted};
use super::{Frame, List};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource};
use crate::error::Result;
use crate::own;
use crate::sql::{Arg, Sql};
use futures_util::future::try_join_all;
use std::cmp::Ordering;
use std::collections::{HashMap, VecDeque};
use std::fmt::Write;

/// So many rows are gathered and put in order here; where there are more, an index in the order of the list shows
/// the first of them sooner.
const GATHERED: usize = 5_000;

/// A row, and the values that the list is sorted by and the row does not hold itself.
#[derive(Debug)]
pub struct Line<E> {
    pub row: E,
    pub beside: Vec<Arg>,
}

/// A statement with the order and the place in it that a page begins at.
struct Ordered {
    sql: Sql,
    sorted: Vec<Sorted>,
}

/// What a row is sorted by, and the row where it was read with that.
type Keyed<E> = (Vec<Arg>, Option<Line<E>>);

/// Rows of one of several ways, as far as they are read.
struct Stream<E> {
    from: Ordered,
    lines: VecDeque<Keyed<E>>,
    read: usize,
    ended: bool,
}

impl List {
    /// The rows of a page and one more.
    pub(super) async fn page<E: Resource>(
        &self,
        frame: &Frame<'_>,
        base: &Sql,
        reach: &Reach,
    ) -> Result<(Vec<Line<E>>, Vec<Sorted>)> {
        let most = self.limit + 1;
        match reach.plan::<E>(self) {
            Plan::Scan => {}
            Plan::Merge(ways) => return self.merge(frame, base, reach, &ways).await,
            Plan::Gather(ways) => {
                if let Some(found) = self.gather(frame, base, reach, &ways).await? {
                    return Ok(found);
                }
            }
        }
        let mut sql = base.clone();
        reach.narrow_in_order::<E>(frame.cx, &mut sql);
        let from = self.ordered::<E>(frame, sql)?;
        let lines = from.read::<E>(frame.cx, most, 0).await?;
        Ok((lines, from.sorted))
    }

    /// Adds the order, and what comes after the cursor.
    fn ordered<E: Resource>(&self, frame: &Frame<'_>, mut sql: Sql) -> Result<Ordered> {
        let sorted = sort::columns::<E>(&self.sort, &frame.custom, &mut sql)?;
        if let Some(cursor) = &self.cursor {
            let after = sort::after(&sorted, &sort::decode(&sorted, cursor)?, &mut sql);
            sql.and(&after);
        }
        Ok(Ordered { sql, sorted })
    }

    fn on_way<E: Resource>(&self, frame: &Frame<'_>, base: &Sql, reach: &Reach, way: &Way) -> Result<Ordered> {
        let mut sql = base.clone();
        way.narrow::<E>(frame.cx, reach, &mut sql);
        self.ordered::<E>(frame, sql)
    }

    /// Reads a little of every way and always takes what comes first; a way that runs dry is read on.
    async fn merge<E: Resource>(
        &self,
        frame: &Frame<'_>,
        base: &Sql,
        reach: &Reach,
        ways: &[Way],
    ) -> Result<(Vec<Line<E>>, Vec<Sorted>)> {
        let most = self.limit + 1;
        let first = piece(most, ways.len());
        let open = |way: &Way| {
            let way = way.clone();
            async move {
                let from = self.on_way::<E>(frame, base, reach, &way)?;
                let mut stream = Stream { from, lines: VecDeque::new(), read: 0, ended: false };
                let mut keys = Vec::new();
                if way.is_beside::<E>() {
                    stream.from.keys::<E>(frame.cx, GATHERED + 1, &mut keys).await?;
                }
                if way.is_beside::<E>() && keys.len() <= GATHERED {
                    stream.take_keys(keys, most);
                } else {
                    stream.more(frame.cx, first).await?;
                }
                Ok::<_, crate::error::Error>(stream)
            }
        };
        let mut streams: Vec<Stream<E>> = try_join_all(ways.iter().map(open)).await?;
        let mut page = Vec::with_capacity(most);
        while page.len() < most {
            let lacks = piece(most - page.len(), streams.iter().filter(|stream| !stream.ended).count());
            for dry in streams.iter_mut().filter(|stream| stream.lines.is_empty() && !stream.ended) {
                dry.more(frame.cx, lacks).await?;
            }
            let first = streams.iter_mut().filter(|stream| !stream.lines.is_empty()).min_by(|a, b| {
                let both = a.lines.front().zip(b.lines.front());
                both.map_or(Ordering::Equal, |((a_key, _), (b_key, _))| sort::compare(&a.from.sorted, a_key, b_key))
            });
            let Some(line) = first.and_then(|stream| stream.lines.pop_front()) else { break };
            page.push(line);
        }
        let sorted = streams.pop().map(|stream| stream.from.sorted).unwrap_or_default();
        Ok((filled(frame.cx, &sorted, page).await?, sorted))
    }

    /// Reads what all rows are sorted by, puts them in order here, and then reads the rows of the page alone;
    /// nothing if there are too many.
    async fn gather<E: Resource>(
        &self,
        frame: &Frame<'_>,
        base: &Sql,
        reach: &Reach,
        ways: &[Way],
    ) -> Result<Option<(Vec<Line<E>>, Vec<Sorted>)>> {
        let mut keys: Vec<Vec<Arg>> = Vec::new();
        let mut sorted = Vec::new();
        for way in ways {
            let from = self.on_way::<E>(frame, base, reach, way)?;
            from.keys::<E>(frame.cx, GATHERED + 1 - keys.len(), &mut keys).await?;
            if keys.len() > GATHERED {
                return Ok(None);
            }
            sorted = from.sorted;
        }
        first_of(&sorted, &mut keys, self.limit + 1);
        let lines = rows_of::<E>(frame.cx, &sorted, keys).await?;
        Ok(Some((lines, sorted)))
    }
}

/// How many rows are read at once of each of several ways, where so many rows are wanted: its share and a little
/// of what a way has beyond it. Rows that the page does not take were read in vain; reading on is cheap.
fn piece(wanted: usize, ways: usize) -> usize {
    let share = wanted.div_ceil(ways.max(1));
    (share + share.isqrt() / 2 + 1).min(wanted)
}

/// A number of rows as a parameter.
fn whole(rows: usize) -> Arg {
    Arg::Int(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// Leaves the first of all keys, in order.
fn first_of(sorted: &[Sorted], keys: &mut Vec<Vec<Arg>>, most: usize) {
    let order = |a: &Vec<Arg>, b: &Vec<Arg>| sort::compare(sorted, a, b);
    if keys.len() > most {
        keys.select_nth_unstable_by(most, order);
        keys.truncate(most);
    }
    keys.sort_unstable_by(order);
}

/// Reads the rows of a page that are not read yet.
async fn filled<E: Resource>(cx: &Ctx, sorted: &[Sorted], page: Vec<Keyed<E>>) -> Result<Vec<Line<E>>> {
    let lacking: Vec<_> = page.iter().filter(|(_, line)| line.is_none()).map(|(key, _)| key.clone()).collect();
    let mut found: HashMap<AnyId, Line<E>> = HashMap::new();
    if !lacking.is_empty() {
        found.extend(rows_of::<E>(cx, sorted, lacking).await?.into_iter().map(|line| (line.row.head().id, line)));
    }
    let line = |(key, line): Keyed<E>| line.or_else(|| found.remove(&id_of(&key)?));
    Ok(page.into_iter().filter_map(line).collect())
}

/// The id that is the last value of a key.
fn id_of(key: &[Arg]) -> Option<AnyId> {
    let Some(Arg::Bytes(id)) = key.last() else { return None };
    AnyId::from_slice(id).ok()
}

/// The rows of these keys, in their order.
async fn rows_of<E: Resource>(cx: &Ctx, sorted: &[Sorted], keys: Vec<Vec<Arg>>) -> Result<Vec<Line<E>>> {
    let mut sql = Sql::default();
    let ids: Vec<AnyId> = keys.iter().filter_map(|key| id_of(key)).collect();
    let ids = sql.arg(Arg::Ids(own::ids(&ids)));
    let text = format!(
        "SELECT {} FROM {} t WHERE t.organization_id = $1 AND t.{} = ANY({ids})",
        E::COLUMNS_OF_T,
        E::TABLE,
        crate::crud::id_column::<E>()
    );
    let rows: Vec<E> = cx.tx.rows(&text, &sql.args()).await?;
    let mut rows: HashMap<AnyId, E> = rows.into_iter().map(|row| (row.head().id, row)).collect();
    let beside = |key: Vec<Arg>| key.into_iter().zip(sorted).filter(|(_, s)| s.field.is_none()).map(|(value, _)| value);
    let line = |key: Vec<Arg>| rows.remove(&id_of(&key)?).map(|row| Line { row, beside: beside(key).collect() });
    Ok(keys.into_iter().filter_map(line).collect())
}

impl<E: Resource> Stream<E> {
    async fn more(&mut self, cx: &Ctx, piece: usize) -> Result<()> {
        let lines = self.from.read::<E>(cx, piece, self.read).await?;
        self.take(lines, piece);
        Ok(())
    }

    /// Takes up the first of all keys, which come in any order; the rows of those on the page are read at last.
    fn take_keys(&mut self, mut keys: Vec<Vec<Arg>>, most: usize) {
        first_of(&self.from.sorted, &mut keys, most);
        self.ended = true;
        self.lines.extend(keys.into_iter().map(|key| (key, None)));
    }

    /// Takes up the next lines, of which so many were asked for.
    fn take(&mut self, lines: Vec<Line<E>>, piece: usize) {
        self.read += lines.len();
        self.ended = lines.len() < piece;
        let keyed = |line: Line<E>| (sort::values(&self.from.sorted, &line.row, &line.beside), Some(line));
        self.lines.extend(lines.into_iter().map(keyed));
    }
}

impl Ordered {
    /// Rows in order.
    async fn read<E: Resource>(&self, cx: &Ctx, most: usize, skipped: usize) -> Result<Vec<Line<E>>> {
        let mut sql = self.sql.clone();
        let piece = match skipped {
            0 => format!("LIMIT {most}"),
            // Pieces that are read on have many lengths, and one statement.
            _ => format!("LIMIT {} OFFSET {}", sql.arg(whole(most)), sql.arg(whole(skipped))),
        };
        self.lines(cx, &sql, &format!(" ORDER BY {} {piece}", sort::order(&self.sorted))).await
    }

    async fn lines<E: Resource>(&self, cx: &Ctx, sql: &Sql, tail: &str) -> Result<Vec<Line<E>>> {
        let mut columns = E::COLUMNS_OF_T.to_owned();
        let width = E::FIELDS.iter().filter(|field| !field.is_virtual).count();
        let extra: Vec<&Sorted> = self.sorted.iter().filter(|s| s.field.is_none()).collect();
        for one in &extra {
            let _ = write!(columns, ", {}", one.column);
        }
        let (joins, conditions) = sql.parts();
        let text =
            format!("SELECT {columns} FROM {} t{joins} WHERE t.organization_id = $1{conditions}{tail}", E::TABLE);
        let mut lines = Vec::new();
        cx.tx
            .each(&text, &sql.args(), |row| {
                let beside = (0..extra.len()).map(|at| row.get(width + at)).collect::<guildhall_store::Result<_>>()?;
                lines.push(Line { row: E::read(row, 0)?, beside });
                Ok(())
            })
            .await?;
        Ok(lines)
    }

    /// What rows are sorted by, in no order.
    async fn keys<E: Resource>(&self, cx: &Ctx, most: usize, keys: &mut Vec<Vec<Arg>>) -> Result<()> {
        let columns: Vec<&str> = self.sorted.iter().map(|s| s.column.as_str()).collect();
        let (joins, conditions) = self.sql.parts();
        let text = format!(
            "SELECT {} FROM {} t{joins} WHERE t.organization_id = $1{conditions} LIMIT {most}",
            columns.join(", "),
            E::TABLE
        );
        cx.tx
            .each(&text, &self.sql.args(), |row| {
                keys.push((0..columns.len()).map(|at| row.get(at)).collect::<guildhall_store::Result<_>>()?);
                Ok(())
            })
            .await?;
        Ok(())
    }
}
