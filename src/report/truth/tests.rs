use super::*;
use crate::report::example;

#[test]
fn an_interval_covers_what_lies_in_it() {
    assert_eq!(Beside::new(1.0, Some([1.2, 1.0, 1.5])).covered, Some(true));
    assert_eq!(Beside::new(0.9, Some([1.2, 1.0, 1.5])).covered, Some(false));
    assert_eq!(Beside::new(f64::NAN, Some([1.2, 1.0, 1.5])).covered, Some(false));
    assert_eq!(Beside::new(1.0, None).covered, None);
}

#[test]
fn coverage_counts_identified_channels_apart() {
    let comparison = compare(&example::truth(), &example::analysis());
    let of = |name: &str| {
        let row = comparison.coverage.iter().find(|row| row.of.contains(name)).unwrap();
        (row.intervals, row.covered)
    };
    // True ROAS is 1.5 everywhere; the intervals are 1.52 to 2.28, 0.91 to 1.69, 0.72 to 1.49, and
    // for the channel that is not identified −0.36 to 2.16.
    assert_eq!(of("response model, identified"), (3, 1));
    assert_eq!(of("ROAS, response model, all"), (4, 2));
}

#[test]
fn channels_without_an_estimate_keep_their_truth() {
    let comparison = compare(&example::truth(), &example::nothing());
    assert_eq!(comparison.channels.len(), 4);
    for channel in &comparison.channels {
        let roas = channel.roas.unwrap();
        assert_eq!((roas.truth, roas.estimate, roas.covered), (1.5, None, None));
    }
    assert!(comparison.coverage.is_empty() && comparison.creatives.is_none());
}

#[test]
fn a_model_of_first_orders_is_judged_by_first_orders() {
    let mut truth = example::truth();
    truth.channels[0].first_orders = Some(0.8);
    truth.channels[0].first_orders_of_revenue = Some(0.6);
    let name = truth.channels[0].platform.clone();
    let of = |comparison: Comparison| {
        comparison.channels.into_iter().find(|channel| channel.channel == name).unwrap()
    };
    let judged = of(compare(&truth, &example::analysis()));
    assert!(judged.first_orders_only && judged.all_orders_roas == Some(1.5));
    assert!((judged.roas.unwrap().truth - 0.9).abs() < 1e-12);
    assert!((judged.orders.unwrap().truth - 0.8 * judged.all_orders).abs() < 1e-9);
    // Without a model there is nothing to be like.
    let alone = of(compare(&truth, &example::nothing()));
    assert!(!alone.first_orders_only && alone.roas.unwrap().truth == 1.5);
}

#[test]
fn the_lift_of_an_experiment_is_summed_over_its_regions_and_platforms() {
    let mut truth = example::truth();
    let mut other = truth.experiments[0].clone();
    other.region = "AE".into();
    other.lift_orders = -8.0;
    truth.experiments.push(other);
    let comparison = compare(&truth, &example::analysis());
    let [read] = &comparison.experiments[..] else { panic!("one of two could be read") };
    assert_eq!(read.difference_in_differences.truth, -100.0);
    assert_eq!(read.difference_in_differences.covered, Some(true));
}

#[test]
fn scores_that_follow_quality_rank_above_those_that_do_not() {
    let truth = example::truth();
    let analysis = example::analysis();
    let ours = compare(&truth, &analysis).creatives.unwrap();
    assert_eq!(ours.creatives, 26);
    let score = ours.rankings.iter().find(|ranking| ranking.by == "score").unwrap();
    assert!(score.correlation.unwrap() > 0.9, "{score:?}");
    // The same scores against qualities in another order.
    let mut shuffled = truth;
    for (i, creative) in shuffled.creatives.iter_mut().enumerate() {
        creative.id = ((i * 11 + 5) % 26).to_string();
    }
    let shuffled = compare(&shuffled, &analysis).creatives.unwrap();
    assert!(shuffled.rankings[0].correlation.unwrap() < 0.5, "{shuffled:?}");
}
