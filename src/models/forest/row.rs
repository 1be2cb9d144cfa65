//! A row of a tree's sample, as it is moved about while the tree grows.
//!
//! Every level of a tree reads and moves every row. So a row is packed into as few machine words as
//! its bundles need: two dozen features and a yes or no often fit into one.

use super::tally::{Counts, Load, Sums, Weighted, YesNo};

/// Most bytes that a row carries along. Wider ones look them up.
pub(super) const WIDEST: usize = 32;

/// A row of a tree's sample.
pub(super) trait Row: Copy + Send + Sync {
    /// What it carries beside its bytes.
    type Load: Load;
    /// Whether bytes are looked up in the columns, rather than carried along.
    const LOOKS_UP: bool = false;

    /// The row at `place` of the training data, not drawn yet, with a byte for each bundle.
    fn new(place: usize, load: Self::Load, bytes: &[u8]) -> Self;

    /// The row, drawn so many times.
    fn drawn(self, draws: u8) -> Self;

    /// The byte of a bundle. `columns` holds all rows' bytes by bundle, where rows look them up.
    fn byte(&self, columns: &[Vec<u8>], bundle: usize) -> u8;

    /// What it adds to a tally.
    fn tally(&self) -> TallyOf<Self>;
}

/// The sums that go with a kind of row.
pub(super) type TallyOf<R> = <<R as Row>::Load as Load>::Tally;

/// Bytes of a word.
const WORD: usize = 8;
/// A few bytes, moved together.
type Word = [u8; WORD];

/// Bytes in so many words, from the byte `first` on.
#[inline(always)]
fn pack<const WORDS: usize>(bytes: &[u8], first: usize) -> [Word; WORDS] {
    let mut words = [Word::default(); WORDS];
    for (&byte, at) in bytes.iter().zip(first..) {
        words[at / WORD][at % WORD] = byte;
    }
    words
}

#[inline(always)]
fn byte_at<const WORDS: usize>(words: &[Word; WORDS], at: usize) -> u8 {
    words[at / WORD % WORDS][at % WORD]
}

/// Yes or no in the first byte, then the bundles, in so many words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<const WORDS: usize>([Word; WORDS]);

impl<const WORDS: usize> Row for Packed<WORDS> {
    type Load = YesNo;

    fn new(_: usize, load: YesNo, bytes: &[u8]) -> Self {
        let mut words = pack(bytes, 1);
        words[0][0] = load.0;
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
    fn byte(&self, _: &[Vec<u8>], bundle: usize) -> u8 {
        byte_at(&self.0, bundle + 1)
    }

    #[inline(always)]
    fn tally(&self) -> Counts {
        YesNo(self.0[0][0]).tally()
    }
}

/// A number, its weight, and the bundles, in so many words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carried<const WORDS: usize> {
    bytes: [Word; WORDS],
    load: Weighted,
}

impl<const WORDS: usize> Row for Carried<WORDS> {
    type Load = Weighted;

    fn new(_: usize, load: Weighted, bytes: &[u8]) -> Self {
        Carried { bytes: pack(bytes, 0), load }
    }

    #[inline(always)]
    fn drawn(self, draws: u8) -> Self {
        Carried { load: self.load.drawn(draws), ..self }
    }

    #[inline(always)]
    fn byte(&self, _: &[Vec<u8>], bundle: usize) -> u8 {
        byte_at(&self.bytes, bundle)
    }

    #[inline(always)]
    fn tally(&self) -> Sums {
        self.load.tally()
    }
}

/// A row that knows its place only: for tables so wide that moving all bytes costs more than
/// looking up the few that a node asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<L> {
    place: u32,
    load: L,
}

impl<L: Load> Row for Placed<L> {
    type Load = L;
    const LOOKS_UP: bool = true;

    fn new(place: usize, load: L, _: &[u8]) -> Self {
        Placed { place: place as u32, load }
    }

    #[inline(always)]
    fn drawn(self, draws: u8) -> Self {
        Placed { load: self.load.drawn(draws), ..self }
    }

    #[inline(always)]
    fn byte(&self, columns: &[Vec<u8>], bundle: usize) -> u8 {
        columns[bundle][self.place as usize]
    }

    #[inline(always)]
    fn tally(&self) -> L::Tally {
        self.load.tally()
    }
}
