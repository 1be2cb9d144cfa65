//! The days of ads.

use jiff::civil::Date;
use ndarray::Array1;

use super::super::marts::{FeatureError, Marts};
use crate::features::ad_days::AdDays;
use crate::features::table::{Feature, FeatureTable, Values};

/// Attributes of the ad that may be features.
const ATTRIBUTES: [&str; 5] = ["platform", "objective", "tactic", "audience", "format"];
/// Amounts of the day that may be features. What the platform claims is not among them: it counts
/// the very orders that are predicted.
const AMOUNTS: [&str; 5] = ["spend", "impressions", "reach", "clicks", "engagements"];

/// Reads them.
pub fn ad_days(marts: &Marts) -> Result<AdDays, FeatureError> {
    marts.need("performance", &["date", "ad", "spend", "orders"])?;
    let answer = marts.answer(include_str!("../sql/ad_days.sql"))?;
    let (ads, dates) = (answer.texts("ad")?, answer.dates("date")?);
    let kept: Vec<usize> =
        (0..answer.rows()).filter(|&i| ads[i].is_some() && dates[i].is_some()).collect();
    let mut features = Vec::new();
    for name in ATTRIBUTES.into_iter().filter(|name| marts.has("performance", name)) {
        let values = answer.texts(name)?;
        let values = kept.iter().map(|&i| values[i].clone());
        features.push(Feature { name: name.to_owned(), values: categories(values) });
    }
    for name in AMOUNTS.into_iter().filter(|name| marts.has("performance", name)) {
        let values = answer.numbers(name)?;
        let values = kept.iter().map(|&i| values[i].map_or(f32::NAN, |value| value as f32));
        features.push(Feature { name: name.to_owned(), values: Values::Numeric(values.collect()) });
    }
    let ads: Vec<String> = kept.iter().filter_map(|&i| ads[i].clone()).collect();
    let dates: Vec<Date> = kept.iter().filter_map(|&i| dates[i]).collect();
    let weekday = dates.iter().map(|date| Some(format!("{:?}", date.weekday())));
    features.push(Feature { name: "weekday".to_owned(), values: categories(weekday) });
    features.push(Feature { name: "days_live".to_owned(), values: days_live(&ads, &dates) });
    let orders = answer.numbers("orders")?;
    let orders = kept.iter().map(|&i| orders[i].unwrap_or(0.0) as f32).collect();
    Ok(AdDays { features: FeatureTable { features }, ads, dates, orders })
}

/// Days since the ad's first row; rows are in the order of ads and days.
fn days_live(ads: &[String], dates: &[Date]) -> Values {
    let mut first = 0;
    let mut days = Vec::with_capacity(ads.len());
    for i in 0..ads.len() {
        if ads[i] != ads[first] {
            first = i;
        }
        days.push(dates[first].until(dates[i]).map_or(0.0, |span| span.get_days() as f32));
    }
    Values::Numeric(Array1::from_vec(days))
}

/// Codes categories in the order of their labels.
fn categories(values: impl Iterator<Item = Option<String>>) -> Values {
    let values: Vec<String> = values.map(|value| value.unwrap_or_default()).collect();
    let mut labels = values.clone();
    labels.sort_unstable();
    labels.dedup();
    let code = |value: &String| labels.partition_point(|label| label < value) as u32;
    Values::Category { codes: values.iter().map(code).collect(), labels }
}
