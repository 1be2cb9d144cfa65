//! From findings to pictures.

use super::{Chart, Truth};
use crate::analysis::Analysis;
use crate::charts::{Known, NotDrawn, figures, render_all};

/// Draws every chart that the findings allow, and says why the others are not there. Where the truth
/// is known it is marked beside the estimates.
pub fn draw(analysis: &Analysis, truth: Option<&Truth>) -> (Vec<Chart>, Vec<NotDrawn>) {
    let (figures, mut missing) = figures(analysis, &truth.map(known).unwrap_or_default());
    let pictures = render_all(&figures);
    let mut drawn = Vec::new();
    for (figure, picture) in figures.into_iter().zip(pictures) {
        match picture {
            Ok(png) => drawn.push(Chart { figure, png }),
            Err(why) => missing.push(why),
        }
    }
    (drawn, missing)
}

fn known(truth: &Truth) -> Known {
    let mut known = Known::default();
    for channel in &truth.channels {
        known.roas.extend(channel.roas.map(|roas| (channel.platform.clone(), roas)));
    }
    for point in &truth.curves {
        match known.curves.last_mut() {
            Some((platform, points)) if *platform == point.platform => {
                points.push((point.spend, point.orders));
            }
            _ => known.curves.push((point.platform.clone(), vec![(point.spend, point.orders)])),
        }
    }
    known
}
