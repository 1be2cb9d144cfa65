//! Data as bad as they come: a message or a sound result, never a figure that was not computed.

use super::super::{Class, CreativeScores, Options, Scope, ScoreError, score};
use super::market::{Market, bare, day};
use crate::features::creatives::Creative;

fn options() -> Options {
    Options { seed: 1, draws: 50 }
}

/// Scores, and checks that every figure is one: serde writes NaN and infinities as null, and only
/// these fields may be empty.
fn sound(creatives: &[Creative]) -> CreativeScores {
    const MAY_BE_EMPTY: [&str; 21] = [
        "visits",
        "orders",
        "revenue",
        "cvr",
        "roas",
        "lift",
        "fatigue",
        "best",
        "days_p",
        "raw",
        "days_to_half",
        "high",
        "ctr_effects",
        "cvr_effects",
        "order_effects",
        "concept_sd",
        "fallback",
        "convergence",
        "platform",
        "format",
        "name",
    ];
    fn check(value: &serde_json::Value, key: &str) {
        match value {
            serde_json::Value::Null => assert!(MAY_BE_EMPTY.contains(&key), "{key} is empty"),
            serde_json::Value::Array(all) => all.iter().for_each(|one| check(one, key)),
            serde_json::Value::Object(all) => all.iter().for_each(|(key, one)| check(one, key)),
            _ => {}
        }
    }
    let scores = score(creatives, &options()).unwrap();
    let value = serde_json::to_value(&scores).unwrap();
    check(&value, "");
    for row in &scores.rows {
        assert!((0.0..=100.0).contains(&row.score), "{}", row.score);
        assert!(row.ctr.raw.is_finite() && row.ctr.quality.high.is_finite());
        assert!(row.ctr.low <= row.ctr.mean && row.ctr.mean <= row.ctr.high, "{:?}", row.ctr);
    }
    scores
}

fn shown(id: &str, days: &[(u64, u64)]) -> Creative {
    let day = |(place, &(impressions, clicks)): (usize, &(u64, u64))| {
        day(place as i64, impressions, clicks)
    };
    Creative { days: days.iter().enumerate().map(day).collect(), ..bare(id) }
}

#[test]
fn no_creatives_get_a_message() {
    let none = score(&[], &options());
    assert_eq!(none.unwrap_err(), ScoreError::NoCreatives);
}

#[test]
fn creatives_that_cannot_be_scored_are_named_with_the_reason() {
    let mut broken = shown("nan", &[(10, 1)]);
    broken.days[0].spend = f64::NAN;
    let mut infinite = shown("infinite", &[(10, 1)]);
    infinite.days[0].revenue = Some(f64::INFINITY);
    let tv = Creative { platform: "tv".into(), ..shown("spot", &[(1_000_000, 0)]) };
    let all = [
        shown("good", &[(1_000, 10)]),
        shown("good", &[(1_000, 500)]),
        shown("never", &[(0, 0)]),
        shown("impossible", &[(5, 9)]),
        bare("empty"),
        broken,
        infinite,
        tv,
    ];
    let found = sound(&all);
    assert_eq!(found.rows.len(), 1);
    assert_eq!(found.rows[0].clicks, 10);
    let why = |id: &str| &found.left_out.iter().find(|one| one.id == id).unwrap().why;
    assert_eq!(found.left_out.len(), 7);
    assert!(why("good").contains("same id"));
    assert!(why("never").contains("never shown") && why("empty").contains("never shown"));
    assert!(why("impossible").contains("more clicks than impressions"));
    assert!(why("nan").contains("spend") && why("infinite").contains("revenue"));
    assert!(why("spot").contains("clicked"));
}

#[test]
fn if_none_can_be_scored_the_message_says_why() {
    let error = score(&[shown("a", &[(0, 0)])], &options()).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("never shown"), "{text}");
    let error = score(&[shown("spot", &[(1_000, 0)])], &options()).unwrap_err();
    assert!(error.to_string().contains("clicked"));
}

#[test]
fn one_creative_has_a_prior_that_weighs_one_click_and_no_rivals() {
    let found = sound(&[shown("only", &[(10_000, 120), (12_000, 150)])]);
    let row = &found.rows[0];
    assert_eq!((row.ctr.prior, row.ctr.alpha), (Scope::Unlearnt, 1.0));
    assert!(row.ctr.best.is_none() && row.lift.is_none() && row.cvr.is_none());
    assert!(found.ctr_effects.is_none() && !found.remarks.is_empty());
}

