//! Orders on spend, the response model and an experiment.

use jiff::Span;
use jiff::civil::Date;
use ndarray::{Array2, Array3};

use super::{DAYS, FIRST, PLATFORMS};
use crate::features::panel::Panel;
use crate::models::experiments::{
    Day, Estimate as TestEstimate, ExperimentReading, NotComputed, Outcome, Placebos, Reading,
    RegionWeight, Spend,
};
use crate::models::least_squares::{self, Exploratory, Interval};
use crate::models::response::*;

fn dates() -> Vec<Date> {
    (0..DAYS).map(|day| FIRST.checked_add(Span::new().days(day)).unwrap()).collect()
}

pub fn exploratory() -> Exploratory {
    least_squares::exploratory(&panel(DAYS as usize)).unwrap()
}

pub fn hollow_exploratory() -> Exploratory {
    Exploratory {
        average_order_value: None,
        controlled: None,
        controlled_missing: Some("8 rows are too few for 12 coefficients".into()),
        ..least_squares::exploratory(&panel(12)).unwrap()
    }
}

/// Spend that waves at its own pace on each channel, and orders that follow it.
fn panel(days: usize) -> Panel {
    let spend = Array3::from_shape_fn((days, 1, PLATFORMS.len()), |(t, _, p)| {
        PLATFORMS[p].1 * (1.0 + 0.4 * ((t * (p + 2)) as f64 / 9.0).sin())
    });
    let orders = Array2::from_shape_fn((days, 1), |(t, _)| {
        let noise = 4.0 * ((t * t) as f64 * 0.7).sin();
        let brought: f64 = (0..PLATFORMS.len()).map(|p| 0.01 * spend[(t, 0, p)]).sum();
        40.0 + brought + noise + 3.0 * (t % 7) as f64
    });
    Panel {
        dates: dates()[..days].to_vec(),
        step_days: 1,
        regions: vec!["all".into()],
        channels: PLATFORMS.iter().map(|platform| platform.0.to_owned()).collect(),
        revenue: Some(orders.mapv(|orders| 90.0 * orders)),
        orders,
        spend,
        events: Vec::new(),
        experiments: Vec::new(),
    }
}

fn around(value: f64, part: f64) -> Estimate {
    Estimate { value, low: value * (1.0 - part), high: value * (1.0 + part) }
}

fn attribution(spend: f64, roas: f64, part: f64) -> Attribution {
    let orders = spend * roas / 90.0;
    Attribution {
        spend,
        orders: around(orders, part),
        share_of_orders: around(orders / 40_000.0, part),
        revenue: Some(around(spend * roas, part)),
        roas: Some(around(roas, part)),
        marginal_roas: Some(around(0.6 * roas, part)),
        orders_per_thousand: around(1000.0 * roas / 90.0, part),
        marginal_orders_per_thousand: around(600.0 * roas / 90.0, part),
    }
}

fn channel((name, spend, ..): (&str, f64, f64, f64, f64), roas: f64, part: f64) -> ChannelResponse {
    let known = part < 0.5;
    let point = |i: i32| {
        let x = 0.1 * f64::from(i) * spend;
        CurvePoint { spend: x, orders: around(40.0 * x / (x + 1.2 * spend), part) }
    };
    ChannelResponse {
        channel: name.into(),
        identification: Identification {
            effect: known,
            relative_width: 2.0 * part,
            decay: known,
            half_spend: false,
            slope: false,
            variance_inflation: 1.8,
            free_variation: 0.3,
        },
        attribution: attribution(spend * f64::from(DAYS), roas, part),
        decay: around(0.41, 0.3),
        half_spend: around(134.0, 0.6),
        slope: around(1.2, 0.4),
        ceiling: around(31.0, part),
        curve: ResponseCurve {
            points: (0..=20).map(point).collect(),
            observed: [0.5 * spend, 1.6 * spend],
            usual: spend,
        },
    }
}

pub fn response() -> ResponseFit {
    let dates = dates();
    let returns = [(1.9, 0.2), (1.3, 0.3), (0.9, 1.4), (1.1, 0.35)];
    let channels: Vec<ChannelResponse> = PLATFORMS
        .into_iter()
        .zip(returns)
        .map(|(p, (roas, part))| channel(p, roas, part))
        .collect();
    let spend: f64 = channels.iter().map(|c| c.attribution.spend).sum();
    let each = |value: f64| vec![value; dates.len()];
    let accuracy = |r: f64, mape: f64| Accuracy { r_squared: Some(r), mape: Some(mape) };
    ResponseFit {
        explained: Explained::NewCustomers,
        first: dates[0],
        last: dates[dates.len() - 1],
        step_days: 1,
        periods: dates.len(),
        regions: vec!["SA".into(), "AE".into(), "KW".into()],
        left_out: vec![LeftOut {
            channel: "radio".into(),
            spend: 9_000.0,
            reason: Reason::ConstantSpend,
        }],
        media: attribution(spend, 1.42, 0.18),
        contributions: Contributions {
            dates: dates.clone(),
            observed: each(190.0),
            fitted: each(188.0),
            baseline: each(148.0),
            channels: channels
                .iter()
                .map(|c| ChannelSeries { channel: c.channel.clone(), orders: each(10.0) })
                .collect(),
        },
        controls: vec![
            Control { name: "Friday".into(), log_effect: 0.14 },
            Control { name: "ramadan".into(), log_effect: 0.22 },
        ],
        accuracy: accuracy(0.83, 0.07),
        validation: Some(Validation {
            horizon: 28,
            folds: vec![dates[100], dates[128], dates[156]],
            dates: dates[100..184].to_vec(),
            observed: vec![190.0; 84],
            foreseen: vec![186.0; 84],
            naive: vec![181.0; 84],
            model: accuracy(0.61, 0.09),
            seasonal_naive: accuracy(0.34, 0.13),
        }),
        residuals: Residuals {
            dates: dates.clone(),
            fitted: each(188.0),
            standardised: each(0.2),
            quantiles: vec![[-1.0, -1.1], [0.0, 0.05], [1.0, 1.2]],
            autocorrelation: vec![0.05, -0.02],
            bound: 0.135,
        },
        noise: Noise {
            dispersion: 1.3,
            shared_dispersion: 2.1,
            shared_persistence: 0.3,
            local_persistence: Some(0.1),
        },
        budgets: Budgets {
            following: vec![Some(0.6), Some(0.7), None, Some(0.4)],
            controlled: true,
            shared: Some([0.31, 0.07]),
            local: Some([0.12, 0.06]),
        },
        search: Search {
            starts: 12,
            agreeing: 9,
            evaluations: 4_182,
            rounds: 5,
            settled: true,
            optimality_gap: 1e-9,
            table_error: 3e-4,
        },
        bootstrap: Bootstrap { replicates: 400, block: 14 },
        cautions: cautions(),
        channels,
    }
}

