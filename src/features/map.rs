//! `--map FILE`: what a company's own files and columns are called.
//!
//! ```toml
//! title = "Spring account"
//! currency = "EUR"
//!
//! [[performance]]
//! file = { path = "meta.csv", date_format = "%d/%m/%Y" }
//! [performance.columns]
//! date = "Day"
//! platform = { value = "meta" }
//! campaign = "Campaign name"
//! spend = "Amount spent (EUR)"
//! revenue = { sql = "\"Purchases\" * 40" }
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::marts::{self, About, Mart, MartKind, VISITS, VisitColumns};
use super::raw;
use crate::dataset::{DatasetError, Session};

/// What a map says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// Title of the report.
    #[serde(default)]
    title: Option<String>,
    /// Currency of all money.
    #[serde(default)]
    currency: Option<String>,
    /// Ad reports: one row per day and whatever finer grain they have.
    #[serde(default)]
    performance: Vec<Source>,
    /// Ad reports with a column for each channel.
    #[serde(default)]
    channels: Vec<Wide>,
    /// The shop's own books.
    #[serde(default)]
    business: Vec<Source>,
    /// Orders with their customers.
    #[serde(default)]
    purchases: Vec<Source>,
    /// Visits by day and source.
    #[serde(default)]
    traffic: Vec<Source>,
    /// Calendar events.
    #[serde(default)]
    events: Vec<Source>,
    /// Geo experiments.
    #[serde(default)]
    experiments: Vec<Source>,
    /// Creatives and their attributes.
    #[serde(default)]
    creatives: Vec<Source>,
    /// Single visits.
    #[serde(default)]
    visits: Option<Visits>,
}

/// A file, and which of its columns is which.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    file: raw::File,
    /// Our column → theirs.
    columns: BTreeMap<String, Expression>,
}

/// A file with a column for each channel.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wide {
    file: raw::File,
    /// The columns that all channels share: date, region, country.
    columns: BTreeMap<String, Expression>,
    /// Measure (spend, impressions, clicks, …) → channel → column.
    measures: BTreeMap<String, BTreeMap<String, Expression>>,
}

/// A file of single visits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Visits {
    file: raw::File,
    /// Whether the visit ended in an order.
    converted: Expression,
    /// The visit's key; its place in the file if there is none.
    #[serde(default)]
    visit: Option<Expression>,
    /// The visit's day; without one, cases are split at random rather than by time.
    #[serde(default)]
    date: Option<Expression>,
    /// Columns known when the visit begins.
    start: Vec<String>,
    /// Columns known only while it lasts.
    #[serde(default)]
    during: Vec<String>,
}

/// Where a column's values come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Expression {
    /// A column of the file.
    Column(String),
    /// The same value in every row.
    Value { value: toml::Value },
    /// An SQL expression over the file's columns.
    Sql { sql: String },
}

/// What a map's files came to.
pub struct Mapped {
    /// The marts that are there.
    pub marts: BTreeSet<&'static str>,
    /// For the report.
    pub about: About,
    /// Which columns of the visits are known when.
    pub visits: VisitColumns,
    /// All columns of the visits.
    pub visit_columns: BTreeSet<String>,
}

