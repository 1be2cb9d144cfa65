//! What more spend would bring, by platform.

use super::figure::{
    Axis, Band, Colour, Figure, Keys, Line, NotDrawn, Panel, Region, Rule, Series, Side, Stroke,
    Unit,
};
use super::set::Known;
use super::setting::Setting;
use super::text::{self, media};
use crate::models::response::{ChannelResponse, ResponseFit};

/// Channels shown: those with most spend.
const MOST: usize = 12;

/// One panel for each channel: orders per day against spend per day, with the 90 % interval, the
/// range of spend that was observed, and the mean of it.
pub fn response_curves(
    fit: &ResponseFit,
    known: &Known,
    setting: &Setting,
) -> Result<Figure, NotDrawn> {
    let mut channels: Vec<&ChannelResponse> =
        fit.channels.iter().filter(|channel| channel.curve.points.len() > 1).collect();
    channels.sort_by(|a, b| b.attribution.spend.total_cmp(&a.attribution.spend));
    let hidden = channels.len().saturating_sub(MOST);
    channels.truncate(MOST);
    if channels.is_empty() {
        return Err(NotDrawn::NotComputed { what: "response curves".to_owned() });
    }
    let panels: Vec<Panel> =
        channels.iter().map(|channel| panel(channel, known, setting)).collect();
    let columns = if panels.len() > 4 { 3 } else { panels.len().min(2) };
    let answer = channels.iter().any(|channel| known.curve_of(&channel.channel).is_some());
    let whose = text::capital(media::explained(fit.explained));
    let caption = setting.caption(&[
        &format!("{whose} at steady spend, in an average season, with 90% intervals"),
        "Grey: the middle 90% of the spend that was observed; dashed: its mean",
        if answer { "Dark dashes: the true curve" } else { "" },
        &media::not_identified(&unsure(&channels)),
        &if hidden == 0 {
            String::new()
        } else {
            format!("{} left out", text::count(hidden, "smaller platform", "smaller platforms"))
        },
    ]);
    let title = media::response(&marginal(fit));
    let keys = if answer { Keys::Legend } else { Keys::None };
    Ok(Figure::grid("response-curves", title, caption, panels, columns).keys(keys))
}

fn panel(channel: &ChannelResponse, known: &Known, setting: &Setting) -> Panel {
    let curve = &channel.curve;
    let colour = || Colour::Platform(channel.channel.clone());
    let band = curve.points.iter().map(|p| (p.spend, p.orders.low, p.orders.high)).collect();
    let line = curve.points.iter().map(|point| (point.spend, point.orders.value)).collect();
    let [from, to] = curve.observed;
    let name = text::platform(&channel.channel);
    let heading = match channel.identification.effect {
        true => name,
        false => format!("{name} (cannot be told)"),
    };
    let panel = Panel::new(
        Axis::linear("Spend a day", setting.money()),
        Axis::linear("Orders a day", Unit::Number),
    )
    .titled(heading)
    .with(Region { on: Side::X, from, to, label: String::new() })
    .with(Band { series: Series::new("", colour()), points: band })
    .with(Rule { on: Side::X, at: curve.usual, label: String::new() })
    .with(Line { series: Series::new("", colour()), points: line, stroke: Stroke::Solid });
    let end = curve.points.last().map_or(0.0, |point| point.spend);
    match known.curve_of(&channel.channel) {
        Some(points) => {
            let points = points.iter().copied().filter(|(spend, _)| *spend <= end).collect();
            let series = Series::new("", Colour::Ink);
            panel.with(Line { series, points, stroke: Stroke::Dashed })
        }
        None => panel,
    }
}

fn unsure(channels: &[&ChannelResponse]) -> Vec<String> {
    let unsure = channels.iter().filter(|channel| !channel.identification.effect);
    unsure.map(|channel| channel.channel.clone()).collect()
}

/// Marginal ROAS of the channels whose effect is identified, the highest first.
fn marginal(fit: &ResponseFit) -> Vec<(String, f64)> {
    let sure = fit.channels.iter().filter(|channel| channel.identification.effect);
    let mut marginal: Vec<(String, f64)> = sure
        .filter_map(|channel| {
            Some((channel.channel.clone(), channel.attribution.marginal_roas?.value))
        })
        .collect();
    marginal.sort_by(|a, b| b.1.total_cmp(&a.1));
    marginal
}
