//! Daily counts taken apart: the creative's own level, what the day did to all, and what is left.

mod moments;

use std::collections::BTreeMap;

use jiff::civil::Date;
use libm::log;

use moments::{Memory, Moments};

/// Rounds after which levels and days are taken as they are.
const MOST_ROUNDS: usize = 300;
/// Largest change of a level's logarithm in the last round.
const SETTLED: f64 = 1e-7;
/// Fewest degrees of freedom from which a day-to-day variance is estimated.
const FEWEST_DAYS: f64 = 60.0;
/// Variance of days' log rates where the search starts, and where no variance can be estimated: a
/// day's click-through rate moves by about 20 %.
const FIRST_VARIANCE: f64 = 0.04;
/// Smallest and largest variance of log rates that is believed.
const VARIANCES: (f64, f64) = (1e-6, 2.0);

/// What adjustments for mix, days and wear leave of the logarithm of a rate, however much is
/// counted: effects that multiply are an approximation, and nobody's rate is known to a percent.
const MISFIT: f64 = 0.03;

/// One creative's day, ready to be taken apart.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Place of the creative.
    pub creative: usize,
    /// Place of the day in the [`Calendar`].
    pub day: usize,
    /// Successes.
    pub successes: f64,
    /// Trials, or spend, times all that is known to move the rate.
    pub exposure: f64,
}

/// Days, told apart by whose days they are: those of one platform, or the shop's.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    places: BTreeMap<(usize, Date), usize>,
    owners: BTreeMap<String, usize>,
    /// For each day, the place of its owner, and the date.
    owner_of: Vec<usize>,
    dates: Vec<Date>,
}

impl Calendar {
    /// The place of an owner's day.
    pub fn place(&mut self, owner: &str, date: Date) -> usize {
        let next = self.owners.len();
        let owner = *self.owners.entry(owner.to_owned()).or_insert(next);
        let next = self.owner_of.len();
        let place = *self.places.entry((owner, date)).or_insert(next);
        if place == next {
            self.owner_of.push(owner);
            self.dates.push(date);
        }
        place
    }

    /// Whether one place is the day after another, of the same owner.
    fn follows(&self, day: usize, next: usize) -> bool {
        self.owner_of[day] == self.owner_of[next]
            && self.dates[day].tomorrow().is_ok_and(|date| date == self.dates[next])
    }
}

/// What daily counts are made of: `μ = exposure · level · shock`, with variance `μ + τ² μ²`.
#[derive(Debug, Clone)]
pub struct Decomposition {
    /// Factor of each day, mean 1.
    pub shocks: Vec<f64>,
    /// σ² of each owner of days: variance of a day's factor.
    pub shock_variance: Vec<f64>,
    /// τ² of each group: variance of a creative's log rate on a day around its expectation.
    pub day_variance: Vec<f64>,
    /// For each row, variance beyond counting of its logarithm, `κ_τ τ² + κ_s s²`: s² is that of the
    /// shock as *other* creatives tell it, and κ = (1 + φ) / (1 − φ) makes up for a correlation φ of
    /// neighbouring days, so that rows can be taken for independent.
    pub extra_variance: Vec<f64>,
    /// For each creative, how many times larger the variance of its successes is than counting
    /// alone would have it: `1 + Σ μ² (κ_τ τ² + κ_s s²) / Σ μ + 0.03² Σ μ` over its days.
    pub design_effect: Vec<f64>,
}

/// Takes daily counts apart. In turn: levels, as successes over exposure × shock; shocks, which are
/// Gamma with mean 1 and variance σ² per owner, as posterior means given the levels; σ² by its EM
/// step; τ² by the moments of what is left. `group` has the group of each creative; `start` is
/// where another search ended on almost the same rows.
///
/// There must be some successes.
pub fn decompose(
    rows: &[Row],
    calendar: &Calendar,
    group: &[usize],
    start: Option<&Decomposition>,
) -> Decomposition {
    let mut fit = Fit::new(rows, calendar, group);
    if let Some(start) = start {
        fit.shocks.clone_from(&start.shocks);
        fit.shock_variance.clone_from(&start.shock_variance);
        fit.day_variance.clone_from(&start.day_variance);
    }
    for _ in 0..MOST_ROUNDS {
        let before = fit.levels.clone();
        fit.levels();
        fit.shocks();
        fit.day_variances();
        let moved = fit.levels.iter().zip(&before).map(|(new, old)| log(new / old).abs());
        if moved.fold(0.0, f64::max) < SETTLED {
            break;
        }
    }
    fit.finish()
}

