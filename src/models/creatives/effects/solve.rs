//! One round of the fit: linearise, solve, move the variances.

use libm::{exp, log, sqrt};
use linfa_linalg::cholesky::InverseC;
use ndarray::{Array1, Array2};

use super::Observation;
use super::design::Design;

/// Where the search for variances starts, and the least they become: of the logarithm.
const FIRST_VARIANCE: f64 = 0.1;
const LEAST_VARIANCE: f64 = 1e-6;
/// Successes by which each creative's own rate is drawn to the pooled one where the search starts.
const FIRST_PRIOR: f64 = 3.0;
/// Limits of the logarithm of a rate times its exposure, against overflow on the way.
const LOG_LIMITS: (f64, f64) = (-50.0, 50.0);

/// The state of the fit.
pub struct Model<'a> {
    /// What creatives show.
    pub observations: &'a [Observation],
    /// The columns.
    pub design: &'a Design,
    /// β.
    pub beta: Array1<f64>,
    /// V: posterior covariance of β.
    pub covariance: Array2<f64>,
    /// τ² by kind.
    pub kind_variance: Vec<f64>,
    /// ω².
    pub concept_variance: f64,
    /// σ².
    pub own_variance: f64,
    /// u + q by creative.
    pub merit: Vec<f64>,
}

/// A creative, linearised.
#[derive(Clone, Copy)]
struct Working {
    creative: usize,
    /// z.
    target: f64,
    /// 1 / (v + σ²).
    weight: f64,
}

/// A concept, with its effect integrated out.
struct Absorbed {
    members: Vec<Working>,
    /// P = Σ w + 1/ω²: precision of u given β.
    precision: f64,
    /// s = Σ w x / P, by column.
    pull: Vec<(usize, f64)>,
}

impl<'a> Model<'a> {
    /// Starts at pooled rates.
    pub fn new(observations: &'a [Observation], design: &'a Design) -> Self {
        let (successes, exposure) = design.used.iter().fold((0.0, 0.0), |(k, e), &i| {
            (k + observations[i].successes, e + observations[i].exposure)
        });
        let pooled = successes / exposure;
        let mut beta = Array1::zeros(design.width());
        beta[0] = log(pooled);
        let start = |o: &Observation| {
            log((o.successes + FIRST_PRIOR) / (o.exposure * pooled + FIRST_PRIOR))
        };
        Model {
            observations,
            design,
            beta,
            covariance: Array2::zeros((design.width(), design.width())),
            kind_variance: vec![FIRST_VARIANCE; design.kinds().count()],
            concept_variance: if design.has_concepts { FIRST_VARIANCE } else { 0.0 },
            own_variance: FIRST_VARIANCE,
            merit: observations.iter().map(start).collect(),
        }
    }

    /// Σ of a creative's coefficients.
    pub fn linear(&self, i: usize) -> f64 {
        self.design.columns[i].iter().map(|&column| self.beta[column]).sum()
    }

    /// Solves the linearised model and moves the variances. Returns the largest change of a
    /// creative's logarithm or, relative, of a standard deviation; none if it cannot be solved.
    pub fn round(&mut self) -> Option<f64> {
        let concepts: Vec<Absorbed> =
            self.design.concepts.iter().map(|members| self.absorb(members)).collect();
        self.solve(&concepts)?;
        let mut change = 0.0f64;
        let (mut own, mut family) = (Determined::default(), Determined::default());
        for Absorbed { members, precision, pull } in &concepts {
            let left: Vec<f64> =
                members.iter().map(|w| w.target - self.linear(w.creative)).collect();
            let weighted = members.iter().zip(&left).map(|(w, left)| w.weight * left);
            let together = weighted.sum::<f64>() / precision;
            let of_pull = self.covariance_of(pull, pull);
            if self.design.has_concepts {
                let variance = 1.0 / precision + of_pull;
                family.add(together, 1.0 - variance / self.concept_variance);
            }
            for (w, mut alone) in members.iter().zip(left) {
                let columns = self.ones(w.creative);
                let mut variance = self.covariance_of(&columns, &columns);
                if self.design.has_concepts {
                    variance +=
                        1.0 / precision + of_pull - 2.0 * self.covariance_of(&columns, pull);
                    alone -= together;
                }
                let part = self.own_variance * w.weight;
                own.add(part * alone, part * (1.0 - w.weight * variance));
                let merit = part * alone + if self.design.has_concepts { together } else { 0.0 };
                change = change.max((merit - self.merit[w.creative]).abs());
                self.merit[w.creative] = merit;
            }
        }
        change = change.max(own.moves(&mut self.own_variance));
        if self.design.has_concepts {
            change = change.max(family.moves(&mut self.concept_variance));
        }
        for (kind, columns) in self.design.kinds().enumerate() {
            // One more level, that differs as levels of its kind do as a rule.
            let mut levels = Determined { squares: self.design.typical[kind].powi(2), number: 1.0 };
            for column in columns {
                let variance = self.covariance[[column, column]];
                levels.add(self.beta[column], 1.0 - variance / self.kind_variance[kind]);
            }
            change = change.max(levels.moves(&mut self.kind_variance[kind]));
        }
        Some(change)
    }

