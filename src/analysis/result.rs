//! What was found, as it goes into `metrics.json`.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::features::cohorts::CohortCell;
use crate::models::ad_conversions::AdConversionsResult;
use crate::models::conversion::ConversionResult;
use crate::models::creatives::CreativeScores;
use crate::models::experiments::ExperimentReading;
use crate::models::kpis::{Anomaly, CampaignVerdict, Funnel, KpiRow, KpiTable, Month, Pareto};
use crate::models::least_squares::Exploratory;
use crate::models::response::ResponseFit;

/// What became of an analysis.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "outcome", content = "result", rename_all = "snake_case")]
pub enum Outcome<T> {
    /// It was done.
    Done(T),
    /// It could not be done, and why, in one line.
    NotDone(String),
    /// It was not asked for.
    NotAsked,
}

impl<T> Outcome<T> {
    /// The result, if there is one.
    pub fn done(&self) -> Option<&T> {
        match self {
            Outcome::Done(result) => Some(result),
            Outcome::NotDone(_) | Outcome::NotAsked => None,
        }
    }

    /// Why there is none although it was asked for.
    pub fn why_not(&self) -> Option<&str> {
        match self {
            Outcome::NotDone(why) => Some(why),
            Outcome::Done(_) | Outcome::NotAsked => None,
        }
    }
}

/// Everything that was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Analysis {
    /// What the figures are about.
    pub about: About,
    /// Key figures.
    pub kpis: Outcome<KeyFigures>,
    /// Customers by the month of their first order.
    pub cohorts: Outcome<Vec<CohortCell>>,
    /// Orders on spend by least squares.
    pub exploratory: Outcome<Exploratory>,
    /// Adstock and saturation of each channel.
    pub response: Outcome<ResponseFit>,
    /// Geo experiments.
    pub experiments: Outcome<Vec<ExperimentReading>>,
    /// Which visits convert, from what is known when they begin.
    pub conversion: Outcome<ConversionResult>,
    /// The same, from what is known later as well.
    pub conversion_in_visit: Outcome<ConversionResult>,
    /// Daily orders of each ad.
    pub ad_conversions: Outcome<AdConversionsResult>,
    /// Creatives.
    pub creatives: Outcome<CreativeScores>,
    /// The keys of the visits that the forests were given, in their order.
    #[serde(skip)]
    pub visits: Vec<u64>,
}

/// What the figures are about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct About {
    /// Version of adloom.
    pub adloom: String,
    /// What the dataset is called.
    pub title: String,
    /// Currency of all money, where it is known.
    pub currency: Option<String>,
    /// First day with a row.
    pub first_day: Option<Date>,
    /// Last day with a row.
    pub last_day: Option<Date>,
    /// Seed of everything random in the analyses.
    pub seed: u64,
    /// What was noticed while reading.
    pub notes: Vec<String>,
}

/// Key figures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KeyFigures {
    /// The whole: all spend, and all orders of the shop where its books are there, else those of
    /// paid last clicks.
    pub total: KpiRow,
    /// Whether `total` has all orders of the shop.
    pub blended: bool,
    /// What paid visits alone brought, by last click.
    pub paid: KpiRow,
    /// By one or two dimensions: by day and by country blended where the books are there, everything
    /// else by last click.
    pub tables: Vec<KpiTable>,
    /// From impression to new customer.
    pub funnel: Funnel,
    /// How few campaigns bring how much.
    pub pareto: Option<Pareto>,
    /// Months and their growth.
    pub months: Vec<Month>,
    /// What to do with each campaign.
    pub verdicts: Vec<CampaignVerdict>,
    /// Days that stand out.
    pub anomalies: Vec<Anomaly>,
}

/// What places are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Countries.
    Country,
    /// Regions, such as states.
    Region,
}

impl Place {
    /// The dimension's name, which is the word for one place as well.
    pub fn dimension(self) -> &'static str {
        match self {
            Place::Country => "country",
            Place::Region => "region",
        }
    }

    /// The word for several places.
    pub fn plural(self) -> &'static str {
        match self {
            Place::Country => "countries",
            Place::Region => "regions",
        }
    }
}

impl KeyFigures {
    /// The table by some dimensions.
    pub fn by(&self, dimensions: &[&str]) -> Option<&KpiTable> {
        self.tables.iter().find(|table| table.dimensions == dimensions)
    }

    /// By what places are told apart: countries, or regions where all business is in one country.
    pub fn place(&self) -> Place {
        let several =
            |place: Place| self.by(&[place.dimension()]).is_some_and(|t| t.rows.len() > 1);
        match several(Place::Region) && !several(Place::Country) {
            true => Place::Region,
            false => Place::Country,
        }
    }
}
