//! The floor on PostgreSQL: pgbench with the statements that the server sends, as the server's own role
//! under the same row-level security.

use crate::server::Place;
use crate::{MANY, Outcome, floor_list, setting};
use guildhall_core::Entity;
use guildhall_core::work::Task;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// What every transaction begins with.
fn begin(place: &Place) -> String {
    format!(
        "BEGIN;\nSELECT set_config('app.org', '{organization}', true);\n\
         SELECT r.role, o.time_zone, o.currency, o.calendar_id FROM role_assignments r JOIN organizations o \
         ON o.organization_id = r.organization_id WHERE r.organization_id = '\\x{organization}' \
         AND r.deleted_at IS NULL AND o.deleted_at IS NULL;\n",
        organization = place.organization
    )
}

/// One task with what is shown of it.
pub fn read(place: &Place) -> String {
    let organization = format!("'\\x{}'::bytea", place.organization);
    let id = "decode('6a000000' || lpad(to_hex(:n::int), 16, '0'), 'hex')";
    let mut text = format!("\\set n random(1, {MANY})\n{}", begin(place));
    let t = Task::COLUMNS_OF_T;
    text += &format!("SELECT {t} FROM tasks t WHERE t.organization_id = {organization} AND t.id = {id};\n");
    for (columns, table, column) in [
        ("task_id, user_id, units", "task_assignments", "task_id"),
        ("task_id, label_id", "task_labels", "task_id"),
        ("task_id, predecessor_id, type, lag", "task_links", "task_id"),
        ("COUNT(*)", "comments", "task_id"),
        ("COUNT(*)", "tasks", "parent_id"),
    ] {
        text += &format!("SELECT {columns} FROM {table} WHERE organization_id = {organization} AND {column} = {id};\n");
    }
    text + "COMMIT;\n"
}

/// A page of the filtered list.
pub fn list(place: &Place) -> String {
    let bytes = |hex: &str| format!("'\\x{hex}'::bytea");
    let page = floor_list::statement(&bytes(&place.organization), &bytes(&place.project));
    format!("{}{page};\nCOMMIT;\n", begin(place))
}

/// A creation: what it reads, both numbers, the task and its event.
pub fn create(place: &Place) -> String {
    let organization = format!("'\\x{}'::bytea", place.organization);
    let (project, task) = (format!("'\\x{}'::bytea", place.project), format!("'\\x{}'::bytea", place.task));
    let take = |name: &str, variable: &str| {
        format!(
            "INSERT INTO counters (organization_id, name, value) VALUES ({organization}, '{name}', 1) ON CONFLICT \
             (organization_id, name) DO UPDATE SET value = counters.value + 1 RETURNING value AS {variable} \\gset\n"
        )
    };
    let fresh = "decode(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') \
        || substr(md5(random()::text), 1, 12), 'hex')";
    let value = |column: &str| match column {
        "id" | "path" => "f.id".to_owned(),
        "rank" => "'g' || lpad((:key)::text, 7, '0')".to_owned(),
        "key" => "'FLOOR-' || (:key)::text".to_owned(),
        other => format!("t.{other}"),
    };
    let values: Vec<String> = Task::COLUMNS.split(',').map(|column| value(column.trim())).collect();
    let mut text = begin(place);
    text += &format!("SELECT * FROM projects WHERE organization_id = {organization} AND id = {project};\n");
    text += &format!(
        "SELECT user_id FROM project_members WHERE organization_id = {organization} AND project_id = {project};\n"
    );
    text += &format!(
        "SELECT rank FROM tasks WHERE organization_id = {organization} AND project_id = {project} \
         AND parent_id IS NULL ORDER BY rank COLLATE \"C\" DESC LIMIT 1;\n"
    );
    text += &take("task-key FLOOR", "key");
    text += &format!(
        "INSERT INTO tasks ({}) SELECT {} FROM tasks t, (SELECT {fresh} AS id OFFSET 0) f \
         WHERE t.organization_id = {organization} AND t.id = {task};\n",
        Task::COLUMNS,
        values.join(", ")
    );
    text += &take("events", "seq");
    text += &format!(
        "INSERT INTO events (organization_id, seq, id, at, actor_id, model, object_id, project_id, task_id, action, \
         before, after, batch_id, request_id) SELECT organization_id, :seq, {fresh}, at, actor_id, model, object_id, \
         project_id, task_id, action, before, after, batch_id, request_id FROM events \
         WHERE organization_id = {organization} AND object_id = {task} ORDER BY seq LIMIT 1;\nCOMMIT;\n"
    );
    text
}

/// Transactions per second of these scripts, each as likely as the others.
pub async fn run(url: &str, scripts: &[String], clients: u32, seconds: u64) -> Outcome<f64> {
    let dir = tempfile::tempdir()?;
    let mut command = Command::new(find()?);
    command.args(["-n", "-M", "prepared", "-j", "1", "-c", &clients.to_string(), "-T", &seconds.to_string()]);
    for (number, script) in scripts.iter().enumerate() {
        let path = dir.path().join(format!("{number}.sql"));
        std::fs::write(&path, script)?;
        command.arg("-f").arg(path);
    }
    command.env("PGOPTIONS", "-c role=guildhall_app").arg(url);
    let out = command.output().await?;
    let text = String::from_utf8_lossy(&out.stdout);
    let tps = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    let failed = || format!("pgbench: {text}{}", String::from_utf8_lossy(&out.stderr));
    match tps {
        Some(tps) if out.status.success() => Ok(tps),
        _ => Err(failed().into()),
    }
}

/// pgbench lies beside the server's programs, seldom on the path.
fn find() -> Outcome<PathBuf> {
    if let Some(named) = setting("PGBENCH") {
        return Ok(named.into());
    }
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|dirs| dirs.flatten().map(|dir| dir.path().join("bin/pgbench")).filter(|path| path.exists()).collect())
        .unwrap_or_default();
    found.sort();
    Ok(found.pop().unwrap_or_else(|| Path::new("pgbench").into()))
}
