//! `--layout`: which layouts are meant, and how their tables follow the plain ones into a dataset.

use std::io;

use super::live::Bar;
use super::{Failure, interrupt};
use crate::dataset;
use crate::engine::{Source, Watch};
use crate::layouts::{Layout, LayoutError, Plan, Values};
use crate::sinks::folder::{Sequel, WrittenTables};
use crate::tables::spec::Table;

/// The layouts that are named, each once.
pub fn find(names: &[String]) -> Result<Vec<Layout>, Failure> {
    let mut layouts: Vec<Layout> = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let layout = Layout::find(name)?;
        if layouts.iter().any(|other| other.name() == layout.name()) {
            let why =
                format!("--layout: two are named `{}`; each goes into a folder", layout.name());
            return Err(Failure::Input(why));
        }
        layouts.push(layout);
    }
    if layouts.is_empty() && !names.is_empty() {
        return Err(Failure::Input("--layout: no layout is named".to_owned()));
    }
    Ok(layouts)
}

/// The layouts made ready for a world of which these tables will be written.
pub fn plan(
    layouts: &[Layout],
    values: &Values,
    tables: &[&'static Table],
    threads: usize,
) -> Result<Vec<Planned>, Failure> {
    let plan = |layout: &Layout| {
        let plan = layout.plan(values, tables)?;
        let bar = Bar::new(plan.tables().len());
        Ok(Planned { plan, threads, bar })
    };
    layouts.iter().map(plan).collect()
}

/// A layout that follows the plain tables into a dataset.
pub struct Planned {
    plan: Plan,
    threads: usize,
    bar: Bar,
}

impl Sequel for Planned {
    fn folder(&self) -> &str {
        self.plan.name()
    }

    fn doc(&self) -> &str {
        self.plan.doc()
    }

    fn tables(&self) -> &[&'static Table] {
        self.plan.tables()
    }

    fn reads(&self) -> &[&'static Table] {
        self.plan.reads()
    }

    fn source(&self, written: &WrittenTables) -> io::Result<Box<dyn Source>> {
        let session = dataset::session_over(written.root, written.files, self.threads);
        let session = session.map_err(io::Error::other)?.until(interrupt::flag());
        Ok(Box::new(self.plan.over(&session).map_err(io::Error::other)?))
    }

    fn watch(&self) -> &dyn Watch {
        &self.bar
    }
}

impl From<LayoutError> for Failure {
    fn from(error: LayoutError) -> Self {
        Failure::Input(format!("--layout: {error}"))
    }
}
