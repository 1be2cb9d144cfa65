//! `adloom gen --to`: from a scenario to a database.

use std::env;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use super::r#gen::Output;
use super::layouts::{self, Planned};
use super::live::Live;
use super::summary::{figures, grouped};
use super::{Failure, generate, interrupt, talk};
use crate::defects;
use crate::engine::Source as _;
use crate::layouts::{Layout, Values, views};
use crate::scenario::Scenario;
use crate::sinks::database::{self, DatabaseUrl, LoadError, Manifest, Options, Run, View};
use crate::sinks::folder::{Kept, Sequel, Workplace, clean};
use crate::tables::columns;
use crate::tables::spec::{Folder, Table};

/// The layouts that a SQLite file has unless it cannot: the star schema, and the exports from which
/// its staging layer is made.
const WAREHOUSE: [&str; 2] = ["exports", "star"];

/// Where to load to.
pub struct Target {
    /// The database.
    pub url: DatabaseUrl,
    /// The schema that was asked for.
    pub schema: Option<String>,
}

/// Loads a scenario's tables and its layouts into a database, and prints the summary.
pub fn load(
    scenario: Scenario,
    output: &Output,
    target: Target,
    asked: Vec<Layout>,
) -> Result<(), Failure> {
    let started = Instant::now();
    let threads = output.threads();
    let mut about = generate::about(&scenario);
    let currency = scenario.currency.clone();
    let source = defects::source(scenario.clone(), output.tables.as_deref(), threads)?;
    about.planted = source.planted().iter().map(|&name| name.to_owned()).collect();
    let planned = planned(&scenario, &target.url, asked, source.tables(), threads)?;
    let later = planned.iter().flat_map(|layout| layout.tables()).copied();
    let all = source.tables().iter().copied().chain(later).collect::<Vec<_>>();
    let options = Options { schema: target.schema, force: output.force };
    let mut load = database::begin(&target.url, &options, &all)?;

    let sequels = planned.iter().map(|layout| layout as &dyn Sequel).collect::<Vec<_>>();
    let scratch = Scratch::new(&target.url, &sequels, source.tables())?;
    let live = Live::new(source.tables(), source.blocks());
    let run = Run { threads, watch: &(), interrupted: interrupt::flag(), copies: &[] };
    load.fill(&source, &Run { watch: &live, copies: scratch.kept.copies(), ..run })?;
    for layout in &sequels {
        let source = layout.source(&scratch.kept.written())?;
        load.fill(source.as_ref(), &Run { watch: layout.watch(), ..run })?;
    }
    drop(scratch);
    let headlines = live.finish();
    generate::tell_shortfalls(&source);
    talk::say("adding keys, indexes and views");
    let manifest = load.finish(&about, &summaries(), &run)?;
    let seconds = started.elapsed().as_secs_f64();
    let figures = figures(&headlines, &currency);
    if talk::json() {
        talk::print(json!({
            "database": target.url.to_string(),
            "scenario": manifest.scenario.name,
            "seed": manifest.seed,
            "window": manifest.window,
            "tables": manifest.tables,
            "rows": manifest.rows(),
            "seconds": seconds,
            "currency": currency,
            "headlines": headlines,
        }))?;
    } else if !talk::quiet() {
        talk::print(text(&manifest, &target.url, seconds, &figures))?;
    }
    Ok(())
}

/// The layouts that were asked for, and those that the database has anyway.
fn planned(
    scenario: &Scenario,
    url: &DatabaseUrl,
    asked: Vec<Layout>,
    tables: &[&'static Table],
    threads: usize,
) -> Result<Vec<Planned>, Failure> {
    let values = Values::of(scenario);
    let mut planned = layouts::plan(&asked, &values, tables, threads)?;
    let is_there = |wanted: &&'static Table| tables.iter().any(|t| t.is_named_like(wanted));
    let is_whole = columns::ALL.iter().filter(|t| t.folder == Folder::Data).all(is_there);
    if !matches!(url, DatabaseUrl::Sqlite(_)) || !is_whole {
        return Ok(planned);
    }
    if !scenario.defects.is_empty() {
        // Their queries promise cells that flaws empty, and keys that flaws break.
        talk::say("without the star schema and the staging layer: both need rows without flaws");
        return Ok(planned);
    }
    for name in WAREHOUSE {
        if asked.iter().all(|layout| layout.name() != name) {
            let layout = layouts::find(&[name.to_owned()])?;
            planned.extend(layouts::plan(&layout, &values, tables, threads)?);
        }
    }
    Ok(planned)
}

fn summaries() -> Vec<View> {
    let views = views().into_iter();
    views.map(|v| View { name: v.name, sql: v.sql, doc: v.doc, columns: v.columns }).collect()
}

/// Copies of the tables that layouts read, which are gone when this is dropped.
struct Scratch {
    kept: Kept,
    _workplace: Option<Workplace>,
}

impl Scratch {
    fn new(
        url: &DatabaseUrl,
        layouts: &[&dyn Sequel],
        tables: &[&'static Table],
    ) -> Result<Scratch, Failure> {
        if layouts.is_empty() {
            let kept = Kept::copies_in(PathBuf::new(), layouts, tables)?;
            return Ok(Scratch { kept, _workplace: None });
        }
        let folder = match url {
            DatabaseUrl::Sqlite(path) => match path.parent() {
                Some(parent) if parent != Path::new("") => parent.to_owned(),
                _ => PathBuf::from("."),
            },
            DatabaseUrl::Postgres(_) | DatabaseUrl::Mysql(_) => env::temp_dir(),
        };
        clean(&folder)?;
        let workplace = Workplace::create(&folder, "layouts")?;
        let kept = Kept::copies_in(workplace.aside_folder(), layouts, tables)?;
        Ok(Scratch { kept, _workplace: Some(workplace) })
    }
}

fn text(
    manifest: &Manifest,
    url: &DatabaseUrl,
    seconds: f64,
    figures: &[(&'static str, String)],
) -> String {
    let name = |table: &database::StoredTable| match &table.stored_as.schema {
        Some(schema) => format!("{schema}.{}", table.stored_as.name),
        None => table.stored_as.name.clone(),
    };
    let width = manifest.tables.iter().map(|table| name(table).len()).max().unwrap_or(0);
    let mut text = String::new();
    for table in &manifest.tables {
        let rows = grouped(table.rows as f64);
        text += &format!("{:width$}  {rows:>13} rows\n", name(table));
    }
    let rows = grouped(manifest.rows() as f64);
    text += &format!("\n{url}: {rows} rows, {seconds:.1} s\n");
    for (label, figure) in figures {
        text += &format!("{label:26} {figure}\n");
    }
    text.trim_end().to_owned()
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error.is_input() {
            true => Failure::Input(error.to_string()),
            false => Failure::Other(error.to_string()),
        }
    }
}
