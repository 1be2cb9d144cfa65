//! What is asked: a dataset that was written, or a world that never was.

use std::path::Path;
use std::sync::Arc;

use crate::cli::verify::shown;
use crate::cli::{Failure, generate, talk};
use crate::dataset::{Dataset, Manifest, Session};
use crate::engine::sql::providers;
use crate::scenario::Source;
use crate::sinks::database::DatabaseUrl;
use crate::tables::{self, WorldPick};

/// What queries over a world may hold in memory before they spill to a temporary folder: the world
/// itself needs some hundred MB where it is large.
const MEMORY_BYTES: usize = 384 << 20;

/// Tables that can be asked.
pub enum Subject {
    /// Rows that lie in files or stand in a database.
    Written(Box<Dataset>),
    /// Rows that are made when they are asked for.
    Unwritten(Session),
}

impl Subject {
    /// Opens what an argument names: a database, a folder that holds a manifest, or else a scenario.
    pub fn open(argument: &str, overrides: &[String], threads: usize) -> Result<Subject, Failure> {
        if is_written(argument) {
            return Subject::written(argument, overrides, threads);
        }
        let scenario = generate::load(argument, overrides)?;
        if !scenario.defects.is_empty() {
            talk::say("flaws are planted by `adloom gen` only; these rows are the clean ones");
        }
        let session = Session::within(threads, MEMORY_BYTES)?;
        for (table, provider) in providers(Arc::new(WorldPick::new(scenario))) {
            session.register(table.folder.name(), table.name, provider)?;
        }
        session.describe(tables::all())?;
        Ok(Subject::Unwritten(session))
    }

    fn written(argument: &str, overrides: &[String], threads: usize) -> Result<Subject, Failure> {
        if let Some(first) = overrides.first() {
            let why = "options of a scenario do nothing here, since its rows are already written";
            let name = shown(Path::new(argument));
            return Err(Failure::Input(format!("{name} is a dataset: {why} ({first})")));
        }
        let dataset = Dataset::open(Path::new(argument), threads)?;
        dataset.session().describe(dataset.tables())?;
        Ok(Subject::Written(Box::new(dataset)))
    }

    /// The query engine over its tables.
    pub fn session(&self) -> &Session {
        match self {
            Subject::Written(dataset) => dataset.session(),
            Subject::Unwritten(session) => session,
        }
    }
}

/// Whether an argument names a dataset. A folder without a manifest is one only if no preset is
/// called so: then the message says what it lacks.
fn is_written(argument: &str) -> bool {
    let path = Path::new(argument);
    if DatabaseUrl::detect(path).is_some() {
        return true;
    }
    path.is_dir()
        && (Manifest::read(path).is_ok()
            || !matches!(Source::find(argument), Ok(Source::Preset(_))))
}
