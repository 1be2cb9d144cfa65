//! The noise: what regions share on a day, what is each region's own, and how long both last.
//!
//! With mean μ and baseline B, the variance of a cell is taken as `V = μ + δ μ²` (negative
//! binomial). A shock that multiplies every region's baseline by `1 + ε_t` moves the standardised
//! residuals of the day along the direction `u_r ∝ B_r / √V_r`. So each day's residuals are split:
//!
//! ```text
//! shared:  n_t = Σ_r u_r e_r / √V_r        variance a + b · Σ_r B_r² / V_r,  b = var ε
//! own:     w_r = e_r / √V_r − u_r n_t      variance a
//! ```
//!
//! and each part is whitened by its own autoregression: the shared one of an order that Akaike's
//! criterion picks, the regions' own of order one. Shared shocks thereby lose weight against what
//! differs between regions on the same day, as much as the data say, and all of it where they are
//! large: the limit is a regression with date effects.

use super::data::Data;

/// Highest order of the shared component's autoregression.
const MOST_ORDER: usize = 7;
/// Periods for each order that is tried.
const PERIODS_PER_ORDER: usize = 20;
/// Bounds of autocorrelations, so that a whitening filter never explodes.
const MOST_PERSISTENCE: f64 = 0.9;

/// A noise model, as what turns residuals into uncorrelated ones of variance one.
#[derive(Debug, Clone)]
pub struct NoiseModel {
    regions: usize,
    /// √V of every cell.
    pub root: Vec<f64>,
    /// u of every cell: a unit vector for each period.
    pub direction: Vec<f64>,
    /// Standard deviation of the shared component, by period.
    pub shared_sd: Vec<f64>,
    /// Autoregression of the shared component, each day over its standard deviation.
    pub shared: Vec<f64>,
    /// Standard deviation of its innovations, relative.
    pub shared_innovation: f64,
    /// Standard deviation of the regions' own components.
    pub own_sd: f64,
    /// Their autocorrelation from one period to the next.
    pub own: f64,
    /// δ.
    pub overdispersion: f64,
}

/// A period's residuals split up.
#[derive(Debug)]
pub struct Split {
    /// n, by period.
    pub shared: Vec<f64>,
    /// w, by cell.
    pub own: Vec<f64>,
}

impl NoiseModel {
    /// Poisson counts with nothing shared: where a fit begins.
    pub fn poisson(data: &Data) -> Self {
        let cells = data.cells();
        NoiseModel {
            regions: data.regions,
            root: vec![1.0; cells],
            direction: vec![1.0; cells],
            shared_sd: vec![1.0; data.periods],
            shared: Vec::new(),
            shared_innovation: 1.0,
            own_sd: 1.0,
            own: 0.0,
            overdispersion: 0.0,
        }
    }

    /// The noise of the first `periods` periods, from their residuals. `spent` is the number of
    /// parameters that were fitted to the shared component and to the regions' own.
    pub fn estimate(
        data: &Data,
        periods: usize,
        mean: &[f64],
        base: &[f64],
        spent: [f64; 2],
    ) -> Self {
        let regions = data.regions;
        let cells = periods * regions;
        let mut model = NoiseModel::poisson(data);
        let residual: Vec<f64> = data.orders.iter().zip(mean).map(|(y, m)| y - m).collect();
        // Two rounds: the overdispersion is measured on what shared shocks leave.
        for _ in 0..2 {
            model.standardise(mean, base);
            let split = model.split(&residual[..cells]);
            if regions == 1 {
                break;
            }
            let free = (cells as f64 - periods as f64 - spent[1]).max(0.25 * cells as f64);
            let inflate = (cells - periods) as f64 / free;
            let (mut excess, mut squares) = (0.0, 0.0);
            for (cell, mean) in mean.iter().enumerate().take(cells) {
                let v = model.root[cell] * model.root[cell];
                let own = split.own[cell] * split.own[cell] * v * inflate
                    / (1.0 - model.direction[cell].powi(2)).max(0.1);
                excess += (own - mean) / mean;
                squares += mean;
            }
            model.overdispersion = (excess / squares).clamp(0.0, 10.0);
        }
        model.standardise(mean, base);
        let split = model.split(&residual[..cells]);
        if regions > 1 {
            let free = (cells as f64 - periods as f64 - spent[1]).max(0.25 * cells as f64);
            let squares: f64 = split.own.iter().map(|w| w * w).sum();
            model.own_sd = (squares / free).sqrt().max(0.1);
            let lagged: f64 = split.own[regions..].iter().zip(&split.own).map(|(a, b)| a * b).sum();
            model.own = if squares > 0.0 { bounded(lagged / squares) } else { 0.0 };
        }
        model.estimate_shared(&split.shared, base, spent[0]);
        model
    }

    fn standardise(&mut self, mean: &[f64], base: &[f64]) {
        self.root = mean.iter().map(|m| (m + self.overdispersion * m * m).sqrt()).collect();
        self.direction = base.iter().zip(&self.root).map(|(b, root)| b / root).collect();
        for day in self.direction.chunks_mut(self.regions) {
            let length = day.iter().map(|u| u * u).sum::<f64>().sqrt();
            day.iter_mut().for_each(|u| *u /= length);
        }
    }