impl Map {
    /// Reads a map; what is wrong with it is said with its place.
    pub fn read(path: &Path) -> Result<Map, String> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// Opens the files and makes the marts of them.
    pub fn register(&self, folder: &Path, session: &Session) -> Result<Mapped, DatasetError> {
        let mut marts = BTreeSet::new();
        let mut files = Files { folder, session, names: BTreeMap::new() };
        for (mart, sources) in [
            (&marts::PERFORMANCE, &self.performance),
            (&marts::BUSINESS, &self.business),
            (&marts::PURCHASES, &self.purchases),
            (&marts::TRAFFIC, &self.traffic),
            (&marts::EVENTS, &self.events),
            (&marts::EXPERIMENTS, &self.experiments),
            (&marts::CREATIVES, &self.creatives),
        ] {
            let mut selects = Vec::new();
            for source in sources {
                let name = files.open(&source.file)?;
                selects.push(files.select(mart, &source.file, &name, &source.columns)?);
            }
            if mart.name == marts::PERFORMANCE.name {
                for wide in &self.channels {
                    selects.extend(files.wide(mart, wide)?);
                }
            }
            if !selects.is_empty() {
                session.keep(session, "mart", mart.name, &selects.join("\nUNION ALL\n"))?;
                marts.insert(mart.name);
            }
        }
        let (mut visits, mut visit_columns) = (VisitColumns::default(), BTreeSet::new());
        if let Some(mapped) = &self.visits {
            visits = VisitColumns { start: mapped.start.clone(), during: mapped.during.clone() };
            visit_columns = files.visits(mapped)?;
        }
        let notes = files.duplicates(&marts)?;
        let title = self.title.clone().unwrap_or_else(|| "Own data".into());
        let about =
            About { title, currency: self.currency.clone(), timezones: BTreeMap::new(), notes };
        Ok(Mapped { marts, about, visits, visit_columns })
    }
}

struct Files<'a> {
    folder: &'a Path,
    session: &'a Session,
    names: BTreeMap<PathBuf, String>,
}

