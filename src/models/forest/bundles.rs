//! Features that share a byte.
//!
//! A row's features are far from independent: a city lies in one region, an ad belongs to one
//! campaign. Features of which at most 256 combinations occur become one byte together, a bundle.
//! So rows are shorter, and one sum by that byte serves all features in it. Nothing is lost: each
//! feature's code is a function of the byte.
//!
//! (LightGBM bundles features that are hardly ever set together, Ke et al. 2017; here it is their
//! combinations that are few.)

use super::binning::Encoder;

/// Values of a byte.
pub(super) const BYTES: usize = 256;
/// Bundles that a feature may join: the latest, so that a table of thousands of features takes time
/// that grows with their number, not with its square.
const OPEN: usize = 32;
/// Rows by which the bundle that a feature joins is chosen.
const LOOK: usize = 8192;
/// What a combination has for a number that has none yet.
const NONE: u16 = u16::MAX;

/// All features of some rows, bundled.
pub(super) struct Bundles {
    /// By feature, in the order of the table.
    pub(super) fields: Vec<Field>,
    /// By bundle: the byte of each row.
    pub(super) columns: Vec<Vec<u8>>,
}

/// Where a feature is found: its bundle, and what the bundle's byte says of it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) bundle: usize,
    /// The feature's code for each byte.
    pub(super) codes: [u8; BYTES],
    /// The bytes that occur, in the order of their codes.
    bytes: Vec<u8>,
    /// Where each code's bytes begin, and their number at the end.
    starts: Vec<u16>,
}

impl Field {
    pub(super) fn new(bundle: usize, codes: [u8; BYTES], combinations: usize, bins: u16) -> Field {
        let code = |&byte: &u8| codes[usize::from(byte)];
        let mut bytes: Vec<u8> = (0..combinations).map(|byte| byte as u8).collect();
        bytes.sort_by_key(code);
        let below = |bin: u16| bytes.partition_point(|byte| u16::from(code(byte)) < bin) as u16;
        let starts = (0..=bins).map(below).collect();
        Field { bundle, codes, bytes, starts }
    }

    /// Number of codes.
    #[inline(always)]
    pub(super) fn bins(&self) -> usize {
        self.starts.len() - 1
    }

    /// For each code, from 0 on, the bytes that stand for it.
    #[inline(always)]
    pub(super) fn by_code(&self) -> impl Iterator<Item = &[u8]> {
        let bounds = self.starts.windows(2);
        bounds.map(|pair| &self.bytes[usize::from(pair[0])..usize::from(pair[1])])
    }
}

/// A bundle in the making.
struct Bundle {
    /// The byte of each row.
    column: Vec<u8>,
    /// The features in it, and the code of each for each byte.
    members: Vec<(usize, [u8; BYTES])>,
    combinations: usize,
    /// Of them, those that occur among the rows that are looked at.
    seen: usize,
}

impl Bundles {
    /// Bundles the features of an encoder's first `rows` rows: those with many codes first, each
    /// into the bundle whose combinations it multiplies the least.
    pub(super) fn new(encoder: &Encoder, bins: &[u16], rows: usize) -> Bundles {
        let mut order: Vec<usize> = (0..bins.len()).collect();
        order.sort_by_key(|&feature| u16::MAX - bins[feature]);
        let mut bundles: Vec<Bundle> = Vec::new();
        let mut numbers = vec![NONE; BYTES * BYTES];
        for feature in order {
            let codes = encoder.column(feature, rows);
            let found = closest(&bundles, &codes, &mut numbers);
            let joins = |(place, seen): (usize, usize)| {
                let bundle: &mut Bundle = &mut bundles[place];
                bundle.join(feature, &codes, seen, &mut numbers)
            };
            if !found.into_iter().any(joins) {
                bundles.push(Bundle::alone(feature, codes, bins[feature]));
            }
        }
        let mut fields: Vec<(usize, Field)> = Vec::with_capacity(bins.len());
        for (place, bundle) in bundles.iter().enumerate() {
            fields.extend(bundle.members.iter().map(|&(feature, codes)| {
                (feature, Field::new(place, codes, bundle.combinations, bins[feature]))
            }));
        }
        fields.sort_by_key(|&(feature, _)| feature);
        Bundles {
            fields: fields.into_iter().map(|(_, field)| field).collect(),
            columns: bundles.into_iter().map(|bundle| bundle.column).collect(),
        }
    }

    /// Number of bundles.
    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    /// Writes a row's bytes.
    pub(super) fn row(&self, row: usize, bytes: &mut [u8]) {
        bytes.iter_mut().zip(&self.columns).for_each(|(byte, column)| *byte = column[row]);
    }
}

impl Bundle {
    /// A bundle of one feature.
    fn alone(feature: usize, codes: Vec<u8>, bins: u16) -> Bundle {
        let mut known = [false; BYTES];
        looked_at(&codes).for_each(|code| known[usize::from(code)] = true);
        let seen = known.into_iter().filter(|&known| known).count();
        let own = std::array::from_fn(|code| code as u8);
        let combinations = usize::from(bins);
        Bundle { column: codes, members: vec![(feature, own)], combinations, seen }
    }

    /// Takes a feature in and returns true, unless there would be too many combinations.
    fn join(&mut self, feature: usize, codes: &[u8], seen: usize, numbers: &mut [u16]) -> bool {
        let rows = self.column.iter().copied().zip(codes.iter().copied());
        let mut column = Vec::with_capacity(codes.len());
        let Some(pairs) = number(rows, numbers, |byte| column.push(byte)) else { return false };
        for (_, codes) in &mut self.members {
            let before = *codes;
            for (code, &(byte, _)) in codes.iter_mut().zip(&pairs) {
                *code = before[usize::from(byte)];
            }
        }
        let mut own = [0; BYTES];
        own.iter_mut().zip(&pairs).for_each(|(own, &(_, code))| *own = code);
        self.members.push((feature, own));
        (self.column, self.combinations, self.seen) = (column, pairs.len(), seen);
        true
    }
}

