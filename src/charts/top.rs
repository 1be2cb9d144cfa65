//! The largest few of many, and the rest together.

/// A group's name and value.
pub type Named = (String, f64);

/// The `most` largest groups, largest first, and how many others there are and what they sum to.
/// What is not finite counts as nothing; equal ones stay in the order of their names.
pub fn top(mut groups: Vec<Named>, most: usize) -> (Vec<Named>, Option<(usize, f64)>) {
    for (_, value) in &mut groups {
        if !value.is_finite() {
            *value = 0.0;
        }
    }
    groups.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest = groups.split_off(groups.len().min(most));
    let others = (!rest.is_empty()).then(|| (rest.len(), rest.iter().map(|(_, v)| v).sum()));
    (groups, others)
}

/// Sums by name, in the order in which the names come first.
pub fn summed<'a>(parts: impl Iterator<Item = (&'a str, f64)>) -> Vec<(String, f64)> {
    let mut sums: Vec<(String, f64)> = Vec::new();
    for (name, value) in parts {
        match sums.iter_mut().find(|(other, _)| other == name) {
            Some((_, sum)) => *sum += value,
            None => sums.push((name.to_owned(), value)),
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::{summed, top};

    #[test]
    fn parts_of_one_name_are_summed() {
        let parts = [("b", 1.0), ("a", 2.0), ("b", 3.0)];
        assert_eq!(summed(parts.into_iter()), [("b".to_owned(), 4.0), ("a".to_owned(), 2.0)]);
    }

    #[test]
    fn the_largest_come_first_and_the_rest_is_summed() {
        let groups = [("b", 2.0), ("a", 2.0), ("c", f64::NAN), ("d", 5.0), ("e", 1.0)];
        let groups = groups.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let (first, others) = top(groups.clone(), 3);
        let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((names, others), (vec!["d", "a", "b"], Some((2, 1.0))));
        assert_eq!(top(groups, 5).1, None);
        assert_eq!(top(Vec::new(), 3), (Vec::new(), None));
    }
}
