use jiff::civil::date;

use super::*;
use crate::features::series::{Metric, Series};
use crate::features::sums::{Group, Sums};

fn sums(spend: f64, clicks: f64, orders: f64, revenue: f64) -> Sums {
    Sums {
        spend: Some(spend),
        impressions: Some(100.0 * clicks),
        clicks: Some(clicks),
        sessions: Some(0.8 * clicks),
        orders: Some(orders),
        revenue: Some(revenue),
        gross_profit: Some(0.5 * revenue),
        ..Sums::default()
    }
}

fn group(keys: &[&str], sums: Sums) -> Group {
    Group { keys: keys.iter().map(|&key| key.to_owned()).collect(), sums }
}

#[test]
fn ratios_are_those_of_the_sums_and_not_means_of_ratios() {
    let rows = vec![
        group(&["a"], sums(100.0, 10.0, 1.0, 400.0)),
        group(&["b"], sums(900.0, 30.0, 2.0, 600.0)),
    ];
    let table = KpiTable::new(&["platform"], false, rows);
    let whole = table.whole().ratios;
    assert_eq!(whole.roas, Some(1.0));
    assert_eq!(whole.cpc, Some(25.0));
    assert_eq!(whole.roi, Some(-0.5));
    let mean = (table.rows[0].ratios.roas.unwrap() + table.rows[1].ratios.roas.unwrap()) / 2.0;
    assert!((mean - 1.0).abs() > 1.0);
}

#[test]
fn division_by_nothing_is_none() {
    let none = ratios(&sums(0.0, 0.0, 0.0, 0.0));
    assert_eq!((none.roas, none.ctr, none.cpc, none.aov, none.cvr), (None, None, None, None, None));
    assert_eq!(none.profit, Some(0.0));
    assert_eq!(ratios(&Sums::default()), Ratios::default());
}

#[test]
fn names_and_values_go_together() {
    let values: [Option<f64>; 14] = std::array::from_fn(|i| Some(i as f64));
    assert_eq!(Sums::from_values(values).values(), values);
    let row = serde_json::to_value(Sums::from_values(values)).unwrap();
    for (i, name) in Sums::NAMES.iter().enumerate() {
        assert_eq!(row[name], i as f64);
    }
    let ratios = ratios(&sums(10.0, 2.0, 1.0, 30.0));
    let row = serde_json::to_value(ratios).unwrap();
    for (name, value) in Ratios::NAMES.iter().zip(ratios.values()) {
        assert_eq!(row[name].as_f64(), value);
    }
}

#[test]
fn a_funnel_leaves_out_what_is_not_known() {
    let funnel = funnel(&sums(1.0, 200.0, 4.0, 1.0));
    let names: Vec<&str> = funnel.steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["Impressions", "Clicks", "Sessions", "Orders"]);
    assert_eq!(funnel.steps[1].of_previous, Some(0.01));
    assert_eq!(funnel.steps[3].of_first, Some(4.0 / 20_000.0));
}

#[test]
fn few_campaigns_bring_most() {
    let rows = (0..10).map(|i| {
        let revenue = if i == 3 { 900.0 } else { 10.0 };
        group(&["meta", &format!("c{i}")], sums(1.0, 1.0, 1.0, revenue))
    });
    let table = KpiTable::new(&["platform", "campaign"], false, rows.collect());
    let pareto = pareto(&table).unwrap();
    assert_eq!(pareto.to_four_fifths, 1);
    assert_eq!(pareto.rows[0].keys[1], "c3");
    assert!((pareto.rows[9].cumulative - 1.0).abs() < 1e-12);
    let nothing = KpiTable::new(&["platform"], false, vec![group(&["x"], Sums::default())]);
    assert_eq!(super::pareto(&nothing), None);
}

