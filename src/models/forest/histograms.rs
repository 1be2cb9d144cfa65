//! A node's rows, summed by code.
//!
//! A node that tries four features needs their sums only. But where features share few bundles, it
//! is cheaper to sum by all bundles for the root, and from then on for the smaller child of each
//! node: what is left of the node's sums is the larger child's (as LightGBM has it, Ke et al. 2017).

use super::bundles::{BYTES, Field};
use super::grow::Training;
use super::row::{Row, TallyOf};
use super::tally::Tally;

/// Features that are tried together, in one pass over a node's rows.
pub(super) const AT_ONCE: usize = 4;
/// Most histograms that are filled in one pass.
const FILLED: usize = 8;
/// Nodes with fewer rows are summed by code; sums by byte, of which each code gathers its own, are
/// worth it in larger ones only.
const LARGE: usize = 256;
/// All bundles are summed where they are at most so many times as many as features are tried:
/// smaller children have a third of the rows or less, as a rule.
const BUNDLES_PER_TRIED: usize = 2;

/// Fills as many histograms as there are, in one pass, with a loop for each number of them.
macro_rules! fill_all {
    ($rows:expr, $histograms:expr, $code:expr, $($count:literal)*) => {{
        let (histograms, code) = ($histograms, $code);
        match histograms.len() {
            $($count => {
                if let Ok(histograms) = histograms.try_into() {
                    fill::<R, $count>($rows, histograms, code);
                }
            })*
            _ => {}
        }
    }};
}

/// Sums by byte of one bundle, or by code of one feature.
type Histogram<T> = [T; BYTES];

/// Sums by byte of all bundles.
pub(super) type Whole<T> = Vec<Histogram<T>>;

/// Where nodes are summed, one after the other.
pub(super) struct Histograms<R: Row> {
    /// Of what a node asks for.
    asked: Box<[Histogram<TallyOf<R>>; AT_ONCE]>,
    /// Codes that occur in the node, with their sums, of one feature after the other.
    occupied: Vec<(u8, TallyOf<R>)>,
    /// Room for sums of all bundles that is not used now.
    spare: Vec<Whole<TallyOf<R>>>,
}

impl<R: Row> Histograms<R> {
    pub(super) fn new() -> Self {
        Histograms {
            asked: Box::new([[Tally::EMPTY; BYTES]; AT_ONCE]),
            occupied: Vec::with_capacity(BYTES),
            spare: Vec::new(),
        }
    }

    /// Takes each of up to [`AT_ONCE`] features' number among them, its codes that occur in the
    /// node's rows, rising, and their sums.
    pub(super) fn each(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        whole: Option<&Whole<TallyOf<R>>>,
        features: &[u16],
        mut take: impl FnMut(usize, &[(u8, TallyOf<R>)]),
    ) {
        let mut fields = [&training.fields[0]; AT_ONCE];
        for (field, &feature) in fields.iter_mut().zip(features) {
            *field = &training.fields[usize::from(feature)];
        }
        let count = features.len().min(AT_ONCE);
        let by_code = whole.is_none() && rows.len() < LARGE;
        let mut slots = [0; AT_ONCE];
        if by_code {
            self.sum_by_code(training, rows, fields, count);
        } else if whole.is_none() {
            slots = self.sum_by_byte(training, rows, fields, count);
        }
        for (n, field) in fields.into_iter().enumerate().take(count) {
            self.occupied.clear();
            if by_code {
                keep_occupied(&self.asked[n][..field.bins()], &mut self.occupied);
            } else {
                let histogram = whole.map_or(&self.asked[slots[n]], |whole| &whole[field.bundle]);
                gather(field, histogram, &mut self.occupied);
            }
            take(n, &self.occupied);
        }
    }

    fn sum_by_code(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        fields: [&Field; AT_ONCE],
        count: usize,
    ) {
        for (histogram, field) in self.asked.iter_mut().zip(fields).take(count) {
            histogram[..field.bins()].fill(Tally::EMPTY);
        }
        let code = |row: &R, slot: usize| {
            let field = fields[slot % AT_ONCE];
            field.codes[usize::from(training.byte(row, field.bundle))]
        };
        fill_all!(rows, &mut self.asked[..count], code, 1 2 3 4);
    }

