//! A row of a tree's sample, as it is moved about while the tree grows.
//!
//! Every level of a tree reads and moves every row. So a row is packed into as few machine words as
//! its codes need: a dozen features and a yes or no fit into one.

use super::tally::{Counts, Load, Sums, Weighted, YesNo};

/// Where a feature's code stands in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) feature: usize,
    pub(super) word: usize,
    pub(super) shift: u32,
    pub(super) mask: u64,
}

/// Bits of a word that a yes or no and its draws take, at the low end of the first word.
const LOAD_BITS: u32 = 5;
const LOAD_MASK: u64 = (1 << LOAD_BITS) - 1;

/// Places of all features in a row, and the number of words it takes. No code lies across two.
pub(super) fn fields(bins: &[u16]) -> (Vec<Field>, usize) {
    let (mut word, mut used) = (0, LOAD_BITS);
    let mut place = |(feature, &bins): (usize, &u16)| {
        let bits = u16::BITS - bins.saturating_sub(1).leading_zeros();
        if used + bits > u64::BITS {
            (word, used) = (word + 1, 0);
        }
        let field = Field { feature, word, shift: used, mask: (1 << bits) - 1 };
        used += bits;
        field
    };
    let fields = bins.iter().enumerate().map(&mut place).collect();
    (fields, word + 1)
}

/// A row of a tree's sample.
pub(super) trait Row: Copy + Send + Sync {
    /// What it carries beside its codes.
    type Load: Load;
    /// Whether codes are looked up in the table, rather than carried along.
    const LOOKS_UP: bool = false;

    /// The row at `place` of the training data, not drawn yet.
    fn new(place: usize, load: Self::Load, codes: &[u8], fields: &[Field]) -> Self;

    /// The row, drawn so many times.
    fn drawn(self, draws: u8) -> Self;

    /// Its code in a field. `codes` is the table of all codes, where the row looks them up.
    fn code(&self, codes: &[u8], fields: usize, field: Field) -> u8;

    /// What it adds to a tally.
    fn tally(&self) -> <Self::Load as Load>::Tally;
}

/// Codes in so many words.
#[inline(always)]
fn pack<const WORDS: usize>(codes: &[u8], fields: &[Field]) -> [u64; WORDS] {
    let mut words = [0; WORDS];
    for (field, &code) in fields.iter().zip(codes) {
        words[field.word] |= u64::from(code) << field.shift;
    }
    words
}

#[inline(always)]
fn unpack<const WORDS: usize>(words: &[u64; WORDS], field: Field) -> u8 {
    // One word needs no look at which.
    let word = if WORDS == 1 { words[0] } else { words[field.word] };
    (word >> field.shift & field.mask) as u8
}

/// Yes or no and the codes, in so many words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Row for Packed<WORDS> {
    type Load = YesNo;

    fn new(_: usize, load: YesNo, codes: &[u8], fields: &[Field]) -> Self {
        let mut words = pack(codes, fields);
        words[0] |= u64::from(load.0);
        Packed(words)
    }

    #[inline(always)]
    fn drawn(mut self, draws: u8) -> Self {
        self.0[0] |= u64::from(YesNo(0).drawn(draws).0);
        self
    }

    #[inline(always)]
    fn code(&self, _: &[u8], _: usize, field: Field) -> u8 {
        unpack(&self.0, field)
    }

    #[inline(always)]
    fn tally(&self) -> Counts {
        YesNo((self.0[0] & LOAD_MASK) as u8).tally()
    }
}

/// A number, its weight, and the codes, in so many words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carried<const WORDS: usize> {
    codes: [u64; WORDS],
    load: Weighted,
}

impl<const WORDS: usize> Row for Carried<WORDS> {
    type Load = Weighted;

    fn new(_: usize, load: Weighted, codes: &[u8], fields: &[Field]) -> Self {
        Carried { codes: pack(codes, fields), load }
    }

    #[inline(always)]
    fn drawn(self, draws: u8) -> Self {
        Carried { load: self.load.drawn(draws), ..self }
    }

    #[inline(always)]
    fn code(&self, _: &[u8], _: usize, field: Field) -> u8 {
        unpack(&self.codes, field)
    }

    #[inline(always)]
    fn tally(&self) -> Sums {
        self.load.tally()
    }
}

/// A row that knows its place only: for tables so wide that moving all codes costs more than
/// looking up the few that a node asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<L> {
    place: u32,
    load: L,
}

impl<L: Load> Row for Placed<L> {
    type Load = L;
    const LOOKS_UP: bool = true;

    fn new(place: usize, load: L, _: &[u8], _: &[Field]) -> Self {
        Placed { place: place as u32, load }
    }

    #[inline(always)]
    fn drawn(self, draws: u8) -> Self {
        Placed { load: self.load.drawn(draws), ..self }
    }

    #[inline(always)]
    fn code(&self, codes: &[u8], fields: usize, field: Field) -> u8 {
        codes[self.place as usize * fields + field.feature]
    }

    #[inline(always)]
    fn tally(&self) -> L::Tally {
        self.load.tally()
    }
}