/// The bundles that a feature may join, to judge by some of the rows, with the number of
/// combinations that occur among them: first those that it multiplies the least.
fn closest(bundles: &[Bundle], codes: &[u8], numbers: &mut [u16]) -> Vec<(usize, usize)> {
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (place, bundle) in bundles.iter().enumerate().rev().take(OPEN) {
        let rows = looked_at(&bundle.column).zip(looked_at(codes));
        if let Some(pairs) = number(rows, numbers, |_| ()) {
            found.push((pairs.len() as f64 / bundle.seen as f64, place, pairs.len()));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, place, seen)| (place, seen)).collect()
}

/// The bytes of the rows that are looked at.
fn looked_at(column: &[u8]) -> impl Iterator<Item = u8> {
    column.iter().copied().step_by(column.len().div_ceil(LOOK).max(1))
}

/// Numbers pairs in the order in which they first occur, and tells each row's number. None if they
/// are more than a byte can tell apart. `numbers` holds [`NONE`] only, before and after.
fn number(
    rows: impl Iterator<Item = (u8, u8)>,
    numbers: &mut [u16],
    mut tell: impl FnMut(u8),
) -> Option<Vec<(u8, u8)>> {
    let place = |(a, b): (u8, u8)| usize::from(a) * BYTES + usize::from(b);
    let mut pairs: Vec<(u8, u8)> = Vec::with_capacity(BYTES);
    let mut enough = true;
    for pair in rows {
        let number = &mut numbers[place(pair)];
        if *number == NONE {
            if pairs.len() == BYTES {
                enough = false;
                break;
            }
            *number = pairs.len() as u16;
            pairs.push(pair);
        }
        tell(*number as u8);
    }
    pairs.iter().for_each(|&pair| numbers[place(pair)] = NONE);
    enough.then_some(pairs)
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;

    use super::*;
    use crate::features::table::{Feature, FeatureTable, Values};
    use crate::models::forest::binning::Binning;
    use crate::models::forest::columns::Columns;
    use crate::random::Key;

    /// Bundles of numeric features, after a check that every code can be read from its byte.
    fn bundles(features: &[&dyn Fn(usize) -> f32], rows: usize) -> Bundles {
        let feature = |(n, value): (usize, &&dyn Fn(usize) -> f32)| {
            let values = Values::Numeric(Array1::from_iter((0..rows).map(value)));
            Feature { name: format!("x{n}"), values }
        };
        let table = FeatureTable { features: features.iter().enumerate().map(feature).collect() };
        let columns = Columns::of_table(&table).unwrap();
        let binning = Binning::new(&columns, &|_| (1.0, 0.0), 64, 1);
        let encoder = binning.training_encoder(&columns).unwrap();
        let bundles = Bundles::new(&encoder, &binning.counts(), rows);
        for (feature, field) in bundles.fields.iter().enumerate() {
            let bytes = &bundles.columns[field.bundle];
            let read: Vec<u8> = bytes.iter().map(|&byte| field.codes[usize::from(byte)]).collect();
            assert_eq!(read, encoder.column(feature, rows), "feature {feature}");
            let mut listed = Vec::new();
            for (code, bytes) in field.by_code().enumerate() {
                assert!(
                    bytes.iter().all(|&byte| usize::from(field.codes[usize::from(byte)]) == code)
                );
                listed.extend(bytes);
            }
            listed.sort_unstable();
            assert!(bytes.iter().all(|byte| listed.binary_search(byte).is_ok()));
            assert!(listed.is_sorted_by(|a, b| a < b), "each byte has one code");
        }
        bundles
    }

    fn below(what: u64, n: u64) -> impl Fn(usize) -> f32 {
        move |row| Key::seed(what).at(row as u64).below(n) as f32
    }

    #[test]
    fn what_depends_on_another_shares_its_byte() {
        let city = below(1, 60);
        let (noise, device) = (below(2, 60), below(3, 3));
        let region = |row| (city(row) / 10.0).floor();
        let bundles = bundles(&[&region, &noise, &city, &device, &|_| 7.0], 5_000);
        let of = |feature: usize| bundles.fields[feature].bundle;
        assert_eq!(of(0), of(2), "the region follows from the city");
        assert_ne!(of(1), of(2), "60 by 60 combinations are too many");
        assert_eq!(bundles.count(), 2, "three devices and a constant have room beside either");
    }

    #[test]
    fn combinations_that_were_not_looked_at_keep_features_apart() {
        // Every fifth row is looked at; there, `late` is constant.
        let rows = 5 * LOOK;
        let (early, other) = (below(4, 60), below(5, 60));
        let late = |row: usize| if row.is_multiple_of(5) { 0.0 } else { other(row) };
        let bundles = bundles(&[&early, &late], rows);
        assert_eq!(bundles.count(), 2);
    }

    #[test]
    fn a_feature_joins_another_bundle_where_its_first_choice_is_full() {
        let rows = 5 * LOOK;
        let (a, b) = (below(6, 60), below(7, 60));
        // By the rows looked at it hangs on `a`; in truth it has 60 values for each of that.
        let often = |row: usize| if row.is_multiple_of(5) { a(row) } else { b(row) };
        let bundles = bundles(&[&a, &b, &often, &below(8, 4)], rows);
        assert_eq!(bundles.count(), 3);
    }
}
