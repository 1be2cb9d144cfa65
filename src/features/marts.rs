//! The few wide tables on which every analysis stands, whoever wrote the data.
//!
//! A dataset of ours is turned into them by the SQL in `features/sql/adloom`; a company's own files
//! by the [`map`](super::map) that names their columns. What an analysis needs and the data lack is
//! known here, by column.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use datafusion::datasource::empty::EmptyTable;

use super::answer::Answer;
use super::map::Map;
use crate::dataset::{Dataset, DatasetError, Session, reading_schema};
use crate::tables::columns;
use crate::tables::spec::Folder;

/// The marts of one dataset.
pub struct Marts {
    origin: Origin,
    /// Holds the marts, in the order of their keys.
    session: Session,
    available: BTreeMap<&'static str, BTreeSet<String>>,
    about: About,
    visits: VisitColumns,
}

enum Origin {
    Dataset(Box<Dataset>),
    Files,
}

/// What the report says of where the figures come from.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// Title.
    pub title: String,
    /// Currency of the money, where it is known.
    pub currency: Option<String>,
    /// Regions' time zones, for the hour of a visit.
    pub timezones: BTreeMap<String, String>,
    /// What was noticed while reading that a reader of the figures should know.
    pub notes: Vec<String>,
}

/// Which columns of the visits are known when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitColumns {
    /// Known when the visit begins.
    pub start: Vec<String>,
    /// Known only while it lasts.
    pub during: Vec<String>,
}

/// Why features cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeatureError {
    /// The data lack something that the analysis needs, in words.
    Lacking(String),
    /// The data could not be read.
    Failed(DatasetError),
}

impl From<DatasetError> for FeatureError {
    fn from(error: DatasetError) -> Self {
        FeatureError::Failed(error)
    }
}

impl fmt::Display for FeatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FeatureError::Lacking(what) => f.write_str(what),
            FeatureError::Failed(error) => error.fmt(f),
        }
    }
}

/// The type of a mart's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MartKind {
    /// A calendar day.
    Date,
    /// Text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Bool,
}

/// A mart: its name and columns.
pub struct Mart {
    /// Name.
    pub name: &'static str,
    /// Columns and their types, in order.
    pub columns: &'static [(&'static str, MartKind)],
}

use MartKind::{Bool, Date, Number, Text};

/// What ads did: one row per day and whatever finer grain the reports have.
pub const PERFORMANCE: Mart = Mart {
    name: "performance",
    columns: &[
        ("date", Date),
        ("platform", Text),
        ("country", Text),
        ("region", Text),
        ("campaign", Text),
        ("objective", Text),
        ("tactic", Text),
        ("audience", Text),
        ("ad", Text),
        ("creative", Text),
        ("format", Text),
        ("device", Text),
        ("spend", Number),
        ("impressions", Number),
        ("reach", Number),
        ("clicks", Number),
        ("engagements", Number),
        ("claimed_conversions", Number),
        ("claimed_revenue", Number),
        ("sessions", Number),
        ("carts", Number),
        ("checkouts", Number),
        ("orders", Number),
        ("new_customers", Number),
        ("revenue", Number),
        ("gross_profit", Number),
    ],
};

/// The shop's own books: one row per day and region.
pub const BUSINESS: Mart = Mart {
    name: "business",
    columns: &[
        ("date", Date),
        ("country", Text),
        ("region", Text),
        ("orders", Number),
        ("new_customers", Number),
        ("revenue", Number),
        ("gross_profit", Number),
        ("sessions", Number),
    ],
};

/// Orders with their customers.
pub const PURCHASES: Mart = Mart {
    name: "purchases",
    columns: &[
        ("customer", Text),
        ("date", Date),
        ("region", Text),
        ("revenue", Number),
        ("is_new", Bool),
    ],
};

/// Visits by day and where they came from.
pub const TRAFFIC: Mart = Mart {
    name: "traffic",
    columns: &[("date", Date), ("source", Text), ("sessions", Number), ("orders", Number)],
};

/// Calendar events.
pub const EVENTS: Mart =
    Mart { name: "events", columns: &[("date", Date), ("region", Text), ("event", Text)] };

