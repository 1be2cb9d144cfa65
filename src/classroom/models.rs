//! What models find in a student's clean data, as tables `model.…` that queries may read.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::datasource::MemTable;

use super::key::Unusable;
use super::portable::Catalogue;
use crate::dataset::{Dataset, DatasetError, Session};
use crate::features::marts::Marts;
use crate::report::figures::{self, Filled, MODEL, Outline};

/// A table that a query reads.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Whose query it is, such as `question q1`; the first, if there are several.
    by: String,
    outline: Outline,
}

/// A table that was filled.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Its name.
    pub name: String,
    /// Its rows, as `adloom model` writes them.
    pub csv: Vec<u8>,
}

impl Asked {
    /// What queries ask of models, each table once. A query comes with whose it is.
    pub fn in_queries(
        catalogue: &Catalogue,
        queries: &[(String, String)],
    ) -> Result<Vec<Asked>, DatasetError> {
        let mut asked: Vec<Asked> = Vec::new();
        for (by, query) in queries {
            for outline in catalogue.models_in(query)? {
                if asked.iter().all(|known| known.outline.name != outline.name) {
                    asked.push(Asked { by: by.clone(), outline: outline.clone() });
                }
            }
        }
        Ok(asked)
    }
}

/// The tables that models are made of.
pub fn reads(asked: &[Asked]) -> BTreeSet<String> {
    figures::reads(&outlines(asked))
}

/// Models clean data as far as anything is asked, and names what was found as tables of a session.
pub fn register(
    asked: &[Asked],
    dataset: Dataset,
    session: &Session,
) -> Result<Vec<Figures>, Unusable> {
    let failed = |why: String| Unusable::Failed(format!("the data cannot be modelled: {why}"));
    let marts = Marts::of(dataset).map_err(|error| failed(error.to_string()))?;
    // Whoever makes a class works on several students at once.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.map_err(|error| failed(format!("no thread to work with: {error}")))?;
    let found = pool.install(|| figures::fill(&marts, &outlines(asked)));
    let found = found.map_err(|error| failed(error.to_string()))?;
    let mut figures = Vec::new();
    for (Asked { by, outline }, found) in asked.iter().zip(found) {
        let named = |why: String| format!("{by}: {}: {why}", outline.qualified_name());
        let Filled { batch, csv } = found.map_err(|why| Unusable::Degenerate(named(why)))?;
        let failed = |why: String| Unusable::Failed(named(why));
        let table = MemTable::try_new(batch.schema(), vec![vec![batch]]);
        let table = table.map_err(|error| failed(error.strip_backtrace()))?;
        let registered = session.register(MODEL, &outline.name, Arc::new(table));
        registered.map_err(|error| failed(error.to_string()))?;
        figures.push(Figures { name: outline.name.clone(), csv });
    }
    Ok(figures)
}

fn outlines(asked: &[Asked]) -> Vec<&Outline> {
    asked.iter().map(|one| &one.outline).collect()
}
