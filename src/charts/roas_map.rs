//! Return on ad spend by platform and country, or region where there is one country.

use super::figure::{Axis, Cell, Cells, Figure, NotDrawn, Panel, Ramp, Unit};
use super::numbers::rough;
use super::setting::Setting;
use super::text::{self, kpis::best_and_worst};
use super::top::{summed, top};
use crate::analysis::KeyFigures;
use crate::models::kpis::KpiRow;

/// Places and platforms shown.
const MOST: (usize, usize) = (8, 12);
/// Rows are this much higher than others.
const HEIGHT: f64 = 1.5;
/// A cell with less than this share of all spend is not named as best or worst.
const WORTH_NAMING: f64 = 0.01;

/// One cell for each platform and place; what lies below break-even has another hue.
pub fn roas_map(kpis: &KeyFigures, setting: &Setting) -> Result<Figure, NotDrawn> {
    let kind = kpis.place();
    let rows = kpis.by(&["platform", kind.dimension()]).map_or(&[][..], |table| &table.rows);
    let claimed = rows.iter().all(|row| row.ratios.roas.is_none());
    let roas = |row: &KpiRow| if claimed { row.ratios.claimed_roas } else { row.ratios.roas };
    let all: Vec<Spot> = rows
        .iter()
        .filter_map(|row| match row.keys.as_slice() {
            [platform, place] => {
                let spend = row.sums.spend.filter(|spend| *spend > 0.0)?;
                Some(Spot { platform, place, roas: roas(row)?, spend })
            }
            _ => None,
        })
        .collect();
    let (places, hidden) = by_spend(&all, |spot| spot.place, MOST.0);
    let (platforms, _) = by_spend(&all, |spot| spot.platform, MOST.1);
    if places.len() * platforms.len() < 2 {
        let what = "places with spend and ROAS".to_owned();
        return Err(NotDrawn::TooFew { what, have: all.len(), need: 2 });
    }
    let shown: Vec<Spot> = all
        .into_iter()
        .filter(|spot| platforms.iter().any(|platform| platform == spot.platform))
        .filter(|spot| places.iter().any(|place| place == spot.place))
        .collect();
    let cell = |spot: &Spot| {
        let x = places.iter().position(|place| place == spot.place)?;
        let y = platforms.iter().position(|platform| platform == spot.platform)?;
        Some(Cell { x, y, value: spot.roas, label: rough(spot.roas, &Unit::Times) })
    };
    let cells = shown.iter().filter_map(cell).collect();
    let margin = kpis.total.ratios.gross_margin.filter(|margin| *margin > 0.0);
    let middle = margin.map_or(1.0, |margin| 1.0 / margin);
    let names = platforms.iter().map(|platform| text::platform(platform)).collect();
    let panel = Panel::new(Axis::categories(places), Axis::categories(names))
        .stretched(HEIGHT)
        .with(Cells { series: "ROAS".to_owned(), cells, ramp: Ramp::Diverging { middle } });
    let caption = setting.caption(&[
        if claimed { "ROAS as the platforms claim it" } else { "ROAS by last click" },
        &format!("Brown: below break-even at {}", rough(middle, &Unit::Times)),
        &hidden.map_or_else(String::new, |n| {
            let (one, several) = (kind.dimension(), kind.plural());
            let smaller = text::count(n, &format!("smaller {one}"), &format!("smaller {several}"));
            format!("{smaller} left out")
        }),
    ]);
    Ok(Figure::new("roas-map", title(&shown), caption, panel))
}

/// A platform in a place.
struct Spot<'a> {
    platform: &'a str,
    place: &'a str,
    roas: f64,
    spend: f64,
}

/// The names with most spend, and how many others there are.
fn by_spend<'a>(
    spots: &[Spot<'a>],
    of: fn(&Spot<'a>) -> &'a str,
    most: usize,
) -> (Vec<String>, Option<usize>) {
    let sums = summed(spots.iter().map(|spot| (of(spot), spot.spend)));
    let (shown, others) = top(sums, most);
    (shown.into_iter().map(|(name, _)| name).collect(), others.map(|(count, _)| count))
}

fn title(spots: &[Spot]) -> String {
    let whole: f64 = spots.iter().map(|spot| spot.spend).sum();
    let large = || spots.iter().filter(|spot| spot.spend >= WORTH_NAMING * whole);
    let order = |a: &&Spot, b: &&Spot| a.roas.total_cmp(&b.roas);
    let said = |spot: &&Spot| (spot.platform.to_owned(), spot.place.to_owned(), spot.roas);
    let ends = large().max_by(order).zip(large().min_by(order));
    ends.map_or_else(String::new, |(best, worst)| {
        let (best, worst) = (said(&best), said(&worst));
        best_and_worst((&best.0, &best.1, best.2), (&worst.0, &worst.1, worst.2))
    })
}
