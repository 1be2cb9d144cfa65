//! A cause's customers in a region, day by day: how many there were, and who was the n-th.

/// Days that an entry of the guide stands for, on average, at most: halves of one, so that hardly
/// a step is left to walk.
const GUIDE_PER_DAY: u64 = 2;

/// The sizes of cohorts, added up.
#[derive(Debug)]
pub struct Cohorts {
    /// Customers won before each day, and in all.
    before: Vec<u64>,
    /// For every `2^shift` customers, the cohort that the first of them is in.
    guide: Vec<u32>,
    shift: u32,
}

impl Cohorts {
    /// Adds up the sizes of cohorts, day after day.
    pub fn new(sizes: &[u64]) -> Self {
        let mut total = 0;
        let mut before = Vec::with_capacity(sizes.len() + 1);
        before.push(0);
        before.extend(sizes.iter().map(|size| {
            total += size;
            total
        }));
        let entries = GUIDE_PER_DAY * sizes.len().max(1) as u64;
        let shift = total.div_ceil(entries).max(1).next_power_of_two().trailing_zeros();
        let mut guide = Vec::with_capacity((total >> shift) as usize + 1);
        let mut age = 0;
        for first in (0..total).step_by(1 << shift) {
            while before[age + 1] <= first {
                age += 1;
            }
            guide.push(age as u32);
        }
        Cohorts { before, guide, shift }
    }

    /// Customers won before day `age`.
    pub fn before(&self, age: usize) -> u64 {
        self.before[age]
    }

    /// Customers won on day `age`.
    pub fn size(&self, age: usize) -> u64 {
        self.before[age + 1] - self.before[age]
    }

    /// The cohort of the `n`-th customer of all, and the customer's number in it.
    #[inline]
    pub fn nth(&self, n: u64) -> (usize, u64) {
        let mut age = self.guide[(n >> self.shift) as usize] as usize;
        while self.before[age + 1] <= n {
            age += 1;
        }
        (age, n - self.before[age])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_through_the_cohorts_finds_everybody_once() {
        for sizes in [
            vec![3, 0, 0, 2, 1, 0, 5],
            vec![0, 0, 1],
            vec![0, 4, 0],
            vec![1_000, 1, 0, 7_000],
            vec![1; 300],
        ] {
            let cohorts = Cohorts::new(&sizes);
            let everybody: Vec<_> = sizes
                .iter()
                .enumerate()
                .flat_map(|(age, &size)| (0..size).map(move |n| (age, n)))
                .collect();
            for (n, place) in everybody.iter().enumerate() {
                assert_eq!(cohorts.nth(n as u64), *place, "{sizes:?} {n}");
            }
            for (age, &size) in sizes.iter().enumerate() {
                assert_eq!(cohorts.size(age), size);
                assert_eq!(cohorts.before(age), sizes[..age].iter().sum::<u64>());
            }
        }
    }

    #[test]
    fn a_cause_without_customers_has_none() {
        let cohorts = Cohorts::new(&[0, 0]);
        assert_eq!(cohorts.before(2), 0);
        assert_eq!(Cohorts::new(&[]).before(0), 0);
    }
}
