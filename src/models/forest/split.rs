//! The best split of a node by one feature.

use super::tally::Tally;

/// A way to part a node's rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split<T> {
    pub(super) feature: u16,
    /// Greatest code that goes left.
    pub(super) cut: u8,
    /// Whether missing values go right instead of left. Where the node saw none, they go the way
    /// of the more.
    pub(super) missing_right: bool,
    /// Sums over the rows that go left.
    pub(super) left: T,
    /// How far the summed squared error falls.
    pub(super) gain: Gain,
}

/// A gain as a fraction, so that gains are compared without dividing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gain {
    numerator: f64,
    denominator: f64,
}

/// A gain of less than this part of `S²/W` is rounding. Equal targets show one of up to `10⁻³² W`;
/// two targets of 32 bits that differ at all gain `10⁻¹⁵ / W` or more.
const ROUNDING: f64 = 1e-24;

impl Gain {
    /// What a split has to exceed.
    fn least<T: Tally>(total: T) -> Gain {
        let sum = total.sum();
        Gain { numerator: ROUNDING * sum * sum, denominator: total.weight() }
    }

    /// `(s W − S w)² / (W w (W − w))`.
    #[inline(always)]
    fn of<T: Tally>(left: T, total: T) -> Gain {
        let (w, s, all, sum) = (left.weight(), left.sum(), total.weight(), total.sum());
        let difference = s * all - sum * w;
        Gain { numerator: difference * difference, denominator: all * w * (all - w) }
    }

    #[inline(always)]
    fn exceeds(self, other: Gain) -> bool {
        self.numerator * other.denominator > other.numerator * self.denominator
    }

    /// The gain as a number.
    pub(super) fn value(self) -> f64 {
        self.numerator / self.denominator
    }
}

/// Improves `best` by the best cut of `feature`, given the sums of the codes that occur in the node,
/// in rising order. Missing values, code 0, are tried on either side.
pub(super) fn improve<T: Tally>(
    best: &mut Option<Split<T>>,
    feature: u16,
    occupied: &[(u8, T)],
    total: T,
    leaf: f64,
) {
    let has_missing = occupied.first().is_some_and(|&(code, _)| code == 0);
    for skipped in 0..=usize::from(has_missing) {
        let mut record = best.map_or(Gain::least(total), |best| best.gain);
        let mut left = T::EMPTY;
        for pair in occupied[skipped..].windows(2) {
            let [(code, tally), (next, _)] = *pair else { continue };
            left += tally;
            if left.draws() < leaf {
                continue;
            }
            if total.draws() - left.draws() < leaf {
                break;
            }
            let gain = Gain::of(left, total);
            if gain.exceeds(record) {
                record = gain;
                // Codes between the two did not occur here; either half goes with its neighbour.
                let cut = ((u16::from(code) + u16::from(next)) / 2) as u8;
                let fewer_left = 2.0 * left.draws() < total.draws();
                let missing_right = if has_missing { skipped == 1 } else { fewer_left };
                *best = Some(Split { feature, cut, missing_right, left, gain });
            }
        }
    }
}
