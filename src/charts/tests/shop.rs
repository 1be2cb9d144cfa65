//! A small shop: two hundred days of four platforms in three countries, made of waves.

use jiff::Span;
use jiff::civil::{Date, date};
use ndarray::{Array1, Array2, Array3};

use crate::analysis::KeyFigures;
use crate::charts::setting::Setting;
use crate::features::creatives::{Creative, CreativeDay};
use crate::features::panel::{Experiment, Panel};
use crate::features::sums::{Group, Sums};
use crate::features::table::{Feature, FeatureTable, Values};
use crate::models::kpis::{KpiTable, funnel, growth, pareto};

pub const DAYS: i32 = 200;
pub const FIRST: Date = date(2025, 1, 1);
/// Platform, spend a day, ROAS by last click, claimed ROAS.
pub const PLATFORMS: [(&str, f64, f64, f64); 4] = [
    ("meta", 700.0, 1.4, 3.9),
    ("google", 900.0, 2.6, 4.2),
    ("tiktok", 400.0, 0.9, 2.9),
    ("snapchat", 200.0, 0.6, 2.4),
];
pub const COUNTRIES: [(&str, f64); 3] = [("Saudi Arabia", 0.5), ("الكويت", 0.3), ("Oman", 0.2)];
/// Gross profit over revenue.
pub const MARGIN: f64 = 0.5;

pub fn setting() -> Setting {
    Setting { currency: Some("AED".to_owned()), period: Some((FIRST, day(DAYS - 1))) }
}

pub fn day(number: i32) -> Date {
    FIRST.checked_add(Span::new().days(number)).unwrap()
}

/// A number between −1 and 1 that looks like noise.
pub fn noise(seed: i32) -> f64 {
    let wave = (f64::from(seed) * 12.9898).sin() * 43_758.547;
    2.0 * (wave - wave.floor()) - 1.0
}

pub fn sums(spend: f64, roas: f64, claimed: f64) -> Sums {
    let revenue = spend * roas;
    Sums {
        spend: Some(spend),
        impressions: Some(spend * 90.0),
        reach: Some(spend * 60.0),
        clicks: Some(spend * 1.5),
        engagements: Some(spend * 3.0),
        sessions: Some(spend * 1.2),
        carts: Some(spend * 0.2),
        checkouts: Some(spend * 0.1),
        claimed_conversions: Some(spend * claimed / 80.0),
        claimed_revenue: Some(spend * claimed),
        orders: Some(revenue / 80.0),
        new_customers: Some(revenue / 160.0),
        revenue: Some(revenue),
        gross_profit: Some(revenue * MARGIN),
    }
}

pub fn group(keys: &[&str], sums: Sums) -> Group {
    Group { keys: keys.iter().map(|&key| key.to_owned()).collect(), sums }
}

/// Spend of a day rises slowly, with the week on top.
fn level(number: i32) -> f64 {
    1.0 + 0.002 * f64::from(number) + 0.15 * f64::from(number % 7).sin()
}

pub fn tables() -> Vec<KpiTable> {
    let days = || 0..DAYS;
    let by_day = days().map(|d| {
        let all =
            PLATFORMS.map(|(_, spend, roas, claimed)| sums(spend * level(d), 2.0 * roas, claimed));
        group(&[&day(d).to_string()], Sums::total(&all))
    });
    let platform_days = PLATFORMS.iter().flat_map(|(name, spend, roas, claimed)| {
        days().map(move |d| {
            group(&[name, &day(d).to_string()], sums(spend * level(d), *roas, *claimed))
        })
    });
    let whole = f64::from(DAYS);
    let platforms = PLATFORMS
        .iter()
        .map(|(name, spend, roas, claimed)| group(&[name], sums(spend * whole, *roas, *claimed)));
    let countries =
        COUNTRIES.iter().map(|(name, part)| group(&[name], sums(2200.0 * whole * part, 3.0, 4.0)));
    let places = PLATFORMS.iter().flat_map(|(name, spend, roas, claimed)| {
        COUNTRIES.iter().map(move |(country, part)| {
            group(&[name, country], sums(spend * whole * part, roas * (0.5 + part), *claimed))
        })
    });
    let campaigns = PLATFORMS.iter().flat_map(|(name, spend, roas, claimed)| {
        (0..5).map(move |i| {
            let (part, factor) = ([0.4, 0.25, 0.2, 0.1, 0.05][i], [1.5, 1.0, 0.7, 0.4, 0.0][i]);
            let campaign = format!("{name} | حملة رمضان | {i}");
            group(&[name, &campaign], sums(spend * whole * part, roas * factor, *claimed))
        })
    });
    let devices = [("mobile", 0.7), ("desktop", 0.25), ("tablet", 0.05)]
        .map(|(device, part)| group(&[device], sums(2200.0 * whole * part, 2.0 - part, 3.0)));
    vec![
        KpiTable::new(&["date"], true, by_day.collect()),
        KpiTable::new(&["platform", "date"], false, platform_days.collect()),
        KpiTable::new(&["platform"], false, platforms.collect()),
        KpiTable::new(&["country"], true, countries.collect()),
        KpiTable::new(&["platform", "country"], false, places.collect()),
        KpiTable::new(&["platform", "campaign"], false, campaigns.collect()),
        KpiTable::new(&["device"], false, devices.to_vec()),
    ]
}

