//! Proves, before a statement is first prepared, that it cannot leave its tenant. The statement is parsed
//! and every table of every block must be tied to the scope: by `x.organization_id = $1`, or by equality
//! with the `organization_id` of a table already tied. An inserted row must take `$1` as its tenant.
//! A statement that fails is an error in every build: it never reaches the database.

use crate::scope::{GLOBAL_TABLES, Kind};
use sqlparser::ast::{
    Assignment, AssignmentTarget, BinaryOperator, Expr, FromTable, Insert, JoinConstraint, JoinOperator, ObjectName,
    Query, Select, SelectItem, SetExpr, Statement, TableFactor, TableObject, TableWithJoins, UpdateTableFromKind,
    Value, Visit, Visitor,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use std::collections::HashSet;
use std::ops::ControlFlow;

/// Deepest nesting of a statement: more than the deepest filter that a list takes.
const DEEPEST: usize = 250;
/// Depth that any thread's stack has room for, and the room for more.
const DEEPEST_HERE: usize = 30;
const ROOM: usize = 16 << 20;

/// Checks one statement for one kind of scope; the error says which table is not tied.
pub fn check(sql: &str, kind: Kind) -> Result<(), String> {
    if kind == Kind::System {
        return Ok(());
    }
    // The parser and its tree are recursive, by up to 30 kB a level.
    if depth(sql) > DEEPEST_HERE {
        return stacker::grow(ROOM, || parsed(sql, kind));
    }
    parsed(sql, kind)
}

/// How deep its tree can be at most: parentheses nest, and each AND and OR of a chain is a level, too.
fn depth(sql: &str) -> usize {
    let step = |(now, most): (usize, usize), byte| match byte {
        b'(' => (now + 1, most.max(now + 1)),
        b')' => (now.saturating_sub(1), most),
        _ => (now, most),
    };
    sql.bytes().fold((0, 0), step).1 + sql.matches(" AND ").count() + sql.matches(" OR ").count()
}

fn parsed(sql: &str, kind: Kind) -> Result<(), String> {
    // The parser knows only the stronger lock; which rows are meant is the same.
    let known = sql.replace("FOR NO KEY UPDATE", "FOR UPDATE");
    let parser = Parser::new(&PostgreSqlDialect {}).with_recursion_limit(DEEPEST);
    let parsed = parser.try_with_sql(&known).and_then(|mut parser| parser.parse_statements());
    let statements = parsed.map_err(|e| format!("{e} in: {sql}"))?;
    let [statement] = statements.as_slice() else {
        return Err(format!("one statement at a time: {sql}"));
    };
    let mut guard = Guard { kind, blocks: Vec::new(), named: HashSet::new() };
    match statement.visit(&mut guard) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(reason) => Err(format!("{reason} in: {sql}")),
    }
}

/// One SELECT, UPDATE, DELETE or INSERT and the aliases in it that are tied to the scope.
#[derive(Default)]
struct Block {
    tied: HashSet<String>,
    open: Vec<String>,
}

struct Guard {
    kind: Kind,
    blocks: Vec<Block>,
    named: HashSet<String>,
}

impl Visitor for Guard {
    type Break = String;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<String> {
        for table in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.named.insert(table.alias.name.value.clone());
        }
        self.blocks.push(Block::default());
        self.set(&query.body)
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<String> {
        self.blocks.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<String> {
        self.blocks.push(Block::default());
        match statement {
            Statement::Query(_) => ControlFlow::Continue(()),
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update { table, assignments, from, selection, .. } => {
                self.refuse_moving(assignments)?;
                let from = from.iter().flat_map(|from| match from {
                    UpdateTableFromKind::BeforeSet(tables) | UpdateTableFromKind::AfterSet(tables) => tables,
                });
                self.tables(std::iter::once(table).chain(from), selection.as_ref())
            }
            Statement::Delete(delete) => {
                let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
                self.tables(tables.iter().chain(delete.using.iter().flatten()), delete.selection.as_ref())
            }
            _ => ControlFlow::Break("only SELECT, INSERT, UPDATE and DELETE may run in a scope".into()),
        }
    }

    fn post_visit_statement(&mut self, _: &Statement) -> ControlFlow<String> {
        self.blocks.pop();
        ControlFlow::Continue(())
    }
}

impl Guard {
    fn key(&self) -> &'static str {
        if self.kind == Kind::User { "user_id" } else { "organization_id" }
    }

