use super::*;
use crate::analysis::Outcome;
use crate::models::kpis::Verdict;
use crate::models::response::{Estimate, ResponseFit};
use crate::report::example;

fn says(analysis: &Analysis, find: Find) -> Option<String> {
    find(analysis, &Amounts::of(analysis)).map(|finding| plain(&finding.says))
}

/// The example with its response model changed.
fn with_response(change: impl Fn(&mut ResponseFit)) -> Analysis {
    let mut analysis = example::analysis();
    let Outcome::Done(fit) = &mut analysis.response else { panic!("the example has a fit") };
    change(fit);
    analysis
}

fn estimate(low: f64, value: f64, high: f64) -> Estimate {
    Estimate { value, low, high }
}

#[test]
fn money_is_moved_only_between_channels_whose_returns_differ_for_sure() {
    let moved = says(&example::analysis(), media::shift).unwrap();
    // A tenth of the smaller spend, 84,000, times the difference of 1.14 and 0.66.
    assert_eq!(
        moved.replace('\u{a0}', " "),
        "Moving USD 8,400 from TikTok to Google would have brought about USD 4,032 more revenue \
         at the same cost."
    );
    let touching = with_response(|fit| {
        for channel in &mut fit.channels {
            channel.attribution.marginal_roas = Some(estimate(0.5, 1.0, 1.5));
        }
    });
    assert_eq!(says(&touching, media::shift), None);
}

#[test]
fn nothing_is_said_of_returns_that_are_not_identified() {
    let unknown = with_response(|fit| {
        for channel in &mut fit.channels {
            channel.identification.effect = false;
        }
    });
    let finds: [Find; 4] = [
        media::losing_at_the_margin,
        media::room_at_the_margin,
        media::shift,
        claims::against_the_model,
    ];
    for find in finds {
        assert_eq!(says(&unknown, find), None);
    }
    assert!(
        says(&unknown, media::unknown).unwrap().contains("Google, Meta, Snapchat and 2 others")
    );
}

#[test]
fn the_margin_decides_what_pays() {
    // At a margin of 55 %, 1.82 of revenue pay for 1 of spend.
    let returns = |low, high| {
        with_response(move |fit| {
            fit.channels.truncate(1);
            fit.channels[0].attribution.marginal_roas = Some(estimate(low, 1.9, high));
        })
    };
    assert!(says(&returns(1.85, 2.1), media::room_at_the_margin).is_some());
    assert!(says(&returns(1.75, 2.1), media::room_at_the_margin).is_none());
    assert!(says(&returns(1.2, 1.80), media::losing_at_the_margin).is_some());
    assert!(says(&returns(1.2, 1.85), media::losing_at_the_margin).is_none());
}

#[test]
fn the_wider_the_interval_the_less_is_said_of_the_effect_of_ads() {
    let share = |low, value, high| {
        let analysis =
            with_response(move |fit| fit.media.share_of_orders = estimate(low, value, high));
        says(&analysis, media::share_of_orders).unwrap()
    };
    assert!(share(0.2, 0.3, 0.4).starts_with("Ads brought about 30%"));
    assert!(share(0.1, 0.3, 0.6).starts_with("Ads brought between 10% and 60%"));
    assert!(share(0.0, 0.2, 0.5).starts_with("The data cannot tell whether ads brought any"));
}

#[test]
fn a_claim_within_the_interval_is_no_finding() {
    let agreeing = with_response(|fit| {
        for channel in &mut fit.channels {
            channel.attribution.roas = Some(estimate(1.0, 3.0, 5.0));
        }
    });
    assert_eq!(says(&agreeing, claims::against_the_model), None);
    let worst = says(&example::analysis(), claims::against_the_model).unwrap();
    assert!(worst.starts_with("Meta claims a ROAS of 3.90; the response model finds 1.30"));
}

#[test]
fn profit_is_called_unknown_where_its_interval_holds_zero() {
    let profit = |low, high| {
        let analysis = with_response(move |fit| {
            let even = fit.media.spend / 0.55;
            fit.media.revenue = Some(estimate(low * even, even, high * even));
        });
        says(&analysis, media::profit_of_ads).unwrap()
    };
    assert!(profit(0.9, 1.1).starts_with("The data cannot tell whether ads paid"));
    assert!(profit(1.01, 1.2).starts_with("Ads earned"));
    assert!(profit(0.7, 0.99).starts_with("Ads cost"));
}

#[test]
fn an_experiment_that_shows_nothing_says_so() {
    let mut analysis = example::analysis();
    let shown = says(&analysis, experiments::readings).unwrap().replace('\u{a0}', " ");
    assert!(shown.contains("cost 83 orders (95% interval 42 to 124)"), "{shown}");
    let Outcome::Done(readings) = &mut analysis.experiments else { panic!("there is one") };
    let crate::models::experiments::Outcome::Computed(reading) = &mut readings[0].outcome else {
        panic!("the first could be read")
    };
    reading.difference_in_differences.in_time.p = 0.3;
    let shown = says(&analysis, experiments::readings).unwrap();
    assert!(shown.contains("no difference that can be told from chance"), "{shown}");
}

#[test]
fn campaigns_are_counted_by_their_verdict() {
    let analysis = example::analysis();
    let kpis = analysis.kpis.done().unwrap();
    let of = |verdict| kpis.verdicts.iter().filter(|c| c.verdict == verdict).count();
    let pause = says(&analysis, campaigns::to_pause).unwrap();
    assert!(pause.starts_with(&format!("{}\u{a0}campaigns return", of(Verdict::Pause))), "{pause}");
}

#[test]
fn customers_of_one_month_are_followed_into_the_next() {
    // 500 new customers a month, of whom a fifth come back in the month after.
    let back = says(&example::analysis(), customers::retention).unwrap();
    assert_eq!(back, "20% of customers order again in the calendar month after their first order.");
}
