//! Puts a day's events in order of time.

use super::clock::DAY_SECONDS;

/// Events that share a stretch of the day, on average: few enough to be sorted at once.
const EVENTS_PER_STRETCH: usize = 4;

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