    /// Linearises a concept's creatives and integrates its effect out.
    fn absorb(&self, members: &[usize]) -> Absorbed {
        let working = members.iter().map(|&creative| {
            let Observation { successes, exposure, design_effect } = self.observations[creative];
            let eta = self.linear(creative) + self.merit[creative];
            let mean = exp((eta + log(exposure)).clamp(LOG_LIMITS.0, LOG_LIMITS.1));
            let target = eta + (successes - mean) / mean;
            Working { creative, target, weight: 1.0 / (design_effect / mean + self.own_variance) }
        });
        let members: Vec<Working> = working.collect();
        if !self.design.has_concepts {
            return Absorbed { members, precision: f64::INFINITY, pull: Vec::new() };
        }
        let precision = members.iter().map(|w| w.weight).sum::<f64>() + 1.0 / self.concept_variance;
        let mut pull: Vec<(usize, f64)> = Vec::new();
        for w in &members {
            for &column in &self.design.columns[w.creative] {
                match pull.iter_mut().find(|(known, _)| *known == column) {
                    Some((_, sum)) => *sum += w.weight / precision,
                    None => pull.push((column, w.weight / precision)),
                }
            }
        }
        Absorbed { members, precision, pull }
    }

    /// Solves for β: (Σ w x xᵀ − Σ_concepts P s sᵀ + diag 1/τ²) β = Σ w x z − Σ_concepts s Σ w z.
    fn solve(&mut self, concepts: &[Absorbed]) -> Option<()> {
        let width = self.design.width();
        let mut precision = Array2::<f64>::zeros((width, width));
        let mut right = Array1::<f64>::zeros(width);
        // The intercept is free, but for a hair that keeps the matrix regular.
        precision[[0, 0]] = 1e-9;
        for (kind, columns) in self.design.kinds().enumerate() {
            for column in columns {
                precision[[column, column]] = 1.0 / self.kind_variance[kind];
            }
        }
        for concept in concepts {
            let mut together = 0.0;
            for w in &concept.members {
                together += w.weight * w.target;
                for &a in &self.design.columns[w.creative] {
                    right[a] += w.weight * w.target;
                    for &b in &self.design.columns[w.creative] {
                        precision[[a, b]] += w.weight;
                    }
                }
            }
            for &(a, pull_a) in &concept.pull {
                right[a] -= pull_a * together;
                for &(b, pull_b) in &concept.pull {
                    precision[[a, b]] -= concept.precision * pull_a * pull_b;
                }
            }
        }
        let covariance = precision.invc().ok()?;
        let beta = covariance.dot(&right);
        if !beta.iter().all(|b| b.is_finite()) {
            return None;
        }
        (self.beta, self.covariance) = (beta, covariance);
        Some(())
    }

    fn ones(&self, creative: usize) -> Vec<(usize, f64)> {
        self.design.columns[creative].iter().map(|&column| (column, 1.0)).collect()
    }

    /// aᵀ V b.
    pub fn covariance_of(&self, a: &[(usize, f64)], b: &[(usize, f64)]) -> f64 {
        let row = |&(i, x): &(usize, f64)| -> f64 {
            b.iter().map(|&(j, y)| x * y * self.covariance[[i, j]]).sum()
        };
        a.iter().map(row).sum()
    }
}

/// Effects of one kind: their squares, and how many of them the data determine.
#[derive(Default)]
struct Determined {
    squares: f64,
    number: f64,
}

impl Determined {
    fn add(&mut self, effect: f64, share: f64) {
        self.squares += effect * effect;
        self.number += share;
    }

    /// Moves a variance and returns the relative change of its root.
    fn moves(&self, variance: &mut f64) -> f64 {
        let next = if self.number > 1e-12 { self.squares / self.number } else { 0.0 };
        let next = next.max(LEAST_VARIANCE);
        let change = (sqrt(next) - sqrt(*variance)).abs() / sqrt(next).max(0.01);
        *variance = next;
        change
    }
}
