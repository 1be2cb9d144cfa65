//! Geo experiments: what happened in the treated regions, and what would have.

use super::figure::{
    Axis, Colour, Figure, Line, NotDrawn, Panel, Region, Series, Side, Stroke, Unit, day,
};
use super::text::{self, media};
use crate::models::experiments::{Day, ExperimentReading, Outcome, Reading};

/// Height of the panel with the gap.
const GAP_HEIGHT: f64 = 0.5;

/// Orders of the treated regions beside their synthetic control, and the gap between them.
pub fn experiment(reading: &ExperimentReading) -> Result<Figure, NotDrawn> {
    let Outcome::Computed(outcome) = &reading.outcome else {
        return Err(NotDrawn::NotComputed { what: format!("experiment {}", reading.id) });
    };
    if outcome.days.len() < 2 {
        let (what, have) = (format!("periods of experiment {}", reading.id), outcome.days.len());
        return Err(NotDrawn::TooFew { what, have, need: 2 });
    }
    let change = outcome.synthetic_control.relative;
    let change = (change.estimate, change.low, change.high);
    let title = media::experiment(&reading.channels, &reading.treated, reading.multiplier, change);
    let period = text::period(outcome.before_from, outcome.read_until);
    let chance = outcome.synthetic_control.in_space.map_or_else(String::new, |placebos| {
        format!(" As large an effect in {} of other choices of regions.", text::share(placebos.p))
    });
    let caption = format!(
        "{period}. Orders in {}. Synthetic control: a weighted mean of {}. In brackets: 95% \
         interval.{chance}",
        text::list(&reading.treated),
        text::count(outcome.controls.len(), "other region", "other regions"),
    );
    let name = format!("experiment-{}", slug(&reading.id));
    let panels = vec![orders(reading, outcome), gap(reading, outcome)];
    Ok(Figure::grid(&name, title, caption, panels, 1))
}

fn shade(reading: &ExperimentReading, label: &str) -> Region {
    let (from, to) = (day(reading.start), day(reading.end));
    Region { on: Side::X, from, to, label: label.to_owned() }
}

fn orders(reading: &ExperimentReading, outcome: &Reading) -> Panel {
    let line = |name: &str, colour, stroke, of: fn(&Day) -> f64| Line {
        series: Series::new(name, colour),
        points: outcome.days.iter().map(|each| (day(each.date), of(each))).collect(),
        stroke,
    };
    Panel::new(Axis::dates(), Axis::linear("Orders", Unit::Number))
        .with(shade(reading, "test"))
        .with(line("Expected by synthetic control", Colour::Neutral, Stroke::Dashed, |d| {
            d.synthetic
        }))
        .with(line("Actual", Colour::Accent, Stroke::Solid, |day| day.actual))
}

fn gap(reading: &ExperimentReading, outcome: &Reading) -> Panel {
    let points = outcome.days.iter().map(|each| (day(each.date), each.gap)).collect();
    Panel::new(Axis::dates(), Axis::linear("Actual less expected", Unit::Number))
        .stretched(GAP_HEIGHT)
        .with(shade(reading, ""))
        .with(Line { series: Series::new("", Colour::Accent), points, stroke: Stroke::Solid })
}

/// Letters, digits and hyphens only: the id goes into a file's name.
fn slug(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    id.chars().map(plain).collect()
}
