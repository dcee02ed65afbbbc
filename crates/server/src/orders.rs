//! What commands do to the database: the same in this process and in the running server. An order acts as a
//! member of the organization and is bound by that member's role.

use guildhall_core::connect::vault::{self, Rotation};
use guildhall_core::list::List;
use guildhall_core::org::account::register::{Admission, Registration, register};
use guildhall_core::org::operator;
use guildhall_core::work::import::ImportRow;
use guildhall_core::work::{Import, Project};
use guildhall_core::{App, Caller, Error, Origin, Result, crud};
use guildhall_interchange::apply::dump::accounts;
use guildhall_interchange::apply::{self, Options};
use guildhall_interchange::export::{self, Format};
use guildhall_interchange::{Dump, GivenFile, SOURCES, Source, sample};
use guildhall_store::Id;
use serde::{Deserialize, Serialize};

/// Who looks at the sample.
const DEMO_NAME: &str = "Robin Demo";

/// Something to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Order {
    Import(ImportOrder),
    Export(ExportOrder),
    Demo(DemoOrder),
    RotateKeys,
}

/// Imports a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportOrder {
    /// Id or exact name; with accounts the one of the export that comes in, all of them when absent.
    pub organization: Option<String>,
    /// Address of the member who imports; the longest-standing Admin when absent.
    pub acting: Option<String>,
    pub project: Option<String>,
    pub name: Option<String>,
    pub source: Option<String>,
    pub dry_run: bool,
    /// Name of the file, or of the folder.
    pub filename: String,
    /// Names and lengths of the files, which follow one after the other.
    pub files: Vec<(String, u64)>,
    /// Of an export with several organizations the one whose documents come in.
    pub from: Option<String>,
    /// Brings the organizations of an export with their accounts.
    pub accounts: bool,
}

/// Writes a project as a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExportOrder {
    /// Id or exact name.
    pub organization: String,
    /// Address of the member who exports; the longest-standing Admin when absent.
    pub acting: Option<String>,
    /// Id, key or exact name.
    pub project: String,
    pub format: String,
}

/// Makes an account with the sample organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoOrder {
    pub email: String,
    pub password: String,
}

/// What came of an order.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    Imported(Report),
    /// Organizations of an export with their accounts.
    Brought(Vec<Report>),
    /// A file, and what it has no place for.
    Exported {
        text: String,
        left_out: Vec<String>,
    },
    Founded {
        organization: String,
    },
    Rotated(Rotation),
}

/// The report of an import.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    pub source: String,
    pub filename: String,
    /// Key and name of the project; absent for one that a dry run would make.
    pub project: Option<(String, String)>,
    pub dry_run: bool,
    pub rows: Vec<ImportRow>,
}

/// Does it; `progress` hears how many of how many rows are done.
pub async fn carry_out(
    app: &App,
    order: Order,
    file: Vec<u8>,
    progress: impl FnMut(i64, i64) + Send,
) -> Result<Answer> {
    match order {
        Order::Import(order) if order.accounts => bring(app, order, file, progress).await.map(Answer::Brought),
        Order::Import(order) => import(app, order, file, progress).await.map(Answer::Imported),
        Order::Export(order) => export(app, order).await,
        Order::Demo(order) => demo(app, order).await,
        Order::RotateKeys => vault::rotate(app).await.map(Answer::Rotated),
    }
}

async fn import(app: &App, order: ImportOrder, file: Vec<u8>, progress: impl FnMut(i64, i64) + Send) -> Result<Report> {
    let named = order.organization.as_deref().ok_or_else(|| Error::no_such("organization", "organization"))?;
    let organization = operator::organization(app, named).await?;
    let caller = operator::act(app, organization.id, order.acting.as_deref()).await?;
    let project = order.project.as_deref().map(str::parse).transpose();
    let project: Option<Id<Project>> = project.map_err(|_| Error::no_such("project", "project"))?;
    let source = order.source.as_deref().map(source).transpose()?;
    let files = cut(&order.files, file)?;
    let read = tokio::task::spawn_blocking(move || guildhall_interchange::read_files(source, files));
    let content = read.await.map_err(|error| Error::Internal(format!("a file could not be read: {error}")))??;
    let ImportOrder { name, dry_run, filename, from, .. } = order;
    let options = Options { project, name, dry_run, filename, from };
    let done = apply::apply_content(app, &caller, content, options, progress).await?;
    let project = match done.project_id {
        Some(id) => project_name(app, &caller, id).await?,
        None => None,
    };
    let Import { source, filename, rows, .. } = done;
    Ok(Report { source, filename, project, dry_run, rows: rows.0 })
}

