//! Creative scores.

use super::{ARABIC, FIRST, FORMULA, TAG};
use crate::models::creatives::*;

fn estimate(mean: f64, half: f64) -> Estimate {
    Estimate { mean, sd: half / 1.645, low: mean - half, high: mean + half }
}

fn rate(raw: f64, mean: f64, quality: f64) -> RateScore {
    RateScore {
        raw,
        successes: 120.0,
        trials: 10_000.0,
        design_effect: 1.4,
        prior: Scope::Group,
        alpha: 12.0,
        beta: 988.0,
        conditions: 1.0,
        mean,
        low: 0.85 * mean,
        high: 1.15 * mean,
        weight: 0.9,
        quality: estimate(quality, 0.2),
        above: 0.8,
        best: Some(0.1),
    }
}

fn score(i: usize) -> CreativeScore {
    let quality = 0.4 - 0.03 * i as f64;
    let ctr = 0.012 * quality.exp();
    let classes = [
        Class::HighPerformer,
        Class::Scale,
        Class::Steady,
        Class::Fatigued,
        Class::LowCtr,
        Class::LowCvr,
        Class::TooLittleData,
    ];
    CreativeScore {
        rank: i + 1,
        id: i.to_string(),
        name: match i {
            0 => ARABIC.into(),
            1 => TAG.into(),
            2 => FORMULA.into(),
            _ => format!("spring hook {i}"),
        },
        platform: ["google", "meta", "snapchat", "tiktok"][i % 4].into(),
        format: ["image", "video"][i % 2].into(),
        context: vec![("objective".into(), "sales".into())],
        score: 88.0 - 3.0 * i as f64,
        class: classes[i * classes.len() / 26],
        first_day: FIRST,
        last_day: FIRST,
        days: 90,
        impressions: 100_000 - 3_000 * i as u64,
        clicks: (ctr * 100_000.0) as u64,
        visits: Some(900),
        orders: Some(22),
        revenue: Some(1980.0),
        spend: 1_400.0 + 40.0 * i as f64,
        ctr: rate(ctr * 1.05, ctr, quality),
        cvr: Some(rate(0.024, 0.023, 0.02)),
        roas: Some(RoasScore {
            raw: 1.41,
            orders: 18.0,
            spend: 1_200.0,
            conditions: 1.1,
            design_effect: 1.2,
            order_prior: Scope::Platform,
            a: 3.0,
            b: 190.0,
            value_prior: Scope::All,
            p: 4.0,
            q: 9.0,
            v: 180.0,
            orders_per_spend: 0.0155,
            order_value: 90.0,
            mean: 1.39,
            low: 0.9,
            high: 1.95,
            quality: estimate(0.02, 0.3),
            above: 0.55,
            best: None,
        }),
        lift: Some(Lift {
            lift: Some(0.3),
            impressions_p: 0.0001,
            impressions_q: 0.002,
            days_p: Some(0.01),
            days: 80,
        }),
        fatigue: Some(Fatigue {
            axis: WearAxis::CumulativeFrequency,
            raw: Some(RawSlope { slope: -0.05, se: 0.02 }),
            slope: estimate(-0.04, 0.02),
            falling: 0.99,
            wear: 8.0,
            pace: 0.1,
            lost: 0.27,
            worn: 0.83,
            days_to_half: Some(DaysToHalf { days: 170.0, low: 110.0, high: None }),
        }),
    }
}

fn effects() -> RateEffects {
    let level = |name: &str, mean: f64| Level {
        name: name.into(),
        creatives: 8,
        effect: estimate(mean, 0.09),
        above: if mean > 0.0 { 0.97 } else { 0.06 },
    };
    let kind = |name: &str, levels| Kind { name: name.into(), sd: 0.1, levels };
    RateEffects {
        attributes: vec![
            kind("hook", vec![level("question", 0.16), level(FORMULA, -0.05)]),
            kind("shows_person", vec![level("yes", 0.07), level("no", -0.07)]),
        ],
        context: Vec::new(),
        groups: Vec::new(),
        mix: Vec::new(),
        concept_sd: None,
        unexplained_sd: 0.2,
        quality_sd: 0.25,
        steps: 9,
        converged: true,
    }
}

pub fn creatives() -> CreativeScores {
    CreativeScores {
        rows: (0..26).map(score).collect(),
        ctr_effects: Some(effects()),
        cvr_effects: Some(effects()),
        left_out: vec![LeftOut {
            id: "99".into(),
            name: "never shown".into(),
            platform: "meta".into(),
            why: "it was never shown".into(),
        }],
        remarks: vec!["Tiktok has too few creatives for a prior of its own.".into()],
        definitions: vec![Definition {
            term: "Score",
            meaning: "100 Φ(mean quality / spread of quality): 50 is the average creative.",
        }],
        fatigue_priors: vec![FatiguePrior {
            platform: "meta".into(),
            axis: WearAxis::CumulativeFrequency,
            scope: Scope::Platform,
            learnt_from: 9,
            mean: -0.04,
            se: 0.01,
            sd: 0.02,
        }],
        ..hollow()
    }
}

pub fn hollow() -> CreativeScores {
    CreativeScores {
        rows: Vec::new(),
        ctr_priors: Vec::new(),
        cvr_priors: Vec::new(),
        order_priors: Vec::new(),
        value_priors: Vec::new(),
        ctr_effects: None,
        cvr_effects: None,
        order_effects: None,
        fatigue_priors: Vec::new(),
        left_out: Vec::new(),
        remarks: Vec::new(),
        interval: 0.9,
        draws: 4000,
        definitions: Vec::new(),
    }
}
