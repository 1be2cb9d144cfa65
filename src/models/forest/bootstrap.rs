//! How often each row is drawn for a tree.
//!
//! A bootstrap sample of n rows draws each a Binomial(n, 1/n) number of times, which is Poisson(1)
//! for all but a handful of rows. Poisson draws are independent of each other, so the number of a
//! row follows from the tree's key and the row's place alone, and can be asked for again: this is
//! how out-of-bag rows are known later without having been kept.

use crate::random::Key;

/// Rows whose draws are made together.
pub(super) const BLOCK: usize = 64;

/// Expected share of rows that are drawn, 1 − 1/e, with room for chance.
pub(super) const EXPECTED_ROWS: f64 = 0.64;

/// `2^16 · P(X ≤ k)` for X ~ Poisson(1), k = 0 to 7, rounded: a uniform 16-bit number is above as
/// many of them as the row has draws. P(X > 8) is 10^-6, below what 16 bits can tell.
const BELOW: [u16; 8] = [24109, 48219, 60273, 64292, 65296, 65497, 65531, 65535];

/// Draws of the rows from `BLOCK · block` on.
#[inline]
pub(super) fn draws(tree: Key, block: usize) -> [u8; BLOCK] {
    let mut stream = tree.at(block as u64).stream();
    let mut uniform = [0_u16; BLOCK];
    for four in uniform.as_chunks_mut::<4>().0 {
        let bits = stream.bits();
        for (number, shift) in four.iter_mut().zip([0, 16, 32, 48]) {
            *number = (bits >> shift) as u16;
        }
    }
    // One limit after the other, for all rows at once.
    let mut above = [0_u16; BLOCK];
    for limit in BELOW {
        for (above, &number) in above.iter_mut().zip(&uniform) {
            *above += u16::from(number >= limit);
        }
    }
    let mut draws = [0; BLOCK];
    for (draws, above) in draws.iter_mut().zip(above) {
        *draws = above as u8;
    }
    draws
}
