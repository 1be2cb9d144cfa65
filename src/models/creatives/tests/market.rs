//! A small advertising account whose truth is known.

use jiff::Span;
use jiff::civil::date;

use crate::curves::{cumulative_frequency, fatigue};
use crate::features::creatives::{Creative, CreativeDay};
use crate::random::Key;
use crate::random::distributions::{beta, binomial, gamma, mean_one_lognormal, normal_at, poisson};

/// A creative without days.
pub fn bare(id: &str) -> Creative {
    Creative {
        id: id.into(),
        name: format!("creative {id}"),
        platform: "meta".into(),
        format: "video".into(),
        concept: None,
        attributes: Vec::new(),
        context: Vec::new(),
        days: Vec::new(),
        cells: Vec::new(),
    }
}

/// A day, `place` days after the first.
pub fn day(place: i64, impressions: u64, clicks: u64) -> CreativeDay {
    CreativeDay {
        date: date(2026, 1, 1).saturating_add(Span::new().days(place)),
        impressions,
        clicks,
        visits: None,
        orders: None,
        revenue: None,
        spend: 0.0,
        frequency: None,
        cumulative_frequency: None,
    }
}

/// What the account is like.
pub struct Market {
    pub creatives: u64,
    pub days: i64,
    /// Log CTR lost per exposure.
    pub fatigue: f64,
    /// People who can be reached.
    pub audience: f64,
    /// Concentration of a day's clicks: the smaller, the more days differ.
    pub concentration: f64,
    /// Standard deviation of what a day does to all.
    pub shock_sd: f64,
    pub seed: u64,
}

impl Default for Market {
    fn default() -> Self {
        Market {
            creatives: 60,
            days: 45,
            fatigue: 0.05,
            audience: 400_000.0,
            concentration: 800.0,
            shock_sd: 0.2,
            seed: 21,
        }
    }
}

impl Market {
    fn key(&self) -> Key {
        Key::seed(self.seed)
    }

    /// Latent quality: log CTR relative to the average creative.
    pub fn quality(&self, i: u64) -> f64 {
        0.5 * normal_at(self.key().at(0).at(i)) + if self.person(i) { 0.15 } else { -0.15 }
    }

    fn person(&self, i: u64) -> bool {
        self.key().at(1).at(i).happens(0.5)
    }

    /// CTR of the average creative: by format, and half as high again in retargeting.
    pub fn level(&self, i: u64) -> f64 {
        [0.006, 0.024][(i % 2) as usize] * if self.retargeting(i) { 1.5 } else { 1.0 }
    }

    fn retargeting(&self, i: u64) -> bool {
        (i / 2).is_multiple_of(3)
    }

    /// The creatives and what they did. Each starts on its own day; impressions per day differ by
    /// a factor of hundreds.
    pub fn creatives(&self) -> Vec<Creative> {
        (0..self.creatives).map(|i| self.creative(i)).collect()
    }

    fn creative(&self, i: u64) -> Creative {
        let key = self.key().at(2).at(i);
        let scale = 2_500.0 * mean_one_lognormal(key.at(0), 1.6);
        let start = key.at(1).below(30) as i64;
        let mut seen = 0.0;
        let mut days = Vec::new();
        for place in start..start + self.days {
            let mut stream = key.at(2).at(place as u64).stream();
            let frequency = cumulative_frequency(seen, self.audience);
            let shock = mean_one_lognormal(self.key().at(3).at(place as u64), self.shock_sd);
            let ctr =
                self.level(i) * self.quality(i).exp() * fatigue(frequency, self.fatigue) * shock;
            let shown = poisson(&mut stream, scale);
            let ctr = ctr.min(0.5);
            let rate =
                beta(&mut stream, self.concentration * ctr, self.concentration * (1.0 - ctr));
            let clicks = binomial(&mut stream, shown, rate);
            let visits = binomial(&mut stream, clicks, 0.8);
            let orders = binomial(&mut stream, visits, 0.03);
            let revenue = gamma(&mut stream, 1.5 * orders as f64 + 1e-12) * 40.0;
            seen += shown as f64;
            days.push(CreativeDay {
                visits: Some(visits),
                orders: Some(orders),
                revenue: Some(if orders > 0 { revenue } else { 0.0 }),
                spend: shown as f64 * 0.006,
                cumulative_frequency: Some(frequency),
                ..day(place, shown, clicks)
            });
        }
        let word = |is: bool, yes: &str, no: &str| if is { yes.to_owned() } else { no.to_owned() };
        Creative {
            format: ["video", "search"][(i % 2) as usize].into(),
            attributes: vec![("person".into(), word(self.person(i), "yes", "no"))],
            context: vec![(
                "tactic".into(),
                word(self.retargeting(i), "retargeting", "prospecting"),
            )],
            days,
            ..bare(&format!("{i:03}"))
        }
    }
}
