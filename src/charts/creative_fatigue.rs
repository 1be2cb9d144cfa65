//! How creatives tire.

use super::figure::{
    Axis, Band, Colour, Estimate, Estimates, Figure, Line, Marker, NotDrawn, Panel, Range, Rule,
    Series, Side, Stroke, Unit,
};
use super::setting::Setting;
use super::text::{self, creatives::fatigue};
use crate::models::creatives::{CreativeScore, CreativeScores, Fatigue, FatiguePrior, WearAxis};

/// Creatives and platforms shown.
const MOST: (usize, usize) = (10, 6);
/// Height of the panel of curves.
const HEIGHT: f64 = 0.75;
/// Wear up to which curves are drawn: times seen, or days.
const REACH: [(WearAxis, f64); 2] =
    [(WearAxis::CumulativeFrequency, 10.0), (WearAxis::DaysLive, 60.0)];
/// Points of a curve.
const STEPS: u32 = 40;
/// Half of a 90 % interval, in standard errors.
const Z90: f64 = 1.645;
/// The loss from which a creative counts as worn.
const WORN: f64 = 0.2;
/// Probability from which it does so surely.
const SURE: f64 = 0.8;

/// The click-through rate left as wear grows, by platform, and below it the creatives that have
/// lost most.
pub fn creative_fatigue(scores: &CreativeScores, setting: &Setting) -> Result<Figure, NotDrawn> {
    let mut worn: Vec<(&CreativeScore, &Fatigue)> = scores
        .rows
        .iter()
        .filter_map(|row| Some((row, row.fatigue.as_ref()?)))
        .filter(|(_, fatigue)| fatigue.lost.is_finite())
        .collect();
    if worn.is_empty() {
        return Err(NotDrawn::NotComputed { what: "fatigue of creatives".to_owned() });
    }
    let surely = worn.iter().filter(|(_, fatigue)| fatigue.worn >= SURE).count();
    let title = fatigue(surely, worn.len(), scores.fatigue_priors.first().map(|p| p.mean));
    worn.sort_by(|a, b| b.1.lost.total_cmp(&a.1.lost));
    let all = worn.len();
    worn.truncate(MOST.0);
    let mut panels: Vec<Panel> = curves(&scores.fatigue_priors).into_iter().collect();
    panels.push(losses(&worn));
    let caption = setting.caption(&[
        "Net of what the days did to all creatives",
        &format!("Below: the {} of {all} creatives that have lost most", worn.len()),
        "Bands and bars: 90% intervals",
    ]);
    Ok(Figure::grid("creative-fatigue", title, caption, panels, 1))
}

/// Curves of the platforms whose wear is measured on the most frequent axis.
fn curves(priors: &[FatiguePrior]) -> Option<Panel> {
    let on = |axis: WearAxis| priors.iter().filter(move |prior| prior.axis == axis);
    let (axis, reach) = REACH.into_iter().max_by_key(|(axis, _)| on(*axis).count())?;
    let x = Axis::linear(
        match axis {
            WearAxis::CumulativeFrequency => "Times that a person has seen it before",
            WearAxis::DaysLive => "Days since it was first shown",
        },
        Unit::Number,
    );
    let y = Axis::linear("Click-through rate against a fresh creative", Unit::Percent);
    let mut panel = Panel::new(x, y).stretched(HEIGHT);
    let shown: Vec<&FatiguePrior> = on(axis).take(MOST.1).collect();
    let at = |step: u32| reach * f64::from(step) / f64::from(STEPS);
    // e^(slope · wear): the definition of the slope.
    let left = |slope: f64, wear: f64| libm::exp(slope * wear);
    for prior in &shown {
        let spread = Z90 * prior.se;
        let colour = || Colour::Platform(prior.platform.clone());
        let points = (0..=STEPS)
            .map(at)
            .map(|wear| (wear, left(prior.mean - spread, wear), left(prior.mean + spread, wear)));
        panel = panel.with(Band { series: Series::new("", colour()), points: points.collect() });
        let points = (0..=STEPS).map(at).map(|wear| (wear, left(prior.mean, wear))).collect();
        let series = Series::new(text::platform(&prior.platform), colour());
        panel = panel.with(Line { series, points, stroke: Stroke::Solid });
    }
    (!shown.is_empty()).then_some(panel)
}

/// What each creative has lost: 1 − e^(slope · wear), at the slope and at the ends of its interval.
fn losses(worn: &[(&CreativeScore, &Fatigue)]) -> Panel {
    let names = worn.iter().map(|(row, _)| row.name.clone()).collect();
    let x = Axis::linear("Share of the fresh click-through rate lost", Unit::Percent);
    let mut panel = Panel::new(x.range(Range::AtLeast(0.0, WORN)), Axis::categories(names))
        .with(Rule { on: Side::X, at: WORN, label: "a fifth".to_owned() });
    let lost = |slope: f64, wear: f64| 1.0 - libm::exp(slope * wear);
    let mut platforms: Vec<&str> = worn.iter().map(|(row, _)| row.platform.as_str()).collect();
    platforms.sort_unstable();
    platforms.dedup();
    for platform in platforms {
        let ours = worn.iter().enumerate().filter(|(_, (row, _))| row.platform == platform);
        let estimates = ours.map(|(i, (_, fatigue))| {
            let ends = [fatigue.slope.high, fatigue.slope.low].map(|s| lost(s, fatigue.wear));
            let interval = Some((ends[0].min(ends[1]), ends[0].max(ends[1])));
            Estimate { at: i as f64, value: fatigue.lost, interval, colour: None }
        });
        let colour = Colour::Platform(platform.to_owned());
        let series = Series::new(text::platform(platform), colour);
        let estimates = estimates.collect();
        panel = panel.with(Estimates { series, estimates, marker: Marker::Dot });
    }
    panel
}
