//! `adloom score-cleaning`: its arguments.

use std::path::PathBuf;

use serde_json::json;

use super::{Failure, talk};
use crate::classroom::cleaning::{self, KindScore, Score};

/// Score a repaired table, or a folder of them, against the log of planted flaws
///
/// Files are CSV, Parquet or JSON lines, whatever the others are. Rows are matched by primary key,
/// and cells compared by value. The log is the dataset's own truth/defects, or that of the class
/// which the dirty data were handed out from.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The dirty file, or the folder of a dataset
    dirty: PathBuf,

    /// The repaired file, or a folder of such
    cleaned: PathBuf,

    /// Folder with the log: defects.csv, .parquet or .jsonl
    #[arg(long, value_name = "DIR")]
    key_folder: Option<PathBuf>,
}

impl Args {
    /// Scores and prints.
    pub fn run(self) -> Result<(), Failure> {
        let log = cleaning::find_log(&self.dirty, self.key_folder.as_deref());
        let log = log.map_err(Failure::Input)?;
        let score = cleaning::score(&self.dirty, &self.cleaned, &log, &[]);
        let score = score.map_err(Failure::Input)?;
        match talk::json() {
            true => talk::print(as_json(&score)),
            false => talk::print(score.to_markdown().trim_end()),
        }
    }
}

fn as_json(score: &Score) -> serde_json::Value {
    let kind = |kind: &KindScore| {
        json!({
            "planted": kind.planted, "found": kind.found, "repaired": kind.repaired,
            "false_alarms": kind.false_alarms, "precision": kind.precision(),
            "recall": kind.recall(), "repair_accuracy": kind.repair(), "f1": kind.f1(),
        })
    };
    let kinds = score.kinds().into_iter().map(|(name, score)| (name.to_owned(), kind(&score)));
    let tables = score.tables.iter().map(|table| {
        let kinds = table.kinds.iter().map(|(name, score)| (name.clone(), kind(score)));
        json!({
            "table": table.table, "clean_cells_changed": table.changed_clean,
            "clean_rows_removed": table.removed_clean, "rows_made_up": table.invented,
            "clean_cells": table.clean, "clean_cells_kept": table.kept,
            "notes": table.notes, "kinds": kinds.collect::<serde_json::Map<_, _>>(),
        })
    });
    json!({
        "overall": score.overall(), "kept": score.kept(),
        "kinds": kinds.collect::<serde_json::Map<_, _>>(),
        "tables": tables.collect::<Vec<_>>(),
    })
}