struct Fit<'a> {
    rows: &'a [Row],
    calendar: &'a Calendar,
    group: &'a [usize],
    /// Rate of each creative's group.
    base: Vec<f64>,
    levels: Vec<f64>,
    shocks: Vec<f64>,
    /// Information on each day's log shock: Σ μ / (1 + τ² μ).
    information: Vec<f64>,
    /// σ² of each owner.
    shock_variance: Vec<f64>,
    /// τ² of each group.
    day_variance: Vec<f64>,
}

impl<'a> Fit<'a> {
    fn new(rows: &'a [Row], calendar: &'a Calendar, group: &'a [usize]) -> Self {
        let groups = group.iter().max().map_or(0, |&last| last + 1);
        let mut sums = vec![(0.0, 0.0); groups];
        let mut total = (0.0, 0.0);
        for row in rows {
            for sum in [&mut sums[group[row.creative]], &mut total] {
                sum.0 += row.successes;
                sum.1 += row.exposure;
            }
        }
        let rate =
            |g: usize| if sums[g].0 > 0.0 { sums[g].0 / sums[g].1 } else { total.0 / total.1 };
        let base: Vec<f64> = group.iter().map(|&g| rate(g)).collect();
        let days = calendar.owner_of.len();
        Fit {
            rows,
            calendar,
            group,
            levels: base.clone(),
            base,
            shocks: vec![1.0; days],
            information: vec![0.0; days],
            shock_variance: vec![FIRST_VARIANCE; calendar.owners.len()],
            day_variance: vec![FIRST_VARIANCE; groups],
        }
    }

    fn mean(&self, row: &Row) -> f64 {
        row.exposure * self.levels[row.creative] * self.shocks[row.day]
    }

    /// What a row with mean μ tells of a log rate, 1 / (1/μ + τ²).
    fn information_of(&self, row: &Row, mean: f64) -> f64 {
        mean / (1.0 + self.day_variance[self.group[row.creative]] * mean)
    }

    fn levels(&mut self) {
        let mut sums: Vec<(f64, f64)> = self.base.iter().map(|base| (1.0, 1.0 / base)).collect();
        for row in self.rows {
            sums[row.creative].0 += row.successes;
            sums[row.creative].1 += row.exposure * self.shocks[row.day];
        }
        self.levels = sums.into_iter().map(|(successes, exposure)| successes / exposure).collect();
    }

    fn shocks(&mut self) {
        let owner = &self.calendar.owner_of;
        let mut seen = vec![0.0; self.shocks.len()];
        let mut information = vec![0.0; self.shocks.len()];
        for row in self.rows {
            let mean = self.mean(row);
            if mean > 0.0 {
                let weight = self.information_of(row, mean) / mean;
                seen[row.day] += weight * row.successes;
                information[row.day] += weight * mean;
            }
        }
        let owners = self.shock_variance.len();
        let mut average = vec![(0.0, 0.0); owners];
        for day in 0..self.shocks.len() {
            let prior = 1.0 / self.shock_variance[owner[day]];
            // Successes are compared with what they would be without the shock.
            let without = information[day] / self.shocks[day];
            self.shocks[day] = (prior + seen[day]) / (prior + without);
            average[owner[day]].0 += information[day] * self.shocks[day];
            average[owner[day]].1 += information[day];
        }
        let mut spread = vec![(0.0, 0.0); owners];
        for day in 0..self.shocks.len() {
            let (sum, weight) = average[owner[day]];
            if weight > 0.0 {
                self.shocks[day] *= weight / sum;
            }
            let known = 1.0 / self.shock_variance[owner[day]] + information[day];
            spread[owner[day]].0 += (self.shocks[day] - 1.0).powi(2) + self.shocks[day] / known;
            spread[owner[day]].1 += 1.0;
        }
        let bounded = |(sum, days): (f64, f64)| (sum / days).clamp(VARIANCES.0, VARIANCES.1);
        self.shock_variance = spread.into_iter().map(bounded).collect();
        self.information = information;
    }

