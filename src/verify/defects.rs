//! Whether the log of planted flaws agrees with itself and with the data.
//!
//! Identities that read a spoilt table are not expected to hold; what must hold there is that the
//! flaws are those that the log has.

use super::query::{outcome, shown};
use super::{Check, Outcome};
use crate::dataset::Dataset;
use crate::tables::spec::{Kind, Table};

/// The log, as queries name it.
const LOG: &str = "truth.defects";

/// The checks of a dataset with planted flaws; none for any other.
pub fn check(dataset: &Dataset) -> Vec<Check> {
    let manifest = dataset.manifest();
    if manifest.planted.is_empty() {
        return Vec::new();
    }
    if !dataset.has(LOG) {
        let reason = format!("{LOG} was not written");
        return vec![named("log", vec![LOG.to_owned()], LISTED, Outcome::Skipped(reason))];
    }
    let mut checks = vec![listed(dataset), sound(dataset)];
    for name in &manifest.planted {
        if let Some(table) = dataset.catalogued(name).filter(|_| dataset.has(name)) {
            checks.push(found(dataset, table));
        }
    }
    checks
}

const LISTED: &str =
    "The log has as many rows as the manifest states, all of them of spoilt tables.";
const SOUND: &str =
    "Each change in the log is one, and all that change one cell agree on what it was.";
const FOUND: &str = "What the log says a cell became stands in the table, as often as it says.";

fn named(name: &str, tables: Vec<String>, what: &str, outcome: Outcome) -> Check {
    Check { id: "defects".into(), name: name.into(), tables, what: what.into(), outcome }
}

fn listed(dataset: &Dataset) -> Check {
    let manifest = dataset.manifest();
    let known = manifest
        .planted
        .iter()
        .map(|name| format!("'{}'", name.trim_start_matches("data.").replace('\'', "''")));
    let known = known.collect::<Vec<_>>().join(", ");
    let stated = manifest.log_rows.unwrap_or_default();
    let sql = format!(
        "SELECT * FROM (SELECT count(*) AS rows, {stated} AS rows_in_manifest, \
         coalesce(sum(CASE WHEN \"table\" IN ({known}) THEN 0 ELSE 1 END), 0) AS elsewhere \
         FROM {LOG}) \
         WHERE rows <> rows_in_manifest OR elsewhere > 0"
    );
    named("log", vec![LOG.to_owned()], LISTED, outcome(dataset.session(), &sql))
}

fn sound(dataset: &Dataset) -> Check {
    let sql = format!(
        "SELECT \"table\", row_key, \"column\", count(*) AS entries FROM {LOG} \
         WHERE action = 'changed' GROUP BY \"table\", row_key, \"column\" \
         HAVING count(DISTINCT coalesce('=' || clean_value, '')) > 1 \
         OR count(*) > count(DISTINCT defect) \
         OR max(CASE WHEN clean_value IS NOT DISTINCT FROM dirty_value THEN 1 ELSE 0 END) = 1"
    );
    named("changes", vec![LOG.to_owned()], SOUND, outcome(dataset.session(), &sql))
}

/// Cells are compared by their text. Doubles have more than one, and a renamed column has moved:
/// these are left out.
fn found(dataset: &Dataset, table: &Table) -> Check {
    let name = table.qualified_name();
    let check = |outcome| named("found", vec![LOG.to_owned(), name.clone()], FOUND, outcome);
    let own = format!("\"table\" = '{}'", table.name);
    let changed = format!(
        "SELECT \"column\" FROM {LOG} WHERE {own} AND \"column\" IS NOT NULL GROUP BY \"column\" \
         HAVING max(CASE WHEN action = 'changed' THEN 1 ELSE 0 END) = 1 \
         AND max(CASE WHEN action = 'renamed' THEN 1 ELSE 0 END) = 0"
    );
    let batches = match dataset.sql(&changed) {
        Ok(batches) => batches,
        Err(error) => return check(Outcome::of(&["problem"], vec![vec![error.to_string()]])),
    };
    let columns = batches.iter().flat_map(shown).flatten();
    let columns = columns.filter_map(|name| Some(&table.columns[table.position(&name)?]));
    let parts = columns.filter(|column| column.kind != Kind::Float).map(|column| {
        let column = column.name;
        format!(
            "SELECT '{column}' AS cell, e.v AS dirty_value, e.n AS in_log, \
             coalesce(t.n, 0) AS in_table FROM \
             (SELECT coalesce('=' || dirty_value, '') AS v, count(*) AS n FROM \
              (SELECT dirty_value, row_number() OVER \
               (PARTITION BY row_key ORDER BY defect DESC) AS place FROM {LOG} \
               WHERE {own} AND \"column\" = '{column}' AND action = 'changed') \
              WHERE place = 1 GROUP BY 1) AS e LEFT JOIN \
             (SELECT coalesce('=' || CAST(\"{column}\" AS VARCHAR), '') AS v, count(*) AS n \
              FROM {name} GROUP BY 1) AS t ON e.v = t.v WHERE coalesce(t.n, 0) < e.n"
        )
    });
    let parts = parts.collect::<Vec<_>>();
    check(match parts.is_empty() {
        true => Outcome::Held,
        false => outcome(dataset.session(), &parts.join(" UNION ALL ")),
    })
}
