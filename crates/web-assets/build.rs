// Builds the web app and writes the table of its files. The sources are copied to OUT_DIR first, so that a build
// never writes into the work tree; `npm ci` runs only when the lock file changed. WEB_DIST=dir (seen from the
// workspace root) embeds a finished build without Node; without the feature `ui` the table is empty.

#![expect(clippy::disallowed_methods, reason = "the settings of a build script are environment variables")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What of web/ takes part in the build. Everything else (tests in the browser, caches) neither is copied nor
/// causes a rebuild.
const SOURCES: [&str; 9] = [
    "index.html",
    "package.json",
    "package-lock.json",
    ".npmrc",
    "vite.config.ts",
    "tsconfig.json",
    "public",
    "scripts",
    "src",
];

fn main() -> Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=WEB_DIST");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let dist = if env::var_os("CARGO_FEATURE_UI").is_none() {
        None
    } else if let Some(given) = env::var_os("WEB_DIST") {
        let given = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..").join(given).canonicalize()?;
        println!("cargo:rerun-if-changed={}", given.display());
        Some(given)
    } else {
        Some(build(&out.join("web"))?)
    };
    fs::write(out.join("table.rs"), table(dist.as_deref())?)?;
    Ok(())
}

/// Copies the sources to `work` and builds them there; answers where the result is.
fn build(work: &Path) -> Result<PathBuf> {
    let web = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web").canonicalize()?;
    fs::create_dir_all(work)?;
    for name in SOURCES {
        let from = web.join(name);
        println!("cargo:rerun-if-changed={}", from.display());
        let to = work.join(name);
        if from.is_dir() {
            if to.exists() {
                fs::remove_dir_all(&to)?;
            }
            copy_dir(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    let lock = fs::read(work.join("package-lock.json"))?;
    let stamp = work.join("node_modules/.installed-lock");
    if fs::read(&stamp).ok().as_deref() != Some(&lock[..]) {
        npm(work, &["ci", "--no-audit", "--no-fund", "--prefer-offline"])?;
        fs::write(&stamp, &lock)?;
    }
    npm(work, &["run", "build"])?;
    Ok(work.join("dist"))
}

fn npm(work: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = if cfg!(windows) { Command::new("npm.cmd") } else { Command::new("npm") };
    let output =
        command.args(arguments).current_dir(work).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").output().map_err(
            |error| {
                format!(
                    "the web app is built with Node 20 or newer, but npm could not be started ({error}); install it, \
                 set WEB_DIST to a finished build, or build the crate without its feature `ui`"
                )
            },
        )?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "npm {} failed:\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}

fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The Rust source of the table, sorted by path. `x.br` and `x.gz` are forms of `x` and no files of their own.
fn table(dist: Option<&Path>) -> Result<String> {
    let mut files = BTreeSet::new();
    if let Some(dist) = dist {
        if !dist.join("index.html").is_file() {
            return Err(format!("{} holds no index.html", dist.display()).into());
        }
        collect(dist, "", &mut files)?;
    }
    let mut source = String::from("&[\n");
    for path in files.iter().filter(|path| !path.ends_with(".br") && !path.ends_with(".gz")) {
        let file = |suffix: &str| dist.map(|dist| dist.join(format!("{path}{suffix}")));
        let Some(plain) = file("") else { continue };
        let form = |suffix: &str| match file(suffix).filter(|file| file.is_file()) {
            Some(file) => format!("Some(include_bytes!({:?}))", file.display().to_string()),
            None => "None".to_owned(),
        };
        let mut hash = DefaultHasher::new();
        fs::read(&plain)?.hash(&mut hash);
        writeln!(
            source,
            "Asset {{ path: {path:?}, bytes: include_bytes!({:?}), gzip: {}, br: {}, content_type: {:?}, \
             immutable: {}, etag: \"\\\"{:016x}\\\"\" }},",
            plain.display().to_string(),
            form(".gz"),
            form(".br"),
            content_type(path),
            path.starts_with("assets/"),
            hash.finish(),
        )?;
    }
    source.push_str("]\n");
    Ok(source)
}

fn collect(dir: &Path, prefix: &str, files: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| format!("{} is not UTF-8", name.display()))?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else {
            files.insert(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        // Also .mjs: as anything else a browser refuses to run it as a module worker.
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
