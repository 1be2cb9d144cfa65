//! Devices: their shares of spend, and of what came of it.

use super::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Figure, NotDrawn, Panel, Range, Series, Unit,
};
use super::numbers::rough;
use super::setting::Setting;
use super::text::{self, kpis::first_device};
use super::top::top;
use crate::analysis::KeyFigures;
use crate::features::sums::Sums;

/// Devices shown apart.
const MOST: usize = 5;
/// What is shared out, one row each.
const MEASURES: [(&str, Measure); 5] = [
    ("Spend", |sums| sums.spend),
    ("Clicks", |sums| sums.clicks),
    ("Visits", |sums| sums.sessions),
    ("Orders", |sums| sums.orders),
    ("Revenue", |sums| sums.revenue),
];

type Measure = fn(&Sums) -> Option<f64>;

/// One row for spend, clicks, visits, orders and revenue, each shared out among the devices.
pub fn spend_by_device(kpis: &KeyFigures, setting: &Setting) -> Result<Figure, NotDrawn> {
    let rows = kpis.by(&["device"]).map_or(&[][..], |table| &table.rows);
    let spend = rows.iter().filter_map(|row| Some((row.keys.first()?.clone(), row.sums.spend?)));
    let (devices, others) = top(spend.filter(|(_, spend)| *spend > 0.0).collect(), MOST);
    if devices.len() < 2 {
        let (what, have) = ("devices with spend".to_owned(), devices.len());
        return Err(NotDrawn::TooFew { what, have, need: 2 });
    }
    let total = |of: Measure, device: Option<&str>| -> f64 {
        let ours = rows.iter().filter(|row| {
            device.is_none_or(|device| row.keys.first().is_some_and(|key| key == device))
        });
        ours.filter_map(|row| of(&row.sums)).sum()
    };
    let known: Vec<(&str, Measure)> =
        MEASURES.into_iter().filter(|(_, of)| total(*of, None) > 0.0).collect();
    let share = |of: Measure, device: &str| total(of, Some(device)) / total(of, None);
    let bar = |i: usize, value: f64| Bar {
        at: i as f64,
        value,
        label: rough(value, &Unit::Percent),
        colour: None,
    };
    let mut series: Vec<BarSeries> = devices
        .iter()
        .enumerate()
        .map(|(kind, (device, _))| {
            let bars = known.iter().enumerate().map(|(i, (_, of))| bar(i, share(*of, device)));
            let series = Series::new(text::capital(device), Colour::Kind(kind));
            BarSeries { series, bars: bars.collect() }
        })
        .collect();
    if others.is_some() {
        let rest = |of: Measure| 1.0 - devices.iter().map(|(id, _)| share(of, id)).sum::<f64>();
        let bars = known.iter().enumerate().map(|(i, (_, of))| bar(i, rest(*of).max(0.0)));
        let series_of = Series::new("Others", Colour::Faint);
        series.push(BarSeries { series: series_of, bars: bars.collect() });
    }
    let names = known.iter().map(|(name, _)| (*name).to_owned()).collect();
    let x = Axis::linear("Share of the whole", Unit::Percent).range(Range::AtLeast(0.0, 1.0));
    let panel = Panel::new(x, Axis::categories(names)).with(Bars {
        series,
        arrangement: Arrangement::Stacked,
        track: None,
    });
    let outcome =
        known.iter().rev().find(|(name, _)| ["Orders", "Visits", "Clicks"].contains(name));
    let (first, part) = (&devices[0].0, share(MEASURES[0].1, &devices[0].0));
    let outcome = outcome.map(|(name, of)| (*name, share(*of, first)));
    let caption = setting.caption(&["Orders and revenue by last click"]);
    Ok(Figure::new("spend-by-device", first_device(first, part, outcome), caption, panel))
}
