//! What holds for everyone in a class: the scenario to start from, the bands of the variants, the
//! tables to hand out, and what the questions read.

use std::collections::BTreeSet;
use std::fmt;

use super::assignment::{Assignment, Level, Loaded};
use super::models::{Asked, reads};
use super::portable::{Catalogue, Extract};
use super::template::sample;
use super::variants::{Bands, Draw, set};
use crate::dataset::DatasetError;
use crate::defects::List;
use crate::engine::TableSelection;
use crate::scenario::{self, Defect, Problems, Scenario, Source};
use crate::sinks::Format;
use crate::tables::columns;
use crate::tables::spec::{Folder, Table};

/// What holds for everyone in a class.
pub struct Plan {
    source: Source,
    shared: Vec<String>,
    bands: Bands,
    extracts: Vec<Extract>,
    asked: Vec<Asked>,
    /// The tables that models are made of.
    modelled: BTreeSet<String>,
    /// The scenario that everyone starts from.
    pub base: Scenario,
    /// The assignment.
    pub assignment: Assignment,
    /// The assignment's text.
    pub text: String,
    /// The format of the tables.
    pub format: Format,
}

impl Plan {
    /// Puts a scenario and an assignment together. `overrides` (`KEY=VALUE`) come after what the
    /// assignment sets, and before what it lets vary.
    pub fn new(
        source: Source,
        loaded: Loaded,
        overrides: &[String],
        format: Format,
    ) -> Result<Plan, NoPlan> {
        let Loaded { assignment, text } = loaded;
        let own = assignment.set.iter().map(|one| set(&one.key, &one.value));
        let mut shared = own.collect::<Result<Vec<_>, _>>().map_err(NoPlan::Assignment)?;
        shared.extend_from_slice(overrides);
        let base = scenario::load(&source, &shared)?;
        let bands = Bands::find(&assignment, &base).map_err(NoPlan::Assignment)?;
        let catalogue = Catalogue::new()?;
        let queries = queries(&assignment);
        let extracts = catalogue.extracts(queries.iter().map(|(_, query)| query.as_str()))?;
        let asked = Asked::in_queries(&catalogue, &queries)?;
        let modelled = reads(&asked);
        Ok(Plan {
            source,
            shared,
            bands,
            extracts,
            asked,
            modelled,
            base,
            assignment,
            text,
            format,
        })
    }

    /// The scenario of one variant, and the overrides that make it.
    pub fn variant(&self, draw: &Draw) -> Result<(Scenario, Vec<String>), NoPlan> {
        let drawn = self.bands.overrides(draw).map_err(NoPlan::Assignment)?;
        let all = [self.shared.as_slice(), &drawn].concat();
        let mut scenario = scenario::load(&self.source, &all)?;
        if let Some(level) = self.assignment.defects {
            scenario.defects = list(level).defects(&scenario);
        }
        // Flaws in tables that nobody gets are not worth planting.
        let is_handed_out =
            |defect: &Defect| self.assignment.tables.iter().any(|t| t == defect.target().table);
        scenario.defects.retain(is_handed_out);
        Ok((scenario, all))
    }

    /// What the questions read.
    pub fn extracts(&self) -> &[Extract] {
        &self.extracts
    }

    /// What is asked of models.
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// Whether models are made of a table.
    pub fn models(&self, table: &Table) -> bool {
        self.modelled.contains(&table.qualified_name())
    }

    /// Whether students get a table.
    pub fn hands_out(&self, table: &Table) -> bool {
        table.folder == Folder::Data && self.assignment.tables.iter().any(|t| t == table.name)
    }

    /// The tables to make: those that students get, and those that questions and models read.
    pub fn selection(&self) -> TableSelection {
        let read = |table: &&'static Table| {
            self.extracts.iter().any(|extract| std::ptr::eq(extract.table, *table))
        };
        let all = columns::ALL.iter().copied();
        let wanted: Vec<&'static Table> = all
            .filter(|table| self.hands_out(table) || self.models(table) || read(table))
            .collect();
        TableSelection::all(&wanted)
    }
}

/// Who asks what: every query of an assignment, as it can be planned before its words are known.
fn queries(assignment: &Assignment) -> Vec<(String, String)> {
    let facts = assignment.facts.iter();
    let facts = facts.map(|fact| (format!("fact {}", fact.name), sample(&fact.sql)));
    let questions = assignment.questions.iter();
    let questions = questions.map(|one| (format!("question {}", one.id), sample(&one.sql)));
    facts.chain(questions).collect()
}

fn list(level: Level) -> List {
    match level {
        Level::None => List::None,
        Level::Light => List::Light,
        Level::Heavy => List::Heavy,
    }
}

/// Why there is no class to make.
#[derive(Debug)]
pub enum NoPlan {
    /// The scenario, or a variant of it, is wrong.
    Scenario(Problems),
    /// The assignment does not go with the scenario.
    Assignment(String),
    /// The engine failed.
    Engine(DatasetError),
}

impl From<Problems> for NoPlan {
    fn from(problems: Problems) -> Self {
        NoPlan::Scenario(problems)
    }
}

impl From<DatasetError> for NoPlan {
    fn from(error: DatasetError) -> Self {
        NoPlan::Engine(error)
    }
}

impl fmt::Display for NoPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoPlan::Scenario(problems) => write!(f, "{problems}"),
            NoPlan::Assignment(why) => f.write_str(why),
            NoPlan::Engine(error) => write!(f, "{error}"),
        }
    }
}