impl Files<'_> {
    /// Opens a file, once, as a table of text.
    fn open(&mut self, file: &raw::File) -> Result<String, DatasetError> {
        let path = self.folder.join(file.path());
        if let Some(name) = self.names.get(&path) {
            return Ok(name.clone());
        }
        let name = format!("file_{}", self.names.len() + 1);
        let table = raw::open(&path, file)?;
        self.session.register("file", &name, table)?;
        self.names.insert(path, name.clone());
        Ok(name)
    }

    /// The SQL that turns a file into rows of a mart.
    fn select(
        &self,
        mart: &Mart,
        file: &raw::File,
        table: &str,
        columns: &BTreeMap<String, Expression>,
    ) -> Result<String, DatasetError> {
        if let Some(unknown) = columns.keys().find(|c| !mart.columns.iter().any(|(n, _)| n == c)) {
            let known: Vec<&str> = mart.columns.iter().map(|(name, _)| *name).collect();
            return Err(DatasetError::Query(format!(
                "the map gives {} a column `{unknown}`, which it does not have; it has {}",
                mart.name,
                known.join(", ")
            )));
        }
        let mut list = Vec::new();
        for (name, kind) in mart.columns {
            let typed = match columns.get(*name) {
                None => format!("CAST(NULL AS {})", sql_type(*kind)),
                Some(expression) => self.typed(file, table, expression, *kind)?,
            };
            list.push(format!("{typed} AS {name}"));
        }
        let keep = file.only_where().map_or(String::new(), |only| format!("\nWHERE {only}"));
        Ok(format!("SELECT {} FROM file.{table}{keep}", list.join(", ")))
    }

    /// A wide file's rows: one select for each channel.
    fn wide(&mut self, mart: &Mart, wide: &Wide) -> Result<Vec<String>, DatasetError> {
        let table = self.open(&wide.file)?;
        let channels: BTreeSet<&String> = wide.measures.values().flat_map(BTreeMap::keys).collect();
        let mut selects = Vec::new();
        for channel in channels {
            let mut columns = wide.columns.clone();
            let value = toml::Value::String(channel.clone());
            columns.insert("platform".into(), Expression::Value { value });
            for (measure, by_channel) in &wide.measures {
                if let Some(expression) = by_channel.get(channel) {
                    columns.insert(measure.clone(), expression.clone());
                }
            }
            selects.push(self.select(mart, &wide.file, &table, &columns)?);
        }
        Ok(selects)
    }

    fn visits(&mut self, visits: &Visits) -> Result<BTreeSet<String>, DatasetError> {
        let table = self.open(&visits.file)?;
        let mut list = Vec::new();
        let mut columns: BTreeSet<String> = BTreeSet::new();
        list.push(match &visits.visit {
            Some(key) => format!("{} AS visit", sql(key)),
            None => "row_number() OVER () AS visit".to_owned(),
        });
        if let Some(date) = &visits.date {
            list.push(format!(
                "{} AS date",
                self.typed(&visits.file, &table, date, MartKind::Date)?
            ));
            columns.insert("date".into());
        }
        let converted = self.typed(&visits.file, &table, &visits.converted, MartKind::Bool)?;
        list.push(format!("{converted} AS converted"));
        for column in visits.start.iter().chain(&visits.during) {
            if columns.insert(column.clone()) {
                list.push(identifier(column));
            }
        }
        columns.extend(["visit".to_owned(), "converted".to_owned()]);
        let keep = visits.file.only_where().map_or(String::new(), |only| format!(" WHERE {only}"));
        let query = format!("SELECT {} FROM file.{table}{keep}", list.join(", "));
        self.session.view("mart", VISITS, &query)?;
        Ok(columns)
    }

    /// An expression in the mart's type; a value that has no such reading is an error that shows it.
    fn typed(
        &self,
        file: &raw::File,
        table: &str,
        expression: &Expression,
        kind: MartKind,
    ) -> Result<String, DatasetError> {
        let from = sql(expression);
        let to = file.reading(&from, kind);
        if kind != MartKind::Text && !matches!(expression, Expression::Value { .. }) {
            let keep = file.only_where().map_or(String::new(), |only| format!("({only}) AND "));
            let failing = format!(
                "SELECT CAST({from} AS VARCHAR) AS value FROM file.{table}
                 WHERE {keep}{from} IS NOT NULL AND trim(CAST({from} AS VARCHAR)) NOT IN ({})
                 AND {} IS NULL LIMIT 1",
                raw::NOTHING,
                file.reading_or_infinite(&from, kind)
            );
            let answer = super::answer::Answer::to(self.session, &failing).map_err(|error| {
                DatasetError::Query(format!("{}: {from}: {error}", file.path().display()))
            })?;
            if let Some(Some(value)) = answer.texts("value")?.first() {
                return Err(DatasetError::Query(format!(
                    "{}: {from} holds `{value}`, which is not {}{}",
                    file.path().display(),
                    in_words(kind),
                    hint(kind)
                )));
            }
        }
        Ok(to)
    }

    /// Rows that stand twice are counted twice, and said so.
    fn duplicates(&self, marts: &BTreeSet<&'static str>) -> Result<Vec<String>, DatasetError> {
        let mut notes = Vec::new();
        for mart in marts {
            let query = format!(
                "SELECT (SELECT count(*) FROM mart.{mart}) -
                 (SELECT count(*) FROM (SELECT DISTINCT * FROM mart.{mart})) AS again"
            );
            let again = super::answer::Answer::to(self.session, &query)?.numbers("again")?;
            if let Some(Some(again)) = again.first()
                && *again > 0.0
            {
                notes.push(format!(
                    "{again} rows of {mart} repeat another row exactly; they are counted as they stand."
                ));
            }
        }
        Ok(notes)
    }
}

fn sql(expression: &Expression) -> String {
    match expression {
        Expression::Column(name) => identifier(name),
        Expression::Value { value: toml::Value::String(text) } => {
            format!("'{}'", text.replace('\'', "''"))
        }
        Expression::Value { value } => value.to_string(),
        Expression::Sql { sql } => format!("({sql})"),
    }
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn sql_type(kind: MartKind) -> &'static str {
    match kind {
        MartKind::Date => "DATE",
        MartKind::Text => "VARCHAR",
        MartKind::Number => "DOUBLE",
        MartKind::Bool => "BOOLEAN",
    }
}

fn in_words(kind: MartKind) -> &'static str {
    match kind {
        MartKind::Date => "a date",
        MartKind::Text => "text",
        MartKind::Number => "a number",
        MartKind::Bool => "true or false",
    }
}

fn hint(kind: MartKind) -> &'static str {
    match kind {
        MartKind::Date => "; say how dates are written, such as date_format = \"%m/%d/%Y\"",
        MartKind::Number => "; decimal = \",\" says that a comma sets off the decimals",
        _ => "",
    }
}
