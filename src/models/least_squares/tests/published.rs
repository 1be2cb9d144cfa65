//! Figures of statsmodels 0.15 and of NIST.

use ndarray::{Array1, array};

use super::close;
use crate::models::least_squares::{
    Coefficient, Design, Fitted, Inference, LeastSquares, Regression, fit,
};

/// Twelve weeks: spend on two channels, and orders.
fn twelve_weeks() -> (Array1<f64>, Array1<f64>, Array1<f64>) {
    let search = array![310., 295., 402., 388., 450., 512., 498., 530., 615., 580., 602., 655.];
    let social = array![120., 180., 150., 90., 210., 260., 240., 200., 310., 330., 280., 350.];
    let orders = array![41., 44., 52., 47., 60., 71., 66., 69., 85., 80., 78., 93.];
    (search, social, orders)
}

fn twelve_weeks_by(design: Design) -> Fitted {
    let (search, social, orders) = twelve_weeks();
    let design = design.column("search", search).column("social", social);
    fit(&design, &orders, &LeastSquares { lag: Some(2), ..Default::default() }).unwrap()
}

/// Relative difference allowed: what statsmodels and we both keep of sixteen digits.
const TOLERANCE: f64 = 1e-10;

#[track_caller]
fn assert_close(ours: f64, theirs: f64) {
    assert!(close(ours, theirs, TOLERANCE), "{ours} is not {theirs}");
}

#[track_caller]
fn assert_inference(ours: Option<Inference>, theirs: [f64; 5]) {
    let Inference { standard_error, t, p, low, high } = ours.unwrap();
    for (ours, theirs) in [standard_error, t, p, low, high].into_iter().zip(theirs) {
        assert_close(ours, theirs);
    }
}

fn coefficients<const N: usize>(regression: &Regression) -> [&Coefficient; N] {
    std::array::from_fn(|j| &regression.coefficients[j])
}

#[test]
fn ordinary_least_squares_is_that_of_statsmodels() {
    let fitted = twelve_weeks_by(Design::with_intercept());
    let regression = &fitted.regression;
    let [constant, search, social] = coefficients(regression);
    assert_close(constant.estimate, 1.9659339019553883);
    assert_close(search.estimate, 0.09991708177479494);
    assert_close(social.estimate, 0.06587970105038862);
    assert_inference(
        search.plain,
        [
            0.008260002695044733,
            12.09649505740916,
            7.19188040396631e-07,
            0.08123165751346703,
            0.11860250603612285,
        ],
    );
    assert_inference(
        search.hc3,
        [
            0.008840153473065184,
            11.30264107735567,
            1.2800869835908876e-06,
            0.07991926527546511,
            0.11991489827412477,
        ],
    );
    assert_inference(
        search.newey_west,
        [
            0.004503464866090146,
            22.186712841293186,
            3.629444170695772e-09,
            0.08972953647055906,
            0.11010462707903082,
        ],
    );
    assert_inference(
        constant.newey_west,
        [
            1.1351307466197382,
            1.7319008473778608,
            0.11733442342270568,
            -0.6019102472229267,
            4.533778051133703,
        ],
    );
    let goodness = &regression.goodness;
    assert_close(goodness.r_squared, 0.9930409449728475);
    assert_close(goodness.adjusted_r_squared, 0.9914944883001469);
    assert_close(goodness.f.unwrap(), 642.139519653472);
    assert_close(goodness.f_p.unwrap(), 1.9564836263291424e-10);
    assert_close(goodness.log_likelihood, -20.66721032467498);
    assert_close(goodness.aic, 47.33442064934996);
    assert_close(goodness.bic, 48.789140598713956);
    assert_close(goodness.durbin_watson, 2.2879922868186124);
    assert_close(goodness.residual_standard_error, 1.5638801833503562);
    assert_close(regression.condition_number.unwrap(), 2638.3666766444917);
    assert_close(social.variance_inflation.unwrap(), 4.342431822267968);
    assert_eq!(constant.variance_inflation, None);
    assert_close(fitted.leverage[0], 0.28340685576519076);
}

