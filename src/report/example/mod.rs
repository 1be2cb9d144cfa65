//! An analysis to test the report on: a small shop, with every part filled and with names that a
//! page has to escape, isolate and make harmless.

mod creatives;
mod key_figures;
mod media;
mod visits;

use jiff::civil::{Date, date};

use super::truth::{TrueChannel, TrueCreative, TrueExperiment, Truth};
use crate::analysis::{About, Analysis, Outcome};
use crate::models::conversion::TruthGap;

/// Platforms: what they are called, spend per day, clicks per unit of spend, claimed and last-click
/// ROAS.
pub const PLATFORMS: [(&str, f64, f64, f64, f64); 4] = [
    ("google", 900.0, 1.1, 4.2, 2.6),
    ("meta", 700.0, 1.9, 3.9, 1.4),
    ("snapchat", 260.0, 2.6, 2.4, 0.7),
    ("tiktok", 400.0, 2.9, 2.9, 0.9),
];
/// Days of the example.
pub const DAYS: i32 = 210;
/// Its first day.
pub const FIRST: Date = date(2025, 3, 1);
/// A name that would be a tag, were it not escaped.
pub const TAG: &str = "<script>alert(\"ads\")</script>";
/// A name that a spreadsheet would take for a formula.
pub const FORMULA: &str = "=HYPERLINK(\"x\")";
/// A name that runs from right to left.
pub const ARABIC: &str = "حملة رمضان";

/// Everything, with every part filled.
pub fn analysis() -> Analysis {
    Analysis {
        about: about(),
        kpis: Outcome::Done(key_figures::key_figures()),
        cohorts: Outcome::Done(key_figures::cohorts()),
        exploratory: Outcome::Done(media::exploratory()),
        response: Outcome::Done(media::response()),
        experiments: Outcome::Done(media::experiments()),
        conversion: Outcome::Done(visits::conversion("at session start", 0.74)),
        conversion_in_visit: Outcome::Done(visits::conversion("in session", 0.91)),
        ad_conversions: Outcome::Done(visits::ad_conversions()),
        creatives: Outcome::Done(creatives::creatives()),
        visits: Vec::new(),
    }
}

/// Nothing that was asked for could be done.
pub fn nothing() -> Analysis {
    let lacking = "ad reports lack a column `spend`";
    Analysis {
        about: About {
            title: String::new(),
            currency: None,
            first_day: None,
            last_day: None,
            ..about()
        },
        kpis: Outcome::NotDone(lacking.into()),
        cohorts: Outcome::NotAsked,
        exploratory: Outcome::NotDone(lacking.into()),
        response: Outcome::NotDone(lacking.into()),
        experiments: Outcome::NotAsked,
        conversion: Outcome::NotAsked,
        conversion_in_visit: Outcome::NotAsked,
        ad_conversions: Outcome::NotAsked,
        creatives: Outcome::NotDone("impressions are not known".into()),
        visits: Vec::new(),
    }
}

/// Everything that may be empty is empty, and everything that may be none is.
pub fn hollow() -> Analysis {
    Analysis {
        kpis: Outcome::Done(key_figures::hollow()),
        cohorts: Outcome::Done(Vec::new()),
        exploratory: Outcome::Done(media::hollow_exploratory()),
        response: Outcome::Done(media::hollow_response()),
        experiments: Outcome::Done(Vec::new()),
        conversion: Outcome::Done(visits::hollow()),
        conversion_in_visit: Outcome::NotDone("visits have no such column".into()),
        ad_conversions: Outcome::Done(visits::hollow_ads()),
        creatives: Outcome::Done(creatives::hollow()),
        ..analysis()
    }
}

/// The answer key of [`analysis`].
pub fn truth() -> Truth {
    let channel = |(platform, spend, ..): (&str, f64, f64, f64, f64)| {
        let spend = spend * f64::from(DAYS);
        TrueChannel {
            platform: platform.to_owned(),
            decay: 0.4,
            half_spend: 120.0,
            slope: 1.2,
            ceiling: 30.0,
            spend,
            expected_orders: 0.014 * spend,
            realised_orders: (0.014 * spend).round(),
            expected_revenue: 1.5 * spend,
            realised_revenue: 1.52 * spend,
            first_orders: Some(1.0),
            first_orders_of_revenue: Some(1.0),
            roas: Some(1.5),
            marginal_roas: Some(0.8),
        }
    };
    let creative = |i: u32| TrueCreative {
        id: i.to_string(),
        quality: 0.4 - 0.03 * f64::from(i) + 0.1 * f64::from(i % 3),
        effect: 1.0,
    };
    Truth {
        channels: PLATFORMS.into_iter().map(channel).collect(),
        curves: Vec::new(),
        experiments: vec![TrueExperiment {
            id: "holdout-1".into(),
            platform: "meta".into(),
            region: "KW".into(),
            days: 28,
            expected_orders: 200.0,
            expected_orders_without: 292.0,
            lift_orders: -92.0,
            spend_change: -3100.0,
        }],
        creatives: (0..26).map(creative).collect(),
        conversion: Some(TruthGap {
            forest_auc: 0.74,
            truth_auc: 0.756,
            gap: 0.016,
            share_reached: Some(0.94),
        }),
        conversion_in_visit: None,
    }
}

fn about() -> About {
    About {
        adloom: "0.1.0".into(),
        title: "A Gulf shop for perfume and oud".into(),
        currency: Some("USD".into()),
        first_day: Some(FIRST),
        last_day: FIRST.checked_add(jiff::Span::new().days(DAYS - 1)).ok(),
        seed: 7,
        notes: vec!["3 rows of ad_performance came twice and were counted once.".into()],
    }
}
