//! Ids: (day, region, source, sequence) packed into 53 bits, exact in a double, joinable without
//! a counter that machines would have to share.
//!
//! The day stands in the high 15 bits, so ids sort by day. The other 38 go through a keyed
//! permutation, because nothing outside `truth/` may tell a cause.

use crate::random::{Key, Name};

/// Bits of the day, counted from 1990-01-01: up to 2079-09-18.
const DAY_BITS: u32 = 15;
/// Bits of the region's position.
const REGION_BITS: u32 = 7;
/// Bits of the source: what made the row.
const SOURCE_BITS: u32 = 6;
/// Bits of the sequence number within (day, region, source).
const SEQUENCE_BITS: u32 = 25;
/// Bits below the day.
const LOW_BITS: u32 = REGION_BITS + SOURCE_BITS + SEQUENCE_BITS;
/// 1990-01-01 in days since 1970-01-01.
pub const FIRST_DAY: i32 = 7_305;
/// Days that an id can tell apart.
pub const DAYS: i32 = 1 << DAY_BITS;
/// Most rows of one source in one day and region.
pub const MAX_SEQUENCE: u64 = 1 << SEQUENCE_BITS;
/// Regions that no scenario has (it has at most 100): their ids belong to no row of the world.
pub const NO_REGIONS: std::ops::Range<usize> = 100..1 << REGION_BITS;
/// Addresses within a day and region.
pub const ADDRESSES: u64 = 1 << (SOURCE_BITS + SEQUENCE_BITS);
/// Most parts of an order.
const PARTS: u64 = 16;
/// Most orders of one source in one day and region, so that their parts have ids too.
pub const MAX_ORDERS: u64 = MAX_SEQUENCE / PARTS;

/// A packed address of a row, before its permutation: unique, and the key of the row's draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(u64);

impl RowId {
    /// Packs an address. `day` counts from 1970-01-01.
    #[inline(always)]
    pub fn new(day: i32, region: usize, source: u8, sequence: u64) -> RowId {
        debug_assert!((FIRST_DAY..FIRST_DAY + DAYS).contains(&day));
        debug_assert!(region < 1 << REGION_BITS && source < 1 << SOURCE_BITS);
        // A number beyond its room would be the id of another row. The scenario's checks keep far
        // from it; should they ever fail, no data is better than wrong data.
        assert!(sequence < MAX_SEQUENCE, "more rows in a region and day than ids");
        let day = (day - FIRST_DAY) as u64;
        let low = ((region as u64) << (SOURCE_BITS + SEQUENCE_BITS))
            | (u64::from(source) << SEQUENCE_BITS)
            | sequence;
        RowId((day << LOW_BITS) | low)
    }

    /// An address that no row of the world has, of which each day has many: `region` is one of
    /// [`NO_REGIONS`], `n` is below [`ADDRESSES`].
    pub fn foreign(day: i32, region: usize, n: u64) -> RowId {
        let n = n % ADDRESSES;
        RowId::new(day, region, (n >> SEQUENCE_BITS) as u8, n & (MAX_SEQUENCE - 1))
    }

    /// The address of the n-th part of an order, such as a line or a payment.
    #[inline(always)]
    pub fn part(self, n: usize) -> RowId {
        let sequence = self.0 & (MAX_SEQUENCE - 1);
        assert!(n < PARTS as usize && sequence < MAX_ORDERS, "more orders in a day than ids");
        RowId((self.0 - sequence) | (sequence * PARTS + n as u64))
    }

    /// The bare number.
    #[inline(always)]
    pub fn raw(self) -> u64 {
        self.0
    }

    /// Its day, counted from 1970-01-01.
    #[inline(always)]
    pub fn day(self) -> i32 {
        (self.0 >> LOW_BITS) as i32 + FIRST_DAY
    }

    /// Its source.
    #[inline(always)]
    pub fn source(self) -> u8 {
        ((self.0 >> SEQUENCE_BITS) & ((1 << SOURCE_BITS) - 1)) as u8
    }

