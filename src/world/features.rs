//! What is known of a visit when it begins, and how much each part of it says about an order.
//!
//! Visits without an order draw each feature from its plain distribution `f`; visits with one draw
//! it from `f(z) · w(z) / E[w]`. So the true propensity of a visit is
//! `π w̃ / (π w̃ + 1 − π)`, with `π` the share of orders in its context (source, ad, region, day) and
//! `w̃ = Π w(z) / E[w]`.

use super::DEVICES;
use crate::random::Key;
use crate::random::names::{VISIT_FEATURES, VISIT_SYSTEM};
use crate::scenario::DeviceMix;

/// Kinds of landing page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landing {
    Home,
    Collection,
    Product,
    Sale,
    Blog,
}

const LANDINGS: [Landing; 5] =
    [Landing::Home, Landing::Collection, Landing::Product, Landing::Sale, Landing::Blog];

/// How people arrive, as far as the landing page is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Paid,
    Search,
    Direct,
    Email,
    Other,
}

impl Arrival {
    /// Reads it off a `utm_medium`.
    pub fn of_medium(medium: &str) -> Arrival {
        match medium {
            "organic" => Arrival::Search,
            "(none)" => Arrival::Direct,
            "email" | "sms" | "push" => Arrival::Email,
            _ => Arrival::Other,
        }
    }

    /// Shares of landing pages, in the order of `LANDINGS`: ads lead to products and collections,
    /// newsletters to the sale, typed addresses to the front page.
    fn landing_shares(self) -> [f64; 5] {
        match self {
            Arrival::Paid => [0.10, 0.35, 0.45, 0.10, 0.0],
            Arrival::Search => [0.28, 0.27, 0.30, 0.05, 0.10],
            Arrival::Direct => [0.62, 0.20, 0.10, 0.08, 0.0],
            Arrival::Email => [0.05, 0.35, 0.20, 0.40, 0.0],
            Arrival::Other => [0.35, 0.25, 0.20, 0.05, 0.15],
        }
    }
}

/// How much more readily visits convert that begin on each kind of page, on phones and on larger
/// screens: product pages work on large screens, the sale on phones.
const LANDING_WEIGHTS: [[f64; 5]; 2] =
    [[1.0, 0.85, 1.15, 1.60, 0.20], [1.0, 0.95, 1.55, 1.20, 0.30]];

/// Operating systems and browsers by device, with shares, and how they convert.
const SYSTEMS: [&[(&str, &str, f64, f64)]; DEVICES] = [
    &[
        ("iOS", "Safari", 0.48, 1.25),
        ("iOS", "Chrome", 0.06, 1.05),
        ("Android", "Chrome", 0.34, 0.80),
        ("Android", "Samsung Internet", 0.09, 0.75),
        ("Android", "Firefox", 0.03, 0.70),
    ],
    &[
        ("Windows", "Chrome", 0.52, 0.95),
        ("Windows", "Edge", 0.16, 0.90),
        ("macOS", "Safari", 0.17, 1.25),
        ("macOS", "Chrome", 0.11, 1.15),
        ("Linux", "Firefox", 0.04, 0.60),
    ],
    &[("iPadOS", "Safari", 0.74, 1.08), ("Android", "Chrome", 0.26, 0.78)],
];

/// What is drawn for a visit.
#[derive(Debug, Clone, Copy)]
pub struct Features {
    /// Operating system and browser.
    pub system: (&'static str, &'static str),
    /// Position in the labels of systems, see [`system_labels`].
    pub system_position: u8,
    /// Landing page.
    pub landing: Landing,
    /// w̃ without the hour and whether the visit is the person's first: what these features do to
    /// the odds of an order.
    pub tilt: f64,
}

/// All (operating system, browser) pairs, in the order of `Features::system_position`.
pub fn system_labels() -> Vec<(&'static str, &'static str)> {
    SYSTEMS.iter().flat_map(|list| list.iter().map(|&(os, browser, ..)| (os, browser))).collect()
}