/// One of each kind.
fn cautions() -> Vec<Caution> {
    let channel = || "snapchat".to_owned();
    vec![
        Caution::ShortHistory { periods: 210, enough: 365 },
        Caution::OneRegion,
        Caution::EffectUnknown { channel: channel(), relative_width: 2.8 },
        Caution::NoEffectSeen { channel: channel() },
        Caution::ShapeUnknown { channel: channel(), shape: Shape::HalfSpend },
        Caution::ShapeUnknown { channel: channel(), shape: Shape::Slope },
        Caution::ShapeOnBound { channel: channel(), shape: Shape::Slope, bound: 3.0 },
        Caution::Collinear {
            channel: channel(),
            with: "tiktok".into(),
            correlation: 0.93,
            variance_inflation: 11.2,
        },
        Caution::NeverOff { channel: "google".into(), lowest: 0.62 },
        Caution::BudgetsFollowDemand { elasticity: 0.57 },
        Caution::BaselineSmall { share: 0.18 },
        Caution::NegativeSpend { channel: channel(), cells: 2 },
        Caution::ForesightPoor { model: 0.14, naive: 0.13 },
        Caution::NoiseRemembers { lag: 7, autocorrelation: 0.24 },
        Caution::SeveralOptima { agreeing: 2, starts: 12 },
    ]
}

pub fn hollow_response() -> ResponseFit {
    let nothing = Attribution {
        revenue: None,
        roas: None,
        marginal_roas: None,
        ..attribution(0.0, 0.0, 0.0)
    };
    ResponseFit {
        channels: Vec::new(),
        left_out: Vec::new(),
        media: nothing,
        validation: None,
        accuracy: Accuracy { r_squared: None, mape: None },
        cautions: Vec::new(),
        controls: Vec::new(),
        budgets: Budgets { following: Vec::new(), controlled: false, shared: None, local: None },
        ..response()
    }
}

pub fn experiments() -> Vec<ExperimentReading> {
    let interval = |estimate: f64, half: f64| Interval {
        estimate,
        low: estimate - half,
        high: estimate + half,
    };
    let placebos = |p| Placebos { placebos: 1819, exhaustive: true, p, smallest_p: 1.0 / 1820.0 };
    let estimate = |orders: f64, half: f64| TestEstimate {
        weights: vec![RegionWeight { region: "SA".into(), weight: 1.0 }],
        certificate: None,
        fit_before: 0.04,
        orders: interval(orders, half),
        p: 0.004,
        relative: interval(orders / 290.0, half / 290.0),
        orders_per_1000: Some(interval(-1000.0 * orders / 3100.0, 1000.0 * half / 3100.0)),
        incremental_roas: Some(interval(-90.0 * orders / 3100.0, 90.0 * half / 3100.0)),
        in_time: placebos(0.006),
        in_space: Some(placebos(0.25)),
        minimal_detectable_orders: Some(61.0),
    };
    let dates = dates();
    let day = |&date: &Date| Day { date, actual: 8.0, expected: 10.4, synthetic: 10.1, gap: -2.1 };
    let reading = Reading {
        controls: vec!["SA".into(), "AE".into()],
        left_out: Vec::new(),
        before_from: dates[20],
        read_until: dates[160],
        cut_short: true,
        block_days: 9,
        blocks_before: 10,
        spend: Some(Spend { actual: 0.0, expected: 3100.0, change: -3100.0 }),
        average_order_value: Some(90.0),
        difference_in_differences: estimate(-83.0, 41.0),
        synthetic_control: estimate(-79.0, 38.0),
        days: dates[20..160].iter().map(day).collect(),
    };
    let experiment = |id: &str, outcome| ExperimentReading {
        id: id.into(),
        channels: vec!["meta".into()],
        treated: vec!["KW".into()],
        start: dates[120],
        end: dates[147],
        multiplier: 0.0,
        outcome,
    };
    vec![
        experiment("holdout-1", Outcome::Computed(Box::new(reading))),
        experiment("holdout-2", Outcome::NotComputed(NotComputed::OutsideTheData)),
    ]
}
