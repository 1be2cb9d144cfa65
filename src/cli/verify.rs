//! `adloom verify`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::{Value, json};

use super::{Failure, talk};
use crate::dataset::{Dataset, DatasetError};
use crate::sinks::database::DatabaseUrl;
use crate::verify::{self, Check, Outcome};

/// Check that every identity holds in a dataset
///
/// Counts, money, keys, claims and causes that stand in several tables are derived from one
/// another and compared, and every file is held against the manifest's checksum. A broken identity
/// is shown with its table and the first keys that break it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What `adloom gen` made: a folder, a SQLite file, or the address of a database
    pub dataset: PathBuf,

    /// Threads to work with [default: one per core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

impl Args {
    /// Prints one line per identity; fails if one is broken.
    pub fn run(self) -> Result<(), Failure> {
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let threads = self.threads.unwrap_or_else(cores).get();
        let dataset = Dataset::open_damaged(&self.dataset, threads)?;
        let checks = verify::verify(&dataset)?;
        if talk::json() {
            talk::print(as_json(&checks))?;
        } else {
            talk::print(lines(&checks).join("\n"))?;
        }
        let broken = checks.iter().filter(|check| check.outcome.is_broken()).count();
        if broken == 0 {
            return Ok(());
        }
        let (of, verb) = (checks.len(), if broken == 1 { "is" } else { "are" });
        let place = shown(&self.dataset);
        Err(Failure::Other(format!("{place}: {broken} of {of} checks {verb} broken")))
    }
}

/// A dataset's path or address, without a password.
pub fn shown(dataset: &Path) -> String {
    match DatabaseUrl::detect(dataset) {
        Some(Ok(url)) => url.to_string(),
        Some(Err(_)) => "the database".to_owned(),
        None => dataset.display().to_string(),
    }
}

impl From<DatasetError> for Failure {
    fn from(error: DatasetError) -> Self {
        let hint = error.hint().map(|hint| format!("\n  hint: {hint}")).unwrap_or_default();
        let reason = format!("{error}{hint}");
        match error {
            DatasetError::NotADataset { .. } => Failure::Input(reason),
            DatasetError::Database(error) => error.into(),
            DatasetError::BadTable { .. } | DatasetError::Query(_) | DatasetError::Interrupted => {
                Failure::Other(reason)
            }
        }
    }
}

/// For people: a line for each identity, and what breaks it below. An identity that is checked
/// table by table still has one line as long as it holds.
fn lines(checks: &[Check]) -> Vec<String> {
    let same = |a: &Check, b: &Check| a.id == b.id && a.name == b.name;
    checks.chunk_by(same).flat_map(identity_lines).collect()
}

fn identity_lines(checks: &[Check]) -> Vec<String> {
    let (id, name) = (&checks[0].id, &checks[0].name);
    let line = |verdict, text: String| format!("{verdict:8} {id:6} {name}{text}");
    let held = checks.iter().filter(|check| check.outcome == Outcome::Held).count();
    let mut lines = Vec::new();
    if held > 0 {
        let count =
            if checks.len() > 1 { format!(" ({held} of {})", checks.len()) } else { String::new() };
        lines.push(line("held", count));
    }
    let mut reasons = Vec::new();
    for check in checks {
        match &check.outcome {
            Outcome::Held => {}
            Outcome::Skipped(reason) if reasons.contains(&reason) => {}
            Outcome::Skipped(reason) => {
                reasons.push(reason);
                lines.push(line("skipped", format!(": {reason}")));
            }
            Outcome::Broken { count, columns, rows } => {
                lines.push(line("broken", format!(": {count} in {}", named(&check.tables))));
                lines.push(format!("{:16}{}", "", check.what));
                lines.extend(rows.iter().map(|row| format!("{:16}{}", "", offender(columns, row))));
                if *count > rows.len() {
                    lines.push(format!("{:16}… and {} more", "", count - rows.len()));
                }
            }
        }
    }
    lines
}