/// A small distribution with weights: shares of the plain draw, shares of the tilted draw, and
/// each value's own tilt.
#[derive(Debug, Clone)]
struct Tilted {
    plain: Vec<f64>,
    tilted: Vec<f64>,
    tilt: Vec<f64>,
}

impl Tilted {
    fn new(shares: impl Iterator<Item = (f64, f64)> + Clone) -> Self {
        let total: f64 = shares.clone().map(|(share, _)| share).sum();
        let mean: f64 = shares.clone().map(|(share, weight)| share / total * weight).sum();
        let (mut plain, mut tilted) = (0.0, 0.0);
        let mut result = Tilted { plain: Vec::new(), tilted: Vec::new(), tilt: Vec::new() };
        for (share, weight) in shares {
            plain += share / total;
            tilted += share / total * weight / mean;
            result.plain.push(plain);
            result.tilted.push(tilted);
            result.tilt.push(weight / mean);
        }
        result
    }

    #[inline]
    fn draw(&self, key: Key, converts: bool) -> usize {
        let cumulative = if converts { &self.tilted } else { &self.plain };
        let u = key.unit();
        cumulative.iter().position(|&sum| u < sum).unwrap_or(cumulative.len() - 1)
    }
}

/// The feature distributions of a scenario.
#[derive(Debug)]
pub struct FeatureModel {
    systems: [Tilted; DEVICES],
    landings: [[Tilted; 2]; 5],
    /// What each device does to the odds of an order.
    pub device_weights: [f64; DEVICES],
}

impl FeatureModel {
    /// Sets the distributions up.
    pub fn new(devices: &DeviceMix) -> Self {
        let arrivals =
            [Arrival::Paid, Arrival::Search, Arrival::Direct, Arrival::Email, Arrival::Other];
        FeatureModel {
            systems: SYSTEMS
                .map(|list| Tilted::new(list.iter().map(|&(_, _, share, weight)| (share, weight)))),
            landings: arrivals.map(|arrival| {
                LANDING_WEIGHTS
                    .map(|weights| Tilted::new(arrival.landing_shares().into_iter().zip(weights)))
            }),
            device_weights: [
                devices.mobile.conversion,
                devices.desktop.conversion,
                devices.tablet.conversion,
            ],
        }
    }

    /// Draws the features of a visit from its key and its person's: a person keeps to a system on
    /// each device.
    pub fn draw(
        &self,
        visit: Key,
        person: Key,
        arrival: Arrival,
        device: u8,
        converts: bool,
    ) -> Features {
        let device = usize::from(device);
        let system = self.systems[device].draw(person.of(VISIT_SYSTEM).at(device as u64), converts);
        let landings = &self.landings[arrival as usize][usize::from(device != 0)];
        let landing = landings.draw(visit.of(VISIT_FEATURES).at(1), converts);
        let tilt = self.systems[device].tilt[system] * landings.tilt[landing];
        let before: usize = SYSTEMS[..device].iter().map(|list| list.len()).sum();
        let (os, browser, ..) = SYSTEMS[device][system];
        Features {
            system: (os, browser),
            system_position: (before + system) as u8,
            landing: LANDINGS[landing],
            tilt,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    #[test]
    fn tilts_have_mean_one_and_turn_plain_draws_into_converting_ones() {
        let tilted = Tilted::new([(0.5, 1.0), (0.3, 2.0), (0.2, 0.5)].into_iter());
        let key = Key::seed(2);
        let n = 200_000;
        let mut mean = 0.0;
        let mut shares = [[0.0; 3]; 2];
        for i in 0..n {
            let plain = tilted.draw(key.at(i), false);
            mean += tilted.tilt[plain] / n as f64;
            shares[0][plain] += 1.0 / n as f64;
            shares[1][tilted.draw(key.at(i + n), true)] += 1.0 / n as f64;
        }
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
        for value in 0..3 {
            let expected = shares[0][value] * tilted.tilt[value];
            assert!((shares[1][value] - expected).abs() < 0.01, "{shares:?}");
        }
    }
}
