//! From raw text to typed tables, in SQL: what an analyst does with downloads on Monday morning.
//!
//! ```text
//! stage_meta_ads ─┬─► clean_meta_ads   typed, in the same names for every platform
//!   (all text)    └─► anomalies        what could not be made sense of, cell by cell
//! ```
//!
//! A cell that is an anomaly is empty in the clean table, unless a person would read it as it is
//! meant; a row that repeats another is left out. Data without flaws leave `anomalies` empty.

mod sheets;

use crate::sinks::database::quoting::{literal, quoted, quoted_list};
use crate::tables::spec::Table;
use sheets::{Field, Parse, Sheet};

/// A statement, and the table that it makes, if it makes one.
pub struct Statement {
    /// The table.
    pub table: Option<String>,
    /// The statement.
    pub sql: String,
}

/// The table of what could not be made sense of.
pub const ANOMALIES: &str = "anomalies";

/// The statements that clean the staged tables, each given with its name in the file.
pub fn statements(staged: &[(&Table, &str)]) -> Vec<Statement> {
    let mut made = Vec::new();
    for &(table, name) in staged {
        for sheet in sheets::of(table) {
            if made.is_empty() {
                made.push(anomalies());
            }
            made.extend(clean(table, name, sheet));
        }
    }
    made
}

fn anomalies() -> Statement {
    let sql = format!(
        "CREATE TABLE {ANOMALIES} (
            table_name TEXT NOT NULL,
            row_id INTEGER NOT NULL,
            column_name TEXT,
            raw_value TEXT,
            reason TEXT NOT NULL
        )"
    );
    Statement { table: Some(ANOMALIES.to_owned()), sql }
}

fn clean(table: &Table, stage: &str, sheet: &Sheet) -> Vec<Statement> {
    let name = sheet.stored_name(stage);
    let (clean, stage_name) = (quoted(&name), quoted(stage));
    let only = sheet.only;
    let columns = sheet.fields.iter().map(|field| format!("{} {}", field.name, field.declared()));
    let columns = columns.collect::<Vec<_>>().join(",\n    ");
    let create =
        format!("CREATE TABLE {clean} (\n    row_id INTEGER PRIMARY KEY,\n    {columns}\n)");
    let mut made = vec![Statement { table: Some(name), sql: create }];
    let mut add = |sql: String| made.push(Statement { table: None, sql });
    let values = sheet.fields.iter().map(Field::value).collect::<Vec<_>>().join(",\n    ");
    add(format!("INSERT INTO {clean} SELECT rowid,\n    {values}\nFROM {stage_name} WHERE {only}"));
    let text = literal(stage);
    for field in sheet.fields {
        let (raw, reason) = (field.raw(), field.reason());
        let column = literal(field.from);
        add(format!(
            "INSERT INTO {ANOMALIES} SELECT {text}, rowid, {column}, {raw}, {reason}
             FROM {stage_name} WHERE {only} AND {reason} IS NOT NULL"
        ));
    }
    if sheet.is_unique && !table.primary_key.is_empty() {
        let key = quoted_list(table.primary_key.iter().copied());
        add(format!(
            "INSERT INTO {ANOMALIES} SELECT {text}, row_id, NULL, NULL, 'repeats row ' || first
             FROM (
                 SELECT rowid AS row_id, min(rowid) OVER (PARTITION BY {key}) AS first
                 FROM {stage_name} WHERE {only}
             )
             WHERE row_id > first"
        ));
        add(format!(
            "DELETE FROM {clean} WHERE row_id IN (
                 SELECT row_id FROM {ANOMALIES}
                 WHERE table_name = {text} AND reason LIKE 'repeats row %'
             )"
        ));
    }
    if let Some((lower, upper)) = sheet.at_most {
        add(format!(
            "INSERT INTO {ANOMALIES} SELECT {text}, row_id, '{lower}', {lower}, 'above {upper}'
             FROM {clean} WHERE {lower} > {upper}"
        ));
    }
    if sheet.has_currency() {
        add(format!(
            "INSERT INTO {ANOMALIES} SELECT {text}, row_id, 'currency', currency,
                 'another currency than most rows'
             FROM {clean} WHERE currency <> (
                 SELECT currency FROM {clean} GROUP BY currency ORDER BY count(*) DESC LIMIT 1
             )"
        ));
    }
    made
}

impl Field {
    /// The staged cell, or the part of it that is meant.
    fn raw(&self) -> String {
        match self.within {
            Some(expression) => format!("({})", expression.replace("{}", &quoted(self.from))),
            None => quoted(self.from),
        }
    }

    /// What is wrong with the cell, or NULL.
    fn reason(&self) -> String {
        let raw = self.raw();
        let empty = if self.required { "'empty'" } else { "NULL" };
        let (wrong, reason) = match self.parse {
            Parse::Text => (format!("{raw} <> trim({raw})"), "spaces around it"),
            Parse::Day => (
                format!(
                    "date(substr({raw}, 1, 10)) IS NOT substr({raw}, 1, 10)
                     OR substr({raw}, 11, 1) NOT IN ('', ' ', 'T')"
                ),
                "not a day",
            ),
            Parse::Moment => (
                format!(
                    "datetime(substr({raw}, 1, 19)) IS NOT substr({raw}, 1, 19)
                     OR substr({raw}, 20) NOT IN ('', ' +0000', 'Z', ' UTC')"
                ),
                "not a moment in UTC",
            ),
            Parse::Count | Parse::Micros => {
                (format!("{raw} GLOB '*[^0-9]*'"), "not a whole number above or at zero")
            }
            Parse::Amount => (
                format!("{raw} GLOB '*[^0-9.]*' OR {raw} GLOB '*.*.*' OR {raw} = '.'"),
                "not a number above or at zero",
            ),
        };
        format!(
            "CASE WHEN {raw} IS NULL OR trim({raw}) = '' THEN {empty}
             WHEN {wrong} THEN '{reason}' END"
        )
    }

    /// The typed value, or NULL.
    fn value(&self) -> String {
        let raw = self.raw();
        let value = match self.parse {
            Parse::Text => return format!("nullif(trim({raw}), '')"),
            Parse::Day => format!("substr({raw}, 1, 10)"),
            Parse::Moment => format!("substr({raw}, 1, 19)"),
            Parse::Count => format!("CAST({raw} AS INTEGER)"),
            Parse::Micros => format!("CAST({raw} AS REAL) / 1000000"),
            Parse::Amount => format!("CAST({raw} AS REAL)"),
        };
        let reason = self.reason();
        format!("CASE WHEN {reason} IS NULL AND trim({raw}) <> '' THEN {value} END")
    }

    fn declared(&self) -> &'static str {
        match self.parse {
            Parse::Text => "TEXT",
            Parse::Day => "DATE",
            Parse::Moment => "DATETIME",
            Parse::Count => "INTEGER",
            Parse::Micros | Parse::Amount => "DECIMAL(14,2)",
        }
    }
}

#[cfg(test)]
mod tests;
