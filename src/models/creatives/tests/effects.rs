//! Effects of levels against closed forms and known truths.

use super::super::blocks::{Block, Role};
use super::super::effects::{Effects, Kinds, Observation, fit};
use crate::random::Key;
use crate::random::distributions::normal_at;

const LEVELS: usize = 12;
const EACH: usize = 10;

/// Creatives whose counts are so large that the logarithms are known: a level's effect with
/// standard deviation 0.4, a concept's with 0.5 (`per_concept` creatives each), their own with 0.2.
fn account(per_concept: usize) -> (Vec<Observation>, Vec<Block>, Vec<Option<usize>>) {
    let key = Key::seed(11);
    let creatives = LEVELS * EACH;
    let log = |i: usize| {
        0.4 * normal_at(key.at(0).at((i / EACH) as u64))
            + 0.5 * normal_at(key.at(1).at((i / per_concept) as u64))
            + 0.2 * normal_at(key.at(2).at(i as u64))
    };
    let observe = |i: usize| Observation {
        successes: (1e9 * log(i).exp()).round(),
        exposure: 1e11,
        design_effect: 1.0,
    };
    let block = Block {
        name: "hook".into(),
        role: Role::Context,
        levels: (0..LEVELS).map(|l| l.to_string()).collect(),
        of: (0..creatives).map(|i| Some(i / EACH)).collect(),
    };
    let concepts = (0..creatives).map(|i| Some(i / per_concept)).collect();
    ((0..creatives).map(observe).collect(), vec![block], concepts)
}

fn fitted(per_concept: usize, known: bool) -> (Effects, Vec<Observation>) {
    let (observations, blocks, concepts) = account(per_concept);
    let unknown = vec![None; concepts.len()];
    let concepts = if known { &concepts } else { &unknown };
    let effects = fit(&observations, Kinds { blocks: &blocks, concepts }).unwrap();
    (effects, observations)
}

#[test]
fn spreads_of_levels_concepts_and_creatives_are_told_apart() {
    let (found, _) = fitted(5, true);
    assert!(found.converged, "{}", found.steps);
    assert!((found.unexplained_sd / 0.2 - 1.0).abs() < 0.15, "{}", found.unexplained_sd);
    assert!((found.concept_sd.unwrap() / 0.5 - 1.0).abs() < 0.4, "{:?}", found.concept_sd);
    // Without their names, concepts are taken for the creatives' own.
    let (blind, _) = fitted(5, false);
    assert!(blind.concept_sd.is_none() && blind.unexplained_sd > 0.3);
}

#[test]
fn ten_variants_of_two_concepts_leave_a_level_less_certain_than_ten_creatives() {
    let (known, _) = fitted(5, true);
    let (blind, _) = fitted(5, false);
    assert!(known.reference_variance[0] > 1.8 * blind.reference_variance[0]);
}

#[test]
fn a_level_is_shrunken_as_the_closed_form_has_it() {
    // One-way layout with equal counts: posterior mean = grand mean + B (level mean − grand mean),
    // B = τ² / (τ² + σ²/n).
    let (found, observations) = fitted(1, false);
    let logs: Vec<f64> = observations.iter().map(|o| (o.successes / o.exposure).ln()).collect();
    let grand = logs.iter().sum::<f64>() / logs.len() as f64;
    let kind = &found.kinds[0].1;
    let tau = kind.sd * kind.sd;
    let shrink = tau / (tau + found.unexplained_sd.powi(2) / EACH as f64);
    for level in 0..LEVELS {
        let mean = logs[level * EACH..][..EACH].iter().sum::<f64>() / EACH as f64;
        let expected = grand + shrink * (mean - grand);
        assert!((found.reference[level * EACH] - expected).abs() < 1e-6, "{level}");
    }
}

#[test]
fn a_level_without_effect_is_found_to_have_none() {
    let (mut observations, blocks, concepts) = account(1);
    let key = Key::seed(12);
    for (i, observation) in observations.iter_mut().enumerate() {
        observation.successes = (1e9 * (0.2 * normal_at(key.at(i as u64))).exp()).round();
    }
    let found = fit(&observations, Kinds { blocks: &blocks, concepts: &concepts }).unwrap();
    let sure = |p: f64| !(0.025..=0.975).contains(&p);
    let called = found.kinds[0].1.levels.iter().filter(|level| sure(level.above)).count();
    assert!(called <= 2, "{called} of {LEVELS}");
}

#[test]
fn few_creatives_or_no_success_have_no_effects() {
    let (observations, blocks, concepts) = account(1);
    let mut silent = observations.clone();
    silent.iter_mut().for_each(|observation| observation.successes = 0.0);
    assert!(fit(&silent, Kinds { blocks: &blocks, concepts: &concepts }).is_none());
    assert!(fit(&observations[..5], Kinds { blocks: &[], concepts: &concepts }).is_none());
}
