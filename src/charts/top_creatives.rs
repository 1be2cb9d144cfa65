//! The creatives with the highest scores, and how sure their figures are.

use super::figure::{
    Axis, Colour, Estimate, Estimates, Figure, Marker, NotDrawn, Panel, Series, Unit,
};
use super::setting::Setting;
use super::text::{self, creatives::leader};
use crate::models::creatives::CreativeScore;

/// Creatives shown.
const MOST: usize = 12;

/// One row for each creative, the highest score first: its return on ad spend, or its click-through
/// rate where that is not known, with the 90 % interval.
pub fn top_creatives(rows: &[CreativeScore], setting: &Setting) -> Result<Figure, NotDrawn> {
    let shown = &rows[..rows.len().min(MOST)];
    let Some(first) = shown.first() else {
        return Err(NotDrawn::NotComputed { what: "scores of creatives".to_owned() });
    };
    let returns = shown.iter().any(|row| row.roas.is_some());
    let value = |row: &CreativeScore| match (returns, &row.roas) {
        (true, Some(roas)) => Some((roas.mean, roas.low, roas.high)),
        (true, None) => None,
        (false, _) => Some((row.ctr.mean, row.ctr.low, row.ctr.high)),
    };
    let names =
        shown.iter().map(|row| format!("{} · {:.0}", text::named(&row.name), row.score)).collect();
    let x = match returns {
        true => Axis::linear("ROAS", Unit::Times),
        false => Axis::linear("Click-through rate", Unit::Percent),
    };
    let mut panel = Panel::new(x, Axis::categories(names));
    let mut platforms: Vec<&str> = shown.iter().map(|row| row.platform.as_str()).collect();
    platforms.sort_unstable();
    platforms.dedup();
    for platform in platforms {
        let ours = shown.iter().enumerate().filter(|(_, row)| row.platform == platform);
        let estimate = |(i, row): (usize, &CreativeScore)| {
            let (value, low, high) = value(row)?;
            Some(Estimate { at: i as f64, value, interval: Some((low, high)), colour: None })
        };
        let colour = Colour::Platform(platform.to_owned());
        let series = Series::new(text::platform(platform), colour);
        let estimates = ours.filter_map(estimate).collect();
        panel = panel.with(Estimates { series, estimates, marker: Marker::Dot });
    }
    let roas = first.roas.as_ref().map(|roas| (roas.mean, roas.low, roas.high));
    let title = leader(&first.name, first.score, roas, first.ctr.mean);
    let shown_of = format!("The first {} of {} creatives", shown.len(), rows.len());
    let caption = setting.caption(&[
        &shown_of,
        "Beside each name: its score, 0 to 100",
        "Means and 90% intervals of the posterior; orders by last click",
    ]);
    Ok(Figure::new("top-creatives", title, caption, panel))
}
