//! Noise that remembers yesterday.

use crate::random::Key;
use crate::random::distributions::normal_at;
use crate::random::maths::{exp, sqrt};
use crate::scenario::Noise;

/// `exp(ε_t − sd²/2)` for days 0, 1, …, with `ε_t = φ ε_{t−1} + sd √(1−φ²) z_t` started in its
/// stationary law, so that the mean is one on every day. Day `t` draws at `key.at(t)`.
pub fn ar1(key: Key, noise: Noise, days: usize) -> Vec<f64> {
    if noise.sd == 0.0 {
        return vec![1.0; days];
    }
    let Noise { sd, persistence } = noise;
    let innovation = sd * sqrt(1.0 - persistence * persistence);
    let mut state = 0.0;
    (0..days)
        .map(|t| {
            let z = normal_at(key.at(t as u64));
            state = if t == 0 { sd * z } else { persistence * state + innovation * z };
            exp(state - 0.5 * sd * sd)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_mean_one_its_spread_and_its_memory() {
        let series = ar1(Key::seed(4), Noise { sd: 0.3, persistence: 0.6 }, 200_000);
        let logs: Vec<f64> = series.iter().map(|x| x.ln() + 0.045).collect();
        let variance = logs.iter().map(|x| x * x).sum::<f64>() / 2e5;
        let covariance = logs.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / 2e5;
        assert!((series.iter().sum::<f64>() / 2e5 - 1.0).abs() < 0.01);
        assert!((variance.sqrt() - 0.3).abs() < 0.005);
        assert!((covariance / variance - 0.6).abs() < 0.02);
    }
}
