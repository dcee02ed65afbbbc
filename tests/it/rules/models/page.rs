//! Writes the page, and lists what has no counterpart.

use super::super::raw::Raw;
use super::document::{Field, Index, Model, Relation};
use super::found::Tests;
use super::shape::{self, Column, Table};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Covers every field that is sent: asked for, and of the right kind.
const ANSWERED: &str = "rules::models::every_field_of_the_document_is_answered";

/// Tries each reference from another organization.
const REACH: &str = "rules::isolation::another_organization_is_out_of_reach";

/// Fails at a statement without an index.
const USED: &str = "rules::statements::every_statement_prepares_on_both_databases_and_uses_an_index";

const HEAD: &str = "# The data models

Each field, relation and index of the data-model document, and what answers it here. The tables are made by
`make gen` from a migrated database, the OpenAPI document and the tests; `rules::models` compares them with SQLite
and PostgreSQL and fails at a hole. What the document says is kept in
[tests/data/data-models.toml](../tests/data/data-models.toml).

Three things hold everywhere, so that no table repeats them. Every row carries `organization_id`, first in its primary
key and in every foreign key and index (`rules::schema`). Every row has `created_at`, and what can be changed
`updated_at`. Every statement is proven to use an index (`rules::statements`). A field is found at its model's address
under the name in the column *API*; `→` is a foreign key, always together with the organization. The test is the first
one that names the field, beside the rules that hold for every field: `rules::models` asks for each over HTTP,
`rules::isolation` tries each reference from another organization.
";

struct Page<'a> {
    models: &'a [Model],
    tables: BTreeMap<String, Table>,
    api: Value,
    tests: Tests,
    out: String,
    holes: Vec<String>,
}

/// The page, and the holes.
pub async fn write(raw: &Raw, models: &[Model]) -> (String, Vec<String>) {
    let mut tables = BTreeMap::new();
    for name in raw.tables().await {
        tables.insert(name.clone(), shape::read(raw, &name).await);
    }
    let api = serde_json::from_str(&guildhall_server::openapi::text().unwrap()).unwrap();
    let mut page = Page { models, tables, api, tests: Tests::all(), out: HEAD.to_owned(), holes: Vec::new() };
    for test in [ANSWERED, REACH, USED, "rules::schema::every_table_has_its_tenant_first_in_every_key"] {
        page.need(page.tests.has(test), || format!("there is no test {test}"));
    }
    for model in models {
        page.model(model);
    }
    (page.out, page.holes)
}

