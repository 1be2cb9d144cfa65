//! A layout as its files have it: queries and what is said of them, not yet for any world.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::built_in;
use super::description::Description;
use super::error::LayoutError;
use super::files::{self, File};

/// Folders of a dataset that are not a layout's.
const TAKEN: [&str; 4] = ["data", "truth", "model", "load"];

/// A folder of queries, each of which makes one table out of the plain ones.
#[derive(Debug, Clone)]
pub struct Layout {
    pub(super) name: String,
    pub(super) doc: String,
    /// In the order of their paths, those that every layout may read before its own.
    pub(super) queries: Vec<Query>,
}

/// One file of SQL.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// The file, as messages name it.
    pub file: String,
    /// The schema of its table: the folder that the file lies in, inside the layout.
    pub schema: Option<String>,
    /// The file's name without its ending.
    pub stem: String,
    /// The text, not yet expanded.
    pub sql: String,
    /// What is said of it.
    pub about: Description,
}

impl Query {
    /// Whether other queries may read it, but no table is made of it.
    pub fn is_helper(&self) -> bool {
        self.stem.starts_with('_')
    }
}

impl Layout {
    /// The names of the layouts that are built in.
    pub const BUILT_IN: [&str; 6] = ["exports", "star", "flat", "connectors", "mix", "views"];

    /// A built-in layout by its name.
    pub fn named(name: &str) -> Result<Layout, LayoutError> {
        if !Layout::BUILT_IN.contains(&name) {
            return Err(unknown(name, "there is no such layout"));
        }
        Layout::new(name.to_owned(), built_in::files(name))
    }

    /// A layout of one's own: a folder of SQL files, with or without TOML beside them.
    pub fn from_folder(folder: &Path) -> Result<Layout, LayoutError> {
        let shown = folder.display().to_string();
        let place = folder.canonicalize().map_err(|e| LayoutError::at(&shown, e.to_string()))?;
        let name = place.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if TAKEN.contains(&name) || !files::is_name(name) {
            let why = format!("`{name}` cannot be the name of a layout");
            return Err(LayoutError::at(shown, why).hint(format!(
                "the folder's name is that of the layout: letters, digits, _ and -, and none of {}",
                TAKEN.join(", ")
            )));
        }
        Layout::new(name.to_owned(), files::read(folder)?)
    }

    /// A built-in layout, or the one in a folder. A folder that is named like a built-in layout
    /// can be given as `./star`.
    pub fn find(argument: &str) -> Result<Layout, LayoutError> {
        if Layout::BUILT_IN.contains(&argument) {
            return Layout::named(argument);
        }
        match Path::new(argument) {
            folder if folder.is_dir() => Layout::from_folder(folder),
            _ => Err(unknown(argument, "there is no such layout, and no such folder")),
        }
    }

    /// Its name, which is also that of its folder inside a dataset.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is, in one line; empty if it does not say.
    pub fn doc(&self) -> &str {
        &self.doc
    }

    fn new(name: String, own: Vec<File>) -> Result<Layout, LayoutError> {
        let mut layout = Layout { name, doc: String::new(), queries: Vec::new() };
        let mut helpers = queries(built_in::files(built_in::SHARED), &mut String::new())?;
        let own = queries(own, &mut layout.doc)?;
        // A helper of one's own stands in for the one that every layout has.
        helpers.retain(|shared| own.iter().all(|query| query.stem != shared.stem));
        layout.queries = [helpers, own].concat();
        match layout.queries.iter().any(|query| !query.is_helper()) {
            true => Ok(layout),
            false => Err(LayoutError::at(layout.name, "the layout makes no table")
                .hint("a table is a file such as sales.sql with one SELECT in it")),
        }
    }
}

fn unknown(name: &str, why: &str) -> LayoutError {
    let known = Layout::BUILT_IN.join(", ");
    LayoutError::at(format!("`{name}`"), why)
        .hint(format!("built in are {known}; a folder of SQL files is a layout too"))
}

/// What `layout.toml` says of the whole, and `schema.toml` of a folder inside.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct About {
    doc: String,
    /// For tables that say nothing of it themselves.
    for_platform: Vec<String>,
}

/// Puts files together: each query with what is said of it.
fn queries(files: Vec<File>, doc: &mut String) -> Result<Vec<Query>, LayoutError> {
    let mut queries = Vec::new();
    let mut schemas = BTreeMap::new();
    let mut said = BTreeMap::new();
    for file in files {
        match file.name.rsplit_once('.') {
            Some(("layout", "toml")) if file.schema.is_none() => {
                *doc = parse::<About>(&file)?.doc;
            }
            Some(("schema", "toml")) if file.schema.is_some() => {
                schemas.insert(file.schema.clone(), parse::<About>(&file)?);
            }
            Some((stem, "toml")) => {
                said.insert((file.schema.clone(), stem.to_owned()), file);
            }
            Some((stem, "sql")) => queries.push(Query {
                stem: stem.to_owned(),
                file: file.shown,
                // Helpers are named alike all over the layout.
                schema: file.schema.filter(|_| !stem.starts_with('_')),
                sql: file.text,
                about: Description::default(),
            }),
            _ => {}
        }
    }
    for query in &mut queries {
        if let Some(file) = said.remove(&(query.schema.clone(), query.stem.clone())) {
            query.about = parse(&file)?;
        }
        if query.about.doc.is_empty() {
            query.about.doc = header(&query.sql);
        }
        if let Some(schema) = schemas.get(&query.schema)
            && query.about.for_platform.is_empty()
        {
            query.about.for_platform.clone_from(&schema.for_platform);
        }
    }
    match said.into_values().next() {
        Some(file) => Err(LayoutError::at(file.shown, "there is no SQL file of the same name")),
        None => Ok(queries),
    }
}

fn parse<T: for<'de> Deserialize<'de>>(file: &File) -> Result<T, LayoutError> {
    toml::from_str(&file.text)
        .map_err(|error| LayoutError::at(&file.shown, error.to_string().trim_end().to_owned()))
}

/// The comment that a query begins with.
fn header(sql: &str) -> String {
    let lines = sql.lines().map(str::trim).map_while(|line| line.strip_prefix("--"));
    lines.map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}