/// Past a handful of tables, naming them says nothing.
fn named(tables: &[String]) -> String {
    if tables.len() > 6 { format!("{} tables", tables.len()) } else { tables.join(", ") }
}

fn offender(columns: &[String], row: &[String]) -> String {
    let cells = columns.iter().zip(row).map(|(column, cell)| format!("{column}={cell}"));
    cells.collect::<Vec<_>>().join(" ")
}

fn as_json(checks: &[Check]) -> Value {
    let count = |verdict| checks.iter().filter(|check| self::verdict(check) == verdict).count();
    json!({
        "held": count("held"),
        "broken": count("broken"),
        "skipped": count("skipped"),
        "checks": checks.iter().map(check_as_json).collect::<Vec<_>>(),
    })
}

fn check_as_json(check: &Check) -> Value {
    let mut value = json!({
        "id": check.id,
        "name": check.name,
        "tables": check.tables,
        "what": check.what,
        "outcome": verdict(check),
    });
    match &check.outcome {
        Outcome::Held => {}
        Outcome::Skipped(reason) => value["reason"] = json!(reason),
        Outcome::Broken { count, columns, rows } => {
            value["count"] = json!(count);
            value["columns"] = json!(columns);
            value["rows"] = json!(rows);
        }
    }
    value
}

fn verdict(check: &Check) -> &'static str {
    match check.outcome {
        Outcome::Held => "held",
        Outcome::Broken { .. } => "broken",
        Outcome::Skipped(_) => "skipped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::testing::World;

    fn checks(spoil: impl Fn(&mut World)) -> (tempfile::TempDir, Vec<Check>) {
        let folder = tempfile::TempDir::new().unwrap();
        let mut world = World::small();
        spoil(&mut world);
        world.write(folder.path(), "csv");
        let checks = verify::verify(&Dataset::open(folder.path(), 2).unwrap()).unwrap();
        (folder, checks)
    }

    fn run(dataset: PathBuf) -> Result<(), Failure> {
        Args { dataset, threads: None }.run()
    }

    #[test]
    fn a_broken_identity_is_shown_with_its_first_keys() {
        let (folder, checks) = checks(|w| {
            w.without("data.refunds");
            w.set("data.order_items", 1, "unit_price", "94.00");
            w.repeat("data.ad_pricing", 0);
        });
        let lines = lines(&checks);
        let shown = |first: &str, next: &[&str]| {
            let at = lines.iter().position(|line| line == first).unwrap();
            assert_eq!(lines[at + 1..][..next.len()], *next);
        };
        shown(
            "held     1      primary_key (29 of 30)",
            &[
                "broken   1      primary_key: 1 in data.ad_pricing",
                "                Every primary key is unique.",
                "                pricing_id=1 copies=2",
                "held     1      foreign_key (58 of 58)",
            ],
        );
        shown(
            "broken   5      line_totals: 1 in data.order_items",
            &[
                "                A line's total is its quantity times its price.",
                "                order_item_id=2 order_id=2 quantity=1 unit_price=94.00 line_total=95.00",
                "held     5      payments",
                "skipped  5      refunds: data.refunds was not written",
            ],
        );
        assert_eq!(as_json(&checks)["broken"], 2);
        let failure = run(folder.path().to_owned()).unwrap_err();
        assert_eq!(failure.exit_code(), 1);
    }

    #[test]
    fn a_sound_dataset_passes_and_what_is_none_is_bad_input() {
        let (folder, checks) = checks(|_| {});
        assert!(run(folder.path().to_owned()).is_ok());
        assert_eq!(as_json(&checks)["held"], checks.len());
        let failure = run(folder.path().join("data")).unwrap_err();
        assert_eq!(failure.exit_code(), 2);
        assert!(failure.to_string().contains("not a dataset: it has no manifest.json\n  hint: "));
    }
}
