//! A row of a tree's sample, as it is moved about while the tree grows.
//!
//! Every level of a tree reads and moves every row. So a row is packed into as few machine words as
//! its codes need: a dozen features and a yes or no fit into one.

use super::tally::{Counts, Load, Sums, Weighted, YesNo};

/// Where a feature's code stands in a row: in some bits of one byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) byte: usize,
    pub(super) shift: u32,
    pub(super) mask: u8,
    /// Whether nothing else stands in that byte.
    pub(super) alone: bool,
}

impl Field {
    /// A byte of its own.
    pub(super) fn whole(byte: usize) -> Field {
        Field { byte, shift: 0, mask: u8::MAX, alone: true }
    }

    /// Its code, given its byte.
    #[inline(always)]
    pub(super) fn code(self, byte: u8) -> u8 {
        byte >> self.shift & self.mask
    }
}

/// Bits that a yes or no and its draws take, at the low end of the first byte.
const LOAD_BITS: u32 = 5;
const LOAD_MASK: u8 = (1 << LOAD_BITS) - 1;

/// Most bytes that a row carries along. Wider ones look their codes up.
pub(super) const WIDEST: usize = 32;

/// Places of all features in a row, and the number of bytes it takes: wide ones first, each in the
/// first byte with room for it. No code lies across two bytes, so that one load fetches it. Where
/// rows are too wide to be carried along, each feature has the byte of its place in the table.
pub(super) fn fields(bins: &[u16]) -> (Vec<Field>, usize) {
    let bits = |feature: usize| u16::BITS - bins[feature].saturating_sub(1).leading_zeros();
    let mut order: Vec<usize> = (0..bins.len()).collect();
    order.sort_by_key(|&feature| u32::MAX - bits(feature));
    let mut used = vec![LOAD_BITS];
    let mut fields = vec![Field::default(); bins.len()];
    for feature in order {
        let bits = bits(feature);
        let room = used.iter().position(|used| used + bits <= u8::BITS);
        let byte = room.unwrap_or(used.len());
        if byte == used.len() {
            used.push(0);
        }
        let mask = u8::MAX.checked_shr(u8::BITS - bits).unwrap_or(0);
        fields[feature] = Field { byte, shift: used[byte], mask, alone: false };
        used[byte] += bits;
    }
    if used.len() > WIDEST {
        return ((0..bins.len()).map(Field::whole).collect(), used.len());
    }
    for field in &mut fields {
        field.alone = field.shift == 0 && used[field.byte] == field.mask.count_ones();
    }
    (fields, used.len())
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

    /// The byte that a field is part of. `table` holds all codes, where rows look them up.
    fn byte(&self, table: &[u8], features: usize, field: Field) -> u8;

    /// Marks in `seen`, byte by byte, the bits in which any of the rows differs from the first.
    fn differences(first: &Self, rows: &[Self], table: &[u8], features: usize, seen: &mut [u8]);

    /// What it adds to a tally.
    fn tally(&self) -> <Self::Load as Load>::Tally;
}

/// Bytes of a word.
const WORD: usize = 8;
/// A few codes, moved together.
type Word = [u8; WORD];

/// Codes in so many words.
#[inline(always)]
fn pack<const WORDS: usize>(codes: &[u8], fields: &[Field]) -> [Word; WORDS] {
    let mut words = [Word::default(); WORDS];
    for (field, &code) in fields.iter().zip(codes) {
        words[field.byte / WORD][field.byte % WORD] |= code << field.shift;
    }
    words
}

#[inline(always)]
fn byte_of<const WORDS: usize>(words: &[Word; WORDS], field: Field) -> u8 {
    words[field.byte / WORD % WORDS][field.byte % WORD]
}

/// Marks the bits in which any of the rows' words differs from the first's.
#[inline(always)]
fn mark<const WORDS: usize>(
    first: &[Word; WORDS],
    rows: impl Iterator<Item = [Word; WORDS]>,
    seen: &mut [u8],
) {
    let first = first.map(u64::from_le_bytes);
    let mut differ = [0; WORDS];
    for row in rows {
        for word in 0..WORDS {
            differ[word] |= u64::from_le_bytes(row[word]) ^ first[word];
        }
    }
    let bytes = differ.iter().flat_map(|word| word.to_le_bytes());
    seen.iter_mut().zip(bytes).for_each(|(seen, byte)| *seen |= byte);
}

/// Yes or no and the codes, in so many words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<const WORDS: usize>([Word; WORDS]);

impl<const WORDS: usize> Row for Packed<WORDS> {
    type Load = YesNo;

    fn new(_: usize, load: YesNo, codes: &[u8], fields: &[Field]) -> Self {
        let mut words = pack(codes, fields);
        words[0][0] |= load.0;
        Packed(words)
    }

    #[inline(always)]
    fn drawn(mut self, draws: u8) -> Self {
        // By the word: what is stored by the byte cannot be loaded by the word at once.
        let drawn = u64::from(YesNo(0).drawn(draws).0);
        self.0[0] = (u64::from_le_bytes(self.0[0]) | drawn).to_le_bytes();
        self
    }

    #[inline(always)]
    fn byte(&self, _: &[u8], _: usize, field: Field) -> u8 {
        byte_of(&self.0, field)
    }

    #[inline(always)]
    fn differences(first: &Self, rows: &[Self], _: &[u8], _: usize, seen: &mut [u8]) {
        mark(&first.0, rows.iter().map(|row| row.0), seen);
    }

    #[inline(always)]
    fn tally(&self) -> Counts {
        YesNo(self.0[0][0] & LOAD_MASK).tally()
    }
}

/// A number, its weight, and the codes, in so many words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carried<const WORDS: usize> {
    codes: [Word; WORDS],
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
    fn byte(&self, _: &[u8], _: usize, field: Field) -> u8 {
        byte_of(&self.codes, field)
    }

    #[inline(always)]
    fn differences(first: &Self, rows: &[Self], _: &[u8], _: usize, seen: &mut [u8]) {
        mark(&first.codes, rows.iter().map(|row| row.codes), seen);
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
    fn byte(&self, table: &[u8], features: usize, field: Field) -> u8 {
        table[self.place as usize * features + field.byte]
    }

    fn differences(first: &Self, rows: &[Self], table: &[u8], features: usize, seen: &mut [u8]) {
        let codes = |row: &Self| &table[row.place as usize * features..][..features];
        let first = codes(first);
        for row in rows {
            let pairs = codes(row).iter().zip(first);
            seen.iter_mut().zip(pairs).for_each(|(seen, (own, first))| *seen |= own ^ first);
        }
    }

    #[inline(always)]
    fn tally(&self) -> L::Tally {
        self.load.tally()
    }
}
