//! Days that stand out.

use super::figure::{Axis, Colour, Dot, Figure, Marker, NotDrawn, Panel, Points, Series, day};
use super::setting::Setting;
use super::text::{self, kpis::anomalies as title};
use crate::features::series::Metric;
use crate::models::kpis::Anomaly;

/// Rows shown: those with the largest deviations.
const MOST: usize = 14;
/// How a change is drawn: its name, its colour, its marker, and what belongs to it.
type Kind = (&'static str, Colour, Marker, fn(&Anomaly) -> bool);

/// One row for each thing watched, one point for each day on which it stood out.
pub fn anomalies(found: &[Anomaly], setting: &Setting) -> Result<Figure, NotDrawn> {
    let mut rows: Vec<(String, f64)> = Vec::new();
    for anomaly in found {
        let name = row(anomaly);
        match rows.iter_mut().find(|(other, _)| *other == name) {
            Some((_, z)) => *z = z.max(anomaly.z.abs()),
            None => rows.push((name, anomaly.z.abs())),
        }
    }
    if rows.is_empty() {
        let what = "days that stand out: there are none".to_owned();
        return Err(NotDrawn::NotComputed { what });
    }
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let hidden = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    let kinds: [Kind; 3] = [
        ("Far above the usual", Colour::Accent, Marker::Dot, |a| a.z > 0.0),
        ("Far below", Colour::Contrast, Marker::Dot, |a| a.z <= 0.0 && !a.tracking_outage),
        ("Not tracked", Colour::Kind(3), Marker::Diamond, |a| a.tracking_outage),
    ];
    let mut x = Axis::dates();
    if let Some((first, last)) = setting.period {
        x.range = super::figure::Range::AtLeast(day(first), day(last));
    }
    let mut panel =
        Panel::new(x, Axis::categories(rows.iter().map(|(name, _)| name.clone()).collect()));
    for (name, colour, marker, of) in kinds {
        let dot = |anomaly: &Anomaly| {
            let y = rows.iter().position(|(name, _)| *name == row(anomaly))? as f64;
            let label = text::moved(anomaly.change);
            Some(Dot { x: day(anomaly.date), y, size: None, label, named: false })
        };
        let dots: Vec<Dot> = found.iter().filter(|a| of(a)).filter_map(dot).collect();
        if !dots.is_empty() {
            panel = panel.with(Points { series: Series::new(name, colour), dots, marker });
        }
    }
    let mut days: Vec<_> = found.iter().map(|anomaly| anomaly.date).collect();
    days.sort_unstable();
    days.dedup();
    let mut outages: Vec<String> =
        found.iter().filter(|a| a.tracking_outage).map(|a| a.scope.clone()).collect();
    outages.sort_unstable();
    outages.dedup();
    let caption = setting.caption(&[
        "Against the four weeks before, by the modified z-score",
        &if hidden == 0 {
            String::new()
        } else {
            format!("{} with smaller deviations left out", text::count(hidden, "row", "rows"))
        },
    ]);
    Ok(Figure::new("anomalies", title(days.len(), &outages), caption, panel))
}

/// What is watched, as its row is called.
fn row(anomaly: &Anomaly) -> String {
    let what = match anomaly.metric {
        Metric::Spend => "spend",
        Metric::Ctr => "CTR",
        Metric::Cvr => "CVR",
        Metric::SourceShare => "share of visits",
    };
    format!("{}: {what}", text::platform(&anomaly.scope))
}
