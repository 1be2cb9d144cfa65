//! What follows from the order of the scores alone.

use schemars::JsonSchema;
use serde::Serialize;

/// Cases sorted by falling score, counted at each distinct score.
///
/// Equal scores cannot be told apart, so they share one step; a threshold flags all cases whose
/// score is at least it.
#[derive(Debug, Clone)]
pub struct Ranking {
    steps: Vec<Step>,
}

/// What a threshold at one of the scores flags.
#[derive(Debug, Clone, Copy)]
struct Step {
    score: f64,
    /// Cases with this score or more.
    cases: u64,
    /// Positive ones among them.
    positives: u64,
}

/// A point of the ROC curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct RocPoint {
    /// Share of negatives that are flagged.
    pub false_positive_rate: f64,
    /// Share of positives that are flagged.
    pub true_positive_rate: f64,
}

/// A point of the precision-recall curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct PrPoint {
    /// Share of positives that are flagged.
    pub recall: f64,
    /// Share of positives among the flagged.
    pub precision: f64,
}

/// What flagging all scores from a threshold on gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Threshold {
    /// Cases with at least this score are flagged.
    pub threshold: f64,
    /// Flagged share of all cases.
    pub flagged_share: f64,
    /// Share of positives among the flagged.
    pub precision: f64,
    /// Share of positives that are flagged.
    pub recall: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
}

/// A tenth of the cases, by falling score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Decile {
    /// 1 is the tenth with the highest scores.
    pub decile: u32,
    /// Cases in it.
    pub cases: u64,
    /// Expected positives in it; a fraction where equal scores straddle its edge.
    pub positives: f64,
    /// Share of positives in it.
    pub rate: f64,
    /// That share over the share among all cases.
    pub lift: f64,
    /// Share of all positives in this and the deciles above.
    pub cumulative_gain: f64,
    /// Lift of this and the deciles above together.
    pub cumulative_lift: f64,
}

impl Ranking {
    /// Sorts the cases; none where lengths differ or a score is not a finite number.
    pub fn new(scores: &[f64], truth: &[bool]) -> Option<Ranking> {
        if scores.len() != truth.len() || !scores.iter().all(|score| score.is_finite()) {
            return None;
        }
        let mut cases: Vec<(f64, bool)> =
            scores.iter().copied().zip(truth.iter().copied()).collect();
        cases.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut steps: Vec<Step> = Vec::new();
        let (mut flagged, mut positives) = (0, 0);
        for equal in cases.chunk_by(|a, b| a.0 == b.0) {
            flagged += equal.len() as u64;
            positives += equal.iter().filter(|(_, positive)| *positive).count() as u64;
            steps.push(Step { score: equal[0].0, cases: flagged, positives });
        }
        Some(Ranking { steps })
    }

    /// Number of cases.
    pub fn cases(&self) -> u64 {
        self.steps.last().map_or(0, |all| all.cases)
    }

    /// Number of positive cases.
    pub fn positives(&self) -> u64 {
        self.steps.last().map_or(0, |all| all.positives)
    }

    fn negatives(&self) -> u64 {
        self.cases() - self.positives()
    }

    /// Area under the ROC curve, by counting: of all pairs of a positive and a negative case, the
    /// share in which the positive one has the higher score, equal ones counting one half.
    pub fn auc(&self) -> Option<f64> {
        let pairs = u128::from(self.positives()) * u128::from(self.negatives());
        let mut before = Step { score: f64::INFINITY, cases: 0, positives: 0 };
        let mut halves = 0_u128;
        for step in &self.steps {
            let positives = step.positives - before.positives;
            let above = before.cases - before.positives;
            let equal = step.cases - before.cases - positives;
            let below = self.negatives() - above - equal;
            halves += u128::from(positives) * u128::from(2 * below + equal);
            before = *step;
        }
        (pairs > 0).then(|| halves as f64 / (2 * pairs) as f64)
    }

    /// `Σ_k (R_k − R_{k−1}) P_k` over the distinct scores, falling: recall R, precision P.
    pub fn average_precision(&self) -> Option<f64> {
        let positives = self.positives();
        let mut before = 0;
        let mut sum = 0.0;
        for step in &self.steps {
            let gained = (step.positives - before) as f64;
            sum += gained * (step.positives as f64 / step.cases as f64);
            before = step.positives;
        }
        (positives > 0).then(|| sum / positives as f64)
    }