/// The key figures of some tables.
pub fn figures_of(tables: Vec<KpiTable>) -> KeyFigures {
    let find = |dimensions: &[&str]| tables.iter().find(|table| table.dimensions == dimensions);
    let whole = |table: Option<&KpiTable>| {
        table.map_or_else(|| KpiTable::new(&[], false, Vec::new()).whole(), KpiTable::whole)
    };
    let paid = whole(find(&["platform"]));
    KeyFigures {
        total: whole(find(&["date"])),
        blended: find(&["date"]).is_some_and(|table| table.blended),
        funnel: funnel(&paid.sums),
        pareto: find(&["platform", "campaign"]).and_then(pareto),
        months: find(&["date"]).map(growth).unwrap_or_default(),
        verdicts: Vec::new(),
        anomalies: Vec::new(),
        paid,
        tables,
    }
}

pub fn key_figures() -> KeyFigures {
    figures_of(tables())
}

/// Orders by region and day that spend moves, and one hold-out.
pub fn panel() -> Panel {
    let regions = ["SA", "KW", "OM", "QA", "BH", "AE"].map(str::to_owned).to_vec();
    let shape = (DAYS as usize, regions.len());
    let on = |t: usize, r: usize| (120..148).contains(&t) && r == 1;
    let spend = |t: usize, r: usize, p: usize| {
        if on(t, r) && p == 0 {
            return 0.0;
        }
        let pulse = 1.0
            + 0.6 * noise((t * 7 + p * 1000) as i32)
            + 0.3 * noise((t * 31 + r * 97 + p) as i32);
        PLATFORMS[p].1 / 6.0 * pulse.max(0.05)
    };
    let orders = Array2::from_shape_fn(shape, |(t, r)| {
        let ads: f64 =
            (0..3).map(|p| 14.0 * spend(t, r, p) / (spend(t, r, p) + [90.0, 120.0, 60.0][p])).sum();
        (25.0 + 3.0 * f64::from(t as i32 % 7).sin() + ads + 2.0 * noise((t * 13 + r * 7919) as i32))
            .round()
    });
    let revenue = orders.mapv(|orders| orders * 80.0);
    let spend = Array3::from_shape_fn((shape.0, shape.1, 3), |(t, r, p)| spend(t, r, p));
    Panel {
        dates: (0..DAYS).map(day).collect(),
        step_days: 1,
        regions,
        channels: PLATFORMS[..3].iter().map(|(name, ..)| (*name).to_owned()).collect(),
        orders,
        revenue: Some(revenue),
        spend,
        events: Vec::new(),
        experiments: vec![Experiment {
            id: "Hold-out 1".to_owned(),
            channel: "meta".to_owned(),
            treated: vec![1],
            start: day(120),
            end: day(140),
            multiplier: 0.0,
        }],
    }
}

/// Forty creatives of two platforms that differ, and tire.
pub fn creatives() -> Vec<Creative> {
    let creative = |i: i32| {
        let platform = if i % 2 == 0 { "meta" } else { "tiktok" };
        let quality = (0.4 * noise(i)).exp();
        let shown = |d: i32| {
            let rate = 0.012 * quality * (-0.01 * f64::from(d)).exp();
            let impressions = 4000.0 * (1.0 + 0.2 * noise(i * 1000 + d));
            let clicks = (impressions * rate * (1.0 + 0.1 * noise(i * 77 + d))).round();
            CreativeDay {
                date: day(d + i % 9),
                impressions: impressions as u64,
                clicks: clicks as u64,
                visits: Some((clicks * 0.8) as u64),
                orders: Some((clicks * 0.05).round() as u64),
                revenue: Some((clicks * 0.05).round() * 80.0),
                spend: impressions / 100.0,
                frequency: Some(1.2),
                cumulative_frequency: Some(1.0 + 0.08 * f64::from(d)),
            }
        };
        Creative {
            id: i.to_string(),
            name: format!("حكاية عود {i} · video 15 s"),
            platform: platform.to_owned(),
            format: "video".to_owned(),
            concept: None,
            attributes: Vec::new(),
            context: Vec::new(),
            days: (0..60).map(shown).collect(),
            cells: Vec::new(),
        }
    };
    (0..40).map(creative).collect()
}

/// Visits whose conversion hangs on the device and the hour: a table, outcomes and days.
pub fn visits(many: usize) -> (FeatureTable, Array1<bool>, Vec<i32>) {
    let device = |i: usize| (i * 7919 % 3) as u32;
    let hour = |i: usize| (i * 104_729 % 24) as f32;
    let converted = |i: usize| {
        let rate = [0.02, 0.06, 0.15][device(i) as usize] + f64::from(hour(i)) * 0.004;
        f64::midpoint(noise(i as i32), 1.0) < rate
    };
    let labels = ["tablet", "جوال", "desktop"].map(str::to_owned).to_vec();
    let codes = (0..many).map(device).collect();
    let features = vec![
        Feature { name: "device".to_owned(), values: Values::Category { codes, labels } },
        Feature { name: "hour".to_owned(), values: Values::Numeric((0..many).map(hour).collect()) },
    ];
    let days = (0..many).map(|i| 20_089 + (i * DAYS as usize / many) as i32).collect();
    (FeatureTable { features }, (0..many).map(converted).collect(), days)
}