#[test]
fn months_of_unlike_length_compare_by_the_day() {
    let first = date(2026, 1, 1);
    let days = (0..59).map(|d| {
        let date = first.checked_add(jiff::Span::new().days(d)).unwrap().to_string();
        group(&[&date], sums(10.0, 1.0, 1.0, 30.0))
    });
    let months = growth(&KpiTable::new(&["date"], true, days.collect()));
    assert_eq!((months[0].days, months[1].days), (31, 28));
    assert_eq!(months[0].revenue_growth, None);
    assert!(months[1].revenue_growth.unwrap().abs() < 1e-12);
    assert!(months[1].revenue.unwrap() < months[0].revenue.unwrap());
}

fn wavy(days: usize, spoil: impl Fn(usize) -> Option<f64>) -> Series {
    let start = date(2026, 1, 1);
    let day = |d: usize| start.checked_add(jiff::Span::new().days(d as i64)).unwrap();
    Series {
        metric: Metric::SourceShare,
        scope: "google".into(),
        dates: (0..days).map(day).collect(),
        upper: (0..days)
            .map(|d| spoil(d).unwrap_or(300.0 + 8.0 * ((d * 7 % 11) as f64 - 5.0)))
            .collect(),
        lower: Some(vec![1000.0; days]),
    }
}

#[test]
fn an_outage_stands_out_on_each_of_its_days_and_nothing_else_does() {
    assert_eq!(anomalies(&wavy(90, |_| None)), []);
    let found = anomalies(&wavy(90, |d| (50..55).contains(&d).then_some(2.0)));
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|a| a.tracking_outage && a.z < -3.5 && a.change < -0.9));
    assert_eq!(found[0].date, date(2026, 2, 20));
}

#[test]
fn a_rate_over_few_cases_does_not_stand_out_by_chance() {
    let mut series = wavy(60, |_| None);
    series.metric = Metric::Ctr;
    // 3 of 4 against an expected 0.3: far off, and yet not unlikely enough.
    series.upper[40] = 3.0;
    series.lower.as_mut().unwrap()[40] = 4.0;
    assert_eq!(anomalies(&series), []);
    series.upper[40] = 750.0;
    series.lower.as_mut().unwrap()[40] = 1000.0;
    assert_eq!(anomalies(&series).len(), 1);
}

#[test]
fn campaigns_are_judged_by_the_stated_rules() {
    // Half of the revenue is gross profit, so break-even is a ROAS of 2.
    let campaigns = [
        ("strong", sums(100.0, 1000.0, 50.0, 400.0)),
        ("hopeless", sums(400.0, 1000.0, 50.0, 300.0)),
        ("leaky", sums(400.0, 10_000.0, 50.0, 600.0)),
        ("fair", sums(400.0, 1000.0, 60.0, 1000.0)),
        ("own name", sums(100.0, 1000.0, 50.0, 400.0)),
        ("new", sums(5.0, 10.0, 1.0, 1.0)),
    ];
    let rows = campaigns.iter().map(|(name, s)| group(&["meta", name], *s)).collect();
    let campaigns = KpiTable::new(&["platform", "campaign"], false, rows);
    let whole = Sums::total(campaigns.rows.iter().map(|row| &row.sums));
    let platforms = KpiTable::new(&["platform"], false, vec![group(&["meta"], whole)]);
    let tactics = [vec!["meta".to_owned(), "own name".to_owned(), "brand".to_owned()]];
    let judged = verdicts(&campaigns, &platforms, &tactics);
    let of = |name: &str| judged.iter().find(|v| v.keys[1] == name).unwrap();
    assert_eq!(of("strong").verdict, Verdict::Scale);
    assert_eq!(of("hopeless").verdict, Verdict::Pause);
    assert_eq!(of("leaky").verdict, Verdict::Fix);
    assert!(of("leaky").why.contains("conversion rate is weak"));
    assert_eq!(of("fair").verdict, Verdict::Keep);
    // As strong as the strong one, but on demand that was there.
    assert_eq!(of("own name").verdict, Verdict::Keep);
    assert!(of("new").why.starts_with("too little to judge by"));
    assert!((of("fair").break_even - 2.0).abs() < 1e-12);
}
