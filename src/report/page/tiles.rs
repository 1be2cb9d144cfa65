//! Key figures as tiles.

use super::html::{Element, Html, el};
use crate::analysis::{Analysis, KeyFigures};
use crate::models::response::{Explained, ResponseFit};
use crate::report::numbers::{count, interval, money, percent, short_money, times};
use crate::report::text::sections::{FIGURES, Section};

/// One figure.
struct Tile {
    name: &'static str,
    value: String,
    about: String,
}

/// The key figures that are known.
pub fn section(analysis: &Analysis) -> (Section, Html) {
    let currency = analysis.about.currency.as_deref();
    let mut tiles: Vec<Tile> = Vec::new();
    if let Some(kpis) = analysis.kpis.done() {
        tiles.extend(sums(kpis, currency));
        tiles.extend(ratios(kpis, currency));
    }
    if let Some(fit) = analysis.response.done().filter(|fit| !fit.channels.is_empty()) {
        tiles.extend(modelled(fit));
    }
    if tiles.is_empty() {
        return (FIGURES, Html::default());
    }
    (FIGURES, el("ul", tiles.into_iter().map(Tile::show).collect::<Html>()).class("tiles").into())
}

impl Tile {
    fn new(name: &'static str, value: Option<String>, about: impl Into<String>) -> Option<Tile> {
        Some(Tile { name, value: value?, about: about.into() })
    }

    fn show(self) -> Element {
        let Tile { name, value, about } = self;
        el("li", (el("h3", name), el("strong", value), el("p", about))).class("tile")
    }
}

fn sums(kpis: &KeyFigures, currency: Option<&str>) -> Vec<Tile> {
    let (sums, ratios) = (&kpis.total.sums, &kpis.total.ratios);
    let amount = |value: Option<f64>| value.map(|value| short_money(value, currency));
    let whose = if kpis.blended { "of the whole shop" } else { "by paid last click" };
    let margin = ratios
        .gross_margin
        .map_or_else(String::new, |margin| format!("gross margin {}", percent(margin)));
    let new = ratios
        .new_customer_rate
        .map_or_else(String::new, |share| format!("{} of orders", percent(share)));
    let of_revenue = ratios
        .spend_share_of_revenue
        .map_or_else(String::new, |share| format!("{} of revenue", percent(share)));
    [
        Tile::new("Spend", amount(sums.spend), of_revenue),
        Tile::new("Revenue", amount(sums.revenue), whose),
        Tile::new("Profit after ads", amount(ratios.profit), margin),
        Tile::new("Orders", sums.orders.map(count), whose),
        Tile::new("New customers", sums.new_customers.map(count), new),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn ratios(kpis: &KeyFigures, currency: Option<&str>) -> Vec<Tile> {
    let (total, paid) = (&kpis.total.ratios, &kpis.paid.ratios);
    let amount = |value: Option<f64>| value.map(|value| money(value, currency));
    let (roas, cac) = match kpis.blended {
        true => ("Blended ROAS", "Blended CAC"),
        false => ("ROAS", "CAC"),
    };
    let whole = if kpis.blended { "all revenue / spend" } else { "paid last clicks / spend" };
    let rate = "orders / visits, paid last click";
    [
        Tile::new(roas, total.roas.map(times), whole),
        Tile::new("Claimed ROAS", total.claimed_roas.map(times), "what platforms say / spend"),
        Tile::new(cac, amount(total.cac), "spend / new customers"),
        Tile::new("Order value", amount(total.aov), "revenue / orders"),
        Tile::new("CTR", paid.ctr.map(percent), "clicks / impressions"),
        Tile::new("Conversion rate", paid.cvr.map(percent), rate),
        Tile::new("CPC", amount(paid.cpc), "spend / clicks"),
        Tile::new("CPM", amount(paid.cpm), "spend / 1,000 impressions"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn modelled(fit: &ResponseFit) -> Vec<Tile> {
    let share = fit.media.share_of_orders;
    let roas = fit.media.roas.map(|roas| {
        let about = format!("response model, 90%: {}", interval(roas.low, roas.high, times));
        Tile::new("Modelled ROAS", Some(times(roas.value)), about)
    });
    let about = format!("response model, 90%: {}", interval(share.low, share.high, percent));
    let name = match fit.explained {
        Explained::NewCustomers => "First orders due to ads",
        Explained::AllOrders => "Orders due to ads",
    };
    let share = Tile::new(name, Some(percent(share.value)), about);
    [roas.flatten(), share].into_iter().flatten().collect()
}
