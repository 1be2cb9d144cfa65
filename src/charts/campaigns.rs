//! Spend against revenue by campaign.

use super::figure::{
    Axis, Colour, Dot, Figure, Line, Marker, NotDrawn, Panel, Points, Series, Stroke,
};
use super::setting::Setting;
use super::text::{self, kpis::campaigns_below};
use super::top::{summed, top};
use crate::analysis::KeyFigures;
use crate::models::kpis::KpiRow;

/// Platforms with a colour of their own.
const MOST: usize = 8;
/// Campaigns named beside their bubble: those with most spend.
const NAMED: usize = 6;
/// The chart is this much higher than others.
const HEIGHT: f64 = 1.3;

/// One bubble for each campaign, on logarithmic axes; its area is orders. On the line, gross profit
/// pays for the ads.
pub fn campaigns(kpis: &KeyFigures, setting: &Setting) -> Result<Figure, NotDrawn> {
    let rows = kpis.by(&["platform", "campaign"]).map_or(&[][..], |table| &table.rows);
    let claimed = rows.iter().all(|row| row.sums.revenue.is_none());
    let all: Vec<Campaign> = rows.iter().filter_map(|row| Campaign::of(row, claimed)).collect();
    let drawn = all.iter().filter(|campaign| campaign.revenue > 0.0).count();
    if drawn < 2 {
        let what = "campaigns with spend and revenue".to_owned();
        return Err(NotDrawn::TooFew { what, have: drawn, need: 2 });
    }
    let mut by_spend: Vec<f64> = all.iter().map(|campaign| campaign.spend).collect();
    by_spend.sort_by(|a, b| b.total_cmp(a));
    let named = by_spend.get(NAMED - 1).copied().unwrap_or(0.0);
    let dot = |campaign: &Campaign| Dot {
        x: campaign.spend,
        y: campaign.revenue,
        size: campaign.orders,
        label: campaign.name.to_owned(),
        named: campaign.spend >= named,
    };
    let platforms = all.iter().map(|campaign| (campaign.platform, campaign.spend));
    let (platforms, others) = top(summed(platforms), MOST);
    let money = setting.money();
    let whose = if claimed { "Claimed revenue" } else { "Revenue by last click" };
    let mut panel = Panel::new(Axis::log("Spend", money.clone()), Axis::log(whose, money));
    panel = panel.stretched(HEIGHT);
    let kinds = platforms.iter().map(|(id, _)| (text::platform(id), Some(id)));
    let rest = others.map(|_| ("Others".to_owned(), None));
    for (name, id) in kinds.chain(rest) {
        let ours = |campaign: &&Campaign| match id {
            Some(id) => campaign.platform == id,
            None => platforms.iter().all(|(id, _)| id != campaign.platform),
        };
        let dots: Vec<Dot> = all.iter().filter(ours).map(dot).collect();
        let colour = id.map_or(Colour::Neutral, |id| Colour::Platform(id.clone()));
        let series = Series::new(name, colour);
        panel = panel.with(Points { series, dots, marker: Marker::Dot });
    }
    let margin = kpis.total.ratios.gross_margin.filter(|margin| *margin > 0.0);
    let even = margin.map_or(1.0, |margin| 1.0 / margin);
    panel = panel.with(break_even(&all, even));
    let below = all.iter().filter(|campaign| campaign.revenue < even * campaign.spend).count();
    let without = all.len() - drawn;
    let caption = setting.caption(&[
        if all.iter().any(|campaign| campaign.orders.is_some()) { "Area: orders" } else { "" },
        "Both axes by powers of ten",
        &if without == 0 {
            String::new()
        } else {
            format!("{} without revenue not drawn", text::count(without, "campaign", "campaigns"))
        },
    ]);
    let title = campaigns_below(below, all.len(), margin.is_some());
    Ok(Figure::new("campaigns", title, caption, panel))
}

/// A campaign with spend.
struct Campaign<'a> {
    platform: &'a str,
    name: &'a str,
    spend: f64,
    revenue: f64,
    orders: Option<f64>,
}

impl<'a> Campaign<'a> {
    fn of(row: &'a KpiRow, claimed: bool) -> Option<Campaign<'a>> {
        let [platform, name] = row.keys.as_slice() else { return None };
        let sums = &row.sums;
        let (revenue, orders) = match claimed {
            true => (sums.claimed_revenue?, sums.claimed_conversions),
            false => (sums.revenue.unwrap_or(0.0), sums.orders),
        };
        let spend = sums.spend.filter(|spend| *spend > 0.0)?;
        Some(Campaign { platform, name, spend, revenue, orders })
    }
}

/// The line on which revenue is so many times the spend, as far as there are campaigns.
fn break_even(campaigns: &[Campaign], even: f64) -> Line {
    let spends = || campaigns.iter().filter(|c| c.revenue > 0.0).map(|campaign| campaign.spend);
    let (low, high) = (spends().fold(f64::MAX, f64::min), spends().fold(0.0, f64::max));
    Line {
        series: Series::new("Break-even", Colour::Neutral),
        points: vec![(low, even * low), (high, even * high)],
        stroke: Stroke::Dashed,
    }
}