impl Page<'_> {
    fn need(&mut self, there: bool, hole: impl FnOnce() -> String) {
        if !there {
            self.holes.push(hole());
        }
    }

    fn line(&mut self, cells: &[&str]) {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        writeln!(self.out, "| {} |", cells.join(" | ")).unwrap();
    }

    fn head(&mut self, names: &[&str]) {
        self.out.push('\n');
        self.line(names);
        self.line(&vec!["---"; names.len()]);
    }

    fn model(&mut self, model: &Model) {
        let (name, route) = (&model.name, model.route());
        write!(self.out, "\n## {name}\n\nTable `{}`, `{route}`", model.table()).unwrap();
        if model.ours != model.name {
            write!(self.out, ", called {} in the API", model.ours).unwrap();
        }
        let end = if model.why.is_empty() { ".".to_owned() } else { format!(": {}.", model.why) };
        writeln!(self.out, "{end}").unwrap();
        let served = self.api["paths"].get(&route).is_some();
        self.need(served, || format!("{name}: the API has no {route}"));
        let tests = Tests::of(&model.tests);
        self.head(&["Field", "Document", "Column", "Constraint", "API", "Test", "Note"]);
        for field in &model.fields {
            self.field(model, field, &tests);
        }
        self.head(&["Relation", "Held by", "Foreign key", "Index", "API", "Test", "Note"]);
        for relation in &model.relations {
            self.relation(model, relation);
        }
        self.head(&["Index", "Ours", "Columns", "Test", "Note"]);
        for index in &model.indexes {
            self.index(model, index);
        }
    }

    fn field(&mut self, model: &Model, field: &Field, tests: &Tests) {
        let what = format!("{}.{}", model.name, field.name);
        let place = model.place(field);
        self.need(place.is_some(), || format!("{what}: no field of ours has this name"));
        let Some((table, column)) = place else { return };
        let there = self.tables.get(&table).and_then(|table| table.columns.get(&column)).cloned();
        self.need(there.is_some(), || format!("{what}: there is no column {table}.{column}"));
        let Some(shape) = there else { return };
        let fits = fits(field, &shape);
        self.need(fits, || format!("{what}: {table}.{column} is {shape:?}"));
        let said =
            format!("{}{}{}", field.kind, arrow(&field.leads_to), if field.required { ", required" } else { "" });
        let kind = if field.kind == "Boolean" && column != "items" { "boolean" } else { &shape.kind };
        let cell = format!("`{table}.{column}` {kind}{}", if shape.null { ", null" } else { "" });
        let test = self.test(model, field, tests, &what);
        let api = self.sent(model, field, &what);
        let constraint = self.constraint(model, field, &table, &column);
        self.line(&[&format!("`{}`", field.name), &said, &cell, &constraint, &api, &test, &field.why]);
    }

    /// Where the field leads and what its values may be.
    fn constraint(&mut self, model: &Model, field: &Field, table: &str, column: &str) -> String {
        let shape = &self.tables[table];
        let mut words = Vec::new();
        let own = shape.leads_to(column).filter(|(columns, _)| columns.len() < 3 || field.leads_to != "Organization");
        if let Some((_, to)) = own {
            words.push(format!("→ `{to}`"));
        }
        if let Some(ours) = model.our_field(&field.name).filter(|_| !field.name.contains('.')) {
            let texts = ours.one_of.split('|').filter(|one| !one.is_empty()).map(|one| format!("`{one}`"));
            let choices: Vec<String> = texts.collect();
            if !choices.is_empty() {
                words.push(choices.join(", "));
            } else if ours.max > 0 {
                words.push(format!("at most {} characters", ours.max));
            }
        }
        words.join("; ")
    }

    fn sent(&mut self, model: &Model, field: &Field, what: &str) -> String {
        let Some((of, name)) = model.api(field) else { return "never sent".into() };
        let found = property(&self.api, &self.api["components"]["schemas"][&of], &name);
        self.need(found, || format!("{what}: the API's {of} has no `{name}`"));
        if of == model.ours { format!("`{name}`") } else { format!("`{of}.{name}`") }
    }

    fn test(&mut self, model: &Model, field: &Field, tests: &Tests, what: &str) -> String {
        if !field.test.is_empty() {
            let there = self.tests.has(&field.test);
            self.need(there, || format!("{what}: there is no test {}", field.test));
            return format!("`{}`", field.test);
        }
        let named = model.api(field).map(|(_, name)| name).unwrap_or_default();
        let name = field.name.rsplit('.').next().filter(|_| field.name.contains('.')).unwrap_or(&named);
        let found = tests.on(name).unwrap_or(ANSWERED);
        format!("`{found}`")
    }

    fn relation(&mut self, model: &Model, relation: &Relation) {
        let what = format!("{} {}", model.name, relation.says);
        let (holder, name) = relation.via.split_once('.').unwrap();
        let (holder, to) = (self.named(holder), self.named(&relation.to));
        let place = holder.field(name).and_then(|field| holder.place(field));
        // A model of the document that does not spell the tenant out has it all the same.
        let place =
            place.or_else(|| (name == "organizationId").then(|| (holder.table().into(), "organization_id".into())));
        let there =
            place.filter(|(table, column)| self.tables.get(table).is_some_and(|t| t.columns.contains_key(column)));
        self.need(there.is_some(), || format!("{what}: {} is held nowhere", relation.via));
        let Some((table, column)) = there else { return };
        let target = to.table();
        let key = self.key(&table, &column, target);
        self.need(key.is_some(), || format!("{what}: {table}.{column} has no foreign key to {target}"));
        let index =
            if column == "organization_id" { Some("primary key".to_owned()) } else { self.index_of(&table, &column) };
        self.need(index.is_some(), || format!("{what}: {table}.{column} has no index"));
        let api = match holder.our_field(name) {
            Some(ours) if ours.refers == to.ours => format!("`?populate={name}`"),
            _ if column == "organization_id" => "the address".into(),
            _ => holder.field(name).map(|field| self.sent(holder, field, &what)).unwrap_or_default(),
        };
        let held = format!("`{table}.{column}`");
        let (key, index) = (key.unwrap_or_default(), format!("`{}`", index.unwrap_or_default()));
        let tests = Tests::of(&holder.tests);
        let test = holder.field(name).map_or(format!("`{REACH}`"), |field| self.test(holder, field, &tests, &what));
        self.line(&[&relation.says, &held, &key, &index, &api, &test, &relation.why]);
    }

    /// The foreign key of a column that leads to a table, directly or by the key of a part of it.
    fn key(&self, table: &str, column: &str, target: &str) -> Option<String> {
        let keys = &self.tables[table].foreign;
        let of = |to: &str| keys.iter().find(|(columns, t)| t == to && columns.iter().any(|c| c == column));
        if let Some((columns, to)) = of(target) {
            return Some(format!("({}) → `{to}`", columns.join(", ")));
        }
        // A version leads on to its file.
        let (columns, part) = keys.iter().find(|(columns, to)| {
            let on = |(_, next): &(Vec<String>, String)| next == target;
            columns.iter().any(|c| c == column) && to != "organizations" && self.tables[to].foreign.iter().any(on)
        })?;
        Some(format!("({}) → `{part}` → `{target}`", columns.join(", ")))
    }

    fn index_of(&self, table: &str, column: &str) -> Option<String> {
        let index = self.tables[table].index_on(&[column.to_owned()])?;
        Some(if index.partial { format!("{}, of some rows", index.name) } else { index.name.clone() })
    }

    fn index(&mut self, model: &Model, index: &Index) {
        let what = format!("{}: the index on {}", model.name, index.on.join(", "));
        let ours = if let Some((table, name)) = index.at.split_once('.') {
            self.tables.get(table).and_then(|t| t.index(name)).map(|found| (table.to_owned(), found.clone()))
        } else {
            let places = index.on.iter().map(|name| {
                let place = model.field(name).and_then(|field| model.place(field));
                place.map_or_else(
                    || if name == "organizationId" { "organization_id".into() } else { String::new() },
                    |p| p.1,
                )
            });
            let columns: Vec<String> = places.collect();
            let found = self.tables[model.table()].index_on(&columns).cloned();
            found.map(|found| (model.table().to_owned(), found))
        };
        self.need(ours.is_some(), || format!("{what} has no counterpart"));
        let Some((table, found)) = ours else { return };
        let on = format!("({})", index.on.join(", "));
        let unique = if found.unique && found.name != "primary key" && !found.name.starts_with("unique") {
            ", unique"
        } else {
            ""
        };
        let name = format!("`{table}`: {}{unique}", found.name);
        self.line(&[&on, &name, &found.columns.join(", "), &format!("`{USED}`"), &index.why]);
    }

    fn named(&self, name: &str) -> &'static Model {
        // The document is read once a run and small: it may stay.
        static ALL: std::sync::OnceLock<Vec<Model>> = std::sync::OnceLock::new();
        let all = ALL.get_or_init(super::document::read);
        assert_eq!(all.len(), self.models.len());
        all.iter().find(|model| model.name == name).unwrap_or_else(|| panic!("the document has no {name}"))
    }
}