    /// The ROC curve from (0, 0) to (1, 1), thinned to points at least `1 / points` apart in one
    /// direction. Empty where a class is.
    pub fn roc(&self, points: usize) -> Vec<RocPoint> {
        let (positives, negatives) = (self.positives() as f64, self.negatives() as f64);
        if positives == 0.0 || negatives == 0.0 {
            return Vec::new();
        }
        let mut curve = vec![RocPoint { false_positive_rate: 0.0, true_positive_rate: 0.0 }];
        let apart = 1.0 / points.max(1) as f64;
        for (place, step) in self.steps.iter().enumerate() {
            let point = RocPoint {
                false_positive_rate: (step.cases - step.positives) as f64 / negatives,
                true_positive_rate: step.positives as f64 / positives,
            };
            let far = curve.last().is_none_or(|last| {
                point.false_positive_rate - last.false_positive_rate >= apart
                    || point.true_positive_rate - last.true_positive_rate >= apart
            });
            if far || place + 1 == self.steps.len() {
                curve.push(point);
            }
        }
        curve
    }

    /// The precision-recall curve from the highest score to recall 1, thinned to points at least
    /// `1 / points` of recall apart. Empty without positives.
    pub fn precision_recall(&self, points: usize) -> Vec<PrPoint> {
        let positives = self.positives() as f64;
        let mut curve: Vec<PrPoint> = Vec::new();
        if positives == 0.0 {
            return curve;
        }
        let apart = 1.0 / points.max(1) as f64;
        for step in self.steps.iter().filter(|step| step.positives > 0) {
            let point = PrPoint {
                recall: step.positives as f64 / positives,
                precision: step.positives as f64 / step.cases as f64,
            };
            let far = curve.last().is_none_or(|last| point.recall - last.recall >= apart);
            if far || (point.recall == 1.0 && curve.last().is_some_and(|last| last.recall < 1.0)) {
                curve.push(point);
            }
        }
        curve
    }

    /// The thresholds that flag these shares of the cases, or the next larger ones where equal
    /// scores leave no choice, and the one with the greatest F1; by falling threshold.
    pub fn thresholds(&self, shares: &[f64]) -> Vec<Threshold> {
        let all = self.cases() as f64;
        if self.positives() == 0 {
            return Vec::new();
        }
        let mut places: Vec<usize> = shares
            .iter()
            .map(|share| self.steps.partition_point(|step| (step.cases as f64) < share * all))
            .filter(|&place| place < self.steps.len())
            .collect();
        let f1 = |place: &usize| self.threshold(&self.steps[*place]).f1;
        places.extend((0..self.steps.len()).max_by(|a, b| f1(a).total_cmp(&f1(b))));
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| self.threshold(&self.steps[place])).collect()
    }

    /// `F1 = 2 tp / (flagged + positives)`; both are above 0 here.
    fn threshold(&self, step: &Step) -> Threshold {
        let (flagged, found) = (step.cases as f64, step.positives as f64);
        let positives = self.positives() as f64;
        Threshold {
            threshold: step.score,
            flagged_share: flagged / self.cases() as f64,
            precision: found / flagged,
            recall: found / positives,
            f1: 2.0 * found / (flagged + positives),
        }
    }

    /// Lift and gain by tenths of the cases; empty with fewer than ten cases or no positive.
    pub fn deciles(&self) -> Vec<Decile> {
        const TENTHS: u64 = 10;
        let (cases, positives) = (self.cases(), self.positives());
        if cases < TENTHS || positives == 0 {
            return Vec::new();
        }
        let base_rate = positives as f64 / cases as f64;
        let tenth = |decile: u64| {
            let (from, to) = (cases * (decile - 1) / TENTHS, cases * decile / TENTHS);
            let found = self.positives_among(to);
            let own = found - self.positives_among(from);
            let rate = own / (to - from) as f64;
            Decile {
                decile: decile as u32,
                cases: to - from,
                positives: own,
                rate,
                lift: rate / base_rate,
                cumulative_gain: found / positives as f64,
                cumulative_lift: found / to as f64 / base_rate,
            }
        };
        (1..=TENTHS).map(tenth).collect()
    }

    /// Expected positives among the `count` highest scores, equal ones in random order.
    fn positives_among(&self, count: u64) -> f64 {
        let place = self.steps.partition_point(|step| step.cases < count);
        let Some(step) = self.steps.get(place) else { return self.positives() as f64 };
        let before = place.checked_sub(1).map(|place| self.steps[place]);
        let (cases, positives) = before.map_or((0, 0), |before| (before.cases, before.positives));
        let part = (count - cases) as f64 / (step.cases - cases) as f64;
        positives as f64 + part * (step.positives - positives) as f64
    }
}