#[test]
fn weighted_least_squares_is_that_of_statsmodels() {
    let weights = (1..=12).map(f64::from).collect();
    let regression = twelve_weeks_by(Design::with_intercept().weighted(weights)).regression;
    let [_, search, social] = coefficients(&regression);
    assert_close(search.estimate, 0.10427950617574379);
    assert_close(search.plain.unwrap().standard_error, 0.013149129532137364);
    assert_close(social.hc3.unwrap().standard_error, 0.020302957929258465);
    assert_close(social.newey_west.unwrap().p, 0.00036342974910727206);
    assert_close(regression.goodness.r_squared, 0.9856760819993856);
    assert_close(regression.goodness.log_likelihood, -24.30028998092321);
    assert_close(regression.goodness.residual_standard_error, 4.86821466872844);
    assert_close(regression.condition_number.unwrap(), 4332.333244530279);
}

#[test]
fn a_fit_through_the_origin_is_that_of_statsmodels() {
    let regression = twelve_weeks_by(Design::through_origin()).regression;
    let [search, social] = coefficients(&regression);
    assert_close(search.estimate, 0.10575714231754448);
    assert_close(social.newey_west.unwrap().standard_error, 0.005677440925739177);
    // R² about 0, since the columns cannot make a constant.
    assert_close(regression.goodness.r_squared, 0.99955990356229);
    assert_close(regression.goodness.adjusted_r_squared, 0.999471884274748);
    assert_close(regression.goodness.f.unwrap(), 11356.146266070362);
    assert_eq!(search.variance_inflation, None);
}

#[test]
fn the_longley_data_give_the_figures_that_nist_certifies() {
    // Longley (1967), as in NIST's Statistical Reference Datasets: condition number 5·10⁹.
    let rows = [
        [60323., 83.0, 234289., 2356., 1590., 107608., 1947.],
        [61122., 88.5, 259426., 2325., 1456., 108632., 1948.],
        [60171., 88.2, 258054., 3682., 1616., 109773., 1949.],
        [61187., 89.5, 284599., 3351., 1650., 110929., 1950.],
        [63221., 96.2, 328975., 2099., 3099., 112075., 1951.],
        [63639., 98.1, 346999., 1932., 3594., 113270., 1952.],
        [64989., 99.0, 365385., 1870., 3547., 115094., 1953.],
        [63761., 100.0, 363112., 3578., 3350., 116219., 1954.],
        [66019., 101.2, 397469., 2904., 3048., 117388., 1955.],
        [67857., 104.6, 419180., 2822., 2857., 118734., 1956.],
        [68169., 108.4, 442769., 2936., 2798., 120445., 1957.],
        [66513., 110.8, 444546., 4681., 2637., 121950., 1958.],
        [68655., 112.6, 482704., 3813., 2552., 123366., 1959.],
        [69564., 114.2, 502601., 3931., 2514., 125368., 1960.],
        [69331., 115.7, 518173., 4806., 2572., 127852., 1961.],
        [70551., 116.9, 554894., 4007., 2827., 130081., 1962.],
    ];
    let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Array1<f64>>();
    let names = ["deflator", "gnp", "unemployed", "forces", "population", "year"];
    let design = names
        .iter()
        .enumerate()
        .fold(Design::with_intercept(), |design, (j, name)| design.column(*name, column(j + 1)));
    let regression = fit(&design, &column(0), &LeastSquares::default()).unwrap().regression;
    let certified = [
        (-3482258.63459582, 890420.383607373),
        (15.0618722713733, 84.9149257747669),
        (-0.358191792925910e-1, 0.334910077722432e-1),
        (-2.02022980381683, 0.488399681651699),
        (-1.03322686717359, 0.214274163161675),
        (-0.511041056535807e-1, 0.226073200069370),
        (1829.15146461355, 455.478499142212),
    ];
    for (ours, (estimate, standard_error)) in regression.coefficients.iter().zip(certified) {
        assert_close(ours.estimate, estimate);
        assert_close(ours.plain.unwrap().standard_error, standard_error);
    }
    assert_close(regression.goodness.residual_standard_error, 304.854073561965);
    assert_close(regression.goodness.r_squared, 0.995479004577296);
    assert_close(regression.goodness.f.unwrap(), 330.285339234588);
}
