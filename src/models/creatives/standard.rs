//! Counts made comparable: as if all creatives had run under the same conditions.

use libm::exp;

use super::blocks::Role;
use super::effects::{Effects, Observation};
use super::families::Counts;
use super::mix::Mix;
use super::result::{Kind, RateEffects};

/// What creatives show, beside what an average one would have shown in each one's place.
#[derive(Debug, Clone)]
pub struct Standard {
    /// Successes and trials (or spend) as counted; none where they are not known.
    pub totals: Vec<Option<Counts>>,
    /// Whether a creative takes part.
    pub usable: Vec<bool>,
    /// Successes, exposures and design effects.
    pub observations: Vec<Observation>,
    /// What levels are owed to; none with too few creatives.
    pub effects: Option<Effects>,
    /// Successes that the average creative of the same platform, format and context would have had
    /// in each one's place.
    pub expected: Vec<f64>,
}

impl Standard {
    /// Puts what is counted beside what is expected.
    pub fn new(
        totals: Vec<Option<Counts>>,
        usable: Vec<bool>,
        observations: Vec<Observation>,
        effects: Option<Effects>,
    ) -> Standard {
        let (successes, exposure) = observations
            .iter()
            .fold((0.0, 0.0), |sum, o| (sum.0 + o.successes, sum.1 + o.exposure));
        let rate = |i: usize| match &effects {
            Some(effects) => exp(effects.reference[i]),
            None => successes / exposure,
        };
        let expected = observations.iter().enumerate().map(|(i, o)| o.exposure * rate(i)).collect();
        Standard { totals, usable, observations, effects, expected }
    }

    /// Rate of the average creative under the conditions of some creatives.
    pub fn reference(&self, members: &[usize]) -> f64 {
        let trials: f64 = members.iter().filter_map(|&i| self.totals[i]).map(|c| c.trials).sum();
        members.iter().map(|&i| self.expected[i]).sum::<f64>() / trials
    }

    /// The same of all that take part.
    pub fn overall(&self) -> f64 {
        let members: Vec<usize> = (0..self.usable.len()).filter(|&i| self.usable[i]).collect();
        self.reference(&members)
    }

    /// Counts of a creative, over its design effect, with as many trials as would have brought the
    /// average creative the same successes at the rate `reference`.
    pub fn counts(&self, i: usize, reference: f64) -> Counts {
        let Observation { successes, design_effect, .. } = self.observations[i];
        let trials = self.expected[i] / reference / design_effect;
        Counts { successes: successes / design_effect, trials }
    }

    /// Rate of an average creative under this one's conditions, relative to `reference`.
    pub fn conditions(&self, i: usize, reference: f64) -> f64 {
        self.totals[i].map_or(1.0, |total| self.expected[i] / total.trials / reference)
    }

    /// Variance of the log rate of the average creative in this one's place.
    pub fn reference_variance(&self, i: usize) -> f64 {
        self.effects.as_ref().map_or(0.0, |effects| effects.reference_variance[i])
    }

    /// What levels are owed to, for the result.
    pub fn describe(&self, mix: Option<Mix>) -> Option<RateEffects> {
        let effects = self.effects.as_ref()?;
        let of = |role: Role| -> Vec<Kind> {
            let same = effects.kinds.iter().filter(|(of, _)| *of == role);
            same.map(|(_, kind)| kind.clone()).collect()
        };
        Some(RateEffects {
            attributes: of(Role::Attribute),
            context: of(Role::Context),
            groups: of(Role::Group),
            mix: mix.map(|mix| mix.levels).unwrap_or_default(),
            concept_sd: effects.concept_sd,
            unexplained_sd: effects.unexplained_sd,
            quality_sd: effects.quality_sd,
            steps: effects.steps,
            converged: effects.converged,
        })
    }
}