/// Geo experiments as planned.
pub const EXPERIMENTS: Mart = Mart {
    name: "experiments",
    columns: &[
        ("experiment", Text),
        ("platform", Text),
        ("region", Text),
        ("start_date", Date),
        ("end_date", Date),
        ("multiplier", Number),
    ],
};

/// What each creative is.
pub const CREATIVES: Mart = Mart {
    name: "creatives",
    columns: &[
        ("creative", Text),
        ("name", Text),
        ("platform", Text),
        ("format", Text),
        ("concept", Text),
        ("hook", Text),
        ("call_to_action", Text),
        ("language", Text),
        ("length", Text),
        ("shows_person", Text),
        ("shows_price", Text),
        ("made_by_customer", Text),
    ],
};

/// All marts but the visits, which are never held whole.
pub const ALL: [&Mart; 7] =
    [&PERFORMANCE, &BUSINESS, &PURCHASES, &TRAFFIC, &EVENTS, &EXPERIMENTS, &CREATIVES];

/// The mart of single visits.
pub const VISITS: &str = "visits";

/// How each mart is made from a dataset of ours: the table without which there is none, and the SQL.
const FROM_ADLOOM: [(&Mart, &str, &str); 7] = [
    (&PERFORMANCE, "ad_performance", include_str!("sql/adloom/performance.sql")),
    (&BUSINESS, "business_daily", include_str!("sql/adloom/business.sql")),
    (&PURCHASES, "orders", include_str!("sql/adloom/purchases.sql")),
    (&TRAFFIC, "sessions", include_str!("sql/adloom/traffic.sql")),
    (&EVENTS, "calendar", include_str!("sql/adloom/events.sql")),
    (&EXPERIMENTS, "experiments", include_str!("sql/adloom/experiments.sql")),
    (&CREATIVES, "creatives", include_str!("sql/adloom/creatives.sql")),
];

/// What our sessions tell when they begin.
const KNOWN_AT_START: [&str; 21] = [
    "region",
    "city",
    "device",
    "os",
    "browser",
    "language",
    "source",
    "medium",
    "platform",
    "campaign",
    "objective",
    "tactic",
    "audience",
    "ad",
    "landing_page",
    "landing_section",
    "is_returning",
    "has_account",
    "days_with_account",
    "orders_before",
    "days_since_order",
];

/// What our sessions tell while they last.
const KNOWN_LATER: [&str; 4] = ["page_views", "product_views", "duration_seconds", "added_to_cart"];

impl Marts {
    /// Makes the marts of a folder that `adloom gen` wrote.
    pub fn of_dataset(path: &Path, threads: usize) -> Result<Marts, DatasetError> {
        Marts::of(Dataset::open_damaged(path, threads)?)
    }

    /// Makes the marts of a dataset; a table that it does not have counts as empty.
    pub fn of(dataset: Dataset) -> Result<Marts, DatasetError> {
        let (raw, session) = (dataset.session(), dataset.session().sequential_sibling()?);
        let written = |name: &str| dataset.has(&format!("data.{name}"));
        for table in columns::ALL.iter().filter(|table| table.folder == Folder::Data) {
            if !written(table.name) {
                let empty = EmptyTable::new(reading_schema(table));
                raw.register("data", table.name, Arc::new(empty))?;
            }
        }
        let mut available = BTreeMap::new();
        for (mart, from, sql) in FROM_ADLOOM {
            if written(from) {
                let known = |sql: String, name: &str| {
                    let is = if written(name) { "TRUE" } else { "FALSE" };
                    sql.replace(&format!("{{{name}}}"), is)
                };
                let sql = ["sessions", "orders", "order_items"].into_iter().fold(sql.into(), known);
                raw.keep(&session, "mart", mart.name, &sql)?;
                available.insert(mart.name, filled(&session, mart)?);
            }
        }
        let mut visits = VisitColumns::default();
        if written("sessions") {
            raw.view("mart", VISITS, include_str!("sql/adloom/visits.sql"))?;
            raw.share(&session, "mart", VISITS)?;
            let all = ["visit", "date", "started_at", "converted"].iter();
            let all = all.chain(&KNOWN_AT_START).chain(&KNOWN_LATER);
            available.insert(VISITS, all.map(|&name| name.to_owned()).collect());
            visits.start = KNOWN_AT_START.map(str::to_owned).to_vec();
            visits.during = KNOWN_LATER.map(str::to_owned).to_vec();
        }
        let about = about(&dataset)?;
        Ok(Marts { origin: Origin::Dataset(Box::new(dataset)), session, available, about, visits })
    }