    /// Sums by the bundles of some features; returns the place of each one's.
    fn sum_by_byte(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        fields: [&Field; AT_ONCE],
        count: usize,
    ) -> [usize; AT_ONCE] {
        let mut slots = [0; AT_ONCE];
        let mut bundles = [0; AT_ONCE];
        let mut known = 0;
        for (slot, field) in slots.iter_mut().zip(fields).take(count) {
            let place = bundles[..known].iter().position(|&bundle| bundle == field.bundle);
            *slot = place.unwrap_or(known);
            bundles[*slot] = field.bundle;
            known = known.max(*slot + 1);
        }
        self.asked[..known].as_flattened_mut().fill(Tally::EMPTY);
        let byte = |row: &R, slot: usize| training.byte(row, bundles[slot % AT_ONCE]);
        fill_all!(rows, &mut self.asked[..known], byte, 1 2 3 4);
        slots
    }

    /// Sums by byte of all bundles, where they are few and the node is large.
    pub(super) fn whole(
        &mut self,
        training: &Training<R>,
        rows: &[R],
    ) -> Option<Whole<TallyOf<R>>> {
        let few = training.bundles <= BUNDLES_PER_TRIED * training.limits.tried;
        // Only exact sums can be subtracted: what is left of others is mostly their rounding.
        let worth = TallyOf::<R>::EXACT && few && rows.len() >= LARGE;
        worth.then(|| self.sum_all(training, rows))
    }

    /// Sums of a node's children, the one with fewer rows first, given those of the node: none for
    /// a child that does not need them.
    pub(super) fn of_children(
        &mut self,
        training: &Training<R>,
        mut whole: Whole<TallyOf<R>>,
        fewer: &[R],
        needed: [bool; 2],
    ) -> [Option<Whole<TallyOf<R>>>; 2] {
        if !needed.contains(&true) {
            self.spare.push(whole);
            return [None, None];
        }
        let few = self.sum_all(training, fewer);
        if needed[1] {
            for (sum, &few) in whole.as_flattened_mut().iter_mut().zip(few.as_flattened()) {
                *sum = *sum - few;
            }
        }
        let mut keep = |sums, needed: bool| {
            if needed {
                return Some(sums);
            }
            self.spare.push(sums);
            None
        };
        [keep(few, needed[0]), keep(whole, needed[1])]
    }

    /// Takes back what is not needed any more.
    pub(super) fn release(&mut self, whole: Option<Whole<TallyOf<R>>>) {
        self.spare.extend(whole);
    }

    fn sum_all(&mut self, training: &Training<R>, rows: &[R]) -> Whole<TallyOf<R>> {
        let mut whole = self.spare.pop().unwrap_or_default();
        whole.clear();
        whole.resize(training.bundles, [Tally::EMPTY; BYTES]);
        for (n, histograms) in whole.chunks_mut(FILLED).enumerate() {
            let byte = |row: &R, slot: usize| training.byte(row, n * FILLED + slot);
            fill_all!(rows, histograms, byte, 1 2 3 4 5 6 7 8);
        }
        whole
    }
}

/// Whether sums by byte are made for so many rows.
pub(super) fn is_large(rows: usize) -> bool {
    rows >= LARGE
}

// Zipped, the innermost loop of all takes twice as long.
#[inline(always)]
fn fill<R: Row, const N: usize>(
    rows: &[R],
    histograms: &mut [Histogram<TallyOf<R>>; N],
    code: impl Fn(&R, usize) -> u8,
) {
    for row in rows {
        let tally = row.tally();
        for slot in 0..N {
            histograms[slot][usize::from(code(row, slot))] += tally;
        }
    }
}

/// Sums by code, from those by the bytes of the feature's bundle.
fn gather<T: Tally>(field: &Field, histogram: &Histogram<T>, occupied: &mut Vec<(u8, T)>) {
    for (code, bytes) in field.by_code().enumerate() {
        let mut tally = T::EMPTY;
        bytes.iter().for_each(|&byte| tally += histogram[usize::from(byte)]);
        if !tally.is_empty() {
            occupied.push((code as u8, tally));
        }
    }
}

