//! How charts look: colours and sizes, the same on each of them.

mod palette;
mod sizes;

use std::collections::BTreeMap;

pub use palette::Rgb;
pub use sizes::*;

use super::figure::{Colour, Figure, Mark, Ramp};
use palette::{
    ACCENT, CONTRAST, FAINT, KINDS, NEUTRAL, PALE, PLATFORMS, RAMP_HIGH, RAMP_LOW, preferred,
};

/// The colours of a set of figures. A platform has one colour on all of them.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// Place in the palette by platform name; none where the palette has run out.
    platforms: BTreeMap<String, Option<usize>>,
}

impl Theme {
    /// The colours for figures that are shown together.
    ///
    /// A well-known platform keeps its own colour, the first that asks if several would have the
    /// same. Others take what is left, in the order in which the figures name them.
    pub fn of(figures: &[Figure]) -> Theme {
        let mut names: Vec<&str> = Vec::new();
        for name in figures.iter().flat_map(platforms) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut theme = Theme::default();
        let mut free = [true; PLATFORMS.len()];
        for &name in &names {
            if let Some(own) = preferred(name).filter(|&place| free[place]) {
                free[own] = false;
                theme.platforms.insert(name.to_owned(), Some(own));
            }
        }
        for &name in &names {
            if !theme.platforms.contains_key(name) {
                let place = free.iter().position(|&free| free);
                if let Some(place) = place {
                    free[place] = false;
                }
                theme.platforms.insert(name.to_owned(), place);
            }
        }
        theme
    }

    /// How a colour looks.
    pub fn rgb(&self, colour: &Colour) -> Rgb {
        match colour {
            Colour::Platform(name) => match self.platforms.get(name) {
                Some(place) => place.map_or(NEUTRAL, |place| PLATFORMS[place].1),
                None => preferred(name).map_or(NEUTRAL, |place| PLATFORMS[place].1),
            },
            Colour::Accent => ACCENT,
            Colour::Contrast => CONTRAST,
            Colour::Ink => INK,
            Colour::Neutral => NEUTRAL,
            Colour::Faint => FAINT,
            Colour::Kind(kind) => KINDS[kind % KINDS.len()],
        }
    }

    /// The colour of a cell whose value lies at `value` between the least and the most.
    pub fn cell(&self, ramp: Ramp, value: f64, least: f64, most: f64) -> Rgb {
        match ramp {
            Ramp::Sequential => PALE.mix(RAMP_HIGH, share(value - least, most - least)),
            Ramp::Diverging { middle } => {
                let reach = (most - middle).max(middle - least);
                let end = if value >= middle { RAMP_HIGH } else { RAMP_LOW };
                PALE.mix(end, share((value - middle).abs(), reach))
            }
        }
    }
}

/// Part of a whole, within 0 to 1; one half where there is no whole.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.5 }
}

/// The platforms whose colours a figure uses, in drawing order.
fn platforms(figure: &Figure) -> Vec<&str> {
    let marks = figure.panels.iter().flat_map(|panel| &panel.marks);
    let colours = marks.flat_map(|mark| match mark {
        Mark::Line(line) => vec![&line.series.colour],
        Mark::Stack(stack) => stack.areas.iter().map(|area| &area.series.colour).collect(),
        Mark::Bars(bars) => bars
            .series
            .iter()
            .flat_map(|bars| {
                let own = bars.bars.iter().filter_map(|bar| bar.colour.as_ref());
                std::iter::once(&bars.series.colour).chain(own)
            })
            .collect(),
        Mark::Points(points) => vec![&points.series.colour],
        Mark::Estimates(estimates) => {
            let own = estimates.estimates.iter().filter_map(|estimate| estimate.colour.as_ref());
            std::iter::once(&estimates.series.colour).chain(own).collect()
        }
        Mark::Band(band) => vec![&band.series.colour],
        Mark::Cells(_) | Mark::Rule(_) | Mark::Region(_) | Mark::Note(_) => Vec::new(),
    });
    let named = colours.filter_map(|colour| match colour {
        Colour::Platform(name) => Some(name.as_str()),
        _ => None,
    });
    named.collect()
}

#[cfg(test)]
mod tests;
