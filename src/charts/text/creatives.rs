//! Titles of the charts of creatives.

use super::{count, named, roas, share};

/// Top creatives: the first, its score, and its return or its click-through rate.
pub fn leader(name: &str, score: f64, returns: Option<(f64, f64, f64)>, ctr: f64) -> String {
    let lead = format!("“{}” leads with a score of {score:.0}", named(name));
    match returns {
        Some((value, low, high)) => {
            format!("{lead}; its ROAS is {} ({} to {})", roas(value), roas(low), roas(high))
        }
        None => format!("{lead}; its click-through rate is {}", share(ctr)),
    }
}

/// Classes: how many perform, and how many are worn out.
pub fn classes(all: usize, high: usize, fatigued: usize) -> String {
    let of = format!("of {}", count(all, "creative", "creatives"));
    match (high, fatigued) {
        (0, 0) => format!("None {of} stands out as a high performer or as worn out"),
        (high, 0) => format!("{high} {of} {} high", perform(high)),
        (0, fatigued) => format!("{fatigued} {of} {} worn out, none performs high", are(fatigued)),
        (high, fatigued) => {
            format!("{high} {of} {} high, {fatigued} {} worn out", perform(high), are(fatigued))
        }
    }
}

/// Fatigue: how many have lost more than a fifth of their pull.
pub fn fatigue(worn: usize, all: usize, slope: Option<f64>) -> String {
    match (worn, slope) {
        (0, Some(slope)) if slope >= 0.0 => "Creatives do not tire in this period".to_owned(),
        (0, _) => format!(
            "None of {} has surely lost a fifth of its click-through rate",
            count(all, "creative", "creatives")
        ),
        (worn, _) => format!(
            "{worn} of {} {} surely lost more than a fifth of their click-through rate",
            count(all, "creative", "creatives"),
            if worn == 1 { "has" } else { "have" }
        ),
    }
}

fn perform(number: usize) -> &'static str {
    if number == 1 { "performs" } else { "perform" }
}

fn are(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_the_figures_show() {
        assert_eq!(
            leader("Oud, 15 s", 87.4, Some((3.1, 2.4, 4.0)), 0.02),
            "“Oud, 15 s” leads with a score of 87; its ROAS is 3.1× (2.4× to 4×)"
        );
        assert_eq!(
            leader("Oud", 87.4, None, 0.0213),
            "“Oud” leads with a score of 87; its click-through rate is 2.1%"
        );
        assert_eq!(classes(40, 9, 1), "9 of 40 creatives perform high, 1 is worn out");
        assert_eq!(classes(1, 1, 0), "1 of 1 creative performs high");
        assert_eq!(
            fatigue(8, 60, Some(-0.1)),
            "8 of 60 creatives have surely lost more than a fifth of their click-through rate"
        );
    }
}
