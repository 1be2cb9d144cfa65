//! Out-of-bag scores judge honestly.

use super::*;
use crate::models::forest::{ForestError, RandomForestClassifier};

#[test]
fn they_agree_with_the_judgement_of_rows_never_seen() {
    let (train, converted, _) = visits(30_000, 50);
    let (test, truth, _) = visits(30_000, 51);
    let forest = RandomForestClassifier::new().trees(60).fit_table(&train, &converted).unwrap();
    let judged = forest.out_of_bag(&train, usize::MAX).unwrap();
    assert_eq!(judged.rows, (0..30_000).collect::<Vec<usize>>());
    let own = auc(&judged.scores, &converted);
    let unseen = auc(&wide(&forest.scores(&test).unwrap()), &truth);
    let seen = auc(&wide(&forest.scores(&train).unwrap()), &converted);
    assert!((own - unseen).abs() < 0.025, "{own} out of bag, {unseen} on new rows");
    // Not so the scores of rows that the trees have seen.
    assert!(seen > unseen + 0.03, "{seen} on rows seen");
}

#[test]
fn levels_without_meaning_do_not_flatter_them() {
    let level = |row| Key::seed(52).at(row).below(4_000) as u32;
    let table = table([category("level", 4_000, (0..20_000).map(level))]);
    let luck: Array1<bool> = (0..20_000).map(|row| Key::seed(53).at(row).happens(0.05)).collect();
    let forest = RandomForestClassifier::new().trees(30).fit_table(&table, &luck).unwrap();
    let own = auc(&forest.out_of_bag(&table, usize::MAX).unwrap().scores, &luck);
    // A little below one half it may be: the trees that judge a positive row are those whose samples
    // lack it, and so hold a positive less.
    assert!((0.4..0.53).contains(&own), "{own}");
}

#[test]
fn a_part_of_the_rows_is_spread_over_the_table() {
    let (train, converted, _) = visits(10_000, 54);
    let forest = RandomForestClassifier::new().trees(30).fit_table(&train, &converted).unwrap();
    let whole = forest.out_of_bag(&train, usize::MAX).unwrap();
    let part = forest.out_of_bag(&train, 1_000).unwrap();
    assert!((900..=1_024).contains(&part.rows.len()));
    assert!(part.rows.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] < 1_000));
    for (row, score) in part.rows.iter().zip(&part.scores) {
        assert_eq!(*score, whole.scores[whole.rows.binary_search(row).unwrap()]);
    }
}

#[test]
fn they_are_refused_for_other_rows_and_empty_without_a_bootstrap() {
    let (train, converted, _) = visits(2_000, 55);
    let params = RandomForestClassifier::new().trees(5);
    let forest = params.clone().fit_table(&train, &converted).unwrap();
    let other = forest.out_of_bag(&train.select(&[1, 2, 3]), 100);
    assert_eq!(other, Err(ForestError::OtherRows { rows: 3, grown_on: 2_000 }));
    let whole = params.bootstrap(false).fit_table(&train, &converted).unwrap();
    assert!(whole.out_of_bag(&train, 100).unwrap().rows.is_empty());
    // One row: a tree that did not draw it has seen it all the same.
    let one =
        RandomForestClassifier::new().fit_table(&train.select(&[0]), &vec![true].into()).unwrap();
    assert!(one.out_of_bag(&train.select(&[0]), 100).unwrap().rows.is_empty());
}