    fn estimate_shared(&mut self, shared: &[f64], base: &[f64], spent: f64) {
        let periods = shared.len();
        let inflate = periods as f64 / (periods as f64 - spent).max(0.4 * periods as f64);
        let exposure = |t: usize| -> f64 {
            let cells = t * self.regions..(t + 1) * self.regions;
            cells.map(|cell| (base[cell] / self.root[cell]).powi(2)).sum()
        };
        let own = self.own_sd * self.own_sd;
        let squares = shared.iter().map(|n| n * n).sum::<f64>() / periods as f64 * inflate;
        let exposed = (0..periods).map(exposure).sum::<f64>() / periods as f64;
        let shock = ((squares - own) / exposed).max(0.0);
        // The component is no smaller than what was seen, and never nothing.
        let floor = if shock > 0.0 { own } else { squares.max(0.01 * own) };
        let all = self.root.len() / self.regions;
        self.shared_sd = (0..all).map(|t| (floor + shock * exposure(t)).sqrt()).collect();
        let scaled: Vec<f64> = shared.iter().zip(&self.shared_sd).map(|(n, sd)| n / sd).collect();
        let most = (periods / PERIODS_PER_ORDER).min(MOST_ORDER);
        (self.shared, self.shared_innovation) = autoregression(&scaled, most);
    }

    /// Splits residuals (or any column) of the first periods.
    pub fn split(&self, column: &[f64]) -> Split {
        let mut shared = Vec::with_capacity(column.len() / self.regions);
        let mut own = Vec::with_capacity(column.len());
        for (t, day) in column.chunks(self.regions).enumerate() {
            let first = t * self.regions;
            let n: f64 = (0..self.regions)
                .map(|r| self.direction[first + r] * day[r] / self.root[first + r])
                .sum();
            shared.push(n);
            for (r, cell) in day.iter().enumerate() {
                own.push(cell / self.root[first + r] - self.direction[first + r] * n);
            }
        }
        Split { shared, own }
    }

    /// Length of a whitened column of `periods` periods.
    pub fn rows(&self, periods: usize) -> usize {
        if self.regions == 1 { periods } else { periods * (self.regions + 1) }
    }

    /// Whitens a column of the first periods.
    pub fn whiten(&self, column: &[f64], out: &mut [f64]) {
        let Split { shared, own } = self.split(column);
        let periods = shared.len();
        let scaled: Vec<f64> = shared.iter().zip(&self.shared_sd).map(|(n, sd)| n / sd).collect();
        for t in 0..periods {
            let past: f64 = self
                .shared
                .iter()
                .enumerate()
                .take(t)
                .map(|(k, phi)| phi * scaled[t - 1 - k])
                .sum();
            out[t] = (scaled[t] - past) / self.shared_innovation;
        }
        if self.regions == 1 {
            return;
        }
        let innovation = self.own_sd * (1.0 - self.own * self.own).sqrt();
        for cell in 0..own.len() {
            out[periods + cell] = if cell < self.regions {
                own[cell] / self.own_sd
            } else {
                (own[cell] - self.own * own[cell - self.regions]) / innovation
            };
        }
    }

    /// Variance of the shared component relative to that of the regions' own, on average.
    pub fn shared_ratio(&self) -> f64 {
        let mean =
            self.shared_sd.iter().map(|sd| sd * sd).sum::<f64>() / self.shared_sd.len() as f64;
        mean / (self.own_sd * self.own_sd)
    }
}

/// Autoregression by Yule and Walker with Levinson's recursion; the order with the smallest
/// `n ln σ² + 2k` (Akaike 1974). Returns the coefficients and the innovations' relative sd.
fn autoregression(series: &[f64], most: usize) -> (Vec<f64>, f64) {
    let n = series.len() as f64;
    let covariance = |lag: usize| -> f64 {
        series.iter().skip(lag).zip(series).map(|(a, b)| a * b).sum::<f64>() / n
    };
    let variance = covariance(0);
    if variance <= 0.0 {
        return (Vec::new(), 1.0);
    }
    let mut phi: Vec<f64> = Vec::new();
    let mut left = 1.0;
    let mut best = (0.0, Vec::new(), 1.0);
    for order in 1..=most {
        let known: f64 =
            phi.iter().enumerate().map(|(k, p)| p * covariance(order - 1 - k)).sum::<f64>()
                / variance;
        let reflection = bounded((covariance(order) / variance - known) / left);
        let mut next: Vec<f64> =
            (0..order - 1).map(|k| phi[k] - reflection * phi[order - 2 - k]).collect();
        next.push(reflection);
        phi = next;
        left *= 1.0 - reflection * reflection;
        let criterion = n * crate::random::maths::ln(left) + 2.0 * order as f64;
        if criterion < best.0 {
            best = (criterion, phi.clone(), left.sqrt());
        }
    }
    (best.1, best.2)
}

fn bounded(value: f64) -> f64 {
    value.clamp(-MOST_PERSISTENCE, MOST_PERSISTENCE)
}
