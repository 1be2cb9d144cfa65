//! Return on ad spend by platform: claimed, by last click, modelled, and true where that is known.

use super::figure::{
    Axis, Colour, Estimate, Estimates, Figure, Marker, NotDrawn, Panel, Rule, Series, Side, Unit,
};
use super::set::Known;
use super::setting::Setting;
use super::text::{self, kpis};
use super::top::top;
use crate::analysis::KeyFigures;
use crate::models::kpis::KpiRow;
use crate::models::response::ChannelResponse;

/// Platforms shown.
const MOST: usize = 12;
/// Rows are this much higher than others, since up to four points stand in each.
const HEIGHT: f64 = 1.6;
/// How far claims, last clicks and the model stand apart within a row, in rows.
const APART: f64 = 0.22;

/// One row for each platform, by falling spend. What the model does not identify is not shown.
pub fn roas_by_platform(
    figures: &KeyFigures,
    channels: &[ChannelResponse],
    known: &Known,
    setting: &Setting,
) -> Result<Figure, NotDrawn> {
    let rows = figures.by(&["platform"]).map_or(&[][..], |table| &table.rows);
    let spend = rows.iter().filter_map(|row| Some((name(row)?.to_owned(), row.sums.spend?)));
    let (shown, others) = top(spend.filter(|(_, spend)| *spend > 0.0).collect(), MOST);
    let platforms: Vec<Platform> = shown
        .iter()
        .filter_map(|(id, _)| {
            let row = rows.iter().find(|row| name(row) == Some(id))?;
            Some(Platform::of(id, row, channels, known))
        })
        .collect();
    if !platforms.iter().any(Platform::any) {
        return Err(NotDrawn::NotComputed { what: "ROAS by platform".to_owned() });
    }
    let names = platforms.iter().map(|platform| text::platform(&platform.id)).collect();
    let mut panel = Panel::new(Axis::linear("ROAS", Unit::Times), Axis::categories(names));
    panel = panel.stretched(HEIGHT);
    for (at, label) in reference(figures) {
        panel = panel.with(Rule { on: Side::X, at, label });
    }
    let series = [
        ("Claimed by the platform", Marker::Ring, -APART, Platform::claimed as Shown),
        ("Last click", Marker::Square, 0.0, Platform::last_click),
        ("Model, 90% interval", Marker::Dot, APART, Platform::modelled),
        ("True", Marker::Tick, APART, Platform::known),
    ];
    for (what, marker, offset, of) in series {
        let estimates: Vec<Estimate> = platforms
            .iter()
            .enumerate()
            .filter_map(|(i, platform)| {
                let (value, interval) = of(platform)?;
                let colour =
                    (marker != Marker::Tick).then(|| Colour::Platform(platform.id.clone()));
                Some(Estimate { at: i as f64 + offset, value, interval, colour })
            })
            .collect();
        if !estimates.is_empty() {
            let series = Series::new(what, Colour::Neutral);
            panel = panel.with(Estimates { series, estimates, marker });
        }
    }
    let unknown: Vec<String> = platforms
        .iter()
        .filter(|platform| platform.unidentified)
        .map(|platform| platform.id.clone())
        .collect();
    let caption = setting.caption(&[
        "Revenue per unit of spend",
        &text::media::not_identified(&unknown),
        &others.map_or_else(String::new, |(n, _)| {
            format!("{} left out", text::count(n, "smaller platform", "smaller platforms"))
        }),
    ]);
    Ok(Figure::new("roas-by-platform", title(&platforms), caption, panel))
}

/// A value and its interval, of one of the series.
type Shown = fn(&Platform) -> Option<(f64, Option<(f64, f64)>)>;

/// What is known of a platform's ROAS.
struct Platform {
    id: String,
    claimed: Option<f64>,
    last_click: Option<f64>,
    modelled: Option<(f64, f64, f64)>,
    known: Option<f64>,
    /// Whether the model has it, but the data do not tell its effect.
    unidentified: bool,
}

impl Platform {
    fn of(id: &str, row: &KpiRow, channels: &[ChannelResponse], known: &Known) -> Platform {
        let channel = channels.iter().find(|channel| channel.channel == id);
        let sure = channel.filter(|channel| channel.identification.effect);
        let estimate = sure.and_then(|channel| channel.attribution.roas);
        // Television has nothing to click on: it claims nothing, rather than 0.
        let clicked = row.sums.clicks.is_none_or(|clicks| clicks > 0.0);
        Platform {
            id: id.to_owned(),
            claimed: row.ratios.claimed_roas.filter(|_| clicked),
            last_click: row.ratios.roas.filter(|_| clicked),
            modelled: estimate.map(|estimate| (estimate.value, estimate.low, estimate.high)),
            known: known.roas_of(id),
            unidentified: channel.is_some() && sure.is_none(),
        }
    }

    fn any(&self) -> bool {
        self.claimed.or(self.last_click).is_some() || self.modelled.is_some()
    }

    fn claimed(&self) -> Option<(f64, Option<(f64, f64)>)> {
        self.claimed.map(|value| (value, None))
    }

    fn last_click(&self) -> Option<(f64, Option<(f64, f64)>)> {
        self.last_click.map(|value| (value, None))
    }

    fn modelled(&self) -> Option<(f64, Option<(f64, f64)>)> {
        self.modelled.map(|(value, low, high)| (value, Some((low, high))))
    }

    fn known(&self) -> Option<(f64, Option<(f64, f64)>)> {
        self.known.map(|value| (value, None))
    }
}

fn name(row: &KpiRow) -> Option<&str> {
    row.keys.first().map(String::as_str)
}

/// Where ads pay for themselves, and what all revenue is to all spend.
fn reference(figures: &KeyFigures) -> Vec<(f64, String)> {
    let margin = figures.total.ratios.gross_margin.filter(|margin| *margin > 0.0);
    let even = (margin.map_or(1.0, |margin| 1.0 / margin), "break-even".to_owned());
    let blended = figures.total.ratios.roas.filter(|_| figures.blended);
    [even].into_iter().chain(blended.map(|roas| (roas, "blended".to_owned()))).collect()
}

fn title(platforms: &[Platform]) -> String {
    let ratio = |platform: &Platform| {
        let (model, _, _) = platform.modelled.filter(|(model, _, _)| *model > 0.0)?;
        Some(platform.claimed? / model)
    };
    let ratios = platforms.iter().filter_map(|platform| Some((&platform.id, ratio(platform)?)));
    let far = |ratio: f64| libm::log(ratio.max(f64::MIN_POSITIVE)).abs();
    if let Some((id, ratio)) = ratios.max_by(|a, b| far(a.1).total_cmp(&far(b.1))) {
        return kpis::claimed_against_modelled(id, ratio);
    }
    let level = |platform: &Platform| platform.claimed.or(platform.last_click).unwrap_or(0.0);
    let highest = platforms.iter().max_by(|a, b| level(a).total_cmp(&level(b)));
    highest.map_or_else(String::new, |platform| {
        kpis::highest_roas(&platform.id, platform.claimed, platform.last_click)
    })
}
