//! Key figures, formed from made sums as they would be from data.

use std::collections::BTreeMap;

use jiff::Span;

use super::{ARABIC, DAYS, FIRST, FORMULA, PLATFORMS, TAG};
use crate::analysis::KeyFigures;
use crate::features::cohorts::CohortCell;
use crate::features::series::Metric;
use crate::features::sums::{Group, Sums};
use crate::models::kpis::{Anomaly, Funnel, KpiTable, funnel, growth, pareto, verdicts};

const COUNTRIES: [(&str, f64); 3] = [("SA", 0.5), ("AE", 0.35), ("KW", 0.15)];

fn tactics() -> Vec<Vec<String>> {
    vec![vec!["google".into(), campaign("google", 0), "brand".into()]]
}

/// One platform's campaign in one country on one day.
struct Cell {
    date: String,
    platform: &'static str,
    country: &'static str,
    campaign: String,
    sums: Sums,
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for day in 0..DAYS {
        let date = FIRST.checked_add(Span::new().days(day)).unwrap();
        // A year's and a week's wave, and a slow rise.
        let level = 1.0 + 0.2 * f64::from(day % 7).sin() + 0.002 * f64::from(day);
        for (platform, spend, clicks, claimed, returned) in PLATFORMS {
            for (country, share) in COUNTRIES {
                for number in 0..4 {
                    let quality = [1.6, 1.1, 0.8, 0.3][number];
                    let spend = spend * share * level * [0.4, 0.3, 0.2, 0.1][number];
                    let revenue = spend * returned * quality;
                    let clicks = spend * clicks;
                    cells.push(Cell {
                        date: date.to_string(),
                        platform,
                        country,
                        campaign: campaign(platform, number),
                        sums: Sums {
                            spend: Some(spend),
                            impressions: Some(clicks / 0.012),
                            reach: Some(clicks / 0.02),
                            clicks: Some(clicks),
                            engagements: Some(2.0 * clicks),
                            sessions: Some(0.85 * clicks),
                            carts: Some(0.08 * clicks),
                            checkouts: Some(0.04 * clicks),
                            claimed_conversions: Some(spend * claimed / 90.0),
                            claimed_revenue: Some(spend * claimed),
                            orders: Some(revenue / 90.0),
                            new_customers: Some(0.6 * revenue / 90.0),
                            revenue: Some(revenue),
                            gross_profit: Some(0.55 * revenue),
                        },
                    });
                }
            }
        }
    }
    cells
}

fn campaign(platform: &str, number: usize) -> String {
    match (platform, number) {
        ("google", 0) => "GCC | Search | Brand".into(),
        ("meta", 0) => ARABIC.into(),
        ("tiktok", 0) => TAG.into(),
        ("tiktok", 3) => FORMULA.into(),
        _ => format!("{platform} campaign {number}"),
    }
}

fn table(dimensions: &[&str], blended: bool, key: impl Fn(&Cell) -> Vec<String>) -> KpiTable {
    let mut sums: BTreeMap<Vec<String>, Sums> = BTreeMap::new();
    for cell in cells() {
        let sum = sums.entry(key(&cell)).or_default();
        *sum = sum.plus(&cell.sums);
    }
    let whole = |sums: Sums| Sums {
        // The shop has organic orders too.
        orders: sums.orders.map(|orders| 2.4 * orders),
        new_customers: sums.new_customers.map(|customers| 2.0 * customers),
        revenue: sums.revenue.map(|revenue| 2.4 * revenue),
        gross_profit: sums.gross_profit.map(|profit| 2.4 * profit),
        carts: None,
        checkouts: None,
        ..sums
    };
    let group = |(keys, sums)| Group { keys, sums: if blended { whole(sums) } else { sums } };
    KpiTable::new(dimensions, blended, sums.into_iter().map(group).collect())
}

pub fn key_figures() -> KeyFigures {
    let days = table(&["date"], true, |c| vec![c.date.clone()]);
    let countries = table(&["country"], true, |c| vec![c.country.into()]);
    let platforms = table(&["platform"], false, |c| vec![c.platform.into()]);
    let campaigns =
        table(&["platform", "campaign"], false, |c| vec![c.platform.into(), c.campaign.clone()]);
    let paid = platforms.whole();
    KeyFigures {
        total: days.whole(),
        blended: true,
        funnel: funnel(&paid.sums),
        pareto: pareto(&campaigns),
        months: growth(&days),
        verdicts: verdicts(&campaigns, &platforms, &tactics()),
        anomalies: vec![Anomaly {
            date: FIRST.checked_add(Span::new().days(40)).unwrap(),
            metric: Metric::SourceShare,
            scope: "meta".into(),
            value: 0.01,
            expected: 0.3,
            change: -0.967,
            z: -12.5,
            tracking_outage: true,
        }],
        paid,
        tables: vec![days, countries, platforms, campaigns],
    }
}

pub fn cohorts() -> Vec<CohortCell> {
    let cell = |cohort: i32, month: u32| CohortCell {
        cohort: FIRST.checked_add(Span::new().months(cohort)).unwrap(),
        month,
        customers: 500.0 * 0.2_f64.powf(f64::from(month).sqrt()),
        share: Some(0.2_f64.powf(f64::from(month).sqrt())),
        revenue: 45_000.0 * 0.2_f64.powf(f64::from(month).sqrt()),
    };
    (0..6)
        .flat_map(|cohort| (0..=6 - cohort as u32).map(move |month| cell(cohort, month)))
        .collect()
}

pub fn hollow() -> KeyFigures {
    let none = KpiTable::new(&["date"], false, Vec::new());
    KeyFigures {
        total: none.whole(),
        blended: false,
        paid: none.whole(),
        tables: vec![none],
        funnel: Funnel { steps: Vec::new() },
        pareto: None,
        months: Vec::new(),
        verdicts: Vec::new(),
        anomalies: Vec::new(),
    }
}