#[test]
fn extremes_of_counts_are_borne() {
    // All clicked, none clicked, one impression, a day of a hundred billion.
    sound(&[shown("all", &[(50, 50)]), shown("none", &[(50, 0)]), shown("one", &[(1, 1)])]);
    sound(&[shown("huge", &[(100_000_000_000, 1_000_000)]), shown("tiny", &[(1, 0)])]);
    let full: Vec<Creative> = (0..8).map(|i| shown(&i.to_string(), &[(100, 100)])).collect();
    sound(&full);
    let vast = u64::MAX / 2;
    sound(&[shown("vast", &[(vast, 3), (vast, 5), (vast, 5)]), shown("other", &[(vast, 1)])]);
}

#[test]
fn identical_creatives_are_alike_and_none_stands_out() {
    let twins: Vec<Creative> = (0..12).map(|i| shown(&i.to_string(), &[(1_000, 50); 20])).collect();
    let found = sound(&twins);
    assert!(found.ctr_priors[0].fallback.as_deref().unwrap().contains("do not differ"));
    assert!(found.rows.iter().all(|row| row.class == Class::Steady), "{:?}", found.rows[0]);
    assert!(found.rows.iter().all(|row| (row.score - 50.0).abs() < 2.0), "{:?}", found.rows[0]);
    assert!(found.rows.iter().all(|row| row.lift.as_ref().unwrap().impressions_p > 0.9));
}

#[test]
fn a_date_that_comes_twice_is_added_up_and_clicks_without_impressions_are_kept() {
    let mut split = shown("split", &[(600, 6), (0, 2), (400, 4)]);
    split.days.push(day(2, 100, 1));
    split.days.reverse();
    let found = sound(&[split]);
    let row = &found.rows[0];
    assert_eq!((row.days, row.impressions, row.clicks), (2, 1_100, 13));
}

#[test]
fn more_orders_than_visits_have_no_conversion_rate() {
    let mut creatives = Market { creatives: 12, days: 20, ..Market::default() }.creatives();
    for day in &mut creatives[0].days {
        day.orders = Some(day.visits.unwrap() + 1);
    }
    let found = sound(&creatives);
    let row = found.rows.iter().find(|row| row.id == creatives[0].id).unwrap();
    assert!(row.cvr.is_none());
    assert!(found.remarks.iter().any(|remark| remark.contains("more orders than visits")));
}

#[test]
fn where_visits_are_not_tracked_conversions_are_per_click() {
    let mut creatives = Market { creatives: 12, days: 20, ..Market::default() }.creatives();
    creatives[3].days[0].visits = None;
    let found = sound(&creatives);
    assert!(found.cvr_priors.iter().all(|p| p.trials == super::super::Trials::Clicks));
    assert!(found.remarks.iter().any(|remark| remark.contains("per click")));
    // And where orders are not known there is no conversion rate and no return.
    creatives.iter_mut().flat_map(|c| &mut c.days).for_each(|day| day.orders = None);
    let found = sound(&creatives);
    assert!(found.rows.iter().all(|row| row.cvr.is_none() && row.roas.is_none()));
}

#[test]
fn sales_without_spend_or_of_no_value_have_no_return() {
    let mut creatives = Market { creatives: 12, days: 20, ..Market::default() }.creatives();
    creatives[0].days.iter_mut().for_each(|day| day.spend = 0.0);
    creatives[1].days.iter_mut().for_each(|day| day.revenue = Some(0.0));
    let found = sound(&creatives);
    let of = |i: usize| found.rows.iter().find(|row| row.id == creatives[i].id).unwrap();
    assert!(of(0).roas.is_none());
    assert!(of(1).roas.as_ref().unwrap().raw == 0.0);
}

#[test]
fn thousands_of_names_as_a_property_are_left_out_and_said_to_be() {
    let mut creatives = Market { creatives: 80, days: 8, ..Market::default() }.creatives();
    for (i, creative) in creatives.iter_mut().enumerate() {
        creative.attributes.push(("headline".into(), format!("headline {i}")));
        creative.context.push(("twin".into(), creative.format.clone()));
    }
    let found = sound(&creatives);
    assert!(found.remarks.iter().any(|remark| remark.contains("`headline` has 80 levels")));
    assert!(found.remarks.iter().any(|remark| remark.contains("`twin` cannot be told from")));
}

#[test]
fn the_schema_of_the_result_can_be_written() {
    let schema = serde_json::to_string(&schemars::schema_for!(CreativeScores)).unwrap();
    assert!(schema.contains("days_to_half") && schema.contains("too_little_data"));
}
