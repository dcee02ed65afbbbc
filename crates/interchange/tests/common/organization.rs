//! An organization to import into, and what is in it afterwards.

use guildhall_core::org::Member;
use guildhall_core::org::account::register::{Admission, Registration, register};
use guildhall_core::work::{Import, Label, Project, Task};
use guildhall_core::{App, Caller, Error, MIGRATIONS, Resource, Result, list::List};
use guildhall_interchange::apply::{self, Options};
use guildhall_interchange::{ImportPlan, Source, detect, parse};
use guildhall_store::testing::TestDb;
use guildhall_store::{BoxFuture, Id};
use std::collections::HashMap;

/// An organization on a database of its own.
pub struct Office {
    pub app: App,
    pub caller: Caller,
    pub _db: TestDb,
}

impl Office {
    /// One on every kind of database that there is.
    pub async fn each() -> Vec<Self> {
        let mut out = Vec::new();
        for db in TestDb::each(MIGRATIONS).await {
            out.push(Self::on(db).await);
        }
        out
    }

    /// One on SQLite.
    pub async fn sqlite() -> Self {
        Self::on(TestDb::sqlite(MIGRATIONS).await).await
    }

    async fn on(db: TestDb) -> Self {
        let app = App::new(db.clone());
        let registration = Registration {
            name: "Ada Lovelace".into(),
            email: "ada@example.org".into(),
            password: "analytical engine".into(),
            organization_name: Some("Engines".into()),
            invitation_token: None,
        };
        let entered = register(&app, registration, Admission::Open, &"test".into()).await.unwrap();
        let (entered, organization) = entered;
        let caller =
            Caller { user: entered.user.id, organization: organization.id, limit: None, origin: "test".into() };
        Self { app, caller, _db: db }
    }

    /// Imports a plan.
    pub async fn import(&self, plan: ImportPlan) -> Result<Import> {
        apply::apply(&self.app, &self.caller, plan, Options::default(), |_, _| {}).await
    }

    /// Reads something as the caller.
    pub async fn read<T: Send + 'static>(
        &self,
        body: impl for<'a> FnOnce(&'a mut guildhall_core::Ctx) -> BoxFuture<'a, Result<T>> + Send + 'static,
    ) -> T {
        self.app.read(&self.caller, body).await.unwrap()
    }

    /// Changes an object by its route.
    pub async fn patch<E: Resource>(&self, id: impl std::fmt::Display, body: serde_json::Value) -> Result<E> {
        let id = id.to_string().parse().map_err(|_| Error::NotFound)?;
        let body = body.as_object().cloned().unwrap();
        let patched = self.app.write(&self.caller, move |cx| {
            let body = body.clone();
            Box::pin(async move { guildhall_core::crud::patch(cx, id, None, &body).await })
        });
        patched.await
    }

    /// Puts an object into the trash.
    pub async fn trash<E: Resource>(&self, id: impl std::fmt::Display) {
        let id = id.to_string().parse().unwrap();
        let trashed = self.app.write(&self.caller, move |cx| {
            Box::pin(async move { guildhall_core::crud::trash::<E>(cx, id, None).await })
        });
        trashed.await.unwrap();
    }

    /// Everything of a model that matches.
    pub async fn all<E: Resource>(&self, filter: &[(&str, &str)]) -> Vec<E> {
        let mut rows = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut query: Vec<(String, String)> =
                filter.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            query.push(("limit".into(), "200".into()));
            query.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor)));
            let list = List::parse::<E>(&query).unwrap();
            let page = self.read(move |cx| Box::pin(async move { list.run::<E>(cx).await })).await;
            rows.extend(page.rows);
            match page.next_cursor {
                Some(next) => cursor = Some(next),
                None => return rows,
            }
        }
    }

    /// The one project of that name.
    pub async fn project(&self, name: &str) -> Project {
        let mut found = self.all::<Project>(&[("name", name)]).await;
        assert_eq!(found.len(), 1, "{name}");
        found.remove(0)
    }

    /// The tasks of a project, a parent before its children, siblings in order.
    pub async fn outline(&self, project: Id<Project>) -> Vec<Task> {
        let mut children: HashMap<Option<Id<Task>>, Vec<Task>> = HashMap::new();
        for task in self.all::<Task>(&[("projectId", &project.to_string())]).await {
            children.entry(task.parent_id).or_default().push(task);
        }
        for siblings in children.values_mut() {
            siblings.sort_by(|a, b| b.rank.cmp(&a.rank));
        }
        let mut open = children.remove(&None).unwrap_or_default();
        let mut out = Vec::new();
        while let Some(task) = open.pop() {
            open.extend(children.remove(&Some(task.id)).unwrap_or_default());
            out.push(task);
        }
        out
    }

    /// Names by id.
    pub async fn names(&self) -> HashMap<String, String> {
        let people = self.all::<Member>(&[]).await.into_iter().map(|each| (each.id.to_string(), each.name));
        let labels = self.all::<Label>(&[]).await.into_iter().map(|each| (each.id.to_string(), each.name));
        people.chain(labels).collect()
    }

    /// The number of the last event.
    pub async fn last_event(&self) -> i64 {
        self.read(|cx| Box::pin(async move { guildhall_core::event::last_seq(cx).await })).await
    }
}

/// The plan of a file.
pub fn plan(bytes: &[u8]) -> ImportPlan {
    parse(detect(bytes, "file").unwrap(), bytes).unwrap()
}

/// The plan of a small MSPDI document.
pub fn mspdi(text: &str) -> ImportPlan {
    parse(Source::Mspdi, text.as_bytes()).unwrap()
}
