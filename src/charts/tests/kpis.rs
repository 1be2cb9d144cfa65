use super::shop::{
    COUNTRIES, MARGIN, PLATFORMS, figures_of, group, key_figures, setting, sums, tables,
};
use super::{bar_values, estimate_counts, sound};
use crate::analysis::KeyFigures;
use crate::charts::figure::{Figure, Mark, NotDrawn};
use crate::charts::set::Known;
use crate::charts::setting::Setting;
use crate::charts::{
    anomalies, campaigns, cohorts, funnel, pareto, rates_over_time, revenue_by_place,
    roas_by_platform, roas_map, spend_and_revenue, spend_by_device,
};
use crate::features::cohorts::CohortCell;
use crate::features::series::Metric;
use crate::features::sums::Sums;
use crate::models::kpis::{Anomaly, KpiTable};
use jiff::civil::date;

type Chart = fn(&KeyFigures, &Setting) -> Result<Figure, NotDrawn>;

const CHARTS: [Chart; 9] = [
    spend_and_revenue::spend_and_revenue,
    rates_over_time::rates_over_time,
    |kpis, setting| roas_by_platform::roas_by_platform(kpis, &[], &Known::default(), setting),
    revenue_by_place::revenue_by_place,
    roas_map::roas_map,
    campaigns::campaigns,
    |kpis, setting| pareto::pareto(kpis.pareto.as_ref(), setting),
    |kpis, setting| funnel::funnel(&kpis.funnel, setting),
    spend_by_device::spend_by_device,
];

#[test]
fn every_chart_of_a_shop_is_sound() {
    let kpis = key_figures();
    for chart in CHARTS {
        sound(&chart(&kpis, &setting()).unwrap());
        // Neither currency nor period known.
        sound(&chart(&kpis, &Setting::default()).unwrap());
    }
}

#[test]
fn nothing_is_drawn_of_nothing() {
    let empty = figures_of(Vec::new());
    let rows = |tables: Vec<KpiTable>, sums: fn(Sums) -> Sums| -> KeyFigures {
        let emptied = tables.into_iter().map(|table| {
            let dimensions: Vec<&str> = table.dimensions.iter().map(String::as_str).collect();
            let groups = table.rows.iter().map(|row| {
                let keys: Vec<&str> = row.keys.iter().map(String::as_str).collect();
                group(&keys, sums(row.sums))
            });
            KpiTable::new(&dimensions, table.blended, groups.collect())
        });
        figures_of(emptied.collect())
    };
    let unknown = rows(tables(), |_| Sums::default());
    let zeros = rows(tables(), |sums| Sums::from_values(sums.values().map(|_| Some(0.0))));
    for chart in CHARTS {
        chart(&empty, &setting()).unwrap_err();
        chart(&unknown, &setting()).unwrap_err();
        // What is drawn of zeros is at least sound.
        if let Ok(figure) = chart(&zeros, &setting()) {
            sound(&figure);
        }
    }
}

#[test]
fn titles_follow_the_figures() {
    let kpis = key_figures();
    let title = |chart: Chart| chart(&kpis, &setting()).unwrap().title;
    assert!(title(CHARTS[0]).starts_with("Revenue rose "), "{}", title(CHARTS[0]));
    assert_eq!(title(CHARTS[1]), "Click-through rates held on every platform");
    assert_eq!(title(CHARTS[2]), "Google claims a ROAS of 4.2×; last clicks give 2.6×");
    assert_eq!(title(CHARTS[3]), "Saudi Arabia brings in 50% of revenue");
    assert_eq!(
        title(CHARTS[4]),
        "Google in Saudi Arabia returns most, 2.6×; Snapchat in Oman least, 0.42×"
    );
    let below = PLATFORMS.iter().map(|(_, _, roas, _)| {
        [1.5, 1.0, 0.7, 0.4, 0.0].iter().filter(|factor| roas * **factor < 1.0 / MARGIN).count()
    });
    let below: usize = below.sum();
    assert_eq!(title(CHARTS[5]), format!("{below} of 20 campaigns lie below break-even"));
    // 1.5 clicks for each unit of spend, and an order for each 80 of revenue.
    let spend: f64 = PLATFORMS.iter().map(|(_, spend, ..)| spend).sum();
    let revenue: f64 = PLATFORMS.iter().map(|(_, spend, roas, _)| spend * roas).sum();
    let clicks = (1.5 * spend / (revenue / 80.0)).round();
    assert_eq!(title(CHARTS[7]), format!("It takes {clicks} clicks to get an order"));
    assert!(title(CHARTS[8]).starts_with("Mobile takes 70% of spend"), "{}", title(CHARTS[8]));
}

