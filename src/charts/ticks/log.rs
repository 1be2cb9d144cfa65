//! Round numbers on a logarithmic axis.

/// The marks from `low` to `high`, both above 0, about `most` of them: powers of ten, or between
/// few of them also 2 and 5 times, or every n-th of many.
pub fn decades(low: f64, high: f64, most: usize) -> Vec<f64> {
    let inside = |value: &f64| *value >= low * (1.0 - 1e-9) && *value <= high * (1.0 + 1e-9);
    let (first, last) = (libm::log10(low).floor() as i32, libm::log10(high).ceil() as i32);
    let powers = |every: usize, digits: &[f64]| -> Vec<f64> {
        let powers = (first..=last).filter(|power| power.rem_euclid(every as i32) == 0);
        let marks = powers.flat_map(|power| digits.iter().map(move |d| d * ten_to(power)));
        marks.filter(inside).collect()
    };
    for digits in [&[1.0, 2.0, 3.0, 5.0, 7.0][..], &[1.0, 2.0, 5.0], &[1.0, 3.0]] {
        let marks = powers(1, digits);
        if marks.len() <= most {
            return marks;
        }
    }
    let sparser = (1..=400).map(|every| powers(every, &[1.0]));
    sparser.into_iter().find(|marks| marks.len() <= most).unwrap_or_default()
}

/// A power of ten, exact where it can be.
fn ten_to(power: i32) -> f64 {
    format!("1e{power}").parse().unwrap_or(f64::INFINITY)
}