    /// Makes the marts of a company's own files, in a folder, as a map names them.
    pub fn of_files(folder: &Path, map: &Map) -> Result<Marts, DatasetError> {
        // The rows of files have an order that one thread keeps.
        let session = Session::new(1)?;
        let mapped = map.register(folder, &session)?;
        let mut available = BTreeMap::new();
        for mart in ALL {
            if mapped.marts.contains(mart.name) {
                available.insert(mart.name, filled(&session, mart)?);
            }
        }
        if !mapped.visits.start.is_empty() || !mapped.visits.during.is_empty() {
            available.insert(VISITS, mapped.visit_columns);
        }
        let (about, visits) = (mapped.about, mapped.visits);
        Ok(Marts { origin: Origin::Files, session, available, about, visits })
    }

    /// The query engine that knows `mart.visits`, on all threads.
    pub fn visits_session(&self) -> &Session {
        self.dataset().map_or(&self.session, Dataset::session)
    }

    /// The query engine that goes through `mart.visits` in the order of the files.
    pub fn sequential_session(&self) -> &Session {
        &self.session
    }

    /// The dataset behind them, if adloom wrote it: the report may look for `truth/` there.
    pub fn dataset(&self) -> Option<&Dataset> {
        match &self.origin {
            Origin::Dataset(dataset) => Some(dataset),
            Origin::Files => None,
        }
    }

    /// What the report says of the data.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Which columns of the visits are known when.
    pub fn visit_columns(&self) -> &VisitColumns {
        &self.visits
    }

    /// Whether a mart has a value in a column.
    pub fn has(&self, mart: &str, column: &str) -> bool {
        self.available.get(mart).is_some_and(|columns| columns.contains(column))
    }

    /// Says which of some columns a mart lacks.
    pub fn need(&self, mart: &str, columns: &[&str]) -> Result<(), FeatureError> {
        let lacking = |what: String| Err(FeatureError::Lacking(what));
        if !self.available.contains_key(mart) {
            return lacking(format!("the data have no {mart}"));
        }
        match columns.iter().find(|column| !self.has(mart, column)) {
            None => Ok(()),
            Some(column) => lacking(format!("{mart} has no column `{column}` with a value in it")),
        }
    }

    /// Answers a query.
    pub fn answer(&self, query: &str) -> Result<Answer, DatasetError> {
        Answer::to(&self.session, query)
    }
}

/// The columns of a mart that hold any value at all.
fn filled(session: &Session, mart: &Mart) -> Result<BTreeSet<String>, DatasetError> {
    let counts = mart.columns.iter().map(|(name, _)| format!("count({name}) AS {name}"));
    let query = format!("SELECT {} FROM mart.{}", counts.collect::<Vec<_>>().join(", "), mart.name);
    let answer = Answer::to(session, &query)?;
    let mut filled = BTreeSet::new();
    for (name, _) in mart.columns {
        if answer.numbers(name)?.first().copied().flatten().is_some_and(|count| count > 0.0) {
            filled.insert((*name).to_owned());
        }
    }
    Ok(filled)
}

fn about(dataset: &Dataset) -> Result<About, DatasetError> {
    let regions = "SELECT region_id, timezone, currency FROM data.regions";
    let regions = Answer::to(dataset.session(), regions)?;
    let (ids, zones) = (regions.texts("region_id")?, regions.texts("timezone")?);
    let unread = dataset.damaged().values().map(|error| format!("Left out: {error}."));
    Ok(About {
        title: dataset.manifest().name.clone().unwrap_or_else(|| "Dataset".into()),
        currency: regions.texts("currency")?.into_iter().flatten().next(),
        timezones: ids.into_iter().zip(zones).filter_map(|(id, zone)| Some((id?, zone?))).collect(),
        notes: unread.collect(),
    })
}
