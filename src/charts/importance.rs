//! Which features the forest's ranking rests on.

use super::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Estimate, Estimates, Figure, Marker, NotDrawn,
    Panel, Series, Unit,
};
use super::judged::Judged;
use super::numbers::rough;
use super::text::visits::importance as title;
use crate::models::conversion::FeatureImportance;

/// Features shown.
const MOST: usize = 15;

/// One bar for each feature: the fall of the AUC when it is shuffled, or its share of the gain
/// where that was not computed.
pub fn importance(judged: &Judged, features: &[FeatureImportance]) -> Result<Figure, NotDrawn> {
    let shuffled = features.iter().any(|feature| feature.permutation.is_some());
    let value = |feature: &FeatureImportance| match shuffled {
        true => feature.permutation.unwrap_or(0.0),
        false => feature.gain,
    };
    let mut shown: Vec<&FeatureImportance> = features.iter().collect();
    shown.sort_by(|a, b| value(b).total_cmp(&value(a)).then_with(|| a.feature.cmp(&b.feature)));
    shown.truncate(MOST);
    let Some(first) = shown.first() else {
        return Err(NotDrawn::NotComputed { what: "importance of features".to_owned() });
    };
    let unit = if shuffled { Unit::Number } else { Unit::Percent };
    let bar = |(i, feature): (usize, &&FeatureImportance)| Bar {
        at: i as f64,
        value: value(feature),
        label: if shuffled { String::new() } else { rough(feature.gain, &unit) },
        colour: None,
    };
    let bars = shown.iter().enumerate().map(bar).collect();
    let series = vec![BarSeries { series: Series::new("", Colour::Accent), bars }];
    let names = shown.iter().map(|feature| feature.feature.clone()).collect();
    let what = if shuffled { "Fall of the AUC when shuffled" } else { "Share of the gain" };
    let mut panel = Panel::new(Axis::linear(what, unit.clone()), Axis::categories(names))
        .with(Bars { series, arrangement: Arrangement::Grouped, track: None });
    let spread = |(i, feature): (usize, &&FeatureImportance)| {
        let (value, sd) = (feature.permutation?, feature.permutation_sd?);
        let interval = Some((value - sd, value + sd));
        Some(Estimate { at: i as f64, value, interval, colour: None })
    };
    let spreads: Vec<Estimate> = shown.iter().enumerate().filter_map(spread).collect();
    let mut caption = judged.caption();
    if !spreads.is_empty() {
        let series = Series::new("", Colour::Neutral);
        panel = panel.with(Estimates { series, estimates: spreads, marker: Marker::Tick });
        caption.push_str(" Grey: one standard deviation between shuffles.");
    }
    if features.len() > MOST {
        caption.push_str(&format!(" {} features with less left out.", features.len() - MOST));
    }
    let title = title(&first.feature, first.permutation);
    Ok(Figure::new(&judged.name("importance"), title, caption, panel))
}