#[test]
fn spend_is_drawn_without_revenue() {
    let no_revenue = tables().into_iter().map(|table| {
        let groups = table.rows.iter().map(|row| {
            let keys: Vec<&str> = row.keys.iter().map(String::as_str).collect();
            group(&keys, Sums { revenue: None, orders: None, ..row.sums })
        });
        let dimensions: Vec<&str> = table.dimensions.iter().map(String::as_str).collect();
        KpiTable::new(&dimensions, table.blended, groups.collect())
    });
    let figure =
        spend_and_revenue::spend_and_revenue(&figures_of(no_revenue.collect()), &setting());
    let figure = figure.unwrap();
    sound(&figure);
    assert_eq!(figure.panels.len(), 1);
    assert!(figure.title.starts_with("Spend rose "), "{}", figure.title);
}

#[test]
fn small_countries_are_summed() {
    let name = |i: usize| format!("country {i:02}");
    let groups = (0..40).map(|i| group(&[&name(i)], sums(100.0 * (i + 1) as f64, 2.0, 3.0)));
    let table = KpiTable::new(&["country"], true, groups.collect());
    let figure = revenue_by_place::revenue_by_place(&figures_of(vec![table]), &setting());
    let figure = figure.unwrap();
    sound(&figure);
    let names = figure.panels[0].y.names().unwrap().to_vec();
    assert_eq!((names[0].as_str(), names[15].as_str()), ("country 39", "25 other countries"));
    let drawn: f64 = bar_values(&figure.panels[0])[0].iter().sum();
    assert!((drawn - 200.0 * 820.0).abs() < 1e-6);
}

#[test]
fn campaigns_without_revenue_are_counted_and_not_drawn() {
    let figure = campaigns::campaigns(&key_figures(), &setting()).unwrap();
    assert!(figure.caption.contains("4 campaigns without revenue not drawn"), "{}", figure.caption);
}

#[test]
fn ten_thousand_campaigns_are_drawn() {
    let campaign = |i: usize| {
        let platform = ["meta", "google", "tiktok", "tv", "ooh", "x", "a", "b", "c", "d"][i % 10];
        group(&[platform, &format!("campaign {i}")], sums(1.0 + (i * 7919 % 1000) as f64, 1.7, 3.0))
    };
    let table =
        KpiTable::new(&["platform", "campaign"], false, (0..10_000).map(campaign).collect());
    let kpis = figures_of(vec![table]);
    sound(&campaigns::campaigns(&kpis, &setting()).unwrap());
    sound(&pareto::pareto(kpis.pareto.as_ref(), &setting()).unwrap());
}

#[test]
fn the_map_names_only_cells_that_it_shows() {
    let mut rows: Vec<_> = PLATFORMS
        .iter()
        .flat_map(|(platform, ..)| {
            (0..30).map(move |i| {
                let country = format!("country {i:02}");
                group(&[platform, &country], sums(1000.0 - f64::from(i), 1.0 + f64::from(i), 3.0))
            })
        })
        .collect();
    rows.push(group(&["meta", ""], sums(1e-9, 1e9, 3.0)));
    let table = KpiTable::new(&["platform", "country"], false, rows);
    let figure = roas_map::roas_map(&figures_of(vec![table]), &setting()).unwrap();
    sound(&figure);
    assert!(figure.title.contains("country 07") && figure.title.contains("country 00"));
    assert!(figure.caption.contains("left out"));
}

