//! Names: one of them, or several in any order.

use super::reading::{is_formula, same_key};
use super::{Credit, Given, shown};

/// Names that a mark's reason gives as examples.
const FEW: usize = 3;

/// Marks a name. Several different lines are no answer.
pub fn label(value: &str, given: &[Given]) -> Credit {
    let answer = &given[0].answer;
    if given.iter().any(|one| !same_key(&one.answer, answer)) {
        return Credit::none(format!("{} different answers to one question", given.len()));
    }
    match same_key(answer, value) {
        true => Credit::new(1.0, format!("{} is right", shown(value))),
        false if is_formula(answer) => {
            Credit::none(format!("`{}` is a formula, not its value", shown(answer)))
        }
        false => Credit::none(format!("{} is not {}", shown(answer), shown(value))),
    }
}

/// Marks keys in any order.
pub fn list(values: &[String], given: &[Given]) -> Credit {
    let mut given = names(given);
    dedup(&mut given);
    let is_right = |name: &&String| values.iter().any(|value| same_key(name, value));
    let right = given.iter().filter(is_right).count();
    let wrong = given.len() - right;
    let lacks = |value: &&String| !given.iter().any(|name| same_key(name, value));
    let strange = |name: &&String| !is_right(name);
    let all = values.len();
    let share = (right as f64 - wrong as f64) / all as f64;
    let missing = all.saturating_sub(right);
    match (wrong, missing) {
        (0, 0) => Credit::new(1.0, format!("all {all} are right")),
        _ => {
            let mut why = format!("{right} right, {wrong} wrong, {missing} missing of {all}");
            why += &some("missing", values.iter().filter(lacks));
            why += &some("wrong", given.iter().filter(strange));
            Credit::new(share, why)
        }
    }
}

/// The first few names of those that are amiss.
fn some<'n>(what: &str, names: impl Iterator<Item = &'n String>) -> String {
    let mut names = names.map(|name| shown(name));
    let few = names.by_ref().take(FEW).collect::<Vec<_>>().join(", ");
    let more = if names.next().is_some() { ", …" } else { "" };
    if few.is_empty() { few } else { format!("; {what}: {few}{more}") }
}

/// The names in an answer: a line each, or all in one line with semicolons between.
pub fn names(given: &[Given]) -> Vec<String> {
    let names: Vec<String> = match given {
        [one] if one.answer.contains(';') => {
            one.answer.split(';').map(|name| name.trim().to_owned()).collect()
        }
        _ => given.iter().map(|one| one.answer.clone()).collect(),
    };
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// Leaves out what was said before. Long lists are compared as text first.
pub fn dedup(names: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.trim().to_lowercase()));
}

#[cfg(test)]
mod tests {
    use super::super::testing::given;
    use super::*;

    fn values(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_name_is_right_or_wrong() {
        assert_eq!(label("Meta", &given(&[("", " meta ")])).share, 1.0);
        assert_eq!(label("Meta", &given(&[("", "google")])).share, 0.0);
        assert_eq!(label("Meta", &given(&[("", "meta"), ("", "google")])).share, 0.0);
        assert_eq!(label("2026-01-05", &given(&[("", "2026/01/05")])).share, 1.0);
        assert!(label("x", &given(&[("", "=A1")])).why.contains("formula"));
    }

    #[test]
    fn what_is_missing_and_what_is_wrong_is_named() {
        let key = values(&["a", "b", "c", "d", "e"]);
        let why = list(&key, &given(&[("", "a"), ("", "x")])).why;
        assert_eq!(why, "1 right, 1 wrong, 4 missing of 5; missing: b, c, d, …; wrong: x");
    }

    #[test]
    fn a_wrong_key_takes_back_a_right_one() {
        let key = values(&["a", "b", "c", "d"]);
        let share = |lines: &[(&str, &str)]| list(&key, &given(lines)).share;
        assert_eq!(share(&[("", "d"), ("", "c"), ("", "b"), ("", "a")]), 1.0);
        assert_eq!(share(&[("", "a"), ("", "b")]), 0.5);
        assert_eq!(share(&[("", "a"), ("", "b"), ("", "x")]), 0.25);
        assert_eq!(share(&[("", "x"), ("", "y")]), 0.0);
        assert_eq!(share(&[("", "a;b;c;d")]), 1.0);
        assert_eq!(share(&[("", "a"), ("", "A"), ("", "a")]), 0.25, "a key counts once");
    }
}
