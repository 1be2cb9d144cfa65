//! Return on ad spend by platform and country.

use super::figure::{Axis, Cell, Cells, Figure, NotDrawn, Panel, Ramp, Unit};
use super::numbers::rough;
use super::setting::Setting;
use super::text::{self, kpis::best_and_worst};
use super::top::{summed, top};
use crate::analysis::KeyFigures;
use crate::models::kpis::KpiRow;

/// Countries and platforms shown.
const MOST: (usize, usize) = (8, 12);
/// Rows are this much higher than others.
const HEIGHT: f64 = 1.5;
/// A cell with less than this share of all spend is not named as best or worst.
const WORTH_NAMING: f64 = 0.01;

/// One cell for each platform and country; what lies below break-even has another hue.
pub fn roas_map(kpis: &KeyFigures, setting: &Setting) -> Result<Figure, NotDrawn> {
    let rows = kpis.by(&["platform", "country"]).map_or(&[][..], |table| &table.rows);
    let claimed = rows.iter().all(|row| row.ratios.roas.is_none());
    let roas = |row: &KpiRow| if claimed { row.ratios.claimed_roas } else { row.ratios.roas };
    let all: Vec<Place> = rows
        .iter()
        .filter_map(|row| match row.keys.as_slice() {
            [platform, country] => {
                let spend = row.sums.spend.filter(|spend| *spend > 0.0)?;
                Some(Place { platform, country, roas: roas(row)?, spend })
            }
            _ => None,
        })
        .collect();
    let (countries, hidden) = by_spend(&all, |place| place.country, MOST.0);
    let (platforms, _) = by_spend(&all, |place| place.platform, MOST.1);
    if countries.len() * platforms.len() < 2 {
        let what = "places with spend and ROAS".to_owned();
        return Err(NotDrawn::TooFew { what, have: all.len(), need: 2 });
    }
    let shown: Vec<Place> = all
        .into_iter()
        .filter(|place| platforms.iter().any(|platform| platform == place.platform))
        .filter(|place| countries.iter().any(|country| country == place.country))
        .collect();
    let cell = |place: &Place| {
        let x = countries.iter().position(|country| country == place.country)?;
        let y = platforms.iter().position(|platform| platform == place.platform)?;
        Some(Cell { x, y, value: place.roas, label: rough(place.roas, &Unit::Times) })
    };
    let cells = shown.iter().filter_map(cell).collect();
    let margin = kpis.total.ratios.gross_margin.filter(|margin| *margin > 0.0);
    let middle = margin.map_or(1.0, |margin| 1.0 / margin);
    let names = platforms.iter().map(|platform| text::platform(platform)).collect();
    let panel = Panel::new(Axis::categories(countries), Axis::categories(names))
        .stretched(HEIGHT)
        .with(Cells { series: "ROAS".to_owned(), cells, ramp: Ramp::Diverging { middle } });
    let caption = setting.caption(&[
        if claimed { "ROAS as the platforms claim it" } else { "ROAS by last click" },
        &format!("Brown: below break-even at {}", rough(middle, &Unit::Times)),
        &hidden.map_or_else(String::new, |n| {
            format!("{} left out", text::count(n, "smaller country", "smaller countries"))
        }),
    ]);
    Ok(Figure::new("roas-map", title(&shown), caption, panel))
}

/// A platform in a country.
struct Place<'a> {
    platform: &'a str,
    country: &'a str,
    roas: f64,
    spend: f64,
}

/// The names with most spend, and how many others there are.
fn by_spend<'a>(
    places: &[Place<'a>],
    of: fn(&Place<'a>) -> &'a str,
    most: usize,
) -> (Vec<String>, Option<usize>) {
    let sums = summed(places.iter().map(|place| (of(place), place.spend)));
    let (shown, others) = top(sums, most);
    (shown.into_iter().map(|(name, _)| name).collect(), others.map(|(count, _)| count))
}

fn title(places: &[Place]) -> String {
    let whole: f64 = places.iter().map(|place| place.spend).sum();
    let large = || places.iter().filter(|place| place.spend >= WORTH_NAMING * whole);
    let order = |a: &&Place, b: &&Place| a.roas.total_cmp(&b.roas);
    let said = |place: &&Place| (place.platform.to_owned(), place.country.to_owned(), place.roas);
    let ends = large().max_by(order).zip(large().min_by(order));
    ends.map_or_else(String::new, |(best, worst)| {
        let (best, worst) = (said(&best), said(&worst));
        best_and_worst((&best.0, &best.1, best.2), (&worst.0, &worst.1, worst.2))
    })
}