    fn set(&mut self, body: &SetExpr) -> ControlFlow<String> {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::SetOperation { left, right, .. } => {
                self.set(left)?;
                self.set(right)
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn select(&mut self, select: &Select) -> ControlFlow<String> {
        self.tables(select.from.iter(), select.selection.as_ref())
    }

    /// Every tenant table of one block must be tied by the block's own conditions.
    fn tables<'a>(
        &mut self,
        from: impl Iterator<Item = &'a TableWithJoins>,
        selection: Option<&Expr>,
    ) -> ControlFlow<String> {
        let mut inner: Vec<&Expr> = selection.into_iter().collect();
        let mut outer: Vec<(String, &Expr)> = Vec::new();
        let mut block = Block::default();
        for table in from {
            self.open(&table.relation, &mut block)?;
            for join in &table.joins {
                self.open(&join.relation, &mut block)?;
                match (&join.join_operator, block.open.last()) {
                    (JoinOperator::Join(JoinConstraint::On(on)) | JoinOperator::Inner(JoinConstraint::On(on)), _) => {
                        inner.push(on);
                    }
                    (
                        JoinOperator::Left(JoinConstraint::On(on)) | JoinOperator::LeftOuter(JoinConstraint::On(on)),
                        Some(joined),
                    ) => outer.push((joined.clone(), on)),
                    _ => {}
                }
            }
        }
        let only = match block.open.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        let mut equalities = Vec::new();
        for condition in inner {
            self.equalities(condition, only.as_deref(), &mut equalities);
        }
        for (joined, condition) in outer {
            // The ON of an outer join says nothing about the table on its left.
            let mut own = Vec::new();
            self.equalities(condition, None, &mut own);
            equalities.extend(own.into_iter().filter(|(table, _)| *table == joined));
        }
        self.tie(&mut block, &equalities);
        if let Some(table) = block.open.iter().find(|t| !block.tied.contains(*t)) {
            return ControlFlow::Break(format!("`{table}` is not tied to $1 by its {}", self.key()));
        }
        if let Some(current) = self.blocks.last_mut() {
            current.tied.extend(block.tied);
        }
        ControlFlow::Continue(())
    }

    fn open(&self, relation: &TableFactor, block: &mut Block) -> ControlFlow<String> {
        match relation {
            TableFactor::Table { name, alias, args: None, .. } => {
                let table = last(name);
                if !GLOBAL_TABLES.contains(&table.as_str()) && !self.named.contains(&table) {
                    block.open.push(alias.as_ref().map_or(table, |a| a.name.value.clone()));
                }
                ControlFlow::Continue(())
            }
            // A sub-select is a query of its own and is visited as one; a function reads no table.
            TableFactor::Derived { .. } | TableFactor::Table { .. } => ControlFlow::Continue(()),
            other => ControlFlow::Break(format!("`{other}` cannot be checked")),
        }
    }

    /// Collects from ANDed conditions `a.key = $1` as (a, None), `a.key = b.key` as (a, b) and (b, a):
    /// the first is tied once the second is.
    fn equalities(&self, condition: &Expr, only: Option<&str>, found: &mut Vec<(String, Option<String>)>) {
        match condition {
            Expr::Nested(inner) => self.equalities(inner, only, found),
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                self.equalities(left, only, found);
                self.equalities(right, only, found);
            }
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
                match (self.owner(left, only), self.owner(right, only)) {
                    (Some((table, column)), None) | (None, Some((table, column)))
                        if column == self.key() && (is_first_parameter(right) || is_first_parameter(left)) =>
                    {
                        found.push((table, None));
                    }
                    (Some((a, x)), Some((b, y))) if x == y => {
                        found.extend([(a.clone(), Some(b.clone())), (b, Some(a))])
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// The table whose scope column this is. In the User scope a table of an organization may hang on
    /// the person's membership, so there `organization_id` ties as well (never to `$1`).
    fn owner(&self, expr: &Expr, only: Option<&str>) -> Option<(String, String)> {
        let fits = |c: &str| c == self.key() || (self.kind == Kind::User && c == "organization_id");
        match expr {
            Expr::Identifier(column) if fits(&column.value) => only.map(|t| (t.to_owned(), column.value.clone())),
            Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                [table, column] if fits(&column.value) => Some((table.value.clone(), column.value.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    fn tie(&self, block: &mut Block, equalities: &[(String, Option<String>)]) {
        let outer = |name: &String| self.blocks.iter().any(|b| b.tied.contains(name));
        loop {
            let before = block.tied.len();
            for (table, by) in equalities {
                let tied =
                    by.as_ref().is_none_or(|by| block.tied.contains(by) || (!block.open.contains(by) && outer(by)));
                if tied && block.open.contains(table) {
                    block.tied.insert(table.clone());
                }
            }
            if block.tied.len() == before {
                return;
            }
        }
    }

    fn refuse_moving(&self, assignments: &[Assignment]) -> ControlFlow<String> {
        let moves = assignments
            .iter()
            .any(|a| matches!(&a.target, AssignmentTarget::ColumnName(name) if last(name) == "organization_id"));
        if moves {
            ControlFlow::Break("a row never changes its organization".into())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn insert(&mut self, insert: &Insert) -> ControlFlow<String> {
        let TableObject::TableName(name) = &insert.table else {
            return ControlFlow::Break("INSERT goes into a table".into());
        };
        if GLOBAL_TABLES.contains(&last(name).as_str()) {
            return ControlFlow::Continue(());
        }
        let Some(at) = insert.columns.iter().position(|c| c.value == "organization_id") else {
            return ControlFlow::Break(format!("INSERT INTO {name} names no organization_id"));
        };
        let tied = match insert.source.as_deref().map(|q| q.body.as_ref()) {
            Some(SetExpr::Values(values)) => values.rows.iter().all(|row| row.get(at).is_some_and(is_first_parameter)),
            Some(SetExpr::Select(select)) => match select.projection.get(at) {
                Some(SelectItem::UnnamedExpr(e) | SelectItem::ExprWithAlias { expr: e, .. }) => is_first_parameter(e),
                _ => false,
            },
            _ => false,
        };
        if tied {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(format!("a row of {name} must take $1 as its organization_id"))
        }
    }
}

fn last(name: &ObjectName) -> String {
    name.0.last().map(ToString::to_string).unwrap_or_default()
}

fn is_first_parameter(expr: &Expr) -> bool {
    match expr {
        Expr::Value(value) => matches!(&value.value, Value::Placeholder(text) if text == "$1"),
        Expr::Nested(inner) => is_first_parameter(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(sql: &str) {
        assert_eq!(check(sql, Kind::Org), Ok(()));
    }
    fn refused(sql: &str) {
        assert!(check(sql, Kind::Org).is_err(), "{sql}");
    }

    #[test]
    fn tied_statements_pass() {
        ok("SELECT id FROM tasks WHERE organization_id = $1 AND id = $2");
        ok(
            "SELECT t.id FROM tasks t JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id WHERE t.organization_id = $1",
        );
        ok(
            "SELECT t.id FROM tasks t WHERE t.organization_id = $1 AND EXISTS (SELECT 1 FROM projects p WHERE p.organization_id = t.organization_id)",
        );
        ok(
            "SELECT t.id FROM tasks t LEFT JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id WHERE t.organization_id = $1",
        );
        ok("SELECT u.name FROM users u JOIN members m ON m.user_id = u.id WHERE m.organization_id = $1");
        ok("INSERT INTO tasks (organization_id, id) VALUES ($1, $2), ($1, $3)");
        ok("INSERT INTO tasks (organization_id, id) SELECT $1, id FROM projects WHERE organization_id = $1");
        ok("UPDATE tasks SET title = $2 WHERE organization_id = $1");
        ok("DELETE FROM tasks WHERE organization_id = $1");
        ok("SELECT id FROM projects WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE");
        ok("WITH x AS (SELECT id FROM tasks WHERE organization_id = $1) SELECT id FROM x");
        let deep = ["(".repeat(120), "id = $2".into(), ")".repeat(120)].concat();
        ok(&format!("SELECT id FROM tasks WHERE organization_id = $1 AND {deep}"));
        let long = vec!["id = $2"; 600].join(" OR ");
        ok(&format!("SELECT id FROM tasks WHERE organization_id = $1 AND ({long})"));
        ok(
            "INSERT INTO counters (organization_id, name, value) VALUES ($1, $2, $3) ON CONFLICT (organization_id, name) DO UPDATE SET value = counters.value + $3 RETURNING value",
        );
    }

    #[test]
    fn a_person_reaches_only_its_own_memberships() {
        let sql = "SELECT o.name FROM organizations o JOIN members m ON m.organization_id = o.organization_id";
        assert_eq!(check(&format!("{sql} WHERE m.user_id = $1"), Kind::User), Ok(()));
        assert!(check(&format!("{sql} WHERE m.organization_id = $1"), Kind::User).is_err());
    }

    #[test]
    fn loose_statements_are_refused() {
        refused("SELECT id FROM tasks");
        refused("SELECT id FROM tasks WHERE organization_id = $2");
        refused("SELECT id FROM tasks WHERE organization_id = $1 OR id = $2");
        refused("SELECT id FROM tasks WHERE NOT organization_id = $1");
        refused("SELECT t.id FROM tasks t JOIN projects p ON p.id = t.project_id WHERE t.organization_id = $1");
        refused(
            "SELECT t.id FROM tasks t WHERE t.organization_id = $1 AND EXISTS (SELECT 1 FROM projects p WHERE p.id = t.project_id)",
        );
        refused("SELECT t.id FROM tasks t, projects p WHERE t.organization_id = p.organization_id");
        refused("SELECT id FROM tasks WHERE organization_id = $1 UNION SELECT id FROM projects");
        refused("SELECT id FROM (SELECT id FROM tasks) x");
        refused(
            "SELECT t.id FROM tasks t LEFT JOIN projects p ON p.organization_id = t.organization_id AND t.organization_id = $1",
        );
        refused("INSERT INTO tasks (organization_id, id) VALUES ($2, $1)");
        refused("INSERT INTO tasks (id) VALUES ($1)");
        refused("UPDATE tasks SET organization_id = $2 WHERE organization_id = $1");
        refused("UPDATE tasks SET title = $2");
        refused("DELETE FROM tasks WHERE id = $1");
        refused("WITH x AS (SELECT id FROM tasks) SELECT id FROM x");
        refused("DROP TABLE tasks");
    }
}
