//! The search for the shapes: limited-memory BFGS from several starts.

use std::cell::{Cell, RefCell};

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use rayon::prelude::*;

use super::profile::{Evaluation, Profile};
use crate::random::Key;
use crate::random::distributions::normal_at;

/// Pairs of steps that the method remembers.
const MEMORY: usize = 8;
/// Steps after which a search is broken off.
const MOST_STEPS: u64 = 80;
/// Change of the objective (a log likelihood) below which a search ends.
const TOLERANCE: f64 = 1e-5;
/// Values within this of the best are the same optimum.
const SAME: f64 = 0.1;
/// A unit coordinate is `u / √(1 + u²)`: the search is free in u and never leaves the box.
/// Starts keep this far from its walls, where the slope of that map vanishes.
const START_WITHIN: f64 = 0.9;

/// Where a search ended.
#[derive(Debug, Clone)]
pub struct Found {
    /// Unit coordinates, channel by channel.
    pub x: Vec<[f64; 3]>,
    /// The profile there.
    pub evaluation: Evaluation,
    /// Evaluations that it took.
    pub evaluations: u64,
}

/// The best of several searches.
#[derive(Debug, Clone)]
pub struct Best {
    /// Where it ended.
    pub found: Option<Found>,
    /// Starts.
    pub starts: usize,
    /// Starts that ended at this value.
    pub agreeing: usize,
    /// Evaluations of all starts.
    pub evaluations: u64,
}

impl Best {
    /// Before any search.
    pub fn none() -> Self {
        Best { found: None, starts: 0, agreeing: 0, evaluations: 0 }
    }

    /// This search, with the evaluations of the one before; a search from one start alone keeps
    /// what is known about the starts.
    pub fn after(mut self, before: &Best) -> Self {
        self.evaluations += before.evaluations;
        if self.starts == 1 && before.starts > 1 {
            (self.starts, self.agreeing) = (before.starts, before.agreeing);
        }
        self
    }
}

/// Searches from the priors' centres and from `more` draws of them.
pub fn from_several(profile: &Profile, key: Key, more: usize, warm: Option<&[[f64; 3]]>) -> Best {
    let centre: Vec<[f64; 3]> = start(profile, |_, _| 0.0);
    let mut starts: Vec<Vec<[f64; 3]>> = vec![warm.map_or(centre, <[_]>::to_vec)];
    for n in 0..more {
        let draws = key.at(n as u64);
        starts.push(start(profile, |p, i| normal_at(draws.at((3 * p + i) as u64))));
    }
    let ends: Vec<Found> = starts.par_iter().map(|x| from(profile, x, MOST_STEPS)).collect();
    let starts = ends.len();
    let evaluations = ends.iter().map(|end| end.evaluations).sum();
    let lowest = ends.iter().map(|end| end.evaluation.value).fold(f64::INFINITY, f64::min);
    let agreeing = ends.iter().filter(|end| end.evaluation.value < lowest + SAME).count();
    let best = ends.into_iter().min_by(|a, b| a.evaluation.value.total_cmp(&b.evaluation.value));
    Best { found: best, starts, agreeing, evaluations }
}

fn start(profile: &Profile, draw: impl Fn(usize, usize) -> f64) -> Vec<[f64; 3]> {
    let channels = profile.families.iter().zip(&profile.priors).enumerate();
    channels
        .map(|(p, (family, prior))| {
            let coordinates = std::array::from_fn(|i| prior.centre[i] + prior.sd[i] * draw(p, i));
            family.bounds.unit(coordinates)
        })
        .collect()
}

/// Searches from one start.
pub fn from(profile: &Profile, start: &[[f64; 3]], steps: u64) -> Found {
    let problem = Problem { profile, count: Cell::new(0), last: RefCell::new(None) };
    let free: Vec<f64> = start
        .iter()
        .flatten()
        .map(|x| {
            let x = x.clamp(-START_WITHIN, START_WITHIN);
            x / (1.0 - x * x).sqrt()
        })
        .collect();
    let search = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY).with_tolerance_cost(TOLERANCE);
    let (count, ended) = match search {
        Ok(search) => {
            let counted = Counted(&problem);
            let run = Executor::new(counted, search)
                .configure(|state| state.param(free.clone()).max_iters(steps))
                .run();
            let ended = run.ok().and_then(|mut run| run.state.take_best_param());
            (problem.count.get(), ended)
        }
        Err(_) => (0, None),
    };
    // A line search that fails leaves the start, which is a valid point of the profile.
    let x = unit(&ended.filter(|u| u.iter().all(|u| u.is_finite())).unwrap_or(free));
    Found { evaluation: profile.at(&x), x, evaluations: count + 1 }
}

fn unit(free: &[f64]) -> Vec<[f64; 3]> {
    free.chunks_exact(3)
        .map(|u| std::array::from_fn(|i| u[i] / (1.0 + u[i] * u[i]).sqrt()))
        .collect()
}

/// Where the profile was evaluated, its value and its gradient there.
type Kept = (Vec<f64>, f64, Vec<f64>);

/// The profile as argmin sees it. Value and gradient come from one evaluation, which is kept.
struct Problem<'a, 'b> {
    profile: &'a Profile<'b>,
    count: Cell<u64>,
    last: RefCell<Option<Kept>>,
}

impl Problem<'_, '_> {
    fn at(&self, free: &[f64]) -> (f64, Vec<f64>) {
        if let Some((known, value, gradient)) = &*self.last.borrow()
            && known == free
        {
            return (*value, gradient.clone());
        }
        self.count.set(self.count.get() + 1);
        let evaluation = self.profile.at(&unit(free));
        let slopes = free.iter().zip(&evaluation.gradient);
        let gradient: Vec<f64> =
            slopes.map(|(u, slope)| slope * (1.0 + u * u).powf(-1.5)).collect();
        *self.last.borrow_mut() = Some((free.to_vec(), evaluation.value, gradient.clone()));
        (evaluation.value, gradient)
    }
}

struct Counted<'a, 'b, 'c>(&'c Problem<'a, 'b>);

impl CostFunction for Counted<'_, '_, '_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, free: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.0.at(free).0)
    }
}

impl Gradient for Counted<'_, '_, '_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, free: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.0.at(free).1)
    }
}
