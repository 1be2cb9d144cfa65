//! Orders on spend by least squares: every coefficient of both fits.

use super::part;
use crate::models::least_squares::{Coefficient, Exploratory, Step};
use crate::report::numbers::{
    count, counted, fixed, interval, or_none, p_value, percent, significant, times,
};
use crate::report::page::html::{Html, el};
use crate::report::page::table::grid;
use crate::report::text::platform;

/// Both fits.
pub fn regression(exploratory: &Exploratory) -> Html {
    let naive = fit("Orders on spend alone", &exploratory.naive);
    let controlled = exploratory
        .controlled
        .as_ref()
        .map(|step| fit("Orders on spend, trend, weekday and season", step));
    part("Orders on spend by least squares", (naive, controlled))
}

fn fit(title: &str, step: &Step) -> Html {
    let regression = &step.regression;
    let table = grid(&regression.coefficients)
        .text("Column", |c| platform(&c.name))
        .number("Estimate", |c| digits(c.estimate))
        .number("95% interval", |c| {
            c.newey_west.map_or_else(none, |i| interval(i.low, i.high, digits))
        })
        .number("Standard error", errors)
        .number("t", |c| c.newey_west.map_or_else(none, |i| times(i.t)))
        .number("p", |c| c.newey_west.map_or_else(none, |i| p_value(i.p)))
        .number("VIF", |c| or_none(c.variance_inflation, |vif| significant(vif, 3)))
        .under(&format!(
            "{title}: Newey-West errors (lag {}), below them HC3 and plain ones",
            regression.newey_west_lag
        ));
    let g = &regression.goodness;
    let mut line = format!(
        "{}; R² {}, adjusted {}; F {} (p {}); AIC {}, BIC {}; Durbin-Watson {}; condition number \
         {}.",
        counted(regression.rows, "row", "rows"),
        fixed(g.r_squared, 3),
        fixed(g.adjusted_r_squared, 3),
        or_none(g.f, |f| significant(f, 4)),
        or_none(g.f_p, p_value),
        fixed(g.aic, 1),
        fixed(g.bic, 1),
        fixed(g.durbin_watson, 2),
        or_none(regression.condition_number, |c| significant(c, 3)),
    );
    if let Some(share) = step.attributed_share {
        line += &format!(
            " Taken as causal, which it is not, it would credit ads with {} of all orders ({}).",
            percent(share.estimate),
            interval(share.low, share.high, percent)
        );
    }
    if regression.incomplete_rows > 0 {
        line += &format!(
            " {} with a missing number left out.",
            counted(regression.incomplete_rows, "row", "rows")
        );
    }
    for dropped in &regression.dropped {
        line += &format!(" {} has no coefficient: others say the same.", platform(&dropped.name));
    }
    (table, el("p", line).class("note")).into()
}

fn errors(coefficient: &Coefficient) -> Html {
    let error = |of: Option<crate::models::least_squares::Inference>| {
        of.map_or_else(none, |i| digits(i.standard_error))
    };
    let others = format!("{} · {}", error(coefficient.hc3), error(coefficient.plain));
    (error(coefficient.newey_west), el("small", others)).into()
}

/// Coefficients span many sizes: three digits, whatever the size.
fn digits(value: f64) -> String {
    if value.abs() >= 1000.0 { count(value) } else { significant(value, 3) }
}

fn none() -> String {
    crate::report::numbers::NONE.to_owned()
}