fn arrow(to: &str) -> String {
    if to.is_empty() { String::new() } else { format!(" → {to}") }
}

/// True if a column can hold what the document says.
fn fits(field: &Field, column: &Column) -> bool {
    let kind = column.kind.as_str();
    match field.kind.split([' ', ',']).next().unwrap_or_default() {
        _ if field.name.contains("[].") => true,
        "ObjectId" => kind == "bytea",
        "Number" | "Date" => matches!(kind, "bigint" | "text"),
        "Boolean" => matches!(kind, "boolean" | "bigint"),
        "Object" => matches!(kind, "text" | "bytea"),
        "Array" => matches!(kind, "text" | "bytea" | "bigint"),
        _ => kind == "text" || column_of_bytes(field),
    }
}

/// A path is kept as the bytes it leads to.
fn column_of_bytes(field: &Field) -> bool {
    field.at.ends_with(".blob_id")
}

/// True if a schema, or a part of it, has this property.
fn property(document: &Value, schema: &Value, name: &str) -> bool {
    if schema["properties"].get(name).is_some() {
        return true;
    }
    schema["allOf"].as_array().into_iter().flatten().any(|part| match part["$ref"].as_str() {
        Some(at) => document.pointer(&at[1..]).is_some_and(|part| property(document, part, name)),
        None => property(document, part, name),
    })
}