#[test]
fn shares_of_devices_sum_to_one() {
    let figure = spend_by_device::spend_by_device(&key_figures(), &setting()).unwrap();
    let series = bar_values(&figure.panels[0]);
    for row in 0..5 {
        let sum: f64 = series.iter().map(|values| values[row]).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}

#[test]
fn what_is_known_for_certain_stands_beside_the_claims() {
    let known = Known { roas: vec![("meta".to_owned(), 1.1)], ..Known::default() };
    let figure = roas_by_platform::roas_by_platform(&key_figures(), &[], &known, &setting());
    let figure = figure.unwrap();
    sound(&figure);
    let counts = estimate_counts(&figure.panels[0]);
    let of = |name: &str| counts.iter().find(|(other, _)| other == name).map(|(_, count)| *count);
    assert_eq!(
        (of("Claimed by the platform"), of("Last click"), of("True")),
        (Some(4), Some(4), Some(1))
    );
    assert_eq!(of("Model, 90% interval"), None);
}

#[test]
fn the_share_that_comes_back_is_a_ratio_of_sums() {
    let cell = |cohort: i8, month: u32, customers: f64, size: f64| CohortCell {
        cohort: date(2025, cohort, 1),
        month,
        customers,
        share: Some(customers / size),
        revenue: customers * 80.0,
    };
    let cells = [
        cell(1, 0, 900.0, 900.0),
        cell(1, 1, 90.0, 900.0),
        cell(2, 0, 100.0, 100.0),
        cell(2, 1, 30.0, 100.0),
        // Too young to have had a second month.
        cell(3, 0, 5000.0, 5000.0),
    ];
    let figure = cohorts::cohorts(&cells, &setting()).unwrap();
    sound(&figure);
    assert_eq!(figure.title, "12% of new customers order again in the month after");
    assert_eq!(figure.table().rows.len(), 2);
    assert!(cohorts::cohorts(&cells[..1], &setting()).is_err());
    assert!(cohorts::cohorts(&[], &setting()).is_err());
}

#[test]
fn many_cohorts_leave_the_oldest_out() {
    let cells = (0..40).flat_map(|cohort: i16| {
        (0..40 - cohort as u32).map(move |month| CohortCell {
            cohort: date(2022 + cohort / 12, (cohort % 12 + 1) as i8, 1),
            month,
            customers: 100.0 / f64::from(month + 1),
            share: Some(1.0 / f64::from(month + 1)),
            revenue: 0.0,
        })
    });
    let figure = cohorts::cohorts(&cells.collect::<Vec<_>>(), &setting()).unwrap();
    sound(&figure);
    let panel = &figure.panels[0];
    assert_eq!((panel.x.names().unwrap().len(), panel.y.names().unwrap().len()), (12, 18));
}

#[test]
fn days_that_stand_out_are_counted_once_and_outages_named() {
    let anomaly = |scope: &str, day: i8, metric: Metric, z: f64, outage: bool| Anomaly {
        date: date(2025, 3, day),
        metric,
        scope: scope.to_owned(),
        value: 1.0,
        expected: 2.0,
        change: -0.5,
        z,
        tracking_outage: outage,
    };
    let found = [
        anomaly("google", 3, Metric::SourceShare, -9.0, true),
        anomaly("google", 3, Metric::Spend, 5.0, false),
        anomaly("متجر", 9, Metric::Ctr, -4.0, false),
    ];
    let figure = anomalies::anomalies(&found, &setting()).unwrap();
    sound(&figure);
    assert_eq!(figure.title, "2 days stand out; visits from Google went untracked");
    let kinds = figure.panels[0].marks.iter().filter(|mark| matches!(mark, Mark::Points(_)));
    assert_eq!(kinds.count(), 3);
    assert!(anomalies::anomalies(&[], &setting()).is_err());
    let many: Vec<Anomaly> = (0..30)
        .map(|i| anomaly(&format!("source {i}"), 1 + i % 28, Metric::SourceShare, -4.0, true))
        .collect();
    let figure = anomalies::anomalies(&many, &setting()).unwrap();
    sound(&figure);
    assert!(figure.caption.contains("16 rows"), "{}", figure.caption);
}

#[test]
fn one_country_or_platform_is_enough_for_its_chart() {
    let (name, _) = COUNTRIES[1];
    let one = vec![
        KpiTable::new(&["country"], true, vec![group(&[name], sums(10.0, 2.0, 3.0))]),
        KpiTable::new(&["platform"], false, vec![group(&["meta"], sums(10.0, 2.0, 3.0))]),
    ];
    let kpis = figures_of(one);
    sound(&CHARTS[2](&kpis, &setting()).unwrap());
    sound(&CHARTS[3](&kpis, &setting()).unwrap());
}

#[test]
fn one_country_is_told_apart_by_its_regions() {
    let country = KpiTable::new(&["country"], true, vec![group(&["US"], sums(100.0, 2.0, 3.0))]);
    let regions = ["CA", "TX"].map(|name| group(&[name], sums(100.0, 2.0, 3.0)));
    let regions = KpiTable::new(&["region"], true, regions.to_vec());
    let figure =
        revenue_by_place::revenue_by_place(&figures_of(vec![country, regions]), &setting());
    let figure = figure.unwrap();
    sound(&figure);
    assert_eq!(figure.name, "revenue-by-region");
    assert_eq!(figure.panels[0].y.names().unwrap().len(), 2);
}
