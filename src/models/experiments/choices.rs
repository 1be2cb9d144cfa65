//! All ways to choose k of n things.

/// Number of ways to choose `k` of `n`, or `limit` if there are as many or more.
pub(super) fn count(n: usize, k: usize, limit: usize) -> usize {
    let k = k.min(n.saturating_sub(k));
    // After i factors the product is C(n − k + i, i), a whole number.
    (1..=k)
        .try_fold(1_usize, |ways, i| {
            let next = ways as u128 * (n - k + i) as u128 / i as u128;
            (next < limit as u128).then_some(next as usize)
        })
        .unwrap_or(limit)
}

/// Every choice of `k` of `0..n`, each in ascending order, in lexicographic order.
pub(super) fn all(n: usize, k: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut next = (k <= n).then(|| (0..k).collect::<Vec<usize>>());
    std::iter::from_fn(move || {
        let current = next.take()?;
        // The last place that can move on; all after it follow closely.
        if let Some(place) = (0..k).rev().find(|&i| current[i] < n - k + i) {
            let mut following = current.clone();
            let start = current[place] + 1 - place;
            for (i, item) in following.iter_mut().enumerate().skip(place) {
                *item = start + i;
            }
            next = Some(following);
        }
        Some(current)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_of_sixteen_are_1820_different_choices() {
        let choices: Vec<_> = all(16, 4).collect();
        assert_eq!(choices.len(), 1820);
        assert_eq!(count(16, 4, 10_000), 1820);
        assert!(choices.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(choices.iter().all(|c| c.windows(2).all(|i| i[0] < i[1]) && c[3] < 16));
    }

    #[test]
    fn the_ends_are_one_choice_each() {
        assert_eq!(all(5, 0).collect::<Vec<_>>(), [Vec::<usize>::new()]);
        assert_eq!(all(3, 3).collect::<Vec<_>>(), [vec![0, 1, 2]]);
        assert_eq!(all(2, 3).count(), 0);
        assert_eq!((count(5, 0, 9), count(3, 3, 9)), (1, 1));
    }

    #[test]
    fn large_counts_stop_at_the_limit() {
        assert_eq!(count(200, 100, 1000), 1000);
        assert_eq!(count(20, 10, 200_000), 184_756);
    }
}
