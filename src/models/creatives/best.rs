//! How likely each creative is the best of its platform and format.

use rayon::prelude::*;

use super::scope::Groups;
use super::track::Track;
use crate::random::distributions::gamma;
use crate::random::{Key, Stream};

/// Draws that are held at once.
const BLOCK: usize = 256;

/// A posterior that can be drawn from: a ratio of two gamma variates with these shapes. Its order is
/// that of the quantity of interest.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    /// Shape above the line.
    pub above: f64,
    /// Shape below the line.
    pub below: f64,
    /// What the ratio is multiplied by.
    pub unit: f64,
}

impl Ratio {
    fn draw(&self, stream: &mut Stream) -> f64 {
        let above = gamma(stream, self.above);
        self.unit * above / gamma(stream, self.below)
    }
}

/// Share of draws in which each creative has the highest ratio of its group: none without a
/// posterior, or a rival that has one. A creative's draws are addressed by its platform and id, so
/// that they do not depend on who else there is.
pub fn best(
    tracks: &[Track],
    groups: &Groups,
    posteriors: &[Option<Ratio>],
    key: Key,
    draws: usize,
) -> Vec<Option<f64>> {
    let shares: Vec<Vec<(usize, f64)>> = groups
        .all
        .par_iter()
        .map(|group| {
            let rivals: Vec<(Ratio, Stream)> = group
                .members
                .iter()
                .filter_map(|&i| {
                    let key = key.text(&tracks[i].about.platform).text(&tracks[i].about.id);
                    Some((posteriors[i]?, key.stream()))
                })
                .collect();
            let members = group.members.iter().copied().filter(|&i| posteriors[i].is_some());
            if rivals.len() < 2 || draws == 0 {
                return Vec::new();
            }
            let wins = wins(rivals, draws);
            members.zip(wins).map(|(i, wins)| (i, wins as f64 / draws as f64)).collect()
        })
        .collect();
    let mut best = vec![None; posteriors.len()];
    shares.into_iter().flatten().for_each(|(i, share)| best[i] = Some(share));
    best
}

/// How often each rival has the highest draw.
fn wins(mut rivals: Vec<(Ratio, Stream)>, draws: usize) -> Vec<usize> {
    let mut wins = vec![0; rivals.len()];
    let mut left = draws;
    while left > 0 {
        let block = left.min(BLOCK);
        let mut leaders = vec![(f64::NEG_INFINITY, 0); block];
        for (i, (ratio, stream)) in rivals.iter_mut().enumerate() {
            for leader in &mut leaders {
                let drawn = ratio.draw(stream);
                if drawn > leader.0 {
                    *leader = (drawn, i);
                }
            }
        }
        leaders.into_iter().for_each(|(_, i)| wins[i] += 1);
        left -= block;
    }
    wins
}
