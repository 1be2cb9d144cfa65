//! Addressed randomness: a draw is a function of (seed, what is drawn, its key), never of what
//! was drawn before. So any slice of the world can be made alone, in any order, on any machine.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood, 2014), named because its stream must stay
//! the same for ever. Every `exp`, `ln` and power that decides a draw goes through [`maths`].

pub mod distributions;
pub mod gamma;
pub mod lognormal;
pub mod maths;
pub mod names;
pub mod words;

use std::convert::Infallible;

use rand::rand_core::TryRng;

pub use names::Name;

/// 2^64 / golden ratio, odd: the increment of SplitMix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The output function of SplitMix64: a bijection of 64-bit words in which every input bit
/// moves about half of the output bits.
#[inline(always)]
const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The address of a draw. Keys are narrowed down from the seed by names and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// The key of everything that follows from a seed.
    pub const fn seed(seed: u64) -> Key {
        Key(mix(seed ^ 0x6164_6C6F_6F6D_3031))
    }

    /// The key of one named thing under this one.
    #[inline(always)]
    pub const fn of(self, name: Name) -> Key {
        Key(mix(self.0 ^ name.hash()))
    }

    /// The key of the `n`-th thing under this one.
    #[inline(always)]
    pub const fn at(self, n: u64) -> Key {
        Key(mix(self.0.wrapping_add(n.wrapping_add(1).wrapping_mul(GOLDEN))))
    }

    /// The key of a thing known by text, such as a platform's id: adding or moving others does
    /// not change it.
    pub fn text(self, text: &str) -> Key {
        Key(mix(self.0 ^ names::fnv1a(text.as_bytes())))
    }

    /// 64 random bits.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// A uniform number in [0, 1).
    #[inline(always)]
    pub fn unit(self) -> f64 {
        unit(self.0)
    }

    /// A uniform whole number below `n` (Lemire's multiply-shift; the bias is below n / 2^64).
    #[inline(always)]
    pub fn below(self, n: u64) -> u64 {
        ((u128::from(self.0) * u128::from(n)) >> 64) as u64
    }

    /// Whether an event of this probability happens.
    #[inline(always)]
    pub fn happens(self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A stream of draws for distributions that need several.
    #[inline(always)]
    pub const fn stream(self) -> Stream {
        Stream(self.0)
    }
}

/// A uniform number in [0, 1) from the upper 53 of 64 bits.
#[inline(always)]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// SplitMix64, started at a key.
#[derive(Debug, Clone)]
pub struct Stream(u64);

impl Stream {
    /// The next 64 bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// The next uniform number in [0, 1).
    #[inline(always)]
    pub fn unit(&mut self) -> f64 {
        unit(self.bits())
    }

    /// The next uniform number in (0, 1).
    #[inline(always)]
    pub fn open(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(8) {
            let bytes = self.bits().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_splitmix64_as_published() {
        // First outputs of the reference implementation for state 1234567.
        let mut stream = Stream(1_234_567);
        let expected = [6_457_827_717_110_365_317_u64, 3_203_168_211_198_807_973];
        assert_eq!([stream.bits(), stream.bits()], expected);
    }

    #[test]
    fn numbered_keys_are_the_stream_of_their_parent() {
        let key = Key::seed(7);
        let mut stream = key.stream();
        for n in 0..5 {
            assert_eq!(key.at(n).bits(), stream.bits());
        }
    }

    #[test]
    fn units_fill_the_interval_evenly() {
        let key = Key::seed(1);
        let mean = (0..100_000).map(|n| key.at(n).unit()).sum::<f64>() / 100_000.0;
        assert!((mean - 0.5).abs() < 0.005, "{mean}");
    }
}
