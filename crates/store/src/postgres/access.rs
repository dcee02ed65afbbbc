//! What each role may see, derived from the tables that are there. Every table has row-level security.
//! The application role reaches the rows of the organization in `app.org` or, read only, what belongs to
//! the account in `app.user`; without either it finds nothing. The system role reaches every row.
//! The owner, who only migrates and dumps, is not held (no FORCE): a data migration that silently
//! touched no row would be worse, and no pooled connection is ever the owner.
//! The policies cost an index scan nothing: the tenant is compared once per statement. But only conditions
//! made of leakproof operators (`=`, `<`, `= ANY`, row comparison of bytea, text, bigint) reach an index
//! behind a policy. `substr(path, 1, 1200) >= $2`, `lower(name) = $2` and `@@` do not: such an expression
//! must be a (generated) column.
//! A table whose rules are right already is not locked: their hash is the comment of its policy.

use super::{APP_ROLE, SYSTEM_ROLE};
use crate::error::Result;
use crate::scope::GLOBAL_TABLES;
use tokio_postgres::Client;

/// The columns of other people's accounts that a member may see, of people in the same organization.
const OPEN_USER_COLUMNS: [&str; 12] = [
    "id",
    "name",
    "email",
    "avatar",
    "avatar_file_id",
    "locale",
    "time_zone",
    "last_login",
    "last_login_at",
    "created_at",
    "updated_at",
    "revision",
];

const ORGANIZATION: &str = "decode(current_setting('app.org', true), 'hex')";
const ACCOUNT: &str = "decode(current_setting('app.user', true), 'hex')";

struct Table {
    name: String,
    columns: Vec<String>,
    /// The comment of its policy: the hash of the rules that it has.
    rules: Option<String>,
}

impl Table {
    fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }
}

/// Brings grants and policies up to date; `anew` also where they seem to be.
pub(super) async fn apply(client: &mut Client, anew: bool) -> Result<()> {
    client.batch_execute(&format!("GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}")).await?;
    let tables = tables(client).await?;
    let members = tables.iter().find(|t| t.name == "members");
    for table in &tables {
        let rules = rules(table, members);
        let hash = hash(&rules);
        if !anew && table.rules.as_ref() == Some(&hash) {
            continue;
        }
        let tx = client.transaction().await?;
        tx.batch_execute(&rules).await?;
        tx.batch_execute(&format!("COMMENT ON POLICY guildhall_system ON {} IS '{hash}'", table.name)).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn tables(client: &Client) -> Result<Vec<Table>> {
    let rows = client
        .query(
            "SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum), \
                (SELECT obj_description(p.oid, 'pg_policy') FROM pg_policy p \
                  WHERE p.polrelid = c.oid AND p.polname = 'guildhall_system') \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') \
               AND a.attnum > 0 AND NOT a.attisdropped \
             GROUP BY c.oid, c.relname ORDER BY c.relname",
            &[],
        )
        .await?;
    let table = |row: &tokio_postgres::Row| {
        Ok(Table { name: row.try_get(0)?, columns: row.try_get(1)?, rules: row.try_get(2)? })
    };
    rows.iter().map(table).collect()
}

/// The commands that give a table exactly the rules it should have, whatever it has now.
fn rules(table: &Table, members: Option<&Table>) -> String {
    let name = &table.name;
    let mut sql = format!(
        "ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;\n\
         DROP POLICY IF EXISTS guildhall_system ON {name};\n\
         DROP POLICY IF EXISTS guildhall_tenant ON {name};\n\
         DROP POLICY IF EXISTS guildhall_own ON {name};\n\
         CREATE POLICY guildhall_system ON {name} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true);\n\
         REVOKE ALL ON {name} FROM {APP_ROLE}, {SYSTEM_ROLE};\n"
    );
    let system = if name == "migrations" { "SELECT" } else { "SELECT, INSERT, UPDATE, DELETE" };
    sql += &format!("GRANT {system} ON {name} TO {SYSTEM_ROLE};\n");
    match name.as_str() {
        "users" => sql += &users(table, members),
        "jobs" => sql += &jobs(table),
        _ if GLOBAL_TABLES.contains(&name.as_str()) || !table.has("organization_id") => {}
        _ => {
            sql += &format!(
                "GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {APP_ROLE};\n\
                 CREATE POLICY guildhall_tenant ON {name} TO {APP_ROLE} \
                 USING (organization_id = {ORGANIZATION}) WITH CHECK (organization_id = {ORGANIZATION});\n"
            );
            if let Some(own) = own_rows(name, members) {
                sql += &format!("CREATE POLICY guildhall_own ON {name} FOR SELECT TO {APP_ROLE} USING ({own});\n");
            }
        }
    }
    sql
}

/// What a signed-in account sees before it has chosen an organization: that it is in it, and as what.
fn own_rows(table: &str, members: Option<&Table>) -> Option<String> {
    match table {
        "members" => Some(format!("{} = {ACCOUNT}", account_of(members?))),
        "role_assignments" => Some(format!("user_id = {ACCOUNT}")),
        "roles" => Some(format!(
            "EXISTS (SELECT FROM role_assignments r WHERE r.organization_id = roles.organization_id \
             AND r.role = roles.name AND r.user_id = {ACCOUNT} AND r.deleted_at IS NULL)"
        )),
        "organizations" => {
            let members = members?;
            let still = if members.has("left_at") { " AND m.left_at IS NULL" } else { "" };
            Some(format!(
                "EXISTS (SELECT FROM members m WHERE m.organization_id = organizations.organization_id \
                 AND m.{} = {ACCOUNT}{still})",
                account_of(members)
            ))
        }
        _ => None,
    }
}

/// The column of `members` that names the account; a placeholder's `user_id` names nobody's.
fn account_of(members: &Table) -> &'static str {
    if members.has("account_id") { "account_id" } else { "user_id" }
}

/// Accounts are changed by the system role; others see the open columns of people they share an
/// organization with, and of themselves.
fn users(table: &Table, members: Option<&Table>) -> String {
    let open: Vec<&str> = OPEN_USER_COLUMNS.into_iter().filter(|column| table.has(column)).collect();
    let shared = members.map_or_else(String::new, |members| {
        format!(
            " OR EXISTS (SELECT FROM members m WHERE m.organization_id = {ORGANIZATION} AND m.{} = users.id)",
            account_of(members)
        )
    });
    format!(
        "GRANT SELECT ({}) ON users TO {APP_ROLE};\n\
         CREATE POLICY guildhall_tenant ON users FOR SELECT TO {APP_ROLE} USING (id = {ACCOUNT}{shared});\n",
        open.join(", ")
    )
}

/// A job is left in the transaction that wants it done, and is read by workers only.
fn jobs(table: &Table) -> String {
    let check = if table.has("organization_id") { format!("organization_id = {ORGANIZATION}") } else { "true".into() };
    format!(
        "GRANT INSERT ON jobs TO {APP_ROLE};\n\
         CREATE POLICY guildhall_tenant ON jobs FOR INSERT TO {APP_ROLE} WITH CHECK ({check});\n"
    )
}

/// FNV-1a: only tells whether the rules' text is still the same.
fn hash(text: &str) -> String {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, fold))
}
