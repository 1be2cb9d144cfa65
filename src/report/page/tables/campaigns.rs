//! Campaigns and what to do with them.

use super::part;
use crate::analysis::KeyFigures;
use crate::models::kpis::{CampaignVerdict, RULES, Verdict};
use crate::report::numbers::{count, counted, or_none, short, times};
use crate::report::page::html::{Html, el, name};
use crate::report::page::table::grid;
use crate::report::text::platform;

/// Campaigns that are shown of each verdict, by spend.
const MOST: usize = 12;

/// The verdicts, with the rule behind each.
pub fn campaigns(kpis: &KeyFigures) -> Html {
    let verdicts = [Verdict::Scale, Verdict::Fix, Verdict::Pause, Verdict::Keep];
    let of = |verdict| kpis.verdicts.iter().filter(move |campaign| campaign.verdict == verdict);
    let shown: Vec<&CampaignVerdict> =
        verdicts.into_iter().flat_map(|verdict| of(verdict).take(MOST)).collect();
    let table = grid(&shown)
        .text("Campaign", |row| {
            let campaign = row.keys.get(1).map_or_else(String::new, |key| name(key));
            let platform = row.keys.first().map_or_else(String::new, |key| platform(key));
            (campaign, el("br", ()), el("small", platform))
        })
        .text("Verdict", |row| chip(row.verdict))
        .words("Why", |row| row.why.clone())
        .number("Spend", |row| short(row.spend))
        .number("Orders", |row| or_none(row.orders, count))
        .number("ROAS", |row| or_none(row.roas, times))
        .under("What to do with each campaign, by the rules below");
    if table.is_empty() {
        return table;
    }
    let more = kpis.verdicts.len() - shown.len();
    let more = (more > 0).then(|| {
        let others = counted(more, "more campaign", "more campaigns");
        el("p", format!("{others} in tables/campaign_verdicts.csv.")).class("note")
    });
    let rules: Html = RULES.iter().map(|rule| el("li", *rule)).collect();
    part("Campaigns", (table, more, el("ul", rules).class("rules")))
}

fn chip(verdict: Verdict) -> Html {
    let (word, tone) = match verdict {
        Verdict::Scale => ("Scale", "chance"),
        Verdict::Keep => ("Keep", "fact"),
        Verdict::Fix => ("Fix", "unknown"),
        Verdict::Pause => ("Pause", "warning"),
    };
    el("span", word).class(&format!("chip {tone}")).into()
}