/// Brings organizations of an export with their accounts, ids and hashed passwords.
async fn bring(
    app: &App,
    order: ImportOrder,
    file: Vec<u8>,
    progress: impl FnMut(i64, i64) + Send,
) -> Result<Vec<Report>> {
    let files = cut(&order.files, file)?;
    let read = tokio::task::spawn_blocking(move || Dump::read(files));
    let dump = read.await.map_err(|error| Error::Internal(format!("a file could not be read: {error}")))??;
    let ImportOrder { organization, dry_run, filename, .. } = order;
    let options = Options { dry_run, filename, ..Options::default() };
    let done = accounts::bring(app, dump, organization.as_deref(), &options, progress).await?;
    let report = |import: Import| {
        let Import { source, filename, rows, .. } = import;
        Report { source, filename, project: None, dry_run, rows: rows.0 }
    };
    Ok(done.into_iter().map(report).collect())
}

/// Writes a project as the member sees it.
async fn export(app: &App, order: ExportOrder) -> Result<Answer> {
    let names = Format::ALL.map(Format::as_str).join(", ");
    let unknown = || Error::invalid("format", "one_of", format!("one of {names}"));
    let format = Format::named(&order.format).ok_or_else(unknown)?;
    let organization = operator::organization(app, &order.organization).await?;
    let caller = operator::act(app, organization.id, order.acting.as_deref()).await?;
    let project = named_project(app, &caller, order.project).await?;
    let file = export::export(app, &caller, project.cast(), format).await?;
    let text = String::from_utf8(file.bytes).map_err(|_| Error::Internal("a file is no UTF-8".into()))?;
    Ok(Answer::Exported { text, left_out: file.left_out.into_iter().map(|notice| notice.detail).collect() })
}

/// The one project that the caller sees under this id, key or name.
async fn named_project(app: &App, caller: &Caller, named: String) -> Result<Id<Project>> {
    let read = app.read(caller, move |cx| {
        Box::pin(async move {
            for field in ["id", "key", "name"] {
                let query = [(field.to_owned(), named.clone())];
                let found = List::parse::<Project>(&query)?.run::<Project>(cx).await?.rows;
                match found.as_slice() {
                    [] => {}
                    [one] => return Ok(one.id),
                    many => {
                        let keys: Vec<&str> = many.iter().map(|each| each.key.as_str()).collect();
                        let detail = format!("several projects are called “{named}”; give a key: {}", keys.join(", "));
                        return Err(Error::invalid("project", "ambiguous", detail));
                    }
                }
            }
            Err(Error::no_such("project", &format!("project: {named}")))
        })
    });
    read.await
}

/// The files that came one after the other.
fn cut(names: &[(String, u64)], mut all: Vec<u8>) -> Result<Vec<GivenFile>> {
    let mut files = Vec::with_capacity(names.len());
    for (name, length) in names {
        let length = usize::try_from(*length).unwrap_or(usize::MAX);
        if length > all.len() {
            return Err(Error::unreadable("truncated", format!("{name} did not come whole")));
        }
        let rest = all.split_off(length);
        files.push(GivenFile { name: name.clone(), bytes: std::mem::replace(&mut all, rest) });
    }
    Ok(files)
}

/// The format of that name.
fn source(name: &str) -> Result<Source> {
    let names = SOURCES.map(Source::as_str).join(", ");
    let known = SOURCES.into_iter().find(|source| source.as_str() == name);
    known.ok_or_else(|| Error::invalid("source", "one_of", format!("one of {names}")))
}

async fn project_name(app: &App, caller: &Caller, id: Id<Project>) -> Result<Option<(String, String)>> {
    let read = app.read(caller, move |cx| {
        Box::pin(async move {
            match crud::get::<Project>(cx, id.cast()).await {
                Ok(project) => Ok(Some((project.key, project.name))),
                Err(Error::NotFound) => Ok(None),
                Err(other) => Err(other),
            }
        })
    });
    read.await
}

/// Makes an account, and for it the sample organization.
async fn demo(app: &App, order: DemoOrder) -> Result<Answer> {
    let registration = Registration {
        name: DEMO_NAME.into(),
        email: order.email,
        password: order.password,
        organization_name: Some(sample::NAME.into()),
        invitation_token: None,
    };
    let origin = Origin::from("command line");
    let (entered, organization) = register(app, registration, Admission::Open, &origin).await?;
    let caller = Caller { user: entered.user.id, organization: organization.id, limit: None, origin };
    let organization = sample::adopt(app, &caller).await?;
    Ok(Answer::Founded { organization: organization.name })
}
