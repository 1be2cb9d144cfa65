//! Revenue by country, or by region where there is one country.

use super::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Figure, NotDrawn, Panel, Series,
};
use super::numbers::print;
use super::setting::Setting;
use super::text::{self, kpis::first_place};
use super::top::top;
use crate::analysis::{KeyFigures, Place};

/// Places shown.
const MOST: usize = 15;

/// One bar for each place, the largest first.
pub fn revenue_by_place(kpis: &KeyFigures, setting: &Setting) -> Result<Figure, NotDrawn> {
    let place = kpis.place();
    let (one, several) = (place.dimension(), place.plural());
    let table = kpis.by(&[one]);
    let revenue = table.iter().flat_map(|table| &table.rows).filter_map(|row| {
        Some((row.keys.first()?.clone(), row.sums.revenue.or(row.sums.claimed_revenue)?))
    });
    let revenue: Vec<(String, f64)> = revenue.filter(|(_, revenue)| *revenue > 0.0).collect();
    let whole: f64 = revenue.iter().map(|(_, revenue)| revenue).sum();
    let (mut shown, others) = top(revenue, MOST);
    let Some((first, most)) = shown.first().cloned() else {
        return Err(NotDrawn::NotComputed { what: format!("revenue by {one}") });
    };
    let (other, others_of) = (format!("other {one}"), format!("other {several}"));
    let last = others.map(|(count, revenue)| (text::count(count, &other, &others_of), revenue));
    let many = shown.len();
    shown.extend(last);
    let money = setting.money();
    let bar = |(i, (_, revenue)): (usize, &(String, f64))| Bar {
        at: i as f64,
        value: *revenue,
        label: format!("{} · {}", print(*revenue, &money), text::share(revenue / whole)),
        colour: (i >= many).then_some(Colour::Faint),
    };
    let bars = shown.iter().enumerate().map(bar).collect();
    let series = vec![BarSeries { series: Series::new("Revenue", Colour::Accent), bars }];
    let names = shown.iter().map(|(name, _)| name.clone()).collect();
    let panel = Panel::new(Axis::linear("Revenue", money.clone()), Axis::categories(names))
        .with(Bars { series, arrangement: Arrangement::Grouped, track: None });
    let blended = table.is_some_and(|table| table.blended);
    let whose = if blended { "All orders" } else { "Orders that ads brought, by last click" };
    let caption = setting.caption(&[whose, &format!("With each {one}'s share")]);
    let name = match place {
        Place::Country => "revenue-by-country",
        Place::Region => "revenue-by-region",
    };
    Ok(Figure::new(name, first_place(&first, most / whole), caption, panel))
}