    /// Its region's position.
    #[inline(always)]
    pub fn region(self) -> usize {
        ((self.0 >> (SOURCE_BITS + SEQUENCE_BITS)) & ((1 << REGION_BITS) - 1)) as usize
    }
}

/// A keyed bijection of the low bits of a number, by rounds of multiply, add and shift. What is
/// added depends on the high bits, so that the same low bits look different on every day.
#[derive(Debug, Clone, Copy)]
pub struct Permutation {
    key: Key,
    bits: u32,
    rounds: [(u64, u64); 4],
}

impl Permutation {
    fn new(key: Key, bits: u32) -> Self {
        let mut stream = key.stream();
        let rounds = std::array::from_fn(|_| (stream.bits() | 1, stream.bits()));
        Permutation { key, bits, rounds }
    }

    /// Ids that sort by day: only what lies below the day is permuted.
    pub fn within_day(seed: Key, name: Name) -> Self {
        Self::new(seed.of(name), LOW_BITS)
    }

    /// Ids that tell nothing at all, the day included.
    pub fn whole(seed: Key, name: Name) -> Self {
        Self::new(seed.of(name), LOW_BITS + DAY_BITS)
    }

    /// The public id of a row.
    #[inline(always)]
    pub fn id(&self, row: RowId) -> i64 {
        let mask = (1u64 << self.bits) - 1;
        let mut low = row.0 & mask;
        let mut salt = self.key.at(row.0 >> self.bits).bits();
        for (factor, offset) in self.rounds {
            low = low.wrapping_mul(factor).wrapping_add(offset ^ salt) & mask;
            low ^= low >> (self.bits / 2);
            salt = salt.rotate_left(16);
        }
        ((row.0 & !mask) | low) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::names::{ID_ORDER, ID_VISITOR};
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_fit_a_double_and_sort_by_day() {
        let permutation = Permutation::within_day(Key::seed(1), ID_ORDER);
        let mut seen = HashSet::new();
        let mut last_of_day = 0;
        for day in 20_000..20_003 {
            let mut ids = Vec::new();
            for (region, source, sequence) in
                (0..3).flat_map(|r| (0..4).flat_map(move |s| (0..50).map(move |q| (r, s, q))))
            {
                let row = RowId::new(day, region, source, sequence);
                assert_eq!((row.day(), row.region(), row.source()), (day, region, source));
                ids.push(permutation.id(row));
            }
            assert!(ids.iter().all(|&id| id > last_of_day && id < 1 << 53));
            last_of_day = ids.iter().copied().max().unwrap();
            assert!(ids.into_iter().all(|id| seen.insert(id)));
        }
    }

    #[test]
    fn the_low_bits_of_a_source_are_others_on_every_day() {
        let permutation = Permutation::within_day(Key::seed(1), ID_ORDER);
        let low = |day: i32, sequence: u64| {
            permutation.id(RowId::new(day, 2, 1, sequence)) as u64 & ((1 << LOW_BITS) - 1)
        };
        let mut seen = HashSet::new();
        for day in 20_000..20_200 {
            for sequence in 0..50 {
                seen.insert(low(day, sequence));
            }
        }
        // Ten thousand of 2^38 numbers hardly ever meet.
        assert!(seen.len() > 9_990, "{}", seen.len());
        // Nor does any bit keep its value from one day to the next.
        for bit in 0..LOW_BITS {
            let ones = (20_000..21_000).filter(|&day| low(day, 3) >> bit & 1 == 1).count();
            assert!((400..600).contains(&ones), "bit {bit}: {ones}");
        }
    }

    #[test]
    fn a_whole_permutation_hides_the_day() {
        let permutation = Permutation::whole(Key::seed(1), ID_VISITOR);
        let ids: Vec<i64> =
            (0..1_000).map(|n| permutation.id(RowId::new(20_000 + n, 0, 0, 0))).collect();
        let rising = ids.windows(2).filter(|pair| pair[0] < pair[1]).count();
        assert!((400..600).contains(&rising), "{rising}");
    }
}
