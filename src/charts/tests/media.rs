use std::sync::LazyLock;

use super::shop::{key_figures, panel, setting};
use super::{estimate_counts, sound};
use crate::charts::figure::{Figure, Keys, Mark};
use crate::charts::set::Known;
use crate::charts::{contributions, experiments, residuals, response_curves, roas_by_platform};
use crate::models::experiments::{ExperimentReading, read};
use crate::models::response::{Options, Residuals, ResponseFit, fit};

static FIT: LazyLock<ResponseFit> =
    LazyLock::new(|| fit(&panel(), &Options { replicates: 40, ..Options::default() }).unwrap());
static READINGS: LazyLock<Vec<ExperimentReading>> = LazyLock::new(|| read(&panel(), 1));

#[test]
fn every_chart_of_the_response_model_is_sound() {
    sound(&contributions::contributions(&FIT, &setting()).unwrap());
    sound(&response_curves::response_curves(&FIT, &Known::default(), &setting()).unwrap());
    sound(&residuals::residuals(&FIT.residuals, &setting()).unwrap());
}

#[test]
fn the_stack_sums_to_the_fitted_orders() {
    let figure = contributions::contributions(&FIT, &setting()).unwrap();
    let marks = &figure.panels[0].marks;
    let [Mark::Stack(stack), Mark::Line(fitted), Mark::Line(_)] = &marks[..] else {
        panic!("{marks:?}")
    };
    for (i, (x, fitted)) in fitted.points.iter().enumerate() {
        let sum: f64 = stack.areas.iter().map(|area| area.heights[i]).sum();
        assert_eq!(*x, stack.x[i]);
        assert!((sum / fitted - 1.0).abs() < 1e-9, "{sum} {fitted}");
    }
    // Two hundred days are shown by the week.
    assert!(stack.x.len() < 31);
}

#[test]
fn what_the_data_do_not_tell_is_named_and_has_no_point() {
    let mut fit = FIT.clone();
    for channel in &mut fit.channels {
        channel.identification.effect = channel.channel != "meta";
    }
    let known = Known::default();
    let figure =
        roas_by_platform::roas_by_platform(&key_figures(), &fit.channels, &known, &setting());
    let figure = figure.unwrap();
    sound(&figure);
    let model = estimate_counts(&figure.panels[0]);
    let model = model.iter().find(|(name, _)| name.starts_with("Model")).unwrap();
    assert_eq!(model.1, 2);
    assert!(figure.caption.contains("What Meta did cannot be told"), "{}", figure.caption);
    assert!(figure.title.contains("the ROAS that the model finds"), "{}", figure.title);
    assert!(!figure.title.contains("Meta"), "{}", figure.title);
    let figure = response_curves::response_curves(&fit, &known, &setting()).unwrap();
    assert!(figure.panels.iter().any(|panel| panel.title == "Meta (cannot be told)"));
    assert!(!figure.title.contains("Meta"), "{}", figure.title);
    fit.channels.iter_mut().for_each(|channel| channel.identification.effect = false);
    let figure = response_curves::response_curves(&fit, &known, &setting()).unwrap();
    assert!(figure.title.contains("cannot be told"), "{}", figure.title);
}

#[test]
fn a_curve_that_is_known_for_certain_is_drawn_beside_its_estimate() {
    let points = vec![(0.0, 0.0), (100.0, 5.0), (1e9, 9.0)];
    let known = Known { curves: vec![("meta".to_owned(), points)], ..Known::default() };
    let figure = response_curves::response_curves(&FIT, &known, &setting()).unwrap();
    sound(&figure);
    assert_eq!(figure.keys, Keys::Legend);
    let lines = |figure: &Figure| {
        let marks = figure.panels.iter().flat_map(|panel| &panel.marks);
        marks.filter(|mark| matches!(mark, Mark::Line(_))).count()
    };
    assert_eq!(lines(&figure), FIT.channels.len() + 1);
}

#[test]
fn no_channel_and_no_period_are_no_chart() {
    let mut fit = FIT.clone();
    fit.channels.clear();
    assert!(response_curves::response_curves(&fit, &Known::default(), &setting()).is_err());
    fit.contributions.dates.truncate(1);
    assert!(contributions::contributions(&fit, &setting()).is_err());
    let nothing = Residuals { standardised: Vec::new(), ..FIT.residuals.clone() };
    assert!(residuals::residuals(&nothing, &setting()).is_err());
}

#[test]
fn an_experiment_is_drawn_with_what_would_have_been() {
    let figure = experiments::experiment(&READINGS[0]).unwrap();
    sound(&figure);
    assert_eq!(figure.name, "experiment-hold-out-1");
    assert!(figure.title.starts_with("Without Meta, KW lost "), "{}", figure.title);
}