    /// τ² by moments: `E[(y − μ)²] = (μ + τ² μ²)(1 − h)` with h the row's leverage on its own
    /// level and shock, weighted by 1 / (1 + τ² μ)². A group with too few days takes its
    /// platform's (its days' owner's), or that of all.
    fn day_variances(&mut self) {
        let mut expected = vec![0.0; self.levels.len()];
        for row in self.rows {
            expected[row.creative] += self.mean(row);
        }
        let groups = self.day_variance.len();
        let mut by_group = vec![Moments::default(); groups];
        let mut by_owner = vec![Moments::default(); self.shock_variance.len()];
        let mut overall = Moments::default();
        let mut owner_of_group = vec![0; groups];
        for row in self.rows {
            let mean = self.mean(row);
            if mean <= 0.0 {
                continue;
            }
            let (g, owner) = (self.group[row.creative], self.calendar.owner_of[row.day]);
            let information = self.information_of(row, mean);
            let known = 1.0 / self.shock_variance[owner] + self.information[row.day];
            let leverage = mean / expected[row.creative] + information / known;
            owner_of_group[g] = owner;
            for moments in [&mut by_group[g], &mut by_owner[owner], &mut overall] {
                moments.add(row.successes, mean, leverage, information);
            }
        }
        for g in 0..groups {
            let scopes = [&by_group[g], &by_owner[owner_of_group[g]], &overall];
            let estimated = scopes.into_iter().find_map(Moments::variance);
            self.day_variance[g] = estimated.unwrap_or(FIRST_VARIANCE);
        }
    }

    /// κ_τ and κ_s of each owner of days.
    fn inflations(&self) -> Vec<(f64, f64)> {
        let mut rests = vec![Memory::default(); self.shock_variance.len()];
        for pair in self.rows.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            if a.creative == b.creative && self.calendar.follows(a.day, b.day) {
                let part = |row: &Row| {
                    let mean = self.mean(row);
                    let weight = 1.0 / (1.0 + self.day_variance[self.group[row.creative]] * mean);
                    (weight * (row.successes - mean), weight * mean)
                };
                let tau = self.day_variance[self.group[a.creative]];
                let (a, b) = (part(a), part(b));
                rests[self.calendar.owner_of[pair[0].day]].add(a.0 * b.0, a.1 * b.1 * tau);
            }
        }
        let mut shocks = vec![Memory::default(); self.shock_variance.len()];
        let days: Vec<usize> = self.calendar.places.values().copied().collect();
        for pair in days.windows(2) {
            if self.calendar.follows(pair[0], pair[1]) {
                let (a, b) = (log(self.shocks[pair[0]]), log(self.shocks[pair[1]]));
                shocks[self.calendar.owner_of[pair[0]]].add(a * b, 0.5 * (a * a + b * b));
            }
        }
        rests.iter().zip(&shocks).map(|(r, s)| (r.inflation(), s.inflation())).collect()
    }

    fn finish(self) -> Decomposition {
        let creatives = self.levels.len();
        let inflations = self.inflations();
        let mut sums = vec![(0.0, 0.0); creatives];
        let mut extra_variance = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            let mean = self.mean(row);
            let owner = self.calendar.owner_of[row.day];
            let prior = 1.0 / self.shock_variance[owner];
            let others = (self.information[row.day] - self.information_of(row, mean)).max(0.0);
            let (rest, shock) = inflations[owner];
            let tau = self.day_variance[self.group[row.creative]];
            let extra = rest * tau + shock / (prior + others);
            extra_variance.push(extra);
            sums[row.creative].0 += mean * mean * extra;
            sums[row.creative].1 += mean;
        }
        let effect = |(extra, mean): (f64, f64)| {
            if mean > 0.0 { 1.0 + extra / mean + MISFIT * MISFIT * mean } else { 1.0 }
        };
        Decomposition {
            design_effect: sums.into_iter().map(effect).collect(),
            shocks: self.shocks,
            shock_variance: self.shock_variance,
            day_variance: self.day_variance,
            extra_variance,
        }
    }
}
