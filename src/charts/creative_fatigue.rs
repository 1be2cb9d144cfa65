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
/// Points of a curve.
const STEPS: u32 = 40;
/// A curve ends where its interval goes beyond this: from there on it says nothing.
const UNSURE: f64 = 1.5;
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
    let mut panels: Vec<Panel> = curves(scores).into_iter().collect();
    panels.push(losses(&worn));
    let caption = setting.caption(&[
        "Net of what the days did to all creatives",
        &format!("Below: the {} of {all} creatives that have lost most", worn.len()),
        "Bands and bars: 90% intervals; curves end where they say nothing more",
    ]);
    Ok(Figure::grid("creative-fatigue", title, caption, panels, 1))
}

/// Curves of the platforms whose wear is measured on the most frequent axis, as far as any of their
/// creatives was worn.
fn curves(scores: &CreativeScores) -> Option<Panel> {
    let on = |axis: WearAxis| scores.fatigue_priors.iter().filter(move |prior| prior.axis == axis);
    let axes = [WearAxis::DaysLive, WearAxis::CumulativeFrequency];
    let axis = axes.into_iter().max_by_key(|axis| on(*axis).count())?;
    let x = Axis::linear(
        match axis {
            WearAxis::CumulativeFrequency => "Times that a person has seen it before",
            WearAxis::DaysLive => "Days since it was first shown",
        },
        Unit::Number,
    );
    let y = Axis::linear("Click-through rate against a fresh creative", Unit::Percent);
    let mut panel = Panel::new(x, y).stretched(HEIGHT);
    for prior in on(axis).take(MOST.1) {
        let band = band(prior, furthest(&scores.rows, prior));
        if band.len() < 2 {
            continue;
        }
        let colour = || Colour::Platform(prior.platform.clone());
        let points = band.iter().map(|(wear, ..)| (*wear, left(prior.mean, *wear))).collect();
        panel = panel.with(Band { series: Series::new("", colour()), points: band });
        let series = Series::new(text::platform(&prior.platform), colour());
        panel = panel.with(Line { series, points, stroke: Stroke::Solid });
    }
    (!panel.marks.is_empty()).then_some(panel)
}

/// The part of a fresh click-through rate that is left: e^(slope · wear), as the slope is defined.
fn left(slope: f64, wear: f64) -> f64 {
    libm::exp(slope * wear)
}

/// The interval of what is left, up to some wear.
fn band(prior: &FatiguePrior, furthest: f64) -> Vec<(f64, f64, f64)> {
    let spread = Z90 * prior.se;
    let at = |step: u32| furthest * f64::from(step) / f64::from(STEPS);
    let ends = (0..=STEPS)
        .map(at)
        .map(|wear| (wear, left(prior.mean - spread, wear), left(prior.mean + spread, wear)));
    ends.take_while(|(.., high)| *high <= UNSURE).collect()
}

/// The largest wear of a platform's creatives.
fn furthest(rows: &[CreativeScore], prior: &FatiguePrior) -> f64 {
    let ours = rows.iter().filter(|row| row.platform == prior.platform);
    let wear = ours.filter_map(|row| row.fatigue.as_ref()).filter(|own| own.axis == prior.axis);
    wear.map(|own| own.wear).filter(|wear| wear.is_finite()).fold(0.0, f64::max)
}

/// What each creative has lost: 1 − e^(slope · wear), at the slope and at the ends of its interval.
fn losses(worn: &[(&CreativeScore, &Fatigue)]) -> Panel {
    let names = worn.iter().map(|(row, _)| row.name.clone()).collect();
    let x = Axis::linear("Share of the fresh click-through rate lost", Unit::Percent);
    let mut panel = Panel::new(x.range(Range::AtLeast(0.0, WORN)), Axis::categories(names))
        .with(Rule { on: Side::X, at: WORN, label: "a fifth".to_owned() });
    let mut platforms: Vec<&str> = worn.iter().map(|(row, _)| row.platform.as_str()).collect();
    platforms.sort_unstable();
    platforms.dedup();
    for platform in platforms {
        let ours = worn.iter().enumerate().filter(|(_, (row, _))| row.platform == platform);
        let estimates = ours.map(|(i, (_, fatigue))| {
            let ends = [fatigue.slope.high, fatigue.slope.low]
                .map(|slope| 1.0 - left(slope, fatigue.wear));
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