fn keep_occupied<T: Tally>(histogram: &[T], occupied: &mut Vec<(u8, T)>) {
    for (code, &tally) in histogram.iter().enumerate() {
        if !tally.is_empty() {
            occupied.push((code as u8, tally));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bundles::Bundles;
    use super::super::grow::Limits;
    use super::super::row::Packed;
    use super::super::tally::{Counts, YesNo};
    use super::*;
    use crate::random::Key;

    const FEATURES: usize = 5;

    /// Features of 6 to 30 codes in three bundles: two of a bundle, two of another, one alone.
    fn bundles(rows: usize) -> Bundles {
        let column = |n: u64| move |row: usize| Key::seed(n).at(row as u64).below(200) as u8;
        let columns = (0..3).map(|n| (0..rows).map(column(n)).collect()).collect();
        let field = |(bundle, parts): (usize, u8)| {
            let codes = std::array::from_fn(|byte| byte as u8 / parts % 30);
            Field::new(bundle, codes, 200, 30)
        };
        let fields = [(0, 7), (1, 40), (0, 20), (2, 11), (1, 9)].map(field).to_vec();
        Bundles { fields, columns }
    }

    /// What [`Histograms::each`] gives for all features, and what adding up row by row does.
    type Found = Vec<Vec<(u8, Counts)>>;

    fn slow(training: &Training<Packed<1>>, rows: &[Packed<1>]) -> Found {
        let of = |field: &Field| {
            let mut sums = [Counts::EMPTY; BYTES];
            for row in rows {
                sums[usize::from(field.codes[usize::from(row.byte(&[], field.bundle))])] +=
                    row.tally();
            }
            let codes = (0..=u8::MAX).zip(sums);
            codes.filter(|(_, tally)| !tally.is_empty()).collect()
        };
        training.fields.iter().map(of).collect()
    }

    #[test]
    fn all_ways_to_sum_agree_with_adding_up_row_by_row() {
        let rows = 3 * LARGE;
        let bundles = bundles(rows);
        let mut bytes = [0; 3];
        let row = |row: usize| {
            bundles.row(row, &mut bytes);
            let positive = u8::from(row.is_multiple_of(7));
            Packed::<1>::new(row, YesNo(positive), &bytes).drawn(1 + (row % 3) as u8)
        };
        let base: Vec<Packed<1>> = (0..rows).map(row).collect();
        let training = Training {
            base: &base,
            columns: &[],
            fields: &bundles.fields,
            bundles: bundles.count(),
            limits: Limits { depth: 5, leaf: 1, tried: 2 },
            bootstrap: false,
            centre: 0.0,
        };
        let mut histograms = Histograms::new();
        let mut found = |rows: &[Packed<1>], whole: Option<&Whole<Counts>>| {
            let mut found = Found::new();
            for features in [[0, 1, 2, 3].as_slice(), &[4]] {
                histograms.each(&training, rows, whole, features, |n, occupied| {
                    assert_eq!(found.len(), usize::from(features[n]));
                    found.push(occupied.to_vec());
                });
            }
            assert_eq!(found.len(), FEATURES);
            found
        };
        // By code, by byte, and by all bundles.
        let few = &base[..LARGE / 2];
        assert_eq!(found(few, None), slow(&training, few));
        assert_eq!(found(&base, None), slow(&training, &base));
        let mut others = Histograms::new();
        let whole = others.whole(&training, &base).expect("many rows, few bundles");
        assert_eq!(found(&base, Some(&whole)), slow(&training, &base));
        // The children: one summed, the other what is left.
        let (fewer, more) = base.split_at(LARGE);
        let [of_fewer, of_more] = others.of_children(&training, whole, fewer, [true, true]);
        assert_eq!(found(fewer, of_fewer.as_ref()), slow(&training, fewer));
        assert_eq!(found(more, of_more.as_ref()), slow(&training, more));
        // Room is used again, and no sum of before stays in it.
        others.release(of_more);
        let [none, again] =
            others.of_children(&training, of_fewer.unwrap(), &base[..9], [false, true]);
        assert!(none.is_none());
        let rest = &base[9..LARGE];
        assert_eq!(found(rest, again.as_ref()), slow(&training, rest));
    }
}
