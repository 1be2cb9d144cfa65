//! Puts a day's events in order of time.

use std::ops::Range;

use super::clock::DAY_SECONDS;

/// Events that share a stretch of the day, on average: few enough to be sorted at once.
const EVENTS_PER_STRETCH: usize = 4;

/// Events that are held at once: a day that has more is taken in several stretches.
const EVENTS_AT_ONCE: usize = 256 << 10;

/// A stretch of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its local seconds. The last stretch has no end: some events run over midnight.
    pub seconds: Range<u32>,
    /// About how many events fall into it.
    pub events: usize,
}

/// The stretches in which a day with so many events is taken, in order. Nearly every day is taken
/// in one; each one more costs another look at all of the day's events.
pub fn stretches(events: usize) -> impl Iterator<Item = Stretch> {
    let count = events.div_ceil(EVENTS_AT_ONCE).clamp(1, DAY_SECONDS as usize) as u32;
    let start = move |n: u32| (u64::from(n) * u64::from(DAY_SECONDS) / u64::from(count)) as u32;
    let end = move |n: u32| if n + 1 == count { u32::MAX } else { start(n + 1) };
    (0..count).map(move |n| Stretch { seconds: start(n)..end(n), events: events / count as usize })
}

/// The events in the order of their keys. Keys rise with the local second, so events are first
/// dealt out to short stretches of the day: that takes one pass, where sorting takes many.
pub fn in_order<T: Copy, K: Ord>(
    events: &[T],
    second: impl Fn(&T) -> u32,
    key: impl Fn(&T) -> K + Copy,
) -> Vec<T> {
    let Some(&any) = events.first() else { return Vec::new() };
    let stretches = (events.len() / EVENTS_PER_STRETCH).clamp(1, DAY_SECONDS as usize);
    // What runs over midnight belongs to the last stretch.
    let stretch =
        |event: &T| (second(event) as usize * stretches / DAY_SECONDS as usize).min(stretches - 1);
    let mut ends = vec![0; stretches];
    for event in events {
        ends[stretch(event)] += 1;
    }
    let mut total = 0;
    for end in &mut ends {
        total += *end;
        *end = total - *end;
    }
    let mut dealt = vec![any; events.len()];
    for event in events {
        let end = &mut ends[stretch(event)];
        dealt[*end] = *event;
        *end += 1;
    }
    let mut first = 0;
    for end in ends {
        dealt[first..end].sort_unstable_by_key(key);
        first = end;
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    #[test]
    fn stretches_cover_the_day_and_what_runs_over_midnight() {
        for events in [0, 1, EVENTS_AT_ONCE, EVENTS_AT_ONCE + 1, 40 * EVENTS_AT_ONCE + 7] {
            let found: Vec<Stretch> = stretches(events).collect();
            assert_eq!(found.len(), events.div_ceil(EVENTS_AT_ONCE).max(1));
            assert_eq!((found[0].seconds.start, found[found.len() - 1].seconds.end), (0, u32::MAX));
            for pair in found.windows(2) {
                assert_eq!(pair[0].seconds.end, pair[1].seconds.start);
            }
            assert!(found.iter().all(|stretch| stretch.events <= EVENTS_AT_ONCE));
        }
    }

    #[test]
    fn it_is_the_order_of_a_plain_sort() {
        let key = Key::seed(5);
        for count in [0, 1, 2, 5, 100, 3_000] {
            for busiest in [1, 600, DAY_SECONDS + 90] {
                let events: Vec<(u32, u64)> = (0..count)
                    .map(|n| (key.at(n).below(u64::from(busiest)) as u32, key.at(n).at(1).bits()))
                    .collect();
                let mut plain = events.clone();
                plain.sort_unstable();
                assert_eq!(in_order(&events, |event| event.0, |event| *event), plain);
            }
        }
    }
}
